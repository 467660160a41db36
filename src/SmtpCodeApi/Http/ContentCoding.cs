using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace SmtpCodeApi.Http;

/// <summary>How a body is compressed on the wire (RFC 9110 section 8.4.1).</summary>
internal enum ContentCoding
{
    Identity,
    Gzip,
    Brotli,
}

internal static class ContentCodings
{
    /// <summary>
    /// The coding to answer with: the one with the highest quality among those offered here, brotli before gzip before none where they tie.
    /// Without a usable header, and where nothing offered here is acceptable, the body goes out as it is.
    /// </summary>
    public static ContentCoding Negotiate(StringValues acceptEncoding)
    {
        // What nearly every client sends is known by heart, and costs no parsing.
        if (acceptEncoding.Count == 1 && acceptEncoding[0] is { } usual)
        {
            switch (usual)
            {
                case "gzip" or "gzip, deflate":
                    return ContentCoding.Gzip;
                case "br" or "gzip, deflate, br" or "gzip, deflate, br, zstd":
                    return ContentCoding.Brotli;
            }
        }

        if (StringValues.IsNullOrEmpty(acceptEncoding) || !StringWithQualityHeaderValue.TryParseList(acceptEncoding, out var accepted))
        {
            return ContentCoding.Identity;
        }

        double? any = null, brotli = null, gzip = null, identity = null;
        foreach (var coding in accepted)
        {
            var quality = coding.Quality ?? 1;
            if (coding.Value.Equals("br", StringComparison.OrdinalIgnoreCase))
            {
                brotli = quality;
            }
            else if (coding.Value.Equals("gzip", StringComparison.OrdinalIgnoreCase) || coding.Value.Equals("x-gzip", StringComparison.OrdinalIgnoreCase))
            {
                gzip = quality;
            }
            else if (coding.Value.Equals("identity", StringComparison.OrdinalIgnoreCase))
            {
                identity = quality;
            }
            else if (coding.Value.Equals("*", StringComparison.Ordinal))
            {
                any = quality;
            }
        }

        var (ofBrotli, ofGzip) = (brotli ?? any ?? 0, gzip ?? any ?? 0);
        // No coding is always acceptable unless ruled out, but anything asked for by name is preferred to it.
        var ofIdentity = identity ?? double.Epsilon;
        return ofBrotli > 0 && ofBrotli >= ofGzip && ofBrotli >= ofIdentity ? ContentCoding.Brotli
            : ofGzip > 0 && ofGzip >= ofIdentity ? ContentCoding.Gzip
            : ContentCoding.Identity;
    }
}
