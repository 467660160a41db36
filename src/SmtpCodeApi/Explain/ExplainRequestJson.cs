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
        TryRead(json, out var request) ? request : JsonSerializer.Deserialize(Encoding.UTF8.GetString(json).TrimStart('\ufeff'), ApiJson.Wire.ExplainRequest);

    /// <summary>
    /// Reads what nearly every client sends, an object whose members are strings or null, without the serializer.
    /// </summary>
    /// <returns>False for anything else, sound or not: then it is for the serializer to read it, or to say what is wrong with it.</returns>
    public static bool TryRead(ReadOnlySpan<byte> json, out ExplainRequest? request)
    {
        request = null;
        if (!Utf8.IsValid(json))
        {
            return false;
        }

        string? reply = null, id = null, command = null, host = null, code = null, enhancedCode = null;
        try
        {
            var reader = new Utf8JsonReader(json);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return false;
            }

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
                        return false;
                }

                if (!reader.Read() || reader.TokenType is not (JsonTokenType.String or JsonTokenType.Null))
                {
                    return false;
                }

                member = reader.GetString();
            }

            if (reader.Read())
            {
                return false;
            }
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return false;
        }

        request = new(reply, id, command, host, code, enhancedCode);
        return true;
    }

    /// <summary>Reads a JSON string as a request.</summary>
    /// <returns>False for anything else, as <see cref="TryRead"/>.</returns>
    public static bool TryReadText(ReadOnlySpan<byte> json, out ExplainRequest? request)
    {
        request = null;
        if (!Utf8.IsValid(json))
        {
            return false;
        }

        try
        {
            var reader = new Utf8JsonReader(json);
            if (!reader.Read() || reader.TokenType != JsonTokenType.String)
            {
                return false;
            }

            var reply = reader.GetString();
            if (reader.Read())
            {
                return false;
            }

            request = new(reply);
            return true;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return false;
        }
    }
}
