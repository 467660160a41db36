using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using SmtpCodes.Catalog;

namespace SmtpCodeApi.Codes;

/// <summary>A code, whole, as it is sent: all that the catalog says of it, and its address.</summary>
public sealed record CodeDetails : SmtpCode
{
    [SetsRequiredMembers]
    private CodeDetails(SmtpCode code, string pathBase)
        : base(code) => Href = CodeAddress.Of(code.Code, pathBase);

    /// <summary>The address of this answer, relative to the host.</summary>
    /// <example>/codes/535</example>
    [JsonPropertyOrder(1)]
    public string Href { get; }

    /// <summary>This as JSON, where that is at hand; it is copied into larger answers then.</summary>
    [JsonIgnore]
    internal byte[]? Json { get; init; }

    /// <summary>The code with its address below a path base (empty, or <c>/prefix</c>).</summary>
    public static CodeDetails Of(SmtpCode code, string pathBase) => new(code, pathBase);

    /// <summary>Writes the code into a larger answer.</summary>
    internal void WriteTo(Utf8JsonWriter writer) => ReadyJson.Write(writer, Json, this, ApiJson.Wire.CodeDetails);
}

/// <summary>A code in short form.</summary>
/// <param name="Code" example="535">The code in its canonical form.</param>
/// <param name="Kind">Whether it is a reply code or an enhanced status code.</param>
/// <param name="Name" example="Authentication Failed">A short title in title case.</param>
/// <param name="Class">The class; null where it is left open.</param>
/// <param name="Origin">Where the code comes from.</param>
/// <param name="Category">What it is about.</param>
/// <param name="Action">What to do, in one word.</param>
/// <param name="Summary" example="The server does not accept the credentials that the client logged in with.">What it is, in one sentence.</param>
/// <param name="Href" example="/codes/535">The address of the whole code, relative to the host.</param>
public sealed record CodeSummary(
    string Code, CodeKind Kind, string Name, CodeClass? Class, CodeOrigin Origin, CodeCategory Category, CodeAction Action, string Summary, string Href)
{
    /// <summary>This as JSON, where that is at hand; it is copied into larger answers then.</summary>
    [JsonIgnore]
    internal byte[]? Json { get; init; }

    /// <summary>The short form of a code, with its address below a path base.</summary>
    public static CodeSummary Of(SmtpCode code, string pathBase) =>
        new(code.Code, code.Kind, code.Name, code.Class, code.Origin, code.Category, code.Action, code.Summary, CodeAddress.Of(code.Code, pathBase));

    /// <summary>Writes the short form into a larger answer.</summary>
    internal void WriteTo(Utf8JsonWriter writer) => ReadyJson.Write(writer, Json, this, ApiJson.Wire.CodeSummary);
}

/// <summary>A list of codes.</summary>
/// <param name="CatalogVersion" example="5f1c0a9be2d4">The version of the catalog; it changes exactly when the data does.</param>
/// <param name="Total" example="79">How many codes pass the filters, on all pages together.</param>
/// <param name="Limit" example="50">The limit asked for; null for all.</param>
/// <param name="Offset" example="0">How many were skipped.</param>
/// <param name="Items">The codes of this page: <c>CodeSummary</c>, or <c>CodeDetails</c> with <c>view=full</c>.</param>
/// <param name="Unknown" example="[&quot;5.7.99&quot;]">Codes asked for with <c>code</c> that the catalog does not have.</param>
public sealed record CodeList(string CatalogVersion, int Total, int? Limit, int Offset, [property: JsonConverter(typeof(ListItemsConverter))] ImmutableArray<object> Items, ImmutableArray<string> Unknown);

/// <summary>Writes the items of a list: what is ready is copied rather than written anew.</summary>
internal sealed class ListItemsConverter : JsonConverter<ImmutableArray<object>>
{
    public override ImmutableArray<object> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

    public override void Write(Utf8JsonWriter writer, ImmutableArray<object> value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (var item in value)
        {
            if (item is CodeSummary summary)
            {
                summary.WriteTo(writer);
            }
            else
            {
                ((CodeDetails)item).WriteTo(writer);
            }
        }

        writer.WriteEndArray();
    }
}

internal static class CodeAddress
{
    public static string Of(string code, string pathBase) => $"{pathBase}/codes/{code}";
}

/// <summary>JSON that is at hand.</summary>
internal static class ReadyJson
{
    /// <summary>Copies what is ready; writes the value anew where nothing is.</summary>
    public static void Write<T>(Utf8JsonWriter writer, byte[]? ready, T value, JsonTypeInfo<T> type)
    {
        if (ready is not null)
        {
            writer.WriteRawValue(ready, skipInputValidation: true);
        }
        else
        {
            JsonSerializer.Serialize(writer, value, type);
        }
    }
}
