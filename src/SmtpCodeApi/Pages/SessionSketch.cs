using System.Collections.Immutable;
using SmtpCodes.Catalog;

namespace SmtpCodeApi.Pages;

/// <summary>A step of an SMTP session, with the codes of a comparison that can be its answer.</summary>
/// <param name="Client">What the client does.</param>
/// <param name="Usual">The reply code when all goes well; null where there is no usual one.</param>
/// <param name="HasA">Whether the first code can come here.</param>
/// <param name="HasB">Whether the second code can come here.</param>
internal sealed record SketchStep(string Client, string? Usual, bool HasA, bool HasB);

/// <summary>Where in the dialogue between client and server each of two codes occurs.</summary>
/// <param name="Steps">The session from top to bottom.</param>
/// <param name="Description">The same in words, for those who do not see the drawing.</param>
internal sealed record SessionSketch(ImmutableArray<SketchStep> Steps, string Description)
{
    // The session as it usually goes (RFC 5321 section 3, RFC 3207, RFC 4954). What is not in here is drawn, in its own step, only where one of the two codes answers it.
    private static readonly ImmutableArray<(SmtpCommand Command, string Client, string? Usual)> Usually =
    [
        (SmtpCommand.Connect, "connects", "220"),
        (SmtpCommand.Ehlo, "EHLO", "250"),
        (SmtpCommand.Starttls, "STARTTLS", "220"),
        (SmtpCommand.Auth, "AUTH", "235"),
        (SmtpCommand.Mail, "MAIL", "250"),
        (SmtpCommand.Rcpt, "RCPT", "250"),
        (SmtpCommand.Data, "DATA", "354"),
        (SmtpCommand.EndOfData, "text, final dot", "250"),
        (SmtpCommand.Quit, "QUIT", "221"),
    ];

    /// <summary>The sketch for two codes; null where neither is an answer in a dialogue, or nothing is known of where.</summary>
    public static SessionSketch? Of(SmtpCode a, SmtpCode b)
    {
        if (a.Commands.IsEmpty && b.Commands.IsEmpty)
        {
            return null;
        }

        var others = a.Commands.Union(b.Commands).Where(command => Usually.All(step => step.Command != command)).Order()
            .Select(command => (Command: command, Client: PageText.Command(command), Usual: (string?)null));
        var steps = Usually.SkipLast(1).Concat(others).Append(Usually[^1])
            .Select(step => new SketchStep(step.Client, step.Usual, a.Commands.Contains(step.Command), b.Commands.Contains(step.Command)));
        return new([.. steps], a.Code == b.Code ? Words(a) : $"{Words(a)} {Words(b)}");
    }

    private static string Words(SmtpCode code) => code.Commands.IsEmpty
        ? $"{code.Code} is not an answer in this dialogue."
        : $"{code.Code} can come after {string.Join(", ", code.Commands.Select(PageText.Command))}.";
}
