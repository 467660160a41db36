using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Html;
using SmtpCodeApi.Http;
using SmtpCodes.Catalog;

namespace SmtpCodeApi.Pages;

/// <summary>How texts and words of the catalog are shown on pages.</summary>
internal static class PageText
{
    /// <summary>A text of the catalog, with what stands between backticks as code.</summary>
    public static IHtmlContent Prose(string text) => new ProseContent(text);

    /// <summary>A word of the vocabulary as people read it: <c>smtp-auth</c> becomes <c>SMTP auth</c>.</summary>
    public static string Label<T>(T value)
        where T : struct, Enum
    {
        var words = Vocabulary<T>.WordOf(value).Replace('-', ' ');
        return words.StartsWith("smtp ", StringComparison.Ordinal) ? "SMTP" + words[4..] : char.ToUpperInvariant(words[0]) + words[1..];
    }

    /// <summary>A command as it is written: <c>RCPT</c>, <c>END-OF-DATA</c>.</summary>
    public static string Command(SmtpCommand command) => command switch
    {
        SmtpCommand.EndOfData => "end of data",
        SmtpCommand.Connect => "connect",
        SmtpCommand.Any => "any command",
        _ => Vocabulary<SmtpCommand>.WordOf(command),
    };

    /// <summary>The heading above what to do: nothing is to be fixed about a success.</summary>
    public static string FixHeading(SmtpCode code) => code.Action is CodeAction.None or CodeAction.Continue ? "What to do next" : "How to fix";

    /// <summary>The style of a class: green, blue, amber or red.</summary>
    public static string Tone(CodeClass? @class) => @class is null ? "tone-open" : $"tone-{@class.Digit}";

    /// <summary>Whether to send the same again, in a word.</summary>
    public static string SameAgain(SmtpCode code) => code.Retry.Same switch { true => "Yes, later", false => "No", _ when code.Classes.IsEmpty => "Does not arise", _ => "The class decides" };

    /// <summary>A length of time as people say it: <c>30 minutes</c>, <c>5 days</c>.</summary>
    public static string Duration(int seconds) => seconds switch
    {
        >= 172_800 => $"{seconds / 86_400} days",
        >= 7_200 => $"{seconds / 3_600} hours",
        >= 120 => $"{seconds / 60} minutes",
        _ => $"{seconds} seconds",
    };

    /// <summary>A text of the catalog where no markup can be: without its backticks.</summary>
    public static string Plain(string text) => text.Replace("`", "", StringComparison.Ordinal);

    /// <summary>The address of a source: the page itself, or the repository of a file in the form <c>github.com/OWNER/REPO PATH</c>; files move, repositories stay.</summary>
    public static string SourceLink(string source) =>
        source.StartsWith("http", StringComparison.Ordinal) ? source : $"https://{source.Split(' ')[0]}";

    /// <summary>A source as people read it: the host of a page, the file in a repository.</summary>
    public static string SourceName(string source) =>
        Uri.TryCreate(source, UriKind.Absolute, out var page) && page.Scheme.StartsWith("http", StringComparison.Ordinal) ? page.Host : source[(source.IndexOf('/', StringComparison.Ordinal) + 1)..];

    private sealed class ProseContent(string text) : IHtmlContent
    {
        public void WriteTo(TextWriter writer, HtmlEncoder encoder)
        {
            var code = false;
            foreach (var part in text.Split('`'))
            {
                writer.Write(code ? "<code>" : "");
                encoder.Encode(writer, part);
                writer.Write(code ? "</code>" : "");
                code = !code;
            }
        }
    }
}
