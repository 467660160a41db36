using System.Text;
using System.Text.Json.Nodes;
using SmtpCodes.Catalog;

namespace SmtpCodes.Tests;

/// <summary>The real catalog, and the means to load a damaged copy of it.</summary>
internal static class TestCatalog
{
    private static readonly string DataFolder = Path.Combine(RepositoryRoot(), "src", "SmtpCodes", "Catalog", "Data");

    public static CatalogService Real { get; } = CatalogService.Load();

    public static string SchemaPath => Path.Combine(DataFolder, "catalog.schema.json");

    /// <summary>The data files as they stand in the repository.</summary>
    public static IReadOnlyDictionary<string, string> Files { get; } = Directory
        .EnumerateFiles(DataFolder, "*.json", SearchOption.AllDirectories)
        .Where(path => path != SchemaPath)
        .ToDictionary(path => Path.GetRelativePath(DataFolder, path).Replace('\\', '/'), File.ReadAllText);

    public static SmtpCode Get(string code) => Real.Find(CodeId.Parse(code)) ?? throw new InvalidOperationException($"The catalog has no {code}.");

    /// <summary>Loads the catalog with one file changed; a null result of the change removes the file.</summary>
    public static CatalogService LoadWith(string path, Func<string, string?> change)
    {
        var files = Files.ToDictionary(file => file.Key, file => (string?)file.Value);
        files[path] = change(files.GetValueOrDefault(path) ?? "");
        return CatalogService.FromFiles(files.Where(file => file.Value is not null).Select(file => new CatalogFile(file.Key, Encoding.UTF8.GetBytes(file.Value!))));
    }

    /// <summary>Loads the catalog with one entry changed.</summary>
    public static CatalogService LoadWith(string path, Action<JsonObject> change) => LoadWith(path, text =>
    {
        var entry = JsonNode.Parse(text)!.AsObject();
        change(entry);
        return entry.ToJsonString();
    });

    private static string RepositoryRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "SmtpCodeApi.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests do not run inside the repository.");
        }

        return folder;
    }
}
