using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;

namespace SmtpCodeApi.Tests.Faults;

/// <summary>Bodies and framings that are wrong, ambiguous, or made to blow up.</summary>
public sealed partial class BodyFaultTests(FaultFixture service) : IClassFixture<FaultFixture>
{
    private const string Chunked = "POST /explain HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n";

    public static TheoryData<string, string> Chunks => new()
    {
        // Odd but sound (RFC 9112 section 7.1): answered.
        { "6;name=value\r\n550 ok\r\n0\r\n\r\n", "200" },
        { "6;\r\n550 ok\r\n0;last\r\n\r\n", "200|400" },
        { "00000006\r\n550 ok\r\n0\r\n\r\n", "200" },
        { "A\r\n550 unknow\r\na\r\nn user 550\r\n00\r\n\r\n", "200" },
        { "6\r\n550 ok\r\n0\r\nX-Trailer: x\r\n\r\n", "200" },
        { string.Concat("550 user unknown".Select(character => $"1\r\n{character}\r\n")) + "0\r\n\r\n", "200" },
        // Unsound: refused.
        { "zz\r\n550 ok\r\n0\r\n\r\n", "400" },
        { "-1\r\n550 ok\r\n0\r\n\r\n", "400" },
        { "0x6\r\n550 ok\r\n0\r\n\r\n", "400" },
        { "6\n550 ok\n0\n\n", "400" },
        { "6\r\n550 okXX0\r\n\r\n", "400" },
        { "FFFFFFFFFFFFFFFFF\r\n550 ok", "400" },
        { "7FFFFFFF\r\n550 ok", "400|408|413" },
        { "\r\n\r\n", "400" },
        { $"6;{new string('x', 256 * 1024)}\r\n550 ok\r\n0\r\n\r\n", "200|400|413|431" },
        { $"0\r\nX-Trailer: {new string('x', 256 * 1024)}\r\n\r\n", "400|413|431" },
        // Cut off: no answer, or a refusal.
        { "6\r\n550", "400|" },
        { "6\r\n550 ok\r\n", "400|" },
    };

    [Theory]
    [MemberData(nameof(Chunks))]
    public async Task ChunkedBody_IsAnsweredIfSoundAndElseRefused(string chunks, string statuses)
    {
        var answer = await service.AnswerAsync($"{Chunked}Connection: close\r\n\r\n{chunks}", thenGone: statuses.EndsWith('|'));
        Assert.Contains(Status().Match(answer).Groups["status"].Value, statuses.Split('|'));
        await service.AssertWellAsync();
    }

    private const string Smuggled = "GET /codes/smuggled HTTP/1.1\r\nHost: localhost\r\n\r\n";

    // Not among these: "Content-Length: +0", which Kestrel reads as 0. Proxies refuse it, and deploy/check-rolling.sh proves it of nginx.
    private static readonly string[] Smuggling =
    [
        $"Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n{Smuggled}",
        $"Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n{Smuggled}",
        $"Content-Length: 0\r\nContent-Length: {Smuggled.Length}\r\n\r\n{Smuggled}",
        $"Content-Length: 0, {Smuggled.Length}\r\n\r\n{Smuggled}",
        $"Content-Length: 0x0\r\n\r\n{Smuggled}",
        $"Content-Length: -1\r\n\r\n{Smuggled}",
        $"Content-Length: 99999999999999999999\r\n\r\n{Smuggled}",
        $"Content-Length : 0\r\n\r\n{Smuggled}",
        $"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n{Smuggled}",
        $"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n{Smuggled}",
        $"Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n{Smuggled}",
        $"Transfer-Encoding:\u000bchunked\r\n\r\n0\r\n\r\n{Smuggled}",
        $"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n{Smuggled}",
        $"X: y\r\n Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n{Smuggled}",
        $"X: y\rContent-Length: 0\r\n\r\n{Smuggled}",
        $"X\0: y\r\nContent-Length: 0\r\n\r\n{Smuggled}",
        $"Host: other\r\nContent-Length: 0\r\n\r\n{Smuggled}",
    ];

    [Fact]
    public async Task AmbiguousFraming_IsRefusedOrEndsTheConnection()
    {
        // What follows the ambiguous request must not be answered as a request of its own: a proxy in front may have taken it for a body.
        var answers = await Task.WhenAll(Smuggling.Select(async rest => (Shape: rest, Answer: await service.AnswerAsync($"POST /explain HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\n{rest}"))));
        Assert.All(answers, one => Assert.True(Status().Count(one.Answer) <= 1 && !one.Answer.Contains("smuggled", StringComparison.Ordinal), $"{one.Shape} was answered by {one.Answer}"));
        await service.AssertWellAsync();

        // The same in good order is two requests, so that the above is not for want of patience.
        Assert.Equal(2, Status().Count(await service.AnswerAsync($"POST /explain HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\nContent-Length: 3\r\n\r\n550{Smuggled}")));
    }

    public static TheoryData<string, string> InvalidUtf8 => new()
    {
        { "/explain", "text/plain" },
        { "/explain", "application/json" },
        { "/explain", "application/x-www-form-urlencoded" },
        { "/explain", "message/rfc822" },
        { "/explain", "message/delivery-status" },
        { "/explain/batch", "application/x-ndjson" },
    };

    [Theory]
    [MemberData(nameof(InvalidUtf8))]
    public async Task InvalidUtf8_IsReplacedOrRefusedButNeverFailed(string path, string type)
    {
        foreach (var bytes in new byte[][] { [0xff, 0xfe], [0xc3, 0x28], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xe2, 0x82], [0x80], [0x00] })
        {
            await AssertAnsweredAsync(path, type, [.. "{\"reply\":\"550 "u8, .. bytes, .. "\"}\n"u8]);
            await AssertAnsweredAsync(path, type, bytes);
        }

        await service.AssertWellAsync();
    }

    [Theory]
    [InlineData("GET /codes/\u00ff\u00fe HTTP/1.1\r\n")]
    [InlineData("GET /explain?reply=%ff%fe%00 HTTP/1.1\r\n")]
    [InlineData("GET /explain?reply=\u00e2\u0082 HTTP/1.1\r\n")]
    [InlineData("GET /codes?q=%ed%a0%80&q=%c0%af HTTP/1.1\r\n")]
    [InlineData("GET /codes/354 HTTP/1.1\r\nIf-None-Match: \u00ff\u00fe\r\n")]
    [InlineData("GET /codes/354 HTTP/1.1\r\nAccept: \u00ff/\u00fe;q=\u0080\r\n")]
    [InlineData("GET /codes/..%2f..%2fetc%2fpasswd HTTP/1.1\r\n")]
    [InlineData("GET /codes/%2e%2e/%2e%2e/codes/354 HTTP/1.1\r\n")]
    public async Task InvalidBytesInTheRequestHead_AreAnsweredOrRefused(string head)
    {
        var answer = await service.AnswerAsync($"{head}Host: localhost\r\nConnection: close\r\n\r\n");
        Assert.Matches(@"^HTTP/1\.1 [24]\d\d ", answer);
        Assert.DoesNotContain("root:", answer, StringComparison.Ordinal);
        await service.AssertWellAsync();
    }

    public static TheoryData<string, Func<string>> Bombs => new()
    {
        { "message/rfc822", () => string.Concat(Enumerable.Range(0, 5000).Select(depth => $"Content-Type: multipart/mixed; boundary=b{depth}\n\n--b{depth}\n")) },
        { "message/rfc822", () => string.Concat(Enumerable.Repeat("Content-Type: message/rfc822\n\n", 8000)) },
        { "message/rfc822", () => string.Concat(Enumerable.Repeat("Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\nQ29udGVudC1UeXBlOiBtZXNzYWdlL3JmYzgyMg==\n", 2500)) },
        { "message/rfc822", () => "Content-Type: multipart/mixed; boundary=b\n\n" + string.Concat(Enumerable.Repeat("--b\n\n", 50_000)) },
        { "message/rfc822", () => "Content-Type: multipart/report; boundary=b; report-type=delivery-status\n\n--b\nContent-Type: message/delivery-status\n\n" + string.Concat(Enumerable.Repeat("\nFinal-Recipient: rfc822; a@b\nAction: failed\n", 5500)) + "--b--\n" },
        { "message/rfc822", () => string.Concat(Enumerable.Range(0, 25_000).Select(number => $"X{number}: y\n")) + "\n550" },
        { "message/rfc822", () => $"Subject: {new string('x', 250_000)}\n\n550" },
        { "message/rfc822", () => $"Subject: {string.Concat(Enumerable.Repeat("=?utf-8?B?eA==?= ", 15_000))}\n\n550" },
        { "message/rfc822", () => $"To: {new string('(', 250_000)}\n\n550" },
        { "message/rfc822", () => $"To: {new string('<', 120_000)}{new string(',', 120_000)}\n\n550" },
        { "message/rfc822", () => $"Content-Type: text/plain; {string.Concat(Enumerable.Range(0, 15_000).Select(number => $"a*{number}=b; "))}\n\n550" },
        { "message/rfc822", () => $"Content-Type: multipart/mixed; boundary={new string('b', 100_000)}\n\n--{new string('b', 100_000)}\n" },
        { "message/rfc822", () => $"Content-Type: text/html\n\n{string.Concat(Enumerable.Repeat("<div>", 50_000))}" },
        { "message/rfc822", () => $"Content-Type: text/html\n\n{new string('<', 250_000)}" },
        { "message/rfc822", () => $"Content-Type: text/html\n\n{string.Concat(Enumerable.Repeat("&amp;", 50_000))}" },
        { "application/json", () => new string('[', 250_000) },
        { "application/json", () => string.Concat(Enumerable.Repeat("{\"reply\":", 25_000)) },
        { "application/json", () => $"{{\"reply\":\"{string.Concat(Enumerable.Repeat("\\u0035", 40_000))}\"}}" },
        { "text/plain", () => new string('5', 250_000) },
        { "text/plain", () => string.Concat(Enumerable.Repeat("550-5.7.1 ", 25_000)) },
        { "text/plain", () => string.Concat(Enumerable.Repeat("550-a\r\n", 35_000)) },
        { "text/plain", () => string.Concat(Enumerable.Repeat("user unknown mailbox full spam blocked ", 6_000)) },
        { "text/plain", () => new string('\n', 250_000) },
        { "application/x-www-form-urlencoded", () => string.Concat(Enumerable.Range(0, 30_000).Select(number => $"a{number}=b&")) },
        { "application/x-www-form-urlencoded", () => $"reply={string.Concat(Enumerable.Repeat("%", 200_000))}" },
        { "multipart/form-data; boundary=b", () => string.Concat(Enumerable.Repeat("--b\r\nContent-Disposition: form-data; name=a\r\n\r\nx\r\n", 4_500)) + "--b--\r\n" },
    };

    [Theory]
    [MemberData(nameof(Bombs), DisableDiscoveryEnumeration = true)]
    public async Task Bomb_IsAnsweredWithinTheHeap(string type, Func<string> bomb)
    {
        ArgumentNullException.ThrowIfNull(bomb);
        // Several at once, so that what one of them takes of the heap counts several times.
        await Parallel.ForEachAsync(Enumerable.Range(0, 4), TestContext.Current.CancellationToken, async (_, _) => await AssertAnsweredAsync("/explain", type, Encoding.UTF8.GetBytes(bomb())));
        await service.AssertWellAsync();
    }

    [Fact]
    public async Task CompressedBody_IsNotInflated()
    {
        // 100 MB of zeros, some 100 KB as gzip: the service never inflates a request, so that there is nothing to blow up.
        using var compressed = new MemoryStream();
        await using (var gzip = new System.IO.Compression.GZipStream(compressed, System.IO.Compression.CompressionLevel.SmallestSize, leaveOpen: true))
        {
            for (var megabyte = 0; megabyte < 100; megabyte++)
            {
                await gzip.WriteAsync(new byte[1024 * 1024], TestContext.Current.CancellationToken);
            }
        }

        using var content = new ByteArrayContent(compressed.ToArray());
        content.Headers.ContentType = new("text/plain");
        content.Headers.ContentEncoding.Add("gzip");
        using var response = await service.Client.PostAsync("/explain", content, TestContext.Current.CancellationToken);
        Assert.True(response.StatusCode < HttpStatusCode.InternalServerError);
        await service.AssertWellAsync();
    }

    private async Task AssertAnsweredAsync(string path, string type, byte[] body)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        using var response = await service.Client.PostAsync(path, content, TestContext.Current.CancellationToken);
        Assert.True(response.StatusCode is HttpStatusCode.OK or HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge, $"{response.StatusCode}");
        await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
    }

    [GeneratedRegex(@"HTTP/1\.1 (?<status>\d{3}) ")]
    private static partial Regex Status();
}
