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
    public async Task Terminate_WhileIdle_StopsCleanly()
    {
        using var service = ServiceProcess.Start("Production");
        await service.Client.GetStringAsync("/codes/354", TestContext.Current.CancellationToken);
        Assert.Equal(0, await service.TerminateAsync());
    }

    [Fact]
    public async Task Log_InProduction_HasOneJsonLineForAFailedRequestAndNoneForOthersNorAnyQuery()
    {
        using var service = ServiceProcess.Start("Production");
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

    [Theory]
    [InlineData("Logging__LogLevel__Serilog.AspNetCore", "Debug", "Debug")]
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

    private static async Task<int> ProbeAsync(int port)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "SmtpCodeApi.dll"), "--healthcheck"]);
        start.Environment["ASPNETCORE_HTTP_PORTS"] = $"{port}";
        using var probe = Process.Start(start)!;
        await probe.WaitForExitAsync(TestContext.Current.CancellationToken);
        return probe.ExitCode;
    }
}
