namespace SmtpCodeApi.Http;

/// <summary>Turns what the framework refuses, and what fails, into problems.</summary>
internal static class ErrorAnswers
{
    public static IApplicationBuilder UseErrorAnswers(this IApplicationBuilder app) => app
        .UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandler = context =>
            {
                SecurityHeaders.Set(context);
                return WriteAsync(context);
            },
            // Nothing here reads or writes but the connection: what goes wrong with it, a chunk of an absurd size for one, is the client's doing.
            StatusCodeSelector = error => error is BadHttpRequestException bad ? bad.StatusCode
                : error is IOException ? StatusCodes.Status400BadRequest
                : StatusCodes.Status500InternalServerError,
            // The line about the request tells what failed, with the route and the trace; a client's doing is no error, or whoever sends garbage would fill the log with them.
            SuppressDiagnosticsCallback = static _ => true,
        })
        .Use(static (context, next) =>
        {
            var answered = next(context);
            return answered.IsCompletedSuccessfully ? TellIfRefusedAsync(context) : TellWhenRefusedAsync(answered, context);
        });

    private static async Task TellWhenRefusedAsync(Task answered, HttpContext context)
    {
        await answered;
        await TellIfRefusedAsync(context);
    }

    /// <summary>Says why where the framework refused a request with a status alone. StatusCodePages would do the same for the price of a feature and a task for each request.</summary>
    private static Task TellIfRefusedAsync(HttpContext context)
    {
        var response = context.Response;
        return response.StatusCode >= StatusCodes.Status400BadRequest && !response.HasStarted && response.ContentLength is null && string.IsNullOrEmpty(response.ContentType)
            ? WriteAsync(context)
            : Task.CompletedTask;
    }

    private static Task WriteAsync(HttpContext context)
    {
        if (context.Response.StatusCode == StatusCodes.Status405MethodNotAllowed)
        {
            var allowed = context.Response.Headers.Allow.ToString();
            context.Response.Headers.Allow = allowed.Contains("GET", StringComparison.Ordinal) ? $"{allowed}, HEAD" : allowed;
        }

        return Problems.ForStatus(context) is { } problem ? Answers.WriteAsync(context, problem) : Task.CompletedTask;
    }
}
