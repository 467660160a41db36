using System.Reflection;
using SmtpCodeApi.Http;
using SmtpCodes.Catalog;

namespace SmtpCodeApi.Hosting;

/// <summary>Which version of the service answers.</summary>
/// <param name="Version" example="1.0.0">The version of the service.</param>
/// <param name="Commit" example="8c1f2d0e7b3a4f5c6d7e8f901a2b3c4d5e6f7081">The commit it was built from; null where that is unknown.</param>
/// <param name="CatalogVersion" example="5f1c0a9be2d4">The version of the catalog; it changes exactly when the data does.</param>
public sealed record ServiceVersion(string Version, string? Commit, string CatalogVersion)
{
    internal static ServiceVersion Of(CatalogService catalog)
    {
        var parts = typeof(ServiceVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+');
        return new(parts[0], parts.ElementAtOrDefault(1), catalog.Version);
    }
}

/// <summary>How the service is.</summary>
/// <param name="Status" example="healthy">`healthy`, `starting` or `stopping`.</param>
public sealed record HealthStatus(string Status);

/// <summary>Version and health.</summary>
internal static class SystemEndpoints
{
    private static readonly IResult Healthy = Health("healthy");
    private static readonly IResult Starting = Health("starting");
    private static readonly IResult Stopping = Health("stopping");

    public static void MapSystem(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("").WithTags("System");
        group.MapGet("/version", GetVersion).WithName(nameof(GetVersion)).Produces<ServiceVersion>();
        group.MapGet("/health/live", GetLiveness).WithName(nameof(GetLiveness)).Produces<HealthStatus>().DisableHttpMetrics();
        group.MapGet("/health/ready", GetReadiness).WithName(nameof(GetReadiness)).Produces<HealthStatus>().Produces<HealthStatus>(503).DisableHttpMetrics();
    }

    /// <summary>Tells the versions of the service and of its catalog.</summary>
    /// <remarks>The version of the catalog changes exactly when what is said of some code does.</remarks>
    /// <response code="200">The versions.</response>
    private static IResult GetVersion(CatalogService catalog) =>
        Answers.Of(Representation.KeptJson(ServiceVersion.Of(catalog), ApiJson.Wire.ServiceVersion), Caching.NoStore);

    /// <summary>Tells whether the process is alive; restart it if this fails.</summary>
    /// <remarks>It looks at nothing but the process itself.</remarks>
    /// <response code="200">It is alive.</response>
    private static IResult GetLiveness() => Healthy;

    /// <summary>Tells whether the service takes requests; send it none while this fails.</summary>
    /// <remarks>It fails before everything is loaded and from the moment the process is told to stop.</remarks>
    /// <response code="200">It takes requests.</response>
    /// <response code="503">It is starting or stopping.</response>
    private static IResult GetReadiness(IHostApplicationLifetime lifetime, WarmUp warmUp, HttpContext context)
    {
        var status = lifetime.ApplicationStopping.IsCancellationRequested ? Stopping : warmUp.IsDone ? Healthy : Starting;
        context.Response.StatusCode = status == Healthy ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        return status;
    }

    private static IResult Health(string status) => Answers.Of(Representation.KeptJson(new HealthStatus(status), ApiJson.Wire.HealthStatus), Caching.NoStore);
}
