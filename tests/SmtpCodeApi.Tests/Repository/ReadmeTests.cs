using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace SmtpCodeApi.Tests.Repository;

/// <summary>What the README shows is what the service answers.</summary>
public sealed partial class ReadmeTests(ApiFixture api)
{
    [Fact]
    public async Task Examples_AreRealAnswers()
    {
        var readme = await File.ReadAllTextAsync(Path.Combine(RepositoryRoot.Path, "README.md"), TestContext.Current.CancellationToken);
        var examples = Example().Matches(readme);
        Assert.Equal(2, examples.Count);
        foreach (Match example in examples)
        {
            var answer = (await api.GetJsonAsync(example.Groups["path"].Value)).AsObject();
            var shown = JsonNode.Parse(example.Groups["json"].Value)!.AsObject();
            Assert.Equal(example.Groups["members"].Value.Split(',', StringSplitOptions.TrimEntries), shown.Select(member => member.Key));
            Assert.All(shown, member => Assert.True(JsonNode.DeepEquals(answer[member.Key], member.Value), $"The README shows another '{member.Key}' of {example.Groups["path"].Value}."));
        }
    }

    [Fact]
    public async Task Links_LeadToFilesThatExist()
    {
        foreach (var page in Directory.EnumerateFiles(RepositoryRoot.Path, "*.md"))
        {
            var text = await File.ReadAllTextAsync(page, TestContext.Current.CancellationToken);
            Assert.All(LocalLink().Matches(text), link => Assert.True(Path.Exists(Path.Combine(RepositoryRoot.Path, link.Groups["path"].Value)), $"{Path.GetFileName(page)} links to {link.Groups["path"].Value}."));
        }
    }

    [GeneratedRegex("""curl -s '?http://localhost:8080(?<path>[^ ']+)'? \| jq '\{(?<members>[^}]+)\}'\n```\n\n```json\n(?<json>.*?)\n```""", RegexOptions.Singleline)]
    private static partial Regex Example();

    [GeneratedRegex(@"\]\((?<path>(?!https?:|#)[^)#]+)")]
    private static partial Regex LocalLink();
}
