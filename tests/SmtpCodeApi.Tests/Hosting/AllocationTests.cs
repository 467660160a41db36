using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace SmtpCodeApi.Tests.Hosting;

/// <summary>
/// What a whole request allocates, over a socket, against what the server allocates for the same answer without us. Octets allocated are exact, as times are not;
/// a few of a background timer may be among them, spread over thousands of requests. Both give each request a trace id, as they share the process.
/// </summary>
[Collection(nameof(AllocationTests))]
[CollectionDefinition(nameof(AllocationTests), DisableParallelization = true)]
public sealed class AllocationTests
{
    private const int Requests = 5_000;

    // Seen: 175 to 200, of which none grows with the answer. A body that was serialized, or a scope of services, would be many times that.
    private const int MostBeyondTheServer = 300;

    [Fact]
    public async Task LookUp_OverASocket_AllocatesHardlyMoreThanTheServerDoes()
    {
        await using var bare = await StartBareAsync();
        using var service = new ConfiguredService();
        var (ofService, ofBare) = (0d, 0d);
        // The first of a kind pays for what is made once.
        for (var round = 0; round < 3; round++)
        {
            ofBare = AllocatedPerRequest(bare.Services);
            ofService = AllocatedPerRequest(service.Services);
        }

        Assert.InRange(ofService - ofBare, 0, MostBeyondTheServer);
    }

    private static async Task<WebApplication> StartBareAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var answer = Encoding.UTF8.GetBytes(new string('x', 5000));
        app.MapGet("/codes/{code}", (RequestDelegate)(context =>
        {
            context.Response.ContentType = "application/json; charset=utf-8";
            context.Response.ContentLength = answer.Length;
            return context.Response.Body.WriteAsync(answer, context.RequestAborted).AsTask();
        }));
        await app.StartAsync();
        return app;
    }

    private static double AllocatedPerRequest(IServiceProvider services)
    {
        var address = new Uri(services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Connect(new IPEndPoint(IPAddress.Loopback, address.Port));
        var request = Encoding.ASCII.GetBytes("GET /codes/535 HTTP/1.1\r\nHost: localhost\r\n\r\n");
        var answer = new byte[64 * 1024];
        Send(socket, request, answer, 200);
        var before = GC.GetTotalAllocatedBytes(precise: true);
        Send(socket, request, answer, Requests);
        return (GC.GetTotalAllocatedBytes(precise: true) - before) / (double)Requests;
    }

    // One after the other, from the same memory: the client allocates nothing.
    private static void Send(Socket socket, byte[] request, byte[] answer, int times)
    {
        for (var sent = 0; sent < times; sent++)
        {
            socket.Send(request);
            var (received, length) = (0, int.MaxValue);
            while (received < length)
            {
                received += socket.Receive(answer, received, answer.Length - received, SocketFlags.None);
                var head = answer.AsSpan(0, received).IndexOf("\r\n\r\n"u8);
                if (head >= 0 && length == int.MaxValue)
                {
                    Assert.True(answer.AsSpan(0, received).StartsWith("HTTP/1.1 200"u8));
                    length = head + 4 + LengthIn(answer.AsSpan(0, head));
                }
            }
        }
    }

    private static int LengthIn(ReadOnlySpan<byte> head)
    {
        var field = head[(head.IndexOf("Content-Length: "u8) + "Content-Length: ".Length)..];
        return Utf8Parser.TryParse(field, out int length, out _) ? length : throw new InvalidDataException("The answer does not tell its length.");
    }
}
