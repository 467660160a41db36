using SmtpCodeApi.Codes;
using SmtpCodeApi.Http;

namespace SmtpCodeApi.Pages.Markdown;

/// <summary>A list of codes as Markdown.</summary>
internal static class CodeListMarkdown
{
    public static string Of(Page<CodeList> page)
    {
        var (list, address) = (page.Value, page.Address);
        var text = new MarkdownText().Heading(1, $"SMTP codes").Paragraph($"{Count(list)} Catalog version {list.CatalogVersion}.");
        if (!list.Unknown.IsEmpty)
        {
            text.Paragraph($"Not in the catalog: {string.Join(", ", list.Unknown)}.");
        }

        text.Bullets(list.Items.OfType<CodeSummary>().Select(code => CodeMarkdown.Line(code, address)));
        foreach (var code in list.Items.OfType<CodeDetails>())
        {
            CodeMarkdown.Write(text, code, address, 2);
        }

        return text.ToString();
    }

    private static string Count(CodeList list) => (list.Total, list.Items.Length) switch
    {
        (0, _) => "No code was found.",
        (var total, 0) => $"None of the {total} codes is this far down the list.",
        (1, _) => "1 code.",
        (var total, var shown) when shown == total => $"{total} codes.",
        (var total, 1) => $"Code {list.Offset + 1} of {total}.",
        (var total, var shown) => $"Codes {list.Offset + 1} to {list.Offset + shown} of {total}.",
    };
}
