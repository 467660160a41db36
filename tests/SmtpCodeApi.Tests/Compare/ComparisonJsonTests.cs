using System.Text.Json;
using SmtpCodeApi.Codes;
using SmtpCodeApi.Compare;
using SmtpCodes.Catalog;
using SmtpCodes.Comparison;

namespace SmtpCodeApi.Tests.Compare;

public sealed class ComparisonJsonTests
{
    private static readonly CatalogService Catalog = CatalogService.Load();
    private static readonly CodeAnswers Codes = new(Catalog);
    private static readonly DiffService Diff = new();

    public static TheoryData<string> PathBases => ["", "/prefix"];

    [Theory]
    [MemberData(nameof(PathBases))]
    public void Write_ManyPairs_GivesTheOctetsOfTheSerializer(string pathBase)
    {
        // Each code with every seventh, itself among them: all kinds, classes and relations meet.
        var codes = Catalog.All.SelectMany(Forms).ToList();
        for (var i = 0; i < codes.Count; i++)
        {
            for (var j = i % 7; j < codes.Count; j += 7)
            {
                var (a, b) = (Codes.Details(codes[i], pathBase), Codes.Details(codes[j], pathBase));
                var comparison = ComparisonDetails.Of(a, b, Diff.Compare(a, b), pathBase);
                var written = JsonSerializer.SerializeToUtf8Bytes(comparison, ComparisonJson.TypeInfo);
                Assert.True(written.AsSpan().SequenceEqual(JsonSerializer.SerializeToUtf8Bytes(comparison, ApiJson.Wire.ComparisonDetails)), $"{a.Code} with {b.Code}");
            }
        }
    }

    private static IEnumerable<SmtpCode> Forms(SmtpCode entry) => entry.Id.IsOpenClass
        ? [entry, Catalog.Find(entry.Id.WithClass(4))!]
        : entry.Range is { } range ? [entry, Catalog.Find(CodeId.Parse(range.To))!] : [entry];
}
