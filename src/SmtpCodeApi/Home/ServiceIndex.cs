using System.Collections.Immutable;
using SmtpCodeApi.Codes;
using SmtpCodeApi.Hosting;
using SmtpCodes.Catalog;

namespace SmtpCodeApi.Home;

/// <summary>What is served here, and every code at a glance.</summary>
/// <param name="Name" example="SmtpCodeApi">The name of the service.</param>
/// <param name="Summary" example="Looks up and compares SMTP codes, and explains what mail servers say.">What it does, in a sentence.</param>
/// <param name="Version" example="1.0.0">The version of the service.</param>
/// <param name="CatalogVersion" example="5f1c0a9be2d4">The version of the catalog; it changes exactly when the data does.</param>
/// <param name="Links">Where to go on.</param>
/// <param name="Groups">The known codes: reply codes by class, enhanced status codes by subject.</param>
public sealed record ServiceIndex(string Name, string Summary, string Version, string CatalogVersion, ImmutableArray<IndexLink> Links, ImmutableArray<CodeGroup> Groups)
{
    internal static ServiceIndex Of(CatalogService catalog, string pathBase) => new(
        "SmtpCodeApi", "Looks up and compares SMTP codes, and explains what mail servers say.", ServiceVersion.Of(catalog).Version, catalog.Version,
        [
            new("codes", "The known codes", $"{pathBase}/codes"),
            new("code", "One code, whole", $"{pathBase}/codes/535"),
            new("comparison", "Two codes side by side", $"{pathBase}/compare?a=354&b=535"),
            new("explanation", "What a server really said", $"{pathBase}/explain?reply=550%205.1.1%20User%20unknown"),
            new("service-desc", "The OpenAPI description", $"{pathBase}/openapi/v1.json"),
            new("service-doc", "The description as a page to try things on", $"{pathBase}/swagger"),
            new("status", "Versions", $"{pathBase}/version"),
        ],
        [.. catalog.All.GroupBy(Heading).Select(group => new CodeGroup(group.Key.Kind, group.Key.Label, group.Key.Name, [.. group.Select(code => CodeSummary.Of(code, pathBase))]))]);

    private static (CodeKind Kind, string Label, string Name) Heading(SmtpCode code) =>
        code.Kind == CodeKind.Reply ? (code.Kind, code.Class!.Label, code.Class.Name) : (code.Kind, $"X.{code.Subject!.Number}.x", code.Subject.Name);
}

/// <summary>A link of the index.</summary>
/// <param name="Rel" example="codes">What it is to this page; for what IANA has registered, its name there.</param>
/// <param name="Title" example="The known codes">What is behind it.</param>
/// <param name="Href" example="/codes">Its address, relative to the host.</param>
public sealed record IndexLink(string Rel, string Title, string Href);

/// <summary>Codes that belong together.</summary>
/// <param name="Kind">Reply codes or enhanced status codes.</param>
/// <param name="Label" example="5xx">The class of reply codes, the subject of enhanced status codes.</param>
/// <param name="Name" example="Permanent Negative">Its name.</param>
/// <param name="Codes">The codes in short form, in catalog order.</param>
public sealed record CodeGroup(CodeKind Kind, string Label, string Name, ImmutableArray<CodeSummary> Codes);
