using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace SmtpCodeApi.LoadBench;

/// <summary>What the figures were taken on.</summary>
internal sealed record Machine(string Date, string Commit, string Processor, int Cores, double MemoryGibibytes, string System, string DotNet, string? Wrk, string? Nginx, string? Node)
{
    public static Machine Describe(Settings settings) => new(
        DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        settings.Commit,
        Line("/proc/cpuinfo", "model name") ?? RuntimeInformation.OSArchitecture.ToString(),
        File.ReadLines("/proc/cpuinfo").Count(line => line.StartsWith("processor", StringComparison.Ordinal)),
        Math.Round(double.Parse(Line("/proc/meminfo", "MemTotal")!.Split(' ')[0], CultureInfo.InvariantCulture) / 1024 / 1024),
        RuntimeInformation.OSDescription,
        Environment.Version.ToString(),
        FirstLine("wrk", "-v")?.Split(' ').ElementAtOrDefault(1),
        FirstLine("nginx", "-v")?.Split('/').ElementAtOrDefault(1),
        FirstLine("node", "--version"));

    private static string? Line(string file, string name) =>
        File.ReadLines(file).FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal))?.Split(':', 2)[1].Trim();

    private static string? FirstLine(string program, string argument)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, [argument]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var said = process.StandardError.ReadToEnd() + process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return said.Split('\n')[0].Trim();
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
