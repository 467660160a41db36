using System.Text;
using Markdig;
using Markdig.Extensions.EmphasisExtras;
using Markdig.Extensions.Footnotes;
using Markdig.Extensions.Tables;
using Markdig.Extensions.TaskLists;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace SmtpCodeApi.Tests.Pages;

/// <summary>What a reader of Markdown makes of a text: CommonMark with what GitHub and chats add to it.</summary>
internal sealed class MarkdownReader
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder()
        .UsePipeTables().UseAutoLinks().UseEmphasisExtras(EmphasisExtraOptions.Strikethrough).UseTaskLists().UseFootnotes().Build();

    public MarkdownReader(string text)
    {
        Document = Markdown.Parse(text, Pipeline);
        Text = Plain(Document);
    }

    public MarkdownDocument Document { get; }

    /// <summary>The words without the markup; cells and blocks are apart by an end of line.</summary>
    public string Text { get; }

    public IEnumerable<string> Headings => Document.Descendants<HeadingBlock>().Select(heading => $"{new string('#', heading.Level)} {Plain(heading).Trim()}");

    public IEnumerable<string> Links => Document.Descendants<LinkInline>().Select(link => link.Url!);

    public IEnumerable<string> Fences => Document.Descendants<FencedCodeBlock>().Select(fence => fence.Lines.ToString());

    /// <summary>What the service never writes: HTML, images, links without brackets, footnotes, tasks, rules, and emphasis other than bold.</summary>
    public IEnumerable<string> Foreign => Document.Descendants()
        .Where(part => part is HtmlBlock or HtmlInline or AutolinkInline or LinkInline { IsImage: true } or LinkInline { IsAutoLink: true }
            or LinkReferenceDefinition or Footnote or TaskList or ThematicBreakBlock or EmphasisInline { DelimiterChar: not '*' } or EmphasisInline { DelimiterCount: not 2 })
        .Select(part => part.GetType().Name);

    /// <summary>Headings with nothing beneath them.</summary>
    public IEnumerable<string> EmptySections => Document
        .Select((block, index) => (Block: block, Next: Document.ElementAtOrDefault(index + 1)))
        .Where(pair => pair.Block is HeadingBlock heading && (pair.Next is null || (pair.Next is HeadingBlock next && next.Level <= heading.Level)))
        .Select(pair => Plain(pair.Block));

    private static string Plain(MarkdownObject part)
    {
        var text = new StringBuilder();
        foreach (var piece in part is LeafBlock { Inline: { } inline } ? inline.Descendants() : part.Descendants())
        {
            _ = piece switch
            {
                LiteralInline literal => text.Append(literal.Content),
                CodeInline code => text.Append(code.Content),
                LineBreakInline => text.Append('\n'),
                HtmlEntityInline entity => text.Append(entity.Transcoded),
                CodeBlock block => text.Append('\n').Append(block.Lines.ToString()),
                Block or TableCell => text.Append('\n'),
                _ => text,
            };
        }

        return text.ToString();
    }
}
