using System.Text.Encodings.Web;
using System.Text.Json;

namespace SmtpCodeApi.LoadBench;

/// <summary>One subject under one kind of load for some seconds.</summary>
/// <param name="Pass">The kind of request.</param>
/// <param name="Subject">Who answered.</param>
/// <param name="Round">Slices of one round were taken one after the other, and are compared with each other only.</param>
/// <param name="CpuMicroseconds">Processor time of the server for an answer; of a line in a batch.</param>
/// <param name="PerSecond">Answers, or lines, a second.</param>
/// <param name="Busy">How much of its core the server used, 1 being all of it.</param>
/// <param name="BytesAnswered">Octets of an answer, head included; 0 where not counted.</param>
/// <param name="SlowMicroseconds">What 99 % of the answers took at most; 0 where not counted.</param>
/// <param name="BadAnswers">Answers of status 400 and above, and lines without answer.</param>
/// <param name="SocketErrors">Connections or requests that failed.</param>
internal sealed record Slice(
    string Pass, string Subject, int Round, double CpuMicroseconds, double PerSecond, double Busy, double BytesAnswered, double SlowMicroseconds, long BadAnswers, long SocketErrors);

/// <summary>A start of a subject.</summary>
internal sealed record StartUp(string Subject, int Round, double Milliseconds);

/// <summary>A subject loaded from its first answer on.</summary>
/// <param name="Subject">Who.</param>
/// <param name="Round">The round.</param>
/// <param name="CpuMicroseconds">Processor time for an answer in the first seconds.</param>
/// <param name="ResidentMegabytes">Resident memory after that and some more load of every kind of look-up.</param>
internal sealed record ColdStart(string Subject, int Round, double CpuMicroseconds, double ResidentMegabytes);

/// <summary>Everything that <c>run.sh load</c> measured.</summary>
internal sealed record LoadResults(Machine Machine, string Build, IReadOnlyList<Slice> Slices, IReadOnlyList<StartUp> Starts, IReadOnlyList<ColdStart> ColdStarts, IReadOnlyDictionary<string, double> ResidentMegabytesAtTheEnd, IReadOnlyList<Figure> Figures);

/// <summary>The cost at one size of something.</summary>
/// <param name="Series">What grows.</param>
/// <param name="Size">How large it is.</param>
/// <param name="CpuMicroseconds">Processor time for a request, or for a line of a batch.</param>
/// <param name="PerSecond">Answers, or lines, a second.</param>
/// <param name="SlowMicroseconds">What 99 % of the answers took at most; 0 where not counted.</param>
/// <param name="ResidentMegabytes">The most resident memory seen.</param>
/// <param name="BadAnswers">Bad answers and socket errors.</param>
internal sealed record GrowthPoint(string Series, long Size, double CpuMicroseconds, double PerSecond, double SlowMicroseconds, double ResidentMegabytes, long BadAnswers);

/// <summary>Everything that <c>run.sh scale</c> measured.</summary>
internal sealed record GrowthResults(Machine Machine, string Build, IReadOnlyList<GrowthPoint> Points);

/// <summary>A micro-benchmark.</summary>
internal sealed record MicroBenchmark(string Type, string Method, string Parameters, double Nanoseconds, double Bytes);

/// <summary>Everything that <c>run.sh micro</c> measured.</summary>
internal sealed record MicroResults(Machine Machine, IReadOnlyList<MicroBenchmark> Benchmarks);

/// <summary>Results as files, one for each command.</summary>
internal static class ResultFiles
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write<T>(Settings settings, string name, T results)
    {
        Directory.CreateDirectory(settings.Results);
        File.WriteAllText(PathOf(settings, name), JsonSerializer.Serialize(results, Json) + "\n");
        Console.WriteLine($"Written to {PathOf(settings, name)}.");
    }

    /// <summary>The results of a command; null where it was never run.</summary>
    public static T? Read<T>(Settings settings, string name)
        where T : class => File.Exists(PathOf(settings, name)) ? JsonSerializer.Deserialize<T>(File.ReadAllText(PathOf(settings, name)), Json) : null;

    private static string PathOf(Settings settings, string name) => Path.Combine(settings.Results, name + ".json");
}
