using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using SmtpCodeApi.Tests.Hosting;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace SmtpCodeApi.Tests.Repository;

/// <summary>The alert rules and the dashboard ask for what the service really exposes: they would be silent, not wrong, after a metric changed its name.</summary>
public sealed partial class MonitoringTests
{
    private static readonly string Folder = Path.Combine(RepositoryRoot.Path, "deploy", "monitoring");

    // What is not the service's: the aggregation label of histograms, and what Prometheus itself adds.
    private static readonly string[] OfPrometheus = ["le", "up", "job", "instance"];

    [Fact]
    public void Alerts_ReadStrictly_SayWhatIsWrongAndHowBadItIs()
    {
        var rules = Alerts();
        Assert.NotEmpty(rules);
        Assert.Equal(rules.Count, rules.Select(rule => rule.Alert).Distinct().Count());
        Assert.All(rules, rule =>
        {
            Assert.Matches("^SmtpCodeApi[A-Z]", rule.Alert);
            Assert.Matches("^[0-9]+[mh]$", rule.For);
            Assert.Contains(rule.Labels["severity"], (string[])["critical", "warning", "info"]);
            Assert.All((string[])["summary", "description"], text => Assert.EndsWith(".", rule.Annotations[text], StringComparison.Ordinal));
        });
    }

    [Fact]
    public async Task EveryNameThatIsAskedFor_IsExposed()
    {
        using var service = new ConfiguredService(("RequestsPerMinute", "10000"));
        foreach (var path in new[] { "/codes/354", "/codes/559", "/codes/35a", "/explain?reply=550+5.1.1+User+unknown" })
        {
            await service.StatusAsync(path);
        }

        using var batch = new StringContent("\"250 OK\"\nnothing\n", null, "application/x-ndjson");
        using var answer = await service.Client.PostAsync("/explain/batch", batch, TestContext.Current.CancellationToken);
        await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var exposed = await service.Client.GetStringAsync("/metrics", TestContext.Current.CancellationToken);
        var metrics = Series().Matches(exposed).Select(series => series.Groups["name"].Value).ToHashSet(StringComparer.Ordinal);
        var labels = Label().Matches(exposed).Select(label => label.Groups["name"].Value).ToHashSet(StringComparer.Ordinal);

        Assert.All(Queries(), query =>
        {
            // What is asked for: Prometheus' own words apart, every metric and every label of an expression.
            Assert.All(Selector().Matches(query), selector => Assert.True(
                metrics.Contains(selector.Groups["name"].Value) || OfPrometheus.Contains(selector.Groups["name"].Value), $"{selector.Groups["name"].Value} in {query}"));
            var asked = Label().Matches(query).Select(label => label.Groups["name"].Value)
                .Concat(Grouping().Matches(query).SelectMany(group => group.Groups["names"].Value.Split(',', StringSplitOptions.TrimEntries)));
            Assert.All(asked, label => Assert.True(labels.Contains(label) || OfPrometheus.Contains(label), $"{label} in {query}"));
            Assert.All(Route().Matches(query), route => Assert.Contains($"http_route=\"{route.Groups["route"].Value}\"", exposed, StringComparison.Ordinal));
        });
    }

    private static List<AlertRule> Alerts() => new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).Build()
        .Deserialize<RuleFile>(File.ReadAllText(Path.Combine(Folder, "alerts.yaml"))).Groups.SelectMany(group => group.Rules).ToList();

    private static IEnumerable<string> Queries()
    {
        var panels = JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, "dashboard.json")))!["panels"]!.AsArray();
        var ofDashboard = panels.SelectMany(panel => panel!["targets"]?.AsArray() ?? []).Select(target => (string)target!["expr"]!).ToList();
        Assert.NotEmpty(ofDashboard);
        return ofDashboard.Concat(Alerts().Select(rule => rule.Expr));
    }

    [GeneratedRegex(@"^(?<name>[a-z][a-z0-9_]*)\{", RegexOptions.Multiline)]
    private static partial Regex Series();

    [GeneratedRegex(@"(?<name>[a-z][a-z0-9_]*)\{")]
    private static partial Regex Selector();

    [GeneratedRegex("""(?<name>[a-z][a-z0-9_]*)(=|!=|=~|!~)(?=")""")]
    private static partial Regex Label();

    [GeneratedRegex(@"by \((?<names>[^)]*)\)")]
    private static partial Regex Grouping();

    [GeneratedRegex("""http_route!?="(?<route>[^"]+)""")]
    private static partial Regex Route();

    private sealed class RuleFile
    {
        public List<RuleGroup> Groups { get; set; } = [];
    }

    private sealed class RuleGroup
    {
        public string Name { get; set; } = "";

        public List<AlertRule> Rules { get; set; } = [];
    }

    private sealed class AlertRule
    {
        public string Alert { get; set; } = "";

        public string Expr { get; set; } = "";

        public string For { get; set; } = "";

        public Dictionary<string, string> Labels { get; set; } = [];

        public Dictionary<string, string> Annotations { get; set; } = [];
    }
}
