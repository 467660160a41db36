using System.Text;
using System.Text.Json.Nodes;
using SmtpCodes.Catalog;

namespace SmtpCodeApi.Benchmarks;

/// <summary>Catalogs of many times the entries: the real one, and copies of its registered enhanced status codes under numbers that nobody uses.</summary>
internal static class GeneratedCatalog
{
    private const int FirstSubject = 8;
    private const int DetailsOfASubject = 1000;

    /// <summary>The catalog with so many times its entries.</summary>
    public static CatalogService Of(int times)
    {
        var files = CatalogService.BuiltInFiles();
        var copied = files.Where(file => file.Path.StartsWith("enhanced-codes/X.", StringComparison.Ordinal)).ToList();
        var entries = files.Length - 1;
        return CatalogService.FromFiles(files.Concat(Enumerable.Range(0, entries * (times - 1)).Select(number => Copy(copied[number % copied.Count], number))));
    }

    private static CatalogFile Copy(CatalogFile file, int number)
    {
        var code = $"X.{FirstSubject + (number / DetailsOfASubject)}.{number % DetailsOfASubject}";
        var entry = JsonNode.Parse(file.Content)!;
        entry["code"] = code;
        // Names and gists tell entries apart; the number is a word of its own, so that the vocabulary of the search grows too.
        entry["name"] = $"{entry["name"]} {number}";
        entry["clauses"]!["gist"] = $"{entry["clauses"]!["gist"]}, copy {number}";
        return new($"enhanced-codes/{code}.json", Encoding.UTF8.GetBytes(entry.ToJsonString()));
    }
}
