namespace SmtpCodeApi.Hosting;

/// <summary>The files that are built into the program, so that it needs no folder beside it.</summary>
internal static class BuiltInFiles
{
    /// <summary>The content of a file.</summary>
    public static byte[] Read(string name)
    {
        using var stream = typeof(BuiltInFiles).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"'{name}' is not built in.");
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }
}
