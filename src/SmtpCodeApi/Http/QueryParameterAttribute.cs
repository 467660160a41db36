namespace SmtpCodeApi.Http;

/// <summary>Describes a query parameter for the OpenAPI document, where its handler takes the raw values in order to say exactly what is wrong with them.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
internal sealed class QueryParameterAttribute(string description) : Attribute
{
    /// <summary>What it does.</summary>
    public string Description => description;

    /// <summary>Whether it may be repeated; the values are alternatives then.</summary>
    public bool Repeatable { get; init; }

    /// <summary>Whether the request makes no sense without it.</summary>
    public bool Required { get; init; }

    /// <summary>The enum whose words it takes.</summary>
    public Type? Vocabulary { get; init; }

    /// <summary>The words it takes, where they are no enum's.</summary>
    public string[]? Words { get; init; }

    /// <summary>The lowest number it takes; numbers only.</summary>
    public int Minimum { get; init; } = -1;

    /// <summary>The highest number it takes; numbers only.</summary>
    public int Maximum { get; init; } = -1;

    /// <summary>A value that works.</summary>
    public string? Example { get; init; }
}
