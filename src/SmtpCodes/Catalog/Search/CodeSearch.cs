using System.Collections.Immutable;
using System.Numerics;

namespace SmtpCodes.Catalog.Search;

/// <summary>
/// Finds entries by what someone remembers of them. Built once over the catalog; immutable, safe to share between threads.
/// </summary>
/// <remarks>
/// Not a library's job, as it turned out: the full-text engine of .NET, Lucene.Net, has been in beta for years, relies on reflection and weighs more than the
/// catalog, and what it is good at, large and changing collections, is not what two hundred fixed entries need. What they need, exact codes first and
/// forgiveness for slips of the finger, it would have to be taught all the same.
/// </remarks>
internal sealed class CodeSearch
{
    private const float NameWeight = 12;
    private const float TitleWeight = 30;

    /// <summary>The share of the best score below which an entry only happens to hold a word.</summary>
    private const float WorthShowing = 0.12f;
    private const float CodeWeight = 40;

    private readonly ImmutableArray<SmtpCode> _entries;
    private readonly Term[] _terms;
    private readonly Dictionary<string, int> _termByWord;
    private readonly ImmutableArray<HashSet<string>>[] _titles;
    private readonly float[] _prominence;

    public CodeSearch(ImmutableArray<SmtpCode> entries)
    {
        _entries = entries;
        var weights = new SortedDictionary<string, Dictionary<int, float>>(StringComparer.Ordinal);
        _titles = new ImmutableArray<HashSet<string>>[entries.Length];
        for (var i = 0; i < entries.Length; i++)
        {
            _titles[i] = [.. entries[i].Keywords.Prepend(entries[i].Name).Select(title => SearchText.Words(title).ToHashSet()).Where(title => title.Count > 0)];
            foreach (var (text, weight) in FieldsOf(entries[i]))
            {
                foreach (var word in SearchText.Words(text))
                {
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

        _terms = [.. weights.Select(term => new Term(term.Key, LettersOf(term.Key), Rarity(term.Value.Count, entries.Length), [.. term.Value.Select(posting => new Posting(posting.Key, posting.Value))]))];
        _termByWord = _terms.Select((term, index) => (term.Word, index)).ToDictionary(pair => pair.Word, pair => pair.index);
        _prominence = ProminenceOf(entries);
    }

    /// <summary>The entries that fit a query, the best first; where two fit alike, the one that more entries point to, then the catalog's order.</summary>
    /// <param name="query">Codes, beginnings of codes, and words, misspelt ones too.</param>
    public ImmutableArray<SmtpCode> Find(string query)
    {
        var words = SearchText.Words(query);
        var codes = CodesIn(query);
        var scores = new float[_entries.Length];
        var matched = new float[_entries.Length];
        var best = new float[_entries.Length];
        var total = 0f;
        foreach (var word in words)
        {
            if (IsCode(word))
            {
                continue;
            }

            Array.Clear(best);
            var rarity = Match(word, best);
            total += rarity;
            for (var i = 0; i < best.Length; i++)
            {
                scores[i] += best[i];
                matched[i] += best[i] > 0 ? rarity : 0;
            }
        }

        var wanted = words.Where(word => !IsCode(word)).ToHashSet();
        for (var i = 0; i < scores.Length; i++)
        {
            // An entry that has half of what was asked for is worth much less than half.
            var share = total > 0 ? matched[i] / total : 1;
            scores[i] = scores[i] * share * share;
            if (wanted.Count > 0)
            {
                var title = TitleMatch(_titles[i], wanted);
                scores[i] = (scores[i] + (TitleWeight * title)) * (title == 1 ? 1 : Standing(_entries[i]));
            }

            scores[i] += codes.Sum(code => CodeScore(_entries[i], code));
        }

        var top = scores.Length == 0 ? 0 : scores.Max();
        return top <= 0 ? [] : [.. Enumerable.Range(0, scores.Length)
            .Where(i => scores[i] > top * WorthShowing)
            .OrderByDescending(i => scores[i] * (1 + _prominence[i]))
            .ThenBy(i => i)
            .Select(i => _entries[i])];
    }

    /// <summary>From 0 to 1: how nearly the words are the name of an entry, or one of its keywords, no more and no less.</summary>
    private static float TitleMatch(ImmutableArray<HashSet<string>> titles, HashSet<string> wanted)
    {
        var best = 0f;
        foreach (var title in titles)
        {
            var shared = wanted.Count(title.Contains);
            best = Math.Max(best, shared * shared / (wanted.Count * (float)title.Count));
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
    private float Match(string word, float[] best)
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
    private float MatchBeginnings(string word, float quality, float[] best)
    {
        var highest = 0f;
        for (var i = FirstFrom(word); i < _terms.Length && _terms[i].Word.StartsWith(word, StringComparison.Ordinal); i++)
        {
            if (_terms[i].Word.Length > word.Length && !IsCode(_terms[i].Word))
            {
                Raise(_terms[i], quality * word.Length / _terms[i].Word.Length, best);
                highest = Math.Max(highest, _terms[i].Rarity);
            }
        }

        return highest;
    }

    /// <summary>Words within a slip or two of what was written; fewer slips win.</summary>
    private float MatchMisspelt(string word, float[] best)
    {
        var allowed = word.Length >= 8 ? 2 : word.Length >= 4 ? 1 : 0;
        var letters = LettersOf(word);
        for (var slips = 1; slips <= allowed; slips++)
        {
            var highest = 0f;
            foreach (var term in _terms)
            {
                // A slip changes at most two letters of the set and one of the length; most words are ruled out by that alone.
                if (Math.Abs(term.Word.Length - word.Length) <= slips
                    && BitOperations.PopCount(term.Letters ^ letters) <= 2 * slips
                    && !IsCode(term.Word)
                    && EditDistance.Between(word, term.Word) <= slips)
                {
                    Raise(term, slips == 1 ? 0.7f : 0.5f, best);
                    highest = Math.Max(highest, term.Rarity);
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

    private static void Raise(Term term, float quality, float[] best)
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

    private static IEnumerable<(string Text, float Weight)> FieldsOf(SmtpCode entry)
    {
        yield return (entry.Name, NameWeight);
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

    /// <summary>The codes, and beginnings of codes, that a query names.</summary>
    private static List<string> CodesIn(string query) =>
        [.. query.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(part => part.Trim('#', ',', ';', ':', '(', ')', '[', ']', '"', '\'').TrimEnd('.').ToUpperInvariant()).Where(IsCode)];

    /// <summary>Whether a word is a code, or the beginning of one: 550, 55, 5xx, 5.7.1, 5.7, X.7.</summary>
    private static bool IsCode(string word) =>
        word.Length > 0 && word[0] is (>= '1' and <= '5') or 'x' or 'X'
        && (word.Length <= 3 ? word.All(c => char.IsAsciiDigit(c) || c is 'x' or 'X' or '.') && word.Any(char.IsAsciiDigit)
            : word.Length <= CodeId.MaxLength && word[1] == '.' && word.All(c => char.IsAsciiDigit(c) || c is 'x' or 'X' or '.'));

    private static float CodeScore(SmtpCode entry, string code)
    {
        if (CodeId.TryParse(code, out var id))
        {
            return entry.Id == id || (entry.Id.IsOpenClass && id.Kind == CodeKind.Enhanced && entry.Id == id.WithClass(0)) || IsInRange(entry, id) ? CodeWeight * 10
                : entry.PairedWith.Contains(id.Kind == CodeKind.Enhanced ? id.WithClass(0).ToString() : code) ? CodeWeight / 8
                : 0;
        }

        // A beginning: X, or a class that an open entry may take, stands for any class.
        var open = code.TrimEnd('X', '.');
        var writtenForEnhanced = code.Contains('.', StringComparison.Ordinal) || code[0] == 'X';
        if (!writtenForEnhanced)
        {
            return entry.Kind == CodeKind.Reply && open.Length > 0 && entry.Code.StartsWith(open, StringComparison.Ordinal) ? CodeWeight : 0;
        }

        if (entry.Kind != CodeKind.Enhanced)
        {
            return 0;
        }

        var ownClass = entry.Id.IsOpenClass && code[0] != 'X' && entry.Classes.Any(reading => reading.Class.Digit == code[0] - '0') ? code[0] : entry.Code[0];
        var rest = open.Length > 1 ? open[1..] : "";
        var sameClass = code[0] == 'X' || code[0] == ownClass;
        return sameClass && $"{entry.Code[1..]}.".StartsWith(rest.Length == 0 ? "." : $"{rest}.", StringComparison.Ordinal) ? CodeWeight : 0;
    }

    private static bool IsInRange(SmtpCode entry, CodeId id) => entry.Range is not null && CodeId.Parse(entry.Range.To) is var last
        && id.ClassDigit == last.ClassDigit && id.Subject == last.Subject && id >= entry.Id && id <= last;

    private static float Rarity(int entries, int all) => MathF.Log(1 + ((float)all / entries));

    /// <summary>From 0 to a tenth: how often other entries point to an entry, as a measure of how much it is asked for.</summary>
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

    private sealed record Term(string Word, uint Letters, float Rarity, Posting[] Postings);
}
