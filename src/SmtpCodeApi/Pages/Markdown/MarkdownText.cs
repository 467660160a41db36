using System.Text;

namespace SmtpCodeApi.Pages.Markdown;

/// <summary>Writes a Markdown text block by block, an empty line between two.</summary>
internal sealed class MarkdownText
{
    private readonly StringBuilder _text = new();

    /// <summary>A heading; level 1 is the title.</summary>
    public MarkdownText Heading(int level, Markup text) => Block($"{new string('#', level)} {text}\n");

    public MarkdownText Paragraph(Markup text) => Block($"{text}\n");

    /// <summary>A list; nothing for no items.</summary>
    public MarkdownText Bullets(IEnumerable<Markup> items) => Block(string.Concat(items.Select(item => $"- {item}\n")));

    /// <summary>A numbered list; nothing for no items.</summary>
    public MarkdownText Steps(IEnumerable<string> steps) => Block(string.Concat(steps.Select((step, index) => $"{index + 1}. {Markup.Prose(step)}\n")));

    /// <summary>A table; nothing for no rows.</summary>
    public MarkdownText Table(Markup[] heads, IEnumerable<Markup[]> rows)
    {
        var body = string.Concat(rows.Select(Row));
        return Block(body.Length == 0 ? "" : $"{Row(heads)}|{string.Concat(Enumerable.Repeat(" --- |", heads.Length))}\n{body}");
    }

    /// <summary>Lines as they are, in a fence that nothing in them can close; nothing for no lines.</summary>
    public MarkdownText Fence(IEnumerable<string> lines)
    {
        var content = string.Concat(lines.Select(line => $"{Shown(line)}\n"));
        var fence = new string('`', Math.Max(3, LongestRun(content) + 1));
        return Block(content.Length == 0 ? "" : $"{fence}\n{content}{fence}\n");
    }

    public override string ToString() => _text.ToString();

    private MarkdownText Block(string block)
    {
        if (block.Length > 0)
        {
            _text.Append(_text.Length > 0 ? "\n" : "").Append(block);
        }

        return this;
    }

    private static string Row(Markup[] cells) => $"|{string.Concat(cells.Select(cell => $" {cell.ToString().Replace("|", "\\|", StringComparison.Ordinal)} |"))}\n";

    // A line that has the end of a line in it, from a place that knows other ends, becomes several.
    private static string Shown(string line) => string.Create(line.Length, line, static (shown, source) =>
    {
        for (var index = 0; index < source.Length; index++)
        {
            shown[index] = source[index] is '\n' or '\t' ? source[index] : Markup.Visible(source[index]);
        }
    });

    private static int LongestRun(string text)
    {
        var (run, longest) = (0, 0);
        foreach (var character in text)
        {
            run = character == '`' ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }

        return longest;
    }
}
