using System.Collections.Immutable;
using SmtpCodeApi.Compare;
using SmtpCodeApi.Http;
using SmtpCodes.Catalog;
using SmtpCodes.Comparison;
using static SmtpCodeApi.Pages.Markdown.Markup;

namespace SmtpCodeApi.Pages.Markdown;

/// <summary>Two codes side by side as Markdown.</summary>
internal static class ComparisonMarkdown
{
    public static string Of(Page<ComparisonDetails> page)
    {
        var (comparison, address) = (page.Value, page.Address);
        var (a, b) = (comparison.A, comparison.B);
        var text = new MarkdownText().Heading(1, $"{comparison.Title}").Paragraph(Prose(comparison.Summary));

        text.Heading(2, $"Side by side").Table(
            [$"", Link($"{a.Code} {a.Name}", address.Origin + a.Href), Link($"{b.Code} {b.Name}", address.Origin + b.Href)],
            [
                Row("In short", code => Prose(code.Summary)),
                Row("Class", code => $"{CodeMarkdown.Class(code.Class)}"),
                Row("Kind", code => $"{CodeMarkdown.KindWords(code.Kind)}"),
                Row("Origin", code => $"{CodeMarkdown.Word(code.Origin)}"),
                Row("Category", code => $"{CodeMarkdown.Word(code.Category)}"),
                Row("Action", code => $"{CodeMarkdown.Word(code.Action)}"),
                Row("Send again", code => $"{CodeMarkdown.Again(code)}"),
                Row("Who acts", code => $"{CodeMarkdown.Word(code.Responsible)}"),
                Row("Answers", code => $"{CodeMarkdown.Commands(code)}"),
            ]);

        // A code compared with itself is described once.
        SmtpCode[] codes = a.Code == b.Code ? [a] : [a, b];
        foreach (var code in codes)
        {
            text.Heading(2, CodeMarkdown.Title(code)).Paragraph(Prose(code.Description));
            text.Heading(3, $"When you see it").Paragraph(Prose(code.WhenYouSeeIt));
            CodeMarkdown.WriteRemedy(text, code, 3);
        }

        WriteAspects(text, "Key differences", comparison.KeyDifferences, a.Code, b.Code);
        WriteAspects(text, "What they share", comparison.Similarities, a.Code, b.Code);

        var use = comparison.WhenToUseWhich;
        var uses = new[] { use.A, use.B }.Distinct().Select(Prose);
        text.Heading(2, $"When to use which").Bullets(uses).Paragraph(Prose(use.Text));

        if (!comparison.LearnMore.References.IsEmpty || !comparison.LearnMore.Comparisons.IsEmpty)
        {
            text.Heading(2, $"Learn more").Bullets(comparison.LearnMore.Comparisons.Select(other => Link(other.Title, address.Origin + other.Href)));
            CodeMarkdown.WriteReferences(text, comparison.LearnMore.References, 3);
        }

        return text.ToString();

        Markup[] Row(string label, Func<SmtpCode, Markup> cell) => [$"{label}", cell(a), cell(b)];
    }

    private static void WriteAspects(MarkdownText text, string heading, ImmutableArray<ComparedAspect> aspects, string a, string b)
    {
        if (!aspects.IsEmpty)
        {
            text.Heading(2, $"{heading}")
                .Table([$"Aspect", $"{a}", $"{b}"], aspects.Select(Markup[] (aspect) => [$"{PageText.Label(aspect.Aspect)}", Prose(aspect.A), Prose(aspect.B)]))
                .Bullets(aspects.Select(aspect => Prose(aspect.Text)));
        }
    }
}
