using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Numerics;

namespace SmtpCodes.Catalog.Search;

/// <summary>
/// Finds entries by what someone remembers of them. Built once over the catalog; immutable, safe to share between threads.
/// A search walks arrays that are ready; it allocates for the words of the query and for what it finds, not for what it looks at.
/// </summary>
/// <remarks>
/// Not a library's job, as it turned out: the full-text engine of .NET, Lucene.Net, has been in beta for years, relies on reflection and weighs more than the
/// catalog, and what it is good at, large and changing collections, is not what two hundred fixed entries need. What they need, exact codes first and
/// forgiveness for slips of the finger, it would have to be taught all the same.
/// </remarks>
internal sealed class CodeSearch
{
    private const float TitleWeight = 30;

    /// <summary>The share of the best score below which an entry only happens to hold a word.</summary>
    private const float WorthShowing = 0.12f;

    private readonly ImmutableArray<SmtpCode> _entries;
    private readonly Term[] _terms;
    private readonly FrozenDictionary<string, int> _termByWord;

    /// <summary>The terms by the length of their words, for words that nobody wrote quite right.</summary>
    private readonly Outline[][] _outlines;

    /// <summary>For each entry its name and its keywords, each as the terms of its words.</summary>
    private readonly int[][][] _titles;
    private readonly float[] _prominence;
    private readonly float[] _standing;

    public CodeSearch(ImmutableArray<SmtpCode> entries)
    {
        _entries = entries;
        var weights = new SortedDictionary<string, Dictionary<int, float>>(StringComparer.Ordinal);
        for (var i = 0; i < entries.Length; i++)
        {
            foreach (var (text, weight) in FieldsOf(entries[i]))
            {
                foreach (var word in SearchText.Words(text))
                {
                    if (CodePattern.TryParse(word, out _))
                    {
                        continue;
                    }

                    if (!weights.TryGetValue(word, out var postings))
                    {
                        weights[word] = postings = [];
                    }

                    // A word counts by the best field it stands in, and a little more for each time it is repeated.
                    var before = postings.GetValueOrDefault(i);
                    postings[i] = Math.Max(before, weight) + (0.1f * Math.Min(before, weight));
                }
            }
        }

        _terms = [.. weights.Select(term => new Term(term.Key, Rarity(term.Value.Count, entries.Length), [.. term.Value.Select(posting => new Posting(posting.Key, posting.Value))]))];
        _termByWord = _terms.Select((term, index) => KeyValuePair.Create(term.Word, index)).ToFrozenDictionary();
        _outlines = new Outline[SearchText.MaxWordLength + 1][];
        for (var length = 0; length < _outlines.Length; length++)
        {
            _outlines[length] = [.. _terms.Select((term, index) => (term.Word, index)).Where(term => term.Word.Length == length).Select(term => new Outline(LettersOf(term.Word), term.index))];
        }

        _titles = [.. entries.Select(TitlesOf)];
        _prominence = ProminenceOf(entries);
        _standing = [.. entries.Select(Standing)];
    }

    /// <summary>The entries that fit a query, the best first; where two fit alike, the one that more entries point to, then the catalog's order.</summary>
    /// <param name="query">Codes, beginnings of codes, and words, misspelt ones too.</param>
    public ImmutableArray<SmtpCode> Find(string query)
    {
        var count = _entries.Length;
        Span<float> scores = count <= 1024 ? stackalloc float[count] : new float[count];
        Span<float> matched = count <= 1024 ? stackalloc float[count] : new float[count];
        Span<float> best = count <= 1024 ? stackalloc float[count] : new float[count];
        scores.Clear();
        matched.Clear();

        var words = SearchText.Words(query);
        words.RemoveAll(word => CodePattern.TryParse(word, out _));
        var total = 0f;
        foreach (var word in words)
        {
            best.Clear();
            var rarity = Match(word, best);
            total += rarity;
            for (var i = 0; i < count; i++)
            {
                if (best[i] > 0)
                {
                    scores[i] += best[i];
                    matched[i] += rarity;
                }
            }
        }

        var wanted = TermsOf(words);
        var codes = CodesIn(query);
        var top = 0f;
        for (var i = 0; i < count; i++)
        {
            // The words of a title are words of the entry: one without any of the words has none in a title.
            if (matched[i] > 0)
            {
                // An entry that has half of what was asked for is worth much less than half.
                var share = matched[i] / total;
                var title = TitleMatch(_titles[i], wanted);
                scores[i] = ((scores[i] * share * share) + (TitleWeight * title)) * (title == 1 ? 1 : _standing[i]);
            }

            foreach (var code in codes)
            {
                scores[i] += code.ScoreOf(_entries[i]);
            }

            top = Math.Max(top, scores[i]);
        }

        var found = new List<(float Score, int Entry)>();
        for (var i = 0; top > 0 && i < count; i++)
        {
            if (scores[i] > top * WorthShowing)
            {
                found.Add((scores[i] * (1 + _prominence[i]), i));
            }
        }

        found.Sort(static (one, other) => one.Score != other.Score ? other.Score.CompareTo(one.Score) : one.Entry.CompareTo(other.Entry));
        var entries = ImmutableArray.CreateBuilder<SmtpCode>(found.Count);
        foreach (var (_, entry) in found)
        {
            entries.Add(_entries[entry]);
        }

        return entries.MoveToImmutable();
    }

    /// <summary>The term of each word, none twice; -1 for words that no entry has.</summary>
    private ReadOnlySpan<int> TermsOf(List<string> words)
    {
        var terms = new int[words.Count];
        var count = 0;
        foreach (var word in words)
        {
            var term = _termByWord.GetValueOrDefault(word, -1);
            if (!terms.AsSpan(0, count).Contains(term))
            {
                terms[count++] = term;
            }
        }

        return terms.AsSpan(0, count);
    }

    private static List<CodePattern> CodesIn(string query)
    {
        var codes = new List<CodePattern>();
        foreach (var part in query.AsSpan().Split(' '))
        {
            if (CodePattern.TryParse(query.AsSpan()[part].Trim(), out var code))
            {
                codes.Add(code);
            }
        }

        return codes;
    }

    /// <summary>From 0 to 1: how nearly the words are the name of an entry, or one of its keywords, no more and no less.</summary>
    private static float TitleMatch(int[][] titles, ReadOnlySpan<int> wanted)
    {
        var best = 0f;
        foreach (var title in titles)
        {
            var shared = 0;
            foreach (var term in wanted)
            {
                shared += term >= 0 && Array.IndexOf(title, term) >= 0 ? 1 : 0;
            }

            best = Math.Max(best, shared * shared / (wanted.Length * (float)title.Length));
        }

        return best;
    }

    /// <summary>What people look for is rarely a private number, unless they call it by its whole name.</summary>
    private static float Standing(SmtpCode entry) => entry.Origin switch
    {
        CodeOrigin.Standard or CodeOrigin.Extension => 1,
        CodeOrigin.Unconfirmed => 0.5f,
        _ => 0.7f,
    };

    /// <summary>Raises <paramref name="best"/> for each entry with the word, or one like it, and tells how much the word is worth.</summary>
    private float Match(string word, Span<float> best)
    {
        if (_termByWord.TryGetValue(word, out var exact))
        {
            Raise(_terms[exact], 1, best);
            MatchBeginnings(word, 0.6f, best);
            return _terms[exact].Rarity;
        }

        if (word.Length >= 3 && MatchBeginnings(word, 0.8f, best) is > 0 and var rarity)
        {
            return rarity;
        }

        return MatchMisspelt(word, best);
    }

    /// <summary>Words that begin with what was written: someone is still typing, or wrote less than the whole.</summary>
    private float MatchBeginnings(string word, float quality, Span<float> best)
    {
        var highest = 0f;
        for (var i = FirstFrom(word); i < _terms.Length && _terms[i].Word.StartsWith(word, StringComparison.Ordinal); i++)
        {
            if (_terms[i].Word.Length > word.Length)
            {
                Raise(_terms[i], quality * word.Length / _terms[i].Word.Length, best);
                highest = Math.Max(highest, _terms[i].Rarity);
            }
        }

        return highest;
    }

    /// <summary>Words within a slip or two of what was written; fewer slips win.</summary>
    private float MatchMisspelt(string word, Span<float> best)
    {
        var allowed = word.Length >= 8 ? 2 : word.Length >= 4 ? 1 : 0;
        var letters = LettersOf(word);
        for (var slips = 1; slips <= allowed; slips++)
        {
            var highest = 0f;
            // A slip changes at most two letters of the set and one of the length; most words are ruled out by that alone.
            for (var length = word.Length - slips; length <= Math.Min(word.Length + slips, SearchText.MaxWordLength); length++)
            {
                foreach (var outline in _outlines[length])
                {
                    if (BitOperations.PopCount(outline.Letters ^ letters) <= 2 * slips
                        && _terms[outline.Term] is var term && EditDistance.Between(word, term.Word) <= slips)
                    {
                        Raise(term, slips == 1 ? 0.7f : 0.5f, best);
                        highest = Math.Max(highest, term.Rarity);
                    }
                }
            }

            if (highest > 0)
            {
                return highest;
            }
        }

        // Nothing is like it: it counts, so that an entry with the other words does not seem to have everything.
        return 1;
    }

    private static void Raise(Term term, float quality, Span<float> best)
    {
        foreach (var posting in term.Postings)
        {
            best[posting.Entry] = Math.Max(best[posting.Entry], posting.Weight * term.Rarity * quality);
        }
    }

    private int FirstFrom(string word)
    {
        var (low, high) = (0, _terms.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (string.CompareOrdinal(_terms[middle].Word, word) < 0)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    private int[][] TitlesOf(SmtpCode entry) => [.. entry.Keywords.Prepend(entry.Name)
        .Select(title => SearchText.Words(title).Where(_termByWord.ContainsKey).Select(word => _termByWord[word]).Distinct().ToArray())
        .Where(title => title.Length > 0)];

    private static IEnumerable<(string Text, float Weight)> FieldsOf(SmtpCode entry)
    {
        yield return (entry.Name, 12);
        yield return (string.Join(' ', entry.Keywords), 10);
        yield return (entry.RegisteredName ?? "", 9);
        yield return (entry.Summary, 6);
        yield return (entry.Facets.Gist, 5);
        yield return (entry.Facets.Meaning, 4);
        yield return (entry.Facets.Trigger, 3);
        yield return (entry.Description, 3);
        yield return (entry.WhenYouSeeIt, 2);
        yield return (entry.HowToFix, 1.5f);
        yield return (string.Join(' ', entry.Steps), 1.5f);
        yield return (string.Join(' ', entry.Examples), 3);
        yield return (string.Join(' ', entry.Meanings.Select(meaning => meaning.Text)), 1.5f);
        yield return (string.Join(' ', entry.SeenAt.Select(seen => $"{seen.Who} {seen.Meaning}")), 2);
        yield return (string.Join(' ', entry.Conflicts), 1);
        yield return (string.Join(' ', entry.Commands), 2);
    }

    private static float Rarity(int entries, int all) => MathF.Log(1 + ((float)all / entries));

    /// <summary>From 0 to 0.15: how often other entries point to an entry, as a measure of how much it is asked for.</summary>
    private static float[] ProminenceOf(ImmutableArray<SmtpCode> entries)
    {
        var pointers = entries.SelectMany(entry => entry.Related).GroupBy(related => related.Code).ToDictionary(group => group.Key, group => group.Count());
        var most = Math.Max(1, pointers.Values.DefaultIfEmpty().Max());
        return [.. entries.Select(entry => 0.15f * pointers.GetValueOrDefault(entry.Code) / most * (entry.Origin is CodeOrigin.Vendor or CodeOrigin.Unconfirmed ? 0.5f : 1))];
    }

    private static uint LettersOf(string word)
    {
        var letters = 0u;
        foreach (var c in word)
        {
            letters |= 1u << (c is >= 'a' and <= 'z' ? c - 'a' : 26 + (c & 3));
        }

        return letters;
    }

    private readonly record struct Posting(int Entry, float Weight);

    private sealed record Term(string Word, float Rarity, Posting[] Postings);

    /// <summary>The set of letters of a term, which tells most words apart without a look at them.</summary>
    private readonly record struct Outline(uint Letters, int Term);
}
