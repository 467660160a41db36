using SmtpCodeApi.BrowserTests.Pages;

namespace SmtpCodeApi.BrowserTests;

/// <summary>Whatever is pasted, typed or sent is shown as text and does nothing.</summary>
public sealed class HostileTextTests(SiteFixture site) : BrowserTest(site)
{
    private const string Markup = "<script>window.harmed = true</script>\"><img src=x onerror=\"window.harmed = true\">'";

    [Fact]
    public async Task ExplainForm_MarkupInAReply_ShowsAsText()
    {
        var explanation = await (await ExplainPage.OpenAsync(Page)).ExplainAsync(Replies.Hostile);
        await Expect(explanation.Reply).ToHaveTextAsync(Replies.Hostile);
        await Expect(explanation.Again).ToHaveValueAsync(Replies.Hostile);
        await NothingHappenedAsync();
    }

    [Fact]
    public async Task Box_MarkupInAReply_ShowsAsText()
    {
        var explanation = await (await HomePage.OpenAsync(Page)).ExplainAsync(Replies.Hostile);
        await Expect(explanation.Reply).ToHaveTextAsync(Replies.Hostile);
        await NothingHappenedAsync();
    }

    [Fact]
    public async Task ExplainForm_TheEndOfItsTextBox_StaysInIt()
    {
        const string reply = "\n550 5.1.1 </textarea></pre><script>window.harmed = true</script> user unknown";
        var explanation = await (await ExplainPage.OpenAsync(Page)).ExplainAsync(reply);
        await Expect(explanation.Again).ToHaveValueAsync(reply);
        await NothingHappenedAsync();
    }

    [Fact]
    public async Task ExplainForm_MarkupInABounceMessage_ShowsAsText()
    {
        var text = Bounce.Text.Replace("bob@example.org", "<img/src=x/onerror=window.harmed=true>@example.org", StringComparison.Ordinal)
            .Replace("User unknown", Markup + " User unknown", StringComparison.Ordinal);
        var explanation = await (await ExplainPage.OpenAsync(Page)).UploadAsync(Bounce.File(text));
        await Expect(explanation.Reply.First).ToContainTextAsync(Markup);
        await NothingHappenedAsync();
    }

    [Fact]
    public async Task Box_MarkupInASearch_ShowsAsText()
    {
        await (await HomePage.OpenAsync(Page)).LookUpAsync("mailbox " + Markup[..40]);
        await Expect(new SitePage(Page).Heading).ToContainTextAsync(Markup[..40]);
        await NothingHappenedAsync();
    }

    [Theory]
    [InlineData("/codes?q=")]
    [InlineData("/codes?class=")]
    [InlineData("/codes/")]
    [InlineData("/compare?a=535&b=")]
    [InlineData("/explain?reply=")]
    [InlineData("/explain?code=")]
    [InlineData("/problems/")]
    [InlineData("/nothing?q=")]
    public async Task Address_WithMarkup_ShowsAsTextAtMost(string path)
    {
        await Page.GotoAsync(path + Uri.EscapeDataString(Markup));
        await Expect(new SitePage(Page).Heading).ToBeVisibleAsync();
        await NothingHappenedAsync();
    }

    // That no dialog opened, no part was asked for and the policy had nothing to stop is checked at the end of every test.
    private async Task NothingHappenedAsync()
    {
        Assert.False(await Page.EvaluateAsync<bool>("() => 'harmed' in window"));
        await Expect(Page.Locator("img, main script")).ToHaveCountAsync(0);
        await Expect(Page.Locator("script")).ToHaveCountAsync(1);
        await Expect(Page.Locator("[onerror], [onload], [onclick], [style]")).ToHaveCountAsync(0);
    }
}
