using System.Text.Json;
using SmtpCodes.Catalog;

namespace SmtpCodes.Tests.Catalog;

/// <summary>The catalog against the tables of facts beside this file, which were made from the sources they name and not from the catalog.</summary>
public sealed class FactsTests
{
    private static readonly JsonSerializerOptions CamelCase = new(JsonSerializerDefaults.Web);

    private sealed record Facts(string Source, List<Fact> Codes);

    private sealed record Fact(string Code, string Status, string? Name, List<string>? Commands, List<string> References, List<string> PairedWith, List<int>? TiedTo);

    public static TheoryData<string> ReplyCodes => [.. Read("reply-codes.json").Codes.Select(fact => fact.Code)];

    public static TheoryData<string> EnhancedCodes => [.. Read("enhanced-codes.json").Codes.Select(fact => fact.Code)];

    [Fact]
    public void Catalog_AllCodesOfTheTables_AreThere()
    {
        var standard = Read("reply-codes.json").Codes.Concat(Read("enhanced-codes.json").Codes).Select(fact => fact.Code);
        Assert.Superset(standard.ToHashSet(), TestCatalog.Real.All.Select(code => code.Code).ToHashSet());
        Assert.Equal((79, 81), (ReplyCodes.Count, EnhancedCodes.Count));
    }

    [Theory]
    [MemberData(nameof(ReplyCodes))]
    public void ReplyCode_AgainstTheTable_Agrees(string code)
    {
        var fact = Read("reply-codes.json").Codes.Single(row => row.Code == code);
        var entry = TestCatalog.Get(code);
        Assert.Equal(code[0] - '0', entry.Class!.Digit);
        Assert.Equal(fact.Name, entry.RegisteredName);
        Assert.Equal(fact.PairedWith, entry.PairedWith);
        Assert.Superset(fact.References.ToHashSet(), ReferencesOf(entry));
        if (fact.Status == "de-facto")
        {
            Assert.True(entry.Origin is CodeOrigin.Vendor or CodeOrigin.Unconfirmed, $"{code} is in no standard, but has origin {entry.Origin}.");
        }
        else
        {
            Assert.Equal(fact.Status, entry.Origin.ToString().ToLowerInvariant());
            Assert.Equal(fact.Commands, entry.Commands.Select(Verb));
        }
    }

    [Theory]
    [MemberData(nameof(EnhancedCodes))]
    public void EnhancedCode_AgainstTheRegistry_Agrees(string code)
    {
        var fact = Read("enhanced-codes.json").Codes.Single(row => row.Code == code);
        var entry = TestCatalog.Get(code);
        Assert.Equal(fact.Status == "deprecated" ? CodeOrigin.Obsolete : CodeOrigin.Standard, entry.Origin);
        Assert.Equal(fact.Name, entry.RegisteredName);
        Assert.Equal(fact.PairedWith.Order(StringComparer.Ordinal), entry.PairedWith);
        Assert.Superset(fact.References.ToHashSet(), ReferencesOf(entry));
        foreach (var other in new[] { 2, 4, 5 }.Except(fact.TiedTo is { Count: > 0 } tied ? tied : [2, 4, 5]))
        {
            Assert.Contains("only; a server that sends", TestCatalog.Real.Find(entry.Id.WithClass(other))!.Conflicts[0], StringComparison.Ordinal);
        }
    }

    private static string Verb(SmtpCommand command) => JsonSerializer.Serialize(command).Trim('"');

    private static HashSet<string> ReferencesOf(SmtpCode code) => code.References
        .Concat(code.Meanings.SelectMany(meaning => meaning.References))
        .Select(reference => reference.Section is null ? reference.Document : $"{reference.Document} {reference.Section}")
        .ToHashSet();

    private static Facts Read(string file) => JsonSerializer.Deserialize<Facts>(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Facts", file)), CamelCase)!;
}
