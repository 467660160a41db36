using System.Text.Json.Serialization.Metadata;
using RazorSlices;

namespace SmtpCodeApi.Http;

/// <summary>How one kind of answer is shown: the same value as JSON, as a page, and as Markdown.</summary>
/// <param name="Json">How it is serialized.</param>
/// <param name="Html">Makes the page.</param>
/// <param name="Markdown">Writes the Markdown.</param>
internal sealed record View<T>(JsonTypeInfo<T> Json, Func<Page<T>, RazorSlice> Html, Func<Page<T>, string> Markdown)
{
    /// <summary>The value in one representation.</summary>
    public async ValueTask<Representation> RenderAsync(T value, Format format, HttpRequest request) => format switch
    {
        Format.Html => await Representation.HtmlAsync(Html(new(value, PageAddress.Of(request)))),
        Format.Markdown => Representation.Text(Markdown(new(value, PageAddress.Of(request))), MediaTypes.Markdown),
        _ => Representation.Json(value, Json),
    };
}

/// <summary>What a page or a Markdown text is made of.</summary>
/// <param name="Value">The answer.</param>
/// <param name="Address">Where it was asked for.</param>
public sealed record Page<T>(T Value, PageAddress Address);

/// <summary>Where a page was asked for, for the links in it.</summary>
/// <param name="Origin">Scheme and host as the client sees them, such as <c>https://codes.example.com</c>.</param>
/// <param name="PathBase">The path below which the service is published; empty, or <c>/prefix</c>.</param>
/// <param name="Path">The path of the page below it.</param>
/// <param name="Query">The query without <c>format</c>, with its question mark; empty for none.</param>
public sealed record PageAddress(string Origin, string PathBase, string Path, string Query)
{
    internal static PageAddress Of(HttpRequest request) => new(
        $"{request.Scheme}://{request.Host.ToUriComponent()}", request.PathBase.ToUriComponent(), request.Path.ToUriComponent(),
        QueryString.Create(request.Query.Where(parameter => !parameter.Key.Equals("format", StringComparison.OrdinalIgnoreCase))).ToUriComponent());

    /// <summary>A path of the service as a link from this page.</summary>
    public string Link(string path) => PathBase + path;

    /// <summary>A path of the service as an absolute address.</summary>
    public string Absolute(string path) => Origin + PathBase + path;

    /// <summary>This page in another representation.</summary>
    public string As(string format) => $"{PathBase}{Path}{Query}{(Query.Length == 0 ? '?' : '&')}format={format}";
}
