using System.Text.Json.Nodes;

namespace SmtpCodeApi.Tests.Endpoints;

public sealed class CompareCodesTests(ApiFixture api)
{
    [Fact]
    public async Task TwoCodes_AreComparedWhole()
    {
        var comparison = await api.GetJsonAsync("/compare?a=354&b=535");
        Assert.Equal(["title", "summary", "a", "b", "keyDifferences", "similarities", "whenToUseWhich", "learnMore"], comparison.AsObject().Select(member => member.Key));
        Assert.Equal("SMTP 354 Start Mail Input vs 535 Authentication Failed", (string?)comparison["title"]);
        Assert.True(JsonNode.DeepEquals(await api.GetJsonAsync("/codes/354"), comparison["a"]));
        Assert.True(JsonNode.DeepEquals(await api.GetJsonAsync("/codes/535"), comparison["b"]));
        Assert.Equal("class", (string?)comparison["keyDifferences"]![0]!["aspect"]);
        Assert.All(comparison["keyDifferences"]!.AsArray(), difference => Assert.Equal(["aspect", "a", "b", "text"], difference!.AsObject().Select(member => member.Key)));
        Assert.Equal(["a", "b", "text"], comparison["whenToUseWhich"]!.AsObject().Select(member => member.Key));
        Assert.NotEmpty(comparison["learnMore"]!["references"]!.AsArray());
    }

    [Fact]
    public async Task Links_LeadToComparisonsThatExist()
    {
        var comparison = await api.GetJsonAsync("/compare?a=354&b=535");
        var links = comparison["learnMore"]!["comparisons"]!.AsArray();
        Assert.NotEmpty(links);
        foreach (var link in links)
        {
            Assert.Equal((string?)link!["title"], (string?)(await api.GetJsonAsync((string)link["href"]!))["title"]);
        }
    }

    [Theory]
    [InlineData("5.7.8", "535")]
    [InlineData("4.2.2", "5.2.2")]
    [InlineData("x.7.1", "X.7.26")]
    [InlineData("%20354", "354 ")]
    public async Task AnyMix_IsCompared(string a, string b)
    {
        var comparison = await api.GetJsonAsync($"/compare?a={a}&b={b}&utm_campaign=x");
        Assert.NotEmpty((string)comparison["summary"]!);
        Assert.NotEmpty(comparison["similarities"]!.AsArray());
    }

    [Fact]
    public async Task OtherWayRound_IsTheMirrorImage()
    {
        var (there, back) = (await api.GetJsonAsync("/compare?a=354&b=535"), await api.GetJsonAsync("/compare?a=535&b=354"));
        Assert.True(JsonNode.DeepEquals(there["a"], back["b"]) && JsonNode.DeepEquals(there["b"], back["a"]));
        Assert.Equal(
            there["keyDifferences"]!.AsArray().Select(difference => ((string?)difference!["aspect"], (string?)difference["a"], (string?)difference["b"])),
            back["keyDifferences"]!.AsArray().Select(difference => ((string?)difference!["aspect"], (string?)difference["b"], (string?)difference["a"])));
    }

    [Theory]
    [InlineData("", "a b")]
    [InlineData("?", "a b")]
    [InlineData("?a=354", "b")]
    [InlineData("?b=354", "a")]
    [InlineData("?a=&b=354", "a")]
    [InlineData("?a=%20&b=", "a b")]
    public async Task MissingParameter_Is400ThatNamesEach(string query, string missing)
    {
        var problem = await api.GetProblemAsync($"/compare{query}", 400, "missing-parameter");
        Assert.Equal(missing.Split(' '), problem["errors"]!.AsObject().Select(error => error.Key));
    }

    [Theory]
    [InlineData("?a=354&a=535&b=250", "a")]
    [InlineData("?a=354&b=250&b=250", "b")]
    public async Task RepeatedParameter_Is400(string query, string parameter)
    {
        var problem = await api.GetProblemAsync($"/compare{query}", 400, "invalid-parameter");
        Assert.Contains("once", (string?)problem["errors"]![parameter]![0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("?a=35a&b=535", "a")]
    [InlineData("?a=354&b=5.7", "b")]
    [InlineData("?a=35a&b=5.7", "a b")]
    [InlineData("?a=559&b=35a", "b")]
    public async Task MalformedCode_Is400AndBeatsUnknown(string query, string parameters)
    {
        var problem = await api.GetProblemAsync($"/compare{query}", 400, "malformed-code");
        Assert.Equal(parameters.Split(' '), problem["errors"]!.AsObject().Select(error => error.Key));
    }

    [Theory]
    [InlineData("?a=559&b=535", """{"a":"559"}""")]
    [InlineData("?a=535&b=5.7.99", """{"b":"5.7.99"}""")]
    [InlineData("?a=559&b=5.7.99", """{"a":"559","b":"5.7.99"}""")]
    public async Task UnknownCode_Is404ThatNamesEach(string query, string unknown)
    {
        var problem = await api.GetProblemAsync($"/compare{query}", 404, "unknown-code");
        Assert.Equal(unknown, problem["unknown"]!.ToJsonString());
        Assert.NotNull(problem["decoded"]);
        Assert.NotEmpty(problem["nearest"]!.AsArray());
    }
}
