using System.Text;

namespace SmtpCodeApi.LoadBench;

/// <summary>Draws how cost grows: a panel for each thing that grows, both axes logarithmic, so that a straight line of slope 1 is cost in proportion.</summary>
internal static class Plot
{
    private const int Width = 420;
    private const int Height = 280;
    private const int Left = 64;
    private const int Right = 16;
    private const int Top = 56;
    private const int Bottom = 44;

    private static readonly string[] Colours = ["#1f6feb", "#c2410c", "#15803d"];

    private sealed record Line(string Name, IReadOnlyList<(double X, double Y)> Points);

    private sealed record Panel(string Title, string X, string Y, IReadOnlyList<Line> Lines);

    public static string Draw(GrowthResults growth, MicroResults? micro)
    {
        var panels = new List<Panel>
        {
            new("GET /codes/535", "connections", "us of CPU a request; ms", [LineOf(growth, GrowthRun.Connections, "CPU, us", point => point.CpuMicroseconds), LineOf(growth, GrowthRun.Connections, "99 % within, ms", point => point.SlowMicroseconds / 1000)]),
            new("POST /explain", "octets of the reply", "us of CPU a request", [LineOf(growth, GrowthRun.ReplyOctets, "CPU, us", point => point.CpuMicroseconds)]),
            new("POST /explain/batch", "lines", "us of CPU a line; MB", [LineOf(growth, GrowthRun.BatchLines, "CPU a line, us", point => point.CpuMicroseconds), LineOf(growth, GrowthRun.BatchLines, "most RSS, MB", point => point.ResidentMegabytes)]),
        };
        if (micro is not null)
        {
            var lines = micro.Benchmarks.Where(benchmark => benchmark.Type == "CatalogGrowthBenchmarks").GroupBy(benchmark => benchmark.Method)
                .Select(method => new Line(method.Key, [.. method.Select(benchmark => (double.Parse(benchmark.Parameters.Split('=')[1], null), benchmark.Nanoseconds / 1000)).Order()]));
            panels.Add(new("Catalog, without HTTP", "times as many entries", "us", [.. lines]));
        }

        var drawing = new StringBuilder();
        drawing.Append($"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {2 * Width} {(panels.Count + 1) / 2 * Height}\" font-family=\"sans-serif\" font-size=\"11\" role=\"img\">\n");
        drawing.Append($"<title>How cost grows</title>\n<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n");
        foreach (var (number, panel) in panels.Index())
        {
            drawing.Append($"<g transform=\"translate({number % 2 * Width} {number / 2 * Height})\">\n").Append(Draw(panel)).Append("</g>\n");
        }

        return drawing.Append("</svg>\n").ToString();
    }

    private static Line LineOf(GrowthResults growth, string series, string name, Func<GrowthPoint, double> value) =>
        new(name, [.. growth.Points.Where(point => point.Series == series && value(point) > 0).Select(point => ((double)point.Size, value(point)))]);

    private static string Draw(Panel panel)
    {
        var points = panel.Lines.SelectMany(line => line.Points).ToList();
        if (points.Count == 0)
        {
            return "";
        }

        var (x, y) = (Axis.Over(points.Select(point => point.X), Left, Width - Right), Axis.Over(points.Select(point => point.Y), Height - Bottom, Top));
        var drawing = new StringBuilder();
        drawing.Append($"<text x=\"{Left}\" y=\"20\" font-size=\"13\" font-weight=\"bold\">{panel.Title}</text>\n");
        foreach (var power in x.Powers)
        {
            drawing.Append($"<line x1=\"{x.At(power):0.#}\" x2=\"{x.At(power):0.#}\" y1=\"{Top}\" y2=\"{Height - Bottom}\" stroke=\"#e5e7eb\"/>");
            drawing.Append($"<text x=\"{x.At(power):0.#}\" y=\"{Height - Bottom + 16}\" text-anchor=\"middle\">{Number(power)}</text>\n");
        }

        foreach (var power in y.Powers)
        {
            drawing.Append($"<line x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{y.At(power):0.#}\" y2=\"{y.At(power):0.#}\" stroke=\"#e5e7eb\"/>");
            drawing.Append($"<text x=\"{Left - 6}\" y=\"{y.At(power) + 4:0.#}\" text-anchor=\"end\">{Number(power)}</text>\n");
        }

        drawing.Append($"<text x=\"{(Left + Width - Right) / 2}\" y=\"{Height - 8}\" text-anchor=\"middle\">{panel.X}</text>\n");
        drawing.Append($"<text transform=\"translate(14 {(Top + Height - Bottom) / 2}) rotate(-90)\" text-anchor=\"middle\">{panel.Y}</text>\n");
        foreach (var (number, line) in panel.Lines.Index())
        {
            var colour = Colours[number % Colours.Length];
            drawing.Append($"<polyline fill=\"none\" stroke=\"{colour}\" stroke-width=\"1.5\" points=\"{string.Join(' ', line.Points.Select(point => $"{x.At(point.X):0.#},{y.At(point.Y):0.#}"))}\"/>\n");
            foreach (var point in line.Points)
            {
                drawing.Append($"<circle cx=\"{x.At(point.X):0.#}\" cy=\"{y.At(point.Y):0.#}\" r=\"2.5\" fill=\"{colour}\"/>");
            }

            drawing.Append($"<text x=\"{Left + (number * 120)}\" y=\"38\" fill=\"{colour}\">{line.Name}</text>\n");
        }

        return drawing.ToString();
    }

    private static string Number(double power) => power >= 1_000_000 ? $"{power / 1_000_000:0.###}M" : power >= 1000 ? $"{power / 1000:0.###}k" : $"{power:0.######}";

    /// <summary>An axis from one power of ten to another.</summary>
    private sealed record Axis(int First, int Last, double From, double To)
    {
        public IEnumerable<double> Powers => Enumerable.Range(First, Last - First + 1).Select(power => Math.Pow(10, power));

        public static Axis Over(IEnumerable<double> values, double from, double to)
        {
            var all = values.ToList();
            var first = (int)Math.Floor(Math.Log10(all.Min()));
            return new(first, Math.Max(first + 1, (int)Math.Ceiling(Math.Log10(all.Max()))), from, to);
        }

        public double At(double value) => From + ((Math.Log10(value) - First) / (Last - First) * (To - From));
    }
}
