using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.ObjectPool;

namespace SmtpCodeApi.Http;

/// <summary>
/// Memory that JSON is written into, used again for the next answer: a comparison has 16 KB, and memory of that size made anew for each request is what the collector
/// would be busy with. One answer has it at a time.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "The writer holds nothing but the memory it writes into.")]
internal sealed class JsonBuffer
{
    private const int InitialSize = 32 * 1024;

    // What a rare long answer took is not kept for the short ones.
    private const int LargestKept = 256 * 1024;

    private static readonly ObjectPool<JsonBuffer> Pool = new DefaultObjectPool<JsonBuffer>(new Policy());

    private readonly ArrayBufferWriter<byte> _bytes = new(InitialSize);
    private readonly Utf8JsonWriter _writer;

    private JsonBuffer() => _writer = new(_bytes, ApiJson.Writing);

    /// <summary>What was written.</summary>
    public ReadOnlyMemory<byte> Written => _bytes.WrittenMemory;

    /// <summary>A value as JSON; to be given back by <see cref="Return"/>.</summary>
    public static JsonBuffer Of<T>(T value, JsonTypeInfo<T> type)
    {
        var buffer = Pool.Get();
        JsonSerializer.Serialize(buffer._writer, value, type);
        return buffer;
    }

    /// <summary>Gives the memory back; <see cref="Written"/> is another answer's from here on.</summary>
    public void Return() => Pool.Return(this);

    private sealed class Policy : PooledObjectPolicy<JsonBuffer>
    {
        public override JsonBuffer Create() => new();

        public override bool Return(JsonBuffer obj)
        {
            obj._bytes.ResetWrittenCount();
            obj._writer.Reset();
            return obj._bytes.Capacity <= LargestKept;
        }
    }
}
