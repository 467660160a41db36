using System.Collections.Immutable;
using System.Text.Json.Serialization;
using SmtpCodes.Catalog;

namespace SmtpCodes.Explanation;

/// <summary>How sure an explanation is. Nobody should suppress an address on a guess.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<Confidence>))]
public enum Confidence
{
    /// <summary>The text says so in words that mean nothing else.</summary>
    High,

    /// <summary>The text or the codes point there, but not beyond doubt.</summary>
    Medium,

    /// <summary>A guess by the class of the code, or by nothing.</summary>
    Low,
}

/// <summary>What a piece of evidence was found in.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<EvidenceSource>))]
public enum EvidenceSource
{
    /// <summary>The words of the reply.</summary>
    Text,

    /// <summary>Its reply code.</summary>
    ReplyCode,

    /// <summary>Its enhanced status code.</summary>
    EnhancedCode,

    /// <summary>What was given beside the reply.</summary>
    Context,
}

/// <summary>What is known beside a reply: what the event of a mail platform has. Everything may be null.</summary>
/// <param name="Command" example="RCPT">The command that the reply answers.</param>
/// <param name="Host" example="mx.example.com">The host that said it.</param>
/// <param name="Code" example="550">The reply code, if it is not in the text.</param>
/// <param name="EnhancedCode" example="5.1.1">The enhanced status code, if it is not in the text.</param>
public sealed record ReplyContext(SmtpCommand? Command = null, string? Host = null, CodeId? Code = null, CodeId? EnhancedCode = null);

/// <summary>Why the explanation is what it is.</summary>
/// <param name="Rule" example="mailbox-does-not-exist">The rule that was applied, or the code that was looked up.</param>
/// <param name="Source">What it was found in.</param>
/// <param name="Start" example="10">Where it begins in the text as given, in UTF-16 units; 0 for the context.</param>
/// <param name="Length" example="12">How long it is, in UTF-16 units; 0 for the context.</param>
/// <param name="Text" example="User unknown">The words themselves.</param>
public sealed record Evidence(string Rule, EvidenceSource Source, int Start, int Length, string Text);

/// <summary>A provider or filter recognised in a reply.</summary>
/// <param name="Id" example="gmail">A short name that does not change.</param>
/// <param name="Name" example="Gmail">Its name.</param>
/// <param name="Help" example="https://knowledge.workspace.google.com/admin/support/troubleshooting/gmail-smtp-errors-and-codes">Its own page about its replies; null where none is known.</param>
public sealed record RecognisedProvider(string Id, string Name, Uri? Help);

/// <summary>
/// What a reply means, and what to do about it. Immutable. Text is English, plain.
/// </summary>
public sealed record ReplyExplanation
{
    /// <summary>What the reply consists of.</summary>
    public required ParsedReply Reply { get; init; }

    /// <summary>The reply code in the catalog; null where there is none, or the catalog lacks it.</summary>
    public required SmtpCode? Code { get; init; }

    /// <summary>The enhanced status code in the catalog; null where there is none, or the catalog lacks it.</summary>
    public required SmtpCode? Enhanced { get; init; }

    /// <summary>What it is about.</summary>
    public required CodeCategory Category { get; init; }

    /// <summary>What to do, in one word.</summary>
    public required CodeAction Action { get; init; }

    /// <summary>How sure this is.</summary>
    public required Confidence Confidence { get; init; }

    /// <summary>Whether the server's answer is final for this message as sent; null where it cannot be told.</summary>
    public required bool? Permanent { get; init; }

    /// <summary>Whether, when and until when to send the same message again.</summary>
    public required RetryAdvice Retry { get; init; }

    /// <summary>What happened and what to do, in one sentence.</summary>
    public required string Summary { get; init; }

    /// <summary>What this reply means.</summary>
    public required string Explanation { get; init; }

    /// <summary>What to do about it.</summary>
    public required string HowToFix { get; init; }

    /// <summary>The same as short imperative steps, the most likely cause first.</summary>
    public required ImmutableArray<string> Steps { get; init; }

    /// <summary>Why, the decisive piece first.</summary>
    public required ImmutableArray<Evidence> Evidence { get; init; }

    /// <summary>Whose rule it was; null where nobody was recognised.</summary>
    public required RecognisedProvider? Provider { get; init; }

    /// <summary>Where parts of the reply disagree, a sentence each.</summary>
    public required ImmutableArray<string> Conflicts { get; init; }
}
