using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace SmtpCodeApi.Hosting;

/// <summary>Who may call from a page of another origin (CORS).</summary>
internal static class CrossOrigin
{
    public static IApplicationBuilder UseConfiguredCors(this WebApplication app)
    {
        var origins = app.Services.GetRequiredService<IOptions<ServiceOptions>>().Value.AllowedOrigins;
        // Only pages of another origin send the header; the middleware would open a service scope for everybody else as well.
        return app.UseWhen(static context => context.Request.Headers.Origin.Count > 0, branch => branch.UseCors(policy =>
        {
            _ = origins.Contains("*") ? policy.AllowAnyOrigin() : policy.WithOrigins(origins);
            policy.WithMethods("GET", "HEAD", "POST").AllowAnyHeader().WithExposedHeaders(HeaderNames.ETag, HeaderNames.RetryAfter, HeaderNames.Link);
        }));
    }
}
