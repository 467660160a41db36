using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using SmtpCodes.Catalog;
using SmtpCodes.Explanation;

namespace SmtpCodes.Tests.Explanation;

public sealed class ExplanationServiceTests
{
    private static readonly ExplanationService Service = new(TestCatalog.Real);

    /// <summary>The corpus of this repository: replies as servers and providers write them, each with its expected reading.</summary>
    private static readonly List<(string Text, JsonObject Expected)> Corpus = [.. Directory
        .EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Explanation", "Corpus"), "*.jsonl").Order(StringComparer.Ordinal)
        .SelectMany(File.ReadLines).Where(line => line.Length > 0)
        .Select(line => JsonNode.Parse(line)!.AsObject()).Select(row => ((string)row["text"]!, row["expected"]!.AsObject()))];

    [Fact]
    public void Corpus_EveryServerAndProvider_IsReadAsLabelled()
    {
        var (category, action, hard, codes, high) = (new Share(), new Share(), new Share(), new Share(), new Share());
        foreach (var (text, expected) in Corpus)
        {
            var explanation = Service.Explain(text);
            var right = Words(expected["categories"]).Contains(Word(explanation.Category));
            category.Add(right);
            action.Add(Words(expected["actions"]).Contains(Word(explanation.Action)));
            codes.Add((string?)expected["replyCode"] == explanation.Reply.Code);
            codes.Add((string?)expected["enhancedCode"] == explanation.Reply.EnhancedCode);
            if ((bool?)expected["hardBounce"] is { } dead)
            {
                hard.Add(dead == (explanation.Action == CodeAction.SuppressRecipient));
            }

            if (explanation.Confidence == Confidence.High)
            {
                high.Add(right);
            }
        }

        Assert.True(Corpus.Count >= 300, $"{Corpus.Count} replies.");
        Assert.True(category.Percent >= 97 && action.Percent >= 97.5 && hard.Percent >= 98 && codes.Percent >= 99 && high.Percent >= 99,
            $"category {category.Percent:0.0}, action {action.Percent:0.0}, hard bounce {hard.Percent:0.0}, codes {codes.Percent:0.0}, high confidence {high.Percent:0.0}");
    }

    [Fact]
    public void Explain_SameTextWrappedInAnotherWay_GivesTheSame()
    {
        foreach (var (text, _) in Corpus)
        {
            var plain = Decisive(Service.Explain(text));
            foreach (var wrapped in new[] { text.ReplaceLineEndings("\r\n"), text.ReplaceLineEndings(" "), string.Join("\r\n\t", text.Split(' ')), string.Join("   ", text.ReplaceLineEndings(" ").Split(' ')), text.ReplaceLineEndings("\r\n  ") })
            {
                Assert.Equal(plain, Decisive(Service.Explain(wrapped)));
            }
        }
    }

    /// <summary>What the reporting program says around an answer changes the reading of hardly any.</summary>
    [Theory]
    [InlineData("<anna@example.com>: host mx.example.com[192.0.2.1] said: {0} (in reply to RCPT TO command)")]
    [InlineData("  anna@example.com\n    host mx.example.com [192.0.2.1]\n    SMTP error from remote mail server after RCPT TO:<anna@example.com>:\n    {0}")]
    [InlineData("<anna@example.com>:\n192.0.2.1 does not like recipient.\nRemote host said: {0}\nGiving up on 192.0.2.1.")]
    [InlineData("Your message to anna@example.com has been blocked. See technical details below for more information.\n\nThe response from the remote server was:\n{0}")]
    [InlineData("Remote Server returned '{0}'")]
    public void Explain_AnswerInsideAReport_GivesWhatItGivesAlone(string report)
    {
        var (category, codes) = (new Share(), new Share());
        foreach (var (text, _) in Corpus.Where(row => row.Text is [('4' or '5'), >= '0' and <= '9', >= '0' and <= '9', (' ' or '-'), ..] && !row.Text.Contains("said", StringComparison.Ordinal)))
        {
            var (alone, inside) = (Service.Explain(text), Service.Explain(report.Replace("{0}", text, StringComparison.Ordinal)));
            category.Add(alone.Category == inside.Category);
            codes.Add((alone.Reply.Code, alone.Reply.EnhancedCode) == (inside.Reply.Code, inside.Reply.EnhancedCode));
        }

        Assert.True(category.Percent >= 98.5 && codes.Percent >= 99.5, $"category {category.Percent:0.0}, codes {codes.Percent:0.0}");
    }

    [Fact]
    public void Explain_AnyText_NeverFailsAndPointsInsideTheText()
    {
        string[] pieces = ["550", "5.1.1", "550-5.7.1", "user unknown", "mailbox full", "spam", "<a@example.org>", "\r\n", "\0", "smtp;", "said:", "\ud800", "信箱", "é", "4.", "250 OK", "blocked", "@", "@@a.b"];
        var word = Gen.Int[0, pieces.Length - 1].Select(index => pieces[index]);
        Gen.OneOf(Gen.String, Gen.Select(word.Array[0, 40], Gen.String[0, 20], (words, more) => string.Join(' ', words) + more)).Sample(text =>
        {
            var explanation = Service.Explain(text);
            Assert.All(explanation.Evidence.Where(evidence => evidence.Source != EvidenceSource.Context), evidence => Assert.Equal(evidence.Text, text.Substring(evidence.Start, evidence.Length)));
            Assert.All([explanation.Summary, explanation.Explanation, explanation.HowToFix, explanation.Retry.Advice, .. explanation.Steps, .. explanation.Conflicts], sentence => Assert.Matches(@"[.!?)`""]$", sentence));
            Assert.True(explanation.Reply.Code is null || text.Contains(explanation.Reply.Code, StringComparison.Ordinal));
            Assert.True(explanation.Reply.EnhancedCode is null || text.Contains(explanation.Reply.EnhancedCode, StringComparison.Ordinal));
        }, iter: 5_000);
    }

    [Theory]
    [InlineData("a")]
    [InlineData("550 ")]
    [InlineData("5.1.1")]
    [InlineData("a@")]
    [InlineData("mailbox ")]
    [InlineData("mailbox is ")]
    [InlineData("\r\n")]
    [InlineData("(((")]
    public void Explain_LongestText_IsAnswered(string piece)
    {
        var text = new StringBuilder().Insert(0, piece, 256 * 1024 / piece.Length).ToString();
        Assert.NotNull(Service.Explain(text).Summary);
    }

    [Fact]
    public void Explain_CodesFromTheContext_StandInForThoseOfTheText()
    {
        var explanation = Service.Explain("", new(Code: CodeId.Parse("550"), EnhancedCode: CodeId.Parse("5.1.1")));
        Assert.Equal(("550", "5.1.1", CodeCategory.BadMailbox, true), (explanation.Reply.Code, explanation.Reply.EnhancedCode, explanation.Category, explanation.Permanent));
        Assert.All(explanation.Evidence, evidence => Assert.Equal((EvidenceSource.Context, 0, 0), (evidence.Source, evidence.Start, evidence.Length)));
    }

    [Fact]
    public void Explain_PartsThatDisagree_SaysSo()
    {
        Assert.Contains("different classes", Service.Explain("552 4.2.2 mailbox full").Conflicts[0], StringComparison.Ordinal);
        Assert.Contains("while 5.2.2 was given beside it", Service.Explain("550 5.1.1 User unknown", new(EnhancedCode: CodeId.Parse("5.2.2"))).Conflicts[0], StringComparison.Ordinal);
        Assert.Contains("while 450 was given beside it", Service.Explain("550 5.1.1 User unknown", new(Code: CodeId.Parse("450"))).Conflicts[0], StringComparison.Ordinal);
        Assert.Contains("words speak of an address", Service.Explain("450 4.1.1 no such user here").Conflicts[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("299 who knows", CodeCategory.Success, CodeAction.None)]
    [InlineData("399 who knows", CodeCategory.Intermediate, CodeAction.Continue)]
    [InlineData("459 5.9.9", CodeCategory.PolicyRelated, CodeAction.FixConfiguration)]
    [InlineData("559 qwxz", CodeCategory.Other, CodeAction.FixAndResend)]
    [InlineData("qwxz", CodeCategory.Other, CodeAction.FixAndResend)]
    public void Explain_NothingKnown_GoesByTheClassAndSaysThatItIsAGuess(string text, CodeCategory category, CodeAction action)
    {
        var explanation = Service.Explain(text);
        Assert.Equal((category, action, Confidence.Low), (explanation.Category, explanation.Action, explanation.Confidence));
    }

    [Fact]
    public void Provider_IsRecognisedByItsHostOrItsWords()
    {
        Assert.Equal("gmail", Service.Explain("550 5.1.1 The email account that you tried to reach does not exist. d2e1a72fcca58-gsmtp").Provider?.Id);
        Assert.Equal("gmail", Service.Explain("550 5.7.1 no", new(Host: "gmail-smtp-in.l.google.com")).Provider?.Id);
        Assert.Null(Service.Explain("550 5.7.1 no", new(Host: "notgoogle.com")).Provider);
    }

    [Theory]
    [InlineData("550 5.1.1 <bob@example.com>: Recipient address rejected: User unknown in local recipient table")]
    [InlineData("452 4.2.2 The recipient's mailbox is over its storage limit")]
    [InlineData("550-5.7.26 Unauthenticated email from example.com is not accepted due to domain's\r\n550-5.7.26 DMARC policy. Please contact the administrator of example.com domain if\r\n550 5.7.26 this was a legitimate mail.")]
    [InlineData("connect to mx.example.org[203.0.113.25]:25: Connection refused")]
    public void Explain_AllocatesItsAnswerAndNothingElse(string text)
    {
        // The words, the lines, the evidence and the summary are strings of this answer; all else is shared.
        const int Objects = 1024;
        const int Explanations = 1000;
        Assert.NotEmpty(Service.Explain(text).Evidence);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Explanations; i++)
        {
            Service.Explain(text);
        }

        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / Explanations, 1, Objects + (3 * sizeof(char) * text.Length));
    }

    private static (string?, string?, CodeCategory, CodeAction, bool?, string?) Decisive(ReplyExplanation explanation) =>
        (explanation.Reply.Code, explanation.Reply.EnhancedCode, explanation.Category, explanation.Action, explanation.Permanent, explanation.Provider?.Id);

    private static string[] Words(JsonNode? words) => [.. words!.AsArray().Select(word => (string)word!)];

    private static string Word<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    private sealed class Share
    {
        private int _right;
        private int _all;

        public double Percent => 100.0 * _right / _all;

        public void Add(bool right)
        {
            _right += right ? 1 : 0;
            _all++;
        }
    }
}
