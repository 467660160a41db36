using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace SmtpCodes.Catalog;

/// <summary>
/// The identity of a code: a reply code (RFC 5321 section 4.2) such as <c>354</c>, or an enhanced status code
/// (RFC 3463 section 2) such as <c>5.7.8</c>, whose class may be left open: <c>X.7.8</c>.
/// A small immutable value; ordered as the catalog is: reply codes by number, then enhanced codes by subject, detail and class, open class first.
/// </summary>
public readonly record struct CodeId : IComparable<CodeId>
{
    /// <summary>The longest text, in UTF-16 units and after trimming, that can be a code.</summary>
    public const int MaxLength = 32;

    private readonly short _first;
    private readonly short _subject;
    private readonly short _detail;

    private CodeId(CodeKind kind, int first, int subject, int detail)
    {
        Kind = kind;
        _first = (short)first;
        _subject = (short)subject;
        _detail = (short)detail;
    }

    /// <summary>Whether this is a reply code or an enhanced status code.</summary>
    public CodeKind Kind { get; }

    /// <summary>The number of a reply code, 100 to 599; 0 for an enhanced status code.</summary>
    public int Number => Kind == CodeKind.Reply ? _first : 0;

    /// <summary>The class: 1 to 5 for a reply code; 2, 4 or 5 for an enhanced status code; 0 where the class is open.</summary>
    public int ClassDigit => Kind == CodeKind.Reply ? _first / 100 : _first;

    /// <summary>The second digit of a reply code, or the subject sub-code (0 to 999) of an enhanced status code.</summary>
    public int Subject => Kind == CodeKind.Reply ? _first / 10 % 10 : _subject;

    /// <summary>The third digit of a reply code, or the detail sub-code (0 to 999) of an enhanced status code.</summary>
    public int Detail => Kind == CodeKind.Reply ? _first % 10 : _detail;

    /// <summary>Whether this is an enhanced status code with its class left open.</summary>
    public bool IsOpenClass => Kind == CodeKind.Enhanced && _first == 0;

    /// <summary>The reply code with this number.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is not between 100 and 599.</exception>
    public static CodeId Reply(int number)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(number, 100);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(number, 599);
        return new(CodeKind.Reply, number, 0, 0);
    }

    /// <summary>The enhanced status code with these parts; class 0 leaves the class open.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The class is not 0, 2, 4 or 5, or a sub-code is not between 0 and 999.</exception>
    public static CodeId Enhanced(int classDigit, int subject, int detail)
    {
        if (classDigit is not (0 or 2 or 4 or 5))
        {
            throw new ArgumentOutOfRangeException(nameof(classDigit), classDigit, "The class is 2, 4 or 5, or 0 for an open class.");
        }

        ArgumentOutOfRangeException.ThrowIfNegative(subject);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(subject, 999);
        ArgumentOutOfRangeException.ThrowIfNegative(detail);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(detail, 999);
        return new(CodeKind.Enhanced, classDigit, subject, detail);
    }

    /// <summary>
    /// Reads a code as people write it: <c>354</c>, <c>5.7.8</c>, <c>X.7.8</c> or <c>x.7.8</c>, white space around it ignored.
    /// A reply code has a first digit from 1 to 5 here; whether a 1yz number is of any use is for the catalog to say.
    /// </summary>
    /// <returns><see langword="false"/>, and the default value, for anything else.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out CodeId id)
    {
        id = default;
        text = text.Trim();
        if (text.Length == 3 && TryDigits(text, out var number) && number is >= 100 and <= 599)
        {
            id = new(CodeKind.Reply, number, 0, 0);
            return true;
        }

        if (text.Length is < 5 or > 9 || text[1] != '.')
        {
            return false;
        }

        var classDigit = text[0] switch { 'X' or 'x' => 0, '2' => 2, '4' => 4, '5' => 5, _ => -1 };
        var rest = text[2..];
        var dot = rest.IndexOf('.');
        if (classDigit < 0 || dot < 0 || !TrySubCode(rest[..dot], out var subject) || !TrySubCode(rest[(dot + 1)..], out var detail))
        {
            return false;
        }

        id = new(CodeKind.Enhanced, classDigit, subject, detail);
        return true;
    }

    /// <summary>Reads a code as <see cref="TryParse"/> does.</summary>
    /// <exception cref="FormatException">The text is not a code.</exception>
    public static CodeId Parse(ReadOnlySpan<char> text) =>
        TryParse(text, out var id) ? id : throw new FormatException($"'{text}' is neither a reply code nor an enhanced status code.");

    /// <summary>The same enhanced status code with another class (0 for open); a reply code is returned as it is.</summary>
    public CodeId WithClass(int classDigit) => Kind == CodeKind.Reply ? this : Enhanced(classDigit, _subject, _detail);

    /// <inheritdoc/>
    public int CompareTo(CodeId other)
    {
        var byKind = Kind.CompareTo(other.Kind);
        return byKind != 0 ? byKind
            : Kind == CodeKind.Reply ? _first.CompareTo(other._first)
            : (_subject, _detail, _first).CompareTo((other._subject, other._detail, other._first));
    }

    /// <summary>The canonical form: three digits, or <c>class.subject.detail</c> with a capital X for an open class.</summary>
    [SuppressMessage("Globalization", "CA1305", Justification = "Formatted with the invariant culture.")]
    public override string ToString() => Kind == CodeKind.Reply
        ? _first.ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{(_first == 0 ? "X" : _first)}.{_subject}.{_detail}");

    /// <summary>Order of the catalog.</summary>
    public static bool operator <(CodeId left, CodeId right) => left.CompareTo(right) < 0;

    /// <summary>Order of the catalog.</summary>
    public static bool operator <=(CodeId left, CodeId right) => left.CompareTo(right) <= 0;

    /// <summary>Order of the catalog.</summary>
    public static bool operator >(CodeId left, CodeId right) => left.CompareTo(right) > 0;

    /// <summary>Order of the catalog.</summary>
    public static bool operator >=(CodeId left, CodeId right) => left.CompareTo(right) >= 0;

    private static bool TryDigits(ReadOnlySpan<char> text, out int value)
    {
        value = 0;
        foreach (var c in text)
        {
            if (!char.IsAsciiDigit(c))
            {
                return false;
            }

            value = (value * 10) + (c - '0');
        }

        return true;
    }

    private static bool TrySubCode(ReadOnlySpan<char> text, out int value)
    {
        value = 0;
        return text.Length is >= 1 and <= 3 && (text.Length == 1 || text[0] != '0') && TryDigits(text, out value);
    }
}
