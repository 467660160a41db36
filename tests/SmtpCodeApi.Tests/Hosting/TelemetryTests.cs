using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;

namespace SmtpCodeApi.Tests.Hosting;

/// <summary>What the service says about its work, to whom, and on which port.</summary>
public sealed class TelemetryTests(ApiFixture api)
{
    private const string Json = "application/json";

    [Fact]
    public async Task Metrics_AfterKnownRequests_CountThem()
    {
        using var service = ServiceProcess.Start("Production");
        await GetAsync(service.Client, "/codes/354");
        await GetAsync(service.Client, "/codes/X.7.8");
        await GetAsync(service.Client, "/codes/559");
        await GetAsync(service.Client, "/codes/x.7.99");
        await GetAsync(service.Client, "/codes/35a");
        await GetAsync(service.Client, "/codes?code=535&code=5.7.99");
        await GetAsync(service.Client, "/compare?a=354&b=299");
        await PostAsync(service.Client, "/explain", Json, """{"reply":"550 5.1.1 User unknown","host":"mx.google.com"}""");
        await PostAsync(service.Client, "/explain/batch", "application/x-ndjson", "\"550 5.1.1 User unknown\"\n\nno json\n\"250 OK\"\n");
        await PostAsync(service.Client, "/explain", "message/rfc822", TwoRecipients);

        var series = await SeriesAsync(service.Client);
        Assert.Equal(3, series["""smtpcodes_lookups_total{smtpcodes_kind="reply",smtpcodes_outcome="found"}"""]);
        Assert.Equal(1, series["""smtpcodes_lookups_total{smtpcodes_kind="enhanced",smtpcodes_outcome="found"}"""]);
        Assert.Equal(2, series["""smtpcodes_lookups_total{smtpcodes_kind="reply",smtpcodes_outcome="unknown"}"""]);
        Assert.Equal(2, series["""smtpcodes_lookups_total{smtpcodes_kind="enhanced",smtpcodes_outcome="unknown"}"""]);
        Assert.Equal(1, series["""smtpcodes_lookups_total{smtpcodes_kind="none",smtpcodes_outcome="malformed"}"""]);
        Assert.Equal(1, series["""smtpcodes_unknown_codes_total{smtpcodes_class="x",smtpcodes_kind="enhanced"}"""]);
        Assert.Equal(1, series["""smtpcodes_unknown_codes_total{smtpcodes_class="2",smtpcodes_kind="reply"}"""]);
        Assert.Equal(1, series["""smtpcodes_explanations_total{smtpcodes_category="bad-mailbox",smtpcodes_provider="gmail"}"""]);
        Assert.Equal(2, series["""smtpcodes_explanations_total{smtpcodes_category="bad-mailbox",smtpcodes_provider="none"}"""]);
        Assert.Equal(1, series["""smtpcodes_explanations_total{smtpcodes_category="quota-issues",smtpcodes_provider="none"}"""]);
        Assert.Equal(2, series["""smtpcodes_batch_lines_total{smtpcodes_outcome="explained"}"""]);
        Assert.Equal(1, series["""smtpcodes_batch_lines_total{smtpcodes_outcome="refused"}"""]);
        Assert.Contains(series, one => one.Key.StartsWith("http_server_request_duration_seconds_count{", StringComparison.Ordinal)
            && one.Key.Contains("http_route=\"/codes/{code}\"", StringComparison.Ordinal) && one.Key.Contains("http_response_status_code=\"404\"", StringComparison.Ordinal) && one.Value == 2);
    }

    [Fact]
    public async Task Metrics_WhateverCallersMakeUp_HaveNoMoreSeries()
    {
        using var service = ServiceProcess.Start("Production", ("Logging__LogLevel__SmtpCodeApi.Requests", "Warning"));
        // Known categories and providers first: what the text says may well be a new series, but out of a closed set.
        for (var digit = 1; digit <= 5; digit++)
        {
            await MakeUpAsync(service.Client, digit);
        }

        var before = await SeriesAsync(service.Client);
        for (var number = 100; number < 160; number++)
        {
            await MakeUpAsync(service.Client, number);
        }

        var after = await SeriesAsync(service.Client);
        Assert.Equal(OfRequests(before), OfRequests(after));
        Assert.InRange(after.Count, 1, 500);
        Assert.DoesNotContain(after.Keys, series => series.Contains("made-up", StringComparison.OrdinalIgnoreCase) || series.Contains("MADEUP", StringComparison.Ordinal));

        static IEnumerable<string> OfRequests(Dictionary<string, double> series) => series.Keys.Where(name => !name.StartsWith("dotnet_", StringComparison.Ordinal)).Order(StringComparer.Ordinal);
    }

    [Theory]
    [InlineData("HEAD", 200)]
    [InlineData("POST", 405)]
    public async Task Metrics_OtherMethods_AreAnsweredAsEverywhere(string method, int status)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), "/metrics");
        using var response = await api.Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal((status, "no-store"), ((int)response.StatusCode, response.Headers.CacheControl?.ToString()));
    }

    [Fact]
    public async Task ManagementPort_HasHealthAndMetricsAloneAndTheOtherPortHasNeither()
    {
        var port = FreePort();
        using var service = ServiceProcess.Start("Production", ("SmtpCodeApi__ManagementPort", $"{port}"));
        using var management = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        ServiceProcess.WaitUntilReady(management);
        foreach (var path in new[] { "/metrics", "/health/ready", "/health/live", "/Health/Live" })
        {
            using var own = await management.GetAsync(path, TestContext.Current.CancellationToken);
            Assert.Equal(200, (int)own.StatusCode);
            // A caller may name any host, the one of the port for the platform too.
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Host = $"127.0.0.1:{port}";
            using var other = await service.Client.SendAsync(request, TestContext.Current.CancellationToken);
            await ApiFixture.ProblemAsync(other, 404, "unknown-route");
        }

        using var main = await service.Client.GetAsync("/codes/354", TestContext.Current.CancellationToken);
        Assert.Equal(200, (int)main.StatusCode);
        using var code = await management.GetAsync("/codes/354", TestContext.Current.CancellationToken);
        await ApiFixture.ProblemAsync(code, 404, "unknown-route");
        Assert.Equal(0, await ProcessTests.ProbeAsync(9, ("SmtpCodeApi__ManagementPort", $"{port}")));
    }

    [Fact]
    public async Task Collector_NamedByTheStandardVariable_GetsTracesAndMetricsWithoutPathsOrQueries()
    {
        await using var collector = await Collector.StartAsync();
        using var service = ServiceProcess.Start("Production",
            ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Address), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"), ("OTEL_SERVICE_NAME", "bounces"), ("OTEL_METRIC_EXPORT_INTERVAL", "60000"));
        await GetAsync(service.Client, "/codes/alice@example.com?q=alice");
        await GetAsync(service.Client, "/nowhere/alice@example.com");
        await GetAsync(service.Client, "/health/ready");
        // What is not sent by then is sent at the stop.
        Assert.Equal(0, await service.TerminateAsync());

        var traces = collector.Received("/v1/traces");
        Assert.Contains("GET /codes/{code}", traces, StringComparison.Ordinal);
        Assert.Contains("bounces", traces, StringComparison.Ordinal);
        Assert.DoesNotContain("alice", traces, StringComparison.Ordinal);
        Assert.DoesNotContain("/health", traces, StringComparison.Ordinal);
        var metrics = collector.Received("/v1/metrics");
        Assert.Contains("http.server.request.duration", metrics, StringComparison.Ordinal);
        Assert.Contains("smtpcodes.lookups", metrics, StringComparison.Ordinal);
        Assert.DoesNotContain("alice", metrics, StringComparison.Ordinal);
    }

    /// <summary>One of everything that a caller can choose, made of a number.</summary>
    private static async Task MakeUpAsync(HttpClient client, int number)
    {
        await GetAsync(client, $"/made-up/{number}");
        await GetAsync(client, $"/codes/made-up-{number}");
        await GetAsync(client, $"/codes/5.77.{number}");
        await GetAsync(client, $"/codes?code=5.99.{number}&q=made-up-{number}");
        await GetAsync(client, $"/compare?a=4.88.{number}&b=made-up-{number}");
        await PostAsync(client, "/explain", Json, $$"""{"reply":"made-up {{number}}","host":"made-up-{{number}}.example","id":"made-up-{{number}}","command":"made-up-{{number}}"}""");
        using var method = new HttpRequestMessage(new HttpMethod($"MADEUP{number}"), "/codes");
        using var refused = await client.SendAsync(method, TestContext.Current.CancellationToken);
        using var host = new HttpRequestMessage(HttpMethod.Get, "/codes/354");
        host.Headers.Host = $"made-up-{number}.example";
        host.Headers.TryAddWithoutValidation("User-Agent", $"made-up/{number}");
        host.Headers.TryAddWithoutValidation("X-Forwarded-Proto", $"made-up-{number}");
        using var answered = await client.SendAsync(host, TestContext.Current.CancellationToken);
    }

    private static async Task GetAsync(HttpClient client, string path)
    {
        using var response = await client.GetAsync(path, TestContext.Current.CancellationToken);
    }

    private static async Task PostAsync(HttpClient client, string path, string type, string body)
    {
        using var content = new StringContent(body, null, type);
        using var response = await client.PostAsync(path, content, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
    }

    private static async Task<Dictionary<string, double>> SeriesAsync(HttpClient client)
    {
        var text = await client.GetStringAsync("/metrics", TestContext.Current.CancellationToken);
        return text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '#')
            .ToDictionary(line => line[..line.LastIndexOf(' ')], line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private const string TwoRecipients =
        """
        Content-Type: multipart/report; report-type=delivery-status; boundary=b

        --b
        Content-Type: message/delivery-status

        Reporting-MTA: dns; mx.example.com

        Final-Recipient: rfc822; alice@example.org
        Action: failed
        Status: 5.1.1
        Diagnostic-Code: smtp; 550 5.1.1 User unknown

        Final-Recipient: rfc822; bob@example.org
        Action: failed
        Status: 5.2.2
        Diagnostic-Code: smtp; 552 5.2.2 Mailbox full

        --b--
        """;

    /// <summary>What stands for an OpenTelemetry collector: keeps what it is sent. Strings are readable in the binary format as they are.</summary>
    private sealed class Collector(WebApplication app) : IAsyncDisposable
    {
        private readonly ConcurrentQueue<(string Path, string Body)> _received = new();

        public string Address => app.Urls.Single();

        public static async Task<Collector> StartAsync()
        {
            var builder = WebApplication.CreateBuilder();
            builder.Logging.ClearProviders();
            var app = builder.Build();
            app.Urls.Add("http://127.0.0.1:0");
            var collector = new Collector(app);
            app.Run(async context =>
            {
                using var body = new MemoryStream();
                await context.Request.Body.CopyToAsync(body, context.RequestAborted);
                collector._received.Enqueue((context.Request.Path, Encoding.Latin1.GetString(body.ToArray())));
            });
            await app.StartAsync(TestContext.Current.CancellationToken);
            return collector;
        }

        public string Received(string path) => string.Concat(_received.Where(one => one.Path == path).Select(one => one.Body));

        public ValueTask DisposeAsync() => app.DisposeAsync();
    }
}
