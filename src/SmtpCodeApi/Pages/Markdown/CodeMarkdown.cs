using System.Collections.Immutable;
using SmtpCodeApi.Codes;
using SmtpCodeApi.Http;
using SmtpCodes.Catalog;
using static SmtpCodeApi.Pages.Markdown.Markup;

namespace SmtpCodeApi.Pages.Markdown;

/// <summary>A code as Markdown, and the pieces of it that other texts share.</summary>
internal static class CodeMarkdown
{
    public static string Of(Page<CodeDetails> page)
    {
        var text = new MarkdownText();
        Write(text, page.Value, page.Address, 1);
        return text.ToString();
    }

    /// <summary>Writes a code, whole, under a heading of this level.</summary>
    public static void Write(MarkdownText text, SmtpCode code, PageAddress address, int level)
    {
        var section = level + 1;
        text.Heading(level, Title(code)).Paragraph(Kind(code)).Paragraph(Prose(code.Summary)).Bullets(Facts(code, address));
        text.Heading(section, $"Description").Paragraph(Prose(code.Description));
        text.Heading(section, $"When you see it").Paragraph(Prose(code.WhenYouSeeIt));
        WriteRemedy(text, code, section);

        if (!code.Meanings.IsEmpty)
        {
            text.Heading(section, $"Meanings by command").Table(
                [$"Command", $"Outcome", $"Meaning", $"Source"],
                code.Meanings.Select(Markup[] (meaning) =>
                    [$"{Word(meaning.Command)}", $"{Word(meaning.Outcome)}", Prose(meaning.Text), Join(", ", meaning.References.Select(Place))]));
        }

        if (!code.Classes.IsEmpty)
        {
            text.Heading(section, $"By class").Table(
                [$"Code", $"Class", $"Meaning", $"Action", $"Send again"],
                code.Classes.Select(Markup[] (reading) =>
                    [Link(reading.Code, Address(reading.Code, address)), $"{Class(reading.Class)}", Prose(reading.Text), $"{Word(reading.Action)}", $"{Again(reading.Retry)}"]));
        }

        if (!code.Session.IsEmpty)
        {
            text.Heading(section, $"Example session").Fence(code.Session);
        }

        if (!code.Examples.IsEmpty)
        {
            text.Heading(section, $"Example replies").Fence(code.Examples);
        }

        if (!code.SeenAt.IsEmpty)
        {
            text.Heading(section, $"Seen at").Bullets(code.SeenAt.Select(Markup (seen) => $"**{seen.Who}**: {Prose(seen.Meaning)} ({Source(seen.Source)})"));
        }

        if (!code.Conflicts.IsEmpty)
        {
            text.Heading(section, $"Where sources disagree").Bullets(code.Conflicts.Select(Prose));
        }

        if (!code.PairedWith.IsEmpty)
        {
            text.Heading(section, $"Paired with").Paragraph(Join(", ", code.PairedWith.Select(paired => Link(paired, Address(paired, address)))));
        }

        if (!code.Related.IsEmpty)
        {
            text.Heading(section, $"Related codes").Bullets(code.Related.Select(Markup (related) =>
                $"{Link($"{related.Code} {related.Name}", Address(related.Code, address))}: {Prose(related.Why)}"));
        }

        WriteReferences(text, code.References, section);
    }

    /// <summary>Writes what to do about a code; for one that reports no failure, what comes next.</summary>
    public static void WriteRemedy(MarkdownText text, SmtpCode code, int level) =>
        text.Heading(level, $"{PageText.FixHeading(code)}").Paragraph(Prose(code.HowToFix)).Steps(code.Steps);

    /// <summary>Writes where to read on; nothing for no references.</summary>
    public static void WriteReferences(MarkdownText text, ImmutableArray<Reference> references, int level)
    {
        if (!references.IsEmpty)
        {
            text.Heading(level, $"References").Bullets(references.GroupBy(reference => (reference.Document, reference.Title)).Select(document => Document([.. document])));
        }
    }

    /// <summary>The code with its name.</summary>
    public static Markup Title(SmtpCode code) => $"{code.Code} {code.Name}";

    /// <summary>A code in short form: a link, what it is, and where it belongs.</summary>
    public static Markup Line(CodeSummary code, PageAddress address)
    {
        string[] words = [code.Class is null ? "class left open" : Class(code.Class), Word(code.Origin), Word(code.Category), Word(code.Action)];
        return $"{Link($"{code.Code} {code.Name}", address.Origin + code.Href)}: {Prose(code.Summary)} ({string.Join(", ", words)})";
    }

    /// <summary>The class with its name.</summary>
    public static string Class(CodeClass? known) => known is null ? "Class left open" : $"{known.Label} {known.Name}";

    /// <summary>What kind of code it is.</summary>
    public static string KindWords(CodeKind kind) => kind == CodeKind.Reply ? "reply code" : "enhanced status code";

    /// <summary>The commands that a code answers.</summary>
    public static string Commands(SmtpCode code) => string.Join(", ", code.Commands.Select(Word));

    /// <summary>Whether to send the same message again, in a few words.</summary>
    public static string Again(SmtpCode code) => code.Classes.IsEmpty || code.Class is not null ? Again(code.Retry) : "the class decides";

    private static string Again(RetryAdvice retry) => (retry.Same, retry.AfterSeconds, retry.GiveUpAfterSeconds) switch
    {
        (null, _, _) => "does not apply",
        (false, _, _) => "no",
        (_, { } after, { } until) => $"yes, after {PageText.Duration(after)}, for up to {PageText.Duration(until)}",
        (_, { } after, null) => $"yes, after {PageText.Duration(after)}",
        _ => "yes",
    };

    /// <summary>Whether and when to send the same message again, as a sentence or two.</summary>
    public static Markup Advice(RetryAdvice retry) => retry.Same switch
    {
        true => $"yes. {Prose(retry.Advice)}",
        false => $"no. {Prose(retry.Advice)}",
        null => Prose(retry.Advice),
    };

    /// <summary>A word as the API writes it.</summary>
    public static string Word<T>(T value)
        where T : struct, Enum => Vocabulary<T>.WordOf(value);

    private static Markup Kind(SmtpCode code) => $"{Class(code.Class)} · {KindWords(code.Kind)} · {Word(code.Origin)}";

    private static IEnumerable<Markup> Facts(SmtpCode code, PageAddress address)
    {
        if (code.Entry != code.Code)
        {
            yield return $"**Catalog entry:** {Link(code.Entry, Address(code.Entry, address))}";
        }

        if (code.Range is { } range)
        {
            yield return $"**Covers:** {range.From} to {range.To}";
        }

        if (code.RegisteredName is { } name)
        {
            yield return $"**Registered as:** {name}";
        }

        if (code.Subject is { } subject)
        {
            yield return $"**Subject:** {subject.Name} ({subject.Number})";
        }

        yield return $"**Category:** {Word(code.Category)}";
        yield return $"**Action:** {Word(code.Action)}";
        yield return $"**Send again:** {Advice(code.Retry)}";
        yield return $"**Who acts:** {Word(code.Responsible)}";
        if (!code.Commands.IsEmpty)
        {
            yield return $"**Answers:** {Commands(code)}";
        }
    }

    /// <summary>A document with the sections of it that count.</summary>
    private static Markup Document(ImmutableArray<Reference> places)
    {
        var first = places[0];
        // A page of a vendor is named by its title.
        var title = first.Document.EndsWith(first.Title, StringComparison.OrdinalIgnoreCase) ? "" : $", {first.Title}";
        if (places.All(place => place.Section is null))
        {
            return $"{Link(first.Document, first.Url.OriginalString)}{title}";
        }

        var sections = places.Select(place => Link(place.Section is { } section ? $"section {section}" : "as a whole", place.Url.OriginalString));
        return $"{first.Document}{title}: {Join(", ", sections)}";
    }

    private static Markup Place(Reference reference) =>
        Link(reference.Section is { } section ? $"{reference.Document}, section {section}" : reference.Document, reference.Url.OriginalString);

    private static Markup Source(string source) => Uri.TryCreate(source, UriKind.Absolute, out var url) && url.Scheme is "https" or "http"
        ? Link(url.Host.StartsWith("www.", StringComparison.Ordinal) ? url.Host[4..] : url.Host, source)
        : $"{source}";

    private static string Address(string code, PageAddress address) => address.Absolute(CodeAddress.Of(code, ""));
}
