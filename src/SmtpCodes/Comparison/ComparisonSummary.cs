using SmtpCodes.Catalog;

namespace SmtpCodes.Comparison;

/// <summary>What sets two codes apart, in two or three sentences: what each is, what follows from the class, who has to act.</summary>
internal static class ComparisonSummary
{
    public static string Of(SmtpCode a, SmtpCode b, CodeRelation relation) => relation switch
    {
        CodeRelation.Same => $"Both sides are {a.Code}, so there is nothing to tell apart. It is {a.Facets.Gist}.",
        CodeRelation.OtherClass => OfOtherClass(a, b),
        CodeRelation.SameRange => $"{a.Code} and {b.Code} belong to one range that means the same throughout, from {a.Range!.From} to {a.Range.To}. Either is {a.Facets.Gist}.",
        CodeRelation.Refinement => OfRefinement(a, b),
        _ => $"{a.Code} is {a.Facets.Gist}, and {b.Code} is {b.Facets.Gist}. {ClassSentence(a, b)}{LastSentence(a, b)}",
    };

    private static string OfOtherClass(SmtpCode a, SmtpCode b)
    {
        if (a.Id.IsOpenClass || b.Id.IsOpenClass)
        {
            var (open, closed) = a.Id.IsOpenClass ? (a, b) : (b, a);
            return $"{open.Code} is how documents write {closed.Code} when any class may stand in front, so both are {open.Facets.Gist}. "
                + $"{open.Code} {Wording.Consequence(0).One}, while {closed.Code} {Wording.Consequence(closed.Id.ClassDigit).One}.";
        }

        return $"{a.Code} and {b.Code} name the same cause and are both {a.Facets.Gist}. "
            + $"Only the class sets them apart: {a.Code} {Wording.Consequence(a.Id.ClassDigit).One}, while {b.Code} {Wording.Consequence(b.Id.ClassDigit).One}.";
    }

    private static string OfRefinement(SmtpCode a, SmtpCode b)
    {
        var (reply, enhanced) = a.Kind == CodeKind.Reply ? (a, b) : (b, a);
        var digits = enhanced.Id.IsOpenClass
            ? $"Sent together, {enhanced.Code} takes the first digit of the reply code."
            : enhanced.Id.ClassDigit == reply.Id.ClassDigit
                ? $"A server sends the two together, as {reply.Code} {enhanced.Code}."
                : $"Their first digits disagree, which RFC 2034 section 4 forbids within one reply.";
        return $"{enhanced.Code} refines {reply.Code}: the reply code tells what became of the command, the enhanced status code tells why. "
            + $"{a.Code} is {a.Facets.Gist}, and {b.Code} is {b.Facets.Gist}. {digits}";
    }

    private static string ClassSentence(SmtpCode a, SmtpCode b)
    {
        var (digitA, digitB) = (a.Id.ClassDigit, b.Id.ClassDigit);
        return digitA == digitB
            ? $"Both {Wording.Consequence(digitA).Both}, so what counts is {(digitA is 2 or 3 ? "what each is about" : "the cause")}."
            : $"{a.Code} {Wording.Consequence(digitA).One}, while {b.Code} {Wording.Consequence(digitB).One}.";
    }

    /// <summary>Who has to act, or where that is the same, that the two never meet; nothing where neither tells them apart.</summary>
    private static string LastSentence(SmtpCode a, SmtpCode b) => a.Responsible == b.Responsible
        ? ComparisonUse.NeverCompete(a, b) ? " No command is ever answered by both." : ""
        : $" {Prose.Capital(Wording.Party(a.Responsible))} has to act on {a.Code}, and {Wording.Party(b.Responsible)} has to act on {b.Code}.";
}
