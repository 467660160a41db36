using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using SmtpCodeApi.Hosting;

namespace SmtpCodeApi.Tests.Hosting;

/// <summary>The service on a real socket with settings of its own; for tests that need others than <see cref="ApiFixture"/> has.</summary>
internal sealed class ConfiguredService : WebApplicationFactory<Program>
{
    private readonly (string Name, string Value)[] _settings;

    public ConfiguredService(params (string Name, string Value)[] settings)
    {
        _settings = settings;
        UseKestrel();
        StartServer();
        Services.GetRequiredService<WarmUp>().ExecuteTask!.GetAwaiter().GetResult();
        Client = CreateClient();
    }

    public HttpClient Client { get; }

    public Uri Address => ClientOptions.BaseAddress;

    public async Task<HttpResponseMessage> GetAsync(string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        foreach (var (name, value) in headers)
        {
            Assert.True(request.Headers.TryAddWithoutValidation(name, value));
        }

        return await Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public async Task<int> StatusAsync(string path, params (string Name, string Value)[] headers)
    {
        using var response = await GetAsync(path, headers);
        return (int)response.StatusCode;
    }

    /// <summary>The statuses of the same request, made several times.</summary>
    public async Task<IEnumerable<int>> StatusesAsync(int times, string path, params (string Name, string Value)[] headers)
    {
        var statuses = new int[times];
        for (var time = 0; time < times; time++)
        {
            statuses[time] = await StatusAsync(path, headers);
        }

        return statuses;
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        // The port is set here rather than by the factory, which does so while the service may have started already.
        builder.UseEnvironment("Production").UseUrls("http://127.0.0.1:0").UseSetting("Logging:LogLevel:Default", "Warning");
        foreach (var (name, value) in _settings)
        {
            builder.UseSetting($"SmtpCodeApi:{name}", value);
        }
    }

    protected override void Dispose(bool disposing)
    {
        Client?.Dispose();
        base.Dispose(disposing);
    }
}
