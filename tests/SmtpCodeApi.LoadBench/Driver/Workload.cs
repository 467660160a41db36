using System.Text;
using System.Text.Json;

namespace SmtpCodeApi.LoadBench;

/// <summary>A kind of request that is timed by itself.</summary>
/// <param name="Name">Its name in the results.</param>
/// <param name="Takes">Whether a subject can answer it.</param>
internal sealed record Pass(string Name, Func<Subject, bool> Takes)
{
    public static readonly Pass Code = new("code", _ => true);
    public static readonly Pass Gzip = new("code-gzip", _ => true);
    public static readonly Pass Brotli = new("code-br", subject => subject.HasReadyBrotli);
    public static readonly Pass NotModified = new("code-304", subject => subject.HasETag);
    public static readonly Pass Compare = new("compare", _ => true);
    public static readonly Pass Search = new("search", subject => subject.Name == Subject.Service);
    public static readonly Pass Explain = new("explain", subject => subject.Name == Subject.Service);

    /// <summary>Counted by the line, not by the request.</summary>
    public static readonly Pass Batch = new("batch", subject => subject.Name == Subject.Service);

    public static IReadOnlyList<Pass> All { get; } = [Code, Gzip, Brotli, NotModified, Compare, Search, Explain, Batch];
}

/// <summary>The requests of each pass, as files for wrk.</summary>
internal sealed class Workload(Settings settings, Fixtures fixtures, IReadOnlyDictionary<string, string> etags)
{
    // More than a slice gets through, so that the service sees no pair twice before it has seen most of the others.
    private const int PairsInASlice = 50_000;

    private readonly string _folder = Directory.CreateDirectory(Path.Combine(settings.Work, "requests")).FullName;
    private int _nextPair;

    /// <summary>What people type when they look for a code.</summary>
    public IReadOnlyList<string> Queries { get; } = File.ReadAllLines(Path.Combine(settings.Bench, "workload", "queries.txt"));

    /// <summary>What servers say.</summary>
    public IReadOnlyList<string> Replies { get; } = File.ReadAllText(Path.Combine(settings.Bench, "workload", "replies.txt")).Trim().Split("\n\n");

    /// <summary>The same as lines of a batch.</summary>
    public IReadOnlyList<string> BatchLines => [.. Replies.Select((reply, number) => JsonSerializer.Serialize(new Dictionary<string, string> { ["id"] = $"{number}", ["reply"] = reply }))];

    /// <summary>Writes the requests of a slice and gives the file. For the service each slice of comparisons has pairs of its own.</summary>
    public string RequestsOf(Pass pass, Subject subject) => Write($"{pass.Name}-{subject.Name}", pass.Name switch
    {
        "code" => [Get(Fixtures.Code)],
        "code-gzip" => [Get(Fixtures.Code, "Accept-Encoding: gzip")],
        "code-br" => [Get(Fixtures.Code, "Accept-Encoding: br")],
        "code-304" => [Get(Fixtures.Code, $"If-None-Match: {etags[subject.Name]}")],
        "compare" => (subject.Name == Subject.Service ? NewPairs() : fixtures.Common).Select(pair => Get(pair)),
        "search" => Queries.Select(query => Get($"/codes?q={Uri.EscapeDataString(query)}")),
        "explain" => Replies.Select(reply => Explain(reply)),
        _ => throw new ArgumentException($"{pass.Name} is not a pass for wrk.", nameof(pass)),
    });

    /// <summary>What servers say, one after the other until there are so many octets.</summary>
    public string LongReply(int octets)
    {
        var all = string.Join("\r\n", Replies) + "\r\n";
        return string.Concat(Enumerable.Repeat(all, (octets / all.Length) + 1))[..octets];
    }

    private IEnumerable<string> NewPairs()
    {
        var first = _nextPair;
        _nextPair = (_nextPair + PairsInASlice) % fixtures.Pairs.Count;
        return Enumerable.Range(first, Math.Min(PairsInASlice, fixtures.Pairs.Count)).Select(pair => fixtures.Pairs[pair % fixtures.Pairs.Count]);
    }

    private static string Get(string address, string? header = null) => $"GET {address} HTTP/1.1\r\nHost: 127.0.0.1\r\n{(header is null ? "" : header + "\r\n")}\r\n";

    private static string Explain(string text) =>
        $"POST /explain HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: {Encoding.UTF8.GetByteCount(text)}\r\n\r\n{text}";

    private string Write(string name, IEnumerable<string> requests)
    {
        var file = Path.Combine(_folder, name);
        File.WriteAllText(file, string.Join('\0', requests));
        return file;
    }
}
