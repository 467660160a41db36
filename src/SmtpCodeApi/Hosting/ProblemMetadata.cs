using SmtpCodeApi.Http;

namespace SmtpCodeApi.Hosting;

/// <summary>Documents problems: their shape and media type are the same for every route.</summary>
internal static class ProblemMetadata
{
    public static TBuilder ProducesProblemDetails<TBuilder>(this TBuilder builder, int status)
        where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new ProducesResponseTypeMetadata(status, typeof(Problem), ["application/problem+json"]));
}
