using System.Collections.Immutable;
using SmtpCodes.Catalog;

namespace SmtpCodes.Comparison;

/// <summary>
/// Phrases for the values of each facet. A predicate completes a sentence whose subject is one code ("535 …"), its plural one whose subject is
/// "both", so that templates never have to bend a verb.
/// </summary>
internal static class Wording
{
    /// <summary>The name of the two groups of reply codes that RFC 5321 section 4.2.1 leaves without a meaning.</summary>
    public const string Unspecified = "Unspecified";

    /// <summary>A predicate for one code and the same for two.</summary>
    public readonly record struct Predicate(string One, string Both);

    /// <summary>What the class says, by class digit; 0 is the open class.</summary>
    public static Predicate Class(int digit) => digit switch
    {
        1 => new("is no reply of an SMTP server", "are no replies of an SMTP server"),
        2 => new("reports success", "report success"),
        3 => new("asks for more before the command is done", "ask for more before the command is done"),
        4 => new("reports a failure that may pass", "report a failure that may pass"),
        5 => new("reports a permanent failure", "report a permanent failure"),
        _ => new("leaves the class to the server", "leave the class to the server"),
    };

    /// <summary>What a code of the class is beside an intermediate reply; null where it is called the same as ever.</summary>
    public static string? ClassBesideIntermediate(int digit) => digit switch
    {
        2 => "is a final answer that reports success",
        3 => "is an intermediate answer that asks for more",
        4 => "is a final answer that reports a failure which may pass",
        5 => "is a final answer that reports a permanent failure",
        _ => null,
    };

    /// <summary>What follows from the class, by class digit; 0 is the open class.</summary>
    public static Predicate Consequence(int digit) => digit switch
    {
        1 => new("was made up on the sending side", "were made up on the sending side"),
        2 => new("closes the matter", "close the matter"),
        3 => new("leaves the next move to the client", "leave the next move to the client"),
        4 => new("may clear up by itself", "may clear up by themselves"),
        5 => new("stands until something is changed", "stand until something is changed"),
        _ => new("takes its outcome from the class put in front", "take their outcome from the class put in front"),
    };

    /// <summary>What to do on an enhanced status code that nothing more is known of than its class; 0 is the open class.</summary>
    public static string ClassStep(int digit) => digit switch
    {
        2 => "take it for a success",
        4 => "keep the message and try again later",
        5 => "do not send the same message again unchanged",
        _ => "go by the class that the server has put in front",
    };

    /// <summary>Where in the dialogue a code belongs.</summary>
    public static Predicate Phase(SessionPhase phase) => phase switch
    {
        SessionPhase.SendingQueue => new("arises in the queue of the sending side, outside any dialogue", "arise in the queue of the sending side, outside any dialogue"),
        SessionPhase.AfterAcceptance => new("is reported after a server has accepted the message", "are reported after a server has accepted the message"),
        SessionPhase.Session => new("can come at any moment of a session", "can come at any moment of a session"),
        SessionPhase.Unknown => new("has no known place in the dialogue", "have no known place in the dialogue"),
        _ => new("belongs to " + Stage(phase), "belong to " + Stage(phase)),
    };

    /// <summary>The stage as a short string.</summary>
    public static string PhaseLabel(SessionPhase phase) => phase switch
    {
        SessionPhase.Connection => "connection",
        SessionPhase.Greeting => "EHLO or HELO",
        SessionPhase.Encryption => "start of TLS",
        SessionPhase.Authentication => "log-in",
        SessionPhase.Sender => "envelope sender",
        SessionPhase.Recipient => "recipient",
        SessionPhase.Envelope => "envelope",
        SessionPhase.Message => "message text",
        SessionPhase.FinalDot => "final dot",
        SessionPhase.Transaction => "mail transaction",
        SessionPhase.AddressQuery => "address query",
        SessionPhase.QueueRequest => "request for queued mail",
        SessionPhase.Session => "any moment",
        SessionPhase.SendingQueue => "sending queue",
        SessionPhase.AfterAcceptance => "after acceptance",
        _ => "unknown",
    };

    /// <summary>What is done about a code, as a clause.</summary>
    public static string Action(CodeAction action) => action switch
    {
        CodeAction.None => "nothing is left to do",
        CodeAction.Continue => "the client goes on with what the server waits for",
        CodeAction.RetryLater => "the same message is tried again later",
        CodeAction.FixAndResend => "the message or its address is changed before it goes out again",
        CodeAction.SuppressRecipient => "no more mail is sent to the address",
        _ => "the set-up of the sending side is corrected first",
    };

    /// <summary>Whether a code allows the same message again.</summary>
    public static Predicate Retry(SmtpCode code) => code.Retry switch
    {
        { Same: true, AfterSeconds: { } seconds } => new($"lets the same message go out again after {Duration(seconds)}", $"let the same message go out again after {Duration(seconds)}"),
        { Same: true } => new("lets the same message go out again later", "let the same message go out again later"),
        { Same: false } => new("rules out the same attempt unchanged", "rule out the same attempt unchanged"),
        _ when code.Id.ClassDigit == 3 => new("keeps the command open, so that nothing is sent twice", "keep the command open, so that nothing is sent twice"),
        _ when code.Id.IsOpenClass => new("leaves a retry to its class", "leave a retry to their class"),
        _ when code.Id.ClassDigit > 3 => new("is about no message that could be sent again", "are about no message that could be sent again"),
        _ => new("calls for no second attempt", "call for no second attempt"),
    };

    /// <summary>The same as a short string.</summary>
    public static string RetryLabel(SmtpCode code) => code.Retry switch
    {
        { Same: true, AfterSeconds: { } seconds } => $"same message after {Duration(seconds)}",
        { Same: true } => "same message later",
        { Same: false } => "not unchanged",
        _ when code.Id.ClassDigit == 3 => "command still open",
        _ when code.Id.IsOpenClass => "depends on the class",
        _ when code.Id.ClassDigit > 3 => "no message involved",
        _ => "none needed",
    };

    /// <summary>Who has to act, as a predicate.</summary>
    public static Predicate Responsible(ResponsibleParty party) => party switch
    {
        ResponsibleParty.Nobody => new("asks nothing of anybody", "ask nothing of anybody"),
        ResponsibleParty.Client => new("is for the client to deal with", "are for the client to deal with"),
        ResponsibleParty.Sender => new("is for the sender to put right", "are for the sender to put right"),
        ResponsibleParty.SendingServer => new("is for the operator of the sending server", "are for the operator of the sending server"),
        ResponsibleParty.ReceivingServer => new("is for the operator of the receiving server", "are for the operator of the receiving server"),
        _ => new("is for the recipient to put right", "are for the recipient to put right"),
    };

    /// <summary>Who has to act, as a subject.</summary>
    public static string Party(ResponsibleParty party) => party switch
    {
        ResponsibleParty.Nobody => "nobody",
        ResponsibleParty.Client => "the client",
        ResponsibleParty.Sender => "the sender",
        ResponsibleParty.SendingServer => "the operator of the sending server",
        ResponsibleParty.ReceivingServer => "the operator of the receiving server",
        _ => "the recipient",
    };

    /// <summary>Where a code comes from.</summary>
    public static Predicate Origin(CodeOrigin origin) => origin switch
    {
        CodeOrigin.Standard => new("is defined by the base standards or their registry", "are defined by the base standards or their registry"),
        CodeOrigin.Extension => new("is defined by an SMTP extension", "are defined by SMTP extensions"),
        CodeOrigin.Vendor => new("is private to the software or provider that sends it", "are private to the software or provider that sends them"),
        CodeOrigin.Obsolete => new("was once defined and has been withdrawn", "were once defined and have been withdrawn"),
        _ => new("is known from lists only", "are known from lists only"),
    };

    /// <summary>What the second digit or subject sub-code stands for; "535" is not part of it.</summary>
    public static Predicate Subject(SmtpCode code) => code.Subject switch
    {
        null => new("has no place in the grammar", "has no place in the grammar"),
        { Name: Unspecified } => new("has no assigned meaning", "has no assigned meaning"),
        var subject => new($"stands for {subject.Name}", $"stands for {subject.Name}"),
    };

    /// <summary>The same as a short string.</summary>
    public static string SubjectLabel(SmtpCode code) => code.Subject switch
    {
        null => "none",
        { Name: Unspecified } => Unspecified,
        var subject => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{subject.Number} {subject.Name}"),
    };

    /// <summary>The commands of a code as a list of at most four, or null where there are none, more, or any will do.</summary>
    public static string? Commands(ImmutableArray<SmtpCommand> commands) =>
        commands.Length is 0 or > 4 || commands.Contains(SmtpCommand.Any) ? null : Prose.List(commands.Select(Command), "or");

    /// <summary>The value of a facet as the API writes it: <c>retry-later</c>.</summary>
    public static string Label<T>(T value)
        where T : struct, Enum => System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    private static string Command(SmtpCommand command) => command switch
    {
        SmtpCommand.Connect => "the connection",
        SmtpCommand.EndOfData => "the final dot",
        _ => command.ToString().ToUpperInvariant(),
    };

    private static string Stage(SessionPhase phase) => phase switch
    {
        SessionPhase.Connection => "the moment of connecting",
        SessionPhase.Greeting => "the exchange of greetings (EHLO or HELO)",
        SessionPhase.Encryption => "the start of TLS",
        SessionPhase.Authentication => "the log-in",
        SessionPhase.Sender => "the naming of the envelope sender (MAIL)",
        SessionPhase.Recipient => "the naming of a recipient (RCPT)",
        SessionPhase.Envelope => "the envelope (MAIL and RCPT)",
        SessionPhase.Message => "the handing over of the message text",
        SessionPhase.FinalDot => "the verdict after the final dot",
        SessionPhase.Transaction => "the mail transaction, from MAIL to the final dot",
        SessionPhase.AddressQuery => "a query about an address (VRFY or EXPN)",
        _ => "a request for queued mail (ETRN or ATRN)",
    };

    private static string Duration(int seconds) => seconds switch
    {
        >= 86400 when seconds % 86400 == 0 => Count(seconds / 86400, "day"),
        >= 3600 when seconds % 3600 == 0 => Count(seconds / 3600, "hour"),
        >= 60 when seconds % 60 == 0 => Count(seconds / 60, "minute"),
        _ => Count(seconds, "second"),
    };

    private static string Count(int count, string unit) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{count} {unit}{(count == 1 ? "" : "s")}");
}
