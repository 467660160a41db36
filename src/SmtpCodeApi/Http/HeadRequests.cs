using Microsoft.AspNetCore.Http.Features;

namespace SmtpCodeApi.Http;

/// <summary>
/// Answers <c>HEAD</c> wherever <c>GET</c> is answered: the same headers, no body (RFC 9110 section 9.3.2). The rest of the pipeline sees a GET
/// whose body goes nowhere.
/// </summary>
internal static class HeadRequests
{
    public static IApplicationBuilder UseHeadRequests(this IApplicationBuilder app) => app.Use(static (context, next) =>
        HttpMethods.IsHead(context.Request.Method) ? AnswerHeadAsync(context, next) : next(context));

    private static async Task AnswerHeadAsync(HttpContext context, RequestDelegate next)
    {
        var body = context.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        context.Request.Method = HttpMethods.Get;
        context.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(Stream.Null));
        try
        {
            await next(context);
        }
        finally
        {
            // The server looks at the method when it sends the headers: it must see HEAD by then, or it waits for the body they announce.
            context.Features.Set(body);
            context.Request.Method = HttpMethods.Head;
        }
    }
}
