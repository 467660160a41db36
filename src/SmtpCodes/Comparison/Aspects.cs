using System.Collections.Immutable;
using SmtpCodes.Catalog;

namespace SmtpCodes.Comparison;

/// <summary>Finds, for each aspect, whether two codes differ in it, and says so in a sentence.</summary>
internal static class Aspects
{
    private static readonly int Count = Enum.GetValues<Aspect>().Length;

    /// <summary>
    /// Every aspect that says something about the two, the most telling first, apart by whether they differ in it. The order is that of <see cref="Aspect"/>
    /// and does not depend on which code is first.
    /// </summary>
    public static (ImmutableArray<ComparedAspect> Differences, ImmutableArray<ComparedAspect> Similarities) Contrast(CodeClauses a, CodeClauses b)
    {
        var differences = ImmutableArray.CreateBuilder<ComparedAspect>(Count);
        var similarities = ImmutableArray.CreateBuilder<ComparedAspect>(Count);
        Note(Aspect.Class, a.Class, b.Class, ClassDifference(a, b));
        Note(Aspect.Kind, a.Kind, b.Kind, KindDifference(a.Code, b.Code));
        Note(Aspect.Meaning, a.Meaning, b.Meaning, a.Code.Entry == b.Code.Entry ? null : $"{a.Meaning.Clause}; {b.Meaning.Clause}.");
        Note(Aspect.Trigger, a.Trigger, b.Trigger, a.Trigger.Label == b.Trigger.Label ? null : $"{a.Trigger.Clause}; {b.Trigger.Clause}.");
        Note(Aspect.Phase, a.Phase, b.Phase, Difference(a.Phase, b.Phase));
        Note(Aspect.Action, a.Action, b.Action, a.Code.Action == b.Code.Action ? null : string.Concat("After ", a.Action.Clause, "; after ", b.Action.Clause, "."));
        Note(Aspect.Retry, a.Retry, b.Retry, Difference(a.Retry, b.Retry));
        Note(Aspect.Responsible, a.Responsible, b.Responsible, Difference(a.Responsible, b.Responsible));
        if (Credentials(a.Code, b.Code) is { } credentials)
        {
            (credentials.A == credentials.B ? similarities : differences).Add(credentials);
        }

        // The second digit and the subject sub-code are different scales: a 5 is the mail system on one and the protocol on the other.
        if (a.Code.Kind == b.Code.Kind)
        {
            Note(Aspect.Subject, a.Subject, b.Subject, SubjectDifference(a, b));
        }

        Note(Aspect.Origin, a.Origin, b.Origin, Difference(a.Origin, b.Origin));
        return (differences.DrainToImmutable(), similarities.DrainToImmutable());

        // The difference is a sentence; null where there is none.
        void Note(Aspect aspect, AspectClause ofA, AspectClause ofB, string? difference) =>
            (difference is null ? similarities : differences).Add(new(aspect, ofA.Label, ofB.Label, difference ?? ofA.Both));
    }

    private static string? ClassDifference(CodeClauses a, CodeClauses b)
    {
        var (digitA, digitB) = (a.Code.Id.ClassDigit, b.Code.Id.ClassDigit);
        return digitA == digitB ? null
            : digitA == 3 || digitB == 3 ? $"{a.ClassBesideIntermediate}, whereas {b.ClassBesideIntermediate}."
            : $"{a.Class.Clause}, whereas {b.Class.Clause}.";
    }

    private static string? KindDifference(SmtpCode a, SmtpCode b) => (a.Kind, b.Kind) switch
    {
        (CodeKind.Reply, CodeKind.Enhanced) => $"{a.Code} is a reply code, the three digits that every reply begins with; {b.Code} is an enhanced status code, which follows them and names the cause.",
        (CodeKind.Enhanced, CodeKind.Reply) => $"{a.Code} is an enhanced status code, which names the cause; {b.Code} is a reply code, the three digits that every reply begins with.",
        _ => null,
    };

    private static string? SubjectDifference(CodeClauses a, CodeClauses b)
    {
        if (ReferenceEquals(a.Subject.Both, b.Subject.Both))
        {
            return null;
        }

        var digit = a.Code.Kind == CodeKind.Reply ? "The second digit of " : "The subject sub-code of ";
        return string.Concat(digit, a.Subject.Clause, ", that of ", b.Subject.Clause, ".");
    }

    private static ComparedAspect? Credentials(SmtpCode a, SmtpCode b) => (a.Facets.Credentials, b.Facets.Credentials) switch
    {
        (true, true) => new(Aspect.Credentials, "involved", "involved", "Both are about the credentials of a log-in or how they are sent."),
        (true, false) => new(Aspect.Credentials, "involved", "not involved", $"{a.Code} is about the credentials of a log-in or how they are sent, while they play no part in {b.Code}."),
        (false, true) => new(Aspect.Credentials, "not involved", "involved", $"Credentials play no part in {a.Code}, while {b.Code} is about them or how they are sent."),
        _ => null,
    };

    // What two codes share is said in the same words of each.
    private static string? Difference(AspectClause a, AspectClause b) => ReferenceEquals(a.Both, b.Both) ? null : $"{a.Clause}, while {b.Clause}.";
}
