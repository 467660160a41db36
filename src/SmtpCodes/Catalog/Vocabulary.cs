using System.Text.Json;
using System.Text.Json.Serialization;

namespace SmtpCodes.Catalog;

/// <summary>The two kinds of code.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<CodeKind>))]
public enum CodeKind
{
    /// <summary>A reply code: three digits at the start of every reply (RFC 5321 section 4.2).</summary>
    Reply,

    /// <summary>An enhanced status code: class.subject.detail, behind the reply code (RFC 3463 and RFC 2034).</summary>
    Enhanced,
}

/// <summary>Where a code comes from.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<CodeOrigin>))]
public enum CodeOrigin
{
    /// <summary>RFC 5321, RFC 3463 or the registry of enhanced status codes.</summary>
    Standard,

    /// <summary>The RFC of an SMTP extension.</summary>
    Extension,

    /// <summary>A named server or provider sends it; no standard defines it.</summary>
    Vendor,

    /// <summary>Once defined, since withdrawn.</summary>
    Obsolete,

    /// <summary>Found in lists only; nobody was found to send it.</summary>
    Unconfirmed,
}

/// <summary>What a code is about.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<CodeCategory>))]
public enum CodeCategory
{
    /// <summary>Done.</summary>
    Success,

    /// <summary>The server waits for more.</summary>
    Intermediate,

    /// <summary>The recipient's address does not exist or is malformed.</summary>
    BadMailbox,

    /// <summary>The recipient is known, but disabled, suspended or moved.</summary>
    InactiveMailbox,

    /// <summary>The recipient's domain or host does not exist or takes no mail.</summary>
    BadDomain,

    /// <summary>A mailbox or a mail system is full.</summary>
    QuotaIssues,

    /// <summary>This message is over a size limit.</summary>
    MessageTooLarge,

    /// <summary>An attachment, a header or the format is refused.</summary>
    ContentRelated,

    /// <summary>The content was judged to be spam.</summary>
    SpamRelated,

    /// <summary>The content was judged to be malware.</summary>
    VirusRelated,

    /// <summary>The receiver's policy, where nothing more exact can be said.</summary>
    PolicyRelated,

    /// <summary>SPF, DKIM, DMARC, ARC or reverse DNS of the sending side.</summary>
    SenderAuthentication,

    /// <summary>Log-in or TLS of the client.</summary>
    SmtpAuth,

    /// <summary>The server does not relay for this client.</summary>
    RelayingIssues,

    /// <summary>The sender's address or domain is not acceptable.</summary>
    InvalidSender,

    /// <summary>Throttling, too many connections or recipients, greylisting.</summary>
    RateLimited,

    /// <summary>A blocklist, or the bad reputation of an address or domain.</summary>
    Reputation,

    /// <summary>A bad command, argument or sequence.</summary>
    ProtocolErrors,

    /// <summary>A mail loop, a failed DNS lookup, no route.</summary>
    RoutingErrors,

    /// <summary>The connection was lost or timed out.</summary>
    BadConnection,

    /// <summary>The host never answered.</summary>
    NoAnswerFromHost,

    /// <summary>The sending side gave up after retrying.</summary>
    MessageExpired,

    /// <summary>A fault, a wrong set-up or an outage at a mail system.</summary>
    SystemErrors,

    /// <summary>Nothing better can be said.</summary>
    Other,
}

/// <summary>What to do about a code.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<CodeAction>))]
public enum CodeAction
{
    /// <summary>Nothing: it is done.</summary>
    None,

    /// <summary>Send what the server waits for.</summary>
    Continue,

    /// <summary>Send the same message again later.</summary>
    RetryLater,

    /// <summary>Change the message or the address first.</summary>
    FixAndResend,

    /// <summary>Stop sending to this address.</summary>
    SuppressRecipient,

    /// <summary>Correct the sending side's set-up.</summary>
    FixConfiguration,
}

/// <summary>Who has to act.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<ResponsibleParty>))]
public enum ResponsibleParty
{
    /// <summary>Nobody.</summary>
    Nobody,

    /// <summary>The program that speaks to the server, and whoever set it up.</summary>
    Client,

    /// <summary>Whoever wrote the message or keeps the list of addresses.</summary>
    Sender,

    /// <summary>Whoever runs the sending server.</summary>
    SendingServer,

    /// <summary>Whoever runs the receiving server.</summary>
    ReceivingServer,

    /// <summary>The owner of the mailbox.</summary>
    Recipient,
}

/// <summary>What an answer to one command amounts to.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<CommandOutcome>))]
public enum CommandOutcome
{
    /// <summary>The command was carried out.</summary>
    Success,

    /// <summary>The server waits for more.</summary>
    Intermediate,

    /// <summary>The command failed.</summary>
    Error,
}

/// <summary>The commands and events that a code can answer, in the order of a session.</summary>
[JsonConverter(typeof(VerbConverter<SmtpCommand>))]
public enum SmtpCommand
{
    /// <summary>The connection itself: the greeting.</summary>
    Connect,

    /// <summary>EHLO.</summary>
    Ehlo,

    /// <summary>HELO.</summary>
    Helo,

    /// <summary>LHLO, of LMTP (RFC 2033).</summary>
    Lhlo,

    /// <summary>STARTTLS (RFC 3207).</summary>
    Starttls,

    /// <summary>AUTH (RFC 4954).</summary>
    Auth,

    /// <summary>MAIL.</summary>
    Mail,

    /// <summary>RCPT.</summary>
    Rcpt,

    /// <summary>DATA, before the message text.</summary>
    Data,

    /// <summary>BDAT (RFC 3030).</summary>
    Bdat,

    /// <summary>BURL (RFC 4468).</summary>
    Burl,

    /// <summary>The final dot: the end of the message text.</summary>
    EndOfData,

    /// <summary>RSET.</summary>
    Rset,

    /// <summary>NOOP.</summary>
    Noop,

    /// <summary>VRFY.</summary>
    Vrfy,

    /// <summary>EXPN.</summary>
    Expn,

    /// <summary>HELP.</summary>
    Help,

    /// <summary>QUIT.</summary>
    Quit,

    /// <summary>ETRN (RFC 1985).</summary>
    Etrn,

    /// <summary>ATRN (RFC 2645).</summary>
    Atrn,

    /// <summary>TURN, obsolete (RFC 821).</summary>
    Turn,

    /// <summary>SEND, obsolete (RFC 821).</summary>
    Send,

    /// <summary>SOML, obsolete (RFC 821).</summary>
    Soml,

    /// <summary>SAML, obsolete (RFC 821).</summary>
    Saml,

    /// <summary>Any command.</summary>
    Any,
}

/// <summary>The stage of the dialogue that a code mainly belongs to; comparisons speak of it.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<SessionPhase>))]
internal enum SessionPhase
{
    Connection,
    Greeting,
    Encryption,
    Authentication,
    Sender,
    Recipient,
    Envelope,
    Message,
    FinalDot,
    Transaction,
    AddressQuery,
    QueueRequest,
    Session,
    SendingQueue,
    AfterAcceptance,
    Unknown,
}

/// <summary>Writes enum members as lower-case words joined by hyphens: <c>retry-later</c>.</summary>
/// <typeparam name="T">The enum.</typeparam>
public sealed class KebabCaseEnumConverter<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false)
    where T : struct, Enum;

/// <summary>Writes enum members as SMTP verbs: <c>RCPT</c>, <c>END-OF-DATA</c>.</summary>
/// <typeparam name="T">The enum.</typeparam>
public sealed class VerbConverter<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.KebabCaseUpper, allowIntegerValues: false)
    where T : struct, Enum;
