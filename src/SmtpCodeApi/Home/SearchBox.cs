using System.Text.RegularExpressions;
using SmtpCodes.Catalog;

namespace SmtpCodeApi.Home;

/// <summary>
/// What someone meant who typed or pasted into the search box: one code opens it, two codes compare, a reply is to be explained, anything else is searched for.
/// </summary>
/// <param name="Path">Where the answer is; null for a reply, which is explained in place, since an address would end up in logs and histories.</param>
internal readonly partial record struct SearchBox(string? Path)
{
    // What people write around a code without meaning more by it; the last ones stand between two.
    private static readonly HashSet<string> Fillers = new(
        ["smtp", "code", "codes", "error", "errors", "status", "reply", "response", "enhanced", "what", "is", "does", "mean", "meaning", "the", "a", "of", "compare", "difference", "between",
            "vs", "versus", "and", "or", "with", "to", "against", "&", "/", "|", "-", "<>"],
        StringComparer.OrdinalIgnoreCase);

    private static readonly HashSet<string> Joiners = new(["vs", "versus", "and", "or", "with", "to", "against", "&", "/", "|", "-", "<>", "compare", "difference", "between"], StringComparer.OrdinalIgnoreCase);

    // Longer than what anybody remembers of a code.
    private const int LongestSearch = 80;

    /// <summary>Understands a text.</summary>
    public static SearchBox Understand(string text)
    {
        var trimmed = text.Trim();
        if (trimmed.Length == 0)
        {
            return new("/codes");
        }

        var words = trimmed.Split([' ', '\t', '\r', '\n', ',', ';', '?', ':', '(', ')', '"'], StringSplitOptions.RemoveEmptyEntries).Select(word => word.TrimEnd('.')).Where(word => word.Length > 0).ToArray();
        var codes = words.Where(word => CodeId.TryParse(word, out _)).Select(word => CodeId.Parse(word)).Distinct().ToArray();
        if (words.All(word => CodeId.TryParse(word, out _) || Fillers.Contains(word)))
        {
            switch (codes)
            {
                case [var only]:
                    return new($"/codes/{only}");
                // "550 5.7.26" is how a reply begins; "550 vs 5.7.26", or two of a kind, is a question about both.
                case [var a, var b] when a.Kind == b.Kind || words.Any(Joiners.Contains):
                    return new($"/compare?a={a}&b={b}");
            }
        }

        return IsReply(trimmed) ? new((string?)null) : new($"/codes?q={Uri.EscapeDataString(trimmed)}");
    }

    private static bool IsReply(string text) =>
        text.Length > LongestSearch || text.Contains('\n', StringComparison.Ordinal) || LooksLikeAReply().IsMatch(text);


    /// <summary>A reply code followed by text, or an enhanced status code, an address or a field of a delivery report anywhere.</summary>
    [GeneratedRegex(@"^\s*[2-5]\d\d[ -]\S|\b[245]\.\d{1,3}\.\d{1,3}\b|@|\bsaid:|^(Diagnostic-Code|Status|Final-Recipient):", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex LooksLikeAReply();
}
