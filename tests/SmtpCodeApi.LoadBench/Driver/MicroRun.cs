using System.Text.Json;

namespace SmtpCodeApi.LoadBench;

/// <summary>Reads what BenchmarkDotNet has measured in the library.</summary>
internal static class MicroRun
{
    public static MicroResults Read(Settings settings) => new(
        Machine.Describe(settings),
        [.. Directory.EnumerateFiles(Path.Combine(settings.Work, "benchmarks", "results"), "*-report-brief.json").Order(StringComparer.Ordinal).SelectMany(ReadFile)]);

    private static List<MicroBenchmark> ReadFile(string file)
    {
        using var report = JsonDocument.Parse(File.ReadAllText(file));
        return [.. report.RootElement.GetProperty("Benchmarks").EnumerateArray().Select(benchmark => new MicroBenchmark(
            benchmark.GetProperty("Type").GetString()!,
            benchmark.GetProperty("Method").GetString()!,
            benchmark.GetProperty("Parameters").GetString()!,
            benchmark.GetProperty("Statistics").GetProperty("Median").GetDouble(),
            benchmark.GetProperty("Memory").GetProperty("BytesAllocatedPerOperation").GetDouble()))];
    }
}
