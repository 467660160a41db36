using System.Net;
using System.Net.Sockets;
using System.Text;

namespace SmtpCodeApi.Tests.Hosting;

/// <summary>Who may ask, how much, and on whose word.</summary>
public sealed class LimitsTests(ApiFixture api)
{
    private const string Key = "first-key-0123456789";
    private const string OtherKey = "second-key-0123456789";

    [Fact]
    public async Task Rate_ByDefault_IsUnlimited()
    {
        for (var count = 0; count < 200; count++)
        {
            using var response = await api.GetAsync("/codes/354");
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }
    }

    [Fact]
    public async Task Rate_Exceeded_Is429WithRetryAfterAndForThatClientAlone()
    {
        using var service = new ConfiguredService(("RequestsPerMinute", "2"), ("TrustedProxies:0", "127.0.0.0/8"));
        var client = ("X-Forwarded-For", "198.51.100.7");
        Assert.Equal([200, 200], await service.StatusesAsync(2, "/codes/354", client));

        using var refused = await service.GetAsync("/codes/354", client, ("Origin", "https://app.example.com"));
        await ApiFixture.ProblemAsync(refused, 429, "rate-limited");
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        Assert.Equal("no-store", refused.Headers.CacheControl!.ToString());
        Assert.Equal("*", refused.Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.Equal("nosniff", refused.Headers.GetValues("X-Content-Type-Options").Single());

        Assert.Equal(200, await service.StatusAsync("/codes/354", ("X-Forwarded-For", "198.51.100.8")));
        Assert.Equal(200, await service.StatusAsync("/health/ready", client));
        Assert.Equal(200, await service.StatusAsync("/metrics", client));
    }

    [Fact]
    public async Task Rate_OfAnIpv6Network_IsThatOfOneClient()
    {
        using var service = new ConfiguredService(("RequestsPerMinute", "1"), ("TrustedProxies:0", "127.0.0.1"));
        Assert.Equal(200, await service.StatusAsync("/codes/354", ("X-Forwarded-For", "2001:db8:1:2::1")));
        Assert.Equal(429, await service.StatusAsync("/codes/354", ("X-Forwarded-For", "2001:db8:1:2:ffff::9")));
        Assert.Equal(200, await service.StatusAsync("/codes/354", ("X-Forwarded-For", "2001:db8:1:3::1")));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("10.0.0.0/8")]
    public async Task ForwardedFor_FromAProxyThatIsNotTrusted_SaysNothing(string? trusted)
    {
        using var service = new ConfiguredService([("RequestsPerMinute", "1"), .. trusted is null ? Array.Empty<(string, string)>() : [("TrustedProxies:0", trusted)]]);
        Assert.Equal(200, await service.StatusAsync("/codes/354", ("X-Forwarded-For", "198.51.100.7")));
        Assert.Equal(429, await service.StatusAsync("/codes/354", ("X-Forwarded-For", "198.51.100.8")));
    }

    [Fact]
    public async Task ForwardedFor_WhatTheClientItselfWrote_SaysNothing()
    {
        // The proxy appends what it sees; what stands before is the client's invention.
        using var service = new ConfiguredService(("RequestsPerMinute", "1"), ("TrustedProxies:0", "127.0.0.1"));
        Assert.Equal(200, await service.StatusAsync("/codes/354", ("X-Forwarded-For", "203.0.113.1, 198.51.100.7")));
        Assert.Equal(429, await service.StatusAsync("/codes/354", ("X-Forwarded-For", "203.0.113.2, 198.51.100.7")));
    }

    [Fact]
    public async Task Concurrency_AtItsLimit_RefusesWith503UntilARequestHasEnded()
    {
        using var service = new ConfiguredService(("MaxConcurrentRequests", "1"));
        using var held = new HeldBatch(service.Address);
        await held.BeginAsync();

        using var refused = await service.GetAsync("/codes/354");
        await ApiFixture.ProblemAsync(refused, 503, "overloaded");
        Assert.Equal(TimeSpan.FromSeconds(1), refused.Headers.RetryAfter!.Delta);
        Assert.Equal(200, await service.StatusAsync("/health/live"));

        await held.EndAsync();
        Assert.Equal(200, await service.StatusAsync("/codes/354"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Bearer wrong-key-0123456789")]
    [InlineData($"Basic {Key}")]
    [InlineData("Bearer ")]
    public async Task Key_MissingOrWrong_Is401WithAChallenge(string? authorization)
    {
        using var service = new ConfiguredService(("ApiKeys:0", Key), ("ApiKeys:1", OtherKey));
        using var refused = await service.GetAsync("/codes/354", authorization is null ? [] : [("Authorization", authorization)]);
        var problem = await ApiFixture.ProblemAsync(refused, 401, "unauthorized");
        Assert.Equal("Bearer", refused.Headers.WwwAuthenticate.Single().ToString());
        Assert.DoesNotContain("key-0123456789", problem.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Key_ThatIsKnown_OpensEverythingAndHealthNeedsNone()
    {
        using var service = new ConfiguredService(("ApiKeys:0", Key), ("ApiKeys:1", OtherKey));
        Assert.Equal(200, await service.StatusAsync("/codes/354", ("Authorization", $"Bearer {Key}")));
        Assert.Equal(200, await service.StatusAsync("/compare?a=354&b=535", ("Authorization", $"bearer {OtherKey}")));
        foreach (var (path, status) in new[] { ("/health/ready", 200), ("/metrics", 200), ("/codes", 401), ("/swagger/index.html", 401), ("/openapi/v1.json", 401), ("/nowhere", 401) })
        {
            Assert.Equal(status, await service.StatusAsync(path));
        }
    }

    [Fact]
    public async Task Key_HasARateOfItsOwn_AndGuessingKeysIsLimitedByAddress()
    {
        using var service = new ConfiguredService(("ApiKeys:0", Key), ("ApiKeys:1", OtherKey), ("RequestsPerMinute", "2"));
        Assert.Equal([401, 401, 429], await service.StatusesAsync(3, "/codes/354"));
        var first = ("Authorization", $"Bearer {Key}");
        Assert.Equal([200, 200, 429], await service.StatusesAsync(3, "/codes/354", first));
        Assert.Equal(200, await service.StatusAsync("/codes/354", ("Authorization", $"Bearer {OtherKey}")));
    }

    [Fact]
    public async Task Host_OnlyTheAllowedOnesAreAnswered()
    {
        using var service = new ConfiguredService(("AllowedHosts:0", "api.example.com"), ("AllowedHosts:1", "*.example.org"));
        Assert.Equal(200, await service.StatusAsync("/codes/354", ("Host", "api.example.com")));
        Assert.Equal(200, await service.StatusAsync("/codes/354", ("Host", "API.example.com:8443")));
        Assert.Equal(200, await service.StatusAsync("/codes/354", ("Host", "a.b.example.org")));
        foreach (var host in new[] { "example.com", "example.org", "api.example.com.example.net", "localhost", "127.0.0.1" })
        {
            using var refused = await service.GetAsync("/codes/354", ("Host", host));
            await ApiFixture.ProblemAsync(refused, 421, "unknown-host");
        }

        // The platform's probes name an address.
        Assert.Equal(200, await service.StatusAsync("/health/ready", ("Host", "10.1.2.3:8080")));
    }

    [Fact]
    public async Task Headers_LargerThanConfigured_Are431()
    {
        using var service = new ConfiguredService(("MaxHeaderBytes", "2048"));
        Assert.Equal(200, await service.StatusAsync("/codes/354", ("X-Large", new string('x', 1024))));
        Assert.Equal(431, await service.StatusAsync("/codes/354", ("X-Large", new string('x', 4096))));
    }

    [Fact]
    public async Task Connections_BeyondTheLimit_AreClosedUnanswered()
    {
        using var service = new ConfiguredService(("MaxConnections", "1"));
        Assert.Equal(200, await service.StatusAsync("/codes/354"));
        using var second = new TcpClient();
        await second.ConnectAsync(service.Address.Host, service.Address.Port, TestContext.Current.CancellationToken);
        await using var stream = second.GetStream();
        Assert.Equal(0, await stream.ReadAsync(new byte[1], TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Query_WithTheLongestReplyAllEscaped_IsAnswered()
    {
        using var response = await api.GetAsync($"/explain?reply={string.Concat(Enumerable.Repeat("%2E", 4096))}");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    /// <summary>A batch whose body has begun and does not end before it is told to.</summary>
    private sealed class HeldBatch(Uri address) : IDisposable
    {
        private readonly TcpClient _socket = new();

        public async Task BeginAsync()
        {
            await _socket.ConnectAsync(address.Host, address.Port, TestContext.Current.CancellationToken);
            await SendAsync("POST /explain/batch HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n9\r\n\"250 OK\"\n\r\n");
            // The first answer is there: the request is being worked on.
            Assert.True(await _socket.GetStream().ReadAsync(new byte[64], TestContext.Current.CancellationToken) > 0);
        }

        public async Task EndAsync()
        {
            await SendAsync("0\r\n\r\n");
            while (await _socket.GetStream().ReadAsync(new byte[4096], TestContext.Current.CancellationToken) > 0)
            {
            }
        }

        public void Dispose() => _socket.Dispose();

        private async Task SendAsync(string text) => await _socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(text), TestContext.Current.CancellationToken);
    }
}
