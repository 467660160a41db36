using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;

namespace SmtpCodeApi.Tests.Hosting;

/// <summary>Start, logs and stop of the real process.</summary>
public sealed class ProcessTests
{
    [Fact]
    public async Task Start_PrintsAddressesThatOpen()
    {
        using var service = ServiceProcess.Start("Development");
        var line = service.WaitFor("/codes/354");
        using var response = await service.Client.GetAsync(line[line.IndexOf("http://", StringComparison.Ordinal)..], TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Start_FromAnyFolder_ReadsTheSettingsBesideTheProgram()
    {
        using var service = ServiceProcess.Start("Production");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/codes/354") { Headers = { { "Origin", "https://app.example.com" } } };
        using var response = await service.Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal("*", response.Headers.GetValues("Access-Control-Allow-Origin").Single());
    }

    [Fact]
    public async Task Terminate_WhileIdle_StopsCleanly()
    {
        using var service = ServiceProcess.Start("Production");
        await service.Client.GetStringAsync("/codes/354", TestContext.Current.CancellationToken);
        Assert.Equal(0, await service.TerminateAsync());
    }

    [Fact]
    public async Task Log_InProduction_HasOneJsonLineForAFailedRequestAndNoneForOthersNorAnyQuery()
    {
        using var service = ServiceProcess.Start("Production", ("SmtpCodeApi__SlowRequestMilliseconds", "600000"));
        await service.Client.GetStringAsync("/codes/354?who=alice@example.com", TestContext.Current.CancellationToken);
        await service.Client.GetStringAsync("/health/ready", TestContext.Current.CancellationToken);
        using var failed = await service.Client.GetAsync("/codes/bob@example.com?who=alice@example.com", TestContext.Current.CancellationToken);
        var problem = await ApiFixture.JsonAsync(failed);
        var line = JsonNode.Parse(service.WaitFor("answered"))!;
        Assert.Equal(0, await service.TerminateAsync());

        Assert.Equal(("GET", "/codes/{code}", 400), ((string?)line["Method"], (string?)line["Route"], (int)line["Status"]!));
        Assert.Equal((string?)problem["traceId"], (string?)line["@tr"]);
        Assert.All(service.Lines, written => Assert.NotNull(JsonNode.Parse(written)));
        Assert.Single(service.Lines, written => written.Contains("answered", StringComparison.Ordinal));
        Assert.DoesNotContain(service.Lines, written => written.Contains("alice", StringComparison.Ordinal) || written.Contains("bob", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Log_OfEveryRequest_CarriesTheCallersTraceAndNothingOfWhatWasSent()
    {
        const string Trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        using var service = ServiceProcess.Start("Production", ("Logging__LogLevel__Default", "Trace"));
        await SendAsync(HttpMethod.Get, "/explain?reply=550+alice@example.com+unknown", null);
        await SendAsync(HttpMethod.Get, "/codes/alice@example.com?q=alice", null);
        await SendAsync(HttpMethod.Get, "/nowhere/alice@example.com", null);
        await SendAsync(HttpMethod.Post, "/explain", new StringContent("550 5.1.1 <alice@example.com> unknown"));
        await SendAsync(HttpMethod.Post, "/explain", new StringContent("{\"alice\"", null, "application/json"));
        await SendAsync(HttpMethod.Post, "/explain/batch", new StringContent("\"550 alice\"\nalice\n", null, "application/x-ndjson"));
        await SendAsync(HttpMethod.Post, "/explain", new StringContent("From: alice\n\nalice", null, "message/rfc822"));
        Assert.Equal(0, await service.TerminateAsync());

        var requests = service.Lines.Select(line => JsonNode.Parse(line)!).Where(line => line["Route"] is { } route && (string?)route != "/health/ready" && line["Elapsed"] is not null).ToList();
        Assert.Equal(7, requests.Count);
        Assert.All(requests, line => Assert.Equal(Trace, (string?)line["@tr"]));
        Assert.Equal(7, requests.Select(line => (string?)line["@sp"]).Distinct().Count());
        Assert.DoesNotContain(service.Lines, line => line.Contains("alice", StringComparison.Ordinal));

        async Task SendAsync(HttpMethod method, string path, HttpContent? content)
        {
            using var request = new HttpRequestMessage(method, path) { Content = content };
            request.Headers.Add("traceparent", $"00-{Trace}-00f067aa0ba902b7-01");
            using var response = await service.Client.SendAsync(request, TestContext.Current.CancellationToken);
            await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        }
    }

    [Theory]
    [InlineData("Logging__LogLevel__SmtpCodeApi.Requests", "Debug", "Debug")]
    [InlineData("SmtpCodeApi__SlowRequestMilliseconds", "1", null)]
    public async Task Log_SuccessfulRequest_IsOneSettingAway(string setting, string value, string? level)
    {
        using var service = ServiceProcess.Start("Production", (setting, value));
        // The first answer is made cold, which takes more than a millisecond.
        await service.Client.GetStringAsync("/codes?view=full", TestContext.Current.CancellationToken);
        var line = JsonNode.Parse(service.WaitFor("answered"))!;
        Assert.Equal(200, (int)line["Status"]!);
        Assert.True((string?)line["@l"] == "Warning" || (string?)line["@l"] == level, $"The line has level {line["@l"]}.");
    }

    [Fact]
    public async Task HealthProbe_OfTheImage_TellsByItsExitCode()
    {
        using var service = ServiceProcess.Start("Production");
        Assert.Equal(0, await ProbeAsync(service.Client.BaseAddress!.Port));
        await service.TerminateAsync();
        Assert.Equal(1, await ProbeAsync(service.Client.BaseAddress.Port));
    }

    /// <summary>The exit code of the health check of the image, where it is told to ask a port.</summary>
    internal static async Task<int> ProbeAsync(int port, params (string Name, string Value)[] settings)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "SmtpCodeApi.dll"), "--healthcheck"]);
        start.Environment["ASPNETCORE_HTTP_PORTS"] = $"{port}";
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        using var probe = Process.Start(start)!;
        await probe.WaitForExitAsync(TestContext.Current.CancellationToken);
        return probe.ExitCode;
    }
}
