using SmtpCodes.Catalog;

namespace SmtpCodes.Tests.Catalog;

/// <summary>What people type, and the code that has to come first or among the first three.</summary>
public sealed class SearchTests
{
    [Theory]
    [InlineData("354", "354")]
    [InlineData("#550", "550")]
    [InlineData("5.1.1", "X.1.1")]
    [InlineData("X.7.26", "X.7.26")]
    [InlineData("x.7.26", "X.7.26")]
    [InlineData("4.7.650", "4.7.500")]
    [InlineData("authentication failed", "535")]
    [InlineData("mailbox full", "X.2.2")]
    [InlineData("mailbox ful", "X.2.2")]
    [InlineData("quota exceded", "X.2.2")]
    [InlineData("greylist", "450")]
    [InlineData("graylisting", "450")]
    [InlineData("greylisted", "450")]
    [InlineData("too many recipients", "X.5.3")]
    [InlineData("spf", "X.7.23")]
    [InlineData("dmarc", "X.7.26")]
    [InlineData("dkim", "X.7.20")]
    [InlineData("arc", "X.7.29")]
    [InlineData("reverse dns", "X.7.25")]
    [InlineData("ptr record", "X.7.25")]
    [InlineData("blacklist", "X.7.1")]
    [InlineData("null mx", "X.1.10")]
    [InlineData("start mail input", "354")]
    [InlineData("smtp smuggling", "354")]
    [InlineData("dot stuffing", "354")]
    [InlineData("app password", "535")]
    [InlineData("oauth", "535")]
    [InlineData("login required", "530")]
    [InlineData("must issue a STARTTLS command first", "530")]
    [InlineData("bad sequence of commands", "503")]
    [InlineData("command not recognized", "500")]
    [InlineData("service not available", "421")]
    [InlineData("mail loop", "X.4.6")]
    [InlineData("too many hops", "X.4.6")]
    [InlineData("message expired", "X.4.7")]
    [InlineData("insufficient storage", "452")]
    [InlineData("disk full", "X.3.1")]
    [InlineData("mailing list expansion", "X.2.4")]
    [InlineData("requiretls", "X.7.30")]
    [InlineData("greeting", "220")]
    [InlineData("banned sending ip", "5.7.606")]
    [InlineData("daily recipient limit", "5.1.90")]
    public void Search_HumanQuery_HasTheCodeFirst(string query, string code) => Assert.Equal(code, Found(query)[0]);

    [Theory]
    [InlineData("authentification failed", "535")]
    [InlineData("user unknown", "X.1.1")]
    [InlineData("no such user", "550")]
    [InlineData("relay access denied", "554")]
    [InlineData("relaying denied", "X.7.1")]
    [InlineData("5.7", "X.7.1")]
    [InlineData("4.2", "X.2.2")]
    [InlineData("552 5.2.2", "X.2.2")]
    [InlineData("550 5.1.1 user unknown", "X.1.1")]
    [InlineData("5xx", "550")]
    [InlineData("message too large", "X.3.4")]
    [InlineData("size limit exceeded", "552")]
    [InlineData("connection timed out", "X.4.1")]
    [InlineData("timeout", "X.4.2")]
    [InlineData("rate limit", "421")]
    [InlineData("password expired", "X.7.12")]
    [InlineData("account disabled", "X.7.13")]
    [InlineData("mailbox unavailible", "450")]
    [InlineData("recipient adress rejected", "550")]
    [InlineData("dns failure", "X.4.3")]
    [InlineData("starttls", "454")]
    [InlineData("bare line feed", "354")]
    [InlineData("spf gmail", "X.7.27")]
    public void Search_HumanQuery_HasTheCodeAmongTheFirstThree(string query, string code) => Assert.Contains(code, Found(query).Take(3));

    [Theory]
    [InlineData("zzzzqqqq")]
    [InlineData("...")]
    [InlineData("the of and")]
    [InlineData("9.9.9")]
    [InlineData("7zz")]
    public void Search_NothingLikeIt_FindsNothing(string query) => Assert.Empty(Found(query));

    [Fact]
    public void Search_EveryName_HasItsCodeAmongTheFirstThree() =>
        Assert.Empty(TestCatalog.Real.All.Where(code => !Found(code.Name).Take(3).Contains(code.Code)).Select(code => $"{code.Code} {code.Name}: {string.Join(' ', Found(code.Name).Take(3))}"));

    [Fact]
    public void Search_WithFilters_KeepsTheOrder()
    {
        var all = Found("authentication failed");
        var replies = TestCatalog.Real.Select(new() { Words = "authentication failed", Kinds = [CodeKind.Reply] }).Select(code => code.Code).ToList();
        Assert.Equal(all.Where(code => !code.Contains('.', StringComparison.Ordinal)), replies);
    }

    [Fact]
    public void Search_AmongNamedCodes_KeepsTheirOrder() =>
        Assert.Equal(["535", "530"], TestCatalog.Real.Select(new() { Words = "authentication", Codes = [CodeId.Parse("535"), CodeId.Parse("250"), CodeId.Parse("530")] }).Select(code => code.Code));

    [Fact]
    public void Search_AnyText_NeverFails() =>
        CsCheck.Check.Sample(CsCheck.Gen.String, text => Assert.NotNull(TestCatalog.Real.Select(new() { Words = text }).ToList()), iter: 2_000);

    private static List<string> Found(string query) => [.. TestCatalog.Real.Select(new() { Words = query }).Select(code => code.Code)];
}
