using System.Text.Json;
using System.Text.Json.Serialization;
using SmtpCodeApi.Codes;
using SmtpCodeApi.Http;
using SmtpCodes.Catalog;
using SmtpCodes.Explanation;

namespace SmtpCodeApi.Explain;

/// <summary>
/// Writes an explanation: the one fast path of all that explain. It says what the serializer would make of the members itself, in a fraction of the time: names and
/// words are encoded once, a code in short form is copied.
/// </summary>
internal sealed class ExplanationJson : JsonConverter<ExplanationDetails>
{
    private static readonly JsonEncodedText[] Categories = Words<CodeCategory>();
    private static readonly JsonEncodedText[] Actions = Words<CodeAction>();
    private static readonly JsonEncodedText[] Confidences = Words<Confidence>();
    private static readonly JsonEncodedText[] Sources = Words<EvidenceSource>();

    public override ExplanationDetails Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

    public override void Write(Utf8JsonWriter writer, ExplanationDetails value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteString(Names.Id, value.Id);
        WriteReply(writer, value.Reply);
        WriteCode(writer, Names.Code, value.Code);
        WriteCode(writer, Names.Enhanced, value.Enhanced);
        writer.WriteString(Names.Category, Categories[(int)value.Category]);
        writer.WriteString(Names.Action, Actions[(int)value.Action]);
        writer.WriteString(Names.Confidence, Confidences[(int)value.Confidence]);
        WriteBoolean(writer, Names.Permanent, value.Permanent);
        WriteRetry(writer, value.Retry);
        writer.WriteString(Names.Summary, value.Summary);
        writer.WriteString(Names.Explanation, value.Explanation);
        writer.WriteString(Names.HowToFix, value.HowToFix);
        WriteStrings(writer, Names.Steps, value.Steps.AsSpan());
        WriteEvidence(writer, value.Evidence.AsSpan());
        WriteProvider(writer, value.Provider);
        WriteStrings(writer, Names.Conflicts, value.Conflicts.AsSpan());
        WriteRecipients(writer, value.Recipients.AsSpan(), options);
        writer.WriteEndObject();
    }

    private static void WriteReply(Utf8JsonWriter writer, ParsedReply reply)
    {
        writer.WriteStartObject(Names.Reply);
        writer.WriteString(Names.Code, reply.Code);
        writer.WriteString(Names.EnhancedCode, reply.EnhancedCode);
        writer.WriteString(Names.Text, reply.Text);
        WriteStrings(writer, Names.Lines, reply.Lines.AsSpan());
        writer.WriteEndObject();
    }

    private static void WriteCode(Utf8JsonWriter writer, JsonEncodedText name, CodeSummary? code)
    {
        writer.WritePropertyName(name);
        if (code is null)
        {
            writer.WriteNullValue();
        }
        else
        {
            code.WriteTo(writer);
        }
    }

    private static void WriteRetry(Utf8JsonWriter writer, RetryAdvice retry)
    {
        writer.WriteStartObject(Names.Retry);
        WriteBoolean(writer, Names.Same, retry.Same);
        WriteNumber(writer, Names.AfterSeconds, retry.AfterSeconds);
        WriteNumber(writer, Names.GiveUpAfterSeconds, retry.GiveUpAfterSeconds);
        writer.WriteString(Names.Advice, retry.Advice);
        writer.WriteEndObject();
    }

    private static void WriteEvidence(Utf8JsonWriter writer, ReadOnlySpan<Evidence> evidence)
    {
        writer.WriteStartArray(Names.Evidence);
        foreach (var piece in evidence)
        {
            writer.WriteStartObject();
            writer.WriteString(Names.Rule, piece.Rule);
            writer.WriteString(Names.Source, Sources[(int)piece.Source]);
            writer.WriteNumber(Names.Start, piece.Start);
            writer.WriteNumber(Names.Length, piece.Length);
            writer.WriteString(Names.Text, piece.Text);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteProvider(Utf8JsonWriter writer, RecognisedProvider? provider)
    {
        if (provider is null)
        {
            writer.WriteNull(Names.Provider);
            return;
        }

        writer.WriteStartObject(Names.Provider);
        writer.WriteString(Names.Id, provider.Id);
        writer.WriteString(Names.Name, provider.Name);
        writer.WriteString(Names.Help, provider.Help?.OriginalString);
        writer.WriteEndObject();
    }

    private void WriteRecipients(Utf8JsonWriter writer, ReadOnlySpan<RecipientDetails> recipients, JsonSerializerOptions options)
    {
        writer.WriteStartArray(Names.Recipients);
        foreach (var recipient in recipients)
        {
            writer.WriteStartObject();
            writer.WriteString(Names.Address, recipient.Address);
            writer.WriteString(Names.Action, recipient.Action);
            writer.WriteString(Names.Status, recipient.Status);
            writer.WriteString(Names.Diagnostic, recipient.Diagnostic);
            writer.WritePropertyName(Names.Explanation);
            Write(writer, recipient.Explanation, options);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteStrings(Utf8JsonWriter writer, JsonEncodedText name, ReadOnlySpan<string> values)
    {
        writer.WriteStartArray(name);
        foreach (var value in values)
        {
            writer.WriteStringValue(value);
        }

        writer.WriteEndArray();
    }

    private static void WriteBoolean(Utf8JsonWriter writer, JsonEncodedText name, bool? value)
    {
        if (value is { } known)
        {
            writer.WriteBoolean(name, known);
        }
        else
        {
            writer.WriteNull(name);
        }
    }

    private static void WriteNumber(Utf8JsonWriter writer, JsonEncodedText name, int? value)
    {
        if (value is { } known)
        {
            writer.WriteNumber(name, known);
        }
        else
        {
            writer.WriteNull(name);
        }
    }

    private static JsonEncodedText[] Words<T>()
        where T : struct, Enum => [.. Vocabulary<T>.Words.Select(word => JsonEncodedText.Encode(word))];

    private static class Names
    {
        public static readonly JsonEncodedText Id = JsonEncodedText.Encode("id");
        public static readonly JsonEncodedText Reply = JsonEncodedText.Encode("reply");
        public static readonly JsonEncodedText Code = JsonEncodedText.Encode("code");
        public static readonly JsonEncodedText EnhancedCode = JsonEncodedText.Encode("enhancedCode");
        public static readonly JsonEncodedText Text = JsonEncodedText.Encode("text");
        public static readonly JsonEncodedText Lines = JsonEncodedText.Encode("lines");
        public static readonly JsonEncodedText Enhanced = JsonEncodedText.Encode("enhanced");
        public static readonly JsonEncodedText Category = JsonEncodedText.Encode("category");
        public static readonly JsonEncodedText Action = JsonEncodedText.Encode("action");
        public static readonly JsonEncodedText Confidence = JsonEncodedText.Encode("confidence");
        public static readonly JsonEncodedText Permanent = JsonEncodedText.Encode("permanent");
        public static readonly JsonEncodedText Retry = JsonEncodedText.Encode("retry");
        public static readonly JsonEncodedText Same = JsonEncodedText.Encode("same");
        public static readonly JsonEncodedText AfterSeconds = JsonEncodedText.Encode("afterSeconds");
        public static readonly JsonEncodedText GiveUpAfterSeconds = JsonEncodedText.Encode("giveUpAfterSeconds");
        public static readonly JsonEncodedText Advice = JsonEncodedText.Encode("advice");
        public static readonly JsonEncodedText Summary = JsonEncodedText.Encode("summary");
        public static readonly JsonEncodedText Explanation = JsonEncodedText.Encode("explanation");
        public static readonly JsonEncodedText HowToFix = JsonEncodedText.Encode("howToFix");
        public static readonly JsonEncodedText Steps = JsonEncodedText.Encode("steps");
        public static readonly JsonEncodedText Evidence = JsonEncodedText.Encode("evidence");
        public static readonly JsonEncodedText Rule = JsonEncodedText.Encode("rule");
        public static readonly JsonEncodedText Source = JsonEncodedText.Encode("source");
        public static readonly JsonEncodedText Start = JsonEncodedText.Encode("start");
        public static readonly JsonEncodedText Length = JsonEncodedText.Encode("length");
        public static readonly JsonEncodedText Provider = JsonEncodedText.Encode("provider");
        public static readonly JsonEncodedText Name = JsonEncodedText.Encode("name");
        public static readonly JsonEncodedText Help = JsonEncodedText.Encode("help");
        public static readonly JsonEncodedText Conflicts = JsonEncodedText.Encode("conflicts");
        public static readonly JsonEncodedText Recipients = JsonEncodedText.Encode("recipients");
        public static readonly JsonEncodedText Address = JsonEncodedText.Encode("address");
        public static readonly JsonEncodedText Status = JsonEncodedText.Encode("status");
        public static readonly JsonEncodedText Diagnostic = JsonEncodedText.Encode("diagnostic");
    }
}
