using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using SmtpCodeApi.Tests;

[assembly: AssemblyFixture(typeof(SmtpCodeApi.BrowserTests.SiteFixture))]

namespace SmtpCodeApi.BrowserTests;

/// <summary>The service on a real socket and one browser, started once for all tests; each test has a browser context, as clean as a new profile.</summary>
public sealed class SiteFixture : WebApplicationFactory<Program>, IAsyncLifetime
{
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>Where pictures and pages of failed tests are kept, of the last run only.</summary>
    public static string Evidence { get; } = Path.Combine(RepositoryRoot.Path, "TestResults", "browser");

    /// <summary>Scheme, host and port of the service, without a slash at the end.</summary>
    public string Origin => ClientOptions.BaseAddress.GetLeftPart(UriPartial.Authority);

    public async ValueTask InitializeAsync()
    {
        if (Chromium.Find() is not { } executable)
        {
            return;
        }

        if (Directory.Exists(Evidence))
        {
            Directory.Delete(Evidence, recursive: true);
        }

        UseKestrel();
        StartServer();
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = executable, Args = ["--disable-gpu", "--disable-quic"] });
        // A busy machine is no fault of a page; a wait ends as soon as what it waits for is there.
        SetDefaultExpectTimeout(30_000);
    }

    /// <summary>A clean browser context; ends the test where there is no browser: as skipped, or as failed where a browser is demanded.</summary>
    public async Task<IBrowserContext> NewContextAsync(BrowserNewContextOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (_browser is null)
        {
            const string reason =
                "The browser tests did not run: no Chromium was found. Install it (on Debian: apt-get install chromium-headless-shell), or name one in CHROMIUM_PATH.";
            Assert.SkipUnless(IsDemanded(), reason);
            Assert.Fail(reason);
        }

        options.BaseURL = Origin;
        return await _browser.NewContextAsync(options);
    }

    public override async ValueTask DisposeAsync()
    {
        await (_browser?.DisposeAsync() ?? ValueTask.CompletedTask);
        _playwright?.Dispose();
        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        // A request that is slow on a busy machine is not worth a warning here.
        // The port is set here rather than by the factory, which does so while the service may have started already.
        builder.UseEnvironment("Production").UseUrls("http://127.0.0.1:0").UseSetting("Logging:LogLevel:Default", "Error");
    }

    private static bool IsDemanded() => Environment.GetEnvironmentVariable("CI") == "true" || Environment.GetEnvironmentVariable("SMTPCODES_REQUIRE_BROWSER") == "1";
}
