namespace SmtpCodeApi.LoadBench.Typical;

// The shapes of the service's answers, written the usual way: their members in the order in which the service sends them.
internal sealed record CodeDetails(
    string Code, string Entry, string Kind, string Name, string? RegisteredName, CodeClass? Class, CodeSubject? Subject, CodeRange? Range, string Origin,
    string Summary, string Description, string WhenYouSeeIt, string HowToFix, IReadOnlyList<string> Steps, string Category, string Action, RetryAdvice Retry,
    string Responsible, IReadOnlyList<ClassReading> Classes, IReadOnlyList<string> Commands, IReadOnlyList<CommandMeaning> Meanings,
    IReadOnlyList<Sighting> SeenAt, IReadOnlyList<string> Conflicts, IReadOnlyList<string> Examples, IReadOnlyList<string> Session,
    IReadOnlyList<string> PairedWith, IReadOnlyList<RelatedCode> Related, IReadOnlyList<Reference> References, string Href);

internal sealed record CodeClass(int Digit, string Label, string Name);

internal sealed record CodeSubject(int Number, string Name);

internal sealed record CodeRange(string From, string To);

internal sealed record RetryAdvice(bool? Same, int? AfterSeconds, int? GiveUpAfterSeconds, string Advice);

internal sealed record ClassReading(string Code, CodeClass Class, string Text, string Action, RetryAdvice Retry);

internal sealed record CommandMeaning(string Command, string Outcome, string Text, IReadOnlyList<Reference> References);

internal sealed record Sighting(string Who, string Meaning, string Source);

internal sealed record RelatedCode(string Code, string Name, string Why);

internal sealed record Reference(string Document, string? Section, string Title, string Url);

internal sealed record Comparison(
    string Title, string Summary, CodeDetails A, CodeDetails B, IReadOnlyList<ComparedAspect> KeyDifferences, IReadOnlyList<ComparedAspect> Similarities, Use WhenToUseWhich, LearnMore LearnMore);

internal sealed record ComparedAspect(string Aspect, string A, string B, string Text);

internal sealed record Use(string A, string B, string Text);

internal sealed record LearnMore(IReadOnlyList<Reference> References, IReadOnlyList<Link> Comparisons);

internal sealed record Link(string Title, string Href);
