namespace SmtpCodeApi.BrowserTests;

/// <summary>The browser that the machine has: the tests drive a real one and never download any.</summary>
internal static class Chromium
{
    // The shell is the same engine without the window that nobody sees, and needs a quarter of the time.
    private static readonly string[] Names = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

    /// <summary>The program: what <c>CHROMIUM_PATH</c> names, or else the first of the usual names in the search path; null for none.</summary>
    public static string? Find() => Environment.GetEnvironmentVariable("CHROMIUM_PATH") is { Length: > 0 } named
        ? File.Exists(named) ? named : null
        : Folders().SelectMany(folder => Names.Select(name => Path.Combine(folder, name))).FirstOrDefault(File.Exists);

    private static IEnumerable<string> Folders() => [.. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator), "/usr/bin", "/usr/local/bin"];
}
