using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
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
internal readonly record struct Classification(
    CodeCategory Category, CodeAction Action, Confidence Confidence, ReplyRule? Rule, SmtpCode? Entry, ImmutableArray<Evidence> Evidence, ProviderRule? Provider);

/// <summary>A code of a reply.</summary>
/// <param name="Id">The code.</param>
/// <param name="Entry">What the catalog has on it; null where it lacks it.</param>
/// <param name="Place">Where it is in the text; null where it was given beside it.</param>
internal readonly record struct ReplyCode(CodeId Id, SmtpCode? Entry, PlacedCode? Place)
{
    /// <summary>The code as it is written.</summary>
    public string Text => Entry?.Code ?? Id.ToString();
}

/// <summary>A rule that applies to a text.</summary>
/// <param name="Rule">Its index.</param>
/// <param name="Match">The index of the match that makes it apply.</param>
/// <param name="Score">How much speaks for it.</param>
/// <param name="IsAside">Whether it is generic words in front of the answer, that count where there is nothing else.</param>
internal readonly record struct RuleHit(int Rule, int Match, int Score, bool IsAside);

/// <summary>
/// Decides what a reply is about: by the most specific rule whose phrase is in the text; else by the enhanced status code, if it says anything definite; else by
/// the reply code. Immutable, safe to share between threads; takes time linear in the length of the text.
/// </summary>
internal sealed class ReplyClassifier
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

    private readonly RuleBook _rules;
    private readonly FrozenDictionary<string, ProviderRule>.AlternateLookup<ReadOnlySpan<char>> _providerOfHost;

    // What the score of each rule begins with, side by side: a reply has phrases of some dozens of rules, and all but one of them lose.
    private readonly RuleTerms[] _terms;

    public ReplyClassifier(RuleBook rules)
    {
        _rules = rules;
        _providerOfHost = rules.HostsOfProviders.GetAlternateLookup<ReadOnlySpan<char>>();
        _terms = [.. rules.Rules.Select(TermsOf)];
    }

    /// <summary>Decides about the text that was read into a workspace.</summary>
    /// <param name="work">Has the text; what was found in it is there afterwards.</param>
    /// <param name="reply">The reply code; null where there is none.</param>
    /// <param name="status">The enhanced status code; null where there is none.</param>
    /// <param name="host">The host that said it; null where it is not known.</param>
    public Classification Classify(Workspace work, ReplyCode? reply, ReplyCode? status, string? host)
    {
        var (text, code) = (work.Text, reply?.Entry);
        // 5.1.5 is a failure by its class, and X.1.5 only says what a success is about.
        var enhanced = status?.Entry is { } known and not { Category: CodeCategory.Success, Id.ClassDigit: 4 or 5 } ? known : null;
        var matches = CollectionsMarshal.AsSpan(_rules.Matcher.Find(text.Plain, work.Phrases).Matches);
        var provider = ProviderOf(text, matches, host);
        var byCode = DecidingEntry(code, enhanced);
        FindHits(work, reply, status?.Id, matches, provider, IsDefinite(enhanced) ? enhanced!.Category : null);

        // Generic words lose against an enhanced code that says something definite, vague ones against a reply code for commands too.
        if (BestOf(work.Hits, matches) is { } hit && _rules.Rules[hit.Rule] is var rule && (rule.Strength > RuleStrength.Weak
            || !(IsDefinite(enhanced) || (rule.Strength == RuleStrength.Vague && byCode is { Category: CodeCategory.ProtocolErrors }))))
        {
            var confidence = rule.Strength <= RuleStrength.Weak
                ? byCode?.Category == rule.Category ? Confidence.Medium : Confidence.Low
                : IsAmbiguous(hit, work.Hits) || (rule.Strength == RuleStrength.Normal && IsDefinite(enhanced) && enhanced!.Category != rule.Category) ? Confidence.Medium
                : Confidence.High;
            return new(rule.Category, ActionOf(rule, reply?.Id, status?.Id), confidence, rule, null, EvidenceOf(EvidenceOf(rule.Id, text, matches[hit.Match]), reply, status), provider);
        }

        // The enhanced code says more.
        var evidence = EvidenceOf(null, status, reply);
        // The words of dead mailboxes are well known: a 550 in words that nobody knows is more likely a refusal, and no address is given up on a guess.
        if (byCode is { Category: CodeCategory.BadMailbox, Id.Kind: CodeKind.Reply } && HasWords(text.Plain))
        {
            return new(CodeCategory.PolicyRelated, ActionOfClass(reply?.Id), Confidence.Low, null, byCode, evidence, provider);
        }

        var id = reply?.Id ?? status?.Id;
        return byCode is null
            ? new(CategoryOfClass(id), ActionOfClass(id), Confidence.Low, null, null, evidence, provider)
            : new(byCode.Category, ActionOf(byCode, id), byCode.Kind == CodeKind.Enhanced && IsDefinite(byCode) ? Confidence.Medium : Confidence.Low, null, byCode, evidence, provider);
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

    /// <summary>Gathers the rules that apply.</summary>
    private void FindHits(Workspace work, ReplyCode? reply, CodeId? enhanced, ReadOnlySpan<PhraseMatch> matches, ProviderRule? provider, CodeCategory? expected)
    {
        var (text, hits) = (work.Text, work.Hits);
        var ruledOut = work.RuledOut(_terms.Length);
        // What stands before the reply code is the reporting program's: where there is anything else, its generic words neither decide nor rule out.
        var answer = reply?.Place?.Start ?? 0;
        foreach (ref readonly var match in matches)
        {
            if (RuleBook.Meaning(match.Owner) is (PhraseRole.Exception, var index) && (!_terms[index].IsGeneric || IsAnswer(match)))
            {
                ruledOut[index] = true;
            }
        }

        hits.Clear();
        var answered = false;
        for (var i = 0; i < matches.Length; i++)
        {
            ref readonly var match = ref matches[i];
            if (RuleBook.Meaning(match.Owner) is (PhraseRole.Rule, var index) && !ruledOut[index] && Applies(index, provider, reply?.Id, enhanced))
            {
                ref readonly var terms = ref _terms[index];
                var isAnswer = IsAnswer(match);
                answered |= isAnswer;
                hits.Add(new(index, i, terms.Score + (terms.Category == expected ? ForAgreement : 0) + Math.Min(match.Words, LongestPhrase), terms.IsGeneric && !isAnswer));
            }
        }

        if (answer > 0 && (answered || HasWords(text.Original.AsSpan(answer))))
        {
            hits.RemoveAll(static hit => hit.IsAside);
        }

        bool IsAnswer(in PhraseMatch match) => text.Locate(match.Start, match.Length) is var (start, length) && start + length > answer;
    }

    private static RuleHit? BestOf(List<RuleHit> hits, ReadOnlySpan<PhraseMatch> matches)
    {
        RuleHit? best = null;
        foreach (var hit in hits)
        {
            if (best is not { } leader || hit.Score > leader.Score || (hit.Score == leader.Score && matches[hit.Match].ComesBefore(matches[leader.Match])))
            {
                best = hit;
            }
        }

        return best;
    }

    /// <summary>Whether a rule of another category is close behind.</summary>
    private bool IsAmbiguous(RuleHit best, List<RuleHit> hits)
    {
        foreach (var hit in hits)
        {
            if (best.Score - hit.Score < NarrowLead && _terms[hit.Rule].Category != _terms[best.Rule].Category)
            {
                return true;
            }
        }

        return false;
    }

    private bool Applies(int index, ProviderRule? provider, CodeId? code, CodeId? enhanced)
    {
        if (!_terms[index].HasConditions)
        {
            return true;
        }

        var rule = _rules.Rules[index];
        return (rule.Provider is null || rule.Provider == provider?.Id)
            && (rule.Reply.IsEmpty || BeginsWithOneOf(rule.Reply, code, enhanced))
            && (rule.EnhancedCodes.IsEmpty || (enhanced is { } known && (rule.EnhancedCodes.Contains(known) || rule.EnhancedCodes.Contains(known.WithClass(0)))));
    }

    private static RuleTerms TermsOf(ReplyRule rule) => new(
        (rule.Strength switch { RuleStrength.Strong => OfStrongStrength, RuleStrength.Normal => OfNormalStrength, RuleStrength.Weak => OfWeakStrength, _ => 0 })
            + (rule.Provider is null ? 0 : ForProvider) + (rule.EnhancedCodes.IsEmpty ? 0 : ForEnhanced) + (rule.Reply.IsEmpty ? 0 : ForReply),
        rule.Category, rule.Strength <= RuleStrength.Weak, rule.Provider is not null || !rule.EnhancedCodes.IsEmpty || !rule.Reply.IsEmpty);

    /// <summary>Whether the reply code begins like this; without one, whether the enhanced code is of that class.</summary>
    private static bool BeginsWithOneOf(ImmutableArray<string> beginnings, CodeId? code, CodeId? enhanced)
    {
        var (written, length) = code is { } given ? (given.ToString(), int.MaxValue) : (enhanced?.ToString() ?? "", 1);
        foreach (var beginning in beginnings)
        {
            if (beginning.Length <= length && written.StartsWith(beginning, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    private ProviderRule? ProviderOf(ReplyText text, ReadOnlySpan<PhraseMatch> matches, string? host)
    {
        if (host is not null && ByHost(host.ToLowerInvariant()) is { } ofHost)
        {
            return ofHost;
        }

        // The longest mark wins: it is the one least likely to be there by chance.
        var best = -1;
        for (var i = 0; i < matches.Length; i++)
        {
            if (RuleBook.Meaning(matches[i].Owner).Role == PhraseRole.Provider
                && (best < 0 || matches[i].Words > matches[best].Words || (matches[i].Words == matches[best].Words && matches[i].ComesBefore(matches[best]))))
            {
                best = i;
            }
        }

        return best >= 0 ? _rules.Providers[RuleBook.Meaning(matches[best].Owner).Index] : ByHostInText(text.Plain);
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

            if (dots > 0 && end - i <= 255 && ByHost(text[i..end].Trim('.')) is { } provider)
            {
                return provider;
            }

            i = end;
        }

        return null;

        static bool IsHostCharacter(char c) => char.IsAsciiLetterOrDigit(c) || c is '.' or '-';
    }

    private ProviderRule? ByHost(ReadOnlySpan<char> host)
    {
        while (!host.IsEmpty)
        {
            if (_providerOfHost.TryGetValue(host, out var provider))
            {
                return provider;
            }

            var dot = host.IndexOf('.');
            if (dot < 0)
            {
                return null;
            }

            host = host[(dot + 1)..];
        }

        return null;
    }

    private static Evidence EvidenceOf(string rule, ReplyText text, in PhraseMatch match)
    {
        var (start, length) = text.Locate(match.Start, match.Length);
        return new(rule, EvidenceSource.Text, start, length, text.Original.Substring(start, length));
    }

    private static ImmutableArray<Evidence> EvidenceOf(Evidence? words, ReplyCode? first, ReplyCode? second)
    {
        var (ofFirst, ofSecond) = (EvidenceOf(first), EvidenceOf(second));
        return (words, ofFirst, ofSecond) switch
        {
            (not null, not null, not null) => [words, ofFirst, ofSecond],
            (not null, null, null) => [words],
            (not null, _, _) => [words, ofFirst ?? ofSecond!],
            (null, not null, not null) => [ofFirst, ofSecond],
            (null, null, null) => [],
            _ => [ofFirst ?? ofSecond!],
        };
    }

    private static Evidence? EvidenceOf(ReplyCode? code) => code is not { } known ? null
        : known.Place is { } place ? new(known.Text, known.Id.Kind == CodeKind.Reply ? EvidenceSource.ReplyCode : EvidenceSource.EnhancedCode, place.Start, place.Length, known.Text)
        : new(known.Text, EvidenceSource.Context, 0, 0, known.Text);

    /// <summary>What is known of a rule before any text.</summary>
    private readonly record struct RuleTerms(int Score, CodeCategory Category, bool IsGeneric, bool HasConditions);
}
