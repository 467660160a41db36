using Deque.AxeCore.Commons;

namespace SmtpCodeApi.BrowserTests;

/// <summary>What holds for every kind of page. A page is opened once for all of it, as a browser context costs more than the checks.</summary>
public sealed class EveryPageTests(SiteFixture site) : BrowserTest(site)
{
    // Empty, or how wide the page is and what sticks out of it.
    private const string FindOverflow =
        """
        () => document.scrollingElement.scrollWidth <= innerWidth ? ""
          : `${document.scrollingElement.scrollWidth} > ${innerWidth}\n` + [...document.querySelectorAll("body *")]
            .filter(element => element.getBoundingClientRect().right > innerWidth).map(element => element.outerHTML.slice(0, 100)).slice(0, 5).join("\n")
        """;

    // Each violation in a line. The rule about the size of targets is one of WCAG 2.2 that axe has switched off.
    private const string FindViolations =
        """
        async only => {
          const result = await axe.run(document, { resultTypes: ["violations"], rules: { "target-size": { enabled: true } }, ...(only && { runOnly: only }) });
          return result.violations.flatMap(violation => violation.nodes.map(node => `${violation.id}, ${violation.help}: ${node.html}`)).join("\n");
        }
        """;

    private static readonly string Axe = new BundledAxeScriptProvider().GetScript();

    private static readonly string[] Colours = ["color-contrast", "link-in-text-block"];

    // Every rule on each screen and in each scheme once; the other two pairs differ from these in their colours alone.
    private static readonly (Appearance Appearance, string[]? Rules)[] Runs =
        [(Appearance.DesktopLight, null), (Appearance.DesktopDark, Colours), (Appearance.PhoneDark, null), (Appearance.PhoneLight, Colours)];

    public static TheoryData<string> Kinds => PageKinds.Names;

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Page_OnPhoneAndDesktopLightAndDark_FitsTheScreenAndIsAccessible(string kind)
    {
        await PageKinds.OpenAsync(Page, kind);
        await Page.EvaluateAsync(Axe);
        foreach (var (appearance, rules) in Runs)
        {
            await appearance.ApplyAsync(Page);
            var overflow = await Page.EvaluateAsync<string>(FindOverflow);
            Assert.True(overflow.Length == 0, $"{appearance}: the page scrolls sideways, {overflow}");
            var violations = await Page.EvaluateAsync<string>(FindViolations, rules);
            Assert.True(violations.Length == 0, $"{appearance}: {violations}");
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
