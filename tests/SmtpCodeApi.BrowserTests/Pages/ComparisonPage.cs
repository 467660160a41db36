namespace SmtpCodeApi.BrowserTests.Pages;

/// <summary>Two codes side by side.</summary>
internal sealed class ComparisonPage(IPage page) : SitePage(page)
{
    /// <summary>The two, in the order they were asked for.</summary>
    public ILocator Sides => Page.Locator(".side");

    public ILocator Differences => Page.GetByRole(AriaRole.Region, new() { Name = "Key differences" }).GetByRole(AriaRole.Row);

    /// <summary>The drawing of where in the session each of the two occurs.</summary>
    public ILocator Sketch => Page.GetByRole(AriaRole.Img, new() { Name = "Where in an SMTP session the two occur" });

    public static async Task<ComparisonPage> OpenAsync(IPage page, string a, string b)
    {
        await page.GotoAsync($"/compare?a={a}&b={b}");
        return new(page);
    }

    public Task SwapAsync() => Page.GetByRole(AriaRole.Link, new() { Name = "Swap the two" }).ClickAsync();

    /// <summary>Picks two others with the form at the end of the page.</summary>
    public async Task CompareAsync(string a, string b)
    {
        var section = Page.GetByRole(AriaRole.Region, new() { Name = "Compare others" });
        await section.GetByLabel("One code").FillAsync(a);
        await section.GetByLabel("and another").FillAsync(b);
        await section.GetByRole(AriaRole.Button, new() { Name = "Compare" }).ClickAsync();
        await AtAsync($"/compare?a={a}&b={b}");
    }
}
