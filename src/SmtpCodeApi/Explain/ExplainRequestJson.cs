using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace SmtpCodeApi.Explain;

/// <summary>Reads a request from JSON.</summary>
internal static class ExplainRequestJson
{
    /// <summary>
    /// Reads a request. Bytes that are no UTF-8 are replaced, not refused; a byte order mark is passed over.
    /// </summary>
    /// <exception cref="JsonException">It is not the JSON that is expected.</exception>
    /// <returns>Null for the JSON value null.</returns>
    public static ExplainRequest? Read(ReadOnlySpan<byte> json) =>
        TryRead(json, textAlone: false, out var request) ? request : JsonSerializer.Deserialize(Encoding.UTF8.GetString(json).TrimStart('\ufeff'), ApiJson.Wire.ExplainRequest);

    /// <summary>
    /// Reads what nearly every client sends, an object whose members are strings or null, without the serializer.
    /// </summary>
    /// <param name="json">The JSON.</param>
    /// <param name="textAlone">Whether a string may stand for an object that has it as its reply.</param>
    /// <param name="request">What was read; null with false.</param>
    /// <returns>False for anything else, sound or not: then it is for the serializer to read it, or to say what is wrong with it.</returns>
    public static bool TryRead(ReadOnlySpan<byte> json, bool textAlone, out ExplainRequest? request)
    {
        request = null;
        if (!Utf8.IsValid(json))
        {
            return false;
        }

        try
        {
            var reader = new Utf8JsonReader(json);
            var read = !reader.Read() ? null : reader.TokenType switch
            {
                JsonTokenType.StartObject => Members(ref reader),
                JsonTokenType.String when textAlone => new(reader.GetString()),
                _ => null,
            };
            // Anything behind it makes the whole unsound.
            request = read is null || reader.Read() ? null : read;
            return request is not null;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>The members of an object up to its end; null where one is not known, or is neither a string nor null.</summary>
    private static ExplainRequest? Members(ref Utf8JsonReader reader)
    {
        string? reply = null, id = null, command = null, host = null, code = null, enhancedCode = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            ref var member = ref reply;
            switch (reader.ValueSpan)
            {
                case var name when name.SequenceEqual("reply"u8):
                    break;
                case var name when name.SequenceEqual("id"u8):
                    member = ref id;
                    break;
                case var name when name.SequenceEqual("command"u8):
                    member = ref command;
                    break;
                case var name when name.SequenceEqual("host"u8):
                    member = ref host;
                    break;
                case var name when name.SequenceEqual("code"u8):
                    member = ref code;
                    break;
                case var name when name.SequenceEqual("enhancedCode"u8):
                    member = ref enhancedCode;
                    break;
                default:
                    return null;
            }

            if (!reader.Read() || reader.TokenType is not (JsonTokenType.String or JsonTokenType.Null))
            {
                return null;
            }

            member = reader.GetString();
        }

        return new(reply, id, command, host, code, enhancedCode);
    }
}
