using SmtpCodeApi.Http;
using static SmtpCodeApi.Pages.Markdown.Markup;

namespace SmtpCodeApi.Pages.Markdown;

/// <summary>A problem as Markdown. The values in it that a client has sent are code.</summary>
internal static class ProblemMarkdown
{
    public static string Of(Page<Problem> page)
    {
        var (problem, address) = (page.Value, page.Address);
        var text = new MarkdownText().Heading(1, $"{problem.Title}").Paragraph(Quoted(problem.Detail));

        // The detail of some problems is the sum of what is wrong with each parameter.
        if (problem.Errors?.Any(error => error.Value.Any(wrong => !problem.Detail.Contains(wrong, StringComparison.Ordinal))) == true)
        {
            text.Bullets(problem.Errors.SelectMany(error => error.Value.Select(Markup (wrong) => $"**{error.Key}:** {Quoted(Beyond(problem.Detail, wrong))}")));
        }

        if (problem.Decoded is { } decoded)
        {
            var subject = decoded.Subject is { } known ? $" · {known.Name} ({known.Number})" : "";
            text.Heading(2, $"What the digits say").Paragraph($"{CodeMarkdown.Class(decoded.Class)}{subject}").Paragraph(Prose(decoded.Advice));
        }

        if (problem.Nearest is { IsEmpty: false } nearest)
        {
            text.Heading(2, $"Nearest known codes").Bullets(nearest.Select(code => CodeMarkdown.Line(code, address)));
        }

        text.Heading(2, $"About this problem").Bullets(
        [
            $"**HTTP status:** {problem.Status}",
            $"**Kind:** {Link(problem.Type, address.Origin + problem.Type)}",
            $"**Path:** {Code(problem.Instance)}",
            $"**Trace id:** {Code(problem.TraceId)}",
        ]);
        return text.ToString();
    }

    /// <summary>What an error says beyond the detail: how codes are written is said once.</summary>
    private static string Beyond(string detail, string wrong)
    {
        for (var end = wrong.IndexOf(". ", StringComparison.Ordinal); end >= 0; end = wrong.IndexOf(". ", end + 1, StringComparison.Ordinal))
        {
            if (detail.Contains(wrong[(end + 2)..], StringComparison.Ordinal))
            {
                return wrong[..(end + 1)];
            }
        }

        return wrong;
    }
}
