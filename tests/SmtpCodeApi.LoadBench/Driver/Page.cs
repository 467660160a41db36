using System.Text;

namespace SmtpCodeApi.LoadBench;

/// <summary>The results as Markdown, and the page that they stand on.</summary>
internal static class Page
{
    // On a machine that does nothing else, full load takes nine tenths of the core and more.
    private const double QuietMachine = 0.75;

    private const string Begin = "<!-- figures -->";
    private const string End = "<!-- /figures -->";

    /// <summary>Writes the figures of all results there are into the page beside them, and draws the plot.</summary>
    public static void Write(Settings settings)
    {
        var figures = new StringBuilder();
        var micro = ResultFiles.Read<MicroResults>(settings, "micro");
        if (ResultFiles.Read<LoadResults>(settings, "load") is { } load)
        {
            figures.Append(Of(load));
        }

        if (ResultFiles.Read<GrowthResults>(settings, "scale") is { } growth)
        {
            figures.Append(Of(growth));
            File.WriteAllText(Path.Combine(settings.Results, "growth.svg"), Plot.Draw(growth, micro));
        }

        if (micro is not null)
        {
            figures.Append(Of(micro));
        }

        var page = Path.Combine(Path.GetDirectoryName(settings.Results)!, "RESULTS.md");
        var frame = File.ReadAllText(File.Exists(page) ? page : Path.Combine(settings.Bench, "RESULTS.md"));
        var (begin, end) = (frame.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, frame.IndexOf(End, StringComparison.Ordinal));
        File.WriteAllText(page, $"{frame[..begin]}\n\n{figures.ToString().Trim()}\n\n{frame[end..]}");
        Console.WriteLine($"Written to {page}.");
    }

    /// <summary>The comparison with the peers.</summary>
    public static string Of(LoadResults results)
    {
        var subjects = results.Slices.Select(slice => slice.Subject).Distinct().ToList();
        var text = new StringBuilder();
        text.Append("## Against its peers\n\n").Append(Of(results.Machine)).Append($"The service was published as `{results.Build}`.\n\n");
        var busy = Middle.Of(results.Slices.Where(slice => slice.Pass == Pass.Code.Name && slice.Subject == Subject.Bare).Select(slice => slice.Busy)).Median;
        if (busy < QuietMachine)
        {
            text.Append($"**The machine was not quiet: under full load bare got {busy:P0} of its core. Take these figures for a trial of the bench, not for results.**\n\n");
        }

        text.Append("| figure | median (middle half) | reach | then aim for | |\n| --- | --- | --- | --- | --- |\n");
        foreach (var figure in results.Figures)
        {
            var sign = figure.More ? "≥" : "≤";
            var measured = figure.Low.Equals(figure.High) ? figure.Median.ToString(figure.Unit, null) : $"{figure.Median:0.00} ({figure.Low:0.00}–{figure.High:0.00})";
            text.Append($"| {figure.Name} | {measured} | {sign} {figure.Reach} | {(figure.Aim is { } aim ? $"{sign} {aim}" : "–")} | {(figure.Aimed ? "reached, and the aim" : figure.Reached ? "reached" : "**not reached**")} |\n");
        }

        text.Append("\nProcessor time of the server for an answer (a line, for `batch`), in microseconds, and as a ratio to bare: median and middle half.\n\n");
        Table(text, results.Slices, subjects, slice => slice.CpuMicroseconds, "0.0");
        text.Append("\nAnswers (lines) a second.\n\n");
        Table(text, results.Slices, subjects, slice => slice.PerSecond, "0");
        text.Append("\nHow much of its core the server used. Where this is far below 1, the load generator or the machine was the limit: read the processor time, not the rate.\n\n");
        Table(text, results.Slices, subjects, slice => slice.Busy, "0.00", ratios: false);
        text.Append("\nOctets of an answer, head included.\n\n");
        Table(text, results.Slices, subjects, slice => slice.BytesAnswered, "0", ratios: false);

        text.Append("\nStart and memory; the last column is the memory after every pass, a peer's thousand ready comparisons included.\n\n");
        text.Append("| subject | start to first 200, ms | x bare | first seconds of full load, us a request | x bare | RSS after load, MB | x bare | RSS at the end, MB |\n|---|---|---|---|---|---|---|---|\n");
        foreach (var subject in subjects)
        {
            text.Append($"| {subject} | {Cells(results.Starts, start => start.Subject, start => start.Round, start => start.Milliseconds, subject, "0")}");
            text.Append($" | {Cells(results.ColdStarts, cold => cold.Subject, cold => cold.Round, cold => cold.CpuMicroseconds, subject, "0.0")}");
            text.Append($" | {Cells(results.ColdStarts, cold => cold.Subject, cold => cold.Round, cold => cold.ResidentMegabytes, subject, "0")} | {results.ResidentMegabytesAtTheEnd[subject]:0} |\n");
        }

        return text.Append('\n').ToString();
    }

    /// <summary>How cost grows with connections, replies and batches.</summary>
    public static string Of(GrowthResults results)
    {
        var text = new StringBuilder();
        text.Append("## How cost grows\n\n").Append(Of(results.Machine)).Append($"The service was published as `{results.Build}`.\n\n![How cost grows](results/growth.svg)\n\n");
        text.Append("| what grows | size | CPU, us | a second | 99 % within, ms | most RSS, MB | bad |\n|---|---:|---:|---:|---:|---:|---:|\n");
        foreach (var point in results.Points)
        {
            var series = point.Series switch
            {
                GrowthRun.Connections => "connections asking for `/codes/535`",
                GrowthRun.ReplyOctets => "octets of a reply for `POST /explain`, one at a time",
                _ => "lines of a `POST /explain/batch`, each batch on a connection of its own; CPU and rate by the line",
            };
            text.Append($"| {series} | {point.Size:#,0} | {point.CpuMicroseconds:0.0} | {point.PerSecond:#,0} | {(point.SlowMicroseconds > 0 ? $"{point.SlowMicroseconds / 1000:0.0}" : "")} | {point.ResidentMegabytes:0} | {point.BadAnswers} |\n");
        }

        return text.Append('\n').ToString();
    }

    /// <summary>The micro-benchmarks.</summary>
    public static string Of(MicroResults results)
    {
        var text = new StringBuilder();
        text.Append("## In the library\n\n").Append(Of(results.Machine)).Append("Measured by BenchmarkDotNet, without HTTP.\n\n| benchmark | parameters | time, us | octets allocated |\n|---|---|---:|---:|\n");
        foreach (var benchmark in results.Benchmarks)
        {
            text.Append($"| {benchmark.Type}.{benchmark.Method} | {benchmark.Parameters} | {benchmark.Nanoseconds / 1000:#,0.000} | {benchmark.Bytes:#,0} |\n");
        }

        return text.Append('\n').ToString();
    }

    private static string Of(Machine machine)
    {
        var tools = new[] { (".NET", machine.DotNet), ("wrk", machine.Wrk), ("nginx", machine.Nginx), ("Node", machine.Node) }.Where(tool => tool.Item2 is not null).Select(tool => $"{tool.Item1} {tool.Item2}");
        return $"{machine.Date}, commit {machine.Commit}: {machine.Processor}, {machine.Cores} cores, {machine.MemoryGibibytes} GiB, {machine.System}; {string.Join(", ", tools)}.\n";
    }

    private static void Table(StringBuilder text, IReadOnlyList<Slice> slices, List<string> subjects, Func<Slice, double> value, string format, bool ratios = true)
    {
        text.Append("| pass |").AppendJoin('|', subjects.Select(subject => $" {subject} ")).Append("|\n|---|").AppendJoin('|', subjects.Select(_ => "---")).Append("|\n");
        foreach (var pass in slices.GroupBy(slice => slice.Pass))
        {
            var cells = subjects.Select(subject =>
            {
                var own = pass.Where(slice => slice.Subject == subject).ToList();
                var ofBare = Middle.Of(Figures.Ratios(own.Select(slice => (slice.Round, value(slice))), pass.Where(slice => slice.Subject == Subject.Bare).Select(slice => (slice.Round, value(slice)))));
                var median = Middle.Of(own.Select(value)).Median;
                return double.IsNaN(median) ? " "
                    : !ratios || subject == Subject.Bare || double.IsNaN(ofBare.Median) ? $" {median.ToString(format, null)} "
                    : $" {median.ToString(format, null)}, {Ratio(ofBare)} ";
            });
            text.Append($"| {pass.Key} |").AppendJoin('|', cells).Append("|\n");
        }
    }

    private static string Cells<T>(IReadOnlyList<T> all, Func<T, string> name, Func<T, int> round, Func<T, double> value, string subject, string format)
    {
        var own = all.Where(one => name(one) == subject).ToList();
        var middle = Middle.Of(own.Select(value));
        var ratio = Middle.Of(Figures.Ratios(own.Select(one => (round(one), value(one))), all.Where(one => name(one) == Subject.Bare).Select(one => (round(one), value(one)))));
        return $"{middle.Median.ToString(format, null)} ({middle.Low.ToString(format, null)}–{middle.High.ToString(format, null)}) | {(subject == Subject.Bare ? "1" : Ratio(ratio))}";
    }

    private static string Ratio(Middle ratio) => $"{ratio.Median:0.00} ({ratio.Low:0.00}–{ratio.High:0.00})";
}
