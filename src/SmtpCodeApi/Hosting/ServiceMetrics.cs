using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
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

    private const string OutcomeLabel = "smtpcodes.outcome";
    private const string KindLabel = "smtpcodes.kind";

    private static readonly Meter Meter = new(MeterName);

    private static readonly Tally<(CodeKind? Kind, string Outcome)> LookUps = new(
        "smtpcodes.lookups", "{lookup}", "Codes that were looked up, one by one, in lists and in comparisons.",
        static key => [new(KindLabel, key.Kind is { } kind ? WordOf(kind) : "none"), new(OutcomeLabel, key.Outcome)]);

    // The digit 0 stands for an open class.
    private static readonly Tally<(CodeKind Kind, int ClassDigit)> UnknownCodes = new(
        "smtpcodes.unknown_codes", "{lookup}", "Well-formed codes that were looked up and that the catalog does not have.",
        static key => [new(KindLabel, WordOf(key.Kind)), new("smtpcodes.class", key.ClassDigit == 0 ? "x" : $"{key.ClassDigit}")]);

    private static readonly Tally<(CodeCategory Category, string Provider)> Explanations = new(
        ExplanationsName, "{explanation}", "Replies that were explained; those of a bounce message recipient by recipient.",
        static key => [new("smtpcodes.category", WordOf(key.Category)), new("smtpcodes.provider", key.Provider)]);

    private static readonly Tally<string> BatchLines = new(
        "smtpcodes.batch.lines", "{line}", "Lines of batches that were answered.", static outcome => [new(OutcomeLabel, outcome)]);

    /// <summary>Counts the look-up of one code.</summary>
    /// <param name="written">Whether what was asked for is written as a code is; if not, <paramref name="id"/> says nothing.</param>
    /// <param name="id">The code.</param>
    /// <param name="known">Whether the catalog has it.</param>
    public static void CodeLookedUp(bool written, CodeId id, bool known)
    {
        LookUps.Add(written ? (id.Kind, known ? "found" : "unknown") : (null, "malformed"));
        if (written && !known)
        {
            UnknownCodes.Add((id.Kind, id.ClassDigit));
        }
    }

    /// <summary>Counts one explanation.</summary>
    public static void ReplyExplained(ReplyExplanation explanation) => Explanations.Add((explanation.Category, explanation.Provider?.Id ?? "none"));

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
        BatchLines.Add(explanation is null ? "refused" : "explained");
        if (explanation is not null)
        {
            ReplyExplained(explanation);
        }
    }

    private static string WordOf<T>(T value)
        where T : struct, Enum => Vocabulary<T>.Words[Convert.ToInt32(value, System.Globalization.CultureInfo.InvariantCulture)];

    /// <summary>
    /// A counter that is read when metrics are collected. Its numbers stand here: handing each addition with its labels to whoever listens takes ten times as long.
    /// </summary>
    private sealed class Tally<TKey>
        where TKey : notnull
    {
        private readonly ConcurrentDictionary<TKey, StrongBox<long>> _counts = new();

        public Tally(string name, string unit, string description, Func<TKey, KeyValuePair<string, object?>[]> labels) =>
            Meter.CreateObservableCounter(name, () => _counts.Select(count => new Measurement<long>(Volatile.Read(ref count.Value.Value), labels(count.Key))), unit, description);

        public void Add(TKey key) => Interlocked.Increment(ref (_counts.TryGetValue(key, out var count) ? count : _counts.GetOrAdd(key, static _ => new())).Value);
    }
}
