using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using SmtpCodeApi.Codes;
using SmtpCodeApi.Compare;
using SmtpCodeApi.Explain;
using SmtpCodeApi.Home;
using SmtpCodeApi.Hosting;
using SmtpCodeApi.Http;
using SmtpCodes.Explanation;

namespace SmtpCodeApi;

/// <summary>Everything that is sent as JSON: camelCase UTF-8, every member always there, only what JSON itself demands escaped.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(CodeDetails))]
[JsonSerializable(typeof(CodeSummary))]
[JsonSerializable(typeof(CodeList))]
[JsonSerializable(typeof(ComparisonDetails))]
[JsonSerializable(typeof(ExplainRequest))]
[JsonSerializable(typeof(ExplanationDetails))]
[JsonSerializable(typeof(BatchLine))]
[JsonSerializable(typeof(Confidence))]
[JsonSerializable(typeof(EvidenceSource))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(Problem))]
[JsonSerializable(typeof(ProblemType))]
[JsonSerializable(typeof(ServiceIndex))]
[JsonSerializable(typeof(ServiceVersion))]
[JsonSerializable(typeof(HealthStatus))]
internal sealed partial class ApiJson : JsonSerializerContext
{
    /// <summary>How what is written by hand is written: as <see cref="Wire"/> writes the rest.</summary>
    public static JsonWriterOptions Writing => new() { Encoder = Wire.Options.Encoder, SkipValidation = true };

    /// <summary>The instance that all answers are written with.</summary>
    public static ApiJson Wire { get; } = new(new JsonSerializerOptions
    {
        // The answers are JSON and say so, with nosniff; a browser never takes them for HTML.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
    });
}
