using SmtpCodeApi.Codes;
using SmtpCodeApi.Explain;
using SmtpCodeApi.Http;
using SmtpCodes.Explanation;
using static SmtpCodeApi.Pages.Markdown.Markup;

namespace SmtpCodeApi.Pages.Markdown;

/// <summary>An explanation as Markdown. Whatever a server or a client wrote is code in it.</summary>
internal static class ExplanationMarkdown
{
    public static string Of(Page<ExplanationDetails> page)
    {
        var (explanation, address) = (page.Value, page.Address);
        var text = new MarkdownText();
        if (explanation.Recipients.IsEmpty)
        {
            text.Heading(1, Title(explanation.Reply));
            Write(text, explanation, address, 2);
            return text.ToString();
        }

        // The outer explanation is that of one of the recipients.
        text.Heading(1, $"A bounce message, explained").Paragraph($"{Count(explanation)}");
        var explained = new List<RecipientDetails>();
        foreach (var recipient in explanation.Recipients)
        {
            text.Heading(2, $"{(recipient.Address.Length > 0 ? Code(recipient.Address) : $"A recipient without an address")} {recipient.Action}");
            // A list server's bounce names hundreds of recipients for one reason.
            if (explained.Find(other => IsExplainedAlike(other.Explanation, recipient.Explanation)) is { } alike)
            {
                text.Paragraph($"This means the same as for {Code(alike.Address)} above.").Bullets([.. Status(recipient), .. Diagnostic(recipient)]);
                continue;
            }

            explained.Add(recipient);
            Write(text, recipient.Explanation, address, 3, Status(recipient));
        }

        return text.ToString();
    }

    private static void Write(MarkdownText text, ExplanationDetails explanation, PageAddress address, int section, IEnumerable<Markup>? alsoKnown = null)
    {
        text.Paragraph(Prose(explanation.Summary)).Bullets(Facts(explanation, address).Concat(alsoKnown ?? []));

        var said = explanation.Reply.Lines;
        if (said.Any(line => !string.IsNullOrWhiteSpace(line)))
        {
            text.Heading(section, $"What the server said").Fence(said);
        }

        text.Heading(section, $"What it means").Paragraph(Prose(explanation.Explanation));
        text.Heading(section, $"What to do").Paragraph(Prose(explanation.HowToFix)).Steps(explanation.Steps);
        if (!explanation.Conflicts.IsEmpty)
        {
            text.Heading(section, $"Where it disagrees with itself").Bullets(explanation.Conflicts.Select(Prose));
        }

        if (!explanation.Evidence.IsEmpty)
        {
            text.Heading(section, $"Evidence").Bullets(explanation.Evidence.Select(Piece));
        }
    }

    private static IEnumerable<Markup> Facts(ExplanationDetails explanation, PageAddress address)
    {
        yield return $"**Category:** {CodeMarkdown.Word(explanation.Category)}";
        yield return $"**Action:** {CodeMarkdown.Word(explanation.Action)}";
        yield return $"**Confidence:** {CodeMarkdown.Word(explanation.Confidence)}";
        yield return $"**Permanent:** {explanation.Permanent switch { true => "yes", false => "no", null => "cannot be told" }}";
        yield return $"**Send again:** {CodeMarkdown.Advice(explanation.Retry)}";
        if (explanation.Reply.Code is { } code)
        {
            yield return $"**Reply code:** {Known(code, explanation.Code, address)}";
        }

        if (explanation.Reply.EnhancedCode is { } enhanced)
        {
            yield return $"**Enhanced status code:** {Known(enhanced, explanation.Enhanced, address)}";
        }

        if (explanation.Provider is { } provider)
        {
            yield return $"**Provider:** {(provider.Help is { } help ? Link(provider.Name, help.OriginalString) : $"{provider.Name}")}";
        }

        if (explanation.Id is { } id)
        {
            yield return $"**Id:** {Code(id)}";
        }
    }

    private static IEnumerable<Markup> Status(RecipientDetails recipient)
    {
        if (!string.IsNullOrEmpty(recipient.Status))
        {
            yield return $"**Status in the report:** {Code(recipient.Status)}";
        }
    }

    private static IEnumerable<Markup> Diagnostic(RecipientDetails recipient)
    {
        if (!string.IsNullOrEmpty(recipient.Diagnostic))
        {
            yield return $"**Diagnostic in the report:** {Code(recipient.Diagnostic)}";
        }
    }

    private static Markup Title(ParsedReply reply) => (reply.Code, reply.EnhancedCode) switch
    {
        (null, null) => $"A reply, explained",
        ({ } code, null) => $"{code}, explained",
        (null, { } enhanced) => $"{enhanced}, explained",
        ({ } code, { } enhanced) => $"{code} {enhanced}, explained",
    };

    private static string Count(ExplanationDetails explanation)
    {
        var failed = explanation.Recipients.Count(recipient => recipient.Action == "failed");
        var delayed = explanation.Recipients.Length - failed;
        return (failed, delayed) switch
        {
            (_, 0) => $"It reports {Recipients(failed)} as failed.",
            (0, _) => $"It reports {Recipients(delayed)} as delayed.",
            _ => $"It reports {Recipients(failed)} as failed and {Recipients(delayed)} as delayed.",
        };
    }

    private static string Recipients(int count) => count == 1 ? "1 recipient" : $"{count} recipients";

    private static Markup Known(string code, CodeSummary? known, PageAddress address) =>
        known is null ? $"{code}, which the catalog does not have" : Link($"{known.Code} {known.Name}", address.Origin + known.Href);

    private static Markup Piece(Evidence piece) => piece.Source switch
    {
        EvidenceSource.Text => $"{Code(piece.Text)} in the text (rule {Code(piece.Rule)})",
        EvidenceSource.ReplyCode => $"{Code(piece.Text)}, the reply code",
        EvidenceSource.EnhancedCode => $"{Code(piece.Text)}, the enhanced status code",
        _ => $"{Code(piece.Text)}, given beside the reply",
    };

    private static bool IsExplainedAlike(ExplanationDetails one, ExplanationDetails other) =>
        one.Code == other.Code && one.Enhanced == other.Enhanced && one.Summary == other.Summary && one.Explanation == other.Explanation && one.HowToFix == other.HowToFix
        && one.Permanent == other.Permanent && one.Confidence == other.Confidence && one.Provider == other.Provider && one.Conflicts.SequenceEqual(other.Conflicts);
}
