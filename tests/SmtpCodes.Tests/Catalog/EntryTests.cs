using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Json.Schema;
using SmtpCodes.Catalog;

namespace SmtpCodes.Tests.Catalog;

/// <summary>What every single entry has to keep: the schema, and the rules of writing that a machine can check.</summary>
public sealed partial class EntryTests
{
    private static readonly JsonSchema Schema = JsonSchema.FromText(File.ReadAllText(TestCatalog.SchemaPath));

    public static TheoryData<string> Entries => [.. TestCatalog.Real.All.Select(code => code.Code)];

    public static TheoryData<string> EntryFiles => [.. TestCatalog.Files.Keys.Where(path => path != "documents.json").Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(EntryFiles))]
    public void EntryFile_AgainstTheSchema_IsValid(string file)
    {
        var result = Schema.Evaluate(JsonDocument.Parse(TestCatalog.Files[file]).RootElement, new() { OutputFormat = OutputFormat.List });
        var errors = (result.Details ?? []).SelectMany(detail => (detail.Errors ?? new Dictionary<string, string>()).Values.Select(error => $"{detail.InstanceLocation}: {error}"));
        Assert.True(result.IsValid, string.Join(Environment.NewLine, errors));
    }

    [Fact]
    public void Schema_MisspeltMember_IsRefused()
    {
        var entry = JsonNode.Parse(TestCatalog.Files["reply-codes/354.json"])!.AsObject();
        entry["sumary"] = "x";
        Assert.False(Schema.Evaluate(JsonSerializer.SerializeToElement(entry)).IsValid);
    }

    [Theory]
    [MemberData(nameof(Entries))]
    public void Prose_OfOneEntry_SaysNothingTwice(string code)
    {
        var entry = TestCatalog.Get(code);
        var sentences = Prose(entry).SelectMany(Sentences).ToList();
        Assert.Empty(sentences.GroupBy(sentence => sentence).Where(group => group.Count() > 1).Select(group => group.Key));
    }

    [Theory]
    [MemberData(nameof(Entries))]
    public void Prose_OfOneEntry_HasNoFillerAndNoMistypedSpaces(string code)
    {
        var prose = Prose(TestCatalog.Get(code)).ToList();
        Assert.All(prose, text => Assert.DoesNotMatch(Filler(), text));
        Assert.All(prose, text => Assert.DoesNotMatch(Mistyped(), text));
    }

    [Theory]
    [MemberData(nameof(Entries))]
    public void Summary_OfOneEntry_IsOneSentence(string code) => Assert.Single(Sentences(TestCatalog.Get(code).Summary));

    [Theory]
    [MemberData(nameof(Entries))]
    public void ExamplesAndSession_OfOneEntry_UseDocumentationNamesAndShowTheCode(string code)
    {
        var entry = TestCatalog.Get(code);
        foreach (var line in entry.Examples.Concat(entry.Session))
        {
            Assert.All(Domain().Matches(line), match => Assert.Matches(@"(^|\.)example\.(com|org|net)$", match.Value));
            Assert.All(Address().Matches(line), match => Assert.Matches(@"^(192\.0\.2|198\.51\.100|203\.0\.113)\.", match.Value));
        }

        var shown = entry.Range is not null ? entry.Id.ToString()[..4] : entry.Kind == CodeKind.Reply ? code : code[1..];
        Assert.All(entry.Examples, example => Assert.Contains(shown, example, StringComparison.Ordinal));
        Assert.True(entry.Session.IsEmpty || entry.Session.Any(line => line.StartsWith("S: ", StringComparison.Ordinal) && line.Contains(shown, StringComparison.Ordinal)), "The session does not show the code.");
        if (entry.Kind == CodeKind.Reply)
        {
            Assert.All(entry.Examples, example => Assert.StartsWith(code, example, StringComparison.Ordinal));
        }
    }

    [Theory]
    [MemberData(nameof(Entries))]
    public void Related_OfOneEntry_NamesEachCodeOnceAndBothSidesOfTheDifference(string code)
    {
        var entry = TestCatalog.Get(code);
        Assert.Equal(entry.Related.Select(related => related.Code).Distinct(), entry.Related.Select(related => related.Code));
        Assert.All(entry.Related, related => Assert.Equal(TestCatalog.Get(related.Code).Name, related.Name));
    }

    [Theory]
    [MemberData(nameof(Entries))]
    public void Facts_OfOneEntry_FitItsClass(string code)
    {
        var entry = TestCatalog.Get(code);
        if (entry.Kind == CodeKind.Reply)
        {
            Assert.Equal(entry.Id.ClassDigit == 2, entry.Category == CodeCategory.Success);
            Assert.Equal(entry.Id.ClassDigit == 3, entry.Category == CodeCategory.Intermediate);
            Assert.Equal(entry.Id.ClassDigit == 3, entry.Action == CodeAction.Continue);
            Assert.True(entry.Id.ClassDigit != 2 || entry is { Action: CodeAction.None, Responsible: ResponsibleParty.Nobody });
            Assert.True(entry.Id.ClassDigit != 5 || entry is { Action: not (CodeAction.None or CodeAction.RetryLater), Retry.Same: not true });
        }
        else
        {
            Assert.All(entry.Classes.Where(reading => reading.Class.Digit == 4), reading => Assert.True(reading.Retry is { Same: true, AfterSeconds: > 0, GiveUpAfterSeconds: > 0 }));
            Assert.All(entry.Classes.Where(reading => reading.Class.Digit == 5), reading => Assert.True(reading is { Retry.Same: false, Action: not (CodeAction.None or CodeAction.RetryLater) }));
        }
    }

    [Fact]
    public void References_OfAllEntries_AreWebAddresses() =>
        Assert.All(TestCatalog.Real.All.SelectMany(code => code.References), reference => Assert.Equal(Uri.UriSchemeHttps, reference.Url.Scheme));

    [Fact]
    public void References_Rfc_PointToTheSection()
    {
        var reference = TestCatalog.Get("535").References.First(found => found is { Document: "RFC 4954", Section: "6" });
        Assert.Equal("https://www.rfc-editor.org/rfc/rfc4954.html#section-6", reference.Url.ToString());
        Assert.Equal("SMTP Service Extension for Authentication", reference.Title);
    }

    /// <summary>All the prose of an entry, field by field.</summary>
    private static IEnumerable<string> Prose(SmtpCode code) =>
        [code.Summary, code.Description, code.WhenYouSeeIt, code.HowToFix, .. code.Steps, .. code.Conflicts, .. code.Meanings.Select(meaning => meaning.Text), .. code.Related.Select(related => related.Why), .. code.Classes.Select(reading => reading.Text)];

    private static IEnumerable<string> Sentences(string text) => SentenceEnd().Split(text).Where(sentence => sentence.Length > 0);

    [GeneratedRegex(@"(?<=[.!?])\s+(?=[A-Z0-9`""])")]
    private static partial Regex SentenceEnd();

    [GeneratedRegex(@"it is important to note|please note|indicates that|\bcurrently\b|\bsimply\b|utili[sz]e|\bleverage\b|administrator for assistance", RegexOptions.IgnoreCase)]
    private static partial Regex Filler();

    [GeneratedRegex(@"\s{2,}|\s[,.;:!?](\s|$)|\(\s|\s\)|,,|(?<!\.)\.\.(?=\s|$)|\b(\w{3,}) \1\b")]
    private static partial Regex Mistyped();

    [GeneratedRegex(@"(?<=[@ <\[])[a-z0-9-]+(\.[a-z0-9-]+)*\.(com|org|net|de|jp|io|edu)\b")]
    private static partial Regex Domain();

    [GeneratedRegex(@"\b\d{1,3}(\.\d{1,3}){3}\b")]
    private static partial Regex Address();
}
