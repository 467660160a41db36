using System.Text;
using Microsoft.Extensions.Primitives;
using SmtpCodeApi.Codes;
using SmtpCodeApi.Hosting;
using SmtpCodeApi.Http;
using SmtpCodeApi.Pages;
using SmtpCodes.Explanation;

namespace SmtpCodeApi.Explain;

/// <summary>Explanations of what servers really said: one, or a stream of them.</summary>
internal static class ExplainEndpoints
{
    private const int LongestQuery = 4 * 1024;

    public static void MapExplain(this IEndpointRouteBuilder routes)
    {
        var services = routes.ServiceProvider;
        var handlers = new Handlers(services.GetRequiredService<ExplanationService>(), services.GetRequiredService<BounceReader>(), services.GetRequiredService<CodeAnswers>());
        var group = routes.MapGroup("/explain").WithTags("Explain");
        group.MapPost("/", (Delegate)handlers.ExplainReply).WithName(nameof(Handlers.ExplainReply)).Negotiates().DisableAntiforgery()
            .WithMetadata(new ExplainBodyMetadata())
            .Produces<ExplanationDetails>().ProducesProblemDetails(400).ProducesProblemDetails(406).ProducesProblemDetails(413).ProducesProblemDetails(415);
        group.MapGet("/", handlers.ExplainQuery).WithName(nameof(Handlers.ExplainQuery)).Negotiates()
            .Produces<ExplanationDetails>().ProducesProblemDetails(400).ProducesProblemDetails(406).ProducesProblemDetails(414);
        group.MapPost("/batch", (Delegate)handlers.ExplainBatch).WithName(nameof(Handlers.ExplainBatch))
            .WithMetadata(new BatchBodyMetadata())
            .Produces<BatchLine>(200, ExplainBatchStream.MediaType).ProducesProblemDetails(415);
    }

    // An object of its own rather than services among the parameters: those would open a service scope for each request.
    private sealed class Handlers(ExplanationService explanations, BounceReader bounces, CodeAnswers codes)
    {
        /// <summary>Explains a reply, or a whole bounce message.</summary>
        /// <remarks>
        /// The body is JSON with `reply` (and what is known beside it), plain text, a form, a dropped `.eml` file, or a bounce message.
        /// Nothing of it is kept or logged. For a bounce message `recipients` has an explanation for each failed or delayed recipient, and the other members are those of the first failed one.
        /// </remarks>
        /// <response code="200">What the reply means here.</response>
        /// <response code="400">There is no reply and no code, or the body cannot be read.</response>
        /// <response code="406">No representation that the client accepts.</response>
        /// <response code="413">The body is larger than 256 KiB.</response>
        /// <response code="415">The body has a type that is not accepted; the problem names those that are.</response>
        public async Task<IResult> ExplainReply(HttpContext context)
        {
            var body = await ExplainBody.ReadAsync(context);
            if (body.Problem is { } problem)
            {
                return Answers.Of(problem);
            }

            if (body.Message is { } message)
            {
                using var stream = new MemoryStream(message, writable: false);
                var bounce = bounces.Read(stream);
                ServiceMetrics.BounceExplained(bounce);
                return Answer(ExplanationDetails.Of(bounce.Explanation, null, codes, context.Request.PathBase, bounce.Recipients));
            }

            return Explain(body.Request!, context);
        }

        /// <summary>Explains a reply that fits into a link.</summary>
        /// <remarks>Use `POST /explain` for anything that may hold a mail address: queries end up in the logs of whatever stands in between.</remarks>
        /// <response code="200">What the reply means here.</response>
        /// <response code="400">There is no reply and no code.</response>
        /// <response code="406">No representation that the client accepts.</response>
        /// <response code="414">The reply is longer than 4 KiB.</response>
        public IResult ExplainQuery(
            [QueryParameter("What the server said.", Example = "550 5.1.1 User unknown")] StringValues reply,
            [QueryParameter("The command that the reply answers.", Example = "RCPT")] StringValues command,
            [QueryParameter("The host that said it.", Example = "mx.example.com")] StringValues host,
            [QueryParameter("The reply code, if it is not in the text.", Example = "550")] StringValues code,
            [QueryParameter("The enhanced status code, if it is not in the text.", Example = "5.1.1")] StringValues enhancedCode,
            HttpContext context)
        {
            var parameters = new QueryParameters();
            var request = new ExplainRequest(
                parameters.Single("reply", reply), null, parameters.Single("command", command), parameters.Single("host", host),
                parameters.Single("code", code), parameters.Single("enhancedCode", enhancedCode));
            return parameters.Problem is { } problem ? Answers.Of(problem)
                // A browser that opens the address is shown where to paste.
                : Formats.Of(context.Request) == Format.Html && request == new ExplainRequest() ? Answers.Of(() => ExplainForm.Create(PageAddress.Of(context.Request)), Caching.Catalog)
                : Encoding.UTF8.GetByteCount(request.Reply ?? "") > LongestQuery ? Answers.Of(Problems.QueryTooLong(LongestQuery))
                : Explain(request, context);
        }

        /// <summary>Explains a stream of replies.</summary>
        /// <remarks>
        /// Newline-delimited JSON in and out, in order. Each line is an object as `POST /explain` takes it, or a JSON string with the reply; empty lines are skipped but counted.
        /// A bad line is answered in its place with a problem. There is no limit on the number of lines, and the memory of the service stays constant, because it reads only as
        /// fast as the client takes the answers: read while you write, or send at most 1,000 lines a request. A line has at most 256 KiB.
        /// </remarks>
        /// <response code="200">A line for each line.</response>
        /// <response code="415">The body is not newline-delimited JSON.</response>
        public Task ExplainBatch(HttpContext context) => ExplainBatchStream.RunAsync(explanations, codes, context);

        private IResult Explain(ExplainRequest request, HttpContext context)
        {
            var (reply, problem) = ExplainRequestReader.Read(request);
            if (reply is not { } sound)
            {
                return Answers.Of(problem!);
            }

            var explanation = explanations.Explain(sound.Text, sound.Context);
            ServiceMetrics.ReplyExplained(explanation);
            return Answer(ExplanationDetails.Of(explanation, sound.Id, codes, context.Request.PathBase) with { Given = sound.Text });
        }

        private static IResult Answer(ExplanationDetails details) => Answers.Of(details, Views.Explanation, Caching.NoStore);
    }
}

/// <summary>Marks the route whose body has many kinds, for the OpenAPI document.</summary>
internal sealed class ExplainBodyMetadata;

/// <summary>Marks the route whose body is a stream of lines, for the OpenAPI document.</summary>
internal sealed class BatchBodyMetadata;
