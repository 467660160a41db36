using SmtpCodes.Catalog;

namespace SmtpCodes.Comparison;

/// <summary>Which of two codes a server should send, and what a client does on each.</summary>
internal static class ComparisonUse
{
    public static ComparedUse Of(CodeClauses a, CodeClauses b, CodeRelation relation) =>
        new(a.ServerSentence, b.ServerSentence, ChoiceAndStep(Choice(a, b, relation), a, b, relation));

    /// <summary>Whether both have a short list of commands that they answer, and none is on both.</summary>
    public static bool NeverCompete(CodeClauses a, CodeClauses b) => a.CommandList is not null && b.CommandList is not null && (a.CommandBits & b.CommandBits) == 0;

    private static string Choice(CodeClauses a, CodeClauses b, CodeRelation relation) => relation switch
    {
        CodeRelation.Same => "There is no choice to make.",
        CodeRelation.SameRange => "The number within the range is the provider's own business, so there is nothing to choose.",
        CodeRelation.OtherClass => ChoiceOfClass(a.Code, b.Code),
        CodeRelation.Refinement => "They are not alternatives: the reply code comes first and the enhanced status code may follow it.",
        CodeRelation.OtherKind => ChoiceAcrossKinds(a.Code, b.Code),
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

    private static string ChoiceAmongSiblings(CodeClauses clausesA, CodeClauses clausesB)
    {
        var (a, b) = (clausesA.Code, clausesB.Code);
        var (sendableA, sendableB) = (IsSendable(a), IsSendable(b));
        if (!sendableA || !sendableB)
        {
            return sendableA ? $"Of the two only {a.Code} is for a new server to send."
                : sendableB ? $"Of the two only {b.Code} is for a new server to send."
                : "Neither is for a new server to send.";
        }

        if (NeverCompete(clausesA, clausesB))
        {
            return $"The two never compete: {a.Code} answers {clausesA.CommandList} and {b.Code} answers {clausesB.CommandList}.";
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

    // One text of both sentences, put together once: the second is what a client does.
    private static string ChoiceAndStep(string choice, CodeClauses a, CodeClauses b, CodeRelation relation)
    {
        var (stepA, stepB) = relation == CodeRelation.OtherClass ? (a.StepOfItsClass, b.StepOfItsClass) : (a.Step, b.Step);
        return stepA.Code == stepB.Code ? $"{choice} On {stepA.Clause}."
            : stepA.Text == stepB.Text ? $"{choice} On either, {stepA.Text}."
            : string.Concat([choice, " On ", stepA.Clause, "; on ", stepB.Clause, "."]);
    }
}
