using System.Collections.Immutable;
using System.Text.Json.Serialization;
using SmtpCodeApi.Codes;
using SmtpCodes.Catalog;

namespace SmtpCodeApi.Http;

/// <summary>What went wrong with a request (RFC 9457).</summary>
public sealed record Problem
{
    /// <summary>The kind of problem: a path that opens a page about it.</summary>
    /// <example>/problems/unknown-code</example>
    public required string Type { get; init; }

    /// <summary>The kind of problem in words.</summary>
    /// <example>Unknown code</example>
    public required string Title { get; init; }

    /// <summary>The HTTP status.</summary>
    /// <example>404</example>
    public required int Status { get; init; }

    /// <summary>What was wrong with this request, and what is accepted.</summary>
    /// <example>The catalog does not have 559.</example>
    public required string Detail { get; init; }

    /// <summary>The path of the request, without its query.</summary>
    /// <example>/codes/559</example>
    public string Instance { get; init; } = "";

    /// <summary>The trace id, to name when you report the problem.</summary>
    /// <example>4bf92f3577b34da6a3ce929d0e0e4736</example>
    public string TraceId { get; init; } = "";

    /// <summary>What was wrong with each parameter; only for problems with parameters.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableSortedDictionary<string, ImmutableArray<string>>? Errors { get; init; }

    /// <summary>What the digits of an unknown code say; of the first one where there are two.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DecodedCode? Decoded { get; init; }

    /// <summary>Known codes that may have been meant, best guess first; only for an unknown code.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableArray<CodeSummary>? Nearest { get; init; }

    /// <summary>The unknown code of each parameter; only for a comparison.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableSortedDictionary<string, string>? Unknown { get; init; }

    /// <summary>The same problem with what is known only of the request it answers.</summary>
    internal Problem For(HttpContext context) => this with
    {
        Type = context.Request.PathBase + Type,
        Instance = (context.Request.PathBase + context.Request.Path).ToUriComponent(),
        TraceId = RequestTrace.Of(context).TraceId.ToHexString(),
    };
}

/// <summary>What the digits of a code say by themselves.</summary>
/// <param name="Class">The class; null for an open one.</param>
/// <param name="Subject">The group; null where the standards name none.</param>
/// <param name="Advice" example="A client that does not know a reply code goes by its first digit (RFC 5321 section 4.3.2): treat it as a permanent failure and do not send the same message again unchanged.">What a client does with a code it does not know.</param>
public sealed record DecodedCode(CodeClass? Class, CodeSubject? Subject, string Advice)
{
    internal static DecodedCode Of(CodeId id) => new(CodeGrammar.ClassOf(id), CodeGrammar.SubjectOf(id), CodeGrammar.AdviceForUnknown(id));
}
