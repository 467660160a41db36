using BenchmarkDotNet.Attributes;
using SmtpCodes.Catalog;
using SmtpCodes.Comparison;
using SmtpCodes.Explanation;

namespace SmtpCodeApi.Benchmarks;

/// <summary>What each piece of work costs in the library: time and octets allocated.</summary>
[MemoryDiagnoser]
public class KnowledgeBenchmarks
{
    private const string Reply = "550-5.7.26 Unauthenticated email from example.com is not accepted due to domain's\r\n550-5.7.26 DMARC policy. Please contact the administrator of example.com domain if\r\n550 5.7.26 this was a legitimate mail.";

    private readonly CatalogService _catalog = CatalogService.Load();
    private readonly DiffService _diff = new();
    private readonly ReplyClassifier _classifier = new(RuleBook.Load());
    private readonly string _writtenCode = "5.7.26";
    private readonly string _reply = Reply;
    private readonly SmtpCode _a;
    private readonly SmtpCode _b;
    private readonly FoundCodes _codes = ReplyParser.FindCodes(Reply, []);
    private readonly List<PlacedCode> _found = [];
    private readonly Workspace _work = new();
    private readonly ReplyCode _code;
    private readonly ReplyCode _enhanced;

    public KnowledgeBenchmarks()
    {
        _catalog.Prepare();
        (_a, _b) = (_catalog.Find(CodeId.Parse("354"))!, _catalog.Find(CodeId.Parse("535"))!);
        (_code, _enhanced) = (CodeAt(_codes.Reply!.Value), CodeAt(_codes.Enhanced!.Value));
    }

    [Benchmark]
    public CodeId ParseCode() => CodeId.Parse(_writtenCode);

    /// <summary>A code of the catalog, as it is written in an address.</summary>
    [Benchmark]
    public SmtpCode? Find() => _catalog.TryFind(_writtenCode, out _, out var code) ? code : null;

    [Benchmark]
    public int Search() => _catalog.Select(new() { Words = "authentification failed" }).Count();

    [Benchmark]
    public CodeComparison Compare() => _diff.Compare(_a, _b);

    /// <summary>The codes and the words of a reply.</summary>
    [Benchmark]
    public ParsedReply Parse()
    {
        var codes = ReplyParser.FindCodes(_reply, _found);
        return ReplyParser.Parse(_reply, CodeAt(codes.Reply!.Value), CodeAt(codes.Enhanced!.Value));
    }

    /// <summary>What a reply is about, once its codes are found.</summary>
    [Benchmark]
    public object Classify()
    {
        _work.Text.Read(_reply);
        return _classifier.Classify(_work, _code, _enhanced, null);
    }

    private ReplyCode CodeAt(PlacedCode place) => new(place.Id, _catalog.Find(place.Id), place);
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
