using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace SmtpCodes.Catalog;

/// <summary>An entry as it stands in its data file; catalog.schema.json beside the data describes each member.</summary>
/// <remarks>Members with a default have a setter: the generated reader would overwrite the default of an init-only one.</remarks>
internal sealed record EntryDocument
{
    public required string Code { get; init; }
    public CodeRange? Range { get; init; }
    public required string Name { get; init; }
    public required string? RegisteredName { get; init; }
    public required CodeOrigin Origin { get; init; }
    public required string Summary { get; init; }
    public required string Description { get; init; }
    public required string WhenYouSeeIt { get; init; }
    public required string HowToFix { get; init; }
    public required ImmutableArray<string> Steps { get; init; }
    public required CodeCategory Category { get; init; }
    public required CodeAction Action { get; init; }
    public RetryAdvice? Retry { get; init; }
    public required ResponsibleParty Responsible { get; init; }
    public required SessionPhase Phase { get; init; }
    public required bool Credentials { get; init; }
    public ImmutableArray<int> TiedTo { get; set; } = [];
    public ImmutableSortedDictionary<string, ClassDocument> Classes { get; set; } = ImmutableSortedDictionary<string, ClassDocument>.Empty;
    public required ImmutableArray<SmtpCommand> Commands { get; init; }
    public required ImmutableArray<MeaningDocument> Meanings { get; init; }
    public required ImmutableArray<Sighting> SeenAt { get; init; }
    public required ImmutableArray<string> Conflicts { get; init; }
    public required ImmutableArray<string> Examples { get; init; }
    public required ImmutableArray<string> Session { get; init; }
    public ImmutableArray<string> PairedWith { get; set; } = [];
    public required ImmutableArray<RelatedDocument> Related { get; init; }
    public required ImmutableArray<ReferenceDocument> References { get; init; }
    public ImmutableArray<string> Keywords { get; set; } = [];
    public required ClausesDocument Clauses { get; init; }
}

/// <summary>What an enhanced status code means with one class, in its data file.</summary>
internal sealed record ClassDocument
{
    public required string Text { get; init; }
    public required string RetryAdvice { get; init; }
    public required string NextStep { get; init; }
    public required string Server { get; init; }
    public CodeCategory? Category { get; init; }
    public CodeAction? Action { get; init; }
    public ResponsibleParty? Responsible { get; init; }
}

/// <summary>One command's meaning, in a data file.</summary>
internal sealed record MeaningDocument(SmtpCommand Command, CommandOutcome Outcome, string Text, ImmutableArray<ReferenceDocument> References);

/// <summary>A related code, in a data file.</summary>
internal sealed record RelatedDocument(string Code, string Why);

/// <summary>A reference, in a data file: a document of documents.json, or one with its own title and address.</summary>
internal sealed record ReferenceDocument(string Document, string? Section, string? Title = null, Uri? Url = null);

/// <summary>The clauses of an entry, in its data file.</summary>
internal sealed record ClausesDocument
{
    public required string Gist { get; init; }
    public required string Meaning { get; init; }
    public required string Trigger { get; init; }
    public string? NextStep { get; init; }
    public string? Server { get; init; }
    public string? SentBy { get; init; }
    public ImmutableArray<string> Instead { get; set; } = [];
}

/// <summary>Reads data files: strict, so that a misspelt or missing member stops the load.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    AllowDuplicateProperties = false,
    GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(EntryDocument))]
[JsonSerializable(typeof(ImmutableDictionary<string, string>))]
internal sealed partial class CatalogJson : JsonSerializerContext;
