using System.ComponentModel;
using Microsoft.Extensions.Primitives;
using SmtpCodeApi.Hosting;
using SmtpCodeApi.Http;
using SmtpCodes.Catalog;

namespace SmtpCodeApi.Codes;

/// <summary>The look-ups: one code, and the list of codes.</summary>
internal static class CodesEndpoints
{
    public static void MapCodes(this IEndpointRouteBuilder routes)
    {
        var handlers = new Handlers(routes.ServiceProvider.GetRequiredService<CodeAnswers>());
        var group = routes.MapGroup("/codes").WithTags("Codes").Negotiates();
        group.MapGet("/", handlers.ListCodes).WithName(nameof(Handlers.ListCodes))
            .Produces<CodeList>().ProducesProblemDetails(400).ProducesProblemDetails(406);
        group.MapGet("/{code}", handlers.GetCode).WithName(nameof(Handlers.GetCode))
            .Produces<CodeDetails>().ProducesProblemDetails(400).ProducesProblemDetails(404).ProducesProblemDetails(406);
    }

    // An object of its own rather than services among the parameters: those would open a service scope for each request.
    private sealed class Handlers(CodeAnswers answers)
    {
        /// <summary>Explains one code.</summary>
        /// <remarks>
        /// A registered enhanced status code answers for any class: `4.2.2`, `5.2.2` and `X.2.2` come from one entry, each with the retry and the action of its class.
        /// A code that is well formed but unknown is a 404 that decodes its digits and names the nearest known codes.
        /// </remarks>
        /// <param name="code" example="535">A reply code (`354`) or an enhanced status code (`5.7.8`, or `X.7.8` with its class left open).</param>
        /// <param name="context">The request.</param>
        /// <response code="200">The code, whole.</response>
        /// <response code="304">The client has this answer already.</response>
        /// <response code="400">The code is not written as SMTP codes are.</response>
        /// <response code="404">The catalog does not have the code: what its digits say, and the nearest known codes.</response>
        /// <response code="406">No representation that the client accepts.</response>
        public IResult GetCode(
            [Description("A reply code (`354`) or an enhanced status code (`5.7.8`, or `X.7.8` with its class left open).")] string code,
            HttpContext context) => answers.Code(code, context.Request);

        /// <summary>Lists the known codes.</summary>
        /// <remarks>
        /// Filters combine: a code has to pass each of them; a filter given several times takes any of its values.
        /// The order is that of the catalog, reply codes by number and then enhanced status codes by subject and detail; with `code` it is the order asked, with `q` the best match comes first.
        /// Nothing found is an empty list.
        /// </remarks>
        /// <response code="200">The codes, in short form, or whole with `view=full`.</response>
        /// <response code="304">The client has this answer already.</response>
        /// <response code="400">A parameter has a value that is not accepted.</response>
        /// <response code="406">No representation that the client accepts.</response>
        public IResult ListCodes(
            [QueryParameter("Only these codes, in this order: several look-ups in one call. Unknown ones are named in `unknown`.", Repeatable = true, Example = "535")] StringValues code,
            [QueryParameter("Reply codes or enhanced status codes.", Repeatable = true, Vocabulary = typeof(CodeKind), Example = "reply")] StringValues kind,
            [QueryParameter("The class: `5`, `5xx` and `5.x.x` are alike. An enhanced status code with an open class passes where it may take the class.", Repeatable = true, Example = "5xx")] StringValues @class,
            [QueryParameter("The group, as a number or by name: second digit of a reply code, subject sub-code of an enhanced status code. Needs `kind`.", Repeatable = true, Example = "Mail System")] StringValues subject,
            [QueryParameter("Where the code comes from.", Repeatable = true, Vocabulary = typeof(CodeOrigin), Example = "standard")] StringValues origin,
            [QueryParameter("What the code is about.", Repeatable = true, Vocabulary = typeof(CodeCategory), Example = "smtp-auth")] StringValues category,
            [QueryParameter("What to do about it.", Repeatable = true, Vocabulary = typeof(CodeAction), Example = "retry-later")] StringValues action,
            [QueryParameter("A command that the code can answer.", Repeatable = true, Vocabulary = typeof(SmtpCommand), Example = "RCPT")] StringValues command,
            [QueryParameter("What you remember of the code: words, misspelt ones too, or the beginning of a code, 1 to 200 characters. The best match comes first; an exact code before all.", Example = "mailbox full")] StringValues q,
            [QueryParameter("Short form, or every code whole: a download of the catalog.", Words = ["short", "full"], Example = "short")] StringValues view,
            [QueryParameter("How many codes at most; all without it.", Minimum = 1, Maximum = CodeListRequest.MaxLimit, Example = "50")] StringValues limit,
            [QueryParameter("How many codes to skip first.", Minimum = 0, Maximum = CodeListRequest.MaxOffset, Example = "0")] StringValues offset,
            HttpContext context)
        {
            var parameters = new QueryParameters();
            var request = CodeListRequest.Read(parameters, code, kind, @class, subject, origin, category, action, command, q, view, limit, offset);
            return parameters.Problem is { } problem ? Answers.Of(problem) : answers.List(request, context.Request);
        }
    }
}
