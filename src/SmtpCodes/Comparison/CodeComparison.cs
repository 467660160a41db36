using System.Collections.Immutable;
using System.Text.Json.Serialization;
using SmtpCodes.Catalog;

namespace SmtpCodes.Comparison;

/// <summary>What two codes can differ in or share.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<Aspect>))]
public enum Aspect
{
    /// <summary>The first digit.</summary>
    Class,

    /// <summary>Reply code or enhanced status code.</summary>
    Kind,

    /// <summary>What it says.</summary>
    Meaning,

    /// <summary>What it comes after.</summary>
    Trigger,

    /// <summary>The stage of the dialogue.</summary>
    Phase,

    /// <summary>What to do.</summary>
    Action,

    /// <summary>Whether the same message may be sent again.</summary>
    Retry,

    /// <summary>Who has to act.</summary>
    Responsible,

    /// <summary>Whether it is about logging in.</summary>
    Credentials,

    /// <summary>The second digit or the subject sub-code.</summary>
    Subject,

    /// <summary>Where it comes from.</summary>
    Origin,
}

/// <summary>One thing two codes differ in, or share.</summary>
/// <param name="Aspect">The thing.</param>
/// <param name="A" example="3xx Positive Intermediate">The first code's side, as a short string.</param>
/// <param name="B" example="5xx Permanent Negative">The second code's side.</param>
/// <param name="Text" example="354 is an intermediate answer that asks for more (3xx), whereas 535 is a final answer that reports a permanent failure (5xx).">Both sides in one whole sentence.</param>
public sealed record ComparedAspect(Aspect Aspect, string A, string B, string Text);

/// <summary>Which of two codes a server should send, and what a client does on each.</summary>
/// <param name="A" example="A server sends 354 when a recipient stands and it is ready to read the message text.">When to send the first.</param>
/// <param name="B" example="A server sends 535 when it has checked the credentials of a log-in and does not accept them.">When to send the second.</param>
/// <param name="Text" example="The two never compete: 354 answers DATA and 535 answers AUTH.">How to choose, and what a client does.</param>
public sealed record ComparedUse(string A, string B, string Text);

/// <summary>A neighbouring comparison.</summary>
/// <param name="A" example="535">The first code.</param>
/// <param name="B" example="530">The second code.</param>
/// <param name="Title" example="SMTP 535 Authentication Failed vs 530 Authentication Required">Its title.</param>
public sealed record NeighbouringComparison(string A, string B, string Title);

/// <summary>
/// Two codes side by side. Immutable. The comparison of b with a is the mirror image of that of a with b: the same aspects in the same order, sides exchanged.
/// </summary>
public sealed record CodeComparison
{
    /// <summary>Both codes with their names.</summary>
    public required string Title { get; init; }

    /// <summary>What sets the two apart, in two or three sentences.</summary>
    public required string Summary { get; init; }

    /// <summary>The first code, whole.</summary>
    public required SmtpCode A { get; init; }

    /// <summary>The second code, whole.</summary>
    public required SmtpCode B { get; init; }

    /// <summary>What differs, the most telling first; the class is first where it differs. Empty for a code with itself.</summary>
    public required ImmutableArray<ComparedAspect> KeyDifferences { get; init; }

    /// <summary>What the two share.</summary>
    public required ImmutableArray<ComparedAspect> Similarities { get; init; }

    /// <summary>Which to send, and what to do on each.</summary>
    public required ComparedUse WhenToUseWhich { get; init; }

    /// <summary>The references of both, those of the first code first, none twice.</summary>
    public required ImmutableArray<Reference> References { get; init; }

    /// <summary>Comparisons with the codes that either is confused with.</summary>
    public required ImmutableArray<NeighbouringComparison> Neighbours { get; init; }
}
