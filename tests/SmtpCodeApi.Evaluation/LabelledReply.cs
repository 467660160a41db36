using System.Text.Json;
using System.Text.Json.Nodes;

namespace SmtpCodeApi.Evaluation;

/// <summary>A reply with what an explanation of it has to contain. Null members are not scored; a code of "" means that none may be found.</summary>
internal sealed record LabelledReply(string Id, string Text, string? ReplyCode, string? EnhancedCode, IReadOnlyList<string> Categories, IReadOnlyList<string> Actions, bool? HardBounce)
{
    /// <summary>Reads a file of JSON lines; empty lines are skipped.</summary>
    public static IEnumerable<LabelledReply> Read(string file) => File.ReadLines(file).Where(line => !string.IsNullOrWhiteSpace(line)).Select((line, index) =>
    {
        try
        {
            var row = JsonNode.Parse(line)!.AsObject();
            var expected = row["expected"]!.AsObject();
            return new LabelledReply(
                (string?)row["id"] ?? $"{file}:{index + 1}", (string)row["text"]!, Code(expected, "replyCode"), Code(expected, "enhancedCode"),
                Words(expected["categories"]), Words(expected["actions"]), (bool?)expected["hardBounce"]);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or NullReferenceException)
        {
            throw new InvalidDataException($"{file}, line {index + 1}: {error.Message}", error);
        }
    });

    // A number or a string; null says that there is none, an absent member says nothing.
    private static string? Code(JsonObject expected, string member) => expected.ContainsKey(member) ? expected[member]?.ToString() ?? "" : null;

    private static string[] Words(JsonNode? words) => words is null ? [] : [.. words.AsArray().Select(word => (string)word!)];
}
