using Microsoft.Extensions.Primitives;

namespace SmtpCodeApi.Http;

/// <summary>
/// Security headers on every answer. They are few and fixed, so they are written here rather than by a library that builds them from a policy for each request.
/// </summary>
internal static class SecurityHeaders
{
    // JSON is never rendered; nothing in it may load or frame anything.
    private static readonly StringValues DataPolicy = "default-src 'none'; frame-ancestors 'none'";

    // Pages have one style sheet and one script, and post forms, all to this host; nothing is written into them that a policy would have to excuse.
    private static readonly StringValues PagePolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    // Swagger UI styles itself from its script and shows inlined images; everything else comes from this host.
    private static readonly StringValues SwaggerPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    public static IApplicationBuilder UseSecurityHeaders(this IApplicationBuilder app) => app.Use(static (context, next) =>
    {
        Set(context);
        return next(context);
    });

    /// <summary>Changes what <see cref="Set"/> has set to what a page needs.</summary>
    public static void SetForPage(HttpContext context) => context.Response.Headers.ContentSecurityPolicy = PagePolicy;

    /// <summary>Changes what <see cref="Set"/> has set to what Swagger UI needs.</summary>
    public static void SetForSwagger(HttpContext context) => context.Response.Headers.ContentSecurityPolicy = SwaggerPolicy;

    /// <summary>Sets the headers; needed again where the framework has cleared them, after an exception.</summary>
    public static void Set(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "cross-origin";
        headers.ContentSecurityPolicy = DataPolicy;
    }
}
