using System.Collections.Immutable;
using SmtpCodes.Catalog;

namespace SmtpCodes;

/// <summary>The data that is built into this library.</summary>
internal static class EmbeddedFiles
{
    /// <summary>The files of a folder, their paths counted from there, in the order of their paths.</summary>
    /// <param name="folder">The folder, with a slash at its end.</param>
    public static ImmutableArray<CatalogFile> In(string folder) =>
    [
        .. typeof(EmbeddedFiles).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(folder, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name => new CatalogFile(name[folder.Length..], () => Read(name))),
    ];

    private static ReadOnlyMemory<byte> Read(string name)
    {
        using var stream = typeof(EmbeddedFiles).Assembly.GetManifestResourceStream(name)!;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }
}
