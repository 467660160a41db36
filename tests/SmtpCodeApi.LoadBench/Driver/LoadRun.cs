using System.Diagnostics;

namespace SmtpCodeApi.LoadBench;

/// <summary>The comparison of the service with its peers: start-up, first seconds, memory, and then every pass, in rounds in which all have their turn.</summary>
internal sealed class LoadRun(Settings settings)
{
    private const long LinesOfABatch = 20_000;

    private readonly IReadOnlyList<Subject> _subjects = Subject.All(settings);

    public async Task<LoadResults> RunAsync()
    {
        Console.WriteLine($"Subjects: {string.Join(", ", _subjects.Select(subject => subject.Name))}; the service as {settings.Build}.");
        var (fixtures, etags) = await PrepareAsync();
        var workload = new Workload(settings, fixtures, etags);
        var starts = await StartUpsAsync(fixtures);
        var colds = await ColdStartsAsync(fixtures, workload);
        var (slices, resident) = await RoundsAsync(fixtures, workload);
        return new(Machine.Describe(settings), settings.Build, slices, starts, colds, resident, Figures.Of(slices, starts, colds));
    }

    /// <summary>Fetches the answers of the service, and checks that everyone gives the same.</summary>
    private async Task<(Fixtures Fixtures, IReadOnlyDictionary<string, string> Etags)> PrepareAsync()
    {
        await using var service = Server.Start(_subjects[0], settings, "");
        using var client = Http.ClientOf(service.Subject);
        var fixtures = await Fixtures.FetchAsync(client, settings.Work);
        await Checks.RequestsAsync(client, new(settings, fixtures, new Dictionary<string, string>()));
        var etags = new Dictionary<string, string> { [Subject.Service] = await Checks.AnswersAsync(service.Subject, client, fixtures) };
        foreach (var subject in _subjects.Skip(1))
        {
            await using var peer = Server.Start(subject, settings, fixtures.Everything);
            etags[subject.Name] = await Checks.AnswersAsync(subject, client, fixtures);
        }

        Console.WriteLine("Checked: all give the same answers.");
        return (fixtures, etags);
    }

    private async Task<IReadOnlyList<StartUp>> StartUpsAsync(Fixtures fixtures)
    {
        var starts = new List<StartUp>();
        for (var round = 0; round < settings.Starts; round++)
        {
            foreach (var subject in InTurn(_subjects, round))
            {
                await using var server = Server.Start(subject, settings, fixtures.Codes);
                starts.Add(new(subject.Name, round, server.TimeToFirstAnswer.TotalMilliseconds));
            }
        }

        Console.WriteLine("Start-up measured.");
        return starts;
    }

    private async Task<IReadOnlyList<ColdStart>> ColdStartsAsync(Fixtures fixtures, Workload workload)
    {
        var colds = new List<ColdStart>();
        for (var round = 0; round < settings.ColdRounds; round++)
        {
            foreach (var subject in InTurn(_subjects, round))
            {
                var requests = workload.RequestsOf(Pass.Code, subject);
                await using var server = Server.Start(subject, settings, fixtures.Codes);
                var before = server.Cpu;
                var load = await Wrk.RunAsync(settings, subject.Port, requests, settings.SliceSeconds);
                var cpu = load.ShareOf(server.Cpu - before);
                for (var burst = 0; burst < settings.WarmUpBursts; burst++)
                {
                    foreach (var pass in new[] { Pass.Code, Pass.Gzip, Pass.NotModified }.Where(pass => pass.Takes(subject)))
                    {
                        await Task.Delay(settings.WarmUpPause / 2);
                        await Wrk.RunAsync(settings, subject.Port, workload.RequestsOf(pass, subject), 1);
                    }
                }

                colds.Add(new(subject.Name, round, cpu, server.ResidentMegabytes));
            }
        }

        Console.WriteLine("First seconds and memory measured.");
        return colds;
    }

    private async Task<(IReadOnlyList<Slice> Slices, IReadOnlyDictionary<string, double> Resident)> RoundsAsync(Fixtures fixtures, Workload workload)
    {
        var servers = new List<Server>();
        try
        {
            foreach (var subject in _subjects)
            {
                servers.Add(Server.Start(subject, settings, fixtures.Everything));
            }

            await WarmUpAsync(servers, workload);
            Console.WriteLine("Warm.");
            var slices = new List<Slice>();
            for (var round = 0; round < settings.Rounds; round++)
            {
                slices.AddRange(await RoundAsync(servers, workload, round, settings.SliceSeconds));
                Console.WriteLine($"Round {round + 1} of {settings.Rounds} measured.");
            }

            return (slices, servers.ToDictionary(server => server.Subject.Name, server => server.ResidentMegabytes));
        }
        finally
        {
            foreach (var server in servers)
            {
                await server.DisposeAsync();
            }
        }
    }

    private async Task WarmUpAsync(List<Server> servers, Workload workload)
    {
        for (var burst = 0; burst < settings.WarmUpBursts; burst++)
        {
            foreach (var (pass, server) in Pass.All.SelectMany(_ => servers, (pass, server) => (pass, server)).Where(one => one.pass.Takes(one.server.Subject)))
            {
                if (pass == Pass.Batch)
                {
                    await BatchClient.RunAsync(server.Subject.Port, workload.BatchLines, LinesOfABatch / 4);
                }
                else
                {
                    await Wrk.RunAsync(settings, server.Subject.Port, workload.RequestsOf(pass, server.Subject), 1);
                }
            }

            await Task.Delay(settings.WarmUpPause);
        }
    }

    /// <summary>Every pass in turn, in each of them every subject in turn.</summary>
    private async Task<List<Slice>> RoundAsync(List<Server> servers, Workload workload, int round, int seconds)
    {
        var slices = new List<Slice>();
        foreach (var pass in Pass.All)
        {
            foreach (var server in InTurn([.. servers.Where(server => pass.Takes(server.Subject))], round))
            {
                slices.Add(pass == Pass.Batch ? await BatchAsync(server, workload, round, seconds) : await LoadAsync(pass, server, workload, round, seconds));
                // A moment to compile what this slice has shown to be hot.
                await Task.Delay(200);
            }
        }

        return slices;
    }

    private async Task<Slice> LoadAsync(Pass pass, Server server, Workload workload, int round, int seconds)
    {
        var requests = workload.RequestsOf(pass, server.Subject);
        var (clock, before) = (Stopwatch.StartNew(), server.Cpu);
        var load = await Wrk.RunAsync(settings, server.Subject.Port, requests, seconds);
        var (cpu, busy) = (server.Cpu - before, (server.Cpu - before) / clock.Elapsed);
        return new(pass.Name, server.Subject.Name, round, load.ShareOf(cpu), load.Answers / load.Seconds, busy, (double)load.Bytes / load.Answers, load.SlowMicroseconds, load.BadAnswers, load.SocketErrors);
    }

    private static async Task<Slice> BatchAsync(Server server, Workload workload, int round, int seconds)
    {
        var (clock, before, sent, answered) = (Stopwatch.StartNew(), server.Cpu, 0L, 0L);
        while (clock.Elapsed < TimeSpan.FromSeconds(seconds))
        {
            sent += LinesOfABatch;
            answered += await BatchClient.RunAsync(server.Subject.Port, workload.BatchLines, LinesOfABatch);
        }

        var (cpu, elapsed) = (server.Cpu - before, clock.Elapsed);
        return new(Pass.Batch.Name, server.Subject.Name, round, cpu.TotalMicroseconds / answered, answered / elapsed.TotalSeconds, cpu / elapsed, 0, 0, sent - answered, 0);
    }

    // Each round begins with another one, so that nobody always follows the same neighbour.
    private static IEnumerable<T> InTurn<T>(IReadOnlyList<T> all, int round) => all.Select((_, number) => all[(number + round) % all.Count]);
}
