using SmtpCodeApi.Codes;
using SmtpCodeApi.Compare;
using SmtpCodeApi.Explain;
using SmtpCodeApi.Home;
using SmtpCodeApi.Http;
using SmtpCodeApi.Pages.Markdown;

namespace SmtpCodeApi.Pages;

/// <summary>How each kind of answer is shown.</summary>
internal static class Views
{
    public static View<ServiceIndex> Index { get; } = new(ApiJson.Wire.ServiceIndex, HomePage.Create, HomeMarkdown.Of);

    public static View<CodeDetails> Code { get; } = new(ApiJson.Wire.CodeDetails, CodePage.Create, CodeMarkdown.Of);

    public static View<CodeList> CodeList { get; } = new(ApiJson.Wire.CodeList, CodeListPage.Create, CodeListMarkdown.Of);

    public static View<ComparisonDetails> Comparison { get; } = new(ComparisonJson.TypeInfo, ComparisonPage.Create, ComparisonMarkdown.Of);

    public static View<ExplanationDetails> Explanation { get; } = new(ApiJson.Wire.ExplanationDetails, ExplanationPage.Create, ExplanationMarkdown.Of);

    public static View<Problem> Problem { get; } = new(ApiJson.Wire.Problem, ProblemPage.Create, ProblemMarkdown.Of);

    public static View<ProblemType> ProblemType { get; } = new(ApiJson.Wire.ProblemType, ProblemTypePage.Create, ProblemTypeMarkdown.Of);
}
