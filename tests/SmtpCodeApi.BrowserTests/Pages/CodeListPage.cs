namespace SmtpCodeApi.BrowserTests.Pages;

/// <summary>The list of codes: all of them, or what a search found.</summary>
internal sealed class CodeListPage(IPage page) : SitePage(page)
{
    /// <summary>The codes that are listed, as links.</summary>
    public ILocator Codes => Main.GetByRole(AriaRole.Rowheader).GetByRole(AriaRole.Link);

    public static async Task<CodeListPage> OpenAsync(IPage page)
    {
        await page.GotoAsync("/codes");
        return new(page);
    }

    /// <summary>Narrows the list.</summary>
    public async Task FilterAsync(string label, string option)
    {
        await Main.GetByLabel(label).SelectOptionAsync(new SelectOptionValue { Label = option });
        await Main.GetByRole(AriaRole.Button, new() { Name = "Show" }).ClickAsync();
    }
}
