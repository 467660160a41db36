namespace SmtpCodes.Catalog;

/// <summary>The catalog cannot be used: an entry of its data is wrong. The message names the file, the entry and the reason.</summary>
public sealed class CatalogException : Exception
{
    /// <summary>Names the file and what is wrong with it.</summary>
    public CatalogException(string file, string? code, string reason, Exception? cause = null)
        : base($"Catalog file '{file}'{(code is null ? "" : $", entry {code}")}: {reason}", cause)
    {
        File = file;
        Code = code;
    }

    /// <summary>The data file, as a path below the data folder.</summary>
    public string File { get; }

    /// <summary>The entry, or null where the file could not be read far enough to tell.</summary>
    public string? Code { get; }
}
