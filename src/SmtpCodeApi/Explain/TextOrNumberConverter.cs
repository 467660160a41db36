using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SmtpCodeApi.Explain;

/// <summary>Reads a code that some platforms send as a number, <c>550</c>, and others as a string.</summary>
internal sealed class TextOrNumberConverter : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Number ? Encoding.ASCII.GetString(reader.ValueSpan) : reader.GetString();

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}
