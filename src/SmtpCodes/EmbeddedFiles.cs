using System.Collections.Immutable;
using SmtpCodes.Catalog;

namespace SmtpCodes;

/// <summary>The data that is built into this library.</summary>
internal static class EmbeddedFiles
{
    /// <summary>The files whose path passes, in the order of their paths.</summary>
    public static ImmutableArray<CatalogFile> Read(Func<string, bool> wanted)
    {
        var assembly = typeof(EmbeddedFiles).Assembly;
        return [.. assembly.GetManifestResourceNames().Where(wanted).Order(StringComparer.Ordinal).Select(name =>
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            var content = new byte[stream.Length];
            stream.ReadExactly(content);
            return new CatalogFile(name, content);
        })];
    }
}
