using SmtpCodeApi.Home;
using SmtpCodeApi.Http;
using static SmtpCodeApi.Pages.Markdown.Markup;

namespace SmtpCodeApi.Pages.Markdown;

/// <summary>The index as Markdown.</summary>
internal static class HomeMarkdown
{
    public static string Of(Page<ServiceIndex> page)
    {
        var (index, address) = (page.Value, page.Address);
        var text = new MarkdownText()
            .Heading(1, $"{index.Name}")
            .Paragraph(Prose(index.Summary))
            .Paragraph($"Version {index.Version}, catalog version {index.CatalogVersion}.")
            .Heading(2, $"Where to go on")
            .Bullets(index.Links.Select(link => Link(link.Title, address.Origin + link.Href)));
        foreach (var group in index.Groups)
        {
            text.Heading(2, $"{group.Label} {group.Name}").Bullets(group.Codes.Select(code => Link($"{code.Code} {code.Name}", address.Origin + code.Href)));
        }

        return text.ToString();
    }
}
