using System.Globalization;
using SmtpCodes.Catalog;

namespace SmtpCodes.Explanation;

/// <summary>
/// A text as phrases are looked for in it: lower case, Latin letters without diacritics, white space and line wraps as one space, the repeated codes of a
/// multi-line reply and mail addresses taken out. Each character knows where it came from. Made in one pass, in time linear in the length of the text.
/// May be used again, for one text after the other.
/// </summary>
internal sealed class ReplyText
{
    /// <summary>What one character may become: a space and two letters.</summary>
    private const int MostForOne = 3;

    private char[] _chars = [];
    private int[] _origins = [];
    private int _length;

    /// <summary>The text as it was given.</summary>
    public string Original { get; private set; } = "";

    /// <summary>The text as it is searched.</summary>
    public ReadOnlySpan<char> Plain => _chars.AsSpan(0, _length);

    /// <summary>Where a stretch of the searched text stands in the original, in UTF-16 units.</summary>
    public (int Start, int Length) Locate(int start, int length)
    {
        var first = _origins[start];
        return (first, _origins[start + length - 1] + 1 - first);
    }

    public static ReplyText Of(string original)
    {
        var text = new ReplyText();
        text.Read(original);
        return text;
    }

    /// <summary>Takes up another text; what it held is gone.</summary>
    public void Read(string original)
    {
        Clear();
        Original = original;
        if (_chars.Length < original.Length + MostForOne)
        {
            (_chars, _origins) = (new char[original.Length + MostForOne], new int[original.Length + MostForOne]);
        }

        // Text without an @ has no addresses, and no word of it has to be looked at twice.
        var mayHaveAddresses = original.Contains('@', StringComparison.Ordinal);
        var pendingSpace = false;
        var continued = default(Continuation);
        for (var i = 0; i < original.Length;)
        {
            var c = original[i];
            if (char.IsWhiteSpace(c) || char.IsControl(c) || c is '\u200b' or '\u200c' or '\u200d' or '\ufeff' or '\u00ad')
            {
                pendingSpace |= c is not ('\u200b' or '\u200c' or '\u200d' or '\ufeff' or '\u00ad');
                i++;
                continue;
            }

            if (char.IsAsciiDigit(c) && (i == 0 || char.IsWhiteSpace(original[i - 1])) && continued.SkipRepeated(original, i) is var next && next > i)
            {
                pendingSpace = true;
                i = next;
                continue;
            }

            if (_chars.Length - _length < MostForOne)
            {
                Array.Resize(ref _chars, _chars.Length * 2);
                Array.Resize(ref _origins, _chars.Length);
            }

            // White space between two characters of a script that uses none is a line wrap.
            if (pendingSpace && _length > 0 && !(IsUnspaced(_chars[_length - 1]) && IsUnspaced(c)))
            {
                Add(' ', i);
            }

            pendingSpace = false;
            if (mayHaveAddresses && AddressAt(original, i) is var end && end > i)
            {
                Add('@', i);
                i = end;
                continue;
            }

            if (char.IsAscii(c))
            {
                Add(c == '`' ? '\'' : char.ToLowerInvariant(c), i);
            }
            else
            {
                foreach (var plain in Fold(c, _length > 0 ? _chars[_length - 1] : ' '))
                {
                    Add(plain, i);
                }
            }

            i++;
        }
    }

    /// <summary>Forgets the text.</summary>
    public void Clear()
    {
        Original = "";
        _chars.AsSpan(0, _length).Clear();
        _length = 0;
    }

    private void Add(char plain, int origin)
    {
        _chars[_length] = plain;
        _origins[_length++] = origin;
    }

    private static bool IsUnspaced(char c) => c is >= '\u3000' and <= '\u9fff' or >= '\uf900' and <= '\ufaff' or >= '\uff00' and <= '\uffef' or >= '\u0e00' and <= '\u0e7f';

    /// <summary>The end of the mail address that begins here, or the place itself where none does.</summary>
    private static int AddressAt(string text, int start)
    {
        // Only at the beginning of a word: each character is looked at once for each word, not once for each place.
        if (!IsAtom(text[start]) || (start > 0 && IsAtom(text[start - 1])))
        {
            return start;
        }

        var at = start;
        while (at < text.Length && IsAtom(text[at]))
        {
            at++;
        }

        if (at >= text.Length || text[at] != '@')
        {
            return start;
        }

        var end = at + 1;
        while (end < text.Length && (char.IsLetterOrDigit(text[end]) || text[end] is '-' or '.'))
        {
            end++;
        }

        while (end > at + 1 && text[end - 1] is '.' or '-')
        {
            end--;
        }

        return end > at + 1 ? end : start;

        static bool IsAtom(char c) => char.IsLetterOrDigit(c) || c is '.' or '_' or '+' or '-' or '=' or '%' or '*' or '~' or '!' or '&' or '#';
    }

    private static ReadOnlySpan<char> Fold(char c, char before) => c switch
    {
        '‘' or '’' or '‚' or '`' or '´' or '′' => "'",
        '“' or '”' or '„' or '«' or '»' or '″' => "\"",
        '‐' or '‑' or '–' or '—' or '−' => "-",
        'ß' => "ss",
        'æ' or 'Æ' => "ae",
        'œ' or 'Œ' => "oe",
        'ø' or 'Ø' => "o",
        'ł' or 'Ł' => "l",
        'đ' or 'Đ' or 'ð' or 'Ð' => "d",
        'þ' or 'Þ' => "th",
        'ı' or 'İ' => "i",
        'ё' or 'Ё' => "е",
        >= 'À' and <= 'ſ' => Latin.AsSpan(c - 'À', 1),
        // A combining mark behind a Latin letter is a diacritic like any other.
        >= '\u0300' and <= '\u036f' when char.IsAsciiLetter(before) => [],
        >= '！' and <= '～' => Lower[(char)(c - '！' + '!')],
        _ => Lower[c],
    };

    // The letters from À (U+00C0) to ſ (U+017F) without their diacritics.
    private const string Latin =
        "aaaaaaaceeeeiiiidnooooo*ouuuuytsaaaaaaaceeeeiiiidnooooo/ouuuuyty"
        + "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkklllllll"
        + "lllnnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";

    private static readonly LowerCase Lower = new();

    /// <summary>Every other character in lower case, without an allocation for each.</summary>
    private sealed class LowerCase
    {
        private readonly string _all = string.Create(char.MaxValue + 1, 0, static (all, _) =>
        {
            for (var i = 0; i < all.Length; i++)
            {
                all[i] = char.ToLower((char)i, CultureInfo.InvariantCulture);
            }
        });

        public ReadOnlySpan<char> this[char c] => _all.AsSpan(c, 1);
    }

    /// <summary>The code that a multi-line reply repeats, once one has been seen: <c>550-5.7.26</c>.</summary>
    private struct Continuation
    {
        // The three digits as a number, and the enhanced code behind them.
        private int? _code;
        private CodeId? _enhanced;

        /// <summary>Where the text goes on behind a repetition of the code; the place itself where there is none.</summary>
        public int SkipRepeated(string text, int start)
        {
            if (start + 3 > text.Length || !char.IsAsciiDigit(text[start]) || !char.IsAsciiDigit(text[start + 1]) || !char.IsAsciiDigit(text[start + 2]))
            {
                return start;
            }

            var end = start + 3;
            var hyphen = end < text.Length && text[end] == '-';
            if (end < text.Length && !hyphen && !char.IsWhiteSpace(text[end]))
            {
                return start;
            }

            var code = ((text[start] - '0') * 100) + ((text[start + 1] - '0') * 10) + text[start + 2] - '0';
            end += hyphen ? 1 : 0;
            if (_code is null)
            {
                if (hyphen)
                {
                    (_code, _enhanced) = (code, EnhancedAt(text, end).Enhanced);
                }

                return start;
            }

            if (code != _code)
            {
                return start;
            }

            var (enhanced, behind) = EnhancedAt(text, end);
            return enhanced is not null && enhanced == _enhanced ? behind : end;
        }

        private static (CodeId? Enhanced, int Behind) EnhancedAt(string text, int start)
        {
            while (start < text.Length && char.IsWhiteSpace(text[start]))
            {
                start++;
            }

            var end = start;
            while (end < text.Length && end - start < 9 && (char.IsAsciiDigit(text[end]) || text[end] == '.'))
            {
                end++;
            }

            return CodeId.TryParse(text.AsSpan(start, end - start), out var id) && id.Kind == CodeKind.Enhanced ? (id, end) : (null, start);
        }
    }
}
