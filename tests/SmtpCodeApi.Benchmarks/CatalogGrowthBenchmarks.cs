using BenchmarkDotNet.Attributes;
using SmtpCodes.Catalog;
using SmtpCodes.Comparison;

namespace SmtpCodeApi.Benchmarks;

/// <summary>What a look-up, a search and a comparison cost with many times the entries.</summary>
[MemoryDiagnoser]
public class CatalogGrowthBenchmarks
{
    private readonly DiffService _diff = new();
    private CatalogService _catalog = null!;
    private SmtpCode _a = null!;
    private SmtpCode _b = null!;

    /// <summary>How many times the entries of the real catalog.</summary>
    [Params(1, 10, 100)]
    public int Entries { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        _catalog = GeneratedCatalog.Of(Entries);
        _catalog.Prepare();
        (_a, _b) = (_catalog.Find(CodeId.Parse("354"))!, _catalog.All[^1]);
    }

    [Benchmark]
    public SmtpCode? Find() => _catalog.TryFind(_b.Code, out _, out var code) ? code : null;

    [Benchmark]
    public int Search() => _catalog.Select(new() { Words = "authentification failed" }).Count();

    [Benchmark]
    public CodeComparison Compare() => _diff.Compare(_a, _b);
}
