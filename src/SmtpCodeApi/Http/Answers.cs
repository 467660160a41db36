using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using RazorSlices;
using SmtpCodeApi.Pages;

namespace SmtpCodeApi.Http;

/// <summary>How long an answer may be kept by caches.</summary>
internal enum Caching
{
    /// <summary>Not at all.</summary>
    NoStore,

    /// <summary>An hour, and an entity tag to ask again with: the catalog.</summary>
    Catalog,

    /// <summary>For good: the address changes when the bytes do.</summary>
    Forever,

    /// <summary>A minute: a code that is unknown today may be added.</summary>
    UnknownCode,
}

/// <summary>Writes answers: the one place that sets their headers, chooses the content coding and answers conditional requests.</summary>
internal static class Answers
{
    private static readonly StringValues Vary = "Accept, Accept-Encoding";
    private static readonly StringValues NoStore = "no-store";
    private static readonly StringValues AnHour = "public, max-age=3600";
    private static readonly StringValues AYear = "public, max-age=31536000, immutable";
    private static readonly StringValues AMinute = "public, max-age=60";
    private static readonly StringValues Description = DescriptionBelow("");

    /// <summary>An answer for a minimal-API handler to return.</summary>
    public static IResult Of(Representation body, Caching caching) => new AnswerResult(body, caching);

    /// <summary>An answer in the representation that the client asks for, for a minimal-API handler to return.</summary>
    public static IResult Of<T>(T value, View<T> view, Caching caching) => new ViewResult<T>(value, view, caching);

    /// <summary>A page that has no other representation, for a minimal-API handler to return.</summary>
    public static IResult Of(Func<RazorSlice> page, Caching caching) => new PageResult(page, caching);

    /// <summary>A problem for a minimal-API handler to return.</summary>
    public static IResult Of(Problem problem) => new ProblemResult(problem);

    /// <summary>Writes an answer with status 200, or 304 where the client has it already.</summary>
    public static Task WriteAsync(HttpContext context, Representation representation, Caching caching)
    {
        var body = representation.Under(ContentCodings.Negotiate(context.Request.Headers.AcceptEncoding));
        var headers = context.Response.Headers;
        headers.Vary = Vary;
        headers.CacheControl = caching switch { Caching.Catalog => AnHour, Caching.Forever => AYear, _ => NoStore };
        if (caching is Caching.Catalog or Caching.Forever)
        {
            headers.ETag = body.ETag;
            headers.Link = context.Request.PathBase.HasValue ? DescriptionBelow(context.Request.PathBase) : Description;
            if (Matches(context.Request.Headers.IfNoneMatch, body.ETag))
            {
                context.Response.StatusCode = StatusCodes.Status304NotModified;
                return Task.CompletedTask;
            }
        }

        return WriteBodyAsync(context, representation.ContentType, body);
    }

    /// <summary>Writes a problem with its status, in the representation that the client asks for.</summary>
    public static async Task WriteAsync(HttpContext context, Problem problem)
    {
        var format = Formats.Of(context.Request);
        var told = problem.For(context);
        var representation = format == Format.Json
            ? Representation.Json(told, ApiJson.Wire.Problem, MediaTypes.Problem)
            : await Views.Problem.RenderAsync(told, format, context.Request);
        context.Response.StatusCode = problem.Status;
        context.Response.Headers.Vary = Vary;
        context.Response.Headers.CacheControl = problem.Nearest is null ? NoStore : AMinute;
        await WriteBodyAsync(context, representation.ContentType, representation.Under(ContentCodings.Negotiate(context.Request.Headers.AcceptEncoding)));
        representation.Sent();
    }

    private static string DescriptionBelow(string? pathBase) => $"<{pathBase}/openapi/v1.json>; rel=\"service-desc\"";

    private static Task WriteBodyAsync(HttpContext context, string contentType, EncodedBody body)
    {
        var response = context.Response;
        response.ContentType = contentType;
        if (ReferenceEquals(contentType, MediaTypes.Html))
        {
            SecurityHeaders.SetForPage(context);
        }

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

    private sealed class ViewResult<T>(T value, View<T> view, Caching caching) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            var body = await view.RenderAsync(value, Formats.Of(httpContext.Request), httpContext.Request);
            await WriteAsync(httpContext, body, caching);
            body.Sent();
        }
    }

    private sealed class PageResult(Func<RazorSlice> page, Caching caching) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext) => await WriteAsync(httpContext, await Representation.HtmlAsync(page()), caching);
    }

    private sealed class ProblemResult(Problem problem) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext) => WriteAsync(httpContext, problem);
    }
}
