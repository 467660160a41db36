using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;

namespace SmtpCodeApi.Tests.OpenApi;

/// <summary>The published description: what is served is what is committed, and what it says of answers is true of them.</summary>
public sealed class OpenApiTests(ApiFixture api)
{
    private static readonly string Folder = Path.Combine(RepositoryRoot.Path, "openapi");

    // Set by openapi/regenerate.sh, to write what the routes say instead of comparing with it.
    private static readonly bool Write = Environment.GetEnvironmentVariable("SMTPCODES_WRITE_OPENAPI") == "1";

    [Theory]
    [InlineData("v1.json")]
    [InlineData("v1.yaml")]
    public async Task Document_Committed_IsWhatTheRoutesSay(string file)
    {
        await using var described = new DescribedService();
        var made = await OpenApiGenerator.WriteAsync(described.Services, yaml: file.EndsWith(".yaml", StringComparison.Ordinal));
        var committed = Path.Combine(Folder, file);
        if (Write)
        {
            await File.WriteAllTextAsync(committed, made, TestContext.Current.CancellationToken);
        }

        Assert.True(await File.ReadAllTextAsync(committed, TestContext.Current.CancellationToken) == made, $"openapi/{file} is not what the routes say; openapi/regenerate.sh writes it anew.");
    }

    [Theory]
    [InlineData("v1.json", "application/json; charset=utf-8")]
    [InlineData("v1.yaml", "application/yaml; charset=utf-8")]
    public async Task Document_Served_IsTheCommittedOne(string file, string type)
    {
        using var response = await api.GetAsync($"/openapi/{file}");
        Assert.Equal(type, response.Content.Headers.ContentType?.ToString());
        Assert.Equal(await File.ReadAllBytesAsync(Path.Combine(Folder, file), TestContext.Current.CancellationToken), await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Document_IsOpenApi31AndDescribesEverything()
    {
        var document = Document();
        Assert.StartsWith("3.1.", (string?)document["openapi"], StringComparison.Ordinal);
        var operations = document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject()).Select(operation => operation.Value!).ToList();
        Assert.Equal(["CompareCodes", "ExplainBatch", "ExplainQuery", "ExplainReply", "GetCode", "GetIndex", "GetLiveness", "GetProblemType", "GetReadiness", "GetVersion", "ListCodes"], operations.Select(operation => (string)operation["operationId"]!).Order(StringComparer.Ordinal));
        Assert.All(operations, operation =>
        {
            Assert.All(["summary", "description"], member => Assert.NotEmpty((string)operation[member]!));
            Assert.Single(operation["tags"]!.AsArray());
            Assert.All(operation["parameters"]?.AsArray() ?? [], parameter => Assert.True(parameter!["description"] is not null && parameter["example"] is not null, $"{parameter["name"]} lacks a description or an example."));
            Assert.All(operation["responses"]!.AsObject(), response => Assert.NotEmpty((string)response.Value!["description"]!));
        });
        Assert.All(document["components"]!["schemas"]!.AsObject(), schema =>
        {
            Assert.True(schema.Value!["description"] is not null, $"{schema.Key} is not described.");
            Assert.All(schema.Value["properties"]?.AsObject() ?? [], member => Assert.True(member.Value!["description"] is not null, $"{schema.Key}.{member.Key} is not described."));
        });
    }

    [Theory]
    [InlineData("/codes", "/codes", 200)]
    [InlineData("/codes?view=full", "/codes", 200)]
    [InlineData("/codes?code=354&code=559&limit=1", "/codes", 200)]
    [InlineData("/codes?class=9", "/codes", 400)]
    [InlineData("/codes/535", "/codes/{code}", 200)]
    [InlineData("/codes/X.2.2", "/codes/{code}", 200)]
    [InlineData("/codes/471", "/codes/{code}", 200)]
    [InlineData("/codes/35a", "/codes/{code}", 400)]
    [InlineData("/codes/X.9.9", "/codes/{code}", 404)]
    [InlineData("/compare?a=354&b=535", "/compare", 200)]
    [InlineData("/compare?a=X.2.2&b=X.2.2", "/compare", 200)]
    [InlineData("/compare", "/compare", 400)]
    [InlineData("/compare?a=559&b=354", "/compare", 404)]
    [InlineData("/explain?reply=550%205.1.1%20user%20unknown", "/explain", 200)]
    [InlineData("/explain?reply=hello", "/explain", 200)]
    [InlineData("/explain", "/explain", 400)]
    [InlineData("/", "/", 200)]
    [InlineData("/problems/unknown-code", "/problems/{type}", 200)]
    [InlineData("/problems/nothing", "/problems/{type}", 404)]
    [InlineData("/version", "/version", 200)]
    [InlineData("/health/live", "/health/live", 200)]
    [InlineData("/health/ready", "/health/ready", 200)]
    public async Task Answer_AgainstItsSchema_IsValid(string path, string template, int status)
    {
        using var response = await api.GetAsync(path);
        Assert.Equal(status, (int)response.StatusCode);
        var content = Document()["paths"]![template]!["get"]!["responses"]![$"{status}"]!["content"]!.AsObject();
        var described = content[response.Content.Headers.ContentType!.MediaType!];
        Assert.NotNull(described);
        var result = SchemaFor(described["schema"]!).Evaluate(JsonSerializer.SerializeToElement(await ApiFixture.JsonAsync(response)), new() { OutputFormat = OutputFormat.List });
        Assert.True(result.IsValid, string.Join(Environment.NewLine, (result.Details ?? []).SelectMany(detail => (detail.Errors ?? new Dictionary<string, string>()).Values.Select(error => $"{detail.InstanceLocation}: {error}"))));
    }

    [Theory]
    [InlineData("/codes/535", "/codes/{code}")]
    [InlineData("/codes/559", "/codes/{code}")]
    [InlineData("/compare?a=354&b=535", "/compare")]
    [InlineData("/", "/")]
    public async Task OtherRepresentations_AreDescribed(string path, string template)
    {
        foreach (var type in new[] { "text/html", "text/markdown" })
        {
            using var response = await api.GetAsync(path, ("Accept", type));
            Assert.NotNull(Document()["paths"]![template]!["get"]!["responses"]![$"{(int)response.StatusCode}"]!["content"]![response.Content.Headers.ContentType!.MediaType!]);
        }
    }

    [Fact]
    public void SchemaCheck_AnAnswerThatLacksAMember_IsRefused()
    {
        var schema = SchemaFor(new JsonObject { ["$ref"] = "#/components/schemas/CodeClass" });
        Assert.False(schema.Evaluate(JsonDocument.Parse("""{ "digit": 5, "label": "5xx" }""").RootElement).IsValid);
        Assert.True(schema.Evaluate(JsonDocument.Parse("""{ "digit": 5, "label": "5xx", "name": "Permanent Negative" }""").RootElement).IsValid);
    }

    [Fact]
    public async Task SwaggerPage_IsServed()
    {
        using var response = await api.GetAsync("/swagger/index.html");
        Assert.Equal("text/html", response.Content.Headers.ContentType?.MediaType);
        Assert.Contains("swagger-ui", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private static JsonNode Document() => JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, "v1.json")))!;

    /// <summary>A schema of the document as one that stands alone: OpenAPI 3.1 schemas are JSON Schemas, and their references keep their place.</summary>
    private static JsonSchema SchemaFor(JsonNode schema) => JsonSchema.FromText(new JsonObject
    {
        ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
        ["allOf"] = new JsonArray(schema.DeepClone()),
        ["components"] = Document()["components"]!.DeepClone(),
    }.ToJsonString());

    private sealed class DescribedService : WebApplicationFactory<Program>
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder) =>
            builder.UseEnvironment("Production").UseSetting("Logging:LogLevel:Default", "Warning").ConfigureTestServices(services => services.AddOpenApiGenerator());
    }
}
