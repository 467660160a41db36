using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace SmtpCodeApi.Http;

/// <summary>How long an answer may be kept by caches.</summary>
internal enum Caching
{
    /// <summary>Not at all.</summary>
    NoStore,

    /// <summary>An hour, and an entity tag to ask again with: the catalog.</summary>
    Catalog,

    /// <summary>A minute: a code that is unknown today may be added.</summary>
    UnknownCode,
}

/// <summary>Writes answers: the one place that sets their headers, chooses the content coding and answers conditional requests.</summary>
internal static class Answers
{
    private static readonly StringValues Vary = "Accept, Accept-Encoding";
    private static readonly StringValues NoStore = "no-store";
    private static readonly StringValues AnHour = "public, max-age=3600";
    private static readonly StringValues AMinute = "public, max-age=60";

    /// <summary>An answer for a minimal-API handler to return.</summary>
    public static IResult Of(Representation body, Caching caching) => new AnswerResult(body, caching);

    /// <summary>A problem for a minimal-API handler to return.</summary>
    public static IResult Of(Problem problem) => new ProblemResult(problem);

    /// <summary>Writes an answer with status 200, or 304 where the client has it already.</summary>
    public static Task WriteAsync(HttpContext context, Representation representation, Caching caching)
    {
        var body = representation.Under(ContentCodings.Negotiate(context.Request.Headers.AcceptEncoding));
        var headers = context.Response.Headers;
        headers.Vary = Vary;
        headers.CacheControl = caching == Caching.Catalog ? AnHour : NoStore;
        if (caching == Caching.Catalog)
        {
            headers.ETag = body.ETag;
            headers.Link = $"<{context.Request.PathBase}/openapi/v1.json>; rel=\"service-desc\"";
            if (Matches(context.Request.Headers.IfNoneMatch, body.ETag))
            {
                context.Response.StatusCode = StatusCodes.Status304NotModified;
                return Task.CompletedTask;
            }
        }

        return WriteBodyAsync(context, representation.ContentType, body);
    }

    /// <summary>Writes a problem with its status.</summary>
    public static Task WriteAsync(HttpContext context, Problem problem)
    {
        var representation = Representation.Json(problem.For(context), ApiJson.Wire.Problem, MediaTypes.Problem);
        context.Response.StatusCode = problem.Status;
        context.Response.Headers.Vary = Vary;
        context.Response.Headers.CacheControl = problem.Nearest is null ? NoStore : AMinute;
        return WriteBodyAsync(context, representation.ContentType, representation.Under(ContentCodings.Negotiate(context.Request.Headers.AcceptEncoding)));
    }

    private static Task WriteBodyAsync(HttpContext context, string contentType, EncodedBody body)
    {
        var response = context.Response;
        response.ContentType = contentType;
        response.ContentLength = body.Bytes.Length;
        if (body.ContentEncoding.Count > 0)
        {
            response.Headers.ContentEncoding = body.ContentEncoding;
        }

        return response.Body.WriteAsync(body.Bytes, context.RequestAborted).AsTask();
    }

    /// <summary>Whether one of the client's entity tags is that of the answer (RFC 9110 section 13.1.2: weak comparison).</summary>
    private static bool Matches(StringValues ifNoneMatch, string etag)
    {
        if (StringValues.IsNullOrEmpty(ifNoneMatch))
        {
            return false;
        }

        if (ifNoneMatch.Count == 1 && string.Equals(ifNoneMatch[0], etag, StringComparison.Ordinal))
        {
            return true;
        }

        return EntityTagHeaderValue.TryParseList(ifNoneMatch, out var tags)
            && tags.Any(tag => tag.Equals(EntityTagHeaderValue.Any) || tag.Tag.Equals(etag, StringComparison.Ordinal));
    }

    private sealed class AnswerResult(Representation body, Caching caching) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext) => WriteAsync(httpContext, body, caching);
    }

    private sealed class ProblemResult(Problem problem) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext) => WriteAsync(httpContext, problem);
    }
}
