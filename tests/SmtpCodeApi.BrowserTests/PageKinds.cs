using SmtpCodeApi.BrowserTests.Pages;

namespace SmtpCodeApi.BrowserTests;

/// <summary>Every kind of page that there is, by name, each with what makes it long, wide or different.</summary>
internal static class PageKinds
{
    private static readonly Dictionary<string, Func<IPage, Task>> Kinds = new()
    {
        ["home"] = Get("/"),
        ["list"] = Get("/codes"),
        ["list, second page"] = Get("/codes?limit=10&offset=10"),
        ["list, of codes asked for"] = Get("/codes?code=535&code=599&code=5.7.26"),
        ["search"] = Get("/codes?q=mailbox+full"),
        ["search without result"] = Get("/codes?q=zzzzqqq&class=5"),
        ["354"] = Get("/codes/354"),
        ["421"] = Get("/codes/421"),
        ["535"] = Get("/codes/535"),
        ["X.2.2"] = Get("/codes/X.2.2"),
        ["5.7.26"] = Get("/codes/5.7.26"),
        ["4.7.500, a range"] = Get("/codes/4.7.500"),
        ["comparison"] = Get("/compare?a=354&b=535"),
        ["comparison with itself"] = Get("/compare?a=535&b=535"),
        ["comparison, enhanced with reply"] = Get("/compare?a=5.7.26&b=550"),
        ["comparison, two enhanced"] = Get("/compare?a=X.2.2&b=4.7.500"),
        ["explain form"] = Get("/explain"),
        ["explanation"] = async page => await (await ExplainPage.OpenAsync(page)).ExplainAsync(Replies.Greylisted),
        ["explanation of a long line"] = async page => await (await ExplainPage.OpenAsync(page)).ExplainAsync("550 5.7.1 " + new string('x', 300)),
        ["explanation of a bounce"] = async page => await (await ExplainPage.OpenAsync(page)).UploadAsync(Bounce.File()),
        ["400, malformed code"] = Get("/codes/" + new string('9', 120), 400),
        ["400, missing parameter"] = Get("/compare?a=354", 400),
        ["400, invalid parameters"] = Get("/codes?class=9&action=dance", 400),
        ["400, nothing to explain"] = async page =>
        {
            await (await ExplainPage.OpenAsync(page)).SubmitAsync("");
            await Expect(new SitePage(page).Heading).ToHaveTextAsync("Missing parameter");
        },
        ["404, unknown code"] = Get("/codes/599", 404),
        ["404, unknown route"] = Get("/nothing/here", 404),
        ["405"] = Get("/explain/batch", 405),
        ["414"] = Get("/explain?reply=" + new string('x', 5000), 414),
        ["problem type"] = Get("/problems/unknown-code"),
        ["problem type with two statuses"] = Get("/problems/payload-too-large"),
    };

    public static TheoryData<string> Names => [.. Kinds.Keys];

    /// <summary>Opens a page of this kind.</summary>
    public static async Task OpenAsync(IPage page, string kind)
    {
        await Kinds[kind](page);
        await Expect(new SitePage(page).Heading).ToBeVisibleAsync();
    }

    private static Func<IPage, Task> Get(string path, int status = 200) => async page =>
    {
        var response = await page.GotoAsync(path);
        Assert.Equal(status, response!.Status);
    };
}
