namespace SmtpCodeApi.BrowserTests;

/// <summary>Looking at a page is nobody's business but the reader's. Every test here ends with a check of that; this one proves that the check sees something.</summary>
public sealed class QuietTests(SiteFixture site) : BrowserTest(site)
{
    private const string Misbehaving =
        """
        <!DOCTYPE html><title>Misbehaving</title><img src="http://elsewhere.example/pixel.png"><script>
        document.cookie = "seen=1";
        localStorage.setItem("seen", "1");
        console.error("Something is wrong.");
        setTimeout(() => { throw new Error("Thrown."); });
        </script>
        """;

    [Fact]
    public async Task Watch_APageThatMisbehaves_ComplainsOfEachThing()
    {
        await using var context = await Site.NewContextAsync(new());
        var watch = new PageWatch(context, Site.Origin);
        await context.RouteAsync("http://elsewhere.example/**", route => route.FulfillAsync(new() { Status = 204 }));
        await context.RouteAsync("**/misbehaving", route => route.FulfillAsync(new() { ContentType = "text/html", Body = Misbehaving }));
        var page = await context.NewPageAsync();
        await page.RunAndWaitForConsoleMessageAsync(() => page.GotoAsync("/misbehaving"));
        await page.EvaluateAsync("() => new Promise(done => setTimeout(done))");
        var complaints = await watch.ComplaintsAsync();
        Assert.All(["asked for http://elsewhere.example/", "Something is wrong.", "Thrown.", "cookie 'seen'", "stored something"], expected =>
            Assert.Contains(complaints, complaint => complaint.Contains(expected, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Watch_AViolatedPolicy_IsAComplaint()
    {
        await using var context = await Site.NewContextAsync(new());
        var watch = new PageWatch(context, Site.Origin);
        var page = await context.NewPageAsync();
        await page.GotoAsync("/codes/535");
        await page.RunAndWaitForConsoleMessageAsync(() => page.EvaluateAsync("() => { document.body.innerHTML = '<img src=x onerror=\"window.harmed = true\">'; }"));
        Assert.Contains(await watch.ComplaintsAsync(), complaint => complaint.Contains("Content Security Policy", StringComparison.Ordinal));
    }
}
