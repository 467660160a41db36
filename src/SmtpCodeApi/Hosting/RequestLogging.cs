using System.Diagnostics;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.Extensions.Options;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting.Compact;
using SmtpCodeApi.Http;

namespace SmtpCodeApi.Hosting;

/// <summary>
/// Logs: JSON lines in Production, text elsewhere; one line for each request that failed or was slow, successful ones at Debug.
/// The levels are set the usual way, in <c>Logging:LogLevel</c>: <c>Logging__LogLevel__SmtpCodeApi.Requests=Debug</c> shows every request.
/// </summary>
internal static class RequestLogging
{
    private const string Source = "SmtpCodeApi.Requests";

    public static void AddServiceLogging(this WebApplicationBuilder builder) => builder.Services.AddSerilog((_, logger) =>
    {
        var levels = builder.Configuration.GetSection("Logging:LogLevel").GetChildren().ToDictionary(level => level.Key, level => SerilogLevel(level.Value));
        // The framework's own line for each request has the query in it: off even where the settings file is not at hand.
        levels.TryAdd("Microsoft.AspNetCore", LogEventLevel.Warning);
        // With this source on, each request opens a scope that puts its path, where people paste mail addresses, into every line below it. Trace ids come from RequestTrace.
        levels.TryAdd("Microsoft.AspNetCore.Hosting.Diagnostics", LevelAlias.Off);
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

    /// <summary>
    /// Writes the lines. A request that is not logged, which is nearly every one, costs two readings of the clock: Serilog's own middleware gathers properties for each.
    /// </summary>
    public static IApplicationBuilder UseRequestLogging(this WebApplication app)
    {
        var slow = TimeSpan.FromMilliseconds(app.Services.GetRequiredService<IOptions<ServiceOptions>>().Value.SlowRequestMilliseconds);
        var log = app.Services.GetRequiredService<Serilog.ILogger>().ForContext(Constants.SourceContextPropertyName, Source);
        return app.Use((context, next) =>
        {
            var start = Stopwatch.GetTimestamp();
            var answered = next(context);
            if (!answered.IsCompletedSuccessfully)
            {
                return LogWhenAnsweredAsync(answered, context, start);
            }

            Log(context, start, null);
            return Task.CompletedTask;
        });

        async Task LogWhenAnsweredAsync(Task answered, HttpContext context, long start)
        {
            try
            {
                await answered;
            }
            catch (Exception error)
            {
                Log(context, start, error);
                throw;
            }

            Log(context, start, null);
        }

        void Log(HttpContext context, long start, Exception? error)
        {
            var elapsed = Stopwatch.GetElapsedTime(start);
            // A client that goes away in the middle is no failure of ours.
            var failed = error is not (null or IOException or OperationCanceledException);
            var status = failed ? StatusCodes.Status500InternalServerError : context.Response.StatusCode;
            var level = !failed && ManagementPort.Serves(context.Request.Path) ? LogEventLevel.Verbose
                : status >= 500 ? LogEventLevel.Error
                : elapsed >= slow ? LogEventLevel.Warning
                : status >= 400 ? LogEventLevel.Information
                : LogEventLevel.Debug;
            if (log.IsEnabled(level))
            {
                var handled = context.Features.Get<IExceptionHandlerFeature>();
                // The route, not the path or the query: people paste mail addresses into both.
                var route = ((handled?.Endpoint ?? context.GetEndpoint()) as RouteEndpoint)?.RoutePattern.RawText ?? "(no route)";
                object?[] values = [context.Request.Method, route, status, elapsed.TotalMilliseconds];
                _ = log.BindMessageTemplate("{Method} {Route} answered {Status} in {Elapsed:0.0} ms", values, out var template, out var properties);
                var trace = RequestTrace.Of(context);
                log.Write(new LogEvent(DateTimeOffset.Now, level, status >= 500 ? error ?? handled?.Error : error, template!, properties!, trace.TraceId, trace.SpanId));
            }
        }
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
