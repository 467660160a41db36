using System.Buffers;
using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace SmtpCodes.Explanation;

/// <summary>A phrase that was found in a text.</summary>
/// <param name="Owner">What the phrase belongs to, as given when it was added.</param>
/// <param name="Start">Where it begins in the searched text.</param>
/// <param name="Length">How far it reaches, gaps included.</param>
/// <param name="Words">How many characters of it are words of the phrase: how much it says.</param>
/// <param name="LastStart">Where the last of its parts begins.</param>
/// <param name="Phrase">The number of the phrase, in the order in which they were added.</param>
internal readonly record struct PhraseMatch(int Owner, int Start, int Length, int Words, int LastStart, int Phrase)
{
    /// <summary>Whether this one is to be named before another that says as much: the one that ends first; among those that end together the one with the longest last part.</summary>
    public bool ComesBefore(in PhraseMatch other)
    {
        var (end, otherEnd) = (Start + Length, other.Start + other.Length);
        return end != otherEnd ? end < otherEnd
            : LastStart != other.LastStart ? LastStart < other.LastStart
            : Phrase != other.Phrase ? Phrase < other.Phrase
            : Start < other.Start;
    }
}

/// <summary>What a search works in and finds. May be used again, for one text after the other.</summary>
internal sealed class PhraseSearch
{
    /// <summary>How many beginnings of one phrase wait for what comes behind a gap; the oldest is given up for a new one.</summary>
    private const int MostWaiting = 16;

    // The newest that waits of each phrase with a gap, as index + 1; 0 for none.
    private int[] _newest = [];

    /// <summary>The phrases that were found, in no order.</summary>
    public List<PhraseMatch> Matches { get; } = [];

    /// <summary>What waits for a part behind a gap, that of one phrase in a ring: behind the newest comes the oldest.</summary>
    public List<(int Gap, int Next, int Count, PhraseBeginning Begun)> Waiting { get; } = [];

    public void Begin(int phrasesWithGaps)
    {
        Matches.Clear();
        foreach (ref readonly var waiting in CollectionsMarshal.AsSpan(Waiting))
        {
            _newest[waiting.Gap] = 0;
        }

        Waiting.Clear();
        if (_newest.Length <= phrasesWithGaps)
        {
            _newest = new int[phrasesWithGaps + 1];
        }
    }

    /// <summary>The newest that waits of a phrase; negative where none does.</summary>
    public int NewestOf(int gap) => _newest[gap] - 1;

    public void Wait(int gap, in PhraseBeginning begun)
    {
        var newest = NewestOf(gap);
        if (newest < 0)
        {
            Waiting.Add((gap, Waiting.Count, 1, begun));
            _newest[gap] = Waiting.Count;
            return;
        }

        var (_, oldest, count, _) = Waiting[newest];
        if (count == MostWaiting)
        {
            Waiting[oldest] = (gap, Waiting[oldest].Next, count, begun);
            _newest[gap] = oldest + 1;
            return;
        }

        CollectionsMarshal.AsSpan(Waiting)[newest].Next = Waiting.Count;
        Waiting.Add((gap, oldest, count + 1, begun));
        _newest[gap] = Waiting.Count;
    }
}

/// <summary>
/// Finds many phrases in one pass over a text, in time that grows with the text alone: at each place where a word can begin, one walk down a trie, no longer than the
/// longest part of a phrase. There is no backtracking for anybody to exploit.
/// A phrase is plain words; <c>(a|b|)</c> are alternatives; <c> * </c> is a gap of up to 60 characters; <c>~</c> at the end of a word stands for any ending.
/// Words match whole. Immutable once built, safe to share between threads.
/// </summary>
/// <remarks>
/// Everything is in a few arrays of numbers and characters, and what a walk needs next stands beside what it has read: a reply touches some kilobytes out of
/// megabytes, and how many of them are in the processor's cache decides how long it takes.
/// </remarks>
internal sealed class PhraseMatcher
{
    private const int LongestGap = 60;
    private const int LongestEnding = 20;

    private readonly PhraseTrie _trie;
    private readonly int _root;

    /// <summary>Where each ASCII character leads from the root; 0 for nowhere.</summary>
    private readonly int[] _fromRoot = new int[128];

    private readonly int _phrasesWithGaps;

    /// <param name="phrases">Phrases as <see cref="PhraseSyntax"/> reads them, with what each belongs to; several may belong to one owner.</param>
    public PhraseMatcher(IEnumerable<(int Owner, ImmutableArray<PhrasePart> Parts)> phrases)
    {
        var words = new List<(string Text, PhraseUse Use)>();
        var builder = new PhraseTrie.Builder();
        var (count, gaps) = (0, 0);
        foreach (var (owner, parts) in phrases)
        {
            Add(count++, owner, parts.AsSpan());
        }

        _phrasesWithGaps = gaps;
        _root = builder.Add(words);
        _trie = builder.Build();
        for (var c = 0; c < _fromRoot.Length; c++)
        {
            _fromRoot[c] = _trie.Child(_root, (char)c);
        }

        // From the last part to the first: each use has to know where the phrase goes on.
        void Add(int phrase, int owner, ReadOnlySpan<PhrasePart> parts)
        {
            var gap = 0;
            foreach (var part in parts)
            {
                if (part.AfterGap)
                {
                    gap = ++gaps;
                    break;
                }
            }

            var (then, target, next) = (PhraseStep.Complete, owner, PhraseUse.Anything);
            for (var i = parts.Length - 1; i >= 0; i--)
            {
                var part = parts[i];
                var uses = i == 0 || part.AfterGap ? words : [];
                var open = then == PhraseStep.Follows ? part.Choices.RemoveAll(static choice => !choice.OpenEnd) : [];
                foreach (var choice in part.Choices)
                {
                    if (!IsRepetition(choice, open))
                    {
                        uses.Add((choice.Text, new(phrase, i, then, target, gap, choice.OpenEnd ? PhraseUse.Anything : next, choice.OpenEnd, part.WholeEnd)));
                    }
                }

                if (i == 0 || part.AfterGap)
                {
                    (then, target, next) = (PhraseStep.Waits, gap, PhraseUse.Anything);
                }
                else
                {
                    // What follows at once is looked at right behind: most of it is ruled out by its first two characters.
                    (then, target, next) = (PhraseStep.Follows, builder.Add(uses), Beginnings(part));
                }
            }
        }

        // Behind "message~" stands all that can stand behind "messages".
        static bool IsRepetition(PhraseChoice choice, ImmutableArray<PhraseChoice> open)
        {
            foreach (var word in open)
            {
                if (IsEndingOf(word.Text, choice.Text))
                {
                    return true;
                }
            }

            return false;
        }

        static bool IsEndingOf(string word, string whole) =>
            whole.Length > word.Length && whole.Length - word.Length <= LongestEnding && whole.StartsWith(word, StringComparison.Ordinal) && whole[word.Length..].All(IsWordCharacter);

        static uint Beginnings(PhrasePart part)
        {
            var all = 0u;
            foreach (var choice in part.Choices)
            {
                all |= choice.Text.Length > 1 ? Bit(choice.Text[0], choice.Text[1]) : PhraseUse.Anything;
            }

            return all;
        }
    }

    /// <summary>Every phrase that occurs in a text.</summary>
    public PhraseSearch Find(ReadOnlySpan<char> text, PhraseSearch search)
    {
        search.Begin(_phrasesWithGaps);
        var afterWord = false;
        for (var start = 0; start < text.Length; start++)
        {
            var c = text[start];
            var inWord = IsWordCharacter(c);
            if (!(inWord && afterWord) && (c < _fromRoot.Length ? _fromRoot[c] : _trie.Child(_root, c)) is var node and > 0)
            {
                FindAt(text, start, node, search);
            }

            afterWord = inWord;
        }

        return search;
    }

    /// <summary>What begins with a word here.</summary>
    private void FindAt(ReadOnlySpan<char> text, int start, int node, PhraseSearch search)
    {
        var end = start;
        while (_trie.Enter(node, text, ref end, out var uses))
        {
            if (uses.Length > 0)
            {
                var next = end == text.Length ? 0 : Bit(text[end], end + 1 < text.Length ? text[end + 1] : ' ');
                var isWhole = IsBoundary(text, end);
                foreach (ref readonly var use in uses)
                {
                    if ((isWhole || use.MayEndInWord) && (use.Next == PhraseUse.Anything || (use.Next & next) != 0))
                    {
                        if (use.Part == 0)
                        {
                            GoOn(use, new(1, start, start, end, end - start), text, search);
                        }
                        else
                        {
                            GoOnBehindGap(use, start, end, text, search);
                        }
                    }
                }
            }

            if (end == text.Length || (node = _trie.Child(node, text[end])) == 0)
            {
                return;
            }
        }
    }

    private void GoOnBehindGap(in PhraseUse use, int start, int end, ReadOnlySpan<char> text, PhraseSearch search)
    {
        if (search.NewestOf(use.Gap) is not (var newest and >= 0))
        {
            return;
        }

        // The oldest that is near enough: the longest match.
        var at = newest;
        do
        {
            at = search.Waiting[at].Next;
            var begun = search.Waiting[at].Begun;
            if (begun.Parts == use.Part && begun.End <= start && start - begun.End <= LongestGap)
            {
                GoOn(use, new(use.Part + 1, begun.Start, start, end, begun.Words + end - start), text, search);
                return;
            }
        }
        while (at != newest);
    }

    /// <summary>Goes on with a phrase of which some parts were found: it is complete, or what comes next is here, or it may come behind a gap.</summary>
    private void GoOn(in PhraseUse use, in PhraseBeginning begun, ReadOnlySpan<char> text, PhraseSearch search)
    {
        switch (use.Then)
        {
            case PhraseStep.Complete:
                search.Matches.Add(new(use.Target, begun.Start, begun.End - begun.Start, begun.Words, begun.LastStart, use.Phrase));
                break;
            case PhraseStep.Waits:
                search.Wait(use.Target, begun);
                break;
            default:
                Follow(use, begun, text, search);
                break;
        }
    }

    private void Follow(in PhraseUse use, in PhraseBeginning begun, ReadOnlySpan<char> text, PhraseSearch search)
    {
        // Behind an open ending the rest of its word may stand in between.
        var last = use.OpenEnd ? begun.End + LongestEnding : begun.End;
        for (var start = begun.End; start <= last && start < text.Length; start++)
        {
            var end = start;
            for (var node = _trie.Child(use.Target, text[end]); node > 0 && _trie.Enter(node, text, ref end, out var uses); node = end < text.Length ? _trie.Child(node, text[end]) : 0)
            {
                if (uses.Length > 0 && (uses[0].MayEndInWord || IsBoundary(text, end)))
                {
                    GoOn(uses[0], new(begun.Parts + 1, begun.Start, start, end, begun.Words + end - start), text, search);
                }
            }

            if (!IsWordCharacter(text[start]))
            {
                return;
            }
        }
    }

    /// <summary>The bit that stands for two characters, and for some others.</summary>
    private static uint Bit(char first, char second) => 1u << (((first * 13) + second) & 31);

    /// <summary>Whether a word can begin or end here: not between two letters or digits of a script that sets words apart.</summary>
    private static bool IsBoundary(ReadOnlySpan<char> text, int at) =>
        at == 0 || at == text.Length || !IsWordCharacter(text[at - 1]) || !IsWordCharacter(text[at]);

    private static bool IsWordCharacter(char c) => char.IsAscii(c) ? char.IsAsciiLetterOrDigit(c) : char.IsLetterOrDigit(c) && c is not (>= '\u3000' and <= '\u9fff' or >= '\u0e00' and <= '\u0e7f' or >= '\uf900' and <= '\ufaff');
}

/// <summary>What becomes of a phrase when one of its parts is found.</summary>
internal enum PhraseStep : byte
{
    /// <summary>It is complete.</summary>
    Complete,

    /// <summary>The next part has to follow at once.</summary>
    Follows,

    /// <summary>The next part may come behind a gap.</summary>
    Waits,
}

/// <summary>A phrase whose first parts have been found.</summary>
/// <param name="Parts">How many parts.</param>
/// <param name="Start">Where it begins.</param>
/// <param name="LastStart">Where the last part found begins.</param>
/// <param name="End">Where that ends.</param>
/// <param name="Words">How many characters the parts have together.</param>
internal readonly record struct PhraseBeginning(int Parts, int Start, int LastStart, int End, int Words);

/// <summary>What a text that ends at a node of the trie stands for: a part of a phrase. Has all that a search needs to go on.</summary>
internal readonly struct PhraseUse(int phrase, int part, PhraseStep then, int target, int gap, uint next, bool openEnd, bool wholeEnd)
{
    /// <summary>The value of <see cref="Next"/> where any character can follow, or nothing has to.</summary>
    public const uint Anything = uint.MaxValue;

    private readonly ushort _gap = checked((ushort)gap);
    private readonly byte _part = checked((byte)part);
    private readonly byte _how = (byte)((int)then | (openEnd ? 4 : 0) | (openEnd || !wholeEnd ? 8 : 0));

    /// <summary>The number of the phrase.</summary>
    public int Phrase { get; } = phrase;

    /// <summary>A bit for each two characters that can follow.</summary>
    public uint Next { get; } = next;

    /// <summary>The owner of a phrase that is complete, the root of what has to follow, or the number of the phrase among those with gaps.</summary>
    public int Target { get; } = target;

    /// <summary>The number of the phrase among those with gaps, from 1; 0 where it has none.</summary>
    public int Gap => _gap;

    /// <summary>The number of the part.</summary>
    public int Part => _part;

    /// <summary>What becomes of the phrase.</summary>
    public PhraseStep Then => (PhraseStep)(_how & 3);

    /// <summary>Whether the word may go on behind it.</summary>
    public bool OpenEnd => (_how & 4) != 0;

    /// <summary>Whether it may end where no word does.</summary>
    public bool MayEndInWord => (_how & 8) != 0;
}

/// <summary>Several tries in the same arrays: the children of a node stand side by side, and a stretch without branches is one node.</summary>
internal sealed class PhraseTrie
{
    // Up to so many children a loop finds one sooner than the search through a span.
    private const int Few = 4;

    private readonly Node[] _nodes;
    private readonly char[] _firsts;
    private readonly char[] _labels;
    private readonly PhraseUse[] _uses;

    private PhraseTrie(Node[] nodes, char[] firsts, char[] labels, PhraseUse[] uses) => (_nodes, _firsts, _labels, _uses) = (nodes, firsts, labels, uses);

    /// <summary>The child of a node that begins with a character; 0 for none.</summary>
    public int Child(int node, char c)
    {
        ref readonly var parent = ref _nodes[node];
        var firsts = _firsts.AsSpan(parent.FirstChild, parent.Children);
        for (var i = 0; i < firsts.Length && i < Few; i++)
        {
            if (firsts[i] == c)
            {
                return parent.FirstChild + i;
            }
        }

        var at = firsts.Length > Few ? firsts.IndexOf(c) : -1;
        return at < 0 ? 0 : parent.FirstChild + at;
    }

    /// <summary>Reads the rest of a node whose first character stands at <paramref name="at"/>.</summary>
    /// <returns>Whether the text has it; if so, <paramref name="at"/> is behind it, and <paramref name="uses"/> are of what ends there.</returns>
    public bool Enter(int node, ReadOnlySpan<char> text, ref int at, out ReadOnlySpan<PhraseUse> uses)
    {
        ref readonly var entered = ref _nodes[node];
        at++;
        if (entered.Label > 0)
        {
            if (!text[at..].StartsWith(_labels.AsSpan(entered.FirstLabel, entered.Label)))
            {
                uses = default;
                return false;
            }

            at += entered.Label;
        }

        uses = _uses.AsSpan(entered.FirstUse, entered.Uses);
        return true;
    }

    private readonly record struct Node(int FirstLabel, int FirstChild, int FirstUse, ushort Label, ushort Children, ushort Uses);

    /// <summary>Builds tries, one after the other.</summary>
    internal sealed class Builder
    {
        // No root is at 0, so that it can stand for no node.
        private readonly List<Node> _nodes = [default];
        private readonly List<char> _firsts = ['\0'];
        private readonly List<char> _labels = [];
        private readonly List<PhraseUse> _uses = [];
        private readonly Queue<(int Node, int From, int To, int Depth)> _stretches = new();

        /// <summary>Adds a trie and gives its root. Texts that are there more than once have all their uses at one node, in the order given.</summary>
        public int Add(List<(string Text, PhraseUse Use)> texts)
        {
            var sorted = CollectionsMarshal.AsSpan(texts);
            Sort(sorted);
            var root = NewNode('\0');
            if (sorted.Length > 0)
            {
                _stretches.Enqueue((root, 0, sorted.Length, 0));
            }

            // A node is the texts that begin with what leads to it: a stretch of the sorted ones.
            while (_stretches.TryDequeue(out var stretch))
            {
                var (node, from, to, depth) = stretch;
                var (first, last) = (sorted[from].Text, sorted[to - 1].Text);
                var behind = node == root ? 0 : depth + first.AsSpan(depth).CommonPrefixLength(last.AsSpan(depth));
                var (firstLabel, firstUse) = (_labels.Count, _uses.Count);
                _labels.AddRange(first.AsSpan(depth, behind - depth));
                for (; from < to && sorted[from].Text.Length == behind; from++)
                {
                    _uses.Add(sorted[from].Use);
                }

                var firstChild = _nodes.Count;
                while (from < to)
                {
                    var c = sorted[from].Text[behind];
                    var end = from + 1;
                    while (end < to && sorted[end].Text[behind] == c)
                    {
                        end++;
                    }

                    _stretches.Enqueue((NewNode(c), from, end, behind + 1));
                    from = end;
                }

                _nodes[node] = new(firstLabel, firstChild, firstUse, checked((ushort)(behind - depth)), checked((ushort)(_nodes.Count - firstChild)), checked((ushort)(_uses.Count - firstUse)));
            }

            return root;
        }

        public PhraseTrie Build() => new([.. _nodes], [.. _firsts], [.. _labels], [.. _uses]);

        private int NewNode(char first)
        {
            _nodes.Add(default);
            _firsts.Add(first);
            return _nodes.Count - 1;
        }

        // By text, and the uses of one text by phrase, open ends first.
        private static void Sort(Span<(string Text, PhraseUse Use)> texts) => texts.Sort(static (one, other) =>
            string.CompareOrdinal(one.Text, other.Text) is var byText and not 0 ? byText
            : one.Use.Phrase != other.Use.Phrase ? one.Use.Phrase.CompareTo(other.Use.Phrase)
            : other.Use.OpenEnd.CompareTo(one.Use.OpenEnd));
    }
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

    private const string Gap = " * ";

    private static readonly SearchValues<char> Plain = SearchValues.Create(" !\"#$%&'()*+,-./:;<=>?[\\]^_abcdefghijklmnopqrstuvwxyz{|}~");

    /// <summary>The parts of a phrase, in order.</summary>
    /// <exception cref="FormatException">A bracket is not closed, or there are no words.</exception>
    public static ImmutableArray<PhrasePart> Read(string phrase)
    {
        // Most are words and nothing else.
        if (!phrase.AsSpan().ContainsAny('(', '~') && !phrase.Contains(Gap, StringComparison.Ordinal) && Choice(phrase) is var words && HasWords(words.Text))
        {
            return [new([words], AfterGap: false, WholeStart: true, WholeEnd: true)];
        }

        var parts = ImmutableArray.CreateBuilder<PhrasePart>();
        foreach (var segment in phrase.Split(Gap))
        {
            var choices = Choices(segment, phrase);
            for (var i = 0; i < choices.Count; i++)
            {
                parts.Add(new(ChoicesOf(choices[i]), i == 0 && parts.Count > 0, i == 0, i == choices.Count - 1));
            }
        }

        // An address becomes "@", as in every text: a phrase of nothing else would be everywhere.
        return parts.Any(part => part.Choices.All(choice => HasWords(choice.Text))) && parts.All(part => part.Choices.All(choice => choice.Text.Length > 0))
            ? parts.DrainToImmutable()
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
                parts.Add(element.TrueForAll(text => text.StartsWith(' ')) ? Distinct(current.ConvertAll(text => text.TrimEnd(' '))) : current);
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

        static List<string> Cross(List<string> one, List<string> other)
        {
            var all = new List<string>(one.Count * other.Count);
            foreach (var first in one)
            {
                foreach (var second in other)
                {
                    // An empty alternative leaves two spaces.
                    all.Add(first.EndsWith(' ') && second.StartsWith(' ') ? string.Concat(first, second.AsSpan(1)) : first + second);
                }
            }

            return Distinct(all);
        }
    }

    private static List<string> Distinct(List<string> texts)
    {
        if (texts.Count > 1)
        {
            var seen = new HashSet<string>(texts.Count, StringComparer.Ordinal);
            texts.RemoveAll(text => !seen.Add(text));
        }

        return texts;
    }

    private static bool HasWords(string text)
    {
        foreach (var c in text)
        {
            if (char.IsLetterOrDigit(c))
            {
                return true;
            }
        }

        return false;
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

    /// <summary>Whether folding would change nothing: lower-case ASCII without addresses, quotes or doubled spaces, and no digits that could be a code.</summary>
    private static bool IsPlain(ReadOnlySpan<char> text) => !text.ContainsAnyExcept(Plain) && !text.Contains("  ", StringComparison.Ordinal);

    private static ImmutableArray<PhraseChoice> ChoicesOf(List<string> texts) => texts.Count == 1 ? [Choice(texts[0])] : [.. texts.Select(Choice).Distinct()];

    private static PhraseChoice Choice(string text)
    {
        var open = text.EndsWith('~');
        var words = open ? text[..^1] : text;
        if (IsPlain(words))
        {
            return new(words, open);
        }

        // Spaces at the ends matter where a part follows at once, and the folding takes them off.
        var plain = ReplyText.Of(words).Plain.ToString();
        return new((words.StartsWith(' ') ? " " : "") + plain + (plain.Length > 0 && words.EndsWith(' ') ? " " : ""), open);
    }
}
