namespace SmtpCodeApi.Http;

/// <summary>Refuses a representation that is not there before any work is done. An endpoint filter, so that a route says of itself that it negotiates.</summary>
internal sealed class AcceptFilter : IEndpointFilter
{
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        Formats.Refusal(context.HttpContext.Request) is { } problem ? ValueTask.FromResult<object?>(Answers.Of(problem)) : next(context);
}
