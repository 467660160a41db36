using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using SmtpCodeApi.BrowserTests.Pages;

namespace SmtpCodeApi.BrowserTests;

/// <summary>The buttons that copy put into the clipboard what they say.</summary>
public sealed partial class CopyTests(SiteFixture site) : BrowserTest(site)
{
    protected override BrowserNewContextOptions Options => new() { Permissions = ["clipboard-read", "clipboard-write"] };

    [Theory]
    [InlineData("/")]
    [InlineData("/codes/535")]
    [InlineData("/compare?a=354&b=535")]
    [InlineData("/codes?q=domain's")]
    [InlineData("/problems/unknown-code")]
    public async Task Buttons_OnAPage_CopyTheSameForPrograms(string path)
    {
        await Page.GotoAsync(path);

        var command = CurlCommand().Match(await CopyAsync("Copy the curl command"));
        Assert.True(command.Success, "The command is not curl with one quoted address.");
        var json = await GetAsync(command.Groups["address"].Value);
        Assert.NotNull(JsonNode.Parse(json));

        Assert.Equal(json, await CopyAsync("Copy as JSON"));

        var markdown = await CopyAsync("Copy as Markdown");
        Assert.StartsWith("# ", markdown, StringComparison.Ordinal);
        Assert.Equal(await GetAsync((await Page.GetByRole(AriaRole.Link, new() { Name = "Markdown", Exact = true }).GetAttributeAsync("href"))!), markdown);
    }

    [Fact]
    public async Task CurlButton_OnAnExplanation_CopiesACommandThatPostsAFile()
    {
        await (await ExplainPage.OpenAsync(Page)).ExplainAsync(Replies.Greylisted);
        Assert.Equal($"curl '{Site.Origin}/explain' -H 'Content-Type: text/plain' --data-binary @reply.txt", await CopyAsync("Copy the curl command"));
    }

    private async Task<string> CopyAsync(string label)
    {
        var button = Page.GetByRole(AriaRole.Button, new() { Name = label });
        await button.ClickAsync();
        await Expect(button).ToHaveTextAsync("Copied");
        return await Page.EvaluateAsync<string>("() => navigator.clipboard.readText()");
    }

    private async Task<string> GetAsync(string address)
    {
        using var client = new HttpClient { BaseAddress = new(Site.Origin) };
        return await client.GetStringAsync(address, TestContext.Current.CancellationToken);
    }

    [GeneratedRegex("^curl '(?<address>[^']+)'$")]
    private static partial Regex CurlCommand();
}
