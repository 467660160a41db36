using System.Diagnostics;

namespace SmtpCodeApi.LoadBench;

/// <summary>How the cost of the service grows with connections, with the length of a reply, and with the lines of a batch.</summary>
internal sealed class GrowthRun(Settings settings)
{
    public const string Connections = "connections";
    public const string ReplyOctets = "reply-octets";
    public const string BatchLines = "batch-lines";

    private static readonly int[] ManyConnections = [1, 4, 16, 64, 256, 1000];
    private static readonly int[] LongReplies = [1024, 4 * 1024, 16 * 1024, 64 * 1024, 256 * 1024];
    private static readonly long[] LongBatches = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000];

    public async Task<GrowthResults> RunAsync()
    {
        await using var server = Server.Start(Subject.All(settings)[0], settings, "");
        var workload = new Workload(settings, new("", "", []), new Dictionary<string, string>());
        var points = new List<GrowthPoint>();
        await WarmUpAsync(server, workload);

        foreach (var connections in ManyConnections)
        {
            points.Add(await LoadAsync(server, Connections, connections, workload.RequestsOf(Pass.Code, server.Subject), connections));
        }

        foreach (var octets in LongReplies)
        {
            points.Add(await LoadAsync(server, ReplyOctets, octets, workload.RequestsToExplain(octets), 8));
        }

        foreach (var lines in LongBatches.Where(lines => !settings.Quick || lines <= 10_000))
        {
            points.Add(await BatchAsync(server, workload, lines));
        }

        return new(Machine.Describe(settings), settings.Build, points);
    }

    private async Task WarmUpAsync(Server server, Workload workload)
    {
        for (var burst = 0; burst < settings.WarmUpBursts; burst++)
        {
            await Wrk.RunAsync(settings, server.Subject.Port, workload.RequestsOf(Pass.Code, server.Subject), 1);
            await Wrk.RunAsync(settings, server.Subject.Port, workload.RequestsToExplain(LongReplies[0]), 1);
            await BatchClient.RunAsync(server.Subject.Port, workload.BatchLines, 5_000);
            await Task.Delay(settings.WarmUpPause);
        }
    }

    private async Task<GrowthPoint> LoadAsync(Server server, string series, int size, string requests, int connections)
    {
        var before = server.Cpu;
        using var watch = new MemoryWatch(server);
        var load = await Wrk.RunAsync(settings, server.Subject.Port, requests, settings.SliceSeconds, connections);
        return Told(new(series, size, (server.Cpu - before).TotalMicroseconds / load.Answers, load.Answers / load.Seconds, load.SlowMicroseconds, watch.Most, load.BadAnswers + load.SocketErrors));
    }

    private async Task<GrowthPoint> BatchAsync(Server server, Workload workload, long lines)
    {
        // Short batches are repeated, so that there is enough processor time to count.
        var (clock, before, sent, answered) = (Stopwatch.StartNew(), server.Cpu, 0L, 0L);
        using var watch = new MemoryWatch(server);
        do
        {
            sent += lines;
            answered += await BatchClient.RunAsync(server.Subject.Port, workload.BatchLines, lines);
        }
        while (clock.Elapsed < TimeSpan.FromSeconds(settings.SliceSeconds));
        return Told(new(BatchLines, lines, (server.Cpu - before).TotalMicroseconds / answered, answered / clock.Elapsed.TotalSeconds, 0, watch.Most, sent - answered));
    }

    private static GrowthPoint Told(GrowthPoint point)
    {
        Console.WriteLine($"{point.Series} {point.Size}: {point.CpuMicroseconds:0.0} us, {point.PerSecond:0} a second, {point.ResidentMegabytes:0} MB, {point.BadAnswers} bad.");
        return point;
    }

    /// <summary>The most memory that a server was seen to hold while something ran.</summary>
    private sealed class MemoryWatch : IDisposable
    {
        private readonly Server _server;
        private readonly Timer _timer;
        private double _most;

        public MemoryWatch(Server server)
        {
            _server = server;
            _timer = new(_ => Look(), null, TimeSpan.Zero, TimeSpan.FromMilliseconds(100));
        }

        public double Most => Look();

        public void Dispose() => _timer.Dispose();

        private double Look() => _most = Math.Max(_most, _server.ResidentMegabytes);
    }
}
