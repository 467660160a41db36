using System.Text.Json.Nodes;

namespace SmtpCodeApi.Tests.Endpoints;

public sealed class ListCodesTests(ApiFixture api)
{
    [Fact]
    public async Task WithoutParameters_ListsEverythingInShortForm()
    {
        var list = await api.GetJsonAsync("/codes");
        Assert.Equal(["catalogVersion", "total", "limit", "offset", "items", "unknown"], list.AsObject().Select(member => member.Key));
        Assert.Equal((int)list["total"]!, list["items"]!.AsArray().Count);
        Assert.Null(list["limit"]);
        Assert.Equal(0, (int)list["offset"]!);
        Assert.All(list["items"]!.AsArray(), item => Assert.Equal(["code", "kind", "name", "class", "origin", "category", "action", "summary", "href"], item!.AsObject().Select(member => member.Key)));
        Assert.Equal("101", Codes(list)[0]);
        var codes = Codes(list).ToList();
        Assert.True(codes.IndexOf("571") < codes.IndexOf("X.0.0") && codes.IndexOf("X.7.9") < codes.IndexOf("X.7.10"));
    }

    [Theory]
    [InlineData("kind=reply&class=3", "334 353 354 355")]
    [InlineData("kind=REPLY&class=3xx", "334 353 354 355")]
    [InlineData("kind=reply&class=3.X.X&origin=standard", "354")]
    [InlineData("kind=reply&class=3&origin=standard&origin=Extension", "334 354 355")]
    [InlineData("kind=reply&subject=1", "211 214 111 510 511 512 513 517 412 417")]
    [InlineData("kind=reply&subject=information&class=2", "211 214")]
    [InlineData("kind=reply&subject=Mail%20System&class=3", "353 354 355")]
    [InlineData("kind=reply&subject=mail-system&class=3", "353 354 355")]
    [InlineData("command=starttls&command=quit&class=2&kind=reply", "220 221")]
    [InlineData("category=intermediate&action=continue&origin=standard", "354")]
    [InlineData("class=3&kind=enhanced", "")]
    [InlineData("class=2&q=", null)]
    public async Task Filters_Combine(string query, string? expected)
    {
        var list = await api.GetJsonAsync($"/codes?{query}");
        if (expected is null)
        {
            Assert.NotEmpty(list["items"]!.AsArray());
            return;
        }

        // 111 and 101 lie outside the grammar, so that they belong to no group.
        var codes = expected.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(code => code is not ("111" or "101"));
        Assert.Equal(codes.Order(StringComparer.Ordinal), Codes(list).Order(StringComparer.Ordinal));
        Assert.Equal(Codes(list).Length, (int)list["total"]!);
    }

    [Fact]
    public async Task Code_Repeated_LooksSeveralUpInTheOrderAsked()
    {
        var list = await api.GetJsonAsync("/codes?code=535&code=559&code=x.7.8&code=354&code=535&code=5.7.99");
        Assert.Equal(["535", "X.7.8", "354"], Codes(list));
        Assert.Equal(["559", "5.7.99"], list["unknown"]!.AsArray().Select(code => (string?)code));
        Assert.Equal(3, (int)list["total"]!);
    }

    [Fact]
    public async Task LimitAndOffset_CutAPageOutOfTheWhole()
    {
        var (all, page) = (await api.GetJsonAsync("/codes"), await api.GetJsonAsync("/codes?limit=5&offset=10"));
        Assert.Equal(Codes(all)[10..15], Codes(page));
        Assert.Equal((5, 10, (int)all["total"]!), ((int)page["limit"]!, (int)page["offset"]!, (int)page["total"]!));
        Assert.Empty(Codes(await api.GetJsonAsync("/codes?offset=1000000")));
        Assert.Equal(Codes(all), Codes(await api.GetJsonAsync("/codes?limit=500")));
    }

    [Fact]
    public async Task Q_PutsTheBestMatchFirstAndCombinesWithFilters()
    {
        Assert.Equal("X.2.2", Codes(await api.GetJsonAsync("/codes?q=mailbox%20ful"))[0]);
        Assert.Equal("535", Codes(await api.GetJsonAsync("/codes?q=authentication+failed&kind=reply&limit=1")).Single());
        Assert.Equal("X.7.1", Codes(await api.GetJsonAsync("/codes?q=5.7"))[0]);
        var nothing = await api.GetJsonAsync("/codes?q=zzzzqqqq");
        Assert.Equal((0, 0), ((int)nothing["total"]!, nothing["items"]!.AsArray().Count));
    }

    [Theory]
    [InlineData("/codes?q=")]
    [InlineData("/codes?q=%20%20")]
    public async Task Q_Empty_CountsAsAbsent(string path) => Assert.Equal(Codes(await api.GetJsonAsync("/codes")), Codes(await api.GetJsonAsync(path)));

    [Fact]
    public async Task Q_OfTheGreatestLength_IsStillAnswered() => Assert.NotNull(await api.GetJsonAsync($"/codes?q={new string('x', 200)}"));

    [Fact]
    public async Task ViewFull_GivesWholeCodes()
    {
        var list = await api.GetJsonAsync("/codes?view=full&code=354");
        Assert.True(JsonNode.DeepEquals(await api.GetJsonAsync("/codes/354"), list["items"]![0]));
        Assert.Equal(Codes(await api.GetJsonAsync("/codes")), Codes(await api.GetJsonAsync("/codes?view=Full")));
    }

    [Theory]
    [InlineData("class=9", "class", "1 to 5")]
    [InlineData("class=5x", "class", "5xx")]
    [InlineData("class=54", "class", "5.x.x")]
    [InlineData("kind=both", "kind", "reply, enhanced")]
    [InlineData("kind=0", "kind", "reply, enhanced")]
    [InlineData("origin=imaginary", "origin", "standard, extension, vendor, obsolete, unconfirmed")]
    [InlineData("category=spam", "category", "spam-related")]
    [InlineData("action=retry", "action", "retry-later")]
    [InlineData("command=FOO", "command", "END-OF-DATA")]
    [InlineData("subject=5", "subject", "needs 'kind'")]
    [InlineData("subject=5&kind=reply&kind=enhanced", "subject", "needs 'kind'")]
    [InlineData("subject=9&kind=enhanced", "subject", "7 (Security or Policy Status)")]
    [InlineData("code=35a", "code", "354")]
    [InlineData("view=long", "view", "short, full")]
    [InlineData("view=full&view=short", "view", "once")]
    [InlineData("limit=0", "limit", "1 to 500")]
    [InlineData("limit=501", "limit", "1 to 500")]
    [InlineData("limit=ten", "limit", "1 to 500")]
    [InlineData("limit=-1", "limit", "1 to 500")]
    [InlineData("limit=5&limit=6", "limit", "once")]
    [InlineData("limit=99999999999999999999", "limit", "1 to 500")]
    [InlineData("offset=-1", "offset", "0 to")]
    [InlineData("q=a&q=b", "q", "once")]
    [InlineData("q=0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901", "q", "1 to 200")]
    [InlineData("format=pdf", "format", "json, html, md")]
    [InlineData("format=json&format=json", "format", "once")]
    public async Task BadValue_Is400ThatNamesParameterAndWhatIsAccepted(string query, string parameter, string accepted)
    {
        var problem = await api.GetProblemAsync($"/codes?{query}", 400, "invalid-parameter");
        Assert.Contains(accepted, (string?)problem["errors"]![parameter]![0], StringComparison.Ordinal);
        Assert.Equal("/codes", (string?)problem["instance"]);
    }

    [Fact]
    public async Task SeveralBadValues_AreAllNamed()
    {
        var problem = await api.GetProblemAsync("/codes?class=9&class=8&limit=0", 400, "invalid-parameter");
        Assert.Equal(["class", "limit"], problem["errors"]!.AsObject().Select(error => error.Key));
        Assert.Equal(2, problem["errors"]!["class"]!.AsArray().Count);
    }

    private static string[] Codes(JsonNode list) => [.. list["items"]!.AsArray().Select(item => (string)item!["code"]!)];
}
