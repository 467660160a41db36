using System.IO.Compression;
using System.Net;

namespace SmtpCodeApi.Tests.Http;

/// <summary>The headers that the contract promises.</summary>
public sealed class HeaderTests(ApiFixture api)
{
    public static TheoryData<string> CatalogPaths => ["/codes", "/codes?class=5", "/codes?view=full", "/codes/354", "/codes/5.7.8", "/compare?a=354&b=535"];

    [Theory]
    [MemberData(nameof(CatalogPaths))]
    public async Task CatalogAnswer_CarriesValidatorAndCachingHeaders(string path)
    {
        using var response = await api.GetAsync(path);
        Assert.Equal("application/json; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        Assert.Equal("public, max-age=3600", response.Headers.CacheControl?.ToString());
        Assert.False(response.Headers.ETag?.IsWeak);
        Assert.Equal("Accept, Accept-Encoding", string.Join(", ", response.Headers.Vary));
        Assert.Equal("</openapi/v1.json>; rel=\"service-desc\"", response.Headers.GetValues("Link").Single());
    }

    [Theory]
    [MemberData(nameof(CatalogPaths))]
    public async Task IfNoneMatch_WithTheTag_Is304WithTheSameValidators(string path)
    {
        using var first = await api.GetAsync(path);
        var tag = first.Headers.ETag!.ToString();
        foreach (var sent in new[] { tag, $"W/{tag}", $"\"other\", {tag}", "*" })
        {
            using var second = await api.GetAsync(path, ("If-None-Match", sent));
            Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
            Assert.Equal(tag, second.Headers.ETag?.ToString());
            Assert.Equal("public, max-age=3600", second.Headers.CacheControl?.ToString());
            Assert.Equal("Accept, Accept-Encoding", string.Join(", ", second.Headers.Vary));
            Assert.Empty(await second.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        }

        using var third = await api.GetAsync(path, ("If-None-Match", "\"other\""));
        Assert.Equal(HttpStatusCode.OK, third.StatusCode);
    }

    [Theory]
    [InlineData("br", "br")]
    [InlineData("gzip", "gzip")]
    [InlineData("gzip, deflate, br", "br")]
    [InlineData("gzip;q=1.0, br;q=0.5", "gzip")]
    [InlineData("br;q=0, gzip", "gzip")]
    [InlineData("*", "br")]
    [InlineData("deflate", null)]
    [InlineData("identity", null)]
    [InlineData("identity, br;q=0.5", null)]
    [InlineData("br;q=0", null)]
    [InlineData("", null)]
    [InlineData(";;;", null)]
    public async Task AcceptEncoding_ChoosesTheCodingAndEachHasItsOwnTag(string accepted, string? coding)
    {
        using var plain = await api.GetAsync("/codes/354");
        var expected = await plain.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        using var response = await api.GetAsync("/codes/354", ("Accept-Encoding", accepted));
        Assert.Equal(coding, response.Content.Headers.ContentEncoding.SingleOrDefault());
        Assert.Equal(coding is null, plain.Headers.ETag!.Equals(response.Headers.ETag));
        var body = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        await using var decoded = coding switch { "br" => new BrotliStream(body, CompressionMode.Decompress), "gzip" => new GZipStream(body, CompressionMode.Decompress), _ => body };
        using var reader = new StreamReader(decoded);
        Assert.Equal(expected, await reader.ReadToEndAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task ETag_OfAnotherCoding_DoesNotMatch()
    {
        using var plain = await api.GetAsync("/codes/354");
        using var compressed = await api.GetAsync("/codes/354", ("Accept-Encoding", "br"), ("If-None-Match", plain.Headers.ETag!.ToString()));
        Assert.Equal(HttpStatusCode.OK, compressed.StatusCode);
    }

    [Fact]
    public async Task ETag_OfDifferentAnswers_Differs()
    {
        var tags = new HashSet<string>();
        foreach (var path in CatalogPaths)
        {
            using var response = await api.GetAsync(path);
            Assert.True(tags.Add(response.Headers.ETag!.ToString()), $"{path} has the tag of another answer.");
        }
    }

    [Theory]
    [InlineData("/codes/559", "public, max-age=60")]
    [InlineData("/codes/5.7.99", "public, max-age=60")]
    [InlineData("/compare?a=559&b=354", "public, max-age=60")]
    [InlineData("/codes/35a", "no-store")]
    [InlineData("/codes?class=9", "no-store")]
    [InlineData("/compare", "no-store")]
    [InlineData("/nowhere", "no-store")]
    public async Task Problem_CachingFitsItsKind(string path, string caching)
    {
        using var response = await api.GetAsync(path);
        Assert.Equal(caching, response.Headers.CacheControl?.ToString());
        Assert.Equal("Accept, Accept-Encoding", string.Join(", ", response.Headers.Vary));
        Assert.Null(response.Headers.ETag);
    }

    [Theory]
    [InlineData("/codes/354")]
    [InlineData("/codes/559")]
    [InlineData("/nowhere")]
    [InlineData("/version")]
    [InlineData("/openapi/v1.json")]
    [InlineData("/swagger/index.html")]
    public async Task EveryAnswer_CarriesSecurityHeadersAndDoesNotNameTheServer(string path)
    {
        using var response = await api.GetAsync(path);
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("no-referrer", response.Headers.GetValues("Referrer-Policy").Single());
        Assert.StartsWith("default-src 'none'", response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.False(response.Headers.Contains("Server") || response.Headers.Contains("Set-Cookie"));
    }

    [Theory]
    [InlineData("/codes")]
    [InlineData("/codes/354")]
    [InlineData("/codes/559")]
    [InlineData("/codes/35a")]
    [InlineData("/compare?a=354&b=535")]
    [InlineData("/compare")]
    [InlineData("/nowhere")]
    [InlineData("/version")]
    [InlineData("/health/live")]
    [InlineData("/openapi/v1.json")]
    public async Task Head_IsAnsweredAsGetWithoutABody(string path)
    {
        using var get = await api.GetAsync(path);
        using var request = new HttpRequestMessage(HttpMethod.Head, path);
        using var head = await api.Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(get.StatusCode, head.StatusCode);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.Equal(get.Content.Headers.ContentType, head.Content.Headers.ContentType);
        Assert.Equal((get.Headers.ETag, get.Headers.CacheControl), (head.Headers.ETag, head.Headers.CacheControl));
        if (get.Content.Headers.ContentLength is { } length && get.StatusCode == HttpStatusCode.OK && !path.StartsWith("/openapi", StringComparison.Ordinal))
        {
            Assert.Equal(length, head.Content.Headers.ContentLength);
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("*/*")]
    [InlineData("application/*")]
    [InlineData("application/json")]
    [InlineData("text/plain, application/json;q=0.1")]
    [InlineData("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8")]
    [InlineData("application/json;charset=utf-8")]
    public async Task Accept_ThatAllowsJson_GetsAnAnswer(string? accept)
    {
        using var response = await (accept is null ? api.GetAsync("/codes/354") : api.GetAsync("/codes/354", ("Accept", accept)));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("/codes/354", "application/xml")]
    [InlineData("/codes", "image/png")]
    [InlineData("/compare?a=354&b=535", "text/csv, application/pdf;q=0.5")]
    [InlineData("/codes/354", "application/json;q=0")]
    public async Task Accept_ThatAllowsNothingAvailable_Is406(string path, string accept)
    {
        var problem = await api.GetProblemAsync(path, 406, "not-acceptable", ("Accept", accept));
        Assert.Contains("application/json", (string?)problem["detail"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Format_WinsOverAccept()
    {
        using var response = await api.GetAsync("/codes/354?format=json", ("Accept", "application/xml"));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Cors_AnyOriginMayReadTheAnswerAndItsTag()
    {
        using var response = await api.GetAsync("/codes/354", ("Origin", "https://app.example.com"));
        Assert.Equal("*", response.Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.Equal(["ETag", "Retry-After", "Link"], response.Headers.GetValues("Access-Control-Expose-Headers").SelectMany(value => value.Split(',', StringSplitOptions.TrimEntries)));
        using var preflight = new HttpRequestMessage(HttpMethod.Options, "/codes/354");
        preflight.Headers.Add("Origin", "https://app.example.com");
        preflight.Headers.Add("Access-Control-Request-Method", "GET");
        preflight.Headers.Add("Access-Control-Request-Headers", "if-none-match");
        using var allowed = await api.Client.SendAsync(preflight, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NoContent, allowed.StatusCode);
        Assert.Equal(["GET", "HEAD", "POST"], allowed.Headers.GetValues("Access-Control-Allow-Methods").SelectMany(value => value.Split(',')));
    }
}
