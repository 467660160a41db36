using Microsoft.Extensions.Options;

namespace SmtpCodeApi.Hosting;

/// <summary>Health and metrics: on the port of everything else, or on one of their own that need not be reachable from outside (<see cref="ServiceOptions.ManagementPort"/>).</summary>
internal static class ManagementPort
{
    private const string Setting = $"{ServiceOptions.Section}:{nameof(ServiceOptions.ManagementPort)}";

    /// <summary>Whether a path is for the platform rather than for callers.</summary>
    public static bool Serves(PathString path) =>
        path.StartsWithSegments("/health", StringComparison.OrdinalIgnoreCase) || path.StartsWithSegments(Telemetry.ScrapePath, StringComparison.OrdinalIgnoreCase);

    /// <summary>Listens on the port too, beside the addresses that are configured in any of the usual ways.</summary>
    public static void AddManagementPort(this WebApplicationBuilder builder)
    {
        // A value that is no port stops the start a moment later, with all other settings.
        if (!ushort.TryParse(builder.Configuration[Setting], out var port) || port == 0)
        {
            return;
        }

        if (builder.Configuration.GetSection("Kestrel:Endpoints").GetChildren().Any())
        {
            builder.WebHost.ConfigureKestrel(server => server.ListenAnyIP(port));
            return;
        }

        var urls = builder.Configuration[WebHostDefaults.ServerUrlsKey] is { Length: > 0 } configured ? configured
            : string.Join(';', Urls("http", WebHostDefaults.HttpPortsKey).Concat(Urls("https", WebHostDefaults.HttpsPortsKey))) is { Length: > 0 } ports ? ports
            : "http://localhost:5000";
        builder.WebHost.UseUrls([.. urls.Split(';'), $"http://*:{port}"]);

        IEnumerable<string> Urls(string scheme, string key) =>
            (builder.Configuration[key] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(number => $"{scheme}://*:{number}");
    }

    /// <summary>
    /// Answers on the port for the platform alone, and for the platform on that port alone. The port is that of the connection: the Host header is the caller's to choose.
    /// </summary>
    public static void UseManagementPort(this WebApplication app)
    {
        if (app.Services.GetRequiredService<IOptions<ServiceOptions>>().Value.ManagementPort is var port and > 0)
        {
            app.Use((context, next) =>
            {
                if (Serves(context.Request.Path) == (context.Connection.LocalPort == port))
                {
                    return next(context);
                }

                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return Task.CompletedTask;
            });
        }
    }
}
