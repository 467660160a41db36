using System.Diagnostics;
using System.Net;
using System.Text;

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
        using var client = Http.ClientOf(server.Subject);
        var workload = new Workload(settings, new("", "", []), new Dictionary<string, string>());
        var points = new List<GrowthPoint>();
        await WarmUpAsync(server, workload);

        foreach (var connections in ManyConnections)
        {
            points.Add(await LoadAsync(server, connections, workload.RequestsOf(Pass.Code, server.Subject)));
        }

        foreach (var octets in LongReplies)
        {
            points.Add(await ExplainAsync(server, client, workload.LongReply(octets)));
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
            await Wrk.RunAsync(settings, server.Subject.Port, workload.RequestsOf(Pass.Explain, server.Subject), 1);
            await BatchClient.RunAsync(server.Subject.Port, workload.BatchLines, 5_000);
            await Task.Delay(settings.WarmUpPause);
        }
    }

    private async Task<GrowthPoint> LoadAsync(Server server, int connections, string requests)
    {
        var before = server.Cpu;
        using var watch = new MemoryWatch(server);
        var load = await Wrk.RunAsync(settings, server.Subject.Port, requests, settings.SliceSeconds, connections);
        return Told(new(Connections, connections, load.ShareOf(server.Cpu - before), load.Answers / load.Seconds, load.SlowMicroseconds, watch.Most, load.BadAnswers + load.SocketErrors));
    }

    /// <summary>One at a time: with several, what is unfinished at the end of a slice would weigh more than what is finished.</summary>
    private async Task<GrowthPoint> ExplainAsync(Server server, HttpClient client, string reply)
    {
        var (clock, before, times, bad) = (Stopwatch.StartNew(), server.Cpu, new List<double>(), 0L);
        using var watch = new MemoryWatch(server);
        do
        {
            var sent = clock.Elapsed;
            using var body = new StringContent(reply, Encoding.UTF8, "text/plain");
            using var answer = await client.PostAsync(new Uri("/explain", UriKind.Relative), body);
            bad += answer.StatusCode == HttpStatusCode.OK ? 0 : 1;
            times.Add((clock.Elapsed - sent).TotalMicroseconds);
        }
        while (clock.Elapsed < TimeSpan.FromSeconds(settings.SliceSeconds));
        var slow = times.Order().ElementAt(times.Count * 99 / 100);
        return Told(new(ReplyOctets, reply.Length, (server.Cpu - before).TotalMicroseconds / times.Count, times.Count / clock.Elapsed.TotalSeconds, slow, watch.Most, bad));
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
