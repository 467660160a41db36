using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using SmtpCodeApi.Http;
using SmtpCodes.Catalog;
using SmtpCodes.Comparison;

namespace SmtpCodeApi.Compare;

/// <summary>
/// Writes a comparison as the serializer would, octet for octet, with less work: every pair is asked for a first time, so there is no answer to keep,
/// but both codes and their references are at hand as JSON and only the sentences have to be written.
/// </summary>
internal sealed class ComparisonJson : JsonConverter<ComparisonDetails>
{
    private static readonly JsonEncodedText Title = JsonEncodedText.Encode("title");
    private static readonly JsonEncodedText Summary = JsonEncodedText.Encode("summary");
    private static readonly JsonEncodedText A = JsonEncodedText.Encode("a");
    private static readonly JsonEncodedText B = JsonEncodedText.Encode("b");
    private static readonly JsonEncodedText KeyDifferences = JsonEncodedText.Encode("keyDifferences");
    private static readonly JsonEncodedText Similarities = JsonEncodedText.Encode("similarities");
    private static readonly JsonEncodedText AspectName = JsonEncodedText.Encode("aspect");
    private static readonly JsonEncodedText Text = JsonEncodedText.Encode("text");
    private static readonly JsonEncodedText WhenToUseWhich = JsonEncodedText.Encode("whenToUseWhich");
    private static readonly JsonEncodedText LearnMore = JsonEncodedText.Encode("learnMore");
    private static readonly JsonEncodedText References = JsonEncodedText.Encode("references");
    private static readonly JsonEncodedText Comparisons = JsonEncodedText.Encode("comparisons");

    private static readonly ImmutableArray<JsonEncodedText> Aspects = [.. Vocabulary<Aspect>.Words.Select(word => JsonEncodedText.Encode(word))];

    // The references are those of the catalog, so they are as many as it cites and live as long as it does.
    private static readonly ConditionalWeakTable<Reference, byte[]> ReadyReferences = [];

    /// <summary>How the answer is written.</summary>
    public static JsonTypeInfo<ComparisonDetails> TypeInfo { get; } = JsonMetadataServices.CreateValueInfo<ComparisonDetails>(ApiJson.Wire.Options, new ComparisonJson());

    public override ComparisonDetails Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

    public override void Write(Utf8JsonWriter writer, ComparisonDetails value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteString(Title, value.Title);
        writer.WriteString(Summary, value.Summary);
        writer.WritePropertyName(A);
        value.A.WriteTo(writer);
        writer.WritePropertyName(B);
        value.B.WriteTo(writer);
        WriteAspects(writer, KeyDifferences, value.KeyDifferences);
        WriteAspects(writer, Similarities, value.Similarities);
        writer.WriteStartObject(WhenToUseWhich);
        writer.WriteString(A, value.WhenToUseWhich.A);
        writer.WriteString(B, value.WhenToUseWhich.B);
        writer.WriteString(Text, value.WhenToUseWhich.Text);
        writer.WriteEndObject();
        writer.WriteStartObject(LearnMore);
        writer.WriteStartArray(References);
        foreach (var reference in value.LearnMore.References)
        {
            writer.WriteRawValue(ReadyReferences.GetOrAdd(reference, static cited => JsonSerializer.SerializeToUtf8Bytes(cited, ApiJson.Wire.Reference)), skipInputValidation: true);
        }

        writer.WriteEndArray();
        writer.WriteStartArray(Comparisons);
        foreach (var comparison in value.LearnMore.Comparisons)
        {
            comparison.WriteTo(writer);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteAspects(Utf8JsonWriter writer, JsonEncodedText name, ImmutableArray<ComparedAspect> aspects)
    {
        writer.WriteStartArray(name);
        foreach (var aspect in aspects)
        {
            writer.WriteStartObject();
            writer.WriteString(AspectName, Aspects[(int)aspect.Aspect]);
            writer.WriteString(A, aspect.A);
            writer.WriteString(B, aspect.B);
            writer.WriteString(Text, aspect.Text);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
