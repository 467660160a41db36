using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;
using SmtpCodeApi.Hosting;
using SmtpCodeApi.Http;
using SmtpCodeApi.Pages;
using SmtpCodes.Catalog;

namespace SmtpCodeApi.Codes;

/// <summary>
/// Answers about codes. The catalog never changes while the service runs, so the JSON for each code, and for the plain list of all, is made when it is first
/// asked for and kept: the known codes bound how many there can be. Safe to share between threads.
/// </summary>
internal sealed class CodeAnswers(CatalogService catalog)
{
    // By path base too, as the addresses in an answer contain it; the service has one at most beside the empty one.
    private readonly ConcurrentDictionary<(string PathBase, CodeId Id), (CodeDetails Details, IResult Json)> _codes = new();
    private readonly ConcurrentDictionary<(string PathBase, CodeId Id), CodeSummary> _summaries = new();
    private readonly ConcurrentDictionary<(string PathBase, bool Full), Representation> _lists = new();

    /// <summary>The answer to a look-up of what someone wrote.</summary>
    public IResult Code(string text, HttpRequest request)
    {
        string pathBase = request.PathBase;
        var written = catalog.TryFind(text, out var id, out var code);
        ServiceMetrics.CodeLookedUp(written, id, code is not null);
        if (!written)
        {
            return Answers.Of(Problems.MalformedCode(("code", text)));
        }

        if (code is null)
        {
            return Answers.Of(Problems.UnknownCode(id, catalog, pathBase));
        }

        var (details, json) = Ready(code, pathBase);
        return Formats.Of(request) == Format.Json ? json : Answers.Of(details, Views.Code, Caching.Catalog);
    }

    /// <summary>A code as it is sent, with its JSON ready to be put into a larger answer.</summary>
    public CodeDetails Details(SmtpCode code, string pathBase) => Ready(code, pathBase).Details;

    /// <summary>A code in short form, with its JSON ready to be put into a list or an explanation.</summary>
    public CodeSummary Summary(SmtpCode code, string pathBase)
    {
        if (_summaries.TryGetValue((pathBase, code.Id), out var ready))
        {
            return ready;
        }

        var plain = CodeSummary.Of(code, pathBase);
        return _summaries.GetOrAdd((pathBase, code.Id), plain with { Json = JsonSerializer.SerializeToUtf8Bytes(plain, ApiJson.Wire.CodeSummary) });
    }

    /// <summary>The answer to a list.</summary>
    public IResult List(CodeListRequest asked, HttpRequest request)
    {
        string pathBase = request.PathBase;
        if (!asked.IsWholeCatalog || Formats.Of(request) != Format.Json)
        {
            return Answers.Of(ListOf(asked, pathBase), Views.CodeList, Caching.Catalog);
        }

        var answer = _lists.GetOrAdd((pathBase, asked.Full), _ => Representation.KeptJson(ListOf(asked, pathBase), ApiJson.Wire.CodeList));
        return Answers.Of(answer, Caching.Catalog);
    }

    private (CodeDetails Details, IResult Json) Ready(SmtpCode code, string pathBase)
    {
        if (_codes.TryGetValue((pathBase, code.Id), out var ready))
        {
            return ready;
        }

        var plain = CodeDetails.Of(code, pathBase);
        var json = JsonSerializer.SerializeToUtf8Bytes(plain, ApiJson.Wire.CodeDetails);
        return _codes.GetOrAdd((pathBase, code.Id), (plain with { Json = json }, Answers.Of(Representation.Kept(json, MediaTypes.Json), Caching.Catalog)));
    }

    private CodeList ListOf(CodeListRequest request, string pathBase)
    {
        var found = catalog.Select(request.Query).ToImmutableArray();
        var first = Math.Min(request.Offset, found.Length);
        var count = Math.Min(request.Limit ?? found.Length, found.Length - first);
        var items = ImmutableArray.CreateBuilder<object>(count);
        foreach (var code in found.AsSpan(first, count))
        {
            items.Add(request.Full ? Details(code, pathBase) : Summary(code, pathBase));
        }

        foreach (var id in request.Query.Codes)
        {
            ServiceMetrics.CodeLookedUp(true, id, catalog.Find(id) is not null);
        }

        var unknown = request.Query.Codes.IsEmpty ? [] : request.Query.Codes.Distinct().Where(id => catalog.Find(id) is null).Select(id => id.ToString());
        return new(catalog.Version, found.Length, request.Limit, request.Offset, items.MoveToImmutable(), [.. unknown]);
    }
}
