using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace SmtpCodes.Catalog;

/// <summary>
/// One code, whole: what it means, when it is seen, what to do. Immutable and safe to share between threads.
/// An enhanced status code that is registered exists in several forms, one for its open class (X.7.8) and one for each class (5.7.8).
/// Lists are empty where there is nothing to say, in the order of importance unless said otherwise; text is English, plain, with commands and literals between backticks.
/// </summary>
public record SmtpCode
{
    /// <summary>The code in its canonical form.</summary>
    /// <example>535</example>
    public required string Code { get; init; }

    /// <summary>The catalog entry it comes from: the X form for a registered enhanced status code, the first code for a vendor's range.</summary>
    /// <example>535</example>
    public required string Entry { get; init; }

    /// <summary>Whether it is a reply code or an enhanced status code.</summary>
    public required CodeKind Kind { get; init; }

    /// <summary>A short title in title case.</summary>
    /// <example>Authentication Failed</example>
    public required string Name { get; init; }

    /// <summary>The name in the RFC or the registry, or null where there is none.</summary>
    /// <example>Authentication credentials invalid</example>
    public required string? RegisteredName { get; init; }

    /// <summary>The class that the first digit stands for; null where it is left open.</summary>
    public required CodeClass? Class { get; init; }

    /// <summary>The group that the second digit or the subject sub-code stands for; null outside the grammar of reply codes.</summary>
    public required CodeSubject? Subject { get; init; }

    /// <summary>The first and last code, where the entry covers a vendor's range of them; else null.</summary>
    public required CodeRange? Range { get; init; }

    /// <summary>Where the code comes from.</summary>
    public required CodeOrigin Origin { get; init; }

    /// <summary>What it is, in one sentence.</summary>
    /// <example>The server does not accept the credentials that the client logged in with.</example>
    public required string Summary { get; init; }

    /// <summary>What it means and why it exists, in two to four sentences.</summary>
    public required string Description { get; init; }

    /// <summary>After which command or event, and why.</summary>
    public required string WhenYouSeeIt { get; init; }

    /// <summary>What to do about it; for a success or intermediate code what the client does next.</summary>
    public required string HowToFix { get; init; }

    /// <summary>What to do as short imperative steps, the most likely cause first.</summary>
    public required ImmutableArray<string> Steps { get; init; }

    /// <summary>What it is about.</summary>
    public required CodeCategory Category { get; init; }

    /// <summary>What to do, in one word.</summary>
    public required CodeAction Action { get; init; }

    /// <summary>Whether, when and until when to send the same message again.</summary>
    public required RetryAdvice Retry { get; init; }

    /// <summary>Who has to act.</summary>
    public required ResponsibleParty Responsible { get; init; }

    /// <summary>For an enhanced status code, what each class makes of it, in ascending order; empty for a reply code and for a vendor's code.</summary>
    public required ImmutableArray<ClassReading> Classes { get; init; }

    /// <summary>The commands and events it can answer, in the order of a session.</summary>
    public required ImmutableArray<SmtpCommand> Commands { get; init; }

    /// <summary>What it means after one command or another, where that differs.</summary>
    public required ImmutableArray<CommandMeaning> Meanings { get; init; }

    /// <summary>Servers and providers that send it, and what it means there.</summary>
    public required ImmutableArray<Sighting> SeenAt { get; init; }

    /// <summary>Sources that disagree, and servers that break the rule, a sentence or two each.</summary>
    public required ImmutableArray<string> Conflicts { get; init; }

    /// <summary>Replies as a server writes them, on documentation domains and addresses.</summary>
    public required ImmutableArray<string> Examples { get; init; }

    /// <summary>A piece of a dialogue in which it occurs; each line begins with <c>C: </c> (client) or <c>S: </c> (server).</summary>
    public required ImmutableArray<string> Session { get; init; }

    /// <summary>For a reply code the enhanced status codes, and for those the reply codes, that the registry pairs it with, in catalog order.</summary>
    public required ImmutableArray<string> PairedWith { get; init; }

    /// <summary>Codes it is confused with.</summary>
    public required ImmutableArray<RelatedCode> Related { get; init; }

    /// <summary>Where it is defined and what else backs this entry.</summary>
    public required ImmutableArray<Reference> References { get; init; }

    /// <summary>The parsed form of <see cref="Code"/>.</summary>
    [JsonIgnore]
    public CodeId Id { get; init; }

    /// <summary>What people type when they look for this code, beyond what its texts say.</summary>
    [JsonIgnore]
    internal ImmutableArray<string> Keywords { get; init; } = [];

    /// <summary>What comparisons are made of.</summary>
    [JsonIgnore]
    internal ComparisonFacets Facets { get; init; } = null!;
}

/// <summary>The class of a code: its first digit (RFC 5321 section 4.2.1, RFC 3463 section 3.1).</summary>
/// <param name="Digit" example="5">The digit.</param>
/// <param name="Label" example="5xx">How the class is written: <c>5xx</c> for reply codes, <c>5.x.x</c> for enhanced status codes.</param>
/// <param name="Name" example="Permanent Negative">Its name.</param>
public sealed record CodeClass(int Digit, string Label, string Name);

/// <summary>The group of a code: the second digit of a reply code (RFC 5321 section 4.2.1) or the subject sub-code (RFC 3463 section 3).</summary>
/// <param name="Number" example="3">The number.</param>
/// <param name="Name" example="Unspecified">Its name.</param>
public sealed record CodeSubject(int Number, string Name);

/// <summary>A range of enhanced status codes that mean the same.</summary>
/// <param name="From" example="4.7.850">The first.</param>
/// <param name="To" example="4.7.899">The last, included.</param>
public sealed record CodeRange(string From, string To);

/// <summary>Whether and when to send the same message again (RFC 5321 section 4.5.4.1).</summary>
/// <param name="Same" example="false">Whether the same message may be sent again unchanged; null where the question does not arise or depends on the class.</param>
/// <param name="AfterSeconds" example="1800">How long to wait first, in seconds; null without a retry.</param>
/// <param name="GiveUpAfterSeconds" example="432000">When to give up, in seconds after the first attempt; null without a retry.</param>
/// <param name="Advice" example="Do not repeat the same log-in.">The same in words.</param>
public sealed record RetryAdvice(bool? Same, int? AfterSeconds, int? GiveUpAfterSeconds, string Advice);

/// <summary>What an enhanced status code means with one class in front.</summary>
/// <param name="Code" example="4.2.2">The code with this class.</param>
/// <param name="Class">The class.</param>
/// <param name="Text" example="The mailbox is full for now.">What it means, in a sentence.</param>
/// <param name="Action">What to do.</param>
/// <param name="Retry">Whether to send again.</param>
public sealed record ClassReading(string Code, CodeClass Class, string Text, CodeAction Action, RetryAdvice Retry)
{
    /// <summary>Completes "A server sends 4.2.2 …".</summary>
    [JsonIgnore]
    internal string Server { get; init; } = "";

    /// <summary>Completes "On 4.2.2, …".</summary>
    [JsonIgnore]
    internal string NextStep { get; init; } = "";
}

/// <summary>What a code means after one command.</summary>
/// <param name="Command">The command or event.</param>
/// <param name="Outcome">What it amounts to.</param>
/// <param name="Text" example="The server is ready; the client starts the TLS handshake.">The meaning, in a sentence.</param>
/// <param name="References">Where that is said.</param>
public sealed record CommandMeaning(SmtpCommand Command, CommandOutcome Outcome, string Text, ImmutableArray<Reference> References);

/// <summary>A server or provider that sends a code.</summary>
/// <param name="Who" example="Gmail">The server or provider.</param>
/// <param name="Meaning" example="wrong user name or password">What it means there, as a phrase.</param>
/// <param name="Source" example="https://knowledge.workspace.google.com/admin/support/troubleshooting/gmail-smtp-errors-and-codes">Where that was seen: a page or a file of a public repository.</param>
public sealed record Sighting(string Who, string Meaning, string Source);

/// <summary>A code that another is confused with.</summary>
/// <param name="Code" example="530">The other code.</param>
/// <param name="Name" example="Authentication Required">Its name.</param>
/// <param name="Why" example="530 says that no log-in was tried yet; 535 that one was tried and failed.">The difference, in a sentence.</param>
public sealed record RelatedCode(string Code, string Name, string Why);

/// <summary>A document that backs a statement.</summary>
/// <param name="Document" example="RFC 4954">The document.</param>
/// <param name="Section" example="6">The section; null for the whole document.</param>
/// <param name="Title" example="SMTP Service Extension for Authentication">Its title.</param>
/// <param name="Url" example="https://www.rfc-editor.org/rfc/rfc4954.html#section-6">Where to read it.</param>
public sealed record Reference(string Document, string? Section, string Title, Uri Url);

/// <summary>The structured side of an entry, and the clauses that sentences about two codes are composed of.</summary>
/// <param name="Phase">The stage of the dialogue.</param>
/// <param name="Credentials">Whether it is about logging in.</param>
/// <param name="Gist">Noun phrase; completes "535 is …".</param>
/// <param name="Meaning">Finite clause; completes "535 says that …".</param>
/// <param name="Trigger">Noun phrase; completes "535 comes after …".</param>
/// <param name="NextStep">Imperative; completes "On 535, …". Null for an open class, where the class decides.</param>
/// <param name="Server">"when …" or "to …"; completes "A server sends 535 …". Null for an open class.</param>
/// <param name="SentBy">Subject of that sentence.</param>
/// <param name="Instead">For a code that no standard defines: the standard ones for it.</param>
internal sealed record ComparisonFacets(
    SessionPhase Phase, bool Credentials, string Gist, string Meaning, string Trigger,
    string? NextStep, string? Server, string? SentBy, ImmutableArray<string> Instead);
