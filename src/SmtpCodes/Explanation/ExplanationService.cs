using System.Collections.Immutable;
using SmtpCodes.Catalog;

namespace SmtpCodes.Explanation;

/// <summary>
/// Explains what a mail server really said. Immutable, safe to share between threads; the time an explanation takes grows with the length of the text, and
/// nothing of the text is kept or logged.
/// </summary>
public sealed class ExplanationService
{
    private const int HalfAnHour = 30 * 60;
    private const int FiveDays = 5 * 24 * 60 * 60;

    private static readonly ReplyContext Unknown = new();
    private static readonly ImmutableArray<string> LookFurther = ["Find the complete reply in the sending server's log or in the delivery report.", "Explain that reply."];

    private static readonly RetryAdvice NothingToSend = new(null, null, null, "There is nothing to send again.");
    private static readonly RetryAdvice WhenItHasPassed = new(true, HalfAnHour, FiveDays,
        "The server has ended this attempt, but its reason passes: send the same message again after 30 minutes or more, and give up after 4 to 5 days (RFC 5321 section 4.5.4.1).");

    private static readonly RetryAdvice Later = new(true, HalfAnHour, FiveDays, "Send the same message again after 30 minutes or more, and give up after 4 to 5 days (RFC 5321 section 4.5.4.1).");
    private static readonly RetryAdvice LaterAtBest = new(true, HalfAnHour, FiveDays,
        "The server may take the same message later, so leave it in the queue (30 minutes between attempts, RFC 5321 section 4.5.4.1), but waiting alone is not likely to help.");

    private static readonly RetryAdvice Never = new(false, null, null, "Do not send the same message again unchanged.");

    // What happened and what to do, for each category and action.
    private static readonly string[][] Sentences = [.. Enum.GetValues<CodeCategory>().Select(string[] (category) => [.. Enum.GetValues<CodeAction>().Select(action => $"{Happened(category)}; {Todo(action)}.")])];

    private readonly CatalogService _catalog;
    private readonly Lazy<ReplyClassifier> _classifier = new(() => new(RuleBook.Load()));

    /// <summary>Explains with the codes of a catalog; the rules are loaded on first use.</summary>
    public ExplanationService(CatalogService catalog) => _catalog = catalog;

    /// <summary>Loads the rules, so that the first explanation does not wait for them.</summary>
    /// <exception cref="CatalogException">A rule is wrong.</exception>
    public void Prepare() => _ = _classifier.Value;

    /// <summary>Explains a reply.</summary>
    /// <param name="text">What the server said, as it was found: with line ends, prefixes and all. May be empty where the context has a code.</param>
    /// <param name="context">What is known beside it.</param>
    public ReplyExplanation Explain(string text, ReplyContext? context = null)
    {
        context ??= Unknown;
        var work = Workspace.Take();
        work.Text.Read(text);
        var found = ReplyParser.FindCodes(text, work.EnhancedCodes);
        var code = CodeOf(found.Reply, context.Code);
        var enhanced = CodeOf(found.Enhanced, context.EnhancedCode);
        var decision = _classifier.Value.Classify(work, code, enhanced, context.Host);
        work.GiveBack();
        var permanent = Permanent(code?.Id, enhanced?.Id);
        var conflicts = Conflicts(code, enhanced, context, decision, permanent);
        return new()
        {
            Reply = ReplyParser.Parse(text, code, enhanced),
            Code = code?.Entry,
            Enhanced = enhanced?.Entry,
            Category = decision.Category,
            Action = decision.Action,
            Confidence = decision.Confidence == Confidence.High && conflicts.Length > 0 ? Confidence.Medium : decision.Confidence,
            Permanent = permanent,
            Retry = Retry(decision.Action, permanent),
            Summary = SummaryOf(code, enhanced, decision),
            Explanation = decision.Rule?.Explanation ?? decision.Entry?.Summary ?? "Neither the text nor a code says why; go by what the sending server reports beside it.",
            HowToFix = decision.Rule?.HowToFix ?? decision.Entry?.HowToFix ?? "Look for the reply of the server in the log of the sending side: a code or the server's own words are needed to tell more.",
            Steps = decision.Rule?.Steps ?? decision.Entry?.Steps ?? LookFurther,
            Evidence = decision.Evidence,
            Provider = decision.Provider?.Recognised,
            Conflicts = conflicts,
        };
    }

    private ReplyCode? CodeOf(PlacedCode? place, CodeId? given) => (place?.Id ?? given) is { } id ? new(id, _catalog.Find(id), place) : null;

    private static bool? Permanent(CodeId? code, CodeId? enhanced) => (code ?? enhanced)?.ClassDigit switch
    {
        5 => true,
        4 => false,
        _ => null,
    };

    private static RetryAdvice Retry(CodeAction action, bool? permanent) => action switch
    {
        CodeAction.None or CodeAction.Continue => NothingToSend,
        CodeAction.RetryLater => permanent == true ? WhenItHasPassed : Later,
        _ => permanent == false ? LaterAtBest : Never,
    };

    private static string SummaryOf(ReplyCode? code, ReplyCode? enhanced, in Classification decision)
    {
        var sentence = Sentences[(int)decision.Category][(int)decision.Action];
        return (code, enhanced) switch
        {
            (null, null) => Prose.Capital(sentence),
            ({ } reply, { } status) => $"{reply.Text} {status.Text}: {sentence}",
            _ => $"{(code ?? enhanced)!.Value.Text}: {sentence}",
        };
    }

    private static ImmutableArray<string> Conflicts(ReplyCode? code, ReplyCode? enhanced, ReplyContext context, in Classification decision, bool? permanent)
    {
        // Most replies have none.
        ImmutableArray<string> conflicts = [];
        if (code is { } reply && enhanced is { } status && reply.Id.ClassDigit != status.Id.ClassDigit)
        {
            conflicts = conflicts.Add($"The reply code {reply.Text} and the enhanced status code {status.Text} have different classes, which RFC 2034 section 4 forbids; the reply code is what a client goes by.");
        }

        if (code is { Place: not null } inText && context.Code is { } given && given != inText.Id)
        {
            conflicts = conflicts.Add($"The text has {inText.Text}, while {given} was given beside it; the text is what the server said.");
        }

        if (enhanced is { Place: not null } statusInText && context.EnhancedCode is { } statusGiven && statusGiven != statusInText.Id)
        {
            conflicts = conflicts.Add($"The text has {statusInText.Text}, while {statusGiven} was given beside it; the text is what the server said.");
        }

        if (decision.Rule is not null && permanent == true && decision.Action == CodeAction.RetryLater && decision.Category is CodeCategory.RateLimited or CodeCategory.SystemErrors or CodeCategory.BadConnection)
        {
            conflicts = conflicts.Add("The code is permanent, but the words speak of something that passes.");
        }

        if (decision.Rule is not null && permanent == false && decision.Action == CodeAction.SuppressRecipient)
        {
            conflicts = conflicts.Add("The code is temporary, but the words speak of an address that will not come back.");
        }

        return conflicts;
    }

    private static string Happened(CodeCategory category) => category switch
    {
        CodeCategory.Success => "the server did what was asked",
        CodeCategory.Intermediate => "the server waits for the client to go on",
        CodeCategory.BadMailbox => "the recipient's address does not exist or cannot be used",
        CodeCategory.InactiveMailbox => "the recipient's mailbox is known but closed",
        CodeCategory.BadDomain => "the recipient's domain does not exist or takes no mail",
        CodeCategory.QuotaIssues => "a mailbox or a mail system is full",
        CodeCategory.MessageTooLarge => "the message is over a size limit",
        CodeCategory.ContentRelated => "the form or an attachment of the message is refused",
        CodeCategory.SpamRelated => "the message was judged to be spam",
        CodeCategory.VirusRelated => "the message was judged to carry malware",
        CodeCategory.PolicyRelated => "a rule of the receiving side refuses the message",
        CodeCategory.SenderAuthentication => "the sending domain or host is not authenticated as the receiver demands",
        CodeCategory.SmtpAuth => "the client's log-in or TLS is missing or fails",
        CodeCategory.RelayingIssues => "the server does not relay for this client",
        CodeCategory.InvalidSender => "the sender's address or domain is not accepted",
        CodeCategory.RateLimited => "the receiver limits how much or how fast it takes mail",
        CodeCategory.Reputation => "the sending address or domain is blocked for its reputation",
        CodeCategory.ProtocolErrors => "client and server disagree about the protocol",
        CodeCategory.RoutingErrors => "no working route to the recipient's server was found",
        CodeCategory.BadConnection => "the connection to the server failed",
        CodeCategory.NoAnswerFromHost => "the server did not answer",
        CodeCategory.MessageExpired => "the sending side gave up after its last attempt",
        CodeCategory.SystemErrors => "a mail system has a fault of its own",
        _ => "the text gives no clear reason",
    };

    private static string Todo(CodeAction action) => action switch
    {
        CodeAction.None => "nothing is left to do",
        CodeAction.Continue => "go on with the session",
        CodeAction.RetryLater => "the same message may be tried again later",
        CodeAction.FixAndResend => "change the message or the address before you send it again",
        CodeAction.SuppressRecipient => "stop sending to this address",
        _ => "correct the set-up of the sending side",
    };
}
