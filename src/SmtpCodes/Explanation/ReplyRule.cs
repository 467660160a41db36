using System.Collections.Immutable;
using System.Text.Json.Serialization;
using SmtpCodes.Catalog;

namespace SmtpCodes.Explanation;

/// <summary>How much a phrase of a rule says by itself.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<RuleStrength>))]
internal enum RuleStrength
{
    /// <summary>Words that only say that something failed ("rejected", "try again later"): used where there are no others.</summary>
    Vague,

    /// <summary>Generic words: used where nothing better is there.</summary>
    Weak,

    /// <summary>Words with a meaning of their own.</summary>
    Normal,

    /// <summary>Words that can mean nothing else.</summary>
    Strong,
}

/// <summary>One piece of knowledge of how servers talk, as it stands in a rules file.</summary>
internal sealed record ReplyRule
{
    public required string Id { get; init; }
    public required CodeCategory Category { get; init; }
    public CodeAction? Action { get; init; }
    public RuleStrength Strength { get; set; } = RuleStrength.Normal;

    /// <summary>The provider that has to be recognised; null for any.</summary>
    public string? Provider { get; init; }

    /// <summary>Beginnings of reply codes, one of which the reply has to have; empty for any. A class digit alone may be that of the enhanced code.</summary>
    public ImmutableArray<string> Reply { get; set; } = [];

    /// <summary>Enhanced status codes, X for any class, one of which the reply has to have; empty for any.</summary>
    public ImmutableArray<string> Enhanced { get; set; } = [];

    /// <summary><see cref="Enhanced"/> as codes, filled in when the rules are loaded.</summary>
    [JsonIgnore]
    public ImmutableArray<CodeId> EnhancedCodes { get; init; } = [];

    public required ImmutableArray<string> Phrases { get; init; }

    /// <summary>Phrases that rule the rule out.</summary>
    public ImmutableArray<string> Unless { get; set; } = [];

    public required string Explanation { get; init; }
    public required string HowToFix { get; init; }
    public required ImmutableArray<string> Steps { get; init; }

    /// <summary>Where servers say this.</summary>
    public required string Source { get; init; }
}

/// <summary>A provider or filter that can be recognised in what it says, as it stands in the list of providers.</summary>
internal sealed record ProviderRule
{
    public required string Id { get; init; }
    public required string Name { get; init; }
    public Uri? Help { get; init; }

    /// <summary>Domains of its hosts, with everything below them.</summary>
    public required ImmutableArray<string> Hosts { get; init; }

    /// <summary>Phrases that only it uses.</summary>
    public required ImmutableArray<string> Marks { get; init; }

    /// <summary>What an explanation says of it.</summary>
    [JsonIgnore]
    public RecognisedProvider Recognised => field ??= new(Id, Name, Help);
}

/// <summary>Reads rules: strict, so that a misspelt or missing member stops the load.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    AllowDuplicateProperties = false,
    GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(ImmutableArray<ReplyRule>))]
[JsonSerializable(typeof(ImmutableArray<ProviderRule>))]
internal sealed partial class RulesJson : JsonSerializerContext;
