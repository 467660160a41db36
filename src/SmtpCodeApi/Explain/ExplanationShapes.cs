using System.Collections.Immutable;
using System.Text.Json.Serialization;
using SmtpCodeApi.Codes;
using SmtpCodeApi.Http;
using SmtpCodes.Catalog;
using SmtpCodes.Explanation;

namespace SmtpCodeApi.Explain;

/// <summary>What to explain: a reply, or at least a code, and what is known beside it.</summary>
/// <param name="Reply" example="550-5.7.26 Unauthenticated email from example.com is not accepted due to domain's DMARC policy.">What the server said, as it was found.</param>
/// <param name="Id" example="bounce-42">Given back in the answer, to tell answers apart.</param>
/// <param name="Command" example="RCPT">The command that the reply answers.</param>
/// <param name="Host" example="mx.example.com">The host that said it.</param>
/// <param name="Code" example="550">The reply code, if it is not in the text.</param>
/// <param name="EnhancedCode" example="5.1.1">The enhanced status code, if it is not in the text.</param>
public sealed record ExplainRequest(string? Reply = null, string? Id = null, string? Command = null, string? Host = null,
    [property: JsonConverter(typeof(TextOrNumberConverter))] string? Code = null, string? EnhancedCode = null);

/// <summary>What a reply means here, and what to do about it.</summary>
/// <param name="Id" example="bounce-42">As given; null where none was.</param>
/// <param name="Reply">What the reply consists of.</param>
/// <param name="Code">The reply code in short form; null where there is none or the catalog lacks it.</param>
/// <param name="Enhanced">The enhanced status code in short form; null where there is none or the catalog lacks it.</param>
/// <param name="Category">What it is about.</param>
/// <param name="Action">What to do, in one word.</param>
/// <param name="Confidence">How sure this is; suppress no address on anything but `high`.</param>
/// <param name="Permanent" example="true">Whether the server's answer is final for this message as sent; null where it cannot be told.</param>
/// <param name="Retry">Whether, when and until when to send the same message again.</param>
/// <param name="Summary" example="550 5.1.1: the recipient's address does not exist or cannot be used; stop sending to this address.">What happened and what to do, in one sentence.</param>
/// <param name="Explanation" example="The receiving server knows no mailbox of this name.">What this reply means.</param>
/// <param name="HowToFix" example="Check the address for a slip, and take it off your list if it is right.">What to do about it.</param>
/// <param name="Steps">The same as short imperative steps.</param>
/// <param name="Evidence">Why, the decisive piece first.</param>
/// <param name="Provider">Whose rule it was; null where nobody was recognised.</param>
/// <param name="Conflicts">Where parts of the reply disagree.</param>
/// <param name="Recipients">For a bounce message, its failed and delayed recipients; the other members are those of the first failed one. Else empty.</param>
[JsonConverter(typeof(ExplanationJson))]
public sealed record ExplanationDetails(
    string? Id, ParsedReply Reply, CodeSummary? Code, CodeSummary? Enhanced, CodeCategory Category, CodeAction Action, Confidence Confidence, bool? Permanent,
    RetryAdvice Retry, string Summary, string Explanation, string HowToFix, ImmutableArray<string> Steps, ImmutableArray<Evidence> Evidence,
    RecognisedProvider? Provider, ImmutableArray<string> Conflicts, ImmutableArray<RecipientDetails> Recipients)
{
    /// <summary>The text that the evidence counts in, for pages to show; not sent, since whoever asks has it. Null for a bounce message.</summary>
    [JsonIgnore]
    internal string? Given { get; init; }

    internal static ExplanationDetails Of(ReplyExplanation explanation, string? id, CodeAnswers codes, string pathBase, ImmutableArray<ReportedRecipient> recipients = default) => new(
        id, explanation.Reply,
        explanation.Code is null ? null : codes.Summary(explanation.Code, pathBase), explanation.Enhanced is null ? null : codes.Summary(explanation.Enhanced, pathBase),
        explanation.Category, explanation.Action, explanation.Confidence, explanation.Permanent, explanation.Retry, explanation.Summary, explanation.Explanation,
        explanation.HowToFix, explanation.Steps, explanation.Evidence, explanation.Provider, explanation.Conflicts,
        recipients.IsDefaultOrEmpty
            ? []
            : [.. recipients.Select(recipient => new RecipientDetails(recipient.Address, recipient.Action, recipient.Status, recipient.Diagnostic, Of(recipient.Explanation, null, codes, pathBase)))]);
}

/// <summary>A failed or delayed recipient of a bounce message.</summary>
/// <param name="Address" example="bob@example.org">The address, as the report has it.</param>
/// <param name="Action" example="failed">`failed` or `delayed`.</param>
/// <param name="Status" example="5.1.1">The status of the report; null where it has none.</param>
/// <param name="Diagnostic" example="smtp; 550 5.1.1 User unknown">What the server said; null where the report does not tell.</param>
/// <param name="Explanation">What that means.</param>
public sealed record RecipientDetails(string Address, string Action, string? Status, string? Diagnostic, ExplanationDetails Explanation);

/// <summary>The answer to one line of a batch: either `result` or `problem`.</summary>
/// <param name="Line" example="1">The line, counted from 1, empty lines included.</param>
/// <param name="Id" example="bounce-42">As given; null where none was, or it could not be read.</param>
/// <param name="Result">The explanation; absent where the line was bad.</param>
/// <param name="Problem">What was wrong with the line; absent where it was explained.</param>
public sealed record BatchLine(
    long Line, string? Id,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ExplanationDetails? Result,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Problem? Problem);
