using System.Globalization;
using System.Text.RegularExpressions;
using SmtpCodeApi.Tests.Hosting;

namespace SmtpCodeApi.Tests.Faults;

/// <summary>A process to be mistreated. Its heap is small, so that memory which is kept, for a connection or for a body, ends it.</summary>
public sealed partial class FaultFixture : IDisposable
{
    private const int HeapLimit = 160 * 1024 * 1024;

    private readonly ServiceProcess _service = ServiceProcess.Start("Production",
        ("DOTNET_GCHeapHardLimit", HeapLimit.ToString("x", CultureInfo.InvariantCulture)), ("SmtpCodeApi__HeaderTimeoutSeconds", "1"), ("SmtpCodeApi__KeepAliveSeconds", "1"));

    public HttpClient Client => _service.Client;

    public async Task<RawConnection> ConnectAsync() => await RawConnection.OpenAsync(Client.BaseAddress!);

    /// <summary>Everything that the server says to something, until it closes the connection.</summary>
    public async Task<string> AnswerAsync(string request, bool thenGone = false)
    {
        using var connection = await ConnectAsync();
        await connection.SendAsync(request);
        if (thenGone)
        {
            connection.EndOfSending();
        }

        return await connection.ReadToEndAsync();
    }

    /// <summary>The service is well: it answers, has failed at nothing so far, and nothing of what was sent is still being worked on.</summary>
    public async Task AssertWellAsync()
    {
        Assert.Contains("healthy", await Client.GetStringAsync("/health/ready", TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Contains("Start Mail Input", await Client.GetStringAsync("/codes/354", TestContext.Current.CancellationToken), StringComparison.Ordinal);
        string metrics;
        do
        {
            metrics = await Client.GetStringAsync("/metrics", TestContext.Current.CancellationToken);
            // The scrape itself is the one GET in work. What the server has not noticed yet it will; a request that stays ends the test by its time-out.
        }
        while (Sum(ActiveRequests(), metrics) > 1);
        Assert.DoesNotContain("http_response_status_code=\"500\"", metrics, StringComparison.Ordinal);
        var error = _service.Lines.FirstOrDefault(line => line.Contains("\"@l\":\"Error\"", StringComparison.Ordinal) || line.Contains("\"@l\":\"Fatal\"", StringComparison.Ordinal));
        Assert.True(error is null, error?[..Math.Min(error.Length, 1000)]);
    }

    /// <summary>How many connections the server holds.</summary>
    public async Task<double> ConnectionsAsync() => Sum(ActiveConnections(), await Client.GetStringAsync("/metrics", TestContext.Current.CancellationToken));

    public void Dispose() => _service.Dispose();

    private static double Sum(Regex series, string metrics) => series.Matches(metrics).Sum(match => double.Parse(match.Groups["value"].Value, CultureInfo.InvariantCulture));

    [GeneratedRegex(@"^http_server_active_requests\{.*\} (?<value>\S+)$", RegexOptions.Multiline)]
    private static partial Regex ActiveRequests();

    [GeneratedRegex(@"^kestrel_active_connections\{.*\} (?<value>\S+)$", RegexOptions.Multiline)]
    private static partial Regex ActiveConnections();
}
