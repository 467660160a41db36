using Microsoft.Extensions.Primitives;

namespace SmtpCodeApi.LoadBench.Bare;

/// <summary>An answer as the service gave it, bytes and entity tag alike.</summary>
internal sealed record ReadyAnswer(byte[] Bytes, StringValues ETag, StringValues ContentEncoding)
{
    /// <summary>Writes the answer, or 304 where the client has it already.</summary>
    public Task WriteAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ETag = ETag;
        if (context.Request.Headers.IfNoneMatch == ETag)
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        headers.ContentType = "application/json; charset=utf-8";
        headers.ContentLength = Bytes.Length;
        if (ContentEncoding.Count > 0)
        {
            headers.ContentEncoding = ContentEncoding;
        }

        return context.Response.Body.WriteAsync(Bytes, context.RequestAborted).AsTask();
    }
}
