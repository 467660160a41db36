using SmtpCodeApi.BrowserTests.Pages;

namespace SmtpCodeApi.BrowserTests;

/// <summary>The keyboard gets everywhere and shows where it is.</summary>
public sealed class KeyboardTests(SiteFixture site) : BrowserTest(site)
{
    // What has the focus, in words: its text, name or kind; and whether that can be seen.
    private const string Focus =
        """
        () => {
          const element = document.activeElement;
          if (element === document.body) return null;
          const box = element.getBoundingClientRect();
          const style = getComputedStyle(element);
          const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
          const inView = box.width > 0 && box.height > 0 && box.left >= 0 && box.right <= innerWidth + 1 && box.bottom > 0 && box.top < innerHeight;
          return { name: element.ariaLabel || element.textContent.trim() || element.id || element.tagName, shown: outlined && inView, inMain: element.closest("main") !== null };
        }
        """;

    // Where the focus is must not depend on how far the page has scrolled by now.
    protected override BrowserNewContextOptions Options => new() { ReducedMotion = ReducedMotion.Reduce };

    [Theory]
    [InlineData(360)]
    [InlineData(1280)]
    public async Task Tab_FromTheTop_GoesThroughTheSkipLinkAndTheNavigation(int width)
    {
        await Page.SetViewportSizeAsync(width, 740);
        await HomePage.OpenAsync(Page);
        string[] expected = ["Skip to the content", "SmtpCodeApi", "Codes", "Compare", "Explain", "API", "find", "Find"];
        foreach (var name in expected)
        {
            var focus = await TabAsync();
            Assert.Equal((name, true, false), (focus?.Name, focus?.Shown, focus?.InMain));
        }

        Assert.True((await TabAsync())?.InMain);
    }

    [Fact]
    public async Task SkipLink_Followed_GoesOnInTheContent()
    {
        var page = await CodePage.OpenAsync(Page, "535");
        var skip = Page.GetByRole(AriaRole.Link, new() { Name = "Skip to the content" });
        await Page.Keyboard.PressAsync("Tab");
        await Expect(skip).ToBeFocusedAsync();
        await Page.Keyboard.PressAsync("Enter");
        await Expect(page.Main).ToBeInViewportAsync();
        Assert.True((await TabAsync())?.InMain);
    }

    [Theory]
    [InlineData("search")]
    [InlineData("535")]
    [InlineData("comparison")]
    [InlineData("explain form")]
    [InlineData("explanation")]
    [InlineData("404, unknown code")]
    public async Task Tab_ThroughAWholePage_ShowsEveryStop(string kind)
    {
        await Page.SetViewportSizeAsync(360, 740);
        await PageKinds.OpenAsync(Page, kind);
        var stops = 0;
        while (await TabAsync() is { } focus)
        {
            Assert.True(focus.Shown, $"'{focus.Name}' has the focus and does not show it.");
            Assert.True(++stops < 1000, "The focus never leaves the page.");
        }

        Assert.True(stops > 10);
    }

    [Fact]
    public async Task ExplainForm_ByKeyboardAlone_IsFilledAndSent()
    {
        await ExplainPage.OpenAsync(Page);
        while ((await TabAsync())?.InMain != true)
        {
        }

        await Page.Keyboard.InsertTextAsync(Replies.Greylisted);
        await Page.Keyboard.PressAsync("Tab");
        await Page.Keyboard.PressAsync("Enter");
        await Expect(new ExplanationPage(Page).Heading).ToHaveTextAsync("Rate limited: retry later");
    }

    private async Task<FocusedElement?> TabAsync()
    {
        await Page.Keyboard.PressAsync("Tab");
        return await Page.EvaluateAsync<FocusedElement?>(Focus);
    }

    private sealed record FocusedElement
    {
        public string Name { get; init; } = "";

        public bool Shown { get; init; }

        public bool InMain { get; init; }
    }
}
