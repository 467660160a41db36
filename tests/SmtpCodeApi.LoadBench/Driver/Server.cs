using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace SmtpCodeApi.LoadBench;

/// <summary>A subject as a running process, pinned to one core.</summary>
internal sealed class Server : IAsyncDisposable
{
    // What /proc/PID/stat counts in; the same on every Linux.
    private const double TicksPerSecond = 100;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly byte[] Probe = "GET /codes/535 HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"u8.ToArray();

    private readonly Process _process;

    private Server(Subject subject, Process process, TimeSpan start) => (Subject, _process, TimeToFirstAnswer) = (subject, process, start);

    public Subject Subject { get; }

    /// <summary>From before the process was started until its first answer with status 200.</summary>
    public TimeSpan TimeToFirstAnswer { get; }

    /// <summary>The processor time, user and system, of the process and its children so far.</summary>
    public TimeSpan Cpu => TimeSpan.FromSeconds(Tree(_process.Id).Sum(CpuTicks) / TicksPerSecond);

    /// <summary>The resident memory of the process and its children.</summary>
    public double ResidentMegabytes => Tree(_process.Id).Sum(ResidentKilobytes) / 1024;

    /// <summary>Starts a subject and waits until it answers.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="settings">Where it is, and where its log goes.</param>
    /// <param name="index">The index of the answers that a peer is to give.</param>
    public static Server Start(Subject subject, Settings settings, string index)
    {
        var command = subject.Command(index);
        var start = new ProcessStartInfo("sh", ["-c", "log=$1; core=$2; shift 2; exec taskset -c \"$core\" \"$@\" >\"$log\" 2>&1", "sh", subject.LogsRequests ? "/dev/null" : settings.Log(subject.Name), $"{Settings.ServerCore}", .. command])
        {
            WorkingDirectory = subject.Folder,
        };
        // As in the container image; everything else is the default.
        start.Environment["ASPNETCORE_URLS"] = $"http://127.0.0.1:{subject.Port}";
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        if (subject.Name == Subject.Service)
        {
            start.Environment["DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS"] = "1";
        }

        start.Environment.Remove("ASPNETCORE_ENVIRONMENT");
        start.Environment.Remove("DOTNET_ENVIRONMENT");
        start.Environment["NODE_ENV"] = "production";

        var clock = Stopwatch.StartNew();
        var process = Process.Start(start)!;
        while (!Answers(subject.Port))
        {
            if (process.HasExited || clock.Elapsed > Patience)
            {
                process.Kill(entireProcessTree: true);
                throw new InvalidOperationException($"{subject.Name} does not answer; its log is {settings.Log(subject.Name)}.");
            }

            Thread.Sleep(1);
        }

        return new(subject, process, clock.Elapsed);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            using var terminate = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
            using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(10));
            try
            {
                await _process.WaitForExitAsync(deadline.Token);
            }
            catch (OperationCanceledException)
            {
                _process.Kill(entireProcessTree: true);
            }
        }

        _process.Dispose();
    }

    private static bool Answers(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveTimeout = 5000 };
        try
        {
            socket.Connect(IPAddress.Loopback, port);
            socket.Send(Probe);
            var begin = new byte[64];
            var read = socket.Receive(begin);
            return begin.AsSpan(0, read).StartsWith("HTTP/1.1 200"u8);
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static IEnumerable<int> Tree(int root)
    {
        yield return root;
        foreach (var child in Children(root).SelectMany(Tree))
        {
            yield return child;
        }
    }

    // Those of its first thread: nginx is the one that has any.
    private static IEnumerable<int> Children(int process) => File.ReadAllText($"/proc/{process}/task/{process}/children")
        .Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Select(child => int.Parse(child, CultureInfo.InvariantCulture));

    private static double CpuTicks(int process)
    {
        // The name of the program stands in brackets and may hold anything; utime and stime are the 14th and 15th field.
        var stat = File.ReadAllText($"/proc/{process}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return double.Parse(fields[11], CultureInfo.InvariantCulture) + double.Parse(fields[12], CultureInfo.InvariantCulture);
    }

    private static double ResidentKilobytes(int process) => File.ReadLines($"/proc/{process}/status")
        .Where(line => line.StartsWith("VmRSS:", StringComparison.Ordinal))
        .Select(line => double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture))
        .FirstOrDefault();
}
