using System.Text.RegularExpressions;

namespace SmtpCodeApi.BrowserTests.Pages;

/// <summary>What every page of the site has.</summary>
internal class SitePage(IPage page)
{
    public IPage Page { get; } = page;

    public ILocator Heading => Page.GetByRole(AriaRole.Heading, new() { Level = 1 });

    public ILocator Main => Page.GetByRole(AriaRole.Main);

    public ILocator Navigation => Page.GetByRole(AriaRole.Navigation, new() { Name = "Site" });

    /// <summary>The search field in the header.</summary>
    public ILocator Find => Page.GetByLabel("Code, words or reply");

    public async Task<ExplainPage> GoToExplainAsync()
    {
        await Navigation.GetByRole(AriaRole.Link, new() { Name = "Explain" }).ClickAsync();
        await AtAsync("/explain");
        return new(Page);
    }

    /// <summary>Waits until the browser is at this path and query.</summary>
    public Task AtAsync(string path) => Expect(Page).ToHaveURLAsync(new Regex($"^http://[^/]+{Regex.Escape(path)}$"));
}
