using BenchmarkDotNet.Attributes;
using SmtpCodes.Catalog;
using SmtpCodes.Comparison;
using SmtpCodes.Explanation;

namespace SmtpCodeApi.Benchmarks;

/// <summary>What a look-up, a search, a comparison and an explanation cost in the library: time and octets allocated.</summary>
[MemoryDiagnoser]
public class KnowledgeBenchmarks
{
    private readonly CatalogService _catalog = CatalogService.Load();
    private readonly DiffService _diff = new();
    private readonly SmtpCode _a;
    private readonly SmtpCode _b;

    public KnowledgeBenchmarks()
    {
        _catalog.PrepareSearch();
        (_a, _b) = (_catalog.Find(CodeId.Parse("354"))!, _catalog.Find(CodeId.Parse("535"))!);
    }

    [Benchmark]
    public SmtpCode? Find() => _catalog.TryFind("5.7.26", out _, out var code) ? code : null;

    [Benchmark]
    public int Search() => _catalog.Select(new() { Words = "authentification failed" }).Count();

    [Benchmark]
    public CodeComparison Compare() => _diff.Compare(_a, _b);
}

/// <summary>What an explanation costs, by the length of the reply.</summary>
[MemoryDiagnoser]
public class ExplainBenchmarks
{
    private const string Sentence = "550-5.7.26 Unauthenticated email from example.com is not accepted due to domain's DMARC policy; host mx.example.org[192.0.2.25] said so to <bob@example.org>\r\n";
    private readonly ExplanationService _explanations = new(CatalogService.Load());
    private string _reply = "";

    /// <summary>The length of the reply, in UTF-16 units.</summary>
    [Params(200, 2 * 1024, 16 * 1024, 256 * 1024)]
    public int Length { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        _explanations.Prepare();
        _reply = string.Concat(Enumerable.Repeat(Sentence, (Length / Sentence.Length) + 1))[..Length];
    }

    [Benchmark]
    public ReplyExplanation Explain() => _explanations.Explain(_reply);
}
