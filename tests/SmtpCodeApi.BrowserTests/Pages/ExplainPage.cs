namespace SmtpCodeApi.BrowserTests.Pages;

/// <summary>The form that takes a reply or a bounce message.</summary>
internal sealed class ExplainPage(IPage page) : SitePage(page)
{
    private const string ReplyLabel = "What the server said: a reply, a log line, or a whole delivery report";

    private ILocator Form => Main.Locator("form").Filter(new() { Has = Page.GetByLabel(ReplyLabel) });

    public static async Task<ExplainPage> OpenAsync(IPage page)
    {
        await page.GotoAsync("/explain");
        return new(page);
    }

    /// <summary>Pastes and sends, whatever the answer will be.</summary>
    public async Task SubmitAsync(string reply)
    {
        await Form.GetByLabel(ReplyLabel).FillAsync(reply);
        await Form.GetByRole(AriaRole.Button, new() { Name = "Explain" }).ClickAsync();
    }

    public async Task<ExplanationPage> ExplainAsync(string reply)
    {
        await SubmitAsync(reply);
        return await AnswerAsync();
    }

    public async Task<ExplanationPage> UploadAsync(FilePayload file)
    {
        await Form.GetByLabel("or a bounce message").SetInputFilesAsync(file);
        await Form.GetByRole(AriaRole.Button, new() { Name = "Explain" }).ClickAsync();
        return await AnswerAsync();
    }

    public async Task<ExplanationPage> DropAsync(FilePayload file)
    {
        await Dropping.OnAsync(Form, file);
        return await AnswerAsync();
    }

    // The form and its answer have the same address.
    private async Task<ExplanationPage> AnswerAsync()
    {
        var answer = new ExplanationPage(Page);
        await Expect(answer.Kicker).ToBeVisibleAsync();
        return answer;
    }
}
