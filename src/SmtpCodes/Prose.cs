namespace SmtpCodes;

/// <summary>Small tools for composed English.</summary>
internal static class Prose
{
    /// <summary>Joins items as English does: <c>a</c>, <c>a and b</c>, <c>a, b and c</c>. Empty for no items.</summary>
    public static string List(IEnumerable<string> items, string conjunction)
    {
        var all = items as IReadOnlyList<string> ?? [.. items];
        return all.Count < 2 ? string.Concat(all) : $"{string.Join(", ", all.Take(all.Count - 1))} {conjunction} {all[^1]}";
    }

    /// <summary>The text with a capital at its start.</summary>
    public static string Capital(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];
}
