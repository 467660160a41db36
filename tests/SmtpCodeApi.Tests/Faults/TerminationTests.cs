using System.Net;
using System.Text.Json.Nodes;
using SmtpCodeApi.Tests.Hosting;

namespace SmtpCodeApi.Tests.Faults;

/// <summary>A stop in the middle of work.</summary>
public sealed class TerminationTests
{
    [Fact]
    public async Task Terminate_UnderLoad_AnswersEveryRequestItHasTakenAndExitsWith0()
    {
        const int Clients = 8;
        // Each answered request is a line, which tells what the service thinks that it has answered.
        using var service = ServiceProcess.Start("Production", ("Logging__LogLevel__SmtpCodeApi.Requests", "Debug"));
        using var stop = new CancellationTokenSource();
        var answered = 0;
        var warm = new CountdownEvent(Clients);
        var load = Enumerable.Range(0, Clients).Select(client => Task.Run(async () =>
        {
            for (var request = 0; ; request++)
            {
                if (request == 20)
                {
                    warm.Signal();
                }

                try
                {
                    using var response = await service.Client.GetAsync(request % 2 == 0 ? "/codes/535" : "/compare?a=354&b=535", TestContext.Current.CancellationToken);
                    Assert.Equal(HttpStatusCode.OK, response.StatusCode);
                    Assert.NotNull(JsonNode.Parse(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)));
                    Interlocked.Increment(ref answered);
                }
                catch (HttpRequestException error) when (error.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.ResponseEnded or HttpRequestError.Unknown)
                {
                    // Refused, or closed before a byte of an answer: not taken. The counts below tell if that is true.
                    return;
                }
            }
        })).ToList();
        // Half of a request each, that the service has begun to work on.
        var held = new List<RawConnection>();
        for (var connection = 0; connection < 5; connection++)
        {
            held.Add(await RawConnection.OpenAsync(service.Client.BaseAddress!));
            await held[^1].SendAsync("POST /explain HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\nExpect: 100-continue\r\nContent-Length: 6\r\n\r\n");
            Assert.StartsWith("HTTP/1.1 100 ", await held[^1].ReadAsync(), StringComparison.Ordinal);
        }

        warm.Wait(TestContext.Current.CancellationToken);
        var exit = service.TerminateAsync();
        await Task.WhenAll(load);
        foreach (var connection in held)
        {
            await connection.SendAsync("550 ok");
            var answer = await connection.ReadToEndAsync();
            Assert.StartsWith("HTTP/1.1 200 ", answer, StringComparison.Ordinal);
            Assert.EndsWith("}", answer.TrimEnd('\r', '\n', '0'), StringComparison.Ordinal);
            connection.Dispose();
        }

        Assert.Equal(0, await exit);
        var taken = service.Lines.Select(line => JsonNode.Parse(line)!).Where(line => line["Route"] is not null).ToList();
        Assert.All(taken, line => Assert.Equal(200, (int)line["Status"]!));
        Assert.Equal(answered + held.Count, taken.Count);
    }
}
