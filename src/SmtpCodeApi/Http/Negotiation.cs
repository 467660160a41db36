namespace SmtpCodeApi.Http;

/// <summary>Routes that come in several representations.</summary>
internal static class Negotiation
{
    /// <summary>
    /// Refuses a representation that is not there before any work is done, and has <c>format</c> described for each of the routes. It wraps the route's delegate:
    /// an endpoint filter would put every argument of the handler into an array first, for each request.
    /// </summary>
    public static TBuilder Negotiates<TBuilder>(this TBuilder routes)
        where TBuilder : IEndpointConventionBuilder
    {
        routes.WithMetadata(new NegotiatedMetadata());
        routes.Finally(static endpoint =>
        {
            var answer = endpoint.RequestDelegate!;
            endpoint.RequestDelegate = context => Formats.Refusal(context.Request) is { } problem ? Answers.WriteAsync(context, problem) : answer(context);
        });
        return routes;
    }
}

/// <summary>Marks a route that comes in several representations, for the OpenAPI document.</summary>
internal sealed class NegotiatedMetadata;
