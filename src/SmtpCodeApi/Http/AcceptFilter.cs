using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace SmtpCodeApi.Http;

/// <summary>
/// Chooses the representation: <c>?format=</c> wins over <c>Accept</c>, the highest quality wins in there, and JSON wins a tie (RFC 9110 section 12.5.1).
/// An endpoint filter, so that a route says of itself that it negotiates.
/// </summary>
internal sealed class AcceptFilter : IEndpointFilter
{
    private const string Available = "application/json (format=json)";

    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var request = context.HttpContext.Request;
        return Refusal(request.Query["format"], request.Headers.Accept) is { } problem
            ? ValueTask.FromResult<object?>(Answers.Of(problem))
            : next(context);
    }

    private static Problem? Refusal(StringValues format, StringValues accept)
    {
        if (format.Count > 1)
        {
            return Invalid("'format' may be given once.");
        }

        if (!StringValues.IsNullOrEmpty(format))
        {
            return format.ToString().ToUpperInvariant() switch
            {
                // Pages are to come; until then a browser, and whoever asks for what a browser gets, is given the JSON.
                "JSON" or "HTML" => null,
                "MD" => Problems.NotAcceptable(Available),
                _ => Invalid($"'{Problems.Shown(format.ToString())}' is not a format. Accepted: json, html, md."),
            };
        }

        return StringValues.IsNullOrEmpty(accept) || AcceptsJsonOrHtml(accept) ? null : Problems.NotAcceptable(Available);
    }

    private static Problem Invalid(string error) => Problems.InvalidParameter("format", error);

    private static bool AcceptsJsonOrHtml(StringValues accept)
    {
        if (!MediaTypeHeaderValue.TryParseList(accept, out var types))
        {
            // What cannot be read cannot be honoured, and refusing a look-up for it would help nobody.
            return true;
        }

        return Quality(types, "application/json") > 0 || Quality(types, "text/html") > 0;
    }

    /// <summary>The quality of a media type: that of the most specific range that covers it.</summary>
    private static double Quality(IList<MediaTypeHeaderValue> accepted, string mediaType)
    {
        var wanted = new MediaTypeHeaderValue(mediaType);
        var best = accepted
            .Where(range => wanted.Type.Equals(range.Type, StringComparison.OrdinalIgnoreCase) || range.MatchesAllTypes)
            .Where(range => range.MatchesAllTypes || range.MatchesAllSubTypes || wanted.SubType.Equals(range.SubType, StringComparison.OrdinalIgnoreCase))
            .OrderBy(range => range.MatchesAllTypes ? 2 : range.MatchesAllSubTypes ? 1 : 0)
            .FirstOrDefault();
        return best is null ? 0 : best.Quality ?? 1;
    }
}
