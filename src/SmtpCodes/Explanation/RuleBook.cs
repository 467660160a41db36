using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using SmtpCodes.Catalog;

namespace SmtpCodes.Explanation;

/// <summary>All rules, with the machine that finds their phrases. Immutable, safe to share between threads.</summary>
internal sealed class RuleBook
{
    private const string ProvidersFile = "providers.json";

    private RuleBook(ImmutableArray<ReplyRule> rules, ImmutableArray<ProviderRule> providers)
    {
        // The phrases themselves are in the matcher from here on, in a form of its own; as they are written they would hold a third of all that is loaded.
        Rules = [.. rules.Select(rule => rule with { Phrases = [], Unless = [] })];
        Providers = [.. providers.Select(provider => provider with { Marks = [] })];
        HostsOfProviders = Providers.SelectMany(provider => provider.Hosts.Select(host => KeyValuePair.Create(host, provider))).ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
        Matcher = new(PhrasesOf(rules, providers));
    }

    public ImmutableArray<ReplyRule> Rules { get; }

    public ImmutableArray<ProviderRule> Providers { get; }

    /// <summary>The provider of each domain.</summary>
    public FrozenDictionary<string, ProviderRule> HostsOfProviders { get; }

    /// <summary>Finds the phrases of rules, of what rules them out, and of providers; <see cref="Meaning"/> tells which an owner stands for.</summary>
    public PhraseMatcher Matcher { get; }

    /// <summary>What a found phrase stands for: the rule with this index, the exception of a rule, or a provider.</summary>
    public static (PhraseRole Role, int Index) Meaning(int owner) => ((PhraseRole)(owner & 3), owner >> 2);

    /// <summary>Loads the rules that are built into this library.</summary>
    /// <exception cref="CatalogException">A rule is wrong.</exception>
    public static RuleBook Load()
    {
        var files = EmbeddedFiles.In("explanation/");
        var rules = ImmutableArray.CreateBuilder<ReplyRule>();
        var ids = new HashSet<string>(StringComparer.Ordinal);
        var providers = Read(files.Single(file => file.Path == ProvidersFile), RulesJson.Default.ImmutableArrayProviderRule);
        foreach (var file in files.Where(file => file.Path != ProvidersFile))
        {
            foreach (var rule in Read(file, RulesJson.Default.ImmutableArrayReplyRule))
            {
                Check(file.Path, rule, ids.Add(rule.Id), providers);
                rules.Add(rule with { EnhancedCodes = [.. rule.Enhanced.Select(code => CodeId.Parse(code))] });
            }
        }

        return new(rules.ToImmutable(), providers);
    }

    private static void Check(string file, ReplyRule rule, bool isNew, ImmutableArray<ProviderRule> providers)
    {
        Require(isNew, "Another rule has the same id.");
        Require(rule.Phrases.Length > 0, "It has no phrases.");
        Require(rule.Provider is null || providers.Any(provider => provider.Id == rule.Provider), $"The provider {rule.Provider} is not in {ProvidersFile}.");
        Require(rule.Enhanced.All(code => CodeId.TryParse(code, out var id) && id.Kind == CodeKind.Enhanced), "One of 'enhanced' is no enhanced status code.");

        void Require(bool condition, string reason)
        {
            if (!condition)
            {
                throw new CatalogException(file, rule.Id, reason);
            }
        }
    }

    private static IEnumerable<(int Owner, ImmutableArray<PhrasePart> Parts)> PhrasesOf(ImmutableArray<ReplyRule> rules, ImmutableArray<ProviderRule> providers)
    {
        for (var i = 0; i < rules.Length; i++)
        {
            foreach (var phrase in rules[i].Phrases)
            {
                yield return (Owner(PhraseRole.Rule, i), Read("explanation", rules[i].Id, phrase));
            }

            foreach (var phrase in rules[i].Unless)
            {
                yield return (Owner(PhraseRole.Exception, i), Read("explanation", rules[i].Id, phrase));
            }
        }

        for (var i = 0; i < providers.Length; i++)
        {
            foreach (var phrase in providers[i].Marks)
            {
                yield return (Owner(PhraseRole.Provider, i), Read(ProvidersFile, providers[i].Id, phrase));
            }
        }
    }

    private static ImmutableArray<PhrasePart> Read(string file, string id, string phrase)
    {
        try
        {
            return PhraseSyntax.Read(phrase);
        }
        catch (FormatException error)
        {
            throw new CatalogException(file, id, error.Message, error);
        }
    }

    private static int Owner(PhraseRole role, int index) => (index << 2) | (int)role;

    private static T Read<T>(CatalogFile file, JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(file.Content, type)!;
        }
        catch (JsonException error)
        {
            throw new CatalogException(file.Path, null, error.Message, error);
        }
    }
}

/// <summary>What a phrase is there for.</summary>
internal enum PhraseRole
{
    /// <summary>It makes a rule apply.</summary>
    Rule,

    /// <summary>It keeps a rule from applying.</summary>
    Exception,

    /// <summary>It gives a provider away.</summary>
    Provider,
}
