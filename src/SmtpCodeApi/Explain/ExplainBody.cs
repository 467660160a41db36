using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using SmtpCodeApi.Http;

namespace SmtpCodeApi.Explain;

/// <summary>What was sent to be explained: a request, or a bounce message.</summary>
internal readonly record struct ExplainBody(ExplainRequest? Request, byte[]? Message, Problem? Problem)
{
    /// <summary>The largest body, in octets.</summary>
    public const int Limit = 256 * 1024;

    private static readonly string[] Accepted =
        ["application/json", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "message/rfc822", "message/global", "message/delivery-status", "multipart/report"];

    /// <summary>Reads a body of any accepted kind; bytes that are no UTF-8 are replaced, not refused.</summary>
    public static async Task<ExplainBody> ReadAsync(HttpContext context)
    {
        var request = context.Request;
        var type = MediaTypeHeaderValue.TryParse(request.ContentType, out var parsed) ? parsed : null;
        var mediaType = type?.MediaType.ToString().ToLowerInvariant();
        if (mediaType is not null && !Accepted.Contains(mediaType))
        {
            return new(null, null, Problems.UnsupportedMediaType(Accepted));
        }

        if (request.ContentLength > Limit || await ReadAllAsync(request.BodyReader, context.RequestAborted) is not { } bytes)
        {
            return new(null, null, Problems.PayloadTooLarge(Limit));
        }

        return mediaType switch
        {
            "multipart/form-data" => await OfFormAsync(context, bytes),
            "application/json" => OfJson(bytes),
            "application/x-www-form-urlencoded" => OfForm(TextOf(bytes, null)),
            "message/rfc822" or "message/global" => new(null, bytes, null),
            // A part of a bounce: with its header it can be read like a whole one.
            "message/delivery-status" or "multipart/report" => new(null, [.. Encoding.UTF8.GetBytes($"Content-Type: {request.ContentType!.ReplaceLineEndings(" ")}\r\n\r\n"), .. bytes], null),
            _ => new(new(TextOf(bytes, type?.Charset.Value)), null, null),
        };
    }

    private static ExplainBody OfJson(byte[] bytes)
    {
        try
        {
            return ExplainRequestJson.Read(bytes) is { } request
                ? new(request, null, null)
                : new(null, null, Problems.UnreadableBody("The body is the JSON value null; an object with 'reply' is expected."));
        }
        catch (JsonException error)
        {
            return new(null, null, Problems.UnreadableBody($"The body is not the JSON object that is expected, for example {{\"reply\": \"550 5.1.1 User unknown\"}} (line {error.LineNumber + 1}, octet {error.BytePositionInLine + 1})."));
        }
    }

    private static ExplainBody OfForm(string body)
    {
        var fields = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(body);
        return fields.ContainsKey("reply") || fields.ContainsKey("code") || fields.ContainsKey("enhancedCode")
            ? OfFields(name => fields.TryGetValue(name, out var values) ? values : default)
            // What curl -d sends when it is given the reply and nothing else.
            : new(new(body), null, null);
    }

    /// <summary>The whole body; null where it is larger than the limit. What is left unread then is for the server to drain, so that the client hears the answer.</summary>
    private static async ValueTask<byte[]?> ReadAllAsync(PipeReader body, CancellationToken cancellation)
    {
        while (true)
        {
            var read = await body.ReadAsync(cancellation);
            if (read.Buffer.Length > Limit)
            {
                body.AdvanceTo(read.Buffer.Start, read.Buffer.End);
                return null;
            }

            if (read.IsCompleted)
            {
                var all = read.Buffer.ToArray();
                body.AdvanceTo(read.Buffer.End);
                return all;
            }

            body.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static async Task<ExplainBody> OfFormAsync(HttpContext context, byte[] bytes)
    {
        context.Request.Body = new MemoryStream(bytes, writable: false);
        IFormCollection form;
        try
        {
            form = await context.Request.ReadFormAsync(new FormOptions { MultipartBodyLengthLimit = Limit, ValueLengthLimit = Limit, BufferBodyLengthLimit = Limit, MemoryBufferThreshold = Limit }, context.RequestAborted);
        }
        catch (Exception error) when (error is InvalidDataException or IOException or NotSupportedException)
        {
            return new(null, null, Problems.UnreadableBody("The form could not be read."));
        }

        // A browser sends a file field that was left empty as a file without a name.
        if (form.Files.FirstOrDefault(part => part.FileName.Length > 0 || part.Length > 0) is not { } file)
        {
            return OfFields(name => form[name]);
        }

        using var buffer = new MemoryStream();
        await file.CopyToAsync(buffer, context.RequestAborted);
        var isMessage = file.FileName.EndsWith(".eml", StringComparison.OrdinalIgnoreCase)
            || (MediaTypeHeaderValue.TryParse(file.ContentType, out var type) && type.MediaType.Value is "message/rfc822" or "message/global");
        return isMessage ? new(null, buffer.ToArray(), null) : new(new(TextOf(buffer.ToArray(), null)), null, null);
    }

    private static ExplainBody OfFields(Func<string, StringValues> field)
    {
        foreach (var name in new[] { "reply", "id", "command", "host", "code", "enhancedCode" })
        {
            if (field(name).Count > 1)
            {
                return new(null, null, Problems.InvalidParameter(name, $"'{name}' may be given once, but it is there {field(name).Count} times."));
            }
        }

        return new(new(One("reply"), One("id"), One("command"), One("host"), One("code"), One("enhancedCode")), null, null);

        string? One(string name) => field(name) is { Count: 1 } values ? values[0] : null;
    }

    private static string TextOf(byte[] bytes, string? charset)
    {
        if (charset is not null)
        {
            try
            {
                return Encoding.GetEncoding(charset.Trim('"')).GetString(bytes);
            }
            catch (Exception error) when (error is ArgumentException or NotSupportedException)
            {
                // An encoding nobody knows here, or UTF-7, that .NET refuses: UTF-8 reads the ASCII in it at least.
            }
        }

        return Encoding.UTF8.GetString(bytes).TrimStart('\ufeff');
    }
}
