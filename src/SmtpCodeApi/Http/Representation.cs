using System.Globalization;
using System.IO.Compression;
using System.IO.Hashing;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;
using Microsoft.Extensions.Primitives;
using RazorSlices;

namespace SmtpCodeApi.Http;

/// <summary>One form of a body: its bytes under one content coding, with the headers that go with them.</summary>
/// <param name="Bytes">The bytes.</param>
/// <param name="ETag">A strong entity tag, quotes included; it changes exactly when the bytes do.</param>
/// <param name="ContentEncoding">The header's value; empty for no coding.</param>
internal sealed record EncodedBody(ReadOnlyMemory<byte> Bytes, string ETag, StringValues ContentEncoding);

/// <summary>
/// A body, ready to be sent under any content coding. Each coding is made when it is first asked for and kept, so that an instance that is kept costs nothing
/// to send again. Safe to share between threads: at worst two of them compress the same bytes once. The memory of one that is sent once is given back
/// (<see cref="Sent"/>) and used again.
/// </summary>
internal sealed class Representation
{
    // Below this size the compressed form is hardly smaller, and both ends have more work.
    private const int SmallestWorthCompressing = 1024;

    // Pages are UTF-8 and say so: letters of any script stay what they are, and what means something in HTML is encoded.
    private static readonly HtmlEncoder PageEncoder = HtmlEncoder.Create(UnicodeRanges.All);

    private readonly string _hash;
    private readonly CompressionLevel _level;
    private readonly EncodedBody _identity;
    private JsonBuffer? _buffer;
    private EncodedBody? _gzip;
    private EncodedBody? _brotli;

    private Representation(ReadOnlyMemory<byte> bytes, string contentType, CompressionLevel level)
    {
        // 128 bits tell bytes apart as well as a cryptographic hash does; nobody gains by making two answers of ours collide.
        _hash = XxHash128.HashToUInt128(bytes.Span).ToString("x32", CultureInfo.InvariantCulture);
        _level = level;
        _identity = new(bytes, $"\"{_hash}\"", StringValues.Empty);
        ContentType = contentType;
    }

    /// <summary>The media type.</summary>
    public string ContentType { get; }

    /// <summary>A JSON body that is sent once.</summary>
    public static Representation Json<T>(T value, JsonTypeInfo<T> type, string contentType = MediaTypes.Json)
    {
        var buffer = JsonBuffer.Of(value, type);
        return new(buffer.Written, contentType, CompressionLevel.Fastest) { _buffer = buffer };
    }

    /// <summary>A JSON body that is kept and sent often, so that the best compression pays.</summary>
    public static Representation KeptJson<T>(T value, JsonTypeInfo<T> type) =>
        new(JsonSerializer.SerializeToUtf8Bytes(value, type), MediaTypes.Json, CompressionLevel.SmallestSize);

    /// <summary>A page, which is disposed.</summary>
    public static async ValueTask<Representation> HtmlAsync(RazorSlice page)
    {
        using var html = new MemoryStream();
        using var rendered = page;
        await page.RenderAsync(html, PageEncoder);
        return new(html.ToArray(), MediaTypes.Html, CompressionLevel.Fastest);
    }

    /// <summary>A text that is sent once.</summary>
    public static Representation Text(string text, string contentType) => new(Encoding.UTF8.GetBytes(text), contentType, CompressionLevel.Fastest);

    /// <summary>Bytes that are kept and sent often.</summary>
    public static Representation Kept(byte[] bytes, string contentType) => new(bytes, contentType, CompressionLevel.SmallestSize);

    /// <summary>The body under the coding asked for, or as it is where it is too small for compression to pay.</summary>
    public EncodedBody Under(ContentCoding coding) => coding switch
    {
        _ when _identity.Bytes.Length < SmallestWorthCompressing => _identity,
        ContentCoding.Brotli => _brotli ??= Compress("br", static (stream, level) => new BrotliStream(stream, level)),
        ContentCoding.Gzip => _gzip ??= Compress("gzip", static (stream, level) => new GZipStream(stream, level)),
        _ => _identity,
    };

    /// <summary>Gives the memory of a body that is sent once back; nothing may look at the body from here on. Of no effect on one that is kept.</summary>
    public void Sent()
    {
        _buffer?.Return();
        _buffer = null;
    }

    private EncodedBody Compress(string coding, Func<Stream, CompressionLevel, Stream> compressor)
    {
        using var compressed = new MemoryStream(_identity.Bytes.Length / 2);
        using (var stream = compressor(compressed, _level))
        {
            stream.Write(_identity.Bytes.Span);
        }

        return new(compressed.ToArray(), $"\"{_hash}-{coding}\"", coding);
    }
}

/// <summary>The media types of the answers.</summary>
internal static class MediaTypes
{
    public const string Json = "application/json; charset=utf-8";
    public const string Html = "text/html; charset=utf-8";
    public const string Markdown = "text/markdown; charset=utf-8";
    public const string Problem = "application/problem+json; charset=utf-8";
}
