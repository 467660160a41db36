namespace SmtpCodeApi.LoadBench;

/// <summary>The middle of some measurements, and the half of them around it.</summary>
internal readonly record struct Middle(double Median, double Low, double High)
{
    public static Middle Of(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return new(At(sorted, 0.5), At(sorted, 0.25), At(sorted, 0.75));
    }

    private static double At(double[] sorted, double share)
    {
        if (sorted.Length == 0)
        {
            return double.NaN;
        }

        var at = share * (sorted.Length - 1);
        var (below, above) = ((int)Math.Floor(at), (int)Math.Ceiling(at));
        return sorted[below] + ((sorted[above] - sorted[below]) * (at - below));
    }
}

/// <summary>A figure that the service is held to.</summary>
/// <param name="Name">What is compared with what.</param>
/// <param name="Median">The median over the rounds.</param>
/// <param name="Low">Where the middle half begins.</param>
/// <param name="High">Where it ends.</param>
/// <param name="Reach">What it has to reach.</param>
/// <param name="Aim">What to aim for beyond that; null for nothing.</param>
/// <param name="More">Whether more is better.</param>
/// <param name="Unit">How to write it: decimals of a ratio, or a count.</param>
internal sealed record Figure(string Name, double Median, double Low, double High, double Reach, double? Aim, bool More, string Unit = "0.00")
{
    public bool Reached => Meets(Reach);

    public bool Aimed => Aim is { } aim && Meets(aim);

    private bool Meets(double target) => More ? Median >= target : Median <= target;
}

/// <summary>The figures that the service is held to, from what was measured: ratios within a round, then the middle over the rounds.</summary>
internal static class Figures
{
    public static IReadOnlyList<Figure> Of(IReadOnlyList<Slice> slices, IReadOnlyList<StartUp> starts, IReadOnlyList<ColdStart> colds)
    {
        var figures = new List<Figure>
        {
            AtMost("`/codes/535`: CPU a request / bare", 1.25, 1.1, Cpu(Pass.Code, Subject.Service, Pass.Code, Subject.Bare)),
            AtMost("the same with gzip / bare with gzip", 1.25, 1.1, Cpu(Pass.Gzip, Subject.Service, Pass.Gzip, Subject.Bare)),
            AtMost("the same with br / bare with gzip", 1.25, 1.1, Cpu(Pass.Brotli, Subject.Service, Pass.Gzip, Subject.Bare)),
            AtMost("304 / its own 200", 1.0, 0.9, Cpu(Pass.NotModified, Subject.Service, Pass.Code, Subject.Service)),
            AtMost("`/compare`, any pair, cold cache / bare with the same bytes", 1.5, 1.2, Cpu(Pass.Compare, Subject.Service, Pass.Compare, Subject.Bare)),
            AtMost("`/codes?q=…` / bare's `/codes/535`", 3, 2, Cpu(Pass.Search, Subject.Service, Pass.Code, Subject.Bare)),
            AtMost("`POST /explain` / bare's `/codes/535`", 3, 2, Cpu(Pass.Explain, Subject.Service, Pass.Code, Subject.Bare)),
            AtMost("`POST /explain/batch`, CPU a line / one `POST /explain`", 0.25, 0.1, Cpu(Pass.Batch, Subject.Service, Pass.Explain, Subject.Service)),
            AtLeast("requests a second / typical", 1.6, 1.8, Rate(Subject.Typical)),
            AtLeast("requests a second / Fastify", 2.8, 3.5, Rate(Subject.Fastify)),
            AtMost("start to first 200 / bare", 1.25, 1.1, Start(Subject.Bare)),
            AtMost("first 4 s of full load after start, CPU / bare", 1.5, 1.2, Cold(Subject.Bare, cold => cold.CpuMicroseconds)),
            AtMost("RSS after load / bare", 1.2, 1.1, Cold(Subject.Bare, cold => cold.ResidentMegabytes)),
            AtMost("start to first 200 / an AOT build of bare", 1.6, null, Start(Subject.BareAot)),
            AtMost("RSS after load / an AOT build of bare", 1.4, null, Cold(Subject.BareAot, cold => cold.ResidentMegabytes)),
        };
        var bad = slices.Where(slice => slice.Subject == Subject.Service).Sum(slice => slice.BadAnswers + slice.SocketErrors);
        return [.. figures.Where(figure => !double.IsNaN(figure.Median)), new("bad answers, socket errors", bad, bad, bad, 0, null, false, "0")];

        IEnumerable<double> Cpu(Pass pass, string subject, Pass otherPass, string other) => Ratios(
            slices.Where(slice => slice.Pass == pass.Name && slice.Subject == subject).Select(slice => (slice.Round, slice.CpuMicroseconds)),
            slices.Where(slice => slice.Pass == otherPass.Name && slice.Subject == other).Select(slice => (slice.Round, slice.CpuMicroseconds)));

        IEnumerable<double> Rate(string other) => Ratios(
            slices.Where(slice => slice.Pass == Pass.Code.Name && slice.Subject == Subject.Service).Select(slice => (slice.Round, slice.PerSecond)),
            slices.Where(slice => slice.Pass == Pass.Code.Name && slice.Subject == other).Select(slice => (slice.Round, slice.PerSecond)));

        IEnumerable<double> Start(string other) => Ratios(
            starts.Where(start => start.Subject == Subject.Service).Select(start => (start.Round, start.Milliseconds)),
            starts.Where(start => start.Subject == other).Select(start => (start.Round, start.Milliseconds)));

        IEnumerable<double> Cold(string other, Func<ColdStart, double> value) => Ratios(
            colds.Where(cold => cold.Subject == Subject.Service).Select(cold => (cold.Round, value(cold))),
            colds.Where(cold => cold.Subject == other).Select(cold => (cold.Round, value(cold))));
    }

    /// <summary>The ratio in each round that has both.</summary>
    public static IEnumerable<double> Ratios(IEnumerable<(int Round, double Value)> values, IEnumerable<(int Round, double Value)> others) =>
        values.Join(others, value => value.Round, other => other.Round, (value, other) => value.Value / other.Value);

    private static Figure AtMost(string name, double reach, double? aim, IEnumerable<double> ratios) => Of(name, reach, aim, more: false, ratios);

    private static Figure AtLeast(string name, double reach, double? aim, IEnumerable<double> ratios) => Of(name, reach, aim, more: true, ratios);

    private static Figure Of(string name, double reach, double? aim, bool more, IEnumerable<double> ratios)
    {
        var middle = Middle.Of(ratios);
        return new(name, middle.Median, middle.Low, middle.High, reach, aim, more);
    }
}
