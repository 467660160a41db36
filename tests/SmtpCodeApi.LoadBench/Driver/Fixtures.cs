using System.Text;
using System.Text.Json;

namespace SmtpCodeApi.LoadBench;

/// <summary>What the service itself answers, as files for its peers to answer with.</summary>
/// <param name="Codes">The index of the answers to <c>/codes/535</c>, each coding.</param>
/// <param name="Everything">The index of those and of some comparisons. Kept apart, so that a peer's start and memory are not those of a thousand answers.</param>
/// <param name="Pairs">The address of every comparison there is, shuffled.</param>
internal sealed record Fixtures(string Codes, string Everything, IReadOnlyList<string> Pairs)
{
    public const string Code = "/codes/535";

    /// <summary>How many comparisons a peer can answer: the first of <see cref="Pairs"/>.</summary>
    public const int Comparisons = 1000;

    // Multiplied by it, neighbouring numbers end up far apart (Knuth, The Art of Computer Programming, volume 3, section 6.4): an order that is the same in every run.
    private const uint Scatter = 2654435761;

    private static readonly string[] Codings = ["", "gzip", "br"];

    /// <summary>The comparisons that peers can answer.</summary>
    public IEnumerable<string> Common => Pairs.Take(Comparisons);

    /// <summary>Fetches and writes everything.</summary>
    public static async Task<Fixtures> FetchAsync(HttpClient service, string work)
    {
        var folder = Path.Combine(work, "fixtures");
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        Directory.CreateDirectory(Path.Combine(folder, "codes"));
        Directory.CreateDirectory(Path.Combine(folder, "compare"));
        var index = new StringBuilder();
        foreach (var coding in Codings)
        {
            await FetchOneAsync(service, folder, Code, coding, "codes/535.json" + coding switch { "gzip" => ".gz", "" => "", _ => "." + coding }, index);
        }

        var codes = Path.Combine(folder, "codes.tsv");
        await File.WriteAllTextAsync(codes, index.ToString());

        var pairs = await PairsAsync(service);
        foreach (var pair in pairs.Take(Comparisons))
        {
            await FetchOneAsync(service, folder, pair, "", $"compare/{pair["/compare?a=".Length..].Replace("&b=", ",", StringComparison.Ordinal)}.json", index);
        }

        var everything = Path.Combine(folder, "everything.tsv");
        await File.WriteAllTextAsync(everything, index.ToString());
        return new(codes, everything, pairs);
    }

    private static async Task FetchOneAsync(HttpClient service, string folder, string address, string coding, string file, StringBuilder index)
    {
        using var answer = await Http.GetAsync(service, address, coding);
        answer.EnsureSuccessStatusCode();
        await File.WriteAllBytesAsync(Path.Combine(folder, file), await answer.Content.ReadAsByteArrayAsync());
        index.Append(address).Append('\t').Append(coding).Append('\t').Append(answer.Headers.ETag).Append('\t').Append(file).Append('\n');
    }

    /// <summary>Every pair of every form of every code.</summary>
    private static async Task<IReadOnlyList<string>> PairsAsync(HttpClient service)
    {
        using var list = JsonDocument.Parse(await service.GetStringAsync(new Uri("/codes", UriKind.Relative)));
        var codes = list.RootElement.GetProperty("items").EnumerateArray()
            .Select(item => item.GetProperty("code").GetString()!)
            .SelectMany(code => code[0] == 'X' ? new[] { code, "2" + code[1..], "4" + code[1..], "5" + code[1..] } : [code])
            .ToList();
        var pairs = codes.SelectMany(_ => codes, (a, b) => $"/compare?a={a}&b={b}");
        return [.. pairs.Select((pair, number) => (Pair: pair, Place: unchecked((uint)number * Scatter))).OrderBy(pair => pair.Place).Select(pair => pair.Pair)];
    }
}
