using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text.Json;
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
        new(comparison.References, ComparisonLink.To(comparison.Neighbours, pathBase)));
}

/// <summary>Where to read on after a comparison.</summary>
/// <param name="References">The references of both codes, none twice.</param>
/// <param name="Comparisons">Comparisons with the codes that either is confused with.</param>
public sealed record LearnMore(ImmutableArray<Reference> References, ImmutableArray<ComparisonLink> Comparisons);

/// <summary>A link to a comparison.</summary>
/// <param name="Title" example="SMTP 535 Authentication Failed vs 530 Authentication Required">Its title.</param>
/// <param name="Href" example="/compare?a=535&amp;b=530">Its address, relative to the host.</param>
public sealed record ComparisonLink(string Title, string Href)
{
    // They belong to a code and come with each comparison that it is in.
    private static readonly ConditionalWeakTable<NeighbouringComparison, ComparisonLink> Ready = [];

    private readonly string _pathBase = "";
    private readonly byte[]? _json;

    /// <summary>Links to comparisons, below a path base.</summary>
    internal static ImmutableArray<ComparisonLink> To(ImmutableArray<NeighbouringComparison> comparisons, string pathBase)
    {
        var links = ImmutableArray.CreateBuilder<ComparisonLink>(comparisons.Length);
        foreach (var comparison in comparisons)
        {
            links.Add(To(comparison, pathBase));
        }

        return links.MoveToImmutable();
    }

    /// <summary>Writes the link into a larger answer.</summary>
    internal void WriteTo(Utf8JsonWriter writer) => ReadyJson.Write(writer, _json, this, ApiJson.Wire.ComparisonLink);

    private static ComparisonLink To(NeighbouringComparison comparison, string pathBase)
    {
        if (Ready.TryGetValue(comparison, out var ready) && ready._pathBase == pathBase)
        {
            return ready;
        }

        var link = new ComparisonLink(comparison.Title, $"{pathBase}/compare?a={comparison.A}&b={comparison.B}", pathBase);
        Ready.AddOrUpdate(comparison, link);
        return link;
    }

    private ComparisonLink(string title, string href, string pathBase)
        : this(title, href)
    {
        _pathBase = pathBase;
        _json = JsonSerializer.SerializeToUtf8Bytes(this, ApiJson.Wire.ComparisonLink);
    }
}
