using System.Collections.Immutable;
using System.Text.Json;

namespace SmtpCodes.Catalog;

/// <summary>
/// The entries of the data files. Each is read when it is first asked for, so that a service that starts reads what the first answer needs and not all that is
/// known; <see cref="Check"/> reads them all and refuses data that breaks a rule. Safe to share between threads.
/// </summary>
internal sealed class CatalogEntries
{
    private const int HalfAnHour = 30 * 60;
    private const int FiveDays = 5 * 24 * 60 * 60;
    private static readonly ImmutableArray<int> EnhancedClasses = [2, 4, 5];
    private const string DocumentsFile = "documents.json";

    private readonly Lazy<ImmutableDictionary<string, string>> _documents;
    private readonly Dictionary<CodeId, Entry> _entries = [];
    private readonly Lazy<ILookup<string, CodeId>> _enhancedByReply;

    /// <summary>The entries of these files, none of them read yet.</summary>
    /// <exception cref="CatalogException">A file is not named after a code, or the list of documents is missing.</exception>
    public CatalogEntries(IReadOnlyList<CatalogFile> files)
    {
        var documents = files.FirstOrDefault(file => file.Path == DocumentsFile);
        if (documents is null)
        {
            throw new CatalogException(DocumentsFile, null, "The list of cited documents is missing.");
        }

        _documents = new(() => Read(documents, CatalogJson.Default.ImmutableDictionaryStringString));
        foreach (var file in files.Where(file => file.Path != DocumentsFile))
        {
            var id = IdOf(file.Path);
            if (!_entries.TryAdd(id, new(file, new(() => Read(file, CatalogJson.Default.EntryDocument)), new(() => FormsOf(id)))))
            {
                throw new CatalogException(file.Path, id.ToString(), "Another file has the same code.");
            }
        }

        Ids = [.. _entries.Keys.Order()];
        _enhancedByReply = new(() => _entries
            .Where(entry => entry.Key.IsOpenClass)
            .SelectMany(entry => PairingsOf(entry.Value.File).Select(reply => (Reply: reply, Enhanced: entry.Key)))
            .OrderBy(pair => pair.Enhanced)
            .ToLookup(pair => pair.Reply, pair => pair.Enhanced));
    }

    /// <summary>Every entry in catalog order.</summary>
    public ImmutableArray<CodeId> Ids { get; }

    /// <summary>The code with this identity; null where no entry has it. A registered enhanced status code answers for its open class and for classes 2, 4 and 5.</summary>
    /// <exception cref="CatalogException">The data is wrong; not with data that <see cref="Check"/> has passed.</exception>
    public SmtpCode? Find(CodeId id)
    {
        if (_entries.TryGetValue(id, out var entry))
        {
            return entry.Forms.Value[0];
        }

        return id.Kind == CodeKind.Enhanced && EnhancedClasses.IndexOf(id.ClassDigit) is var form and >= 0 && _entries.TryGetValue(id.WithClass(0), out entry)
            ? entry.Forms.Value[form + 1]
            : null;
    }

    /// <summary>Reads everything and holds it to the rules of the catalog.</summary>
    /// <exception cref="CatalogException">The data breaks a rule.</exception>
    public void Check()
    {
        foreach (var (id, entry) in _entries)
        {
            CheckName(entry);
            EntryRules.Check(entry.File.Path, id, entry.Document.Value);
        }

        CheckEntriesAgainstEachOther();
        foreach (var entry in _entries.Values)
        {
            _ = entry.Forms.Value;
        }
    }

    private static T Read<T>(CatalogFile file, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(file.Content, type) ?? throw new CatalogException(file.Path, null, "The file holds null.");
        }
        catch (JsonException error)
        {
            throw new CatalogException(file.Path, null, error.Message, error);
        }
    }

    /// <summary>
    /// The reply codes that the entry of a file is paired with. A reply code names the enhanced status codes that go with it, and the pairings stand with those:
    /// reading that member alone spares the first answer the reading of all their entries.
    /// </summary>
    private static ImmutableArray<string> PairingsOf(CatalogFile file)
    {
        try
        {
            var reader = new Utf8JsonReader(file.Content);
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (reader.ValueTextEquals("pairedWith"u8))
                {
                    reader.Read();
                    return JsonSerializer.Deserialize(ref reader, CatalogJson.Default.ImmutableArrayString);
                }

                reader.Skip();
            }

            return [];
        }
        catch (JsonException error)
        {
            throw new CatalogException(file.Path, null, error.Message, error);
        }
    }

    private static CodeId IdOf(string path) =>
        CodeId.TryParse(path.AsSpan((path.LastIndexOf('/') + 1)..^ExtensionLength(path)), out var id)
            ? id
            : throw new CatalogException(path, null, "The file is not named after a code.");

    private static int ExtensionLength(string path) => path.EndsWith(".json", StringComparison.Ordinal) ? ".json".Length : 0;

    private static void CheckName(Entry entry)
    {
        var code = entry.Document.Value.Code;
        if (!CodeId.TryParse(code, out var written) || written.ToString() != code)
        {
            throw new CatalogException(entry.File.Path, code, "The code is not written in its canonical form.");
        }

        var folder = written.Kind == CodeKind.Reply ? "reply-codes" : "enhanced-codes";
        if (entry.File.Path != $"{folder}/{code}.json")
        {
            throw new CatalogException(entry.File.Path, code, $"The entry belongs into '{folder}/{code}.json'.");
        }
    }

    private void CheckEntriesAgainstEachOther()
    {
        var names = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var gists = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (id, entry) in _entries)
        {
            var (file, document) = (entry.File.Path, entry.Document.Value);
            foreach (var code in document.Related.Select(related => related.Code).Concat(document.Clauses.Instead))
            {
                if (!CodeId.TryParse(code, out var other) || other == id || !_entries.ContainsKey(other))
                {
                    throw new CatalogException(file, document.Code, $"It points to {code}, which is not another entry of the catalog.");
                }
            }

            foreach (var code in document.PairedWith)
            {
                // The registry pairs codes with numbers that are in no list of reply codes; those that are must be reply codes.
                if (!CodeId.TryParse(code, out var reply) || reply.Kind != CodeKind.Reply || !_entries.ContainsKey(reply))
                {
                    throw new CatalogException(file, document.Code, $"It is paired with {code}, which is not a reply code of the catalog.");
                }
            }

            if (document.Range is { } range && _entries.Values.FirstOrDefault(other => other.Document.Value.Range is { } second && second != range && Overlap(range, second)) is { Document.Value: { } overlapping })
            {
                throw new CatalogException(file, document.Code, $"Its range overlaps with that of {overlapping.Code}, so that a code in both would have two meanings.");
            }

            if (!names.TryAdd(document.Name, document.Code) || !gists.TryAdd(document.Clauses.Gist, document.Code))
            {
                throw new CatalogException(file, document.Code, "Its name or gist is that of another entry, so the two could not be told apart.");
            }
        }
    }

    private static bool Overlap(CodeRange one, CodeRange other)
    {
        var (from, to, otherFrom, otherTo) = (CodeId.Parse(one.From), CodeId.Parse(one.To), CodeId.Parse(other.From), CodeId.Parse(other.To));
        return from.ClassDigit == otherFrom.ClassDigit && from.Subject == otherFrom.Subject && from <= otherTo && otherFrom <= to;
    }

    private ImmutableArray<SmtpCode> FormsOf(CodeId id)
    {
        var (file, document) = (_entries[id].File.Path, _entries[id].Document.Value);
        if (!id.IsOpenClass)
        {
            return [FormOf(id, file, document)];
        }

        return [FormOf(id, file, document), .. EnhancedClasses.Select(digit => FormOf(id.WithClass(digit), file, document))];
    }

    private SmtpCode FormOf(CodeId id, string file, EntryDocument document)
    {
        var entryId = CodeId.Parse(document.Code);
        var ofClass = id.Kind == CodeKind.Enhanced && !id.IsOpenClass
            ? document.Classes.GetValueOrDefault(id.ClassDigit.ToString(System.Globalization.CultureInfo.InvariantCulture))
            : null;
        var clauses = document.Clauses;
        return new()
        {
            Id = id,
            Code = id.ToString(),
            Entry = document.Code,
            Kind = id.Kind,
            Name = document.Name,
            RegisteredName = document.RegisteredName,
            Class = CodeGrammar.ClassOf(id),
            Subject = CodeGrammar.SubjectOf(id),
            Range = document.Range,
            Origin = document.Origin,
            Summary = document.Summary,
            Description = document.Description,
            WhenYouSeeIt = document.WhenYouSeeIt,
            HowToFix = document.HowToFix,
            Steps = document.Steps,
            Category = id.Kind == CodeKind.Enhanced && id.ClassDigit == 2 ? CodeCategory.Success : ofClass?.Category ?? document.Category,
            Action = ActionOf(id, document, ofClass),
            Retry = RetryOf(id, document, ofClass),
            Responsible = id.Kind == CodeKind.Enhanced && id.ClassDigit == 2 ? ResponsibleParty.Nobody : ofClass?.Responsible ?? document.Responsible,
            Classes = entryId.IsOpenClass ? [.. document.Classes.Select(reading => ReadingOf(entryId.WithClass(reading.Key[0] - '0'), document, reading.Value))] : [],
            Commands = document.Commands,
            Meanings = [.. document.Meanings.Select(meaning =>
                new CommandMeaning(meaning.Command, meaning.Outcome, meaning.Text, ReferencesOf(file, document, meaning.References)))],
            SeenAt = document.SeenAt,
            Conflicts = ConflictsOf(id, document, ofClass),
            Examples = document.Examples,
            Session = document.Session,
            PairedWith = id.Kind == CodeKind.Reply
                ? [.. _enhancedByReply.Value[document.Code].Select(paired => paired.ToString())]
                : [.. document.PairedWith.Order(StringComparer.Ordinal)],
            Related = [.. document.Related.Select(related => new RelatedCode(related.Code, _entries[CodeId.Parse(related.Code)].Document.Value.Name, related.Why))],
            References = ReferencesOf(file, document, document.References),
            Keywords = document.Keywords,
            Facets = new(
                document.Phase, document.Credentials, clauses.Gist, clauses.Meaning, clauses.Trigger,
                id.Kind == CodeKind.Reply ? clauses.NextStep : ofClass?.NextStep,
                id.Kind == CodeKind.Reply ? clauses.Server : ofClass?.Server,
                clauses.SentBy, clauses.Instead),
        };
    }

    private static ClassReading ReadingOf(CodeId id, EntryDocument document, ClassDocument ofClass) =>
        new(id.ToString(), CodeGrammar.ClassOf(id)!, ofClass.Text, ActionOf(id, document, ofClass), RetryOf(id, document, ofClass)) { Server = ofClass.Server, NextStep = ofClass.NextStep };

    private static CodeAction ActionOf(CodeId id, EntryDocument document, ClassDocument? ofClass)
    {
        if (id.Kind == CodeKind.Reply || id.IsOpenClass)
        {
            return document.Action;
        }

        // Class 4 is worth another try whatever the cause, class 5 is what the entry's own action speaks of.
        return ofClass?.Action ?? id.ClassDigit switch { 2 => CodeAction.None, 4 => CodeAction.RetryLater, _ => document.Action };
    }

    private static RetryAdvice RetryOf(CodeId id, EntryDocument document, ClassDocument? ofClass)
    {
        if (id.Kind == CodeKind.Reply)
        {
            return document.Retry!;
        }

        if (id.IsOpenClass)
        {
            var readings = document.Classes.Keys.Select(digit => (Code: id.WithClass(digit[0] - '0'), Digit: digit[0]));
            return new(null, null, null, "The class decides: " + Prose.List(readings.Select(reading => reading.Digit switch
            {
                '2' => $"{reading.Code} is a success, so nothing is sent again",
                '4' => $"on {reading.Code} the same message may be sent again later",
                _ => $"on {reading.Code} it may not be sent again unchanged",
            }), "and") + ".");
        }

        return id.ClassDigit switch
        {
            2 => new(null, null, null, ofClass?.RetryAdvice ?? "It is a success, so nothing is sent again."),
            4 => new(true, HalfAnHour, FiveDays, ofClass?.RetryAdvice
                ?? "Send the same message again after 30 minutes or more and give up after 4 to 5 days (RFC 5321 section 4.5.4.1)."),
            _ => new(false, null, null, ofClass?.RetryAdvice ?? "Do not send the same message again unchanged."),
        };
    }

    private static ImmutableArray<string> ConflictsOf(CodeId id, EntryDocument document, ClassDocument? ofClass)
    {
        if (id.Kind == CodeKind.Reply || id.IsOpenClass || document.Range is not null || document.Classes.Count == 0)
        {
            return document.Conflicts;
        }

        if (document.TiedTo.Length > 0 && !document.TiedTo.Contains(id.ClassDigit))
        {
            var definition = document.References[0];
            var source = definition.Section is null ? definition.Document : $"{definition.Document} section {definition.Section}";
            var classes = Prose.List(document.TiedTo.Select(digit => digit.ToString(System.Globalization.CultureInfo.InvariantCulture)), "or");
            return [$"{source} gives {document.Code} {(document.TiedTo.Length == 1 ? "class" : "classes")} {classes} only; a server that sends {id} departs from it.", .. document.Conflicts];
        }

        return ofClass is null && document.Origin != CodeOrigin.Vendor
            ? [$"No source shows {document.Code} with class {id.ClassDigit}, so {id} has to be read by its class alone.", .. document.Conflicts]
            : document.Conflicts;
    }

    private ImmutableArray<Reference> ReferencesOf(string file, EntryDocument document, ImmutableArray<ReferenceDocument> references) =>
        [.. references.Select(reference => ReferenceOf(file, document, reference))];

    private Reference ReferenceOf(string file, EntryDocument document, ReferenceDocument reference)
    {
        if (reference is { Title: { } title, Url: { } url })
        {
            return new(reference.Document, reference.Section, title, url);
        }

        if (!_documents.Value.TryGetValue(reference.Document, out var known))
        {
            throw new CatalogException(file, document.Code, $"It cites '{reference.Document}', which is not in {DocumentsFile} and has no title and url of its own.");
        }

        var rfc = reference.Document.StartsWith("RFC ", StringComparison.Ordinal);
        var address = rfc
            ? $"https://www.rfc-editor.org/rfc/rfc{reference.Document[4..]}.html{(reference.Section is null ? "" : "#section-" + reference.Section)}"
            : $"https://datatracker.ietf.org/doc/{reference.Document}/";
        return new(reference.Document, reference.Section, known, new Uri(address));
    }

    private sealed record Entry(CatalogFile File, Lazy<EntryDocument> Document, Lazy<ImmutableArray<SmtpCode>> Forms);
}
