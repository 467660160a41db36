using System.Net.Sockets;
using System.Text;

namespace SmtpCodeApi.Tests.Faults;

/// <summary>A connection on which anything can be said, HTTP or not.</summary>
public sealed class RawConnection : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TcpClient _socket = new();
    private readonly CancellationTokenSource _deadline = new(Patience);

    private RawConnection()
    {
    }

    public static async Task<RawConnection> OpenAsync(Uri address)
    {
        ArgumentNullException.ThrowIfNull(address);
        var connection = new RawConnection();
        await connection._socket.ConnectAsync(address.Host, address.Port, connection._deadline.Token);
        return connection;
    }

    public Task SendAsync(string text) => SendAsync(Encoding.Latin1.GetBytes(text));

    public async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            await _socket.GetStream().WriteAsync(bytes, _deadline.Token);
        }
        catch (Exception error) when (error is IOException or InvalidOperationException)
        {
            // The server has closed the connection, as it may; what it said before is there to be read.
        }
    }

    /// <summary>Nothing more will be sent; answers can still be read.</summary>
    public void EndOfSending()
    {
        try
        {
            _socket.Client.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // Closed by the server already.
        }
    }

    /// <summary>Ends the connection as a process that dies does: with a reset.</summary>
    public void Reset()
    {
        _socket.LingerState = new(true, 0);
        _socket.Close();
    }

    /// <summary>What comes next; empty at the end.</summary>
    public async Task<string> ReadAsync()
    {
        var buffer = new byte[64 * 1024];
        try
        {
            return Encoding.Latin1.GetString(buffer, 0, await _socket.GetStream().ReadAsync(buffer, _deadline.Token));
        }
        catch (Exception error) when (error is IOException or InvalidOperationException)
        {
            return "";
        }
    }

    /// <summary>All that is still to come, until the server closes the connection.</summary>
    public async Task<string> ReadToEndAsync()
    {
        var all = new StringBuilder();
        while (await ReadAsync() is { Length: > 0 } text)
        {
            all.Append(text);
        }

        return all.ToString();
    }

    public void Dispose()
    {
        _socket.Dispose();
        _deadline.Dispose();
    }
}
