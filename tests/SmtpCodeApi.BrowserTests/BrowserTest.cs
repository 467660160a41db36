using System.Text.RegularExpressions;

namespace SmtpCodeApi.BrowserTests;

/// <summary>
/// A test in a browser context of its own. At its end, whatever else it proved, the pages must have kept to this host and left neither cookie nor complaint;
/// a test that fails leaves a picture and the page behind.
/// </summary>
public abstract partial class BrowserTest(SiteFixture site) : IAsyncLifetime
{
    private IBrowserContext? _context;

    protected SiteFixture Site { get; } = site;

    protected IPage Page { get; private set; } = null!;

    /// <summary>What the pages of this test have done.</summary>
    internal PageWatch Watch { get; private set; } = null!;

    /// <summary>How the browser is set up, for the tests that need it otherwise.</summary>
    protected virtual BrowserNewContextOptions Options => new();

    public async ValueTask InitializeAsync()
    {
        _context = await Site.NewContextAsync(Options);
        Watch = new(_context, Site.Origin);
        Page = await _context.NewPageAsync();
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_context is null)
        {
            return;
        }

        var complaints = await Watch.ComplaintsAsync();
        var failed = TestContext.Current.TestState is { Result: TestResult.Failed };
        if (failed || complaints.Count > 0)
        {
            await KeepEvidenceAsync();
        }

        await _context.DisposeAsync();
        if (!failed)
        {
            Assert.Empty(complaints);
        }
    }

    private async Task KeepEvidenceAsync()
    {
        Directory.CreateDirectory(SiteFixture.Evidence);
        var name = TestContext.Current.Test!.TestDisplayName.Replace("SmtpCodeApi.BrowserTests.", "", StringComparison.Ordinal);
        var file = Path.Combine(SiteFixture.Evidence, NotForFileNames().Replace(name, "_"));
        await Page.ScreenshotAsync(new() { Path = file + ".png", FullPage = true });
        await File.WriteAllTextAsync(file + ".html", await Page.ContentAsync());
        TestContext.Current.TestOutputHelper?.WriteLine($"{Page.Url} is kept in {file}.png and .html");
    }

    [GeneratedRegex("[^A-Za-z0-9._-]+")]
    private static partial Regex NotForFileNames();
}
