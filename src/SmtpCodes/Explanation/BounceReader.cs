using System.Collections.Immutable;
using System.Text;
using MimeKit;
using SmtpCodes.Catalog;

namespace SmtpCodes.Explanation;

/// <summary>A recipient that a bounce message reports as failed or delayed.</summary>
/// <param name="Address" example="bob@example.org">The address, as the report has it.</param>
/// <param name="Action" example="failed">What the report says became of the message: <c>failed</c> or <c>delayed</c>.</param>
/// <param name="Status" example="5.1.1">The status of the report; null where it has none.</param>
/// <param name="Diagnostic" example="smtp; 550 5.1.1 User unknown">What the server said; null where the report does not tell.</param>
/// <param name="Explanation">What that means.</param>
public sealed record ReportedRecipient(string Address, string Action, string? Status, string? Diagnostic, ReplyExplanation Explanation);

/// <summary>What a bounce message says.</summary>
/// <param name="Explanation">The explanation of the first failed recipient, else of the first delayed one, else of the report's own words.</param>
/// <param name="Recipients">The failed and delayed recipients, in the order of the report.</param>
public sealed record BounceExplanation(ReplyExplanation Explanation, ImmutableArray<ReportedRecipient> Recipients);

/// <summary>
/// Reads bounce messages: delivery reports (RFC 3464), and the plain texts of servers that send none. Only the report is read; the message that was returned,
/// whole or in part, is never looked at. Stateless, safe to share between threads.
/// </summary>
public sealed class BounceReader(ExplanationService explanations)
{
    private const int DeepestNesting = 32;
    private const int MostRecipients = 1000;
    private const int LongestNotice = 16 * 1024;

    private static readonly ParserOptions Options = new() { MaxMimeDepth = DeepestNesting, MaxAddressGroupDepth = 1 };

    // Where servers begin to quote the message they return.
    private static readonly string[] QuoteMarks =
        ["--- Below this line is a copy", "------ This is a copy of", "----- Original message", "--- Original Message", "-----Original Message", "----- Unsent message follows", "--- The header of the original", "------ The body of the message", "Original message headers:", "--- Returned message", "Reporting-MTA:"];

    /// <summary>Explains a bounce message.</summary>
    /// <param name="message">A whole message (message/rfc822, message/global), or one part of it with its Content-Type header in front.</param>
    /// <returns>Never null: where nothing can be read, the explanation says so with low confidence.</returns>
    public BounceExplanation Read(Stream message)
    {
        var entity = Parse(message);
        var report = Parts(entity).OfType<MessageDeliveryStatus>().FirstOrDefault();
        var notice = NoticeOf(entity);
        var recipients = report is not null ? FromReport(report, notice) : FromNotice(notice);
        var first = recipients.FirstOrDefault(recipient => recipient.Action == "failed") ?? recipients.FirstOrDefault();
        return new(first?.Explanation ?? explanations.Explain(notice), recipients);
    }

    private static MimeEntity? Parse(Stream message)
    {
        try
        {
            var parsed = MimeMessage.Load(Options, message);
            return parsed.Body;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>The parts of the report itself: what is inside a returned message is not ours to read.</summary>
    private static IEnumerable<MimeEntity> Parts(MimeEntity? entity)
    {
        var pending = new Stack<MimeEntity>();
        if (entity is not null)
        {
            pending.Push(entity);
        }

        while (pending.TryPop(out var part))
        {
            yield return part;
            if (part is Multipart multipart)
            {
                foreach (var child in multipart.Reverse())
                {
                    pending.Push(child);
                }
            }
        }
    }

    private ImmutableArray<ReportedRecipient> FromReport(MessageDeliveryStatus report, string notice)
    {
        var recipients = ImmutableArray.CreateBuilder<ReportedRecipient>();
        foreach (var group in Groups(report))
        {
            var recipient = group["Final-Recipient"] ?? group["Original-Recipient"];
            var action = group["Action"]?.Trim().ToLowerInvariant();
            if (recipient is null || action is not ("failed" or "delayed") || recipients.Count >= MostRecipients)
            {
                continue;
            }

            var status = group["Status"]?.Trim();
            var diagnostic = group["Diagnostic-Code"]?.Trim();
            var context = new ReplyContext(Host: ValueOf(group["Remote-MTA"]), EnhancedCode: StatusOf(status));
            var explanation = explanations.Explain(string.IsNullOrEmpty(diagnostic) ? notice : diagnostic, context);
            recipients.Add(new(ValueOf(recipient) ?? "", action, status, string.IsNullOrEmpty(diagnostic) ? null : diagnostic, explanation));
        }

        return recipients.ToImmutable();
    }

    private static IEnumerable<HeaderList> Groups(MessageDeliveryStatus report)
    {
        try
        {
            return [.. report.StatusGroups];
        }
        catch (FormatException)
        {
            return [];
        }
    }

    /// <summary>
    /// Recipients of a bounce without a report: a line that is an address, as qmail and Exim write them, and the lines behind it up to the next one or an empty line.
    /// </summary>
    private ImmutableArray<ReportedRecipient> FromNotice(string notice)
    {
        var recipients = ImmutableArray.CreateBuilder<ReportedRecipient>();
        string? address = null;
        var said = new StringBuilder();
        foreach (var line in notice.ReplaceLineEndings("\n").Split('\n').Append(""))
        {
            var text = line.Trim();
            var next = AddressIn(text);
            if (address is not null && said.Length > 0 && (text.Length == 0 || next is not null))
            {
                var diagnostic = said.ToString().Trim();
                recipients.Add(new(address, "failed", null, diagnostic, explanations.Explain(diagnostic)));
                address = null;
            }

            if (next is not null && recipients.Count < MostRecipients)
            {
                address = next;
                said.Clear();
            }
            else if (address is not null && text.Length > 0)
            {
                said.Append(text).Append('\n');
            }
        }

        return recipients.ToImmutable();
    }

    /// <summary>The address that a line consists of, with angle brackets and a colon or without; null where it is anything else.</summary>
    private static string? AddressIn(string line)
    {
        var text = line.TrimEnd(':').TrimStart('<').TrimEnd('>');
        return text.Length is > 2 and < 320 && text.Count(c => c == '@') == 1 && text[0] != '@' && text[^1] != '@' && !text.Any(c => char.IsWhiteSpace(c) || c is ':' or '/' or '(' or ',' or '<' or '>')
            ? text
            : null;
    }

    /// <summary>The report's own words: its first text, up to where it begins to quote.</summary>
    private static string NoticeOf(MimeEntity? entity)
    {
        foreach (var part in Parts(entity))
        {
            if (part is TextPart text)
            {
                var notice = text.IsHtml ? PlainOf(text.Text) : text.Text;
                var end = QuoteMarks.Select(mark => notice.IndexOf(mark, StringComparison.OrdinalIgnoreCase)).Where(index => index >= 0).DefaultIfEmpty(notice.Length).Min();
                return notice[..Math.Min(end, LongestNotice)];
            }
        }

        return "";
    }

    private static string PlainOf(string html)
    {
        var plain = new StringBuilder();
        var tokenizer = new MimeKit.Text.HtmlTokenizer(new StringReader(html));
        while (tokenizer.ReadNextToken(out var token))
        {
            plain.Append(token is MimeKit.Text.HtmlDataToken data and not (MimeKit.Text.HtmlCDataToken or MimeKit.Text.HtmlScriptDataToken) ? data.Data : " ");
        }

        return plain.ToString();
    }

    // "rfc822; bob@example.org" and "dns; mx.example.org": the type in front says nothing new.
    private static string? ValueOf(string? field) => field is null ? null : field[(field.IndexOf(';', StringComparison.Ordinal) + 1)..].Trim();

    private static CodeId? StatusOf(string? status) =>
        status is not null && CodeId.TryParse(status.Split(' ')[0], out var id) && id.Kind == CodeKind.Enhanced ? id : null;
}
