using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Extensions.Primitives;
using SmtpCodeApi.Http;
using SmtpCodes.Catalog;

namespace SmtpCodeApi.Codes;

/// <summary>What a list of codes was asked for.</summary>
/// <param name="Query">The filters.</param>
/// <param name="Full">Whole codes rather than the short form.</param>
/// <param name="Limit">How many at most; null for all.</param>
/// <param name="Offset">How many to skip first.</param>
internal sealed record CodeListRequest(CodeQuery Query, bool Full, int? Limit, int Offset)
{
    public const int MaxWords = 200;
    public const int MaxLimit = 500;
    public const int MaxOffset = 1_000_000;

    private static readonly CodeQuery Everything = new();

    /// <summary>Whether this is the plain list of everything.</summary>
    public bool IsWholeCatalog { get; private init; }

    /// <summary>Reads the query; what is wrong is gathered in <paramref name="parameters"/>.</summary>
    public static CodeListRequest Read(
        QueryParameters parameters, StringValues code, StringValues kind, StringValues @class, StringValues subject, StringValues origin,
        StringValues category, StringValues action, StringValues command, StringValues q, StringValues view, StringValues limit, StringValues offset)
    {
        var kinds = parameters.Many<CodeKind>("kind", kind);
        var query = new CodeQuery
        {
            Codes = parameters.Many<CodeId>("code", code, text => CodeId.TryParse(text, out var id) ? id : null, "reply codes such as 354 and enhanced status codes such as 5.7.8 or X.7.8"),
            Kinds = kinds,
            Classes = parameters.Many<int>("class", @class, ClassDigit, "1 to 5, as in 5, 5xx or 5.x.x"),
            Subjects = Subjects(parameters, kinds, subject),
            Origins = parameters.Many<CodeOrigin>("origin", origin),
            Categories = parameters.Many<CodeCategory>("category", category),
            Actions = parameters.Many<CodeAction>("action", action),
            Commands = parameters.Many<SmtpCommand>("command", command),
            Words = Words(parameters, q),
        };
        var shape = parameters.Single("view", view);
        var full = string.Equals(shape, "full", StringComparison.OrdinalIgnoreCase);
        if (shape is not null && !full && !string.Equals(shape, "short", StringComparison.OrdinalIgnoreCase))
        {
            parameters.Refuse("view", $"'{Problems.Shown(shape)}' is not a value of 'view'. Accepted: short, full.");
        }

        var most = parameters.Number("limit", limit, 1, MaxLimit);
        var skipped = parameters.Number("offset", offset, 0, MaxOffset) ?? 0;
        return new(query, full, most, skipped)
        {
            IsWholeCatalog = most is null && skipped == 0 && query == Everything,
        };
    }

    private static string? Words(QueryParameters parameters, StringValues q)
    {
        if (parameters.Single("q", q) is { } words)
        {
            if (words.Length <= MaxWords)
            {
                return words;
            }

            parameters.Refuse("q", $"'q' is {words.Length} characters long. Accepted: 1 to {MaxWords} characters.");
        }

        return null;
    }

    private static int? ClassDigit(string text) =>
        text.Length is 1 or 3 or 5 && text[0] is >= '1' and <= '5'
        && (text.Length == 1 || text[1..].Equals("xx", StringComparison.OrdinalIgnoreCase) || text[1..].Equals(".x.x", StringComparison.OrdinalIgnoreCase))
            ? text[0] - '0'
            : null;

    private static ImmutableArray<int> Subjects(QueryParameters parameters, ImmutableArray<CodeKind> kinds, StringValues values)
    {
        if (StringValues.IsNullOrEmpty(values))
        {
            return [];
        }

        if (kinds.Length != 1)
        {
            parameters.Refuse("subject", "'subject' needs 'kind' beside it, reply or enhanced, as the two number their groups differently.");
            return [];
        }

        var known = CodeGrammar.SubjectsOf(kinds[0]);
        return [.. parameters.Many<ImmutableArray<int>>("subject", values, Numbers, string.Join(", ", known.Select(subject => $"{subject.Number} ({subject.Name})")))
            .SelectMany(numbers => numbers)];

        // One name may stand for several numbers: two of the second digits are left unspecified.
        ImmutableArray<int>? Numbers(string text)
        {
            var numbers = known
                .Where(subject => subject.Number.ToString(CultureInfo.InvariantCulture) == text || Plain(subject.Name).Equals(Plain(text), StringComparison.OrdinalIgnoreCase))
                .Select(subject => subject.Number)
                .ToImmutableArray();
            return numbers.IsEmpty ? null : numbers;
        }

        static string Plain(string name) => name.Replace('-', ' ');
    }
}
