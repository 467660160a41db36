namespace SmtpCodeApi.BrowserTests.Pages;

/// <summary>What a reply means; for a bounce message, what each recipient's reply means.</summary>
internal sealed class ExplanationPage(IPage page) : SitePage(page)
{
    public ILocator Kicker => Main.GetByText("Explanation", new() { Exact = true });

    /// <summary>The reply as it was pasted.</summary>
    public ILocator Reply => Main.Locator("pre.reply");

    /// <summary>The words of the reply that the explanation rests on.</summary>
    public ILocator Evidence => Reply.Locator("mark");

    /// <summary>Where the reply contradicts itself.</summary>
    public ILocator Conflicts => Main.Locator(".notice");

    /// <summary>One heading for each recipient of a bounce message.</summary>
    public ILocator Recipients => Main.Locator(".card").GetByRole(AriaRole.Heading, new() { Level = 2 });

    /// <summary>The form for the next one, with the reply still in it.</summary>
    public ILocator Again => Page.GetByRole(AriaRole.Region, new() { Name = "Explain another" }).GetByRole(AriaRole.Textbox);
}
