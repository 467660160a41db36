using System.Text;
using Microsoft.Extensions.Primitives;
using SmtpCodeApi.Codes;
using SmtpCodeApi.Http;
using SmtpCodes.Catalog;
using SmtpCodes.Explanation;

namespace SmtpCodeApi.Fuzz;

/// <summary>What is fuzzed, and what has to hold of every result. A promise that is broken is thrown, like a crash.</summary>
internal sealed class Targets
{
    private const int MostRecipients = 1000;

    private readonly CatalogService _catalog = CatalogService.Load();
    private readonly ExplanationService _explanations;
    private readonly BounceReader _bounces;

    public Targets()
    {
        _explanations = new(_catalog);
        _bounces = new(_explanations);
        _explanations.Prepare();
        _catalog.Prepare();
    }

    /// <summary>Makes one input and gives it to one of the targets.</summary>
    /// <returns>Which.</returns>
    public string Run(InputMaker input)
    {
        switch (input.Next(8))
        {
            case < 4:
                Explain(input);
                return "reply";
            case < 6:
                ReadBounce(input);
                return "bounce";
            case 6:
                LookUp(input);
                return "code";
            default:
                List(input);
                return "query";
        }
    }

    private void Explain(InputMaker input)
    {
        var text = Encoding.UTF8.GetString(input.Reply());
        var context = input.Next(4) > 0 ? null : new ReplyContext(
            (SmtpCommand)input.Next(Enum.GetValues<SmtpCommand>().Length), input.Word(),
            input.Next(2) == 0 ? CodeId.Reply(200 + input.Next(400)) : null,
            input.Next(2) == 0 ? CodeId.Enhanced(input.Next(2) == 0 ? 4 : 5, input.Next(8), input.Next(40)) : null);
        Check(_explanations.Explain(text, context), text);
    }

    private void ReadBounce(InputMaker input)
    {
        using var message = new MemoryStream(input.Message().ToArray(), writable: false);
        var bounce = _bounces.Read(message);
        Check(bounce.Explanation, null);
        Require(bounce.Recipients.Length <= MostRecipients, "more recipients than are read");
        foreach (var recipient in bounce.Recipients)
        {
            Require(recipient.Action is "failed" or "delayed", "an action that is neither failed nor delayed");
            Check(recipient.Explanation, null);
        }
    }

    private void LookUp(InputMaker input)
    {
        var text = input.Word();
        if (!_catalog.TryFind(text, out var id, out var code))
        {
            return;
        }

        Require(CodeId.TryParse(id.ToString(), out var again) && again == id, "a code that is not read back from its own text");
        Require(text.Trim().Length <= CodeId.MaxLength, "a code that is too long");
        Require(code is not null || _catalog.Nearest(id).Length is > 0 and <= 5, "an unknown code with nothing near");
    }

    private void List(InputMaker input)
    {
        var parameters = new QueryParameters();
        var request = CodeListRequest.Read(
            parameters, Values(), Values(), Values(), Values(), Values(), Values(), Values(), Values(), Words(), Values(), Values(), Values());
        if (parameters.Problem is { } problem)
        {
            Require(problem.Status == 400 && problem.Errors is { IsEmpty: false }, "a problem that names no parameter");
            return;
        }

        var found = _catalog.Select(request.Query).Take(10).ToList();
        Require(found.Count <= 10, "more than was asked for");

        StringValues Values() => input.Next(12) switch { 0 => input.Word(), 1 => new StringValues([input.Word(), input.Word()]), _ => StringValues.Empty };

        StringValues Words() => input.Next(2) == 0 ? Encoding.UTF8.GetString(input.Reply()) : input.Word();
    }

    private static void Check(ReplyExplanation explanation, string? text)
    {
        Require(explanation.Summary.Length > 0 && explanation.Explanation.Length > 0 && explanation.HowToFix.Length > 0 && !explanation.Steps.IsEmpty, "an explanation that says nothing");
        Require(explanation.Reply.Code is null or { Length: 3 }, "a reply code that is none");
        Require(explanation.Reply.EnhancedCode is null || CodeId.TryParse(explanation.Reply.EnhancedCode, out _), "an enhanced status code that is none");
        foreach (var evidence in explanation.Evidence)
        {
            var inText = text is null || evidence.Source == EvidenceSource.Context
                || (evidence.Start >= 0 && evidence.Length >= 0 && evidence.Start + evidence.Length <= text.Length && text.AsSpan(evidence.Start, evidence.Length).SequenceEqual(evidence.Text));
            Require(inText, $"evidence '{evidence.Rule}' that is not in the text");
        }
    }

    private static void Require(bool holds, string broken)
    {
        if (!holds)
        {
            throw new InvalidDataException($"The result has {broken}.");
        }
    }
}
