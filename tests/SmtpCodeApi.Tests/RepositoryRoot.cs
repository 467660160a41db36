namespace SmtpCodeApi.Tests;

/// <summary>The repository that the tests run in.</summary>
internal static class RepositoryRoot
{
    public static string Path { get; } = FindRoot();

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(System.IO.Path.Combine(folder, "SmtpCodeApi.sln")))
        {
            folder = System.IO.Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests do not run inside the repository.");
        }

        return folder;
    }
}
