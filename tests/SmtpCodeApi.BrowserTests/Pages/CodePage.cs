namespace SmtpCodeApi.BrowserTests.Pages;

/// <summary>The page of one code.</summary>
internal sealed class CodePage(IPage page) : SitePage(page)
{
    public ILocator Steps => Page.GetByRole(AriaRole.Region, new() { Name = "How to fix" }).GetByRole(AriaRole.Listitem);

    /// <summary>The code where it occurs in the example session.</summary>
    public ILocator MarkedInSession => Page.GetByRole(AriaRole.Region, new() { Name = "What it looks like" }).Locator("mark");

    public static async Task<CodePage> OpenAsync(IPage page, string code)
    {
        await page.GotoAsync($"/codes/{code}");
        return new(page);
    }

    /// <summary>Follows the link to the comparison with a code that it is confused with.</summary>
    public async Task<ComparisonPage> CompareWithNeighbourAsync(string code, string neighbour)
    {
        await Page.GetByRole(AriaRole.Link, new() { Name = $"Compare {code} with {neighbour}" }).ClickAsync();
        await AtAsync($"/compare?a={code}&b={neighbour}");
        return new(Page);
    }

    /// <summary>Types another code and compares with that.</summary>
    public async Task<ComparisonPage> CompareWithAsync(string code, string other)
    {
        var section = Page.GetByRole(AriaRole.Region, new() { Name = "Compare with" });
        await section.GetByLabel("Another code").FillAsync(other);
        await section.GetByRole(AriaRole.Button, new() { Name = "Compare" }).ClickAsync();
        await AtAsync($"/compare?a={code}&b={other}");
        return new(Page);
    }
}
