using System.Collections.Immutable;
using Microsoft.Extensions.Primitives;

namespace SmtpCodeApi.Http;

/// <summary>Reads query parameters, gathers what is wrong with them, and names for each what is accepted.</summary>
internal sealed class QueryParameters
{
    private SortedDictionary<string, List<string>>? _errors;

    /// <summary>The problem with the parameters read so far; null where all are sound.</summary>
    public Problem? Problem => _errors is null ? null : Problems.InvalidParameters(_errors.ToImmutableSortedDictionary(
        error => error.Key, ImmutableArray<string> (error) => [.. error.Value], StringComparer.Ordinal));

    /// <summary>Notes that a parameter is wrong.</summary>
    public void Refuse(string name, string error)
    {
        _errors ??= new(StringComparer.Ordinal);
        if (!_errors.TryGetValue(name, out var errors))
        {
            _errors[name] = errors = [];
        }

        errors.Add(error);
    }

    /// <summary>The value of a parameter that may be given once; null where it is absent or empty.</summary>
    public string? Single(string name, StringValues values)
    {
        if (values.Count > 1)
        {
            Refuse(name, $"'{name}' may be given once, but it is there {values.Count} times.");
            return null;
        }

        return string.IsNullOrWhiteSpace(values.ToString()) ? null : values.ToString().Trim();
    }

    /// <summary>A whole number; null where the parameter is absent.</summary>
    public int? Number(string name, StringValues values, int min, int max)
    {
        if (Single(name, values) is not { } text)
        {
            return null;
        }

        if (int.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number) && number >= min && number <= max)
        {
            return number;
        }

        Refuse(name, $"'{Problems.Shown(text)}' is not a value of '{name}'. Accepted: a whole number from {min} to {max}.");
        return null;
    }

    /// <summary>Every value of a parameter that may be repeated, each read by <paramref name="read"/>; empty values count as absent.</summary>
    public ImmutableArray<T> Many<T>(string name, StringValues values, Func<string, T?> read, string accepted)
        where T : struct
    {
        if (values.Count == 0)
        {
            return [];
        }

        var all = ImmutableArray.CreateBuilder<T>(values.Count);
        foreach (var value in values)
        {
            if (string.IsNullOrWhiteSpace(value))
            {
                continue;
            }

            if (read(value.Trim()) is { } known)
            {
                all.Add(known);
            }
            else
            {
                Refuse(name, $"'{Problems.Shown(value)}' is not a value of '{name}'. Accepted: {accepted}.");
            }
        }

        return all.ToImmutable();
    }

    /// <summary>Every value of a parameter that takes words of a vocabulary, in any letter case.</summary>
    public ImmutableArray<T> Many<T>(string name, StringValues values)
        where T : struct, Enum =>
        // Most lists are asked for with one filter or two; the others are not worth the list of what they would accept.
        values.Count == 0 ? [] : Many<T>(name, values, text => Vocabulary<T>.ByWord.TryGetValue(text, out var value) ? value : null, string.Join(", ", Vocabulary<T>.Words));
}

/// <summary>The words of an enum as the API writes them.</summary>
internal static class Vocabulary<T>
    where T : struct, Enum
{
    /// <summary>The words in the order of the enum.</summary>
    public static ImmutableArray<string> Words { get; } = [.. Enum.GetValues<T>().Select(WordOf)];

    /// <summary>The values by word, in any letter case.</summary>
    public static ImmutableDictionary<string, T> ByWord { get; } = Enum.GetValues<T>().ToImmutableDictionary(WordOf, value => value, StringComparer.OrdinalIgnoreCase);

    /// <summary>The word of a value.</summary>
    // The converter of the enum says how it is written; a quoted JSON string is the word between quotes.
    public static string WordOf(T value) => System.Text.Json.JsonSerializer.Serialize(value, (System.Text.Json.Serialization.Metadata.JsonTypeInfo<T>)ApiJson.Wire.GetTypeInfo(typeof(T))!).Trim('"');
}
