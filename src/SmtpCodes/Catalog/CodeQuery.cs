using System.Collections.Immutable;

namespace SmtpCodes.Catalog;

/// <summary>
/// Which codes to list. Each filter accepts any of its values; an empty one accepts everything; a code has to pass all of them.
/// </summary>
public sealed record CodeQuery
{
    /// <summary>Only these, in this order.</summary>
    public ImmutableArray<CodeId> Codes { get; init; } = [];

    /// <summary>Reply codes, enhanced status codes.</summary>
    public ImmutableArray<CodeKind> Kinds { get; init; } = [];

    /// <summary>Class digits; an entry whose class is open passes where it may take one of them.</summary>
    public ImmutableArray<int> Classes { get; init; } = [];

    /// <summary>Second digits of reply codes, or subject sub-codes.</summary>
    public ImmutableArray<int> Subjects { get; init; } = [];

    /// <summary>Origins.</summary>
    public ImmutableArray<CodeOrigin> Origins { get; init; } = [];

    /// <summary>Categories.</summary>
    public ImmutableArray<CodeCategory> Categories { get; init; } = [];

    /// <summary>Actions.</summary>
    public ImmutableArray<CodeAction> Actions { get; init; } = [];

    /// <summary>Commands the code can answer; a code that can answer any command passes for each.</summary>
    public ImmutableArray<SmtpCommand> Commands { get; init; } = [];

    /// <summary>What someone remembers: codes, beginnings of codes and words, misspelt ones too; null for no search. It is looked for in code, name, text, examples and what providers mean.</summary>
    public string? Words { get; init; }

    internal bool Accepts(SmtpCode code) =>
        Accepts(Kinds, code.Kind)
        && (Classes.IsEmpty || (code.Id.IsOpenClass ? code.Classes.Any(reading => Classes.Contains(reading.Class.Digit)) : Classes.Contains(code.Id.ClassDigit)))
        && (Subjects.IsEmpty || (code.Subject is not null && Subjects.Contains(code.Subject.Number)))
        && Accepts(Origins, code.Origin)
        && Accepts(Categories, code.Category)
        && Accepts(Actions, code.Action)
        && (Commands.IsEmpty || code.Commands.Contains(SmtpCommand.Any) || Commands.Any(code.Commands.Contains));

    private static bool Accepts<T>(ImmutableArray<T> wanted, T value) => wanted.IsEmpty || wanted.Contains(value);
}
