using SmtpCodeApi.Explain;
using SmtpCodeApi.Http;

namespace SmtpCodeApi.Pages;

/// <summary>What the frame around every page has to know of it.</summary>
/// <param name="Title">The title of the page.</param>
/// <param name="Description">What is on it, in a sentence or two, for search engines and previews.</param>
/// <param name="Address">Where it was asked for.</param>
/// <param name="Canonical">The path and query that stand for it among several that show the same; null for a page that has no address worth keeping.</param>
/// <param name="Curl">The command that gets the same as JSON.</param>
/// <param name="HasLinks">Whether the same can be had as JSON and as Markdown with a link.</param>
public sealed record PageFrame(string Title, string Description, PageAddress Address, string? Canonical, string? Curl = null, bool HasLinks = false)
{
    /// <summary>The frame of a page that comes in every representation.</summary>
    public static PageFrame Of<T>(Page<T> page, string title, string description, string? canonical) => new(
        title, description, page.Address, canonical,
        $"curl '{page.Address.Absolute(page.Address.Path + page.Address.Query).Replace("'", "%27", StringComparison.Ordinal)}'", HasLinks: true);
}

/// <summary>The form that takes a reply.</summary>
/// <param name="Address">The page it is on.</param>
/// <param name="Text">What is in it already.</param>
public sealed record ReplyForm(PageAddress Address, string Text);

/// <summary>An explanation with the text it is about.</summary>
/// <param name="Details">The explanation.</param>
/// <param name="Text">The text that its evidence counts in; null where that is not at hand.</param>
public sealed record ExplainedText(ExplanationDetails Details, string? Text);
