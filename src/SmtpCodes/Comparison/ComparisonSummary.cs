using SmtpCodes.Catalog;

namespace SmtpCodes.Comparison;

/// <summary>What sets two codes apart, in two or three sentences: what each is, what follows from the class, who has to act.</summary>
internal static class ComparisonSummary
{
    public static string Of(CodeClauses a, CodeClauses b, CodeRelation relation) => relation switch
    {
        CodeRelation.Same => $"Both sides are {a.Code.Code}, so there is nothing to tell apart. It is {a.Code.Facets.Gist}.",
        CodeRelation.OtherClass => OfOtherClass(a, b),
        CodeRelation.SameRange => OfSameRange(a.Code, b.Code),
        CodeRelation.Refinement => OfRefinement(a, b),
        _ => OfSiblings(a, b),
    };

    private static string OfSameRange(SmtpCode a, SmtpCode b) =>
        $"{a.Code} and {b.Code} belong to one range that means the same throughout, from {a.Range!.From} to {a.Range.To}. Either is {a.Facets.Gist}.";

    private static string OfOtherClass(CodeClauses a, CodeClauses b)
    {
        if (a.Code.Id.IsOpenClass || b.Code.Id.IsOpenClass)
        {
            var (open, closed) = a.Code.Id.IsOpenClass ? (a, b) : (b, a);
            return $"{open.Code.Code} is how documents write {closed.Code.Code} when any class may stand in front, so both are {open.Code.Facets.Gist}. "
                + $"{open.Consequence}, while {closed.Consequence}.";
        }

        return $"{a.Code.Code} and {b.Code.Code} name the same cause and are both {a.Code.Facets.Gist}. "
            + $"Only the class sets them apart: {a.Consequence}, while {b.Consequence}.";
    }

    private static string OfRefinement(CodeClauses a, CodeClauses b)
    {
        var (reply, enhanced) = a.Code.Kind == CodeKind.Reply ? (a.Code, b.Code) : (b.Code, a.Code);
        var digits = enhanced.Id.IsOpenClass
            ? $"Sent together, {enhanced.Code} takes the first digit of the reply code."
            : enhanced.Id.ClassDigit == reply.Id.ClassDigit
                ? $"A server sends the two together, as {reply.Code} {enhanced.Code}."
                : $"Their first digits disagree, which RFC 2034 section 4 forbids within one reply.";
        return $"{enhanced.Code} refines {reply.Code}: the reply code tells what became of the command, the enhanced status code tells why. "
            + $"{a.Gist}, and {b.Gist}. {digits}";
    }

    /// <summary>What each is; what follows from the class; who has to act, or where that is the same, that the two never meet, or nothing where neither tells them apart.</summary>
    private static string OfSiblings(CodeClauses a, CodeClauses b)
    {
        var sameClass = a.Code.Id.ClassDigit == b.Code.Id.ClassDigit;
        var (consequence, against, ofB) = sameClass ? (a.ConsequenceOfBoth, "", "") : (a.Consequence, ", while ", b.Consequence);
        var end = sameClass ? "" : ".";
        if (a.Code.Responsible != b.Code.Responsible)
        {
            return string.Concat([a.Gist, ", and ", b.Gist, ". ", consequence, against, ofB, end, " ", a.CapitalActor, ", and ", b.Actor, "."]);
        }

        return string.Concat([a.Gist, ", and ", b.Gist, ". ", consequence, against, ofB, end, ComparisonUse.NeverCompete(a, b) ? " No command is ever answered by both." : ""]);
    }
}
