using System.Net.Sockets;
using System.Text;

namespace SmtpCodeApi.Tests.Http;

/// <summary>What is refused, by the service and by the server before it.</summary>
public sealed class ErrorTests(ApiFixture api)
{
    [Theory]
    [InlineData("/nowhere")]
    [InlineData("/codes/354/more")]
    [InlineData("/Codes.php")]
    [InlineData("/openapi/v2.json")]
    public async Task UnknownRoute_Is404Problem(string path)
    {
        // The home page is to come; until then the root is no route.
        var problem = await api.GetProblemAsync(path, 404, "unknown-route");
        Assert.Equal(path, (string?)problem["instance"]);
    }

    [Theory]
    [InlineData("POST", "/codes")]
    [InlineData("PUT", "/codes/354")]
    [InlineData("DELETE", "/compare?a=354&b=535")]
    [InlineData("PATCH", "/version")]
    public async Task MethodNotServed_Is405WithAllow(string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var response = await api.Client.SendAsync(request, TestContext.Current.CancellationToken);
        var problem = await ApiFixture.ProblemAsync(response, 405, "method-not-allowed");
        Assert.Equal(["GET", "HEAD"], response.Content.Headers.Allow);
        Assert.Contains(method, (string?)problem["detail"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Instance_LeavesTheQueryOut()
    {
        var problem = await api.GetProblemAsync("/codes/35a?who=alice@example.com", 400, "malformed-code");
        Assert.DoesNotContain("alice", problem.ToJsonString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text/html")]
    [InlineData("application/problem+json")]
    [InlineData("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8")]
    public async Task Problem_ForACallerWithAnyAccept_IsStillAProblem(string accept)
    {
        using var response = await api.GetAsync("/nowhere", ("Accept", accept));
        Assert.Equal(404, (int)response.StatusCode);
    }

    public static TheoryData<string> Refused => new()
    {
        "GET /codes/%00 HTTP/1.1\r\nHost: localhost\r\n\r\n",
        $"GET /codes/{new string('3', 17 * 1024)} HTTP/1.1\r\nHost: localhost\r\n\r\n",
        $"GET /codes/354 HTTP/1.1\r\nHost: localhost\r\nX-Large: {new string('x', 40 * 1024)}\r\n\r\n",
        "GET /codes/354 HTTP/1.1\r\n\r\n",
        "GARBAGE\r\n\r\n",
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task RequestTheServerRefuses_GetsABare4xxAndTheServiceStaysHealthy(string request)
    {
        var answer = await SendRawAsync(request);
        Assert.Matches(@"^HTTP/1\.1 4\d\d ", answer);
        Assert.DoesNotMatch(@"Exception|   at |/src/", answer);
        Assert.Equal("healthy", (string?)(await api.GetJsonAsync("/health/ready"))["status"]);
    }

    [Fact]
    public async Task InvalidUtf8InThePath_Is400()
    {
        var answer = await SendRawAsync("GET /codes/%C3%28 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 400 ", answer, StringComparison.Ordinal);
    }

    private async Task<string> SendRawAsync(string request)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(api.Address.Host, api.Address.Port, TestContext.Current.CancellationToken);
        await using var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request), TestContext.Current.CancellationToken);
        var answer = new StringBuilder();
        var buffer = new byte[4096];
        try
        {
            while (await stream.ReadAsync(buffer, TestContext.Current.CancellationToken) is var count and > 0)
            {
                answer.Append(Encoding.ASCII.GetString(buffer, 0, count));
            }
        }
        catch (IOException)
        {
            // The server may reset a connection on which it has left something unread; what it said before counts.
        }

        return answer.ToString();
    }
}
