using System.Buffers;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using SmtpCodes.Catalog;

namespace SmtpCodes.Explanation;

/// <summary>What a reply consists of. A code that is not there is null, never invented.</summary>
/// <param name="Code" example="550">The reply code.</param>
/// <param name="EnhancedCode" example="5.7.26">The enhanced status code.</param>
/// <param name="Text" example="Unauthenticated email from example.com is not accepted">The words of the reply, in one line.</param>
/// <param name="Lines">The lines of the text as given, without their ends.</param>
public sealed record ParsedReply(string? Code, string? EnhancedCode, string Text, ImmutableArray<string> Lines);

/// <summary>A code with its place in the text, in UTF-16 units.</summary>
internal readonly record struct PlacedCode(CodeId Id, int Start, int Length);

/// <summary>The codes that count in a text.</summary>
internal readonly record struct FoundCodes(PlacedCode? Reply, PlacedCode? Enhanced);

/// <summary>
/// Finds the reply code and the enhanced status code in what a server said, whatever stands around it: <c>smtp;</c> prefixes, <c>host … said:</c>,
/// log lines, brackets. White space is white space, line ends included, so that wrapping changes nothing. One pass, no backtracking.
/// </summary>
/// <remarks>
/// Where several reply codes are found, the first that reports a failure counts: behind it stand links, quoted older answers and the server's own notes.
/// In a transcript, which begins with answers that succeeded, it is the last one. The enhanced status code is the one behind that reply code;
/// failing that, the first with the same class; failing that, the first.
/// </remarks>
internal static class ReplyParser
{
    private static readonly SearchValues<char> Classes = SearchValues.Create("2345");

    private static readonly SearchValues<char> LineEnds = SearchValues.Create("\r\n\f\u0085\u2028\u2029");

    // How many marks may stand between a word and the number it speaks of; white space is not counted, as wrapping adds to it.
    private const int MostMarks = 8;

    // How many words may stand between "expected" and a number.
    private const int MostExpected = 3;

    // Words that make a number after them, or after them and a colon, something else than a reply code.
    private static readonly WordSet Counted = new(
        ["port", "id", "line", "size", "sid", "pid", "rfc", "number", "ticket", "case", "queue", "limit", "length", "score", "hits", "count", "bytes", "max", "maximum", "of", "than", "after", "within", "exceeds", "exceeded", "over", "only", "last", "next", "every", "per", "to", "for", "version", "build", "section", "page", "errno", "uid", "gid", "delay", "time", "level", "about", "permits", "allowed", "room", "scored", "totalling", "sent"]);

    // Words that make a number before them a quantity.
    private static readonly WordSet Units = new(
        ["byte", "bytes", "kb", "kib", "mb", "mib", "gb", "k", "m", "second", "seconds", "sec", "secs", "s", "ms", "minute", "minutes", "min", "mins", "hour", "hours", "day", "days", "message", "messages", "mail", "mails", "email", "emails", "recipient", "recipients", "connection", "connections", "attempt", "attempts", "times", "character", "characters", "line", "lines", "user", "users", "address", "addresses", "more", "percent", "octets", "retries", "hops"]);

    // Those of them that a reply may begin with, of one thing.
    private static readonly WordSet Single = new(["message", "mail", "email", "recipient", "connection", "line", "user", "address"]);

    // Words before which a number with dots is a version of software.
    private static readonly WordSet Software = new(["exim", "postfix", "sendmail", "version", "v", "release", "build", "openssl", "qmail", "dovecot", "mailscanner", "clamav", "zimbra", "mdaemon", "spamassassin", "php", "python", "rfc", "section", "amavisd-new", "communigate", "id", "is", "ip"]);

    // Keys of log lines whose value begins with a code: dsn=5.1.1, reject=451 4.1.8.
    private static readonly WordSet Keys = new(["dsn", "led", "reject", "stat", "dsndiag", "err"]);

    // Words that introduce an answer.
    private static readonly WordSet Introductions = new(["said", "says", "returned", "returns", "response", "responded", "responds", "code", "status", "error", "reply", "replied", "answer", "answered", "with", "smtp", "lmtp", "err", "diagnostic", "reason", "failure", "message", "refused", "rejected", "bounced", "deferred", "failed"]);

    /// <summary>The codes that count, with their places.</summary>
    /// <param name="text">The text.</param>
    /// <param name="enhanced">Takes all enhanced status codes of the text.</param>
    public static FoundCodes FindCodes(string text, List<PlacedCode> enhanced)
    {
        FindEnhancedCodes(text, enhanced);
        var reply = FindReplyCode(text, enhanced);
        return new(reply, ChooseEnhanced(text, reply, CollectionsMarshal.AsSpan(enhanced)));
    }

    /// <summary>The text's own words: without the codes that count and without repeated ones, in one line.</summary>
    public static ParsedReply Parse(string text, ReplyCode? code, ReplyCode? enhancedCode)
    {
        var (reply, enhanced) = (code?.Text, enhancedCode?.Text);
        var (repeated, repeatedStatus) = (code?.Place is null ? null : reply, enhancedCode?.Place is null ? null : enhanced);
        if (text.AsSpan().IndexOfAny(LineEnds) < 0)
        {
            var rest = WordsOf(text, repeated, repeatedStatus);
            return new(reply, enhanced, rest.Length == text.Length ? text : rest.ToString(), text.TrimEnd() is { Length: > 0 } only ? [only] : []);
        }

        // The spaces between the lines are fewer than their ends.
        var words = ArrayPool<char>.Shared.Rent(text.Length);
        var length = 0;
        var lines = ImmutableArray.CreateBuilder<string>();
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (line.TrimEnd() is { IsEmpty: false } given)
            {
                lines.Add(given.ToString());
            }

            var rest = WordsOf(line, repeated, repeatedStatus);
            if (rest.Length > 0)
            {
                if (length > 0)
                {
                    words[length++] = ' ';
                }

                rest.CopyTo(words.AsSpan(length));
                length += rest.Length;
            }
        }

        var all = new string(words, 0, length);
        ArrayPool<char>.Shared.Return(words, clearArray: true);
        return new(reply, enhanced, all, lines.DrainToImmutable());
    }

    private static ReadOnlySpan<char> WordsOf(ReadOnlySpan<char> line, string? code, string? enhancedCode)
    {
        line = line.Trim();
        line = code is null ? line : Without(line, code, isReply: true);
        return enhancedCode is null ? line : Without(line, enhancedCode, isReply: false);
    }

    private static ReadOnlySpan<char> Without(ReadOnlySpan<char> line, string code, bool isReply) =>
        line.StartsWith(code, StringComparison.Ordinal) && (line.Length == code.Length || line[code.Length] == ' ' || (isReply && line[code.Length] == '-'))
            ? line[Math.Min(line.Length, code.Length + 1)..].TrimStart()
            : line;

    private static PlacedCode? ChooseEnhanced(string text, PlacedCode? reply, ReadOnlySpan<PlacedCode> enhanced)
    {
        if (enhanced.Length == 0)
        {
            return null;
        }

        if (reply is not { } code)
        {
            foreach (var candidate in enhanced)
            {
                if (candidate.Id.ClassDigit >= 4)
                {
                    return candidate;
                }
            }

            return enhanced[0];
        }

        PlacedCode? behind = null, sameClass = null;
        foreach (var candidate in enhanced)
        {
            if (candidate.Start >= code.Start + code.Length && IsGlue(text.AsSpan(code.Start + code.Length, candidate.Start - code.Start - code.Length)))
            {
                return candidate;
            }

            if (candidate.Id.ClassDigit == code.Id.ClassDigit)
            {
                sameClass ??= candidate;
                behind ??= candidate.Start > code.Start ? candidate : null;
            }
        }

        return behind ?? sameClass ?? enhanced[0];
    }

    /// <summary>Whether nothing but marks stands between a reply code and an enhanced one: <c>550-5.7.1</c>, <c>550 #5.7.1</c>, <c>550 (5.7.1</c>.</summary>
    private static bool IsGlue(ReadOnlySpan<char> between)
    {
        var marks = 0;
        foreach (var c in between)
        {
            if (char.IsWhiteSpace(c))
            {
                continue;
            }

            if (c is not ('-' or '#' or '(' or '[' or '\'' or '"' or ':' or ',' or ';' or '<') || ++marks > 3)
            {
                return false;
            }
        }

        return true;
    }

    private static void FindEnhancedCodes(string text, List<PlacedCode> found)
    {
        found.Clear();
        for (var i = 0; i < text.Length; i++)
        {
            if (text.AsSpan(i).IndexOfAny('2', '4', '5') is var next and >= 0)
            {
                i += next;
            }
            else
            {
                return;
            }

            if (!CanBeginCode(text, i))
            {
                continue;
            }

            var end = i;
            while (end < text.Length && (char.IsAsciiDigit(text[end]) || (text[end] == '.' && end + 1 < text.Length && char.IsAsciiDigit(text[end + 1]))))
            {
                end++;
            }

            var free = end >= text.Length || !(char.IsLetterOrDigit(text[end]) || text[end] is '_' or '/' or '@' or '%' || (text[end] == '-' && end + 1 < text.Length && char.IsAsciiDigit(text[end + 1])));
            if (free && end - i is >= 5 and <= 9 && CodeId.TryParse(text.AsSpan(i, end - i), out var id) && id.Kind == CodeKind.Enhanced
                && !Software.Contains(WordBefore(text, i)))
            {
                found.Add(new(id, i, end - i));
            }

            i = Math.Max(i, end - 1);
        }
    }

    private static PlacedCode? FindReplyCode(string text, List<PlacedCode> enhanced)
    {
        var (strong, all) = (default(Candidates), default(Candidates));
        var nextEnhanced = 0;
        for (var i = 0; i + 3 <= text.Length; i++)
        {
            if (text.AsSpan(i).IndexOfAny(Classes) is var next and >= 0)
            {
                i += next;
            }
            else
            {
                break;
            }

            if (i + 3 > text.Length || !char.IsAsciiDigit(text[i + 1]) || !char.IsAsciiDigit(text[i + 2]) || !CanBeginCode(text, i) || !CanEndCode(text, i + 3))
            {
                continue;
            }

            while (nextEnhanced < enhanced.Count && enhanced[nextEnhanced].Start < i + 3)
            {
                nextEnhanced++;
            }

            var followed = nextEnhanced < enhanced.Count && IsGlue(text.AsSpan(i + 3, enhanced[nextEnhanced].Start - i - 3));
            var before = ContextBefore(text, i, out var mark);
            // "failed: 501 mail from …" introduces a code, whatever follows; "…: 550 user is locked" is no quantity either, as it would be users.
            var introduced = mark is ':' or ';' && Introduces(before);
            var counted = mark is not ('(' or '[' or '#') && (Counted.Contains(before) || (mark != '^' && !introduced && StartsUnit(text, i + 3, mark == ' ')));
            // "Expected response code 250 but got …" says what did not come.
            if ((!followed && counted) || (text[i] is '2' or '3' && IsExpected(text, i)))
            {
                continue;
            }

            var code = new PlacedCode(CodeId.Reply(((text[i] - '0') * 100) + ((text[i + 1] - '0') * 10) + text[i + 2] - '0'), i, 3);
            if (followed || mark != ' ' || Introduces(before))
            {
                strong.Add(code);
                all.Add(code);
            }
            // Standing alone in the middle of words it takes a failing number of the grammar to be taken for a code.
            else if (text[i] is '4' or '5' && text[i + 1] <= '5' && StartsWords(text, i + 3))
            {
                all.Add(code);
            }
        }

        var chosen = strong.First is null ? all : strong;
        return chosen.FirstFailure is null ? chosen.Last
            : chosen.First?.Id.ClassDigit < 4 || text.Contains(">>> ", StringComparison.Ordinal) ? all.LastFailure
            : chosen.FirstFailure;
    }

    /// <summary>What may be chosen of several reply codes.</summary>
    private struct Candidates
    {
        public PlacedCode? First { get; private set; }

        public PlacedCode? Last { get; private set; }

        public PlacedCode? FirstFailure { get; private set; }

        public PlacedCode? LastFailure { get; private set; }

        public void Add(PlacedCode code)
        {
            First ??= code;
            Last = code;
            if (code.Id.ClassDigit >= 4)
            {
                FirstFailure ??= code;
                LastFailure = code;
            }
        }
    }

    /// <summary>Whether what stands before a digit lets a code begin here.</summary>
    private static bool CanBeginCode(string text, int at)
    {
        if (at == 0)
        {
            return true;
        }

        var before = text[at - 1];
        return char.IsWhiteSpace(before) || before switch
        {
            // The time 11:550, the port of [192.0.2.1]:587 and the list 1,550 are no codes; dsn=5.1.1 and smtp;550 are.
            ':' or ',' => at < 2 || !(char.IsAsciiDigit(text[at - 2]) || (before == ':' && text[at - 2] == ']')),
            '-' => at >= 4 && char.IsAsciiDigit(text[at - 2]) && char.IsAsciiDigit(text[at - 3]) && char.IsAsciiDigit(text[at - 4]) && (at < 5 || !char.IsLetterOrDigit(text[at - 5])),
            '=' => Introduces(WordBefore(text, at)) || Keys.Contains(WordBefore(text, at)),
            // compliant[291] is a footnote.
            '[' or '(' => at < 2 || !char.IsLetterOrDigit(text[at - 2]),
            ';' or '#' or '{' or '"' or '\'' or '<' or '>' or '|' or '“' or '‘' or '`' or '«' => true,
            _ => false,
        };
    }

    private static bool CanEndCode(string text, int at)
    {
        if (at >= text.Length)
        {
            return true;
        }

        var after = text[at];
        return char.IsWhiteSpace(after) || after switch
        {
            '-' => true,
            '.' => at + 1 >= text.Length || !char.IsLetterOrDigit(text[at + 1]),
            ':' => at + 1 >= text.Length || !char.IsAsciiDigit(text[at + 1]),
            ',' => at + 1 >= text.Length || !char.IsAsciiDigit(text[at + 1]),
            ';' or ')' or ']' or '}' or '"' or '\'' or '#' or '<' or '>' or '|' or '!' or '”' or '’' => true,
            _ => false,
        };
    }

    /// <summary>The word before a place, and the mark between: a space where there is only white space, <c>^</c> at the beginning of the text.</summary>
    private static ReadOnlySpan<char> ContextBefore(string text, int at, out char mark)
    {
        var i = at - 1;
        mark = ' ';
        for (var marks = 0; i >= 0 && marks <= MostMarks && !char.IsLetterOrDigit(text[i]); i--)
        {
            if (char.IsWhiteSpace(text[i]))
            {
                continue;
            }

            marks++;
            if (mark == ' ' && text[i] is not ('.' or '!' or '?' or ')' or ']' or '*' or '_' or '/' or '@'))
            {
                mark = text[i];
            }
        }

        if (i < 0)
        {
            mark = mark == ' ' ? '^' : mark;
            return default;
        }

        return WordBefore(text, i + 1);
    }

    private static ReadOnlySpan<char> WordBefore(string text, int at)
    {
        var end = at;
        for (var marks = 0; end > 0 && marks <= MostMarks && !char.IsLetterOrDigit(text[end - 1]); end--)
        {
            marks += char.IsWhiteSpace(text[end - 1]) ? 0 : 1;
        }

        var start = end;
        while (start > 0 && end - start < 16 && (char.IsLetter(text[start - 1]) || text[start - 1] == '-'))
        {
            start--;
        }

        return text.AsSpan(start, end - start);
    }

    /// <summary>Whether a unit follows, written as units are, in lower case: "250 recipients", not "250 Recipient ok".</summary>
    private static bool StartsUnit(string text, int at, bool evenOne)
    {
        while (at < text.Length && char.IsWhiteSpace(text[at]))
        {
            at++;
        }

        var end = at;
        while (end < text.Length && char.IsAsciiLetterLower(text[end]))
        {
            end++;
        }

        if (end == at && text.AsSpan(at) is [('K' or 'M' or 'G'), ('B' or 'i'), ..])
        {
            return true;
        }

        // mail.example.com is no unit.
        var whole = end >= text.Length || !(char.IsLetterOrDigit(text[end]) || (text[end] is '.' or '-' && end + 1 < text.Length && char.IsLetterOrDigit(text[end + 1])));
        var unit = text.AsSpan(at, Math.Min(end - at, 16));
        return whole && Units.Contains(unit) && (evenOne || !Single.Contains(unit));
    }

    private static bool Introduces(ReadOnlySpan<char> word) =>
        Introductions.Contains(word) || word.EndsWith("exception", StringComparison.OrdinalIgnoreCase) || word.EndsWith("error", StringComparison.OrdinalIgnoreCase) || word.EndsWith("code", StringComparison.OrdinalIgnoreCase) || word.EndsWith("status", StringComparison.OrdinalIgnoreCase) || word.EndsWith("response", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether one of the few words before a number, with no other number between, is "expected".</summary>
    private static bool IsExpected(string text, int at)
    {
        var words = 0;
        for (var i = at - 1; i >= 0 && words <= MostExpected && !char.IsAsciiDigit(text[i]); i--)
        {
            if (!char.IsLetter(text[i]))
            {
                continue;
            }

            var end = i + 1;
            while (i > 0 && char.IsLetter(text[i - 1]))
            {
                i--;
            }

            if (text.AsSpan(i, end - i).Equals("expected", StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }

            words++;
        }

        return false;
    }

    private static bool StartsWords(string text, int at)
    {
        while (at < text.Length && (char.IsWhiteSpace(text[at]) || text[at] is '-' or ':' or '<' or '"' or '\''))
        {
            at++;
        }

        return at < text.Length && char.IsLetter(text[at]);
    }

    /// <summary>Words in any letter case.</summary>
    private sealed class WordSet(string[] words)
    {
        // A handful of each length: to compare them is sooner done than to hash the word.
        private readonly string[][] _byLength = [.. Enumerable.Range(0, words.Max(word => word.Length) + 1).Select(string[] (length) => [.. words.Where(word => word.Length == length)])];

        public bool Contains(ReadOnlySpan<char> word)
        {
            if (word.Length >= _byLength.Length)
            {
                return false;
            }

            foreach (var one in _byLength[word.Length])
            {
                if (word.Equals(one, StringComparison.OrdinalIgnoreCase))
                {
                    return true;
                }
            }

            return false;
        }
    }
}
