using System.Diagnostics.CodeAnalysis;
using SmtpCodes.Catalog;

namespace SmtpCodes.Comparison;

/// <summary>
/// Compares two codes by their structured facets and says the result in sentences composed of each entry's clauses.
/// Stateless, deterministic, safe to share between threads; any pair of codes of a catalog can be compared.
/// </summary>
public sealed class DiffService
{
    private const int NeighboursOfEach = 3;

    /// <summary>Compares two codes, of either kind, in the order given.</summary>
    /// <param name="a">The first code.</param>
    /// <param name="b">The second code; may be the same.</param>
    /// <returns>The comparison. Its <see cref="CodeComparison.KeyDifferences"/> are empty where the two are the same code.</returns>
    [SuppressMessage("Performance", "CA1822", Justification = "A service like the others, to be injected.")]
    public CodeComparison Compare(SmtpCode a, SmtpCode b)
    {
        var relation = CodeRelation.Between(a, b);
        var aspects = Aspects.Contrast(a, b);
        return new()
        {
            Title = TitleOf(a.Code, a.Name, b.Code, b.Name),
            Summary = ComparisonSummary.Of(a, b, relation),
            A = a,
            B = b,
            KeyDifferences = [.. aspects.Where(aspect => aspect.Differs).Select(aspect => aspect.Compared)],
            Similarities = [.. aspects.Where(aspect => !aspect.Differs).Select(aspect => aspect.Compared)],
            WhenToUseWhich = ComparisonUse.Of(a, b, relation),
            References = [.. a.References.Concat(b.References).Distinct()],
            Neighbours = [.. NeighboursOf(a, b).Concat(NeighboursOf(b, a)).DistinctBy(neighbour => neighbour.Title)],
        };
    }

    private static IEnumerable<NeighbouringComparison> NeighboursOf(SmtpCode code, SmtpCode other) => code.Related
        .Where(related => related.Code != other.Code && related.Code != other.Entry)
        .Take(NeighboursOfEach)
        .Select(related => new NeighbouringComparison(code.Code, related.Code, TitleOf(code.Code, code.Name, related.Code, related.Name)));

    private static string TitleOf(string a, string nameOfA, string b, string nameOfB) => $"SMTP {a} {nameOfA} vs {b} {nameOfB}";
}
