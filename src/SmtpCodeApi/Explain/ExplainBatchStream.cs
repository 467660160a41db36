using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Net.Http.Headers;
using SmtpCodeApi.Hosting;
using SmtpCodeApi.Http;
using SmtpCodes.Explanation;

namespace SmtpCodeApi.Explain;

/// <summary>
/// Explains newline-delimited JSON as it comes in. What is in memory at any time is one line, its answer, and the buffers of the connection: the answer is flushed
/// before more is read, so that a client that does not take answers is not read from either.
/// </summary>
internal static class ExplainBatchStream
{
    public const string MediaType = "application/x-ndjson";

    // Answers are handed over in pieces of about this size, or when there is nothing left to read for the moment.
    private const int FlushAfter = 16 * 1024;

    private static readonly string[] Accepted = [MediaType, "application/ndjson"];

    public static async Task RunAsync(ExplanationService explanations, HttpContext context)
    {
        if (!MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type) || !Accepted.Contains(type.MediaType.Value, StringComparer.OrdinalIgnoreCase))
        {
            await Answers.WriteAsync(context, Problems.UnsupportedMediaType(Accepted));
            return;
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = null;
        }

        // A client may let lines trickle in as its own log grows.
        if (context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
        {
            rate.MinDataRate = null;
        }

        // And take its time over each answer.
        if (context.Features.Get<IHttpMinResponseDataRateFeature>() is { } answerRate)
        {
            answerRate.MinDataRate = new(240, TimeSpan.FromSeconds(60));
        }

        context.Response.ContentType = MediaType;
        context.Response.Headers.CacheControl = "no-store";
        try
        {
            await new Run(explanations, context).ToEndAsync();
        }
        catch (IOException) when (context.Response.HasStarted)
        {
            // The client went away, or its framing broke: with the connection cut it does not take what it has for the whole answer. No error of the service.
            context.Abort();
        }
    }

    private sealed class Run(ExplanationService explanations, HttpContext context)
    {
        private readonly PipeReader _in = context.Request.BodyReader;
        private readonly PipeWriter _out = context.Response.BodyWriter;
        private readonly string _pathBase = context.Request.PathBase;
        private long _line;
        private bool _overlong;

        public async Task ToEndAsync()
        {
            while (true)
            {
                var read = await _in.ReadAsync(context.RequestAborted);
                var rest = read.Buffer;
                while (rest.PositionOf((byte)'\n') is { } end)
                {
                    Answer(rest.Slice(0, end));
                    rest = rest.Slice(rest.GetPosition(1, end));
                    if (_out.UnflushedBytes >= FlushAfter)
                    {
                        await _out.FlushAsync(context.RequestAborted);
                    }
                }

                if (rest.Length > ExplainBody.Limit)
                {
                    // The rest of the line is read and forgotten; it is answered once, at its end.
                    _overlong = true;
                    rest = rest.Slice(rest.End);
                }

                if (read.IsCompleted)
                {
                    if (rest.Length > 0 || _overlong)
                    {
                        Answer(rest);
                    }

                    _in.AdvanceTo(read.Buffer.End);
                    await _out.FlushAsync(context.RequestAborted);
                    return;
                }

                _in.AdvanceTo(rest.Start, rest.End);
                await _out.FlushAsync(context.RequestAborted);
            }
        }

        private void Answer(ReadOnlySequence<byte> line)
        {
            _line++;
            if (_overlong || line.Length > ExplainBody.Limit)
            {
                _overlong = false;
                ServiceMetrics.BatchLineAnswered(null);
                Write(new(_line, null, null, Problems.PayloadTooLarge(ExplainBody.Limit).For(context)));
                return;
            }

            var text = Encoding.UTF8.GetString(line).Trim();
            if (text.Length == 0)
            {
                return;
            }

            var (request, unreadable) = Read(text);
            var (reply, problem) = request is null ? (null, unreadable) : ExplainRequestReader.Read(request);
            var explanation = reply is { } sound ? explanations.Explain(sound.Text, sound.Context) : null;
            ServiceMetrics.BatchLineAnswered(explanation);
            Write(explanation is not null
                ? new(_line, reply!.Value.Id, ExplanationDetails.Of(explanation, reply.Value.Id, _pathBase), null)
                : new(_line, request?.Id, null, problem!.For(context)));
        }

        private static (ExplainRequest? Request, Problem? Problem) Read(string text)
        {
            try
            {
                return text[0] == '"'
                    ? (new(JsonSerializer.Deserialize(text, ApiJson.Wire.String)), null)
                    : (JsonSerializer.Deserialize(text, ApiJson.Wire.ExplainRequest) ?? throw new JsonException(), null);
            }
            catch (JsonException)
            {
                return (null, Problems.UnreadableBody("The line is neither a JSON string nor the JSON object that is expected, for example {\"reply\": \"550 5.1.1 User unknown\"}."));
            }
        }

        private void Write(BatchLine answer)
        {
            using var writer = new Utf8JsonWriter(_out, new() { Encoder = ApiJson.Wire.Options.Encoder, SkipValidation = true });
            JsonSerializer.Serialize(writer, answer, ApiJson.Wire.BatchLine);
            writer.Flush();
            _out.Write("\n"u8);
        }
    }
}
