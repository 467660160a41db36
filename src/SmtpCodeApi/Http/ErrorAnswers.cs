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
            // And it is no error of the service, or whoever sends garbage would fill its log.
            SuppressDiagnosticsCallback = context => context.Exception is IOException,
        })
        .UseStatusCodePages(pages => WriteAsync(pages.HttpContext));

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
