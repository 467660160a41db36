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
            StatusCodeSelector = error => error is BadHttpRequestException bad ? bad.StatusCode : StatusCodes.Status500InternalServerError,
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
