using System.Net;
using System.Net.Sockets;
using System.Text;

namespace SmtpCodeApi.LoadBench;

/// <summary>A client of <c>POST /explain/batch</c> that reads answers while it writes lines.</summary>
internal sealed class BatchClient : IDisposable
{
    private const int Piece = 64 * 1024;

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

    private BatchClient()
    {
    }

    /// <summary>Sends so many lines, taken in turn, and counts the answers.</summary>
    /// <returns>How many lines were answered.</returns>
    public static async Task<long> RunAsync(int port, IReadOnlyList<string> lines, long count)
    {
        using var client = new BatchClient();
        return await client.ExchangeAsync(port, [.. lines.Select(line => Encoding.UTF8.GetBytes(line + "\n"))], count);
    }

    public void Dispose() => _socket.Dispose();

    private async Task<long> ExchangeAsync(int port, byte[][] lines, long count)
    {
        await _socket.ConnectAsync(IPAddress.Loopback, port);
        var rounds = Math.DivRem(count, lines.Length, out var rest);
        var length = (rounds * lines.Sum(line => (long)line.Length)) + lines.Take((int)rest).Sum(line => (long)line.Length);
        await _socket.SendAsync(Encoding.ASCII.GetBytes($"POST /explain/batch HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Type: application/x-ndjson\r\nContent-Length: {length}\r\n\r\n"));
        var answered = CountAnswersAsync();
        await Task.WhenAll(WriteAsync(lines, count), answered);
        return await answered;
    }

    private async Task WriteAsync(byte[][] lines, long count)
    {
        using var piece = new MemoryStream(Piece * 2);
        for (var line = 0L; line < count; line++)
        {
            piece.Write(lines[line % lines.Length]);
            if (piece.Length >= Piece || line == count - 1)
            {
                for (var sent = 0; sent < piece.Length;)
                {
                    sent += await _socket.SendAsync(piece.GetBuffer().AsMemory(sent, (int)piece.Length - sent));
                }

                piece.SetLength(0);
            }
        }
    }

    // Everything HTTP has lines that end with CR LF, the lines of the answer end with LF alone: to count those is to count answers.
    private async Task<long> CountAnswersAsync()
    {
        var buffer = new byte[Piece];
        var answers = 0L;
        var last = (byte)0;
        while (await _socket.ReceiveAsync(buffer) is var read and > 0)
        {
            answers += AloneIn(buffer.AsSpan(0, read), last);
            last = buffer[read - 1];
        }

        return answers;
    }

    private static int AloneIn(ReadOnlySpan<byte> bytes, byte before)
    {
        var alone = 0;
        for (var at = bytes.IndexOf((byte)'\n'); at >= 0; at = bytes.IndexOf((byte)'\n'))
        {
            alone += (at > 0 ? bytes[at - 1] : before) == '\r' ? 0 : 1;
            before = (byte)'\n';
            bytes = bytes[(at + 1)..];
        }

        return alone;
    }
}
