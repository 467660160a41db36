using System.Collections.Immutable;
using SmtpCodes.Catalog;

namespace SmtpCodes.Comparison;

/// <summary>Finds, for each aspect, whether two codes differ in it, and says so in a sentence.</summary>
internal static class Aspects
{
    /// <summary>An aspect, and whether it is a difference or something shared.</summary>
    public readonly record struct Contrasted(bool Differs, ComparedAspect Compared);

    /// <summary>Every aspect that says something about the two, the most telling first; the order is that of <see cref="Aspect"/> and does not depend on which code is first.</summary>
    public static ImmutableArray<Contrasted> Contrast(SmtpCode a, SmtpCode b) =>
        [.. new Contrasted?[] { Class(a, b), Kind(a, b), Meaning(a, b), Trigger(a, b), Phase(a, b), Action(a, b), Retry(a, b), Responsible(a, b), Credentials(a, b), Subject(a, b), Origin(a, b) }
            .OfType<Contrasted>()];

    private static Contrasted? Class(SmtpCode a, SmtpCode b)
    {
        var (digitA, digitB) = (a.Id.ClassDigit, b.Id.ClassDigit);
        if (digitA == digitB)
        {
            return Shared(Aspect.Class, ClassLabel(a), ClassLabel(b), $"Both {Wording.Class(digitA).Both}.");
        }

        // What an intermediate reply is opposed to is not this or that outcome but any outcome at all.
        var intermediate = digitA == 3 || digitB == 3;
        return Different(Aspect.Class, ClassLabel(a), ClassLabel(b), $"{Side(a)}, whereas {Side(b)}.");

        string Side(SmtpCode code)
        {
            var answer = (intermediate, code.Id.ClassDigit) switch
            {
                (true, 2) => "is a final answer that reports success",
                (true, 3) => "is an intermediate answer that asks for more",
                (true, 4) => "is a final answer that reports a failure which may pass",
                (true, 5) => "is a final answer that reports a permanent failure",
                var (_, digit) => Wording.Class(digit).One,
            };
            return code.Class is { } known ? $"{code.Code} {answer} ({known.Label})" : $"{code.Code} {answer}";
        }
    }

    private static string ClassLabel(SmtpCode code) => code.Class is { } known ? $"{known.Label} {known.Name}" : "left open";

    private static Contrasted? Kind(SmtpCode a, SmtpCode b)
    {
        if (a.Kind == b.Kind)
        {
            return Shared(Aspect.Kind, Name(a), Name(b), $"Both are {Name(a)}s.");
        }

        return Different(Aspect.Kind, Name(a), Name(b), a.Kind == CodeKind.Reply
            ? $"{a.Code} is a reply code, the three digits that every reply begins with; {b.Code} is an enhanced status code, which follows them and names the cause."
            : $"{a.Code} is an enhanced status code, which names the cause; {b.Code} is a reply code, the three digits that every reply begins with.");

        static string Name(SmtpCode code) => code.Kind == CodeKind.Reply ? "reply code" : "enhanced status code";
    }

    private static Contrasted? Meaning(SmtpCode a, SmtpCode b) => a.Entry == b.Entry
        ? Shared(Aspect.Meaning, a.Facets.Gist, b.Facets.Gist, $"Both say that {a.Facets.Meaning}.")
        : Different(Aspect.Meaning, a.Facets.Gist, b.Facets.Gist, $"{a.Code} says that {a.Facets.Meaning}; {b.Code} says that {b.Facets.Meaning}.");

    private static Contrasted? Trigger(SmtpCode a, SmtpCode b) => a.Facets.Trigger == b.Facets.Trigger
        ? Shared(Aspect.Trigger, a.Facets.Trigger, b.Facets.Trigger, $"Both come after {a.Facets.Trigger}.")
        : Different(Aspect.Trigger, a.Facets.Trigger, b.Facets.Trigger, $"{a.Code} comes after {a.Facets.Trigger}; {b.Code} comes after {b.Facets.Trigger}.");

    private static Contrasted? Phase(SmtpCode a, SmtpCode b) =>
        ByPredicate(Aspect.Phase, a, b, code => Wording.PhaseLabel(code.Facets.Phase), code => Wording.Phase(code.Facets.Phase));

    private static Contrasted? Action(SmtpCode a, SmtpCode b) => a.Action == b.Action
        ? Shared(Aspect.Action, Wording.Label(a.Action), Wording.Label(b.Action), $"After either, {Wording.Action(a.Action)}.")
        : Different(Aspect.Action, Wording.Label(a.Action), Wording.Label(b.Action),
            $"After {a.Code} {Wording.Action(a.Action)}; after {b.Code} {Wording.Action(b.Action)}.");

    private static Contrasted? Retry(SmtpCode a, SmtpCode b) => ByPredicate(Aspect.Retry, a, b, Wording.RetryLabel, Wording.Retry);

    private static Contrasted? Responsible(SmtpCode a, SmtpCode b) =>
        ByPredicate(Aspect.Responsible, a, b, code => Wording.Label(code.Responsible), code => Wording.Responsible(code.Responsible));

    private static Contrasted? Credentials(SmtpCode a, SmtpCode b) => (a.Facets.Credentials, b.Facets.Credentials) switch
    {
        (true, true) => Shared(Aspect.Credentials, "involved", "involved", "Both are about the credentials of a log-in or how they are sent."),
        (true, false) => Different(Aspect.Credentials, "involved", "not involved", $"{a.Code} is about the credentials of a log-in or how they are sent, while they play no part in {b.Code}."),
        (false, true) => Different(Aspect.Credentials, "not involved", "involved", $"Credentials play no part in {a.Code}, while {b.Code} is about them or how they are sent."),
        _ => null,
    };

    private static Contrasted? Subject(SmtpCode a, SmtpCode b)
    {
        // The second digit and the subject sub-code are different scales: a 5 is the mail system on one and the protocol on the other.
        if (a.Kind != b.Kind)
        {
            return null;
        }

        var digit = a.Kind == CodeKind.Reply ? "The second digit" : "The subject sub-code";
        var (ofA, ofB) = (Wording.Subject(a), Wording.Subject(b));
        return ofA == ofB
            ? Shared(Aspect.Subject, Label(a), Label(b), $"{digit} of both {ofA.Both}.")
            : Different(Aspect.Subject, Label(a), Label(b), $"{digit} of {a.Code} {ofA.One}, that of {b.Code} {ofB.One}.");

        static string Label(SmtpCode code) => code.Subject switch
        {
            null => "none",
            { Name: Wording.Unspecified } => Wording.Unspecified,
            var subject => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{subject.Number} {subject.Name}"),
        };
    }

    private static Contrasted? Origin(SmtpCode a, SmtpCode b) =>
        ByPredicate(Aspect.Origin, a, b, code => Wording.Label(code.Origin), code => Wording.Origin(code.Origin));

    private static Contrasted? ByPredicate(Aspect aspect, SmtpCode a, SmtpCode b, Func<SmtpCode, string> label, Func<SmtpCode, Wording.Predicate> predicate)
    {
        var (ofA, ofB) = (predicate(a), predicate(b));
        return ofA == ofB
            ? Shared(aspect, label(a), label(b), $"Both {ofA.Both}.")
            : Different(aspect, label(a), label(b), $"{a.Code} {ofA.One}, while {b.Code} {ofB.One}.");
    }

    private static Contrasted Different(Aspect aspect, string a, string b, string text) => new(true, new(aspect, a, b, text));

    private static Contrasted Shared(Aspect aspect, string a, string b, string text) => new(false, new(aspect, a, b, text));
}
