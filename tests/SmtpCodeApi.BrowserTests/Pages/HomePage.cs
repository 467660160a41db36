namespace SmtpCodeApi.BrowserTests.Pages;

/// <summary>The home page with its search box.</summary>
internal sealed class HomePage(IPage page) : SitePage(page)
{
    public ILocator Box => Page.GetByLabel("A code, two codes, words you remember, or a whole reply");

    /// <summary>What is suggested under the box.</summary>
    public ILocator Suggestions => Page.Locator("#box-suggestions").GetByRole(AriaRole.Option);

    private ILocator Form => Main.Locator("form").Filter(new() { Has = Box });

    public static async Task<HomePage> OpenAsync(IPage page)
    {
        await page.GotoAsync("/");
        return new(page);
    }

    /// <summary>Fills the box and presses its button.</summary>
    public async Task LookUpAsync(string text)
    {
        await Box.FillAsync(text);
        await Form.GetByRole(AriaRole.Button, new() { Name = "Look up" }).ClickAsync();
    }

    public async Task<CodePage> LookUpCodeAsync(string code)
    {
        await LookUpAsync(code);
        await AtAsync($"/codes/{code}");
        return new(Page);
    }

    public async Task<ComparisonPage> LookUpTwoAsync(string a, string b)
    {
        await LookUpAsync($"{a} vs {b}");
        await AtAsync($"/compare?a={a}&b={b}");
        return new(Page);
    }

    public async Task<CodeListPage> SearchAsync(string words)
    {
        await LookUpAsync(words);
        await AtAsync($"/codes?q={Uri.EscapeDataString(words)}");
        return new(Page);
    }

    public async Task<ExplanationPage> ExplainAsync(string reply)
    {
        await LookUpAsync(reply);
        await AtAsync("/explain");
        return new(Page);
    }

    public async Task<ExplanationPage> UploadAsync(FilePayload file)
    {
        await Form.GetByLabel("or a bounce message").SetInputFilesAsync(file);
        await Form.GetByRole(AriaRole.Button, new() { Name = "Look up" }).ClickAsync();
        await AtAsync("/explain");
        return new(Page);
    }

    /// <summary>Drops a file on the box, as a person drags it there from a folder.</summary>
    public async Task<ExplanationPage> DropAsync(FilePayload file)
    {
        await Dropping.OnAsync(Form, file);
        await AtAsync("/explain");
        return new(Page);
    }
}
