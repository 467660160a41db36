using SmtpCodeApi.BrowserTests.Pages;

namespace SmtpCodeApi.BrowserTests;

/// <summary>Everything that matters works in a browser that runs no script.</summary>
public sealed class WithoutScriptTests(SiteFixture site) : BrowserTest(site)
{
    protected override BrowserNewContextOptions Options => new() { JavaScriptEnabled = false };

    [Fact]
    public async Task Visitor_FromSearchToExplanation_FindsTheWay()
    {
        var code = await (await HomePage.OpenAsync(Page)).LookUpCodeAsync("535");
        await Expect(code.Heading).ToHaveTextAsync("535 Authentication Failed");
        var comparison = await code.CompareWithNeighbourAsync("535", "530");
        await comparison.SwapAsync();
        await Expect(comparison.Heading).ToHaveTextAsync("SMTP 530 Authentication Required vs 535 Authentication Failed");
        var explanation = await (await comparison.GoToExplainAsync()).ExplainAsync(Replies.Greylisted);
        await Expect(explanation.Heading).ToHaveTextAsync("Rate limited: retry later");
        await Expect(explanation.Evidence).ToHaveTextAsync(["550", "4.7.1", "Greylisted, please try again"]);
        await Expect(explanation.Conflicts.First).ToContainTextAsync("different classes");
    }

    [Fact]
    public async Task Box_TwoCodes_OpensTheComparison()
    {
        var comparison = await (await HomePage.OpenAsync(Page)).LookUpTwoAsync("354", "535");
        await Expect(comparison.Sides).ToHaveCountAsync(2);
    }

    [Fact]
    public async Task Box_Words_OpensTheList()
    {
        var list = await (await HomePage.OpenAsync(Page)).SearchAsync("mailbox full");
        await Expect(list.Heading).ToHaveTextAsync("Codes for “mailbox full”");
        await Expect(list.Codes.Filter(new() { HasText = "552" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Box_AReply_IsExplainedWithoutGoingThroughAnAddress()
    {
        var explanation = await (await HomePage.OpenAsync(Page)).ExplainAsync("550 5.1.1 <bob@example.org>: User unknown");
        await Expect(explanation.Heading).ToHaveTextAsync("Bad mailbox: suppress recipient");
        Assert.DoesNotContain(Watch.Requests, address => address.Contains("bob", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Box_AnUploadedBounceMessage_ExplainsEachRecipient()
    {
        var explanation = await (await HomePage.OpenAsync(Page)).UploadAsync(Bounce.File());
        await Expect(explanation.Recipients).ToHaveTextAsync(["bob@example.org failed 5.1.1", "dora@example.org failed 5.2.2", "carol@example.net delayed 4.4.1"]);
        await Expect(explanation.Evidence.Filter(new() { HasText = "User unknown" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task ExplainForm_AnUploadedBounceMessage_ExplainsEachRecipient()
    {
        var explanation = await (await ExplainPage.OpenAsync(Page)).UploadAsync(Bounce.File());
        await Expect(explanation.Recipients).ToHaveCountAsync(3);
    }

    [Fact]
    public async Task Header_FindField_WorksOnEveryPage()
    {
        var page = await CodePage.OpenAsync(Page, "354");
        await page.Find.FillAsync("550");
        await page.Find.PressAsync("Enter");
        await page.AtAsync("/codes/550");
    }

    [Fact]
    public async Task List_Filtered_ShowsWhatFits()
    {
        var list = await CodeListPage.OpenAsync(Page);
        await list.FilterAsync("Class", "3");
        await Expect(list.Codes.Filter(new() { HasText = "354" })).ToBeVisibleAsync();
        await Expect(list.Codes.Filter(new() { HasText = "535" })).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Comparison_PickingOthers_ComparesThem()
    {
        var comparison = await ComparisonPage.OpenAsync(Page, "354", "535");
        await comparison.CompareAsync("550", "5.7.26");
        await Expect(comparison.Sides.First).ToContainTextAsync("550");
    }
}
