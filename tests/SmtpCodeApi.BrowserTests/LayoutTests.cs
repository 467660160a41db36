namespace SmtpCodeApi.BrowserTests;

/// <summary>Pages fit the screen they are on.</summary>
public sealed class LayoutTests(SiteFixture site) : BrowserTest(site)
{
    // Null, or how wide the page is and what sticks out of it.
    private const string WhatSticksOut =
        """
        () => document.scrollingElement.scrollWidth <= innerWidth ? null
          : `${document.scrollingElement.scrollWidth} > ${innerWidth}: ` + [...document.querySelectorAll("body *")]
            .filter(element => element.getBoundingClientRect().right > innerWidth).map(element => element.outerHTML.slice(0, 100)).slice(0, 4).join(" | ")
        """;

    public static TheoryData<string> Kinds => PageKinds.Names;

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Page_OnPhoneAndDesktop_NeverScrollsSideways(string kind)
    {
        await PageKinds.OpenAsync(Page, kind);
        foreach (var appearance in Appearance.All)
        {
            await appearance.ApplyAsync(Page);
            var stickingOut = await Page.EvaluateAsync<string?>(WhatSticksOut);
            Assert.True(stickingOut is null, $"{appearance}: {stickingOut}");
        }
    }

    [Theory]
    [InlineData("home")]
    [InlineData("535")]
    [InlineData("comparison")]
    [InlineData("explanation")]
    [InlineData("explanation of a bounce")]
    public async Task Page_Printed_HasTheContentAndNoControls(string kind)
    {
        await PageKinds.OpenAsync(Page, kind);
        await Page.EmulateMediaAsync(new() { Media = Media.Print });
        await Expect(Page.Locator(":is(nav, footer, form, button, .button):visible")).ToHaveCountAsync(0);
        await Expect(Page.Locator("h1")).ToBeVisibleAsync();
        var content = Page.Locator("main :is(h2, h3, p, dd, li, td, pre):not(.no-print *, .no-print, .copy *, form *)");
        Assert.NotEqual(0, await content.CountAsync());
        await Expect(content.Filter(new() { Visible = false })).ToHaveCountAsync(0);
    }
}
