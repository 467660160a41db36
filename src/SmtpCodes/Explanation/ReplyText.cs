using System.Globalization;

namespace SmtpCodes.Explanation;

/// <summary>
/// A text as phrases are looked for in it: lower case, Latin letters without diacritics, white space and line wraps as one space, the repeated codes of a
/// multi-line reply and mail addresses taken out. Each character knows where it came from. Made in one pass, in time linear in the length of the text.
/// </summary>
internal sealed class ReplyText
{
    private readonly char[] _chars;
    private readonly int[] _origins;

    private ReplyText(string original, List<char> chars, List<int> origins)
    {
        Original = original;
        _chars = [.. chars];
        _origins = [.. origins];
    }

    /// <summary>The text as it was given.</summary>
    public string Original { get; }

    /// <summary>The text as it is searched.</summary>
    public ReadOnlySpan<char> Plain => _chars;

    /// <summary>Where a stretch of the searched text stands in the original, in UTF-16 units.</summary>
    public (int Start, int Length) Locate(int start, int length)
    {
        var first = _origins[start];
        return (first, _origins[start + length - 1] + 1 - first);
    }

    public static ReplyText Of(string original)
    {
        var chars = new List<char>(original.Length);
        var origins = new List<int>(original.Length);
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

            if ((i == 0 || char.IsWhiteSpace(original[i - 1])) && continued.SkipRepeated(original, i) is var next && next > i)
            {
                pendingSpace = true;
                i = next;
                continue;
            }

            // White space between two characters of a script that uses none is a line wrap.
            if (pendingSpace && chars.Count > 0 && !(IsUnspaced(chars[^1]) && IsUnspaced(c)))
            {
                chars.Add(' ');
                origins.Add(i);
            }

            pendingSpace = false;
            if (AddressAt(original, i) is var end && end > i)
            {
                chars.Add('@');
                origins.Add(i);
                i = end;
                continue;
            }

            foreach (var plain in Fold(c, chars.Count > 0 ? chars[^1] : ' '))
            {
                chars.Add(plain);
                origins.Add(i);
            }

            i++;
        }

        return new(original, chars, origins);
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
        private string? _code;
        private string? _enhanced;

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

            var code = text.AsSpan(start, 3);
            end += hyphen ? 1 : 0;
            var (enhanced, behind) = EnhancedAt(text, end);
            if (_code is null)
            {
                if (hyphen)
                {
                    (_code, _enhanced) = (code.ToString(), enhanced);
                }

                return start;
            }

            return !code.SequenceEqual(_code) ? start : enhanced is not null && enhanced == _enhanced ? behind : end;
        }

        private static (string? Enhanced, int Behind) EnhancedAt(string text, int start)
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

            return Catalog.CodeId.TryParse(text.AsSpan(start, end - start), out var id) && id.Kind == Catalog.CodeKind.Enhanced ? (id.ToString(), end) : (null, start);
        }
    }
}
