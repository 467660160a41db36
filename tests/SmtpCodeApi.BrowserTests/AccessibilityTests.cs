using Deque.AxeCore.Commons;

namespace SmtpCodeApi.BrowserTests;

/// <summary>Pages are for everybody: axe finds nothing to object to.</summary>
public sealed class AccessibilityTests(SiteFixture site) : BrowserTest(site)
{
    // Each violation in a line. The rule about the size of targets is one of WCAG 2.2 that axe has switched off.
    private const string Run =
        """
        async only => {
          const result = await axe.run(document, { resultTypes: ["violations"], rules: { "target-size": { enabled: true } }, ...(only && { runOnly: only }) });
          return result.violations.flatMap(violation => violation.nodes.map(node => `${violation.id}, ${violation.help}: ${node.html}`)).join("\n");
        }
        """;

    private static readonly string Axe = new BundledAxeScriptProvider().GetScript();

    private static readonly string[] Colours = ["color-contrast", "link-in-text-block"];

    // Every rule on each screen and in each scheme once; the other two pairs differ from these in their colours alone.
    private static readonly (Appearance Appearance, string[]? Only)[] Runs =
        [(Appearance.DesktopLight, null), (Appearance.DesktopDark, Colours), (Appearance.PhoneDark, null), (Appearance.PhoneLight, Colours)];

    public static TheoryData<string> Kinds => PageKinds.Names;

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Page_InEveryAppearance_HasNoViolation(string kind)
    {
        await PageKinds.OpenAsync(Page, kind);
        await Page.EvaluateAsync(Axe);
        foreach (var (appearance, only) in Runs)
        {
            await appearance.ApplyAsync(Page);
            var violations = await Page.EvaluateAsync<string>(Run, only);
            Assert.True(violations.Length == 0, $"{appearance}: {violations}");
        }
    }
}
