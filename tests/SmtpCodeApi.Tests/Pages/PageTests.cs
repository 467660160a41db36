using System.Net;
using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Dom.Events;
using AngleSharp.Html.Parser;

namespace SmtpCodeApi.Tests.Pages;

/// <summary>The pages as a browser without a script gets them.</summary>
public sealed class PageTests(ApiFixture api)
{
    public const string Browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    private const string Hostile = "550 5.1.1 <script>alert(1)</script> \"><img src=x onerror=alert(2)> ' & <b>User unknown</b> `code`";

    private const string Bounce =
        "Content-Type: multipart/report; report-type=delivery-status; boundary=x\n\n--x\n\nCould not deliver.\n--x\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example.com\n\n"
        + "Final-Recipient: rfc822; bob@example.org\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 <i>User unknown</i>\n\n"
        + "Final-Recipient: rfc822; eve@example.org\nAction: delayed\nStatus: 4.2.2\nDiagnostic-Code: smtp; 452 4.2.2 Mailbox full\n\n--x--\n";

    public static TheoryData<string, int> PageKinds => new()
    {
        { "/", 200 }, { "/codes", 200 }, { "/codes?q=mailbox%20full", 200 }, { "/codes?class=4&limit=5&offset=5", 200 }, { "/codes?view=full", 200 }, { "/codes?code=535&code=5.7.99", 200 },
        { "/codes/354", 200 }, { "/codes/535", 200 }, { "/codes/101", 200 }, { "/codes/X.2.2", 200 }, { "/codes/4.2.2", 200 }, { "/codes/5.7.501", 200 },
        { "/compare?a=354&b=535", 200 }, { "/compare?a=535&b=535", 200 }, { "/compare?a=5.7.8&b=535", 200 }, { "/compare?a=101&b=X.4.7", 200 },
        { "/explain", 200 }, { "/explain?reply=550%205.1.1%20User%20unknown", 200 }, { "/problems/unknown-code", 200 },
        { "/codes/559", 404 }, { "/codes/35a", 400 }, { "/codes?class=9", 400 }, { "/compare", 400 }, { "/compare?a=559&b=354", 404 }, { "/nowhere", 404 }, { "/problems/nothing", 404 },
    };

    /// <summary>Every kind of problem of the contract, and those added to it.</summary>
    public static TheoryData<string> ProblemNames =>
    [
        "malformed-code", "unknown-code", "missing-parameter", "invalid-parameter", "unknown-route", "method-not-allowed", "not-acceptable", "unsupported-media-type",
        "payload-too-large", "unreadable-body", "rate-limited", "overloaded", "unauthorized", "unknown-host", "internal-error",
    ];

    [Theory]
    [MemberData(nameof(PageKinds))]
    public async Task Page_IsWellFormedCompleteAndStrict(string path, int status)
    {
        using var response = await api.GetAsync(path, ("Accept", Browser));
        Assert.Equal((status, "text/html; charset=utf-8"), ((int)response.StatusCode, response.Content.Headers.ContentType?.ToString()));
        Assert.Equal("Accept, Accept-Encoding", string.Join(", ", response.Headers.Vary));
        Assert.Equal(Policy, response.Headers.GetValues("Content-Security-Policy").Single());
        Assert.False(response.Headers.Contains("Set-Cookie"));

        var page = await ParseAsync(response);
        Assert.Equal("en", page.DocumentElement.GetAttribute("lang"));
        Assert.NotEmpty(page.Title!);
        Assert.Single(page.QuerySelectorAll("h1"));
        Assert.NotEmpty(page.QuerySelector("meta[name=description]")!.GetAttribute("content")!);
        // What the policy would block must not be there in the first place.
        Assert.Empty(page.QuerySelectorAll("style, [style], script:not([src]), iframe"));
        Assert.DoesNotContain(page.All, element => element.Attributes.Any(attribute => attribute.Name.StartsWith("on", StringComparison.Ordinal)));
        Assert.All(
            page.QuerySelectorAll("script, img, link[rel=stylesheet], link[rel=icon]"),
            element => Assert.StartsWith("/", element.GetAttribute("src") ?? element.GetAttribute("href"), StringComparison.Ordinal));
        var ids = page.QuerySelectorAll("[id]").Select(element => element.Id!).ToList();
        Assert.Equal(ids.Count, ids.Distinct().Count());
        Assert.All(page.QuerySelectorAll("[aria-labelledby]").SelectMany(element => element.GetAttribute("aria-labelledby")!.Split(' ')), id => Assert.Contains(id, ids));
        Assert.All(page.QuerySelectorAll("input:not([type=hidden]), textarea, select"), field => Assert.NotNull(page.QuerySelector($"label[for='{field.Id}']")));
    }

    [Theory]
    [InlineData("/codes/535")]
    [InlineData("/codes/X.2.2")]
    [InlineData("/codes/220")]
    [InlineData("/codes/5.7.501")]
    public async Task CodePage_HasEverythingThatTheJsonHas(string path)
    {
        var code = await api.GetJsonAsync(path);
        var page = await PageAsync(path);
        var text = Text(page.QuerySelector("main")!);
        string[] whole = ["code", "name", "summary", "description", "whenYouSeeIt", "howToFix"];
        (string List, string? Member)[] lists = [("conflicts", null), ("examples", null), ("meanings", "text"), ("classes", "text"), ("seenAt", "meaning"), ("related", "why")];
        Assert.All(whole, member => Assert.Contains(Plain((string)code[member]!), text, StringComparison.Ordinal));
        Assert.All(
            lists.SelectMany(list => code[list.List]!.AsArray().Select(item => (string)(list.Member is null ? item! : item![list.Member]!)!)),
            said => Assert.Contains(Plain(said), text, StringComparison.Ordinal));
        Assert.Equal(code["steps"]!.AsArray().Select(step => Plain((string)step!)), page.QuerySelectorAll("#fix ~ ol.steps > li").Select(Text));
        var links = page.QuerySelectorAll("main a").Select(link => link.GetAttribute("href")).ToList();
        Assert.All(code["related"]!.AsArray(), related =>
        {
            Assert.Contains($"/codes/{related!["code"]}", links);
            Assert.Contains($"/compare?a={code["code"]}&b={related["code"]}", links);
        });
        Assert.All(code["pairedWith"]!.AsArray(), paired => Assert.Contains($"/codes/{paired}", links));
        Assert.All(code["references"]!.AsArray(), reference => Assert.Contains((string)reference!["url"]!, links));
    }

    [Fact]
    public async Task CodePage_MarksTheCodeInItsSession()
    {
        Assert.Equal("535", Text((await PageAsync("/codes/535")).QuerySelector("pre.session mark")!));
        // The dialogue of an entry that answers for every class shows one of them.
        Assert.Matches(@"^[45]\.2\.2$", Text((await PageAsync("/codes/X.2.2")).QuerySelector("pre.session mark")!));
    }

    [Theory]
    [InlineData("/codes/354", "Does not arise")]
    [InlineData("/codes/450", "Yes, later")]
    [InlineData("/codes/535", "No")]
    [InlineData("/codes/X.2.2", "The class decides")]
    [InlineData("/codes/4.2.2", "Yes, later")]
    public async Task CodePage_TellsWhetherToSendTheSameAgain(string path, string told)
    {
        var facts = (await PageAsync(path)).QuerySelectorAll("dl.facts > div").ToDictionary(fact => Text(fact.QuerySelector("dt")!), fact => Text(fact.QuerySelector("dd")!));
        Assert.Equal(told, facts["Send the same again"]);
    }

    [Fact]
    public async Task ComparisonPage_HasBothSidesEveryDifferenceAndTheWayBack()
    {
        var comparison = await api.GetJsonAsync("/compare?a=354&b=535");
        var page = await PageAsync("/compare?a=354&b=535");
        var text = Text(page.QuerySelector("main")!);
        Assert.Equal((string)comparison["title"]!, Text(page.QuerySelector("h1")!));
        Assert.Contains(Plain((string)comparison["summary"]!), text, StringComparison.Ordinal);
        Assert.Equal(2, page.QuerySelectorAll("section.side").Length);
        foreach (var side in new[] { "a", "b" })
        {
            Assert.All(["description", "whenYouSeeIt", "howToFix"], member => Assert.Contains(Plain((string)comparison[side]![member]!), text, StringComparison.Ordinal));
            Assert.Contains(Plain((string)comparison["whenToUseWhich"]![side]!), text, StringComparison.Ordinal);
        }

        var rows = page.QuerySelectorAll("#differences ~ table tbody tr");
        var differences = comparison["keyDifferences"]!.AsArray();
        Assert.Equal(differences.Count * 2, rows.Length);
        for (var i = 0; i < differences.Count; i++)
        {
            Assert.Equal([Plain((string)differences[i]!["a"]!), Plain((string)differences[i]!["b"]!)], rows[2 * i].QuerySelectorAll("td").Select(Text));
            Assert.Equal(Plain((string)differences[i]!["text"]!), Text(rows[(2 * i) + 1]));
        }

        Assert.NotNull(page.QuerySelector("a[href='/compare?a=535&b=354']"));
        Assert.Equal("/compare?a=354&b=535", Canonical(page));
        Assert.Equal("/compare?a=354&b=535", Canonical(await PageAsync("/compare?a=535&b=354")));
    }

    [Fact]
    public async Task ComparisonPage_DrawsWhereInTheSessionEachOccurs()
    {
        var sketch = (await PageAsync("/compare?a=354&b=535")).QuerySelector("svg[role=img]")!;
        Assert.Equal("354 can come after DATA. 535 can come after AUTH.", Text(sketch.QuerySelector("desc")!));
        var hits = sketch.QuerySelectorAll("g.hit").ToDictionary(step => Text(step.QuerySelector(".verb")!), step => step.QuerySelectorAll("text.a, text.b").Select(Text).ToArray());
        Assert.Equal(["AUTH", "DATA"], hits.Keys.Order());
        Assert.Equal("535", Assert.Single(hits["AUTH"]));
        Assert.Equal("354", Assert.Single(hits["DATA"]));
        // A command outside the usual session is drawn where one of the two answers it, and nowhere else.
        Assert.Contains("VRFY", (await PageAsync("/compare?a=252&b=535")).QuerySelectorAll("svg .verb").Select(Text));
        Assert.DoesNotContain("VRFY", sketch.QuerySelectorAll(".verb").Select(Text));
    }

    [Fact]
    public async Task ExplanationPage_ShowsHostileTextAsText()
    {
        using var response = await PostAsync("/explain", new FormUrlEncodedContent([new("reply", Hostile)]));
        Assert.Equal("no-store", response.Headers.CacheControl?.ToString());
        var page = await ParseAsync(response);
        Assert.Empty(page.QuerySelectorAll("main script, main img, pre *:not(code):not(mark)"));
        Assert.Equal(Hostile, page.QuerySelector("pre.reply")!.TextContent);
        Assert.Equal(Hostile, page.QuerySelector<IHtmlTextAreaElement>("#reply")!.Value);
        Assert.Contains("User unknown", page.QuerySelectorAll("pre.reply mark").Select(Text));
        Assert.Equal("Bad mailbox: suppress recipient", Text(page.QuerySelector("h1")!));
        Assert.NotNull(page.QuerySelector("meta[name=robots][content=noindex]"));
    }

    [Fact]
    public async Task ExplanationPage_PointsOutConflicts()
    {
        const string Reply = "450 5.2.2 The mailbox is full, try again later";
        using var response = await PostAsync("/explain", new FormUrlEncodedContent([new("reply", Reply)]));
        var json = await api.GetJsonAsync($"/explain?reply={Uri.EscapeDataString(Reply)}");
        var notices = (await ParseAsync(response)).QuerySelectorAll("p.notice").Select(Text).ToList();
        Assert.NotEmpty(notices);
        Assert.Equal(json["conflicts"]!.AsArray().Select(conflict => Plain((string)conflict!)), notices);
    }

    [Fact]
    public async Task ExplainForm_WithAFileLeftEmpty_ExplainsTheText()
    {
        // What a browser sends for a form whose file field was not touched.
        using var empty = new ByteArrayContent([]);
        empty.Headers.ContentType = new("application/octet-stream");
        empty.Headers.ContentDisposition = new("form-data") { Name = "\"file\"", FileName = "\"\"" };
        using var form = new MultipartFormDataContent { { new StringContent("552 5.2.2 Mailbox full"), "reply" }, empty };
        using var response = await PostAsync("/explain", form);
        Assert.Equal("Quota issues", Text((await ParseAsync(response)).QuerySelector("dl.facts dd")!));
    }

    [Fact]
    public async Task ExplanationPage_OfABounceMessage_HasEachRecipient()
    {
        using var file = new ByteArrayContent(Encoding.ASCII.GetBytes(Bounce));
        file.Headers.ContentType = new("message/rfc822");
        using var form = new MultipartFormDataContent { { new StringContent(""), "reply" }, { file, "file", "bounce.eml" } };
        using var response = await PostAsync("/explain", form);
        var page = await ParseAsync(response);
        Assert.Equal(["bob@example.org failed 5.1.1", "eve@example.org delayed 4.2.2"], page.QuerySelectorAll("section.card > h2").Select(Text));
        Assert.Equal(["smtp; 550 5.1.1 <i>User unknown</i>", "smtp; 452 4.2.2 Mailbox full"], page.QuerySelectorAll("pre.reply").Select(reply => reply.TextContent));
    }

    [Theory]
    [InlineData("535", "/codes/535")]
    [InlineData(" 5.7.26 ", "/codes/5.7.26")]
    [InlineData("x.7.26", "/codes/X.7.26")]
    [InlineData("SMTP error 550?", "/codes/550")]
    [InlineData("what does 421 mean", "/codes/421")]
    [InlineData("559", "/codes/559")]
    [InlineData("354 vs 535", "/compare?a=354&b=535")]
    [InlineData("354 vs. 535", "/compare?a=354&b=535")]
    [InlineData("compare 5.7.8 with 535", "/compare?a=5.7.8&b=535")]
    [InlineData("450, 451", "/compare?a=450&b=451")]
    [InlineData("535 535", "/codes/535")]
    [InlineData("mailbox full", "/codes?q=mailbox%20full")]
    [InlineData("authentification failed", "/codes?q=authentification%20failed")]
    [InlineData("100 % & more", "/codes?q=100%20%25%20%26%20more")]
    [InlineData("", "/codes")]
    public async Task SearchBox_LeadsToWhatWasMeant(string typed, string location)
    {
        using var response = await PostAsync("/", new FormUrlEncodedContent([new("reply", typed)]));
        Assert.Equal((HttpStatusCode.SeeOther, location), (response.StatusCode, response.Headers.Location?.OriginalString));
        Assert.Equal("no-store", response.Headers.CacheControl?.ToString());
    }

    [Theory]
    [InlineData("550 5.1.1 User unknown")]
    [InlineData("550 5.7.26")]
    [InlineData("550-5.7.26 Unauthenticated email")]
    [InlineData("<bob@example.org>: user unknown")]
    [InlineData("host mx.example.org said: go away")]
    [InlineData("first line\nsecond line")]
    public async Task SearchBox_WithAReply_HasItExplainedAndKeepsItOutOfTheAddress(string pasted)
    {
        using var response = await PostAsync("/", new FormUrlEncodedContent([new("reply", pasted)]));
        Assert.Equal((HttpStatusCode.TemporaryRedirect, "/explain"), (response.StatusCode, response.Headers.Location?.OriginalString));
    }

    [Fact]
    public async Task ProblemPage_HelpsOn()
    {
        var page = await PageAsync("/codes/559", HttpStatusCode.NotFound);
        Assert.Contains("Permanent Negative", Text(page.QuerySelector("main")!), StringComparison.Ordinal);
        Assert.NotEmpty(page.QuerySelectorAll("#nearest ~ ul a[href^='/codes/']"));
        Assert.NotNull(page.QuerySelector("a[href='/problems/unknown-code']"));
        Assert.NotNull(page.QuerySelector("form[action='/'] textarea[name=reply]"));
    }

    [Fact]
    public async Task MethodNotAllowed_InABrowser_IsAPageWithTheMethods()
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, "/codes/535") { Headers = { { "Accept", Browser } } };
        using var response = await api.Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal((HttpStatusCode.MethodNotAllowed, "text/html"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        Assert.Equal(["GET", "HEAD"], response.Content.Headers.Allow);
    }

    [Theory]
    [MemberData(nameof(ProblemNames))]
    public async Task EveryProblemType_HasItsPage(string name)
    {
        var json = await api.GetJsonAsync($"/problems/{name}");
        Assert.Equal($"/problems/{name}", (string?)json["type"]);
        Assert.Equal((string)json["title"]!, Text((await PageAsync($"/problems/{name}")).QuerySelector("h1")!));
    }

    [Theory]
    [InlineData(null, "application/json")]
    [InlineData("*/*", "application/json")]
    [InlineData("application/*", "application/json")]
    [InlineData(Browser, "text/html")]
    [InlineData("text/html", "text/html")]
    [InlineData("text/markdown", "text/markdown")]
    [InlineData("text/*", "text/html")]
    [InlineData("text/html, application/json", "application/json")]
    [InlineData("text/html;q=0.5, text/markdown;q=0.9, application/json;q=0.1", "text/markdown")]
    [InlineData("text/html, */*;q=0.1", "text/html")]
    public async Task Accept_HighestQualityWinsAndTiesGoToJson(string? accept, string type)
    {
        foreach (var path in new[] { "/", "/codes", "/codes/354", "/compare?a=354&b=535", "/explain?reply=250%20OK", "/problems/unknown-code" })
        {
            using var response = await (accept is null ? api.GetAsync(path) : api.GetAsync(path, ("Accept", accept)));
            Assert.Equal((HttpStatusCode.OK, type), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        }
    }

    [Theory]
    [InlineData("json", "application/json")]
    [InlineData("HTML", "text/html")]
    [InlineData("md", "text/markdown")]
    public async Task Format_WinsOverAccept(string format, string type)
    {
        foreach (var accept in new[] { Browser, "text/markdown", "application/json", "image/png" })
        {
            using var response = await api.GetAsync($"/codes/354?format={format}", ("Accept", accept));
            Assert.Equal((HttpStatusCode.OK, type), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        }
    }

    [Fact]
    public async Task Format_ThatIsNone_IsAProblem()
    {
        var problem = await api.GetProblemAsync("/codes/354?format=xml", 400, "invalid-parameter");
        Assert.Contains("json, html, md", (string?)problem["errors"]!["format"]![0], StringComparison.Ordinal);
        await api.GetProblemAsync("/codes/354?format=json&format=md", 400, "invalid-parameter");
    }

    [Fact]
    public async Task EachRepresentation_HasItsOwnTag()
    {
        var tags = new HashSet<string>();
        foreach (var format in new[] { "json", "html", "md" })
        {
            using var response = await api.GetAsync($"/codes/354?format={format}");
            Assert.True(tags.Add(response.Headers.ETag!.ToString()));
            using var again = await api.GetAsync($"/codes/354?format={format}", ("If-None-Match", response.Headers.ETag!.ToString()));
            Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        }
    }

    [Fact]
    public async Task Assets_AreKeptForGoodUnderTheirVersionOnly()
    {
        var page = await PageAsync("/");
        foreach (var path in page.QuerySelectorAll("script[src], link[rel=stylesheet], link[rel=icon]").Select(element => element.GetAttribute("src") ?? element.GetAttribute("href")!))
        {
            using var response = await api.GetAsync(path);
            Assert.Equal((HttpStatusCode.OK, "public, max-age=31536000, immutable"), (response.StatusCode, response.Headers.GetValues("Cache-Control").Single()));
            using var other = await api.GetAsync(path.Split('?')[0] + "?v=0");
            Assert.Equal("public, max-age=3600", other.Headers.GetValues("Cache-Control").Single());
        }

        await api.GetProblemAsync("/assets/nothing.css", 404, "unknown-route");
    }

    private static string Canonical(IHtmlDocument page) => new Uri(page.QuerySelector("link[rel=canonical]")!.GetAttribute("href")!).PathAndQuery;

    private async Task<HttpResponseMessage> PostAsync(string path, HttpContent content)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content, Headers = { { "Accept", Browser } } };
        return await api.Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private async Task<IHtmlDocument> PageAsync(string path, HttpStatusCode status = HttpStatusCode.OK)
    {
        using var response = await api.GetAsync(path, ("Accept", Browser));
        Assert.Equal(status, response.StatusCode);
        return await ParseAsync(response);
    }

    // The parser follows the standard; every error it would mend is a fault of ours.
    private static async Task<IHtmlDocument> ParseAsync(HttpResponseMessage response)
    {
        var errors = new List<string>();
        var parser = new HtmlParser(new HtmlParserOptions { IsKeepingSourceReferences = true });
        parser.Error += (_, error) => errors.Add($"{((HtmlErrorEvent)error).Message} at {((HtmlErrorEvent)error).Position}");
        var page = await parser.ParseDocumentAsync(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);
        Assert.Empty(errors);
        return page;
    }

    /// <summary>The text as it is read: white space together, nothing around it.</summary>
    private static string Text(INode node) => string.Join(' ', node.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static string Plain(string text) => string.Join(' ', text.Replace("`", "", StringComparison.Ordinal).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
