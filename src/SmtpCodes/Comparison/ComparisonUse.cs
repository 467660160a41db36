using SmtpCodes.Catalog;

namespace SmtpCodes.Comparison;

/// <summary>Which of two codes a server should send, and what a client does on each.</summary>
internal static class ComparisonUse
{
    public static ComparedUse Of(SmtpCode a, SmtpCode b, CodeRelation relation) =>
        new(ServerSentence(a), ServerSentence(b), $"{Choice(a, b, relation)} {ClientSentence(a, b, relation)}");

    /// <summary>Whether both have a short list of commands that they answer, and none is on both.</summary>
    public static bool NeverCompete(SmtpCode a, SmtpCode b) =>
        Wording.Commands(a.Commands) is not null && Wording.Commands(b.Commands) is not null && !a.Commands.Intersect(b.Commands).Any();

    /// <summary>When a server sends a code; for one that no standard defines, who sends it and what the standards have for it.</summary>
    private static string ServerSentence(SmtpCode code)
    {
        var facets = code.Facets;
        if (facets.Server is not { } server)
        {
            return code.Id.IsOpenClass
                ? $"For {code.Code} a server sends {string.Join(", and ", code.Classes.Select(reading => $"{reading.Code} {reading.Server}"))}."
                : $"No source gives a server a reason to send {code.Code}.";
        }

        var standard = Prose.List(facets.Instead, "and");
        var several = facets.Instead.Length > 1;
        return code.Origin switch
        {
            CodeOrigin.Vendor => $"{facets.SentBy} sends {code.Code} {server}"
                + (standard.Length == 0 ? "." : $"; the standard code{(several ? "s" : "")} for that {(several ? "are" : "is")} {standard}."),
            CodeOrigin.Unconfirmed => $"Code lists print {code.Code} {server}, but no server was found that sends it"
                + (standard.Length == 0 ? "." : $"; the standards have {standard} for that."),
            CodeOrigin.Obsolete => $"A server once sent {code.Code} {server}"
                + (standard.Length == 0 ? "." : $"; {standard} {(several ? "have" : "has")} taken its place."),
            _ => $"A server sends {code.Code} {server}.",
        };
    }

    private static string Choice(SmtpCode a, SmtpCode b, CodeRelation relation) => relation switch
    {
        CodeRelation.Same => "There is no choice to make.",
        CodeRelation.SameRange => "The number within the range is the provider's own business, so there is nothing to choose.",
        CodeRelation.OtherClass => ChoiceOfClass(a, b),
        CodeRelation.Refinement => "They are not alternatives: the reply code comes first and the enhanced status code may follow it.",
        CodeRelation.OtherKind => ChoiceAcrossKinds(a, b),
        _ => ChoiceAmongSiblings(a, b),
    };

    private static string ChoiceOfClass(SmtpCode a, SmtpCode b)
    {
        if (a.Id.IsOpenClass || b.Id.IsOpenClass)
        {
            return $"There is no choice to make, as a server always sets the class.";
        }

        return a.Id.ClassDigit == 2 || b.Id.ClassDigit == 2
            ? "The cause being the same, a server goes by the outcome: class 2 where the command succeeded, the other where it failed."
            : "The cause being the same, a server goes by time: class 4 while another attempt may succeed, class 5 once it cannot.";
    }

    private static string ChoiceAcrossKinds(SmtpCode a, SmtpCode b)
    {
        var (reply, enhanced) = a.Kind == CodeKind.Reply ? (a, b) : (b, a);
        return reply.Id.ClassDigit switch
        {
            1 => $"They cannot meet, since no server sends {reply.Code}.",
            3 => "They cannot stand in one reply, as a 3yz reply carries no enhanced status code (RFC 2034 section 4).",
            var digit when !enhanced.Id.IsOpenClass && enhanced.Id.ClassDigit != digit => "They cannot stand in one reply, as the first digits have to agree (RFC 2034 section 4).",
            _ => "They are not alternatives, as one reply may carry a code of each kind, but the registry does not pair these two.",
        };
    }

    private static string ChoiceAmongSiblings(SmtpCode a, SmtpCode b)
    {
        var (sendableA, sendableB) = (IsSendable(a), IsSendable(b));
        if (!sendableA || !sendableB)
        {
            return sendableA ? $"Of the two only {a.Code} is for a new server to send."
                : sendableB ? $"Of the two only {b.Code} is for a new server to send."
                : "Neither is for a new server to send.";
        }

        if (NeverCompete(a, b))
        {
            return $"The two never compete: {a.Code} answers {Wording.Commands(a.Commands)} and {b.Code} answers {Wording.Commands(b.Commands)}.";
        }

        if (a.Id.ClassDigit == b.Id.ClassDigit)
        {
            return a.Id.IsOpenClass
                ? "Either takes the class that fits, so a server goes by the cause."
                : "The outcome being the same, a server goes by the cause.";
        }

        var (low, high) = a.Id.ClassDigit < b.Id.ClassDigit ? (a, b) : (b, a);
        return (low.Id.ClassDigit, high.Id.ClassDigit) switch
        {
            (0, _) => $"A server weighs the causes first and gives {low.Code} the class that fits.",
            (2, 3) => $"A server picks {low.Code} when the command is done and {high.Code} when it needs more for it.",
            (2, _) => $"A server picks {low.Code} when it has done what was asked and {high.Code} when it has not.",
            (3, _) => $"A server picks {low.Code} to go on and {high.Code} to stop.",
            _ => $"A server picks {low.Code} while another attempt may succeed and {high.Code} when none will.",
        };
    }

    private static bool IsSendable(SmtpCode code) => code.Origin is CodeOrigin.Standard or CodeOrigin.Extension;

    private static string ClientSentence(SmtpCode a, SmtpCode b, CodeRelation relation)
    {
        var ((codeA, stepA), (codeB, stepB)) = (Step(a), Step(b));
        return codeA == codeB ? $"On {codeA}, {stepA}."
            : stepA == stepB ? $"On either, {stepA}."
            : $"On {codeA}, {stepA}; on {codeB}, {stepB}.";

        // What to do on an open code is said for its gravest class, the one people look it up for, unless its own classes are what is compared.
        (string Code, string Step) Step(SmtpCode code) =>
            code.Facets.NextStep is { } step ? (code.Code, step)
            : code.Id.IsOpenClass && relation != CodeRelation.OtherClass && code.Classes[^1] is var gravest ? (gravest.Code, gravest.NextStep)
            : (code.Code, Wording.ClassStep(code.Id.ClassDigit));
    }
}
