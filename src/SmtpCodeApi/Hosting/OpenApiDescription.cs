using SmtpCodeApi.Http;

namespace SmtpCodeApi.Hosting;

/// <summary>
/// The published description and its page. The description is made from the routes when the tests run, and committed (<c>openapi/</c>); here its bytes are sent as they are,
/// so that neither start-up nor a trimmed build has to do with how it is made.
/// </summary>
internal static class OpenApiDescription
{
    private const string PagePrefix = "swagger";

    private static readonly Representation Json = Read("v1.json", MediaTypes.Json);
    private static readonly Representation Yaml = Read("v1.yaml", "application/yaml; charset=utf-8");

    public static void MapOpenApiDescription(this WebApplication app)
    {
        app.MapGet("/openapi/v1.json", () => Answers.Of(Json, Caching.Catalog)).ExcludeFromDescription();
        app.MapGet("/openapi/v1.yaml", () => Answers.Of(Yaml, Caching.Catalog)).ExcludeFromDescription();
        // Apart from all other paths: the page's middleware would look at each request at length.
        app.UseWhen(static context => context.Request.Path.StartsWithSegments($"/{PagePrefix}", StringComparison.OrdinalIgnoreCase), branch => branch
            .Use(static (context, next) =>
            {
                SecurityHeaders.SetForSwagger(context);
                return next(context);
            })
            .UseSwaggerUI(options =>
            {
                options.RoutePrefix = PagePrefix;
                options.DocumentTitle = "SmtpCodeApi";
                options.SwaggerEndpoint("../openapi/v1.json", "SmtpCodeApi v1");
            }));
    }

    private static Representation Read(string name, string contentType) => Representation.Kept(BuiltInFiles.Read($"openapi/{name}"), contentType);
}
