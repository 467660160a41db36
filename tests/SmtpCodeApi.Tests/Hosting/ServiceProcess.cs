using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;

namespace SmtpCodeApi.Tests.Hosting;

/// <summary>The service as a process of its own, as an operator runs it.</summary>
internal sealed partial class ServiceProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly BlockingCollection<string> _unread = [];
    private readonly ConcurrentQueue<string> _lines = new();

    private ServiceProcess(Process process) => _process = process;

    /// <summary>Every line the process has written so far.</summary>
    public IReadOnlyCollection<string> Lines => _lines;

    public HttpClient Client { get; } = new();

    /// <summary>Another build of the service to test, a native one for example; null for the one these tests are built with.</summary>
    public static string? Program { get; } = Environment.GetEnvironmentVariable("SMTPCODES_PROGRAM") is { Length: > 0 } program ? program : null;

    /// <summary>Starts the service and waits until it listens and has loaded everything.</summary>
    public static ServiceProcess Start(string environment, params (string Name, string Value)[] settings)
    {
        string[] address = ["--urls", "http://127.0.0.1:0"];
        var start = Program is { } program
            ? new ProcessStartInfo(program, address)
            : new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "SmtpCodeApi.dll"), .. address]);
        (start.RedirectStandardOutput, start.RedirectStandardError, start.WorkingDirectory) = (true, true, Path.GetTempPath());
        start.Environment["ASPNETCORE_ENVIRONMENT"] = environment;
        if (Program is not null)
        {
            // As in the container image.
            start.Environment["DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS"] = "1";
        }

        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        var service = new ServiceProcess(new Process { StartInfo = start });
        service._process.OutputDataReceived += (_, line) => service.Keep(line.Data);
        service._process.ErrorDataReceived += (_, line) => service.Keep(line.Data);
        service._process.Start();
        service._process.BeginOutputReadLine();
        service._process.BeginErrorReadLine();
        service.Client.BaseAddress = new Uri(Address().Match(service.WaitFor("Now listening on")).Value);
        WaitUntilReady(service.Client);
        return service;
    }

    /// <summary>The next line that contains a text.</summary>
    public string WaitFor(string text)
    {
        using var deadline = new CancellationTokenSource(Patience);
        foreach (var line in _unread.GetConsumingEnumerable(deadline.Token))
        {
            if (line.Contains(text, StringComparison.Ordinal))
            {
                return line;
            }
        }

        throw new InvalidOperationException($"The process ended without '{text}':{Environment.NewLine}{string.Join(Environment.NewLine, _lines)}");
    }

    /// <summary>Asks the process to stop, as an orchestrator does, and gives its exit code.</summary>
    public async Task<int> TerminateAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        using var deadline = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(deadline.Token);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
        Client.Dispose();
        _unread.Dispose();
    }

    /// <summary>Waits until everything is loaded; where health has a port of its own, for the client of that port.</summary>
    public static void WaitUntilReady(HttpClient client)
    {
        using var deadline = new CancellationTokenSource(Patience);
        while (client.Send(new(HttpMethod.Get, "/health/ready"), deadline.Token).StatusCode == HttpStatusCode.ServiceUnavailable)
        {
            deadline.Token.WaitHandle.WaitOne(TimeSpan.FromMilliseconds(20));
        }
    }

    private void Keep(string? line)
    {
        if (line is not null)
        {
            _lines.Enqueue(line);
            _unread.Add(line);
        }
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex Address();
}
