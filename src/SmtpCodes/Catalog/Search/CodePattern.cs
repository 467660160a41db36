namespace SmtpCodes.Catalog.Search;

/// <summary>A code, or the beginning of one, in a query: <c>550</c>, <c>55</c>, <c>5xx</c>, <c>5.7.1</c>, <c>5.7</c>, <c>X.7.x</c>.</summary>
internal readonly record struct CodePattern
{
    private const float Exact = 400;
    private const float Beginning = 40;
    private const float Paired = 5;

    private readonly CodeId? _code;
    private readonly CodeKind _kind;
    private readonly int _class;
    private readonly int _subject;

    private CodePattern(CodeId? code, CodeKind kind, int classDigit, int subject)
    {
        _code = code;
        _kind = kind;
        _class = classDigit;
        _subject = subject;
    }

    /// <summary>Reads a word of a query; marks around it, such as those of <c>#5.1.1</c> and <c>(550)</c>, are ignored.</summary>
    /// <returns><see langword="false"/> for a word that is no code and no beginning of one.</returns>
    public static bool TryParse(ReadOnlySpan<char> word, out CodePattern pattern)
    {
        pattern = default;
        word = word.Trim("#,;:()[]\"'.");
        if (CodeId.TryParse(word, out var code))
        {
            pattern = new(code, code.Kind, code.ClassDigit, code.Subject);
            return true;
        }

        var dot = word.IndexOf('.');
        var classDigit = word.Length == 0 ? -1 : word[0] switch { 'x' or 'X' => 0, >= '1' and <= '5' => word[0] - '0', _ => -1 };
        if (classDigit < 0 || dot > 1)
        {
            return false;
        }

        if (dot < 0)
        {
            // The first digits of a reply code: 5, 55, 5xx, 55x.
            var digits = word.TrimEnd("xX");
            pattern = new(null, CodeKind.Reply, classDigit, digits.Length == 2 ? digits[1] - '0' : -1);
            return classDigit > 0 && word.Length is 2 or 3 && digits.Length is 1 or 2 && (digits.Length == 1 || char.IsAsciiDigit(digits[1])) && (word.Length > digits.Length || digits.Length == 2);
        }

        // Class and subject of an enhanced status code: 5.7, X.7, 5.7.x, 5.x.x.
        var rest = word[2..].TrimEnd(".xX");
        var subject = -1;
        pattern = default;
        if (rest.Length > 0 && (!int.TryParse(rest, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out subject) || subject > 999))
        {
            return false;
        }

        pattern = new(null, CodeKind.Enhanced, classDigit, subject);
        return true;
    }

    /// <summary>How well an entry fits: far above any word for the code itself, above most for a beginning, a little for a code that it is paired with, else 0.</summary>
    public float ScoreOf(SmtpCode entry)
    {
        if (_code is { } code)
        {
            return entry.Id == code || (entry.Id.IsOpenClass && entry.Id == code.WithClass(0)) || IsInRange(entry, code) ? Exact
                : IsPairedWith(entry, code) ? Paired
                : 0;
        }

        if (entry.Kind != _kind || (_subject >= 0 && entry.Id.Subject != _subject))
        {
            return 0;
        }

        return _class == 0 || entry.Id.ClassDigit == _class || (entry.Id.IsOpenClass && MayTake(entry, _class)) ? Beginning : 0;
    }

    private static bool MayTake(SmtpCode entry, int classDigit)
    {
        foreach (var reading in entry.Classes)
        {
            if (reading.Class.Digit == classDigit)
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsInRange(SmtpCode entry, CodeId code) =>
        entry.Range is { } range && CodeId.Parse(range.To) is var last
        && code.ClassDigit == last.ClassDigit && code.Subject == last.Subject && code >= entry.Id && code <= last;

    private static bool IsPairedWith(SmtpCode entry, CodeId code)
    {
        if (entry.Kind == code.Kind || entry.PairedWith.IsEmpty)
        {
            return false;
        }

        foreach (var paired in entry.PairedWith)
        {
            if (CodeId.Parse(paired) == code.WithClass(0))
            {
                return true;
            }
        }

        return false;
    }
}
