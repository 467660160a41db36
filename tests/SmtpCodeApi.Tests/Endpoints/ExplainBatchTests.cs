using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using SmtpCodeApi.Tests.Hosting;

namespace SmtpCodeApi.Tests.Endpoints;

public sealed class ExplainBatchTests(ApiFixture api)
{
    [Fact]
    public async Task Lines_AreAnsweredInOrderAndBadOnesInTheirPlace()
    {
        var answers = await BatchAsync("\"550 5.1.1 User unknown\"\n\r\n{ \"id\": \"a\", \"reply\": \"452 4.2.2 Mailbox full\" }\r\nnot json\n{ \"id\": \"b\" }\n{ \"reply\": \"250 Ok\" }");
        Assert.Equal([1L, 3L, 4L, 5L, 6L], answers.Select(answer => (long)answer["line"]!));
        Assert.Equal([null, "a", null, "b", null], answers.Select(answer => (string?)answer["id"]));
        Assert.Equal(["bad-mailbox", "quota-issues", null, null, "success"], answers.Select(answer => (string?)answer["result"]?["category"]));
        Assert.Equal(["/problems/unreadable-body", "/problems/missing-parameter"], answers.Where(answer => answer["problem"] is not null).Select(answer => (string?)answer["problem"]!["type"]));
        Assert.All(answers, answer => Assert.NotEqual(answer["result"] is null, answer["problem"] is null));
    }

    [Fact]
    public async Task LineOverTheLimit_IsAnsweredWithAProblemAndTheRestGoesOn()
    {
        var answers = await BatchAsync($"\"550 first\"\n\"{new string('x', 600 * 1024)}\"\n\"550 third\"\n");
        Assert.Equal([1L, 2L, 3L], answers.Select(answer => (long)answer["line"]!));
        Assert.Equal("/problems/payload-too-large", (string?)answers[1]["problem"]!["type"]);
        Assert.Equal("550", (string?)answers[2]["result"]!["reply"]!["code"]);
    }

    [Theory]
    [InlineData("\"550 5.1.1 x\" y")]
    [InlineData("\"550 5.1.1 x")]
    [InlineData("{ \"reply\": \"550 5.1.1 x\" } y")]
    [InlineData("{ \"reply\": \"550 5.1.1 x\", }")]
    [InlineData("{ \"reply\": [\"550 5.1.1 x\"] }")]
    [InlineData("{ \"reply\": \"550 5.1.1 \\ud800\" }")]
    public async Task LineThatBeginsSoundly_IsRefusedAsAWhole(string line) =>
        Assert.Equal("/problems/unreadable-body", (string?)Assert.Single(await BatchAsync(line))["problem"]?["type"]);

    [Theory]
    [InlineData("{ \"reply\": \"550 5.1.1 x\", \"id\": null, \"host\": null }")]
    [InlineData("{ \"more\": { \"reply\": [1] }, \"reply\": \"451 4.0.0 y\", \"reply\": \"550 5.1.1 x\" }")]
    [InlineData("{ \"r\\u0065ply\": \"550 5.1.1 x\" }")]
    [InlineData("{ \"reply\": \"x\", \"code\": 550, \"enhancedCode\": \"5.1.1\" }")]
    [InlineData(" \t\"550 5.1.1 x\" \r")]
    [InlineData("\u3000\"550 5.1.1 x\"")]
    public async Task LineInUnusualJson_IsReadLikeAnyOther(string line)
    {
        var reply = Assert.Single(await BatchAsync(line))["result"]?["reply"];
        Assert.Equal(("550", "5.1.1"), ((string?)reply?["code"], (string?)reply?["enhancedCode"]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n\n\n")]
    public async Task NothingToExplain_IsAnEmptyAnswer(string body) => Assert.Empty(await BatchAsync(body));

    [Fact]
    public async Task OtherMediaType_Is415()
    {
        using var content = new StringContent("{}", Encoding.UTF8, "application/json");
        using var response = await api.Client.PostAsync("/explain/batch", content, TestContext.Current.CancellationToken);
        await ApiFixture.ProblemAsync(response, 415, "unsupported-media-type");
    }

    [Fact]
    public async Task BodyLargerThanTheWholeHeap_IsAnsweredLineByLine()
    {
        // A process that kept the body, or its answers, would run out of memory; Kestrel's own limit of 30 MB is passed as well.
        const int HeapLimit = 160 * 1024 * 1024;
        const int Lines = 10_000;
        using var service = ServiceProcess.Start("Production", ("DOTNET_GCHeapHardLimit", HeapLimit.ToString("x", CultureInfo.InvariantCulture)));

        // Over a socket, as HttpClient sends a whole HTTP/1.1 body before it reads: it would be the client that the description warns of.
        using var socket = new TcpClient();
        await socket.ConnectAsync(service.Client.BaseAddress!.Host, service.Client.BaseAddress.Port, TestContext.Current.CancellationToken);
        await using var stream = socket.GetStream();
        var line = $"{{\"reply\":\"550 5.1.1 user unknown {new string('x', 20_000)}\"}}\n";
        var chunk = Encoding.ASCII.GetBytes($"{line.Length:x}\r\n{line}\r\n");
        Assert.True((long)line.Length * Lines > HeapLimit);
        await stream.WriteAsync(Encoding.ASCII.GetBytes("POST /explain/batch HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"), TestContext.Current.CancellationToken);
        var writing = Task.Run(
            async () =>
            {
                for (var i = 0; i < Lines; i++)
                {
                    await stream.WriteAsync(chunk, TestContext.Current.CancellationToken);
                }

                await stream.WriteAsync("0\r\n\r\n"u8.ToArray(), TestContext.Current.CancellationToken);
            },
            TestContext.Current.CancellationToken);

        var answers = 0;
        var buffer = new byte[64 * 1024];
        var last = (byte)0;
        while (await stream.ReadAsync(buffer, TestContext.Current.CancellationToken) is var count and > 0)
        {
            for (var i = 0; i < count; i++)
            {
                answers += last == '}' && buffer[i] == '\n' ? 1 : 0;
                last = buffer[i];
            }
        }

        await writing;
        Assert.Equal(Lines, answers);
    }

    private async Task<List<JsonObject>> BatchAsync(string body)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.ContentType = new("application/x-ndjson");
        using var response = await api.Client.PostAsync("/explain/batch", content, TestContext.Current.CancellationToken);
        Assert.Equal((HttpStatusCode.OK, "application/x-ndjson"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!.AsObject())];
    }
}
