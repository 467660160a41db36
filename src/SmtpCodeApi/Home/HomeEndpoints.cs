using Microsoft.AspNetCore.Http.HttpResults;
using SmtpCodeApi.Explain;
using SmtpCodeApi.Hosting;
using SmtpCodeApi.Http;
using SmtpCodeApi.Pages;
using SmtpCodes.Catalog;

namespace SmtpCodeApi.Home;

/// <summary>The entrance: what is served here, and the search box of every page.</summary>
internal static class HomeEndpoints
{
    public static void MapHome(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("").WithTags("System").Negotiates();
        group.MapGet("/", GetIndex).WithName(nameof(GetIndex)).Produces<ServiceIndex>().ProducesProblemDetails(406);
        group.MapGet("/problems/{type}", GetProblemType).WithName(nameof(GetProblemType)).Produces<ProblemType>().ProducesProblemDetails(404).ProducesProblemDetails(406);
        group.MapPost("/", Ask).ExcludeFromDescription().DisableAntiforgery();
    }

    /// <summary>Tells what is served here, with every code at a glance.</summary>
    /// <remarks>In a browser this is the home page.</remarks>
    /// <response code="200">The index.</response>
    /// <response code="406">No representation that the client accepts.</response>
    private static IResult GetIndex(
        CatalogService catalog, HttpContext context) => Answers.Of(ServiceIndex.Of(catalog, context.Request.PathBase), Views.Index, Caching.Catalog);

    /// <summary>Explains a kind of problem: what the `type` of a problem points to.</summary>
    /// <remarks>In a browser, and as a link from a problem, this is a page.</remarks>
    /// <param name="type" example="unknown-code">The last part of the `type`.</param>
    /// <response code="200">What the problem means and what to do about it.</response>
    /// <response code="404">There is no such kind of problem.</response>
    /// <response code="406">No representation that the client accepts.</response>
    private static IResult GetProblemType(
        [System.ComponentModel.Description("The last part of the `type`.")] string type) =>
        ProblemTypes.Find(type) is { } known ? Answers.Of(known, Views.ProblemType, Caching.Catalog) : Answers.Of(Problems.UnknownRoute());

    /// <summary>The search box without a script: sends the browser to what was meant.</summary>
    private static async Task<IResult> Ask(HttpRequest request)
    {
        var context = request.HttpContext;
        var body = await ExplainBody.ReadAsync(context);
        if (body.Problem is { } problem)
        {
            return Answers.Of(problem);
        }

        var pathBase = request.PathBase.ToUriComponent();
        return body.Request is { } asked && SearchBox.Understand(asked.Reply ?? "").Path is { } path
            ? Redirect(context, pathBase + path, StatusCodes.Status303SeeOther)
            // The browser sends the same form again, there: what was pasted may hold addresses and stays out of the address bar.
            : Redirect(context, pathBase + "/explain", StatusCodes.Status307TemporaryRedirect);
    }

    private static StatusCodeHttpResult Redirect(HttpContext context, string location, int status)
    {
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.Location = location;
        return TypedResults.StatusCode(status);
    }
}
