using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace SmtpCodeApi.Pages.Markdown;

/// <summary>
/// A piece of inline Markdown. It is written as an interpolated string whose own text is markup, while whatever is put into it is escaped, so that nothing in a
/// value takes effect as Markdown or HTML (CommonMark and GitHub's tables, strikethrough and bare links) unless it is <see cref="Markup"/> itself.
/// </summary>
[InterpolatedStringHandler]
internal readonly struct Markup
{
    // What ends a destination between parentheses, or the cell of a table, is not among them.
    private const string UnescapedInLinks = "-._~:/?#[]@!$&'*+,;=%";

    private readonly StringBuilder _text;

    public Markup(int literalLength, int formattedCount) => _text = new(literalLength + (16 * formattedCount));

    private Markup(StringBuilder text) => _text = text;

    public void AppendLiteral(string value) => _text.Append(value);

    public void AppendFormatted(Markup value) => _text.Append(value._text);

    public void AppendFormatted(string value) => Escape(_text, value);

    public void AppendFormatted(int value) => _text.Append(CultureInfo.InvariantCulture, $"{value}");

    public override string ToString() => _text.ToString();

    /// <summary>A text of the catalog or of the rules: what is between backticks is code, everything else is plain.</summary>
    public static Markup Prose(string text)
    {
        var markup = new StringBuilder(text.Length + 8);
        var parts = text.Split('`');
        // Every other part is code, if each backtick that opens has one that closes, and none touches another.
        if (parts.Length % 2 == 0 || text.Contains("``", StringComparison.Ordinal))
        {
            Escape(markup, text);
            return new(markup);
        }

        for (var index = 0; index < parts.Length; index++)
        {
            if (index % 2 == 1)
            {
                markup.Append(Code(parts[index])._text);
            }
            else
            {
                Escape(markup, parts[index]);
            }
        }

        return new(markup);
    }

    /// <summary>A text with values in it between single quotes, which may be a client's: they become code.</summary>
    public static Markup Quoted(string text)
    {
        var markup = new StringBuilder(text.Length + 8);
        var done = 0;
        while (NextQuoted(text, done) is var (start, end) && start >= 0)
        {
            Escape(markup, text[done..start]);
            markup.Append(Code(text[(start + 1)..end])._text);
            done = end + 1;
        }

        Escape(markup, text[done..]);
        return new(markup);
    }

    /// <summary>A value as code, on one line; nothing in it is markup.</summary>
    public static Markup Code(string value)
    {
        var code = new StringBuilder(value.Length + 4);
        var (run, longest) = (0, 0);
        foreach (var character in value)
        {
            run = character == '`' ? run + 1 : 0;
            longest = Math.Max(longest, run);
            code.Append(OnOneLine(character));
        }

        // A fence longer than what is inside; spaces keep a backtick at the edge apart from it, and are not part of the code.
        var edge = code.Length == 0 || code[0] is '`' or ' ' || code[^1] is '`' or ' ' ? " " : "";
        var fence = new string('`', longest + 1);
        return new(code.Insert(0, edge).Insert(0, fence).Append(edge).Append(fence));
    }

    /// <summary>A link.</summary>
    public static Markup Link(string text, string address) => $"[{text}]({Destination(address)})";

    /// <summary>Several pieces with a separator between them.</summary>
    public static Markup Join(string separator, IEnumerable<Markup> pieces) => new(new StringBuilder().AppendJoin(separator, pieces));

    /// <summary>A character as it can be shown: a control character, which a terminal would obey, as its picture.</summary>
    public static char Visible(char character) => character switch
    {
        < ' ' => (char)('\u2400' + character),
        '\u007f' => '\u2421',
        < '\u00a0' and > '\u007f' => '\ufffd',
        _ => character,
    };

    /// <summary>
    /// The first value between single quotes. Only what stands apart from the words around it is one: an apostrophe is not, and code keeps its distance from
    /// other backticks, which a reader might take for a part of its fence.
    /// </summary>
    private static (int Start, int End) NextQuoted(string text, int from)
    {
        for (var start = text.IndexOf('\'', from); start >= 0; start = text.IndexOf('\'', start + 1))
        {
            var end = text.IndexOf('\'', start + 1);
            if (end > start + 1 && (start == 0 || text[start - 1] is ' ' or '(') && (end == text.Length - 1 || text[end + 1] is ' ' or ')' or '.' or ',' or ';'))
            {
                return (start, end);
            }
        }

        return (-1, -1);
    }

    private static Markup Destination(string address)
    {
        var destination = new StringBuilder(address.Length);
        foreach (var rune in address.EnumerateRunes())
        {
            var isPlain = rune.IsAscii && (Rune.IsLetterOrDigit(rune) || UnescapedInLinks.Contains((char)rune.Value));
            destination.Append(isPlain ? rune.ToString() : Uri.EscapeDataString(rune.ToString()));
        }

        return new(destination);
    }

    private static void Escape(StringBuilder markup, string text)
    {
        for (var index = 0; index < text.Length; index++)
        {
            var character = text[index];
            if (IsMarkup(text, index))
            {
                markup.Append('\\');
            }

            markup.Append(OnOneLine(character));
        }
    }

    private static bool IsMarkup(string text, int index)
    {
        var next = index + 1 < text.Length ? text[index + 1] : ' ';
        return text[index] switch
        {
            '\\' or '*' or '`' or '[' or ']' or '<' or '~' => true,
            // A mail address, which some readers make a link of.
            '@' => index > 0 && text[index - 1] != ' ' && char.IsLetterOrDigit(next),
            // Within a word it is a letter: recipients_max_reject.
            '_' => index == 0 || !char.IsLetterOrDigit(text[index - 1]) || !char.IsLetterOrDigit(next),
            // A character reference.
            '&' => next == '#' || char.IsAsciiLetter(next) && text.AsSpan(index).IndexOf(';') is > 0 and var end && !text.AsSpan(index, end).Contains(' '),
            // A heading, an item, a quotation or a rule, where a block begins.
            '#' or '+' or '-' or '=' or '>' => index == 0,
            // An item of a numbered list, in the same place; the links that are recognised without brackets.
            '.' => IsNumber(text.AsSpan(0, index)) && next == ' ' || text.AsSpan(0, index).EndsWith("www", StringComparison.OrdinalIgnoreCase),
            ')' => IsNumber(text.AsSpan(0, index)),
            ':' => next != ' ',
            _ => false,
        };
    }

    private static char OnOneLine(char character) => character is '\r' or '\n' or '\t' ? ' ' : Visible(character);

    private static bool IsNumber(ReadOnlySpan<char> text) => text.Length is > 0 and < 10 && !text.ContainsAnyExceptInRange('0', '9');
}
