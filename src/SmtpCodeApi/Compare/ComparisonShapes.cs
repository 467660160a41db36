using System.Collections.Immutable;
using SmtpCodeApi.Codes;
using SmtpCodes.Catalog;
using SmtpCodes.Comparison;

namespace SmtpCodeApi.Compare;

/// <summary>Two codes side by side, as it is sent.</summary>
/// <param name="Title" example="SMTP 354 Start Mail Input vs 535 Authentication Failed">Both codes with their names.</param>
/// <param name="Summary" example="354 is the server's go-ahead for the message text, and 535 is the refusal of a log-in for its credentials.">What sets the two apart, in two or three sentences.</param>
/// <param name="A">The first code, whole.</param>
/// <param name="B">The second code, whole.</param>
/// <param name="KeyDifferences">What differs, the most telling first; empty for a code with itself.</param>
/// <param name="Similarities">What the two share.</param>
/// <param name="WhenToUseWhich">Which of the two a server should send, and what a client does on each.</param>
/// <param name="LearnMore">Where to read on.</param>
public sealed record ComparisonDetails(
    string Title, string Summary, CodeDetails A, CodeDetails B,
    ImmutableArray<ComparedAspect> KeyDifferences, ImmutableArray<ComparedAspect> Similarities, ComparedUse WhenToUseWhich, LearnMore LearnMore)
{
    internal static ComparisonDetails Of(CodeDetails a, CodeDetails b, CodeComparison comparison, string pathBase) => new(
        comparison.Title, comparison.Summary, a, b,
        comparison.KeyDifferences, comparison.Similarities, comparison.WhenToUseWhich,
        new(comparison.References, [.. comparison.Neighbours.Select(neighbour => new ComparisonLink(neighbour.Title, $"{pathBase}/compare?a={neighbour.A}&b={neighbour.B}"))]));
}

/// <summary>Where to read on after a comparison.</summary>
/// <param name="References">The references of both codes, none twice.</param>
/// <param name="Comparisons">Comparisons with the codes that either is confused with.</param>
public sealed record LearnMore(ImmutableArray<Reference> References, ImmutableArray<ComparisonLink> Comparisons);

/// <summary>A link to a comparison.</summary>
/// <param name="Title" example="SMTP 535 Authentication Failed vs 530 Authentication Required">Its title.</param>
/// <param name="Href" example="/compare?a=535&amp;b=530">Its address, relative to the host.</param>
public sealed record ComparisonLink(string Title, string Href);
