using SmtpCodeApi.BrowserTests.Pages;

namespace SmtpCodeApi.BrowserTests;

/// <summary>What people come for, from one page to the next, with the mouse, the keyboard and the clipboard.</summary>
public sealed class JourneyTests(SiteFixture site) : BrowserTest(site)
{
    [Fact]
    public async Task Visitor_FromSearchToExplanation_FindsTheWay()
    {
        // A code is typed, suggested, and chosen with the keyboard.
        var home = await HomePage.OpenAsync(Page);
        await home.Box.FillAsync("535");
        var first = home.Suggestions.First;
        await Expect(first).ToHaveTextAsync("535 Authentication Failed");
        Assert.Contains($"{Site.Origin}/codes?limit=8&q=535", Watch.Requests);
        await home.Box.PressAsync("ArrowDown");
        await Expect(first).ToHaveAttributeAsync("aria-selected", "true");
        await Expect(home.Box).ToHaveAttributeAsync("aria-activedescendant", (await first.GetAttributeAsync("id"))!);
        await home.Box.PressAsync("Enter");

        await home.AtAsync("/codes/535");
        var code = new CodePage(Page);
        await Expect(code.Heading).ToHaveTextAsync("535 Authentication Failed");
        await Expect(code.Steps.First).ToBeVisibleAsync();
        await Expect(code.MarkedInSession.First).ToHaveTextAsync("535");

        // It is compared with the one it is confused with, and the two change places.
        var comparison = await code.CompareWithNeighbourAsync("535", "530");
        await Expect(comparison.Heading).ToHaveTextAsync("SMTP 535 Authentication Failed vs 530 Authentication Required");
        await Expect(comparison.Sides.First).ToContainTextAsync("535 Authentication Failed");
        await Expect(comparison.Differences.Nth(1)).ToBeVisibleAsync();
        await Expect(comparison.Sketch).ToBeVisibleAsync();
        await comparison.SwapAsync();
        await comparison.AtAsync("/compare?a=530&b=535");
        await Expect(comparison.Heading).ToHaveTextAsync("SMTP 530 Authentication Required vs 535 Authentication Failed");
        await Expect(comparison.Sides.First).ToContainTextAsync("530 Authentication Required");

        // A reply of several lines is pasted: first what to do, then the text with what gave it away, and where it contradicts itself.
        var explanation = await (await comparison.GoToExplainAsync()).ExplainAsync(Replies.Greylisted);
        await Expect(explanation.Heading).ToHaveTextAsync("Rate limited: retry later");
        await Expect(explanation.Reply).ToHaveTextAsync(Replies.Greylisted);
        await Expect(explanation.Evidence).ToHaveTextAsync(["550", "4.7.1", "Greylisted, please try again"]);
        await Expect(explanation.Conflicts.First).ToContainTextAsync("different classes");
        await Expect(explanation.Again).ToHaveValueAsync(Replies.Greylisted);
        var top = (await explanation.Heading.BoundingBoxAsync())!.Y;
        await Assert.AllAsync([explanation.Conflicts.First, explanation.Reply], async part => Assert.True(top < (await part.BoundingBoxAsync())!.Y));
    }

    [Fact]
    public async Task Box_EnterOnOneLine_LooksUp()
    {
        var home = await HomePage.OpenAsync(Page);
        await home.Box.FillAsync("354 vs 535");
        await home.Box.PressAsync("Enter");
        await home.AtAsync("/compare?a=354&b=535");
    }

    [Fact]
    public async Task Box_EnterInAPastedReply_IsALineBreak()
    {
        var home = await HomePage.OpenAsync(Page);
        await home.Box.FillAsync(Replies.Greylisted);
        await home.Box.PressAsync("Enter");
        await Expect(home.Box).ToHaveValueAsync(Replies.Greylisted + "\n");
        await home.AtAsync("/");
    }

    [Fact]
    public async Task Suggestions_Escape_AreClosedAndTheTextStays()
    {
        var home = await HomePage.OpenAsync(Page);
        await home.Box.FillAsync("55");
        await Expect(home.Suggestions).ToHaveCountAsync(8);
        await home.Box.PressAsync("ArrowUp");
        await Expect(home.Suggestions.Last).ToHaveAttributeAsync("aria-selected", "true");
        await home.Box.PressAsync("Escape");
        await Expect(home.Suggestions.First).ToBeHiddenAsync();
        await Expect(home.Box).ToHaveValueAsync("55");
        await Expect(home.Box).Not.ToHaveAttributeAsync("aria-activedescendant", new System.Text.RegularExpressions.Regex("."));
    }

    [Fact]
    public async Task Suggestions_Clicked_OpenTheCode()
    {
        var home = await HomePage.OpenAsync(Page);
        await home.Box.FillAsync("mailbox full");
        await home.Suggestions.Filter(new() { HasText = "552" }).ClickAsync();
        await home.AtAsync("/codes/552");
    }

    [Fact]
    public async Task Suggestions_ForAFieldThatTakesACode_FillItIn()
    {
        var code = await CodePage.OpenAsync(Page, "535");
        var field = Page.GetByLabel("Another code");
        await field.FillAsync("354");
        await Expect(field).ToHaveAttributeAsync("aria-expanded", "true");
        await Page.Locator("#other-suggestions").GetByRole(AriaRole.Option).First.ClickAsync();
        await Expect(field).ToHaveValueAsync("354");
        await Expect(field).ToHaveAttributeAsync("aria-expanded", "false");
        var comparison = await code.CompareWithAsync("535", "354");
        await comparison.CompareAsync("550", "5.7.26");
        await Expect(comparison.Sides).ToHaveCountAsync(2);
    }

    [Fact]
    public async Task Suggestions_AnsweredAfterTheFieldWasLeft_StayAway()
    {
        var answer = new TaskCompletionSource();
        await Page.RouteAsync("**/codes?limit=*", async route =>
        {
            await answer.Task;
            await route.ContinueAsync();
        });
        var home = await HomePage.OpenAsync(Page);
        await Page.RunAndWaitForRequestAsync(() => home.Box.FillAsync("535"), "**/codes?limit=*");
        await home.Box.BlurAsync();
        await Page.RunAndWaitForRequestFinishedAsync(() => { answer.SetResult(); return Task.CompletedTask; });
        // By then the script has had its turn.
        await Page.EvaluateAsync("() => new Promise(done => setTimeout(done))");
        await Expect(home.Suggestions).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Box_APastedReply_IsNeverSentAsASearch()
    {
        await Page.Clock.InstallAsync();
        var home = await HomePage.OpenAsync(Page);
        foreach (var text in (string[])["550 5.1.1 <bob@example.org>", Replies.Greylisted])
        {
            await home.Box.FillAsync(text);
            await Page.Clock.RunForAsync(1_000);
        }

        await home.Box.FillAsync("535");
        await Page.Clock.RunForAsync(1_000);
        await Expect(home.Suggestions.First).ToBeVisibleAsync();
        Assert.Equal([$"{Site.Origin}/codes?limit=8&q=535"], Watch.Requests.Where(address => address.Contains("q=", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Header_FindField_WorksLikeTheBox()
    {
        var page = await CodePage.OpenAsync(Page, "354");
        await page.Find.FillAsync("5.7.26");
        await Expect(page.Find).ToHaveAttributeAsync("aria-expanded", "true");
        await page.Find.PressAsync("ArrowDown");
        await page.Find.PressAsync("Enter");
        await Expect(page.Heading).ToContainTextAsync("X.7.26");
    }

    [Fact]
    public async Task Box_ADroppedBounceMessage_ExplainsEachRecipient()
    {
        var explanation = await (await HomePage.OpenAsync(Page)).DropAsync(Bounce.File());
        await Expect(explanation.Recipients).ToHaveTextAsync(["bob@example.org failed 5.1.1", "dora@example.org failed 5.2.2", "carol@example.net delayed 4.4.1"]);
    }

    [Fact]
    public async Task ExplainForm_ADroppedBounceMessage_ExplainsEachRecipient()
    {
        var explanation = await (await ExplainPage.OpenAsync(Page)).DropAsync(Bounce.File());
        await Expect(explanation.Recipients).ToHaveCountAsync(3);
        await Expect(explanation.Evidence.Filter(new() { HasText = "User unknown" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task List_Filtered_ShowsWhatFits()
    {
        var list = await CodeListPage.OpenAsync(Page);
        await list.FilterAsync("About", "quota issues");
        await Expect(list.Codes.Filter(new() { HasText = "552" })).ToBeVisibleAsync();
        await Expect(list.Codes.Filter(new() { HasText = "354" })).ToHaveCountAsync(0);
        await Expect(Page.GetByLabel("About")).ToHaveValueAsync("quota-issues");
    }
}
