using System.Text.RegularExpressions;
using SmtpCodes.Catalog;
using SmtpCodes.Comparison;

namespace SmtpCodes.Tests.Comparison;

/// <summary>
/// Every ordered pair of entries, and every class that an enhanced status code may take against a spread of others, read by the rules
/// that a careful editor would read them by. <c>SMTPCODES_ALL_FORMS=1</c> widens the walk to every ordered pair of all forms.
/// </summary>
public sealed partial class AllPairsTests
{
    private static readonly DiffService Diff = new();

    [Fact]
    public void Compare_EveryOrderedPair_ReadsAsIfWrittenForIt()
    {
        var faults = new System.Collections.Concurrent.ConcurrentBag<string>();
        var pairs = 0;
        Parallel.ForEach(Pairs(), pair =>
        {
            Interlocked.Increment(ref pairs);
            var (a, b) = pair;
            var comparison = Diff.Compare(a, b);
            foreach (var fault in Faults(comparison).Concat(MirrorFaults(comparison, Diff.Compare(b, a))))
            {
                faults.Add($"{a.Code} with {b.Code}: {fault}");
            }
        });
        Assert.Equal(Pairs().Count(), pairs);
        Assert.True(faults.IsEmpty, $"{faults.Count} faults, for example:{Environment.NewLine}{string.Join(Environment.NewLine, faults.Order(StringComparer.Ordinal).Take(20))}");
    }

    private static IEnumerable<(SmtpCode A, SmtpCode B)> Pairs()
    {
        var entries = TestCatalog.Real.All;
        if (Environment.GetEnvironmentVariable("SMTPCODES_ALL_FORMS") == "1")
        {
            var all = entries.SelectMany(Forms).ToList();
            return from a in all from b in all select (a, b);
        }

        // Against each form stand its own other forms, and the entries at a stride that is prime and so meets every kind and class.
        var spread = entries.Where((_, index) => index % 17 == 0).ToList();
        return (from a in entries from b in entries select (a, b))
            .Concat(from entry in entries from form in Forms(entry).Skip(1) from other in spread.Concat(Forms(entry)) from pair in new[] { (form, other), (other, form) } select pair)
            .Distinct();
    }

    private static IEnumerable<SmtpCode> Forms(SmtpCode entry) => entry.Id.IsOpenClass
        ? new[] { 0, 2, 4, 5 }.Select(digit => TestCatalog.Real.Find(entry.Id.WithClass(digit))!)
        : entry.Range is { } range ? [entry, TestCatalog.Get(range.To)] : [entry];

    private static IEnumerable<string> Faults(CodeComparison comparison)
    {
        var (a, b) = (comparison.A, comparison.B);
        var differences = comparison.KeyDifferences;
        if (comparison.Title != $"SMTP {a.Code} {a.Name} vs {b.Code} {b.Name}")
        {
            yield return $"title '{comparison.Title}'";
        }

        if (differences.Any(difference => difference.A == difference.B))
        {
            yield return $"'{differences.First(difference => difference.A == difference.B).Aspect}' is called a difference and is none";
        }

        if (comparison.Similarities.Any(shared => shared.A != shared.B && shared.Aspect != Aspect.Class))
        {
            yield return $"'{comparison.Similarities.First(shared => shared.A != shared.B && shared.Aspect != Aspect.Class).Aspect}' is called shared and is not";
        }

        if (a.Code == b.Code != differences.IsEmpty && a.Range is null)
        {
            yield return "differences do not fit whether the codes are one";
        }

        if (a.Id.ClassDigit != b.Id.ClassDigit && differences[0].Aspect != Aspect.Class)
        {
            yield return "the class differs and is not first";
        }

        if (differences.Concat(comparison.Similarities).GroupBy(aspect => aspect.Aspect).Any(group => group.Count() > 1))
        {
            yield return "an aspect is there twice";
        }

        var use = comparison.WhenToUseWhich;
        string[] texts = [comparison.Summary, .. differences.Select(difference => difference.Text), .. comparison.Similarities.Select(shared => shared.Text), .. a.Code == b.Code ? [use.A] : new[] { use.A, use.B }, use.Text];
        foreach (var text in texts)
        {
            if (!WholeSentences().IsMatch(text) || Broken().IsMatch(text))
            {
                yield return $"reads badly: {text}";
            }
        }

        var sentences = texts.SelectMany(text => SentenceEnd().Split(text)).ToList();
        if (sentences.Count != sentences.Distinct().Count())
        {
            yield return $"says twice: {sentences.GroupBy(sentence => sentence).First(group => group.Count() > 1).Key}";
        }

        if (SentenceEnd().Split(comparison.Summary).Length is < 2 or > 4)
        {
            yield return $"summary is not two to four sentences: {comparison.Summary}";
        }

        if (texts.Concat(differences.SelectMany(difference => new[] { difference.A, difference.B })).Any(string.IsNullOrWhiteSpace))
        {
            yield return "an empty text";
        }
    }

    private static IEnumerable<string> MirrorFaults(CodeComparison comparison, CodeComparison mirrored)
    {
        static IEnumerable<(Aspect, string, string)> Sides(IEnumerable<ComparedAspect> aspects) => aspects.Select(aspect => (aspect.Aspect, aspect.A, aspect.B));
        static IEnumerable<(Aspect, string, string)> Turned(IEnumerable<ComparedAspect> aspects) => aspects.Select(aspect => (aspect.Aspect, aspect.B, aspect.A));
        if (!Sides(comparison.KeyDifferences).SequenceEqual(Turned(mirrored.KeyDifferences)) || !Sides(comparison.Similarities).SequenceEqual(Turned(mirrored.Similarities)))
        {
            yield return "is not the mirror image of the other way round";
        }

        if ((comparison.WhenToUseWhich.A, comparison.WhenToUseWhich.B) != (mirrored.WhenToUseWhich.B, mirrored.WhenToUseWhich.A))
        {
            yield return "the uses are not exchanged";
        }

        if (!comparison.References.ToHashSet().SetEquals(mirrored.References))
        {
            yield return "the references differ";
        }
    }

    [GeneratedRegex(@"(?<=[.!?])\s+(?=[A-Z0-9`])")]
    private static partial Regex SentenceEnd();

    // Begins with a capital or a code, ends with a full stop.
    [GeneratedRegex(@"^[A-Z0-9][^\n]*[^\s.,;:]\.$")]
    private static partial Regex WholeSentences();

    // Doubled words or marks, a space before a mark, a full stop inside a clause, an article before the wrong sound, two finite clauses glued together.
    [GeneratedRegex(@"\b(\w+) \1\b|\s{2,}|\s[,.;:](\s|$)|[,;:]{2}|[,;]\.|\.;|\.,|\ba (?=[aeio]\w)(?!one\b)|\ban (?=[bcdfgjkpqtvwyz]\w)|\bis (the|a|an) (is|are|when|if)\b|that (when|if) [^,]*$|indicates that|comes after (when|after|before)\b|…", RegexOptions.IgnoreCase)]
    private static partial Regex Broken();
}
