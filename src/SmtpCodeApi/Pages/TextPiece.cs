using System.Collections.Immutable;
using SmtpCodes.Catalog;
using SmtpCodes.Explanation;

namespace SmtpCodeApi.Pages;

/// <summary>A piece of a text.</summary>
/// <param name="Text">The piece.</param>
/// <param name="Rule">The rule that it is evidence for; null for none.</param>
internal readonly record struct TextPiece(string Text, string? Rule)
{
    /// <summary>Cuts a text into pieces, so that the words that count as evidence can be marked. Overlapping evidence is marked once, by the more decisive rule.</summary>
    /// <param name="text">The text that the evidence was found in.</param>
    /// <param name="evidence">The evidence, the decisive piece first.</param>
    public static ImmutableArray<TextPiece> Of(string text, ImmutableArray<Evidence> evidence)
    {
        var pieces = ImmutableArray.CreateBuilder<TextPiece>();
        var marked = new List<Evidence>();
        foreach (var found in evidence.Where(found => found.Source != EvidenceSource.Context && found.Length > 0 && found.Start >= 0 && found.Start + found.Length <= text.Length))
        {
            if (!marked.Any(other => found.Start < other.Start + other.Length && other.Start < found.Start + found.Length))
            {
                marked.Add(found);
            }
        }

        var position = 0;
        foreach (var found in marked.OrderBy(found => found.Start))
        {
            pieces.Add(new(text[position..found.Start], null));
            position = found.Start + found.Length;
            pieces.Add(new(text[found.Start..position], found.Rule));
        }

        pieces.Add(new(text[position..], null));
        pieces.RemoveAll(piece => piece.Text.Length == 0);
        return pieces.ToImmutable();
    }

    /// <summary>Cuts a line of a dialogue into pieces, so that the code that a page is about can be marked.</summary>
    public static ImmutableArray<TextPiece> Around(string line, SmtpCode code)
    {
        foreach (var token in line.Split([' ', '-'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (CodeId.TryParse(token, out var id) && id.Kind == code.Kind && IsForm(id, code))
            {
                var start = line.IndexOf(token, StringComparison.Ordinal);
                return [new(line[..start], null), new(token, code.Code), new(line[(start + token.Length)..], null)];
            }
        }

        return [new(line, null)];
    }

    // An entry for every class shows a dialogue with one of them; a vendor's range shows one code of it.
    private static bool IsForm(CodeId id, SmtpCode code) =>
        id == code.Id || (id.Kind == CodeKind.Enhanced && id.Subject == code.Id.Subject && (code.Range is not null || id.Detail == code.Id.Detail));
}
