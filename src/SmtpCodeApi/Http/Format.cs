using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace SmtpCodeApi.Http;

/// <summary>The representations that an answer comes in.</summary>
internal enum Format
{
    Json,

    /// <summary>A page for people.</summary>
    Html,

    Markdown,
}

/// <summary>
/// Chooses the representation: <c>?format=</c> wins over <c>Accept</c>, the highest quality wins in there, and JSON wins a tie (RFC 9110 section 12.5.1).
/// </summary>
internal static class Formats
{
    /// <summary>What the <c>format</c> parameter does, for the OpenAPI document.</summary>
    public const string Help = "The representation: `json`, `html` (a page) or `md` (Markdown). Wins over `Accept`, for links and for caches that ignore `Vary`.";

    private const string Available = "application/json (format=json), text/html (format=html), text/markdown (format=md)";

    private static readonly MediaTypeHeaderValue Json = new("application/json");
    private static readonly MediaTypeHeaderValue Html = new("text/html");
    private static readonly MediaTypeHeaderValue Markdown = new("text/markdown");

    /// <summary>The representation to answer with; JSON where the client accepts none, so that it can at least read what is wrong.</summary>
    public static Format Of(HttpRequest request) => Choose(request, out _);

    /// <summary>The problem with what the client asks for; null where it can be had.</summary>
    public static Problem? Refusal(HttpRequest request)
    {
        _ = Choose(request, out var problem);
        return problem;
    }

    private static Format Choose(HttpRequest request, out Problem? problem)
    {
        problem = null;
        // Nearly every caller of an API asks for nothing special, and pays for no parsing.
        var accept = request.Headers.Accept;
        var format = request.QueryString.HasValue ? request.Query["format"] : StringValues.Empty;
        if (format.Count > 1)
        {
            problem = Problems.InvalidParameter("format", "'format' may be given once.");
            return ByAccept(accept) ?? Format.Json;
        }

        switch (format.ToString().ToUpperInvariant())
        {
            case "":
                break;
            case "JSON":
                return Format.Json;
            case "HTML":
                return Format.Html;
            case "MD":
                return Format.Markdown;
            default:
                problem = Problems.InvalidParameter("format", $"'{Problems.Shown(format.ToString())}' is not a format. Accepted: json, html, md.");
                return ByAccept(accept) ?? Format.Json;
        }

        if (ByAccept(accept) is { } accepted)
        {
            return accepted;
        }

        problem = Problems.NotAcceptable(Available);
        return Format.Json;
    }

    private static Format? ByAccept(StringValues accept)
    {
        // What cannot be read cannot be honoured, and refusing a look-up for it would help nobody.
        if (StringValues.IsNullOrEmpty(accept) || (accept.Count == 1 && accept[0] is "*/*" or "application/json") || !MediaTypeHeaderValue.TryParseList(accept, out var ranges))
        {
            return Format.Json;
        }

        var (json, html, markdown) = (Quality(ranges, Json), Quality(ranges, Html), Quality(ranges, Markdown));
        return json > 0 && json >= html && json >= markdown ? Format.Json
            : html > 0 && html >= markdown ? Format.Html
            : markdown > 0 ? Format.Markdown
            : null;
    }

    /// <summary>The quality of a media type: that of the most specific range that covers it.</summary>
    private static double Quality(IList<MediaTypeHeaderValue> accepted, MediaTypeHeaderValue wanted)
    {
        var best = accepted
            .Where(range => wanted.Type.Equals(range.Type, StringComparison.OrdinalIgnoreCase) || range.MatchesAllTypes)
            .Where(range => range.MatchesAllTypes || range.MatchesAllSubTypes || wanted.SubType.Equals(range.SubType, StringComparison.OrdinalIgnoreCase))
            .OrderBy(range => range.MatchesAllTypes ? 2 : range.MatchesAllSubTypes ? 1 : 0)
            .FirstOrDefault();
        return best is null ? 0 : best.Quality ?? 1;
    }
}
