using System.Diagnostics.Metrics;
using SmtpCodeApi.Http;
using SmtpCodes.Catalog;
using SmtpCodes.Explanation;

namespace SmtpCodeApi.Hosting;

/// <summary>
/// What the service counts of its own work. Every label takes its values from a closed set (the vocabularies, the providers of the rules), so that no caller can
/// make the number of series grow: what was asked for is never a label. Safe to call from every thread; a call costs some tens of nanoseconds and allocates nothing.
/// </summary>
internal static class ServiceMetrics
{
    public const string MeterName = "SmtpCodeApi";
    public const string ExplanationsName = "smtpcodes.explanations";

    private static readonly Meter Meter = new(MeterName);

    private static readonly Counter<long> LookUps = Meter.CreateCounter<long>("smtpcodes.lookups", "{lookup}", "Codes that were looked up, one by one, in lists and in comparisons.");
    private static readonly Counter<long> UnknownCodes = Meter.CreateCounter<long>("smtpcodes.unknown_codes", "{lookup}", "Well-formed codes that were looked up and that the catalog does not have.");
    private static readonly Counter<long> Explanations = Meter.CreateCounter<long>(ExplanationsName, "{explanation}", "Replies that were explained; those of a bounce message recipient by recipient.");
    private static readonly Counter<long> BatchLines = Meter.CreateCounter<long>("smtpcodes.batch.lines", "{line}", "Lines of batches that were answered.");

    private static readonly KeyValuePair<string, object?> Found = new("smtpcodes.outcome", "found");
    private static readonly KeyValuePair<string, object?> Unknown = new("smtpcodes.outcome", "unknown");
    private static readonly KeyValuePair<string, object?> Malformed = new("smtpcodes.outcome", "malformed");
    private static readonly KeyValuePair<string, object?> Explained = new("smtpcodes.outcome", "explained");
    private static readonly KeyValuePair<string, object?> Refused = new("smtpcodes.outcome", "refused");
    private static readonly KeyValuePair<string, object?> NoKind = new("smtpcodes.kind", "none");
    private static readonly KeyValuePair<string, object?>[] Kinds = Tags<CodeKind>("smtpcodes.kind");
    private static readonly KeyValuePair<string, object?>[] Categories = Tags<CodeCategory>("smtpcodes.category");

    // By the digit; 0 stands for an open class.
    private static readonly KeyValuePair<string, object?>[] Classes = [.. new[] { "x", "1", "2", "3", "4", "5" }.Select(value => new KeyValuePair<string, object?>("smtpcodes.class", value))];

    /// <summary>Counts the look-up of one code.</summary>
    /// <param name="written">Whether what was asked for is written as a code is; if not, <paramref name="id"/> says nothing.</param>
    /// <param name="id">The code.</param>
    /// <param name="known">Whether the catalog has it.</param>
    public static void CodeLookedUp(bool written, CodeId id, bool known)
    {
        if (!written)
        {
            LookUps.Add(1, NoKind, Malformed);
            return;
        }

        LookUps.Add(1, Kinds[(int)id.Kind], known ? Found : Unknown);
        if (!known)
        {
            UnknownCodes.Add(1, Kinds[(int)id.Kind], Classes[id.ClassDigit]);
        }
    }

    /// <summary>Counts one explanation.</summary>
    public static void ReplyExplained(ReplyExplanation explanation) =>
        Explanations.Add(1, Categories[(int)explanation.Category], new("smtpcodes.provider", explanation.Provider?.Id ?? "none"));

    /// <summary>Counts the explanations of a bounce message: one for each recipient, or one for the message where it names none.</summary>
    public static void BounceExplained(BounceExplanation bounce)
    {
        if (bounce.Recipients.IsEmpty)
        {
            ReplyExplained(bounce.Explanation);
        }

        foreach (var recipient in bounce.Recipients)
        {
            ReplyExplained(recipient.Explanation);
        }
    }

    /// <summary>Counts an answered line of a batch.</summary>
    /// <param name="explanation">What it was answered with; null for a problem.</param>
    public static void BatchLineAnswered(ReplyExplanation? explanation)
    {
        BatchLines.Add(1, explanation is null ? Refused : Explained);
        if (explanation is not null)
        {
            ReplyExplained(explanation);
        }
    }

    /// <summary>A label for each word of a vocabulary, by the number of the word.</summary>
    private static KeyValuePair<string, object?>[] Tags<T>(string label)
        where T : struct, Enum => [.. Vocabulary<T>.Words.Select(word => new KeyValuePair<string, object?>(label, word))];
}
