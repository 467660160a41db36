using System.Text;
using System.Text.RegularExpressions;

namespace SmtpCodeApi.Tests.Faults;

/// <summary>Clients that are slow, silent, greedy or gone.</summary>
public sealed partial class ConnectionFaultTests(FaultFixture service) : IClassFixture<FaultFixture>
{
    private const string Headers = "Host: localhost\r\n\r\n";

    [Fact]
    public async Task HeadersThatNeverEnd_AreTimedOutWhileOthersAreAnswered()
    {
        var slow = await Task.WhenAll(Enumerable.Range(0, 200).Select(async _ =>
        {
            var connection = await service.ConnectAsync();
            await connection.SendAsync("GET /codes/354 HTTP/1.1\r\nHost: localhost\r\nX-Slow: ");
            return connection;
        }));
        await service.AssertWellAsync();
        foreach (var connection in slow)
        {
            Assert.Matches(@"^(HTTP/1\.1 408 [^\0]*)?$", await connection.ReadToEndAsync());
            connection.Dispose();
        }
    }

    [Fact]
    public async Task HalfOpenAndSilentConnections_AreClosedOrKeptWithoutHarm()
    {
        var silent = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => service.ConnectAsync()));
        foreach (var connection in silent.Take(100))
        {
            await connection.SendAsync("GET /codes/3");
            connection.EndOfSending();
        }

        foreach (var connection in silent.Take(100))
        {
            Assert.DoesNotContain("HTTP/1.1 2", await connection.ReadToEndAsync(), StringComparison.Ordinal);
        }

        await service.AssertWellAsync();
        foreach (var connection in silent)
        {
            connection.Reset();
            connection.Dispose();
        }

        await service.AssertWellAsync();
        await AssertConnectionsEndAsync();
    }

    [Fact]
    public async Task BodyThatStops_IsTimedOut()
    {
        var answer = await service.AnswerAsync("POST /explain HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\nContent-Length: 100\r\n\r\n550");
        Assert.StartsWith("HTTP/1.1 408 ", answer, StringComparison.Ordinal);
        await service.AssertWellAsync();
    }

    [Fact]
    public async Task ClientsThatNeverRead_HarmNobodyElse()
    {
        // Some 130 MB of answers each: what they do not take is not made.
        var deaf = await Task.WhenAll(Enumerable.Range(0, 20).Select(async _ =>
        {
            var connection = await service.ConnectAsync();
            await connection.SendAsync(string.Concat(Enumerable.Repeat($"GET /codes?view=full HTTP/1.1\r\n{Headers}", 100)));
            return connection;
        }));
        Assert.Contains("Start Mail Input", await service.Client.GetStringAsync("/codes/354", TestContext.Current.CancellationToken), StringComparison.Ordinal);
        foreach (var connection in deaf)
        {
            connection.Reset();
            connection.Dispose();
        }

        await service.AssertWellAsync();
        await AssertConnectionsEndAsync();
    }

    [Fact]
    public async Task TenThousandPipelinedRequests_AreAllAnsweredInOrder()
    {
        const int Requests = 10_000;
        using var connection = await service.ConnectAsync();
        var sending = Task.Run(
            async () =>
            {
                for (var request = 0; request < Requests; request++)
                {
                    await connection.SendAsync($"GET {(request % 2 == 0 ? "/codes/354" : "/codes/559")} HTTP/1.1\r\nHost: localhost\r\n{(request == Requests - 1 ? "Connection: close\r\n" : "")}\r\n");
                }
            },
            TestContext.Current.CancellationToken);
        var answers = await connection.ReadToEndAsync();
        await sending;
        var statuses = Status().Matches(answers).Select(match => match.Groups["status"].Value).ToList();
        Assert.Equal(Requests, statuses.Count);
        Assert.Equal(Enumerable.Range(0, Requests).Select(request => request % 2 == 0 ? "200" : "404"), statuses);
        await service.AssertWellAsync();
    }

    public static TheoryData<string, string> Oversized => new()
    {
        { $"GET /codes/354 HTTP/1.1\r\nHost: localhost\r\nX-Large: {new string('x', 1024 * 1024)}\r\n\r\n", "431" },
        { $"GET /codes/354 HTTP/1.1\r\n{string.Concat(Enumerable.Range(0, 1000).Select(number => $"X-{number}: x\r\n"))}{Headers}", "431" },
        { $"GET /codes/354 HTTP/1.1\r\n{new string('x', 64 * 1024)}: x\r\n{Headers}", "431" },
        { $"GET /{new string('a', 1024 * 1024)} HTTP/1.1\r\n{Headers}", "414" },
        { $"GET /codes?{new string('a', 1024 * 1024)} HTTP/1.1\r\n{Headers}", "414" },
        { new string('A', 1024 * 1024), "4" },
    };

    [Theory]
    [MemberData(nameof(Oversized))]
    public async Task OversizedRequest_IsRefused(string request, string status)
    {
        var answer = await service.AnswerAsync(request);
        // A reset may overtake the answer where much was left unread.
        Assert.Matches($@"^(HTTP/1\.1 {status}[^\0]*)?$", answer);
        await service.AssertWellAsync();
    }

    [Fact]
    public async Task BatchesThatTheirClientsCutOff_LeaveNothingBehind()
    {
        var lines = string.Concat(Enumerable.Repeat("\"550 5.1.1 User unknown\"\n", 1000));
        var chunk = Encoding.ASCII.GetBytes($"{lines.Length:x}\r\n{lines}\r\n");
        await Parallel.ForEachAsync(Enumerable.Range(0, 20), TestContext.Current.CancellationToken, async (number, _) =>
        {
            using var connection = await service.ConnectAsync();
            await connection.SendAsync("POST /explain/batch HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n");
            await connection.SendAsync(chunk);
            Assert.StartsWith("HTTP/1.1 200 ", await connection.ReadAsync(), StringComparison.Ordinal);
            // Of a batch without end: some go while the server waits for lines, some while it waits for them to read.
            if (number % 2 == 0)
            {
                await connection.SendAsync(chunk.AsMemory(0, 100));
            }

            connection.Reset();
        });
        await service.AssertWellAsync();
        await AssertConnectionsEndAsync();
    }

    private async Task AssertConnectionsEndAsync()
    {
        // Those of the test's own client stay. A connection that stays as well ends the test by its time-out.
        while (await service.ConnectionsAsync() > 5)
        {
            await Task.Delay(200, TestContext.Current.CancellationToken);
        }
    }

    [GeneratedRegex(@"HTTP/1\.1 (?<status>\d{3}) ")]
    private static partial Regex Status();
}
