using System.Collections.Frozen;
using System.Security.Cryptography;
using SmtpCodeApi.Hosting;
using SmtpCodeApi.Http;

namespace SmtpCodeApi.Pages;

/// <summary>
/// The style sheet, the script and the icon of the pages: built into the program, so that it needs no folder beside it and no start-up work, and addressed by their
/// content, so that caches keep them for good.
/// </summary>
internal static class PageAssets
{
    private const string Prefix = "assets/";

    private static readonly FrozenDictionary<string, string> ContentTypes = new Dictionary<string, string>
    {
        [".css"] = "text/css; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".svg"] = "image/svg+xml",
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, (Representation Body, string Version)> Files = Read();

    public static void MapPageAssets(this IEndpointRouteBuilder routes) => routes.MapGet("/assets/{name}", Get).ExcludeFromDescription();

    /// <summary>The path of a file, with a version that changes when the file does.</summary>
    public static string Path(string name) => $"/assets/{name}?v={Files[name].Version}";

    private static IResult Get(string name, HttpContext context) =>
        !Files.TryGetValue(name, out var file) ? Answers.Of(Problems.UnknownRoute())
        // Without the right version the address does not change with the content.
        : Answers.Of(file.Body, context.Request.Query["v"] == file.Version ? Caching.Forever : Caching.Catalog);

    private static FrozenDictionary<string, (Representation Body, string Version)> Read()
    {
        var assembly = typeof(PageAssets).Assembly;
        return assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).ToFrozenDictionary(
            name => name[Prefix.Length..],
            name =>
            {
                var bytes = BuiltInFiles.Read(name);
                return (Representation.Kept(bytes, ContentTypes[System.IO.Path.GetExtension(name)]), Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 6)));
            });
    }
}
