using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using Markdig.Extensions.Tables;
using Markdig.Syntax;

namespace SmtpCodeApi.Tests.Pages;

public sealed class MarkdownTests(ApiFixture api)
{
    // What would be markup anywhere else: HTML, links of every kind, headings, tables, fences, references, a terminal's commands.
    private static readonly string[] Nasty =
    [
        "<script>alert(1)</script>", "<!-- ", "<img src=x onerror=alert(1)>", "&lt;", "&#35;",
        "`", "``", "```", "````\n", "~~~\n", "\\", "\\`", "'", "''", "' ", " '", "\"",
        "\n# heading\n", "\n===\n", "\n---\n", "\n- item\n", "\n1. item\n", "\n- [ ] task\n", "\n> quotation\n", "\n    code\n", "| a | b |\n| --- | --- |\n", "|",
        "[x](http://evil.example)", "![x](http://evil.example/x.png)", "[x]: http://evil.example\n", "[^1]", "\n[^1]: note\n",
        "<http://evil.example>", "https://evil.example/", "www.evil.example", "eve@evil.example", "mailto:eve@evil.example",
        "**bold**", "__bold__", "*x*", "_x_", "~~x~~", "\u001b[31m", "550 5.1.1 ", "user unknown", "é", "\t", "\r\n", "\u2028", " ",
    ];

    private static readonly Gen<string> NastyText = Gen.Int[0, Nasty.Length - 1].Select(index => Nasty[index]).Array[1, 12].Select(string.Concat);

    [Theory]
    [InlineData("/", "# SmtpCodeApi")]
    [InlineData("/codes", "# SMTP codes")]
    [InlineData("/codes/535", "# 535 Authentication Failed")]
    [InlineData("/codes/4.2.2", "# 4.2.2 Mailbox Full")]
    [InlineData("/compare?a=354&b=535", "# SMTP 354 Start Mail Input vs 535 Authentication Failed")]
    [InlineData("/explain?reply=550%205.1.1%20User%20unknown", "# 550 5.1.1, explained")]
    [InlineData("/problems/unknown-code", "# Unknown code")]
    public async Task Markdown_ByHeaderOrByQuery_IsTheSame(string path, string title)
    {
        using var byHeader = await api.GetAsync(path, ("Accept", "text/markdown"));
        using var byQuery = await api.GetAsync(WithFormat(path), ("Accept", "text/html"));
        Assert.Equal((HttpStatusCode.OK, "text/markdown; charset=utf-8"), (byHeader.StatusCode, byHeader.Content.Headers.ContentType?.ToString()));
        Assert.Equal((HttpStatusCode.OK, "text/markdown; charset=utf-8"), (byQuery.StatusCode, byQuery.Content.Headers.ContentType?.ToString()));
        var text = await TextAsync(byHeader);
        Assert.StartsWith($"{title}\n\n", text, StringComparison.Ordinal);
        Assert.Equal(text, await TextAsync(byQuery));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/codes")]
    [InlineData("/codes/535")]
    [InlineData("/compare?a=354&b=535")]
    public async Task Markdown_IsCachedApartFromTheJson(string path)
    {
        using var json = await api.GetAsync(path);
        using var markdown = await api.GetAsync(path, ("Accept", "text/markdown"));
        Assert.NotEqual(json.Headers.ETag, markdown.Headers.ETag);
        Assert.Equal("Accept, Accept-Encoding", string.Join(", ", markdown.Headers.GetValues("Vary")));
        Assert.Equal("public, max-age=3600", markdown.Headers.CacheControl?.ToString());

        using var again = await api.GetAsync(path, ("Accept", "text/markdown"), ("If-None-Match", markdown.Headers.ETag!.ToString()));
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        Assert.Empty(await TextAsync(again));
        using var other = await api.GetAsync(path, ("Accept", "text/markdown"), ("If-None-Match", json.Headers.ETag!.ToString()));
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
    }

    [Fact]
    public async Task EveryCode_SaysInMarkdownWhatItSaysInJson()
    {
        var codes = (await api.GetJsonAsync("/codes?view=full"))["items"]!.AsArray();
        var classes = codes.SelectMany(code => code!["classes"]!.AsArray()).Select(reading => (string)reading!["code"]!);
        foreach (var path in codes.Select(code => (string)code!["href"]!).Concat(classes.Select(code => $"/codes/{code}")))
        {
            var code = await api.GetJsonAsync(path);
            var read = await ReadAsync(path);
            AssertSound(read);
            AssertSays(read, code, "name", "registeredName", "origin", "summary", "description", "whenYouSeeIt", "howToFix", "steps");
            AssertSays(read, code, "category", "action", "responsible", "commands", "conflicts", "pairedWith");
            AssertSays(read, code["retry"]!, "advice");
            Assert.All(code["meanings"]!.AsArray(), meaning => AssertSays(read, meaning!, "command", "outcome", "text"));
            Assert.All(code["classes"]!.AsArray(), reading => AssertSays(read, reading!, "code", "text", "action"));
            Assert.All(code["seenAt"]!.AsArray(), seen => AssertSays(read, seen!, "who", "meaning"));
            Assert.All(code["related"]!.AsArray(), related => AssertSays(read, related!, "code", "name", "why"));
            Assert.Equal(
                new[] { "session", "examples" }.Select(member => string.Join('\n', code[member]!.AsArray().Select(line => (string?)line))).Where(lines => lines.Length > 0),
                read.Fences);
            Assert.All(code["references"]!.AsArray(), reference => Assert.Contains((string)reference!["url"]!, read.Links));
            Assert.All(code["related"]!.AsArray(), related => Assert.Contains($"{Origin}/codes/{related!["code"]}", read.Links));
        }
    }

    [Fact]
    public async Task List_InMarkdown_HasEveryCodeWithALink()
    {
        var codes = (await api.GetJsonAsync("/codes"))["items"]!.AsArray();
        var read = await ReadAsync("/codes");
        AssertSound(read);
        Assert.Equal(codes.Select(code => $"{Origin}{code!["href"]}"), read.Links);
        Assert.All(codes, code => AssertSays(read, code!, "summary"));

        var whole = await ReadAsync("/codes?view=full");
        AssertSound(whole);
        Assert.Equal(codes.Select(code => $"## {code!["code"]} {code["name"]}"), whole.Headings.Where(heading => heading.StartsWith("## ", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("/codes?class=4&limit=2&offset=1", "Codes 2 to 3 of ")]
    [InlineData("/codes?code=535&code=5.7.99", "Not in the catalog: 5.7.99.")]
    [InlineData("/codes?code=535", "1 code.")]
    [InlineData("/codes?code=5.7.99", "No code was found.")]
    [InlineData("/codes?code=535&offset=10", "None of the 1 codes")]
    public async Task PartOfTheList_InMarkdown_SaysWhichPart(string path, string said) => Assert.Contains(said, (await ReadAsync(path)).Text, StringComparison.Ordinal);

    [Theory]
    [InlineData("354", "535")]
    [InlineData("535", "354")]
    [InlineData("4.2.2", "5.2.2")]
    [InlineData("X.7.8", "535")]
    [InlineData("550", "550")]
    [InlineData("101", "5.7.705")]
    public async Task Comparison_SaysInMarkdownWhatItSaysInJson(string a, string b)
    {
        var comparison = await api.GetJsonAsync($"/compare?a={a}&b={b}");
        var read = await ReadAsync($"/compare?a={a}&b={b}");
        AssertSound(read);
        AssertSays(read, comparison, "title", "summary");
        AssertSays(read, comparison["whenToUseWhich"]!, "a", "b", "text");
        Assert.All(
            comparison["keyDifferences"]!.AsArray().Concat(comparison["similarities"]!.AsArray()),
            aspect => AssertSays(read, aspect!, "a", "b", "text"));
        Assert.All(new[] { "a", "b" }, side => AssertSays(read, comparison[side]!, "summary", "description", "whenYouSeeIt", "howToFix", "steps"));
        Assert.All(comparison["learnMore"]!["comparisons"]!.AsArray(), other => Assert.Contains($"{Origin}{other!["href"]}", read.Links));
        Assert.Equal(a == b ? 1 : 2, read.Headings.Count(heading => heading == "### When you see it"));
        Assert.All(read.Document.Descendants<Table>(), table => Assert.All(table, row => Assert.Equal(3, ((TableRow)row).Count)));
    }

    [Fact]
    public async Task Explanation_SaysInMarkdownWhatItSaysInJson()
    {
        const string Path = "/explain?reply=450%205.7.26%20Unauthenticated%20email%20from%20example.com%20is%20not%20accepted%20due%20to%20domain's%20DMARC%20policy.%20gsmtp";
        var explanation = await api.GetJsonAsync(Path);
        var read = await ReadAsync(Path);
        AssertSound(read);
        AssertSays(read, explanation, "summary", "explanation", "howToFix", "steps", "category", "action", "confidence", "conflicts");
        Assert.All(explanation["evidence"]!.AsArray(), piece => AssertSays(read, piece!, "text"));
        AssertSays(read, explanation["provider"]!, "name");
        Assert.Equal([string.Join('\n', explanation["reply"]!["lines"]!.AsArray().Select(line => (string?)line))], read.Fences);
        Assert.Contains($"{Origin}/codes/5.7.26", read.Links);
    }

    [Fact]
    public async Task Bounce_InMarkdown_ExplainsEachRecipientAndTheSameReasonOnce()
    {
        const string Report = """
            Content-Type: message/delivery-status

            Reporting-MTA: dns; mx.example.com

            Final-Recipient: rfc822; bob@example.org
            Action: failed
            Status: 5.1.1
            Diagnostic-Code: smtp; 550 5.1.1 User unknown

            Final-Recipient: rfc822; `eve`@example.org
            Action: failed
            Status: 5.1.1
            Diagnostic-Code: smtp; 550 5.1.1 <b>User unknown</b>

            Final-Recipient: rfc822; carol@example.net
            Action: delayed
            Status: 4.2.2
            Diagnostic-Code: smtp; 452 4.2.2 Mailbox full

            """;
        var read = await ExplainAsync("message/rfc822", Report);
        AssertSound(read);
        Assert.Equal(
            ["# A bounce message, explained", "## bob@example.org failed", "## `eve`@example.org failed", "## carol@example.net delayed"],
            read.Headings.Where(heading => !heading.StartsWith("###", StringComparison.Ordinal)));
        Assert.Contains("It reports 2 recipients as failed and 1 recipient as delayed.", read.Text, StringComparison.Ordinal);
        Assert.Contains("This means the same as for bob@example.org above.", read.Text, StringComparison.Ordinal);
        Assert.Contains("smtp; 550 5.1.1 <b>User unknown</b>", read.Text, StringComparison.Ordinal);
        Assert.Equal(2, read.Headings.Count(heading => heading == "### What to do"));
    }

    [Theory]
    [InlineData("/codes/559", 404, "# Unknown code")]
    [InlineData("/codes/35a", 400, "# Malformed code")]
    [InlineData("/compare?a=354", 400, "# Missing parameter")]
    [InlineData("/codes?kind=x&limit=0", 400, "# Invalid parameter")]
    [InlineData("/nowhere", 404, "# Unknown route")]
    public async Task Problem_InMarkdown_KeepsItsStatusAndSaysTheSame(string path, int status, string title)
    {
        using var json = await api.GetAsync(path);
        var problem = await ApiFixture.JsonAsync(json);
        using var response = await api.GetAsync(path, ("Accept", "text/markdown"));
        Assert.Equal((status, "text/markdown"), ((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        Assert.Equal((json.Headers.CacheControl?.ToString(), null), (response.Headers.CacheControl?.ToString(), response.Headers.ETag));
        var text = await TextAsync(response);
        Assert.StartsWith($"{title}\n\n", text, StringComparison.Ordinal);
        var read = new MarkdownReader(text);
        AssertSound(read);
        Assert.Contains(((string)problem["detail"]!).Replace("'", "", StringComparison.Ordinal), read.Text, StringComparison.Ordinal);
        Assert.Contains($"{Origin}{problem["type"]}", read.Links);
        Assert.All(problem["errors"]?.AsObject() ?? [], error => Assert.Contains(error.Key, read.Text, StringComparison.Ordinal));
        Assert.All(problem["nearest"]?.AsArray() ?? [], near => Assert.Contains($"{Origin}{near!["href"]}", read.Links));
        if (problem["decoded"] is { } decoded)
        {
            AssertSays(read, decoded, "advice");
        }
    }

    [Theory]
    [MemberData(nameof(PageTests.ProblemNames), MemberType = typeof(PageTests))]
    public async Task KindOfProblem_InMarkdown_SaysWhatItMeans(string name)
    {
        var type = await api.GetJsonAsync($"/problems/{name}");
        var read = await ReadAsync($"/problems/{name}");
        AssertSound(read);
        AssertSays(read, type, "title", "meaning", "advice", "type");
    }

    [Fact]
    public async Task Home_InMarkdown_LinksEveryCode()
    {
        var read = await ReadAsync("/");
        AssertSound(read);
        Assert.All((await api.GetJsonAsync("/codes"))["items"]!.AsArray(), code => Assert.Contains($"{Origin}{code!["href"]}", read.Links));
        Assert.Contains($"{Origin}/openapi/v1.json", read.Links);
    }

    [Fact]
    public async Task Reply_WithMarkupInIt_StaysWhatItIs()
    {
        const string Reply =
            "550-5.1.1 <script>alert(1)</script> ``` | a | b |\r\n550-5.1.1 # heading\r\n550-5.1.1 [x](http://evil.example) https://evil.example\r\n550 5.1.1 `user unknown`";
        var read = await ExplainAsync("text/plain", Reply);
        AssertSound(read);
        Assert.Equal([Reply.ReplaceLineEndings("\n")], read.Fences);
        Assert.DoesNotContain(read.Links, link => link.Contains("evil", StringComparison.Ordinal));
        Assert.DoesNotContain("# heading", read.Headings);
    }

    [Fact]
    public async Task WhateverAServerOrAClientSays_IsNeverMarkup()
    {
        await NastyText.SampleAsync(
            async text =>
            {
                AssertUntouched(await ExplainAsync("text/plain", "550 " + text));
                AssertUntouched(await ExplainAsync("application/json", JsonSerializer.Serialize(new { reply = text, id = text, host = text })));
                AssertUntouched(await ExplainAsync("application/json", JsonSerializer.Serialize(new { reply = "550 no", command = text, code = text, enhancedCode = text })));
                var field = text.Replace('\n', ' ').Replace('\r', ' ');
                AssertUntouched(await ExplainAsync(
                    "message/delivery-status",
                    $"Reporting-MTA: dns; mx.example.com\n\nFinal-Recipient: rfc822; {field}\nAction: failed\nStatus: {field}\nDiagnostic-Code: smtp; {field}\n\n"));
                var value = Uri.EscapeDataString(text);
                string[] paths = [$"/codes?kind={value}&class={value}&limit={value}", $"/codes/{value}", $"/compare?a={value}&b={value}", $"/{value}", $"/codes?format={value}"];
                foreach (var path in paths)
                {
                    using var response = await api.GetAsync(path, ("Accept", "text/markdown"));
                    AssertUntouched(new(await TextAsync(response)));
                }
            },
            iter: 100, threads: 2);
    }

    private string Origin => api.Address.GetLeftPart(UriPartial.Authority);

    private async Task<MarkdownReader> ReadAsync(string path)
    {
        using var response = await api.GetAsync(path, ("Accept", "text/markdown"));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return new(await TextAsync(response));
    }

    private async Task<MarkdownReader> ExplainAsync(string type, string body)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/explain") { Content = content };
        request.Headers.TryAddWithoutValidation("Accept", "text/markdown");
        using var response = await api.Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal("text/markdown", response.Content.Headers.ContentType?.MediaType);
        return new(await TextAsync(response));
    }

    /// <summary>Checks that nothing is in the text but what the service writes: no section without content, no fence left open, no markup out of a value.</summary>
    private static void AssertSound(MarkdownReader read)
    {
        Assert.Empty(read.EmptySections);
        Assert.Empty(read.Foreign);
        Assert.All(read.Document.Descendants<FencedCodeBlock>(), fence => Assert.True(fence.ClosingFencedCharCount >= 3, "A fence is not closed."));
        Assert.Single(read.Headings, heading => heading.StartsWith("# ", StringComparison.Ordinal));
    }

    private void AssertUntouched(MarkdownReader read)
    {
        AssertSound(read);
        Assert.Empty(read.Document.Descendants<Table>());
        Assert.Empty(read.Document.Descendants<QuoteBlock>());
        Assert.DoesNotContain(read.Document.Descendants<CodeBlock>(), block => block is not FencedCodeBlock);
        Assert.DoesNotContain(read.Links, link => !link.StartsWith(Origin, StringComparison.Ordinal) && link.Contains("evil", StringComparison.Ordinal));
        Assert.DoesNotContain(read.Headings, heading => heading.EndsWith("heading", StringComparison.Ordinal) && heading.Length < 12);
        Assert.DoesNotContain('\u001b', read.Text);
    }

    private static void AssertSays(MarkdownReader read, JsonNode answer, params string[] members)
    {
        foreach (var member in members)
        {
            IEnumerable<string?> texts = answer[member] switch
            {
                JsonArray list => list.Select(text => (string?)text),
                var one => [(string?)one],
            };
            Assert.All(texts.OfType<string>(), text => Assert.Contains(text.Replace("`", "", StringComparison.Ordinal), read.Text, StringComparison.Ordinal));
        }
    }

    private static string WithFormat(string path) => $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}format=md";

    private static Task<string> TextAsync(HttpResponseMessage response) => response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
}
