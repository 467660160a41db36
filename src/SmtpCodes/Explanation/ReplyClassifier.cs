using System.Collections.Immutable;
using SmtpCodes.Catalog;

namespace SmtpCodes.Explanation;

/// <summary>What was decided about a reply, and by what.</summary>
/// <param name="Category">What it is about.</param>
/// <param name="Action">What to do.</param>
/// <param name="Confidence">How sure this is.</param>
/// <param name="Rule">The rule that decided; null where the codes did.</param>
/// <param name="Entry">The catalog entry that decided; null where a rule or nothing did.</param>
/// <param name="Evidence">Why, the decisive piece first.</param>
/// <param name="Provider">Who was recognised.</param>
internal sealed record Classification(
    CodeCategory Category, CodeAction Action, Confidence Confidence, ReplyRule? Rule, SmtpCode? Entry, ImmutableArray<Evidence> Evidence, ProviderRule? Provider);

/// <summary>
/// Decides what a reply is about: by the most specific rule whose phrase is in the text; else by the enhanced status code, if it says anything definite; else by
/// the reply code. Immutable, safe to share between threads; takes time linear in the length of the text.
/// </summary>
internal sealed class ReplyClassifier(RuleBook rules)
{
    // How much each condition of a rule, and the strength of its phrases, weighs against the length of the phrase, which is at most LongestPhrase.
    private const int ForProvider = 15;
    private const int ForEnhanced = 40;
    private const int ForReply = 20;
    private const int ForAgreement = 50;
    private const int LongestPhrase = 60;
    private const int OfWeakStrength = 150;
    private const int OfNormalStrength = 300;
    private const int OfStrongStrength = 400;

    /// <summary>Two rules closer than this say that the text can be read in two ways.</summary>
    private const int NarrowLead = 12;

    public Classification Classify(ReplyText text, FoundCodes codes, SmtpCode? code, SmtpCode? enhanced, CodeId? codeId, CodeId? enhancedId, ReplyContext context)
    {
        // 5.1.5 is a failure by its class, and X.1.5 only says what a success is about.
        enhanced = enhanced is { Category: CodeCategory.Success, Id.ClassDigit: 4 or 5 } ? null : enhanced;
        var matches = rules.Matcher.Find(text.Plain);
        var provider = ProviderOf(text, matches, context.Host);
        var byCode = DecidingEntry(code, enhanced);
        var (best, second) = Best(text, codes, matches, provider, codeId, enhancedId, IsDefinite(enhanced) ? enhanced!.Category : null);

        // Generic words lose against an enhanced code that says something definite, vague ones against a reply code for commands too.
        if (best is { } hit && (rules.Rules[hit.Rule].Strength > RuleStrength.Weak
            || !(IsDefinite(enhanced) || (rules.Rules[hit.Rule].Strength == RuleStrength.Vague && byCode is { Category: CodeCategory.ProtocolErrors }))))
        {
            var rule = rules.Rules[hit.Rule];
            var ambiguous = second is { } other && rules.Rules[other.Rule].Category != rule.Category && hit.Score - other.Score < NarrowLead;
            var confidence = rule.Strength <= RuleStrength.Weak
                ? byCode?.Category == rule.Category ? Confidence.Medium : Confidence.Low
                : ambiguous || (rule.Strength == RuleStrength.Normal && IsDefinite(enhanced) && enhanced!.Category != rule.Category) ? Confidence.Medium
                : Confidence.High;
            return new(rule.Category, ActionOf(rule, codeId, enhancedId), confidence, rule, null,
                [EvidenceOf(rule.Id, text, hit.Match), .. EvidenceOf(codes, context, codeId, enhancedId)], provider);
        }

        var evidence = EvidenceOf(codes, context, codeId, enhancedId).Reverse().ToImmutableArray();
        // The words of dead mailboxes are well known: a 550 in words that nobody knows is more likely a refusal, and no address is given up on a guess.
        if (byCode is { Category: CodeCategory.BadMailbox, Id.Kind: CodeKind.Reply } && HasWords(text.Plain))
        {
            return new(CodeCategory.PolicyRelated, ActionOfClass(codeId), Confidence.Low, null, byCode, evidence, provider);
        }

        return byCode is null
            ? new(CategoryOfClass(codeId ?? enhancedId), ActionOfClass(codeId ?? enhancedId), Confidence.Low, null, null, evidence, provider)
            : new(byCode.Category, ActionOf(byCode, codeId ?? enhancedId), byCode == enhanced && IsDefinite(enhanced) ? Confidence.Medium : Confidence.Low, null, byCode, evidence, provider);
    }

    /// <summary>What to do where a rule does not say; suppressing an address takes more than generic words.</summary>
    private static CodeAction ActionOf(ReplyRule rule, CodeId? code, CodeId? enhanced)
    {
        var action = rule.Action ?? DefaultAction(rule.Category);
        var temporary = (code ?? enhanced)?.ClassDigit == 4;
        return !temporary ? action : (rule.Category, action, rule.Strength) switch
        {
            (CodeCategory.SenderAuthentication or CodeCategory.SmtpAuth or CodeCategory.Reputation or CodeCategory.RelayingIssues, _, _) => action,
            (_, CodeAction.SuppressRecipient, > RuleStrength.Weak) => action,
            (_, CodeAction.None or CodeAction.Continue, _) => action,
            _ => CodeAction.RetryLater,
        };
    }

    private static CodeAction ActionOf(SmtpCode entry, CodeId? id) =>
        // A full mailbox is emptied some day, and a limit on rates is over some time, whatever class a server gives them.
        entry.Category is CodeCategory.QuotaIssues or CodeCategory.RateLimited ? CodeAction.RetryLater
        : id?.ClassDigit == 4 && entry.Action is CodeAction.SuppressRecipient or CodeAction.FixAndResend ? CodeAction.RetryLater
        : entry.Action;

    public static CodeAction DefaultAction(CodeCategory category) => category switch
    {
        CodeCategory.Success => CodeAction.None,
        CodeCategory.Intermediate => CodeAction.Continue,
        CodeCategory.BadMailbox or CodeCategory.InactiveMailbox or CodeCategory.BadDomain => CodeAction.SuppressRecipient,
        CodeCategory.QuotaIssues or CodeCategory.RateLimited or CodeCategory.BadConnection or CodeCategory.NoAnswerFromHost
            or CodeCategory.SystemErrors or CodeCategory.RoutingErrors or CodeCategory.MessageExpired => CodeAction.RetryLater,
        CodeCategory.MessageTooLarge or CodeCategory.ContentRelated or CodeCategory.SpamRelated or CodeCategory.VirusRelated => CodeAction.FixAndResend,
        _ => CodeAction.FixConfiguration,
    };

    /// <summary>Whether the text has two words, addresses and codes aside.</summary>
    private static bool HasWords(ReadOnlySpan<char> text)
    {
        var words = 0;
        for (var i = 0; i + 1 < text.Length; i++)
        {
            words += char.IsLetter(text[i]) && char.IsLetter(text[i + 1]) && (i == 0 || char.IsWhiteSpace(text[i - 1])) ? 1 : 0;
        }

        return words > 1;
    }

    private static CodeCategory CategoryOfClass(CodeId? id) => id?.ClassDigit switch
    {
        2 => CodeCategory.Success,
        3 => CodeCategory.Intermediate,
        _ => CodeCategory.Other,
    };

    private static CodeAction ActionOfClass(CodeId? id) => id?.ClassDigit switch
    {
        2 => CodeAction.None,
        3 => CodeAction.Continue,
        4 => CodeAction.RetryLater,
        _ => CodeAction.FixAndResend,
    };

    /// <summary>The entry that says most: an enhanced code that is definite, else the reply code unless it only says that something failed.</summary>
    private static SmtpCode? DecidingEntry(SmtpCode? code, SmtpCode? enhanced)
    {
        if (IsDefinite(enhanced) || code is null)
        {
            return enhanced ?? code;
        }

        // 550 5.7.0 is about policy, whatever 550 alone would be; 552 5.0.0 is about 552.
        return enhanced is { Id: { Subject: > 0, ClassDigit: > 2 } } ? enhanced : code;
    }

    /// <summary>
    /// Whether an enhanced code names a cause: not the catch-all of its subject, not X.7.1, that stands for any policy, and not 4.2.1, that servers send for
    /// greylisting and rates as much as for a mailbox that is switched off.
    /// </summary>
    private static bool IsDefinite(SmtpCode? enhanced) =>
        enhanced is { Id: { ClassDigit: 4 or 5, Detail: > 0 } } && enhanced.Id is not ({ Subject: 7, Detail: 1 } or { Subject: 2, Detail: 1, ClassDigit: 4 });

    private (Hit? Best, Hit? Second) Best(ReplyText text, FoundCodes codes, List<PhraseMatch> matches, ProviderRule? provider, CodeId? code, CodeId? enhanced, CodeCategory? expected)
    {
        // What stands before the reply code is the reporting program's: where there is anything else, its generic words neither decide nor rule out.
        var answer = codes.Reply?.Start ?? 0;
        var ruledOut = matches.Where(match => RuleBook.Meaning(match.Owner) is { Role: PhraseRole.Exception } meaning && (!IsGeneric(meaning.Index) || IsAnswer(match)))
            .Select(match => RuleBook.Meaning(match.Owner).Index).ToHashSet();
        var hits = new List<Hit>();
        foreach (var match in matches)
        {
            var (role, index) = RuleBook.Meaning(match.Owner);
            if (role == PhraseRole.Rule && !ruledOut.Contains(index) && Score(rules.Rules[index], match, provider, code, enhanced, expected) is { } score)
            {
                hits.Add(new(index, match, score));
            }
        }

        if (answer > 0 && (hits.Exists(hit => IsAnswer(hit.Match)) || HasWords(text.Original.AsSpan(answer))))
        {
            hits.RemoveAll(hit => IsGeneric(hit.Rule) && !IsAnswer(hit.Match));
        }

        Hit? best = null, second = null;
        foreach (var hit in hits)
        {
            if (best is not { } leader || hit.Score > leader.Score)
            {
                second = best is { } former && rules.Rules[former.Rule].Category != rules.Rules[hit.Rule].Category ? former : second;
                best = hit;
            }
            else if (rules.Rules[leader.Rule].Category != rules.Rules[hit.Rule].Category && (second is not { } runnerUp || hit.Score > runnerUp.Score))
            {
                second = hit;
            }
        }

        return (best, second);

        bool IsGeneric(int rule) => rules.Rules[rule].Strength <= RuleStrength.Weak;
        bool IsAnswer(PhraseMatch match) => text.Locate(match.Start, match.Length) is var (start, length) && start + length > answer;
    }

    private static int? Score(ReplyRule rule, PhraseMatch match, ProviderRule? provider, CodeId? code, CodeId? enhanced, CodeCategory? expected)
    {
        if ((rule.Provider is not null && rule.Provider != provider?.Id)
            || (!rule.Reply.IsEmpty && !rule.Reply.Any(beginning => Begins(code, enhanced, beginning)))
            || (!rule.EnhancedCodes.IsEmpty && !(enhanced is { } known && (rule.EnhancedCodes.Contains(known) || rule.EnhancedCodes.Contains(known.WithClass(0))))))
        {
            return null;
        }

        return (rule.Strength switch { RuleStrength.Strong => OfStrongStrength, RuleStrength.Normal => OfNormalStrength, RuleStrength.Weak => OfWeakStrength, _ => 0 })
            + (rule.Provider is null ? 0 : ForProvider) + (rule.EnhancedCodes.IsEmpty ? 0 : ForEnhanced) + (rule.Reply.IsEmpty ? 0 : ForReply)
            + (rule.Category == expected ? ForAgreement : 0) + Math.Min(match.Words, LongestPhrase);
    }

    /// <summary>Whether the reply code begins like this; without one, whether the enhanced code is of that class.</summary>
    private static bool Begins(CodeId? code, CodeId? enhanced, string beginning) =>
        code is { } given ? given.ToString().StartsWith(beginning, StringComparison.Ordinal)
        : beginning.Length == 1 && enhanced is { } known && known.ToString().StartsWith(beginning, StringComparison.Ordinal);

    private ProviderRule? ProviderOf(ReplyText text, List<PhraseMatch> matches, string? host)
    {
        if (host is not null && ByHost(host.ToLowerInvariant()) is { } ofHost)
        {
            return ofHost;
        }

        // The longest mark wins: it is the one least likely to be there by chance.
        PhraseMatch? best = null;
        foreach (var match in matches)
        {
            if (RuleBook.Meaning(match.Owner).Role == PhraseRole.Provider && (best is null || match.Words > best.Value.Words))
            {
                best = match;
            }
        }

        return best is { } mark ? rules.Providers[RuleBook.Meaning(mark.Owner).Index] : ByHostInText(text.Plain);
    }

    private ProviderRule? ByHostInText(ReadOnlySpan<char> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!IsHostCharacter(text[i]))
            {
                continue;
            }

            var end = i;
            var dots = 0;
            while (end < text.Length && IsHostCharacter(text[end]))
            {
                dots += text[end] == '.' ? 1 : 0;
                end++;
            }

            if (dots > 0 && end - i <= 255 && ByHost(text[i..end].Trim('.').ToString()) is { } provider)
            {
                return provider;
            }

            i = end;
        }

        return null;

        static bool IsHostCharacter(char c) => char.IsAsciiLetterOrDigit(c) || c is '.' or '-';
    }

    private ProviderRule? ByHost(string host)
    {
        for (var rest = host; rest.Length > 0;)
        {
            if (rules.HostsOfProviders.TryGetValue(rest, out var index))
            {
                return rules.Providers[index];
            }

            var dot = rest.IndexOf('.', StringComparison.Ordinal);
            if (dot < 0)
            {
                return null;
            }

            rest = rest[(dot + 1)..];
        }

        return null;
    }

    private static Evidence EvidenceOf(string rule, ReplyText text, PhraseMatch match)
    {
        var (start, length) = text.Locate(match.Start, match.Length);
        return new(rule, EvidenceSource.Text, start, length, text.Original.Substring(start, length));
    }

    private static IEnumerable<Evidence> EvidenceOf(FoundCodes codes, ReplyContext context, CodeId? codeId, CodeId? enhancedId)
    {
        if (codes.Reply is { } reply)
        {
            yield return new(reply.Id.ToString(), EvidenceSource.ReplyCode, reply.Start, reply.Length, reply.Id.ToString());
        }
        else if (codeId is { } given && given == context.Code)
        {
            yield return new(given.ToString(), EvidenceSource.Context, 0, 0, given.ToString());
        }

        if (codes.Enhanced is { } enhanced)
        {
            yield return new(enhanced.Id.ToString(), EvidenceSource.EnhancedCode, enhanced.Start, enhanced.Length, enhanced.Id.ToString());
        }
        else if (enhancedId is { } known && known == context.EnhancedCode)
        {
            yield return new(known.ToString(), EvidenceSource.Context, 0, 0, known.ToString());
        }
    }

    private readonly record struct Hit(int Rule, PhraseMatch Match, int Score);
}
