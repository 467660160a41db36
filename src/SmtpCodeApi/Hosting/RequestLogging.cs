using Microsoft.Extensions.Options;
using Serilog;
using Serilog.Events;
using Serilog.Formatting.Compact;

namespace SmtpCodeApi.Hosting;

/// <summary>
/// Logs: JSON lines in Production, text elsewhere; one line for each request that failed or was slow, successful ones at Debug.
/// The levels are set the usual way, in <c>Logging:LogLevel</c>: <c>Logging__LogLevel__Serilog.AspNetCore=Debug</c> shows every request.
/// </summary>
internal static class RequestLogging
{
    public static void AddServiceLogging(this WebApplicationBuilder builder) => builder.Services.AddSerilog((_, logger) =>
    {
        var levels = builder.Configuration.GetSection("Logging:LogLevel").GetChildren().ToDictionary(level => level.Key, level => SerilogLevel(level.Value));
        logger.MinimumLevel.Is(levels.GetValueOrDefault("Default", LogEventLevel.Information));
        foreach (var (source, level) in levels.Where(level => level.Key != "Default"))
        {
            logger.MinimumLevel.Override(source, level);
        }

        if (builder.Environment.IsProduction())
        {
            logger.WriteTo.Console(new RenderedCompactJsonFormatter());
        }
        else
        {
            logger.WriteTo.Console(formatProvider: System.Globalization.CultureInfo.InvariantCulture);
        }
    }, preserveStaticLogger: true);

    public static IApplicationBuilder UseRequestLogging(this WebApplication app)
    {
        var slow = app.Services.GetRequiredService<IOptions<ServiceOptions>>().Value.SlowRequestMilliseconds;
        return app.UseSerilogRequestLogging(options =>
        {
            options.Logger = app.Services.GetRequiredService<Serilog.ILogger>();
            options.MessageTemplate = "{Method} {Route} answered {Status} in {Elapsed:0.0} ms";
            options.GetLevel = (context, elapsed, error) =>
                error is not (null or IOException) || context.Response.StatusCode >= 500 ? LogEventLevel.Error
                : context.Request.Path.StartsWithSegments("/health", StringComparison.Ordinal) ? LogEventLevel.Verbose
                : elapsed >= slow ? LogEventLevel.Warning
                : context.Response.StatusCode >= 400 ? LogEventLevel.Information
                : LogEventLevel.Debug;
            // The route, not the path or the query: people paste mail addresses into both.
            options.GetMessageTemplateProperties = (context, _, elapsed, status) =>
            [
                new LogEventProperty("Method", new ScalarValue(context.Request.Method)),
                new LogEventProperty("Route", new ScalarValue((context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "(no route)")),
                new LogEventProperty("Status", new ScalarValue(status)),
                new LogEventProperty("Elapsed", new ScalarValue(elapsed)),
            ];
        });
    }

    private static LogEventLevel SerilogLevel(string? level) => Enum.TryParse<LogLevel>(level, ignoreCase: true, out var known)
        ? known switch
        {
            LogLevel.Trace => LogEventLevel.Verbose,
            LogLevel.Debug => LogEventLevel.Debug,
            LogLevel.Warning => LogEventLevel.Warning,
            LogLevel.Error => LogEventLevel.Error,
            LogLevel.Critical => LogEventLevel.Fatal,
            LogLevel.None => LevelAlias.Off,
            _ => LogEventLevel.Information,
        }
        : throw new InvalidOperationException($"Logging:LogLevel has '{level}', which is not one of {string.Join(", ", Enum.GetNames<LogLevel>())}.");
}
