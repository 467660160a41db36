using SmtpCodeApi.Http;
using static SmtpCodeApi.Pages.Markdown.Markup;

namespace SmtpCodeApi.Pages.Markdown;

/// <summary>A kind of problem as Markdown.</summary>
internal static class ProblemTypeMarkdown
{
    public static string Of(Page<ProblemType> page)
    {
        var type = page.Value;
        return new MarkdownText()
            .Heading(1, $"{type.Title}")
            .Paragraph(Prose(type.Meaning))
            .Paragraph(Prose(type.Advice))
            .Bullets([$"**HTTP status:** {string.Join(" or ", type.Statuses)}", $"**Type:** {Code(type.Type)}"])
            .ToString();
    }
}
