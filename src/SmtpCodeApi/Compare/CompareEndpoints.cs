using Microsoft.Extensions.Primitives;
using SmtpCodeApi.Codes;
using SmtpCodeApi.Hosting;
using SmtpCodeApi.Http;
using SmtpCodeApi.Pages;
using SmtpCodes.Catalog;
using SmtpCodes.Comparison;

namespace SmtpCodeApi.Compare;

/// <summary>Two codes side by side.</summary>
internal static class CompareEndpoints
{
    public static void MapCompare(this IEndpointRouteBuilder routes)
    {
        var services = routes.ServiceProvider;
        var handlers = new Handlers(services.GetRequiredService<CatalogService>(), services.GetRequiredService<DiffService>(), services.GetRequiredService<CodeAnswers>());
        routes.MapGet("/compare", handlers.CompareCodes).WithName(nameof(Handlers.CompareCodes)).WithTags("Compare").Negotiates()
            .Produces<ComparisonDetails>().ProducesProblemDetails(400).ProducesProblemDetails(404).ProducesProblemDetails(406);
    }

    // An object of its own rather than services among the parameters: those would open a service scope for each request.
    private sealed class Handlers(CatalogService catalog, DiffService diff, CodeAnswers codes)
    {
        /// <summary>Compares two codes.</summary>
        /// <remarks>
        /// Any two codes, reply codes and enhanced status codes alike. The comparison of b with a is the mirror image of that of a with b:
        /// the same aspects in the same order, sides exchanged. A code compared with itself has no differences, and the answer says so.
        /// </remarks>
        /// <response code="200">The two, what sets them apart, what they share, and which to use when.</response>
        /// <response code="304">The client has this answer already.</response>
        /// <response code="400">A code is missing, is there twice, or is not written as SMTP codes are.</response>
        /// <response code="404">The catalog does not have one of the codes, or both.</response>
        /// <response code="406">No representation that the client accepts.</response>
        public IResult CompareCodes(
            [QueryParameter("The first code.", Required = true, Example = "354")] StringValues a,
            [QueryParameter("The second code.", Required = true, Example = "535")] StringValues b,
            HttpContext context)
        {
            var parameters = new QueryParameters();
            var (textA, textB) = (parameters.Single("a", a), parameters.Single("b", b));
            if (parameters.Problem is { } problem)
            {
                return Answers.Of(problem);
            }

            if (textA is null || textB is null)
            {
                return Answers.Of(Problems.MissingParameters(new[] { textA is null ? "a" : null, textB is null ? "b" : null }.OfType<string>()));
            }

            var readA = catalog.TryFind(textA, out var idA, out var codeA);
            var readB = catalog.TryFind(textB, out var idB, out var codeB);
            ServiceMetrics.CodeLookedUp(readA, idA, codeA is not null);
            ServiceMetrics.CodeLookedUp(readB, idB, codeB is not null);
            if (!readA || !readB)
            {
                return Answers.Of(Problems.MalformedCode([.. Those(("a", textA, !readA), ("b", textB, !readB))]));
            }

            var pathBase = context.Request.PathBase.ToString();
            if (codeA is not null && codeB is not null)
            {
                var (detailsA, detailsB) = (codes.Details(codeA, pathBase), codes.Details(codeB, pathBase));
                return Answers.Of(ComparisonDetails.Of(detailsA, detailsB, diff.Compare(detailsA, detailsB), pathBase), Views.Comparison, Caching.Catalog);
            }

            return Answers.Of(Problems.UnknownCodes([.. Those(("a", idA, codeA is null), ("b", idB, codeB is null))], catalog, pathBase));
        }

        private static IEnumerable<(string Parameter, T Value)> Those<T>(params IEnumerable<(string Parameter, T Value, bool IsOne)> candidates) =>
            candidates.Where(candidate => candidate.IsOne).Select(candidate => (candidate.Parameter, candidate.Value));
    }
}
