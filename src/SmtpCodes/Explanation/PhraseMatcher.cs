using System.Collections.Immutable;

namespace SmtpCodes.Explanation;

/// <summary>A phrase that was found in a text.</summary>
/// <param name="Owner">What the phrase belongs to, as given when it was added.</param>
/// <param name="Start">Where it begins in the searched text.</param>
/// <param name="Length">How far it reaches, gaps included.</param>
/// <param name="Words">How many characters of it are words of the phrase: how much it says.</param>
internal readonly record struct PhraseMatch(int Owner, int Start, int Length, int Words);

/// <summary>
/// Finds many phrases in one pass over a text, in time that grows with the text alone (Aho-Corasick): there is no backtracking for anybody to exploit.
/// A phrase is plain words; <c>(a|b|)</c> are alternatives; <c> * </c> is a gap of up to 60 characters; <c>~</c> at the end of a word stands for any ending.
/// Words match whole. Immutable once built, safe to share between threads.
/// </summary>
internal sealed class PhraseMatcher
{
    private const int LongestGap = 60;

    private readonly ImmutableArray<Phrase> _phrases;
    private readonly ImmutableArray<Literal> _literals;

    // The trie: the children of node n are at _firstChild[n] up to _firstChild[n + 1], sorted by character.
    private readonly int[] _firstChild;
    private readonly char[] _childCharacters;
    private readonly int[] _childNodes;
    private readonly int[] _fail;

    /// <summary>The literal that ends at a node, or -1; and the next node on the way of failures at which one ends, or 0.</summary>
    private readonly int[] _ends;
    private readonly int[] _nextEnd;

    /// <param name="phrases">Phrases with what each belongs to; several may belong to one owner.</param>
    /// <exception cref="FormatException">A phrase cannot be read.</exception>
    public PhraseMatcher(IEnumerable<(int Owner, string Phrase)> phrases)
    {
        var all = ImmutableArray.CreateBuilder<Phrase>();
        var literals = new Dictionary<string, int>(StringComparer.Ordinal);
        var uses = new List<List<(int Phrase, int Part)>>();
        foreach (var (owner, text) in phrases)
        {
            foreach (var parts in PhraseSyntax.Read(text))
            {
                for (var part = 0; part < parts.Length; part++)
                {
                    if (!literals.TryGetValue(parts[part].Text, out var literal))
                    {
                        literals[parts[part].Text] = literal = uses.Count;
                        uses.Add([]);
                    }

                    uses[literal].Add((all.Count, part));
                }

                all.Add(new(owner, parts));
            }
        }

        _phrases = all.ToImmutable();
        _literals = [.. literals.OrderBy(literal => literal.Value).Select(literal => new Literal(literal.Key.Length, [.. uses[literal.Value]]))];
        (_firstChild, _childCharacters, _childNodes, _fail, _ends, _nextEnd) = Build(literals);
    }

    /// <summary>Every phrase that occurs in a text, each occurrence once, in the order of their ends.</summary>
    public List<PhraseMatch> Find(ReadOnlySpan<char> text)
    {
        var found = new List<PhraseMatch>();
        var begun = new Dictionary<int, (int NextPart, int Start, int End)>();
        var node = 0;
        for (var i = 0; i < text.Length; i++)
        {
            node = Step(node, text[i]);
            for (var end = _ends[node] >= 0 ? node : _nextEnd[node]; end > 0; end = _nextEnd[end])
            {
                var literal = _literals[_ends[end]];
                var start = i + 1 - literal.Length;
                foreach (var (phrase, part) in literal.Uses)
                {
                    Advance(phrase, part, start, i + 1, text, begun, found);
                }
            }
        }

        return found;
    }

    private void Advance(int index, int part, int start, int end, ReadOnlySpan<char> text, Dictionary<int, (int NextPart, int Start, int End)> begun, List<PhraseMatch> found)
    {
        var phrase = _phrases[index];
        var piece = phrase.Parts[part];
        if ((piece.WholeStart && !IsBoundary(text, start)) || (piece.WholeEnd && !IsBoundary(text, end)))
        {
            return;
        }

        if (phrase.Parts.Length == 1)
        {
            found.Add(new(phrase.Owner, start, end - start, end - start));
            return;
        }

        if (part == 0)
        {
            begun[index] = (1, start, end);
            return;
        }

        if (begun.TryGetValue(index, out var state) && state.NextPart == part && start >= state.End && start - state.End <= LongestGap)
        {
            if (part == phrase.Parts.Length - 1)
            {
                begun.Remove(index);
                found.Add(new(phrase.Owner, state.Start, end - state.Start, phrase.Parts.Sum(one => one.Text.Length)));
            }
            else
            {
                begun[index] = (part + 1, state.Start, end);
            }
        }
    }

    private int Step(int node, char c)
    {
        while (true)
        {
            var at = Array.BinarySearch(_childCharacters, _firstChild[node], _firstChild[node + 1] - _firstChild[node], c);
            if (at >= 0)
            {
                return _childNodes[at];
            }

            if (node == 0)
            {
                return 0;
            }

            node = _fail[node];
        }
    }

    /// <summary>Whether a word can begin or end here: not between two letters or digits of a script that sets words apart.</summary>
    private static bool IsBoundary(ReadOnlySpan<char> text, int at) =>
        at == 0 || at == text.Length || !IsWordCharacter(text[at - 1]) || !IsWordCharacter(text[at]);

    private static bool IsWordCharacter(char c) => char.IsLetterOrDigit(c) && c is not (>= '\u3000' and <= '\u9fff' or >= '\u0e00' and <= '\u0e7f' or >= '\uf900' and <= '\ufaff');

    private static (int[] FirstChild, char[] Characters, int[] Nodes, int[] Fail, int[] Ends, int[] NextEnd) Build(Dictionary<string, int> literals)
    {
        var children = new List<SortedDictionary<char, int>> { new() };
        var ends = new List<int> { -1 };
        foreach (var (text, literal) in literals)
        {
            var node = 0;
            foreach (var c in text)
            {
                if (!children[node].TryGetValue(c, out var next))
                {
                    children[node][c] = next = children.Count;
                    children.Add(new());
                    ends.Add(-1);
                }

                node = next;
            }

            ends[node] = literal;
        }

        var (fail, nextEnd) = (new int[children.Count], new int[children.Count]);
        var queue = new Queue<int>(children[0].Values);
        while (queue.TryDequeue(out var node))
        {
            foreach (var (c, child) in children[node])
            {
                queue.Enqueue(child);
                var back = fail[node];
                while (back != 0 && !children[back].ContainsKey(c))
                {
                    back = fail[back];
                }

                fail[child] = children[back].TryGetValue(c, out var target) ? target : 0;
                nextEnd[child] = ends[fail[child]] >= 0 ? fail[child] : nextEnd[fail[child]];
            }
        }

        var firstChild = new int[children.Count + 1];
        for (var i = 0; i < children.Count; i++)
        {
            firstChild[i + 1] = firstChild[i] + children[i].Count;
        }

        return (firstChild, [.. children.SelectMany(child => child.Keys)], [.. children.SelectMany(child => child.Values)], fail, [.. ends], nextEnd);
    }

    private readonly record struct Literal(int Length, ImmutableArray<(int Phrase, int Part)> Uses);

    private readonly record struct Phrase(int Owner, ImmutableArray<PhrasePart> Parts);
}

/// <summary>A stretch of a phrase without a gap.</summary>
/// <param name="Text">What has to stand in the text.</param>
/// <param name="WholeStart">Whether a word has to begin where it begins.</param>
/// <param name="WholeEnd">Whether a word has to end where it ends.</param>
internal readonly record struct PhrasePart(string Text, bool WholeStart, bool WholeEnd);

/// <summary>Reads phrases as they are written in rules.</summary>
internal static class PhraseSyntax
{
    /// <summary>The phrase with each combination of its alternatives, cut at its gaps.</summary>
    /// <exception cref="FormatException">A bracket is not closed, or nothing is left of a part.</exception>
    public static IEnumerable<ImmutableArray<PhrasePart>> Read(string phrase)
    {
        foreach (var plain in Alternatives(phrase).Distinct())
        {
            var parts = ImmutableArray.CreateBuilder<PhrasePart>();
            foreach (var piece in plain.Split(" * "))
            {
                // An open ending in the middle is a gap as well.
                var open = piece.Split('~');
                for (var i = 0; i < open.Length; i++)
                {
                    var text = ReplyText.Of(open[i]).Plain.ToString();
                    if (text.Length > 0)
                    {
                        parts.Add(new(text, i == 0, i == open.Length - 1));
                    }
                    else if (i < open.Length - 1 || open.Length == 1)
                    {
                        throw new FormatException($"The phrase '{phrase}' has a part without words.");
                    }
                }
            }

            yield return parts.ToImmutable();
        }
    }

    private static IEnumerable<string> Alternatives(string phrase)
    {
        var open = phrase.IndexOf('(', StringComparison.Ordinal);
        if (open < 0)
        {
            // An empty alternative leaves two spaces, or one at an end.
            return [string.Join(' ', phrase.Split(' ', StringSplitOptions.RemoveEmptyEntries))];
        }

        var close = phrase.IndexOf(')', open);
        if (close < 0)
        {
            throw new FormatException($"The phrase '{phrase}' has a bracket that is not closed.");
        }

        return phrase[(open + 1)..close].Split('|').SelectMany(choice => Alternatives(phrase[..open] + choice + phrase[(close + 1)..]));
    }
}
