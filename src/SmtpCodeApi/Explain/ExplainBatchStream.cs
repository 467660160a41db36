using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Net.Http.Headers;
using SmtpCodeApi.Codes;
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

    public static async Task RunAsync(ExplanationService explanations, CodeAnswers codes, HttpContext context)
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
            using var run = new Run(explanations, codes, context);
            await run.ToEndAsync();
        }
        catch (IOException) when (context.Response.HasStarted)
        {
            // The client went away, or its framing broke: with the connection cut it does not take what it has for the whole answer. No error of the service.
            context.Abort();
        }
    }

    private sealed class Run : IDisposable
    {
        private readonly ArrayBufferWriter<byte> _answers = new(2 * FlushAfter);
        private readonly Utf8JsonWriter _writer;
        private readonly ExplanationService _explanations;
        private readonly CodeAnswers _codes;
        private readonly HttpContext _context;
        private readonly PipeReader _in;
        private readonly PipeWriter _out;
        private readonly string _pathBase;
        private long _line;
        private bool _overlong;

        public Run(ExplanationService explanations, CodeAnswers codes, HttpContext context)
        {
            _writer = new(_answers, ApiJson.Writing);
            (_explanations, _codes, _context, _in, _out, _pathBase) = (explanations, codes, context, context.Request.BodyReader, context.Response.BodyWriter, context.Request.PathBase);
        }

        public async Task ToEndAsync()
        {
            while (true)
            {
                var read = await _in.ReadAsync(_context.RequestAborted);
                var rest = read.Buffer;
                while (TryCutLine(ref rest, out var line))
                {
                    Answer(line);
                    if (_answers.WrittenCount >= FlushAfter)
                    {
                        await FlushAsync();
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
                    await FlushAsync();
                    return;
                }

                _in.AdvanceTo(rest.Start, rest.End);
                await FlushAsync();
            }
        }

        public void Dispose() => _writer.Dispose();

        private static bool TryCutLine(ref ReadOnlySequence<byte> rest, out ReadOnlySequence<byte> line)
        {
            // Lines are short, and most of them are whole in the first piece of what was read.
            var length = (long)rest.FirstSpan.IndexOf((byte)'\n');
            if (length < 0)
            {
                if (rest.IsSingleSegment || rest.PositionOf((byte)'\n') is not { } end)
                {
                    line = default;
                    return false;
                }

                length = rest.Slice(0, end).Length;
            }

            line = rest.Slice(0, length);
            rest = rest.Slice(length + 1);
            return true;
        }

        private async ValueTask FlushAsync()
        {
            _out.Write(_answers.WrittenSpan);
            _answers.ResetWrittenCount();
            await _out.FlushAsync(_context.RequestAborted);
        }

        private void Answer(ReadOnlySequence<byte> line)
        {
            _line++;
            if (_overlong || line.Length > ExplainBody.Limit)
            {
                _overlong = false;
                ServiceMetrics.BatchLineAnswered(null);
                Write(new(_line, null, null, Problems.PayloadTooLarge(ExplainBody.Limit).For(_context)));
                return;
            }

            if (line.IsSingleSegment)
            {
                Answer(line.FirstSpan);
                return;
            }

            var whole = ArrayPool<byte>.Shared.Rent((int)line.Length);
            line.CopyTo(whole);
            Answer(whole.AsSpan(0, (int)line.Length));
            ArrayPool<byte>.Shared.Return(whole, clearArray: true);
        }

        private void Answer(ReadOnlySpan<byte> line)
        {
            if (!TryRead(line, out var request, out var unreadable))
            {
                return;
            }

            var (reply, problem) = request is null ? (null, unreadable) : ExplainRequestReader.Read(request);
            var explanation = reply is { } sound ? _explanations.Explain(sound.Text, sound.Context) : null;
            ServiceMetrics.BatchLineAnswered(explanation);
            Write(explanation is not null
                ? new(_line, reply!.Value.Id, ExplanationDetails.Of(explanation, reply.Value.Id, _codes, _pathBase), null)
                : new(_line, request?.Id, null, problem!.For(_context)));
        }

        /// <returns>False for a line that is empty.</returns>
        private static bool TryRead(ReadOnlySpan<byte> line, out ExplainRequest? request, out Problem? problem)
        {
            problem = null;
            if (ExplainRequestJson.TryRead(line, textAlone: true, out request))
            {
                return true;
            }

            var text = Encoding.UTF8.GetString(line).Trim();
            if (text.Length == 0)
            {
                return false;
            }

            try
            {
                request = text[0] == '"'
                    ? new(JsonSerializer.Deserialize(text, ApiJson.Wire.String))
                    : JsonSerializer.Deserialize(text, ApiJson.Wire.ExplainRequest) ?? throw new JsonException();
            }
            catch (JsonException)
            {
                problem = Problems.UnreadableBody("The line is neither a JSON string nor the JSON object that is expected, for example {\"reply\": \"550 5.1.1 User unknown\"}.");
            }

            return true;
        }

        private void Write(BatchLine answer)
        {
            JsonSerializer.Serialize(_writer, answer, ApiJson.Wire.BatchLine);
            _writer.Flush();
            _writer.Reset();
            _answers.Write("\n"u8);
        }
    }
}
