using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using SmtpCodes.Catalog;

namespace SmtpCodes.Comparison;

/// <summary>
/// Compares two codes by their structured facets and says the result in sentences composed of each entry's clauses.
/// Deterministic, safe to share between threads; any pair of codes of a catalog can be compared. What it composes of one code alone it keeps as long as
/// the code lives, so compare the same instance again rather than a copy of it; comparisons it does not keep.
/// </summary>
public sealed class DiffService
{
    private const int NeighboursOfEach = 3;

    private readonly ConditionalWeakTable<SmtpCode, CodeClauses> _clauses = [];

    // One object for each document, so that whether two codes cite the same is seen without reading it.
    private readonly ConcurrentDictionary<Reference, Reference> _references = new();

    /// <summary>Compares two codes, of either kind, in the order given.</summary>
    /// <param name="a">The first code.</param>
    /// <param name="b">The second code; may be the same.</param>
    /// <returns>The comparison. Its <see cref="CodeComparison.KeyDifferences"/> are empty where the two are the same code.</returns>
    public CodeComparison Compare(SmtpCode a, SmtpCode b)
    {
        var relation = CodeRelation.Between(a, b);
        var (clausesA, clausesB) = (ClausesOf(a), ClausesOf(b));
        var (differences, similarities) = Aspects.Contrast(clausesA, clausesB);
        return new()
        {
            Title = clausesA.TitleOf(b.Code, b.Name),
            Summary = ComparisonSummary.Of(clausesA, clausesB, relation),
            A = a,
            B = b,
            KeyDifferences = differences,
            Similarities = similarities,
            WhenToUseWhich = ComparisonUse.Of(clausesA, clausesB, relation),
            References = ReferencesOf(clausesA, clausesB),
            Neighbours = NeighboursOf(clausesA, clausesB),
        };
    }

    private CodeClauses ClausesOf(SmtpCode code) => _clauses.TryGetValue(code, out var clauses) ? clauses : _clauses.GetOrAdd(code, code => new(code, reference => _references.GetOrAdd(reference, reference)));

    // A handful of each: going through them is much less work than hashing them.
    private static ImmutableArray<Reference> ReferencesOf(CodeClauses a, CodeClauses b)
    {
        var references = ImmutableArray.CreateBuilder<Reference>(a.References.Length + b.References.Length);
        references.AddRange(a.References);
        foreach (var reference in b.References)
        {
            if (!a.References.Contains(reference, ReferenceEqualityComparer.Instance))
            {
                references.Add(reference);
            }
        }

        return references.DrainToImmutable();
    }

    private static ImmutableArray<NeighbouringComparison> NeighboursOf(CodeClauses a, CodeClauses b)
    {
        var neighbours = ImmutableArray.CreateBuilder<NeighbouringComparison>(2 * NeighboursOfEach);
        AddNeighbours(neighbours, a, b.Code);
        if (a.Code.Code != b.Code.Code)
        {
            AddNeighbours(neighbours, b, a.Code);
        }

        return neighbours.DrainToImmutable();
    }

    private static void AddNeighbours(ImmutableArray<NeighbouringComparison>.Builder neighbours, CodeClauses code, SmtpCode other)
    {
        var most = neighbours.Count + NeighboursOfEach;
        foreach (var neighbour in code.Neighbours)
        {
            if (neighbours.Count == most)
            {
                return;
            }

            if (neighbour.B != other.Code && neighbour.B != other.Entry)
            {
                neighbours.Add(neighbour);
            }
        }
    }
}
