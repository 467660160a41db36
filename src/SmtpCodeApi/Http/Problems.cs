using System.Collections.Immutable;
using SmtpCodeApi.Codes;
using SmtpCodes.Catalog;

namespace SmtpCodeApi.Http;

/// <summary>Every problem that the service answers with, in one place.</summary>
internal static class Problems
{
    private const string HowCodesAreWritten =
        "Accepted are a reply code of three digits that begins with 2 to 5 (354), and an enhanced status code whose class is 2, 4, 5 or X (5.7.8, X.7.8) with a subject and a detail of one to three digits without leading zeros; at most 32 characters.";

    public static Problem MalformedCode(params ReadOnlySpan<(string Parameter, string Value)> codes)
    {
        var errors = ImmutableSortedDictionary.CreateBuilder<string, ImmutableArray<string>>(StringComparer.Ordinal);
        foreach (var (parameter, value) in codes)
        {
            errors[parameter] = [$"'{Shown(value)}' is not an SMTP code. {HowCodesAreWritten}"];
        }

        var named = Names(errors.Select(error => $"'{error.Key}'"));
        return New("malformed-code", 400, $"The value of {named} is not written as an SMTP code. {HowCodesAreWritten}") with { Errors = errors.ToImmutable() };
    }

    public static Problem UnknownCode(CodeId id, CatalogService catalog, string pathBase) =>
        New("unknown-code", 404, $"{id} is written as an SMTP code is, but the catalog does not have it. What its digits say, and known codes you may have meant, come with this answer.") with
        {
            Decoded = DecodedCode.Of(id),
            Nearest = [.. catalog.Nearest(id).Select(code => CodeSummary.Of(code, pathBase))],
        };

    public static Problem UnknownCodes(IReadOnlyList<(string Parameter, CodeId Id)> codes, CatalogService catalog, string pathBase)
    {
        var named = Names(codes.Select(code => $"{code.Id} ('{code.Parameter}')"));
        return UnknownCode(codes[0].Id, catalog, pathBase) with
        {
            Detail = $"The catalog does not have {named}. What the digits of {codes[0].Id} say, and known codes you may have meant, come with this answer.",
            Unknown = codes.ToImmutableSortedDictionary(code => code.Parameter, code => code.Id.ToString(), StringComparer.Ordinal),
        };
    }

    public static Problem MissingParameters(IEnumerable<string> parameters)
    {
        var errors = parameters.ToImmutableSortedDictionary(name => name, ImmutableArray<string> (name) => [$"'{name}' is missing. {HowCodesAreWritten}"], StringComparer.Ordinal);
        var names = Names(errors.Keys.Select(name => $"'{name}'"));
        return New("missing-parameter", 400, $"The query has to name {names}, for example /compare?a=354&b=535.") with { Errors = errors };
    }

    public static Problem InvalidParameters(ImmutableSortedDictionary<string, ImmutableArray<string>> errors) =>
        New("invalid-parameter", 400, string.Join(' ', errors.SelectMany(error => error.Value))) with { Errors = errors };

    public static Problem UnknownRoute() =>
        New("unknown-route", 404, "Nothing is served at this path. The routes are described in /openapi/v1.json.");

    public static Problem MethodNotAllowed(string method, string allowed) =>
        New("method-not-allowed", 405, $"This path does not answer {Shown(method)}; it answers {allowed}.");

    public static Problem NotAcceptable(string accepted) =>
        New("not-acceptable", 406, $"None of the representations asked for is available here. Available: {accepted}.");

    public static Problem InvalidParameter(string name, string error) =>
        InvalidParameters(ImmutableSortedDictionary<string, ImmutableArray<string>>.Empty.Add(name, [error]));

    public static Problem MissingReply() =>
        New("missing-parameter", 400, "There is nothing to explain: give 'reply' with what the server said, or 'code' or 'enhancedCode'.") with
        {
            Errors = ImmutableSortedDictionary<string, ImmutableArray<string>>.Empty.Add("reply", ["'reply' is missing or empty, and so are 'code' and 'enhancedCode'."]),
        };

    public static Problem UnreadableBody(string detail) => New("unreadable-body", 400, detail);

    public static Problem UnsupportedMediaType(params IEnumerable<string> accepted) =>
        New("unsupported-media-type", 415, string.Join(", ", accepted) is { Length: > 0 } types
            ? $"The type of the request's body is not accepted here. Accepted: {types}."
            : "The type of the request's body is not accepted here.");

    public static Problem PayloadTooLarge(int? limit = null) =>
        New("payload-too-large", 413, limit is { } most ? $"The body, or a line of it, is larger than {most / 1024} KiB." : "The body of the request is larger than what is accepted here.");

    public static Problem QueryTooLong(int limit) =>
        New("payload-too-large", 414, $"The reply is longer than {limit / 1024} KiB; send it with POST /explain.");

    public static Problem UnreadableRequest() =>
        New("unreadable-body", 400, "The request could not be read.");

    public static Problem RateLimited(int seconds) =>
        New("rate-limited", 429, $"You have made more requests than are allowed in a minute. Ask again after {seconds} s.");

    public static Problem Overloaded() =>
        New("overloaded", 503, "The service works on as many requests as it is allowed to at once. Ask again in a moment.");

    public static Problem Unauthorized() =>
        New("unauthorized", 401, "This service asks for a key. Send one that it knows as 'Authorization: Bearer KEY'.");

    public static Problem UnknownHost() =>
        New("unknown-host", 421, "This service does not answer for the host that the request names.");

    public static Problem InternalError() =>
        New("internal-error", 500, "The service failed to answer. The request was sound; report it with the trace id.");

    /// <summary>The problem that stands for a bare status set by the framework; null where the status is no problem of a known kind.</summary>
    public static Problem? ForStatus(HttpContext context) => context.Response.StatusCode switch
    {
        404 => UnknownRoute(),
        405 => MethodNotAllowed(context.Request.Method, context.Response.Headers.Allow.ToString()),
        406 => NotAcceptable("application/json"),
        413 => PayloadTooLarge(),
        415 => UnsupportedMediaType(),
        >= 400 and < 500 => UnreadableRequest() with { Status = context.Response.StatusCode },
        >= 500 => InternalError() with { Status = context.Response.StatusCode },
        _ => null,
    };

    /// <summary>A value as a problem shows it: long ones are no use to anybody and are cut.</summary>
    public static string Shown(string value) => value.Length <= 64 ? value : string.Concat(value.AsSpan(0, 64), "…");

    private static Problem New(string name, int status, string detail)
    {
        var type = ProblemTypes.Find(name)!;
        return new() { Type = type.Type, Title = type.Title, Status = status, Detail = detail };
    }

    private static string Names(IEnumerable<string> names) => string.Join(" and ", names);
}
