using System.Diagnostics;
using System.Globalization;

namespace SmtpCodeApi.LoadBench;

/// <summary>What wrk saw.</summary>
/// <param name="Answers">How many answers came.</param>
/// <param name="Seconds">In which time.</param>
/// <param name="Bytes">How many octets, heads included.</param>
/// <param name="BadAnswers">How many had a status of 400 or more.</param>
/// <param name="SocketErrors">How many connections or requests failed.</param>
/// <param name="SlowMicroseconds">How long 99 % of the answers took at most.</param>
internal sealed record Load(long Answers, double Seconds, long Bytes, long BadAnswers, long SocketErrors, double SlowMicroseconds)
{
    /// <summary>The share of each answer in processor time, in microseconds.</summary>
    public double ShareOf(TimeSpan cpu) => Answers > 0 ? cpu.TotalMicroseconds / Answers : throw new InvalidOperationException("Not a single answer came; the machine is too busy, or the slices are too short for it.");
}

/// <summary>The load generator. It runs on the driver's own core.</summary>
internal static class Wrk
{
    public const int Connections = 32;

    /// <summary>Sends the requests of a file over and over, on one thread.</summary>
    public static async Task<Load> RunAsync(Settings settings, int port, string requests, int seconds, int connections = Connections)
    {
        var start = new ProcessStartInfo("wrk", ["-t1", $"-c{connections}", $"-d{seconds}s", "--timeout", "10s", "-s", Path.Combine(settings.Bench, "requests.lua"), $"http://127.0.0.1:{port}", "--", requests])
        {
            RedirectStandardOutput = true,
        };
        using var wrk = Process.Start(start)!;
        var output = await wrk.StandardOutput.ReadToEndAsync();
        await wrk.WaitForExitAsync();
        var figures = output.Split('\n').FirstOrDefault(line => line.StartsWith("figures ", StringComparison.Ordinal))?.Split(' ').Skip(1).Select(figure => long.Parse(figure, CultureInfo.InvariantCulture)).ToArray();
        return figures is [var answers, var microseconds, var bytes, var bad, var errors, var slow]
            ? new(answers, microseconds / 1e6, bytes, bad, errors, slow)
            : throw new InvalidOperationException($"wrk ended with {wrk.ExitCode}: {output}");
    }
}
