using System.Collections.Immutable;
using SmtpCodes.Catalog;

namespace SmtpCodes.Comparison;

/// <summary>One code's side of an aspect.</summary>
/// <param name="Label">The side as a short string.</param>
/// <param name="Clause">A main clause about this code, without its full stop: "535 belongs to the log-in".</param>
/// <param name="Both">The whole sentence about two codes that have this in common: "Both belong to the log-in."</param>
internal sealed record AspectClause(string Label, string Clause, string Both)
{
    /// <summary>The whole sentence about two codes that have this in common; one object for each sentence, so that whether they do is seen without reading it.</summary>
    public string Both { get; } = string.Intern(Both);
}

/// <summary>What a client does on a code.</summary>
/// <param name="Code">The code; for an open class it may be the code with its gravest class.</param>
/// <param name="Text">Imperative: "correct the set-up".</param>
/// <param name="Clause">Completes "On …": "535, correct the set-up".</param>
internal sealed record ClientStep(string Code, string Text, string Clause);

/// <summary>
/// The clauses that comparisons compose their sentences of: all that depends on one code and not on the one beside it. Immutable.
/// Composed once for a code, as there are a few hundred codes and the square of that many comparisons.
/// </summary>
internal sealed class CodeClauses
{
    /// <param name="code">The code.</param>
    /// <param name="shared">Gives the one object that stands for a reference.</param>
    public CodeClauses(SmtpCode code, Func<Reference, Reference> shared)
    {
        var (facets, digit) = (code.Facets, code.Id.ClassDigit);
        Code = code;
        Gist = $"{code.Code} is {facets.Gist}";
        CommandList = Wording.Commands(code.Commands);
        foreach (var command in code.Commands)
        {
            CommandBits |= 1UL << (int)command;
        }

        var className = Wording.Class(digit);
        Class = new(code.Class is { } known ? $"{known.Label} {known.Name}" : "left open", WithClassLabel(className.One), $"Both {className.Both}.");
        ClassBesideIntermediate = Wording.ClassBesideIntermediate(digit) is { } answer ? WithClassLabel(answer) : Class.Clause;
        var kind = code.Kind == CodeKind.Reply ? "reply code" : "enhanced status code";
        Kind = new(kind, $"{code.Code} is a {kind}", $"Both are {kind}s.");
        Meaning = new(facets.Gist, $"{code.Code} says that {facets.Meaning}", $"Both say that {facets.Meaning}.");
        Trigger = new(facets.Trigger, $"{code.Code} comes after {facets.Trigger}", $"Both come after {facets.Trigger}.");
        Phase = OfPredicate(Wording.PhaseLabel(facets.Phase), Wording.Phase(facets.Phase));
        var action = Wording.Action(code.Action);
        Action = new(Wording.Label(code.Action), $"{code.Code} {action}", $"After either, {action}.");
        Retry = OfPredicate(Wording.RetryLabel(code), Wording.Retry(code));
        Responsible = OfPredicate(Wording.Label(code.Responsible), Wording.Responsible(code.Responsible));
        var (group, subject) = (code.Kind == CodeKind.Reply ? "The second digit" : "The subject sub-code", Wording.Subject(code));
        Subject = new(Wording.SubjectLabel(code), $"{code.Code} {subject.One}", $"{group} of both {subject.Both}.");
        Origin = OfPredicate(Wording.Label(code.Origin), Wording.Origin(code.Origin));

        var consequence = Wording.Consequence(digit);
        Consequence = $"{code.Code} {consequence.One}";
        ConsequenceOfBoth = $"Both {consequence.Both}, so what counts is {(digit is 2 or 3 ? "what each is about" : "the cause")}.";
        Actor = $"{Wording.Party(code.Responsible)} has to act on {code.Code}";
        CapitalActor = Prose.Capital(Actor);
        ServerSentence = ServerSentenceOf(code);
        StepOfItsClass = facets.NextStep is { } step ? StepOn(code.Code, step) : StepOn(code.Code, Wording.ClassStep(digit));
        Step = facets.NextStep is null && code.Id.IsOpenClass && code.Classes[^1] is var gravest ? StepOn(gravest.Code, gravest.NextStep) : StepOfItsClass;
        Neighbours = [.. code.Related.Select(related => new NeighbouringComparison(code.Code, related.Code, TitleOf(related.Code, related.Name)))];
        References = [.. code.References.Distinct().Select(shared)];

        string WithClassLabel(string answer) => code.Class is { } labelled ? $"{code.Code} {answer} ({labelled.Label})" : $"{code.Code} {answer}";

        AspectClause OfPredicate(string label, Wording.Predicate predicate) => new(label, $"{code.Code} {predicate.One}", $"Both {predicate.Both}.");
    }

    public SmtpCode Code { get; }

    /// <summary>"535 is the refusal of a log-in".</summary>
    public string Gist { get; }

    public AspectClause Class { get; }

    /// <summary>The class beside an intermediate reply. What that is opposed to is not this or that outcome but any outcome at all.</summary>
    public string ClassBesideIntermediate { get; }

    public AspectClause Kind { get; }

    public AspectClause Meaning { get; }

    public AspectClause Trigger { get; }

    public AspectClause Phase { get; }

    /// <summary>The clause completes "After …".</summary>
    public AspectClause Action { get; }

    public AspectClause Retry { get; }

    public AspectClause Responsible { get; }

    /// <summary>The clause completes "The second digit of …".</summary>
    public AspectClause Subject { get; }

    public AspectClause Origin { get; }

    /// <summary>What follows from the class: "535 stands until something is changed".</summary>
    public string Consequence { get; }

    /// <summary>The sentence about two codes of this class.</summary>
    public string ConsequenceOfBoth { get; }

    /// <summary>"the sender has to act on 535".</summary>
    public string Actor { get; }

    /// <summary>The same at the start of a sentence.</summary>
    public string CapitalActor { get; }

    /// <summary>When a server sends it; a whole sentence.</summary>
    public string ServerSentence { get; }

    /// <summary>What to do on it; for an open class what its gravest class asks for, the one people look it up for.</summary>
    public ClientStep Step { get; }

    /// <summary>The same where classes are what is compared, so that an open one stands for itself.</summary>
    public ClientStep StepOfItsClass { get; }

    /// <summary>The commands it answers as a list; null where they are too many to tell it from others.</summary>
    public string? CommandList { get; }

    /// <summary>A bit for each command it answers.</summary>
    public ulong CommandBits { get; }

    /// <summary>Comparisons with each code it is confused with.</summary>
    public ImmutableArray<NeighbouringComparison> Neighbours { get; }

    /// <summary>Its references, none twice; equal ones of two codes are the same object.</summary>
    public ImmutableArray<Reference> References { get; }

    /// <summary>The title of the comparison with another code.</summary>
    public string TitleOf(string other, string nameOfOther) => $"SMTP {Code.Code} {Code.Name} vs {other} {nameOfOther}";

    private static ClientStep StepOn(string code, string step) => new(code, step, $"{code}, {step}");

    /// <summary>When a server sends a code; for one that no standard defines, who sends it and what the standards have for it.</summary>
    private static string ServerSentenceOf(SmtpCode code)
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
}
