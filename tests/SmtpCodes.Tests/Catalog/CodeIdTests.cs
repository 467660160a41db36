using CsCheck;
using SmtpCodes.Catalog;

namespace SmtpCodes.Tests.Catalog;

public sealed class CodeIdTests
{
    [Theory]
    [InlineData("354", "354", CodeKind.Reply, 3, 5, 4)]
    [InlineData("  354\t", "354", CodeKind.Reply, 3, 5, 4)]
    [InlineData("101", "101", CodeKind.Reply, 1, 0, 1)]
    [InlineData("599", "599", CodeKind.Reply, 5, 9, 9)]
    [InlineData("5.7.8", "5.7.8", CodeKind.Enhanced, 5, 7, 8)]
    [InlineData("X.7.8", "X.7.8", CodeKind.Enhanced, 0, 7, 8)]
    [InlineData("x.7.8", "X.7.8", CodeKind.Enhanced, 0, 7, 8)]
    [InlineData("4.0.0", "4.0.0", CodeKind.Enhanced, 4, 0, 0)]
    [InlineData("2.999.100", "2.999.100", CodeKind.Enhanced, 2, 999, 100)]
    public void TryParse_Code_GivesItsPartsAndCanonicalForm(string text, string canonical, CodeKind kind, int classDigit, int subject, int detail)
    {
        Assert.True(CodeId.TryParse(text, out var id));
        Assert.Equal((canonical, kind, classDigit, subject, detail), (id.ToString(), id.Kind, id.ClassDigit, id.Subject, id.Detail));
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("000")]
    [InlineData("099")]
    [InlineData("600")]
    [InlineData("999")]
    [InlineData("99")]
    [InlineData("1000")]
    [InlineData("35a")]
    [InlineData("-54")]
    [InlineData("+54")]
    [InlineData("3 4")]
    [InlineData("٣٥٤")]
    [InlineData("5.7")]
    [InlineData("3.7.8")]
    [InlineData("1.7.8")]
    [InlineData("6.7.8")]
    [InlineData("5.07.8")]
    [InlineData("5.7.08")]
    [InlineData("5.00.8")]
    [InlineData("5.1000.1")]
    [InlineData("5.7.1000")]
    [InlineData("5.7.8.9")]
    [InlineData("5..8")]
    [InlineData("5.7.")]
    [InlineData(".7.8")]
    [InlineData("5 .7.8")]
    [InlineData("Y.7.8")]
    [InlineData("5.7.8a")]
    public void TryParse_AnythingElse_Refuses(string text)
    {
        Assert.False(CodeId.TryParse(text, out var id));
        Assert.Equal(default, id);
        Assert.Throws<FormatException>(() => CodeId.Parse(text));
    }

    [Fact]
    public void TryParse_AnyText_EitherRefusesOrReadsItsOwnCanonicalFormBack() =>
        Gen.OneOf(Gen.String, Gen.String[Gen.Char["0123456789.Xx "], 0, 12]).Sample(text =>
        {
            if (CodeId.TryParse(text, out var id))
            {
                Assert.Equal(id, CodeId.Parse(id.ToString()));
                Assert.Equal(text.Trim().ToUpperInvariant(), id.ToString());
            }
        }, iter: 20_000);

    [Fact]
    public void CompareTo_MixedCodes_OrdersAsTheCatalogDoes()
    {
        string[] ordered = ["101", "250", "354", "X.0.0", "X.7.9", "5.7.9", "X.7.10", "4.7.500", "5.7.501", "X.10.0"];
        Assert.Equal(ordered, ordered.Reverse().Select(code => CodeId.Parse(code)).Order().Select(id => id.ToString()));
        Assert.True(CodeId.Parse("250") < CodeId.Parse("354") && CodeId.Parse("X.7.10") > CodeId.Parse("X.7.9"));
        Assert.True(CodeId.Parse("250") <= CodeId.Parse("250") && CodeId.Parse("250") >= CodeId.Parse("250"));
    }

    [Theory]
    [InlineData(99)]
    [InlineData(600)]
    public void Reply_NumberOutOfRange_Throws(int number) => Assert.Throws<ArgumentOutOfRangeException>(() => CodeId.Reply(number));

    [Theory]
    [InlineData(3, 0, 0)]
    [InlineData(5, -1, 0)]
    [InlineData(5, 1000, 0)]
    [InlineData(5, 0, -1)]
    [InlineData(5, 0, 1000)]
    public void Enhanced_PartOutOfRange_Throws(int classDigit, int subject, int detail) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => CodeId.Enhanced(classDigit, subject, detail));

    [Fact]
    public void WithClass_EnhancedCode_ChangesTheClassAlone()
    {
        Assert.Equal("4.2.2", CodeId.Parse("X.2.2").WithClass(4).ToString());
        Assert.Equal("X.2.2", CodeId.Parse("5.2.2").WithClass(0).ToString());
        Assert.Equal("250", CodeId.Parse("250").WithClass(4).ToString());
        Assert.Equal((354, 0), (CodeId.Reply(354).Number, CodeId.Parse("5.7.8").Number));
    }
}
