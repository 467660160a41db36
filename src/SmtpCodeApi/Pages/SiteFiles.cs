using System.Text;
using System.Xml;
using SmtpCodeApi.Http;
using SmtpCodeApi.Pages.Markdown;
using SmtpCodes.Catalog;
using static SmtpCodeApi.Pages.Markdown.Markup;

namespace SmtpCodeApi.Pages;

/// <summary>The files that search engines and language models look for.</summary>
internal static class SiteFiles
{
    private const string Text = "text/plain; charset=utf-8";
    private const string Xml = "application/xml; charset=utf-8";
    private const string SitemapNamespace = "http://www.sitemaps.org/schemas/sitemap/0.9";

    // What people look up most, in catalog order.
    private static readonly string[] MostAsked =
    [
        "250", "354", "421", "450", "451", "452", "454", "503", "530", "535", "550", "551", "552", "553", "554", "5.1.1", "5.2.2", "5.7.1", "5.7.26",
    ];

    public static void MapSiteFiles(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("").ExcludeFromDescription();
        group.MapGet("/robots.txt", (HttpContext context) => Answer(Robots(PageAddress.Of(context.Request)), Text));
        group.MapGet("/sitemap.xml", (CatalogService catalog, HttpContext context) => Answer(Sitemap(catalog, PageAddress.Of(context.Request)), Xml));
        group.MapGet("/llms.txt", (CatalogService catalog, HttpContext context) => Answer(ForLanguageModels(catalog, PageAddress.Of(context.Request)), Text));
    }

    private static IResult Answer(string text, string contentType) => Answers.Of(Representation.Text(text, contentType), Caching.Catalog);

    // What someone had explained is nobody's search result.
    private static string Robots(PageAddress address) =>
        $"""
        User-agent: *
        Allow: /
        Disallow: {address.Link("/explain?")}

        Sitemap: {address.Absolute("/sitemap.xml")}

        """;

    private static string Sitemap(CatalogService catalog, PageAddress address)
    {
        using var text = new Utf8Text();
        using (var xml = XmlWriter.Create(text, new XmlWriterSettings { Indent = true, NewLineChars = "\n" }))
        {
            xml.WriteStartElement("urlset", SitemapNamespace);
            foreach (var path in (string[])["/", "/codes", "/explain", .. catalog.All.Select(code => $"/codes/{code.Code}"), .. Comparisons(catalog)])
            {
                xml.WriteStartElement("url", SitemapNamespace);
                xml.WriteElementString("loc", SitemapNamespace, address.Absolute(path));
                xml.WriteEndElement();
            }

            xml.WriteEndElement();
        }

        return text.ToString();
    }

    /// <summary>The comparisons that people need: each entry with those it is confused with, every pair once.</summary>
    private static IEnumerable<string> Comparisons(CatalogService catalog) => catalog.All
        .SelectMany(code => code.Related.Select(related => catalog.Find(CodeId.Parse(related.Code))!.Entry).Select(other => (A: code, B: catalog.Find(CodeId.Parse(other))!)))
        .Select(pair => pair.A.Id <= pair.B.Id ? pair : (A: pair.B, B: pair.A))
        .Distinct()
        .OrderBy(pair => pair.A.Id).ThenBy(pair => pair.B.Id)
        .Select(pair => $"/compare?a={pair.A.Code}&b={pair.B.Code}");

    /// <summary>The index for language models, in the form of llmstxt.org: a title, a summary in a quotation, notes, lists of links.</summary>
    private static string ForLanguageModels(CatalogService catalog, PageAddress address)
    {
        var text = new MarkdownText()
            .Heading(1, $"SmtpCodeApi")
            .Paragraph($"> What every SMTP reply code and enhanced status code means and what to do about it, two of them side by side, and an explanation of what a server said.")
            .Paragraph($"Every address here answers in Markdown to `Accept: text/markdown` or with `?format=md`, in JSON by default, and with a page in a browser:")
            .Bullets(
            [
                $"One code: {Code(address.Absolute("/codes/535"))}; enhanced status codes such as 5.7.8, and X.7.8 with the class left open, work the same way.",
                $"Search and filters: {Code(address.Absolute("/codes?q=mailbox+full"))}, {Code(address.Absolute("/codes?class=5xx&category=smtp-auth"))}.",
                $"Several codes at once: {Code(address.Absolute("/codes?code=535&code=550"))}.",
                $"Two codes side by side: {Code(address.Absolute("/compare?a=354&b=535"))}.",
                $"A reply, or a whole bounce message, explained: send it with POST, because it may hold mail addresses. Nothing of it is kept or logged.",
            ])
            .Fence(
            [
                $"curl -H 'Accept: text/markdown' --data-urlencode 'reply=550 5.1.1 User unknown' {address.Absolute("/explain")}",
                $"curl -H 'Accept: text/markdown' -H 'Content-Type: message/rfc822' --data-binary @bounce.eml {address.Absolute("/explain")}",
            ]);

        text.Heading(2, $"Documentation").Bullets(
        [
            $"{Link("OpenAPI description", address.Absolute("/openapi/v1.json"))}: every path, parameter and field",
            $"{Link("All codes", address.Absolute("/codes?format=md"))}: the {catalog.All.Length} codes with a sentence each",
            $"{Link("A comparison", address.Absolute("/compare?a=354&b=535&format=md"))}: what one looks like",
        ]);
        text.Heading(2, $"Codes asked for most").Bullets(MostAsked
            .Select(asked => catalog.Find(CodeId.Parse(asked))!)
            .Select(Markup (code) => $"{Link($"{code.Code} {code.Name}", address.Absolute($"/codes/{code.Code}?format=md"))}: {Prose(code.Summary)}"));

        // What llmstxt.org says may be left out where room is short.
        text.Heading(2, $"Optional").Bullets(
        [
            $"{Link("All codes, whole", address.Absolute("/codes?view=full&format=md"))}: a download of the catalog; long",
        ]);
        return text.ToString();
    }

    private sealed class Utf8Text : StringWriter
    {
        public Utf8Text()
            : base(System.Globalization.CultureInfo.InvariantCulture)
        {
        }

        public override Encoding Encoding => Encoding.UTF8;
    }
}
