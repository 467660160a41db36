using System.Text.Json.Nodes;

namespace SmtpCodeApi.Tests.Endpoints;

public sealed class GetCodeTests(ApiFixture api)
{
    private static readonly string[] Members =
    [
        "code", "entry", "kind", "name", "registeredName", "class", "subject", "range", "origin", "summary", "description", "whenYouSeeIt", "howToFix", "steps",
        "category", "action", "retry", "responsible", "classes", "commands", "meanings", "seenAt", "conflicts", "examples", "session", "pairedWith", "related", "references", "href",
    ];

    [Fact]
    public async Task KnownCode_IsAnsweredWhole()
    {
        var code = await api.GetJsonAsync("/codes/535");
        Assert.Equal(Members, code.AsObject().Select(member => member.Key));
        Assert.Equal(("535", "535", "reply", "Authentication Failed"), ((string?)code["code"], (string?)code["entry"], (string?)code["kind"], (string?)code["name"]));
        Assert.Equal("""{"digit":5,"label":"5xx","name":"Permanent Negative"}""", code["class"]!.ToJsonString());
        Assert.Equal("""{"number":3,"name":"Unspecified"}""", code["subject"]!.ToJsonString());
        Assert.Equal(("extension", "smtp-auth", "fix-configuration", "client"), ((string?)code["origin"], (string?)code["category"], (string?)code["action"], (string?)code["responsible"]));
        Assert.Equal(["AUTH"], code["commands"]!.AsArray().Select(command => (string?)command));
        Assert.Contains("X.7.8", code["pairedWith"]!.AsArray().Select(paired => (string?)paired));
        Assert.False((bool)code["retry"]!["same"]!);
        Assert.Null(code["retry"]!["afterSeconds"]);
        Assert.Equal("/codes/535", (string?)code["href"]);
    }

    [Fact]
    public async Task EveryEntry_IsServedWholeUnderItsOwnAddress()
    {
        var list = await api.GetJsonAsync("/codes?view=full");
        foreach (var item in list["items"]!.AsArray())
        {
            var code = await api.GetJsonAsync((string)item!["href"]!);
            Assert.True(JsonNode.DeepEquals(item, code), $"{item["code"]} differs between list and look-up.");
            Assert.Equal(Members, code.AsObject().Select(member => member.Key));
        }
    }

    [Theory]
    [InlineData("/codes/%20354%20", "354")]
    [InlineData("/codes/101", "101")]
    [InlineData("/codes/471", "471")]
    [InlineData("/codes/571", "571")]
    [InlineData("/codes/X.7.8", "X.7.8")]
    [InlineData("/codes/x.7.8", "X.7.8")]
    [InlineData("/codes/5.7.8", "5.7.8")]
    [InlineData("/codes/2.7.8", "2.7.8")]
    [InlineData("/codes/354?utm_source=mail", "354")]
    [InlineData("/codes/354/", "354")]
    public async Task CodeInAnyAcceptedForm_IsFound(string path, string code) => Assert.Equal(code, (string?)(await api.GetJsonAsync(path))["code"]);

    [Fact]
    public async Task EnhancedCode_AnswersForItsClass()
    {
        var (open, transient, permanent) = (await api.GetJsonAsync("/codes/X.2.2"), await api.GetJsonAsync("/codes/4.2.2"), await api.GetJsonAsync("/codes/5.2.2"));
        Assert.Null(open["class"]);
        Assert.Equal(["4.2.2", "5.2.2"], open["classes"]!.AsArray().Select(reading => (string?)reading!["code"]));
        Assert.Equal(("X.2.2", "4.2.2", "4.x.x"), ((string?)transient["entry"], (string?)transient["code"], (string?)transient["class"]!["label"]));
        Assert.Equal(("retry-later", true), ((string?)transient["action"], (bool)transient["retry"]!["same"]!));
        Assert.False((bool)permanent["retry"]!["same"]!);
        Assert.Contains("class 4 only", (string?)permanent["conflicts"]![0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("299", 2)]
    [InlineData("559", 5)]
    [InlineData("5.7.99", 5)]
    [InlineData("4.99.1", 4)]
    [InlineData("X.9.9", null)]
    public async Task UnknownCode_Is404ThatDecodesItAndNamesTheNearest(string code, int? digit)
    {
        var problem = await api.GetProblemAsync($"/codes/{code}", 404, "unknown-code");
        Assert.Equal(digit, (int?)problem["decoded"]!["class"]?["digit"]);
        Assert.NotEmpty((string)problem["decoded"]!["advice"]!);
        var nearest = problem["nearest"]!.AsArray();
        Assert.InRange(nearest.Count, 1, 5);
        Assert.All(nearest, near => Assert.Equal(["code", "kind", "name", "class", "origin", "category", "action", "summary", "href"], near!.AsObject().Select(member => member.Key)));
        Assert.Equal($"/codes/{code}", (string?)problem["instance"]);
    }

    [Theory]
    [InlineData("150")]
    [InlineData("199")]
    [InlineData("000")]
    [InlineData("600")]
    [InlineData("999")]
    [InlineData("99")]
    [InlineData("1000")]
    [InlineData("35a")]
    [InlineData("5.7")]
    [InlineData("3.7.8")]
    [InlineData("5.07.8")]
    [InlineData("5.1000.1")]
    [InlineData("5.7.8.9")]
    [InlineData("%FF")]
    [InlineData("%20")]
    [InlineData("5%2F7")]
    [InlineData("123456789012345678901234567890123")]
    [InlineData("%3Cscript%3E")]
    public async Task MalformedCode_Is400ThatNamesTheParameterTheValueAndWhatIsAccepted(string code)
    {
        var problem = await api.GetProblemAsync($"/codes/{code}", 400, "malformed-code");
        var error = (string)problem["errors"]!["code"]![0]!;
        Assert.Contains("is not an SMTP code", error, StringComparison.Ordinal);
        Assert.Contains("three digits", error, StringComparison.Ordinal);
        Assert.Contains("5.7.8", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MalformedCode_OfGreatLength_IsNotEchoedWhole()
    {
        var problem = await api.GetProblemAsync($"/codes/{new string('7', 4000)}", 400, "malformed-code");
        Assert.True(((string)problem["errors"]!["code"]![0]!).Length < 500);
    }
}
