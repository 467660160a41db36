using System.Collections.Immutable;

namespace SmtpCodeApi.Http;

/// <summary>A kind of problem, explained.</summary>
/// <param name="Type" example="/problems/unknown-code">The kind: the <c>type</c> of such problems.</param>
/// <param name="Title" example="Unknown code">The kind in words.</param>
/// <param name="Statuses" example="[404]">The HTTP statuses that it comes with.</param>
/// <param name="Meaning" example="The code is written as SMTP codes are, but the catalog does not have it.">What it means.</param>
/// <param name="Advice" example="Look at 'decoded' for what the digits say, and at 'nearest' for codes you may have meant.">What to do about it.</param>
public sealed record ProblemType(string Type, string Title, ImmutableArray<int> Statuses, string Meaning, string Advice);

/// <summary>Every kind of problem that the service answers with.</summary>
internal static class ProblemTypes
{
    private const string Prefix = "/problems/";

    public static ImmutableArray<ProblemType> All { get; } =
    [
        Type("malformed-code", "Malformed code", [400],
            "A value is not written as an SMTP code is.",
            "Send a reply code of three digits that begins with 2 to 5, such as `354`, or an enhanced status code such as `5.7.8` or `X.7.8`. `errors` names the parameter and the value."),
        Type("unknown-code", "Unknown code", [404],
            "The code is written as SMTP codes are, but the catalog does not have it.",
            "`decoded` has what its digits say and what a client does with a code it does not know; `nearest` has codes you may have meant. Look again later: the answer may be kept for a minute."),
        Type("missing-parameter", "Missing parameter", [400],
            "The request lacks something that the answer depends on.",
            "`errors` names each parameter that is missing and what it accepts."),
        Type("invalid-parameter", "Invalid parameter", [400],
            "A parameter has a value that is not accepted, or is there more than once.",
            "`errors` has, for each such parameter, what was wrong with it and what it accepts. Parameters that are not known are ignored and never a problem."),
        Type("unknown-route", "Unknown route", [404],
            "Nothing is served at this path.",
            "The paths that are served are in the OpenAPI description at `/openapi/v1.json`."),
        Type("method-not-allowed", "Method not allowed", [405],
            "The path is served, but not with this method.",
            "The `Allow` header of the answer lists the methods that work here."),
        Type("not-acceptable", "Not acceptable", [406],
            "None of the representations that the `Accept` header asks for is there.",
            "Ask for `application/json`, `text/html` or `text/markdown`, or add `format=json`, `format=html` or `format=md` to the query, which wins over the header."),
        Type("unsupported-media-type", "Unsupported media type", [415],
            "The body of the request has a type that is not read here.",
            "Set `Content-Type` to one of the types that the problem lists. A batch wants `application/x-ndjson`."),
        Type("payload-too-large", "Payload too large", [413, 414],
            "What was sent is larger than what is read: 256 KiB in a body or in a line of a batch, 4 KiB in a query.",
            "Send the report without the message it returns, send a long reply with POST instead of in a query, or send many replies as lines of a batch, which has no limit on lines."),
        Type("unreadable-body", "Unreadable request", [400],
            "The request or its body could not be read as what it says it is.",
            "Check that the body is what `Content-Type` announces: for JSON an object with `reply`, for a batch a JSON object or a JSON string on each line."),
        Type("rate-limited", "Rate limited", [429],
            "This client has sent more requests than the operator of this service allows.",
            "Wait for as many seconds as `Retry-After` says. Several codes fit into one request: `/codes?code=535&code=550`; many replies into one batch."),
        Type("overloaded", "Overloaded", [503],
            "The service works on as many requests as its operator allows at once.",
            "Wait for as many seconds as `Retry-After` says, and send the request again."),
        Type("unauthorized", "Unauthorized", [401],
            "The operator of this service gives keys to those who may use it, and the request brings none that is known.",
            "Send the key as `Authorization: Bearer KEY`."),
        Type("unknown-host", "Unknown host", [421],
            "The service does not answer for the host that the request names.",
            "Use the address that the operator publishes; behind a proxy, check what it sends as `Host`."),
        Type("internal-error", "Internal error", [500],
            "The service failed; the request was not at fault.",
            "Try again once. If it stays, report the `traceId` to the operator, who finds the failure in the log by it."),
    ];

    /// <summary>The kind with this name; null for none.</summary>
    public static ProblemType? Find(string name) => All.FirstOrDefault(type => type.Type.AsSpan(Prefix.Length).SequenceEqual(name));

    private static ProblemType Type(string name, string title, ImmutableArray<int> statuses, string meaning, string advice) => new(Prefix + name, title, statuses, meaning, advice);
}
