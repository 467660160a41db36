using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using SmtpCodeApi.Hosting;
using SmtpCodeApi.Tests.Hosting;

[assembly: AssemblyFixture(typeof(SmtpCodeApi.Tests.ApiFixture))]

namespace SmtpCodeApi.Tests;

/// <summary>
/// The service on a real socket, as in Production but for its log level; shared by all tests, which only read. Where <c>SMTPCODES_URL</c> names one that runs already,
/// a container for example, it is that one; where <c>SMTPCODES_PROGRAM</c> names another build of it, that one is started.
/// </summary>
public sealed class ApiFixture : WebApplicationFactory<Program>
{
    private readonly ServiceProcess? _process;

    public ApiFixture()
    {
        if (Environment.GetEnvironmentVariable("SMTPCODES_URL") is { Length: > 0 } running)
        {
            ClientOptions.BaseAddress = new Uri(running);
            Client = NewClient();
            return;
        }

        if (ServiceProcess.Program is not null)
        {
            _process = ServiceProcess.Start("Production");
            ClientOptions.BaseAddress = _process.Client.BaseAddress!;
            Client = NewClient();
            return;
        }

        UseKestrel();
        StartServer();
        Services.GetRequiredService<WarmUp>().ExecuteTask!.GetAwaiter().GetResult();
        Client = NewClient();
    }

    /// <summary>A client that neither follows redirects nor decompresses nor keeps cookies.</summary>
    public HttpClient Client { get; }

    public Uri Address => ClientOptions.BaseAddress;

    public HttpClient NewClient() => new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, AutomaticDecompression = DecompressionMethods.None }) { BaseAddress = Address };

    public async Task<HttpResponseMessage> GetAsync(string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public async Task<JsonNode> GetJsonAsync(string path)
    {
        using var response = await GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await JsonAsync(response);
    }

    /// <summary>Checks that an answer is a problem of this type and status, and gives its body.</summary>
    public async Task<JsonObject> GetProblemAsync(string path, int status, string type, params (string Name, string Value)[] headers)
    {
        using var response = await GetAsync(path, headers);
        return await ProblemAsync(response, status, type);
    }

    public static async Task<JsonObject> ProblemAsync(HttpResponseMessage response, int status, string type)
    {
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = (await JsonAsync(response)).AsObject();
        Assert.Equal((status, $"/problems/{type}"), ((int)problem["status"]!, (string)problem["type"]!));
        Assert.All(["title", "detail", "instance", "traceId"], member => Assert.False(string.IsNullOrWhiteSpace((string?)problem[member]), $"'{member}' is empty"));
        Assert.DoesNotMatch(@"Exception|   at |\.cs\b|SmtpCodeApi\.|System\.|Microsoft\.|/src/|/usr/", problem.ToJsonString());
        return problem;
    }

    public static async Task<JsonNode> JsonAsync(HttpResponseMessage response) =>
        JsonNode.Parse(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken))!;

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        // The port is set here rather than by the factory, which does so while the service may have started already.
        builder.UseEnvironment("Production").UseUrls("http://127.0.0.1:0").UseSetting("Logging:LogLevel:Default", "Warning");
    }

    protected override void Dispose(bool disposing)
    {
        _process?.Dispose();
        Client?.Dispose();
        base.Dispose(disposing);
    }
}
