using System.Text.Json.Nodes;
using SmtpCodes.Catalog;

namespace SmtpCodes.Tests.Catalog;

/// <summary>A bad entry stops the load and says which file, which entry and why.</summary>
public sealed class CatalogLoadingTests
{
    private const string Reply = "reply-codes/354.json";
    private const string Enhanced = "enhanced-codes/X.2.2.json";

    public static TheoryData<string, string, string> BadMembers => new()
    {
        { Reply, "code", "355" },
        { Reply, "code", "0354" },
        { Reply, "name", "" },
        { Reply, "summary", " padded" },
        { Reply, "origin", "invented" },
        { Reply, "action", "do-nothing" },
        { Reply, "responsible", "everybody" },
        { Reply, "phase", "lunch" },
    };

    /// <summary>The built-in data is not checked again as a service starts: this is where it is.</summary>
    [Fact]
    public void FromFiles_BuiltInData_KeepsEveryRuleAndIsWhatLoadGives()
    {
        var loaded = CatalogService.Load();
        var found = CodeId.Parse("5.7.8");
        Assert.Equal("5.7.8", loaded.Find(found)!.Code);

        var checkedData = CatalogService.FromFiles(CatalogService.BuiltInFiles());

        Assert.Equal(loaded.Version, checkedData.Version);
        Assert.Equal(loaded.All.Select(code => code.Code), checkedData.All.Select(code => code.Code));
        Assert.Equal(checkedData.Find(found)!.PairedWith, loaded.Find(found)!.PairedWith);
    }

    [Fact]
    public void FromFiles_FileNotNamedAfterACode_IsRefused()
    {
        var error = Assert.Throws<CatalogException>(() => TestCatalog.LoadWith("reply-codes/notes.json", _ => "{}"));
        Assert.Contains("not named after a code", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FromFiles_TwoFilesOfOneCode_AreRefused()
    {
        var error = Assert.Throws<CatalogException>(() => TestCatalog.LoadWith("enhanced-codes/354.json", _ => TestCatalog.Files[Reply]));
        Assert.Contains("Another file has the same code", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(BadMembers))]
    public void Load_BadValue_NamesTheFile(string file, string member, string value)
    {
        var error = Assert.Throws<CatalogException>(() => TestCatalog.LoadWith(file, entry => entry[member] = value));
        Assert.Equal(file, error.File);
        Assert.Contains(file, error.Message, StringComparison.Ordinal);
    }

    public static TheoryData<string, string, string> BrokenRules => new()
    {
        { Reply, """{ "steps": [] }""", "no steps" },
        { Reply, """{ "references": [] }""", "needs a reference" },
        { Reply, """{ "commands": [ "DATA", "EHLO" ] }""", "order of a session" },
        { Reply, """{ "commands": [ "DATA", "DATA" ] }""", "order of a session" },
        { Reply, """{ "meanings": [ { "command": "RCPT", "outcome": "error", "text": "No.", "references": [] } ] }""", "not in 'commands'" },
        { Reply, """{ "retry": null }""", "needs 'retry'" },
        { Reply, """{ "retry": { "same": true, "afterSeconds": 1, "giveUpAfterSeconds": 2, "advice": "Again." } }""", "success or intermediate" },
        { "reply-codes/550.json", """{ "retry": { "same": true, "afterSeconds": 1, "giveUpAfterSeconds": 2, "advice": "Again." } }""", "permanent failure" },
        { "reply-codes/550.json", """{ "retry": { "same": false, "afterSeconds": 1, "giveUpAfterSeconds": 2, "advice": "Again." } }""", "Times go with a retry" },
        { Reply, """{ "related": [ { "code": "299", "why": "None." } ] }""", "points to 299" },
        { Reply, """{ "related": [ { "code": "354", "why": "None." } ] }""", "points to 354" },
        { Reply, """{ "related": [ { "code": "250", "why": "" } ] }""", "is empty" },
        { Reply, """{ "references": [ { "document": "RFC 99999", "section": null } ] }""", "cites 'RFC 99999'" },
        { Reply, """{ "pairedWith": [ "X.7.8" ] }""", "of its own" },
        { "reply-codes/554.json", """{ "name": "Authentication Failed" }""", "name or gist" },
        { "reply-codes/431.json", """{ "seenAt": [] }""", "who sends it" },
        { "enhanced-codes/5.7.606.json", """{ "range": { "from": "5.7.606", "to": "5.7.700" } }""", "overlaps with that of 5.7.700" },
        { "enhanced-codes/5.7.606.json", """{ "range": { "from": "5.7.606", "to": "5.7.600" } }""", "range has to begin" },
        { "enhanced-codes/5.7.606.json", """{ "range": { "from": "5.7.607", "to": "5.7.649" } }""", "range has to begin" },
        { "enhanced-codes/5.7.606.json", """{ "range": { "from": "5.7.606", "to": "4.7.649" } }""", "range has to begin" },
        { "enhanced-codes/5.7.606.json", """{ "classes": { "4": { "text": "T.", "retryAdvice": "R.", "nextStep": "n", "server": "when s" } } }""", "its own class" },
        { Enhanced, """{ "classes": {} }""", "needs 'classes'" },
        { Enhanced, """{ "classes": { "3": { "text": "T.", "retryAdvice": "R.", "nextStep": "n", "server": "when s" } } }""", "each 2, 4 or 5" },
        { Enhanced, """{ "tiedTo": [ 3 ] }""", "'tiedTo'" },
        { Enhanced, """{ "pairedWith": [ "559" ] }""", "paired with 559" },
        { Enhanced, """{ "pairedWith": [ "X.7.8" ] }""", "paired with X.7.8" },
        { Enhanced, """{ "retry": { "same": null, "afterSeconds": null, "giveUpAfterSeconds": null, "advice": "Again." } }""", "says in 'classes'" },
        { Enhanced, """{ "range": { "from": "X.2.3", "to": "X.2.9" } }""", "range has to begin" },
    };

    [Theory]
    [MemberData(nameof(BrokenRules))]
    public void Load_BrokenRule_NamesFileEntryAndReason(string file, string change, string reason)
    {
        var error = Assert.Throws<CatalogException>(() => TestCatalog.LoadWith(file, entry =>
        {
            foreach (var (member, value) in JsonNode.Parse(change)!.AsObject())
            {
                entry[member] = value?.DeepClone();
            }
        }));
        Assert.Equal(file, error.File);
        Assert.Equal(Path.GetFileNameWithoutExtension(file), error.Code);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("not JSON")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{ "code": "354", "surprise": 1 }""")]
    public void Load_UnreadableFile_NamesIt(string text)
    {
        var error = Assert.Throws<CatalogException>(() => TestCatalog.LoadWith(Reply, _ => text));
        Assert.Equal((Reply, null), (error.File, error.Code));
    }

    [Fact]
    public void Load_MisspeltMember_IsNotOverlooked()
    {
        var error = Assert.Throws<CatalogException>(() => TestCatalog.LoadWith(Reply, entry => entry["sumary"] = "x"));
        Assert.Contains("sumary", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_WithoutDocuments_Refuses() =>
        Assert.Equal("documents.json", Assert.Throws<CatalogException>(() => TestCatalog.LoadWith("documents.json", _ => null)).File);

    [Fact]
    public void Load_ClausesOfAnEnhancedCode_BelongToItsClasses() =>
        Assert.Contains("belong to its classes", Assert.Throws<CatalogException>(() => TestCatalog.LoadWith(Enhanced, entry => entry["clauses"]!["server"] = "when it likes")).Message, StringComparison.Ordinal);

    [Fact]
    public void Load_StandardCodeWithAClass_Refuses() =>
        Assert.Contains("Only a vendor's code", Assert.Throws<CatalogException>(() => TestCatalog.LoadWith("enhanced-codes/5.2.222.json", _ =>
        {
            var entry = JsonNode.Parse(TestCatalog.Files[Enhanced])!.AsObject();
            entry["code"] = "5.2.222";
            return entry.ToJsonString();
        })).Message, StringComparison.Ordinal);
}
