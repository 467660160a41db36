using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Reflection;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace SmtpCodeApi.Hosting;

/// <summary>
/// Metrics, for Prometheus to fetch at <c>/metrics</c>; and, where the standard variables (<c>OTEL_EXPORTER_OTLP_ENDPOINT</c> and its kin) name a collector,
/// the same metrics and the traces sent there. Without a collector nothing is traced, so that tracing costs nothing (<see cref="Http.RequestTrace"/> is what the log needs).
/// </summary>
/// <remarks>
/// The scrape endpoint is OpenTelemetry's, though its package is a beta: the Prometheus format in the specification is not final, and the names of this exporter may
/// change with a release; the version is pinned, and a test holds the dashboard and the alerts to the names. The stable alternative, prometheus-net, keeps a registry
/// beside OpenTelemetry's, so that each request would be measured twice and named differently, and is not made for Native AOT; this one is.
/// </remarks>
internal static class Telemetry
{
    public const string ScrapePath = "/metrics";

    private static readonly string[] CollectorSettings = ["OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"];

    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        var hasCollector = CollectorSettings.Any(name => !string.IsNullOrWhiteSpace(builder.Configuration[name]));
        var telemetry = builder.Services.AddOpenTelemetry()
            // The variables come last: what an operator calls the service wins.
            .ConfigureResource(resource => resource.AddService("smtpcodeapi", serviceVersion: Version(), autoGenerateServiceInstanceId: false).AddEnvironmentVariableDetector())
            .WithMetrics(metrics =>
            {
                metrics
                    .AddMeter(ServiceMetrics.MeterName, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "Microsoft.AspNetCore.RateLimiting", "System.Runtime")
                    // It is about streams of HTTP/2 that wait their turn, a moment at most, and would be counted twice for each request of any kind.
                    .AddView(static instrument => instrument.Name == "kestrel.queued_requests" ? MetricStreamConfiguration.Drop : new() { CardinalityLimit = SeriesOf(instrument) })
                    .AddPrometheusExporter(exporter => exporter.ScopeInfoEnabled = false);
                if (hasCollector)
                {
                    metrics.AddOtlpExporter();
                }
            });
        if (hasCollector)
        {
            telemetry.WithTracing(traces => traces
                .AddAspNetCoreInstrumentation(requests =>
                {
                    requests.Filter = static context => !ManagementPort.Serves(context.Request.Path);
                    // As in the log: the route, since people paste mail addresses into paths and queries.
                    requests.EnrichWithHttpResponse = static (activity, response) => Anonymise(activity, response.HttpContext);
                })
                .AddOtlpExporter());
        }
    }

    public static void MapMetrics(this IEndpointRouteBuilder routes) => routes
        .MapPrometheusScrapingEndpoint(ScrapePath, null, branch => branch.Use(static (context, next) =>
        {
            context.Response.Headers.CacheControl = "no-store";
            return next(context);
        }), null)
        .WithMetadata(new HttpMethodMetadata([HttpMethods.Get]))
        .DisableHttpMetrics();

    /// <summary>
    /// How many series an instrument can have. OpenTelemetry lays out 2,000 for each as it starts, megabytes of them; the labels here come from small closed sets, and
    /// what is beyond the limit would be added up in one series of its own.
    /// </summary>
    private static int SeriesOf(Instrument instrument) => instrument.Name switch
    {
        // Categories by providers; routes by methods and statuses.
        ServiceMetrics.ExplanationsName or "http.server.request.duration" => 1000,
        _ => 100,
    };

    private static void Anonymise(Activity activity, HttpContext context)
    {
        activity.SetTag("url.path", (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "(no route)");
        activity.SetTag("url.query", null);
    }

    private static string Version() => typeof(Telemetry).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}
