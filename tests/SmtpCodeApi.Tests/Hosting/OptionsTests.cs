using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.Options;

namespace SmtpCodeApi.Tests.Hosting;

public sealed class OptionsTests
{
    [Theory]
    [InlineData("SmtpCodeApi:PathBase", "no-slash", "PathBase")]
    [InlineData("SmtpCodeApi:PathBase", "/slash-at-end/", "PathBase")]
    [InlineData("SmtpCodeApi:SlowRequestMilliseconds", "0", "SlowRequestMilliseconds")]
    [InlineData("SmtpCodeApi:ManagementPort", "65536", "ManagementPort")]
    [InlineData("SmtpCodeApi:TrustedProxies:0", "10", "TrustedProxies")]
    [InlineData("SmtpCodeApi:TrustedProxies:0", "10.0.0.0/33", "TrustedProxies")]
    [InlineData("SmtpCodeApi:TrustedProxies:0", "proxy.example.com", "TrustedProxies")]
    [InlineData("SmtpCodeApi:RequestsPerMinute", "-1", "RequestsPerMinute")]
    [InlineData("SmtpCodeApi:MaxConcurrentRequests", "-1", "MaxConcurrentRequests")]
    [InlineData("SmtpCodeApi:MaxConnections", "-1", "MaxConnections")]
    [InlineData("SmtpCodeApi:MaxHeaderBytes", "100", "MaxHeaderBytes")]
    [InlineData("SmtpCodeApi:HeaderTimeoutSeconds", "0", "HeaderTimeoutSeconds")]
    [InlineData("SmtpCodeApi:KeepAliveSeconds", "0", "KeepAliveSeconds")]
    public void BadSetting_StopsTheStartAndIsNamed(string name, string value, string part)
    {
        using var factory = Configured((name, value));
        var error = Assert.ThrowsAny<Exception>(factory.CreateClient);
        Assert.Contains(part, Assert.IsType<OptionsValidationException>(error.GetBaseException()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("secret-short")]
    [InlineData("secret with spaces in it")]
    public void BadKey_StopsTheStartWithoutBeingShown(string key)
    {
        using var factory = Configured(("SmtpCodeApi:ApiKeys:0", key));
        var error = Assert.ThrowsAny<Exception>(factory.CreateClient).GetBaseException();
        Assert.Contains("ApiKeys", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("10.0.0.0/8")]
    [InlineData("10.0.0.7")]
    [InlineData("2001:db8::/32")]
    [InlineData("::1")]
    public void TrustedProxy_AddressOrNetwork_IsAccepted(string text)
    {
        using var factory = Configured(("SmtpCodeApi:TrustedProxies:0", text));
        Assert.NotNull(factory.CreateClient());
    }

    [Fact]
    public async Task PathBase_IsInEveryLink()
    {
        using var factory = Configured(("SmtpCodeApi:PathBase", "/smtp"));
        using var client = factory.CreateClient();
        using var code = await client.GetAsync("/smtp/codes/354", TestContext.Current.CancellationToken);
        Assert.Equal("/smtp/codes/354", (string?)(await ApiFixture.JsonAsync(code))["href"]);
        Assert.Equal("</smtp/openapi/v1.json>; rel=\"service-desc\"", code.Headers.GetValues("Link").Single());
        using var comparison = await client.GetAsync("/smtp/compare?a=354&b=535", TestContext.Current.CancellationToken);
        Assert.StartsWith("/smtp/compare?a=354&b=", (string?)(await ApiFixture.JsonAsync(comparison))["learnMore"]!["comparisons"]![0]!["href"], StringComparison.Ordinal);
        using var unknown = await client.GetAsync("/smtp/codes/559", TestContext.Current.CancellationToken);
        var problem = await ApiFixture.JsonAsync(unknown);
        Assert.Equal(("/smtp/problems/unknown-code", "/smtp/codes/559"), ((string?)problem["type"], (string?)problem["instance"]));
        Assert.StartsWith("/smtp/codes/", (string?)problem["nearest"]![0]!["href"], StringComparison.Ordinal);
        using var direct = await client.GetAsync("/codes/354", TestContext.Current.CancellationToken);
        Assert.Equal("/codes/354", (string?)(await ApiFixture.JsonAsync(direct))["href"]);
    }

    [Fact]
    public async Task AllowedOrigins_OnlyTheseMayCall()
    {
        using var factory = Configured(("SmtpCodeApi:AllowedOrigins:0", "https://app.example.com"));
        using var client = factory.CreateClient();
        Assert.Equal(["https://app.example.com"], await AllowedOriginAsync(client, "https://app.example.com"));
        Assert.Empty(await AllowedOriginAsync(client, "https://evil.example.net"));
    }

    private static async Task<IEnumerable<string>> AllowedOriginAsync(HttpClient client, string origin)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/codes/354");
        request.Headers.Add("Origin", origin);
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return response.Headers.TryGetValues("Access-Control-Allow-Origin", out var allowed) ? allowed : [];
    }

    private static WebApplicationFactory<Program> Configured(params (string Name, string Value)[] settings) =>
        new WebApplicationFactory<Program>().WithWebHostBuilder(host =>
        {
            host.UseEnvironment("Production").UseSetting("Logging:LogLevel:Default", "Warning");
            foreach (var (name, value) in settings)
            {
                host.UseSetting(name, value);
            }
        });
}
