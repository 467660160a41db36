namespace SmtpCodes.Catalog;

/// <summary>A data file. Its content is fetched each time it is asked for, so that a file nobody asks for costs nothing.</summary>
public sealed class CatalogFile
{
    private readonly Func<ReadOnlyMemory<byte>> _content;

    /// <summary>A file whose content is at hand.</summary>
    /// <param name="path">Its path below the data folder, with forward slashes: <c>reply-codes/354.json</c>.</param>
    /// <param name="content">Its content in UTF-8.</param>
    public CatalogFile(string path, ReadOnlyMemory<byte> content)
        : this(path, () => content)
    {
    }

    /// <summary>A file whose content can be fetched.</summary>
    internal CatalogFile(string path, Func<ReadOnlyMemory<byte>> content) => (Path, _content) = (path, content);

    /// <summary>The path below the data folder, with forward slashes.</summary>
    public string Path { get; }

    /// <summary>The content in UTF-8.</summary>
    internal ReadOnlySpan<byte> Content => _content().Span;
}
