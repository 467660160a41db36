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
    private const int LongestEnding = 20;

    /// <summary>How many beginnings of one phrase are followed at a time; the oldest is given up for a new one.</summary>
    private const int MostBeginnings = 16;

    private readonly ImmutableArray<Phrase> _phrases;
    private readonly ImmutableArray<Literal> _literals;

    // The trie: the children of node n are at _firstChild[n] up to _firstChild[n + 1], sorted by character.
    private readonly int[] _firstChild;
    private readonly char[] _childCharacters;
    private readonly int[] _childNodes;
    private readonly int[] _fail;

    // Where each ASCII character leads from the root.
    private readonly int[] _fromRoot = new int[128];

    /// <summary>The literal that ends at a node, or -1; and the next node on the way of failures at which one ends, or 0.</summary>
    private readonly int[] _ends;
    private readonly int[] _nextEnd;

    /// <param name="phrases">Phrases as <see cref="PhraseSyntax"/> reads them, with what each belongs to; several may belong to one owner.</param>
    public PhraseMatcher(IEnumerable<(int Owner, ImmutableArray<PhrasePart> Parts)> phrases)
    {
        var all = ImmutableArray.CreateBuilder<Phrase>();
        var literals = new Dictionary<string, int>(StringComparer.Ordinal);
        var uses = new List<List<Use>>();
        foreach (var (owner, parts) in phrases)
        {
            for (var part = 0; part < parts.Length; part++)
            {
                foreach (var choice in parts[part].Choices)
                {
                    if (!literals.TryGetValue(choice.Text, out var literal))
                    {
                        literals[choice.Text] = literal = uses.Count;
                        uses.Add([]);
                    }

                    uses[literal].Add(new(all.Count, part, choice.OpenEnd));
                }
            }

            all.Add(new(owner, [.. parts.Select(part => new PartRule(part.AfterGap, part.WholeStart, part.WholeEnd))]));
        }

        _phrases = all.ToImmutable();
        _literals = [.. literals.OrderBy(literal => literal.Value).Select(literal => new Literal(literal.Key.Length, [.. uses[literal.Value]]))];
        (_firstChild, _childCharacters, _childNodes, _fail, _ends, _nextEnd) = Build(literals);
        for (var at = _firstChild[0]; at < _firstChild[1]; at++)
        {
            if (_childCharacters[at] < _fromRoot.Length)
            {
                _fromRoot[_childCharacters[at]] = _childNodes[at];
            }
        }
    }

    /// <summary>Every phrase that occurs in a text, in the order of their ends.</summary>
    public List<PhraseMatch> Find(ReadOnlySpan<char> text)
    {
        var found = new List<PhraseMatch>();
        var begun = new Dictionary<int, List<Beginning>>();
        var node = 0;
        for (var i = 0; i < text.Length; i++)
        {
            node = Step(node, text[i]);
            for (var end = _ends[node] >= 0 ? node : _nextEnd[node]; end > 0; end = _nextEnd[end])
            {
                var literal = _literals[_ends[end]];
                foreach (var use in literal.Uses)
                {
                    Advance(use, i + 1 - literal.Length, i + 1, text, begun, found);
                }
            }
        }

        return found;
    }

    private void Advance(Use use, int start, int end, ReadOnlySpan<char> text, Dictionary<int, List<Beginning>> begun, List<PhraseMatch> found)
    {
        var phrase = _phrases[use.Phrase];
        var part = phrase.Parts[use.Part];
        if ((part.WholeStart && !IsBoundary(text, start)) || (part.WholeEnd && !use.OpenEnd && !IsBoundary(text, end)))
        {
            return;
        }

        if (use.Part == 0)
        {
            Follow(new(1, start, end, use.OpenEnd, end - start), use.Phrase, phrase, begun, found);
            return;
        }

        if (!begun.TryGetValue(use.Phrase, out var beginnings))
        {
            return;
        }

        for (var i = 0; i < beginnings.Count; i++)
        {
            var beginning = beginnings[i];
            if (beginning.NextPart == use.Part && Continues(part, beginning, start, text))
            {
                Follow(new(use.Part + 1, beginning.Start, end, use.OpenEnd, beginning.Words + end - start), use.Phrase, phrase, begun, found);
                return;
            }
        }
    }

    private static bool Continues(PartRule part, Beginning beginning, int start, ReadOnlySpan<char> text)
    {
        if (part.AfterGap)
        {
            return start >= beginning.End && start - beginning.End <= LongestGap;
        }

        if (start == beginning.End)
        {
            return true;
        }

        // Behind an open ending the rest of its word may stand in between.
        if (!beginning.OpenEnd || start < beginning.End || start - beginning.End > LongestEnding)
        {
            return false;
        }

        foreach (var c in text[beginning.End..start])
        {
            if (!IsWordCharacter(c))
            {
                return false;
            }
        }

        return true;
    }

    private static void Follow(Beginning beginning, int index, Phrase phrase, Dictionary<int, List<Beginning>> begun, List<PhraseMatch> found)
    {
        if (beginning.NextPart == phrase.Parts.Length)
        {
            found.Add(new(phrase.Owner, beginning.Start, beginning.End - beginning.Start, beginning.Words));
            return;
        }

        if (!begun.TryGetValue(index, out var beginnings))
        {
            begun[index] = beginnings = [];
        }

        // They stand in the order of their ends: what is too far behind, or too many, is at the front.
        var over = beginnings.Count == MostBeginnings ? 1 : 0;
        while (over < beginnings.Count && beginning.End - beginnings[over].End > LongestGap + LongestEnding)
        {
            over++;
        }

        beginnings.RemoveRange(0, over);
        beginnings.Add(beginning);
    }

    private int Step(int node, char c)
    {
        while (true)
        {
            // Most characters lead to the root or from it, which has the most children of all.
            if (node == 0 && c < _fromRoot.Length)
            {
                return _fromRoot[c];
            }

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

    /// <summary>Builds the trie level by level out of the sorted literals: the children of a node come to stand side by side, and what a node fails to is there before it.</summary>
    private static (int[] FirstChild, char[] Characters, int[] Nodes, int[] Fail, int[] Ends, int[] NextEnd) Build(Dictionary<string, int> literals)
    {
        var sorted = literals.Keys.Order(StringComparer.Ordinal).ToArray();
        var (firstChild, characters, nodes, ends) = (new List<int>(), new List<char>(), new List<int>(), new List<int>());

        // A node is the literals that begin with what leads to it: a stretch of the sorted ones.
        var level = new Queue<(int From, int To, int Depth)>();
        level.Enqueue((0, sorted.Length, 0));
        for (var node = 0; level.TryDequeue(out var stretch); node++)
        {
            var (from, to, depth) = stretch;
            firstChild.Add(characters.Count);
            ends.Add(from < to && sorted[from].Length == depth ? literals[sorted[from++]] : -1);
            while (from < to)
            {
                var c = sorted[from][depth];
                var end = from + 1;
                while (end < to && sorted[end][depth] == c)
                {
                    end++;
                }

                var child = node + level.Count + 1;
                level.Enqueue((from, end, depth + 1));
                characters.Add(c);
                nodes.Add(child);
                from = end;
            }
        }

        firstChild.Add(characters.Count);
        var (first, letters, targets) = (firstChild.ToArray(), characters.ToArray(), nodes.ToArray());
        var (failures, next) = (new int[ends.Count], new int[ends.Count]);
        for (var node = 0; node < ends.Count; node++)
        {
            for (var at = first[node]; at < first[node + 1]; at++)
            {
                var child = targets[at];
                failures[child] = node == 0 ? 0 : Target(failures[node], letters[at]);
                next[child] = ends[failures[child]] >= 0 ? failures[child] : next[failures[child]];
            }
        }

        return (first, letters, targets, failures, [.. ends], next);

        int Target(int node, char c)
        {
            while (true)
            {
                var at = Array.BinarySearch(letters, first[node], first[node + 1] - first[node], c);
                if (at >= 0)
                {
                    return targets[at];
                }

                if (node == 0)
                {
                    return 0;
                }

                node = failures[node];
            }
        }
    }

    private readonly record struct Literal(int Length, ImmutableArray<Use> Uses);

    private readonly record struct Use(int Phrase, int Part, bool OpenEnd);

    private readonly record struct Phrase(int Owner, ImmutableArray<PartRule> Parts);

    /// <summary>What of a part has to be known while a text is searched.</summary>
    private readonly record struct PartRule(bool AfterGap, bool WholeStart, bool WholeEnd);

    /// <summary>A phrase whose first parts have been found.</summary>
    private readonly record struct Beginning(int NextPart, int Start, int End, bool OpenEnd, int Words);
}

/// <summary>One of the texts that can stand for a part of a phrase.</summary>
/// <param name="Text">What has to stand in the text.</param>
/// <param name="OpenEnd">Whether the word may go on behind it.</param>
internal readonly record struct PhraseChoice(string Text, bool OpenEnd);

/// <summary>A part of a phrase: one of its choices has to stand there.</summary>
/// <param name="Choices">The choices.</param>
/// <param name="AfterGap">Whether a gap may stand before it; otherwise it follows at once.</param>
/// <param name="WholeStart">Whether a word has to begin where it begins.</param>
/// <param name="WholeEnd">Whether a word has to end where it ends.</param>
internal readonly record struct PhrasePart(ImmutableArray<PhraseChoice> Choices, bool AfterGap, bool WholeStart, bool WholeEnd);

/// <summary>Reads phrases as they are written in rules.</summary>
internal static class PhraseSyntax
{
    /// <summary>Alternatives are written out up to this many; beyond, a part ends, or a few groups in a row would become thousands of texts.</summary>
    private const int MostChoices = 4;

    /// <summary>The parts of a phrase, in order.</summary>
    /// <exception cref="FormatException">A bracket is not closed, or there are no words.</exception>
    public static ImmutableArray<PhrasePart> Read(string phrase)
    {
        var parts = ImmutableArray.CreateBuilder<PhrasePart>();
        foreach (var segment in phrase.Split(" * "))
        {
            var choices = Choices(segment, phrase);
            for (var i = 0; i < choices.Count; i++)
            {
                parts.Add(new([.. choices[i].Select(Choice).Distinct()], i == 0 && parts.Count > 0, i == 0, i == choices.Count - 1));
            }
        }

        // An address becomes "@", as in every text: a phrase of nothing else would be everywhere.
        return parts.Any(part => part.Choices.All(choice => choice.Text.Any(char.IsLetterOrDigit))) && parts.All(part => part.Choices.All(choice => choice.Text.Length > 0))
            ? parts.ToImmutable()
            : throw new FormatException($"The phrase '{phrase}' has no words, or a part that may be empty.");
    }

    /// <summary>The parts of a stretch without gaps, each as the texts that can stand for it.</summary>
    private static List<List<string>> Choices(string segment, string phrase)
    {
        var parts = new List<List<string>>();
        List<string> current = [""];
        foreach (var element in Elements(segment, phrase))
        {
            // What may be nothing cannot stand by itself; what ends openly has to end a part.
            if ((current.Count * element.Count > MostChoices && !current.Contains("") && !element.Exists(text => text is "" or "~") && !current.Exists(string.IsNullOrWhiteSpace)) || current.Exists(text => text.EndsWith('~')))
            {
                // As in Cross: behind an empty alternative stands one space, not two.
                parts.Add(element.TrueForAll(text => text.StartsWith(' ')) ? [.. current.Select(text => text.TrimEnd(' ')).Distinct()] : current);
                current = element;
            }
            else
            {
                current = Cross(current, element);
            }
        }

        if (current.Contains("") && parts.Count > 0 && !parts[^1].Exists(text => text.EndsWith('~')))
        {
            current = Cross(parts[^1], current);
            parts.RemoveAt(parts.Count - 1);
        }

        parts.Add(current);
        return parts;

        // An empty alternative leaves two spaces.
        static List<string> Cross(List<string> one, List<string> other) =>
            [.. one.SelectMany(first => other.Select(second => first.EndsWith(' ') && second.StartsWith(' ') ? first + second[1..] : first + second)).Distinct()];
    }

    /// <summary>The words and the groups of alternatives of a stretch, cut behind each open ending.</summary>
    private static IEnumerable<List<string>> Elements(string segment, string phrase)
    {
        for (var at = 0; at < segment.Length;)
        {
            if (segment[at] == '(')
            {
                var close = segment.IndexOf(')', at);
                if (close < 0)
                {
                    throw new FormatException($"The phrase '{phrase}' has a bracket that is not closed.");
                }

                yield return [.. segment[(at + 1)..close].Split('|')];
                at = close + 1;
                continue;
            }

            var end = segment.IndexOfAny(['(', '~'], at);
            end = end < 0 ? segment.Length : segment[end] == '~' ? end + 1 : end;
            yield return [segment[at..end]];
            at = end;
        }
    }

    /// <summary>Whether folding would change nothing: lower-case ASCII without addresses, quotes or doubled spaces.</summary>
    private static bool IsPlain(string text) =>
        !text.AsSpan().ContainsAnyExceptInRange(' ', '~') && !text.AsSpan().ContainsAnyInRange('A', 'Z') && !text.AsSpan().ContainsAny('@', '`') && !text.Contains("  ", StringComparison.Ordinal) && !text.Any(char.IsAsciiDigit);

    private static PhraseChoice Choice(string text)
    {
        var open = text.EndsWith('~');
        var words = open ? text[..^1] : text;
        // Spaces at the ends matter where a part follows at once, and the folding takes them off.
        var plain = IsPlain(words) ? words.Trim(' ') : ReplyText.Of(words).Plain.ToString();
        return new((words.StartsWith(' ') ? " " : "") + plain + (plain.Length > 0 && words.EndsWith(' ') ? " " : ""), open);
    }
}
