using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using SmtpCodeApi.Codes;
using SmtpCodeApi.Explain;
using SmtpCodeApi.Http;
using Swashbuckle.AspNetCore.Swagger;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace SmtpCodeApi.Tests.OpenApi;

/// <summary>
/// Makes the published description from the routes. It needs reflection over the wire types, which the service itself does without.
/// </summary>
internal static class OpenApiGenerator
{
    private const string Description =
        """
        What SMTP reply codes (`354`, `550`) and enhanced status codes (`5.7.8`) mean: after what they come, what to do, whether to retry, and how one differs from another. And what a server's reply, a log line or a whole bounce message means here.

        Every answer is JSON in UTF-8 unless asked otherwise; a member is always there, `null` where it does not apply. Catalog answers carry a strong `ETag` and may be kept for an hour.
        The same content comes as a page for `Accept: text/html` and as Markdown for `Accept: text/markdown`; `format=json`, `format=html` or `format=md` in the query wins over the header.
        Errors are problems as RFC 9457 has them. `HEAD` is answered wherever `GET` is. Unknown query parameters are ignored.
        The paths carry no version: they are v1, and only grow.
        """;

    public static void AddOpenApiGenerator(this IServiceCollection services)
    {
        services.AddEndpointsApiExplorer();
        services.ConfigureHttpJsonOptions(options => options.SerializerOptions.TypeInfoResolverChain.Insert(0, ApiJson.Wire));
        services.AddSwaggerGen(options =>
        {
            options.SwaggerDoc("v1", new()
            {
                Title = "SmtpCodeApi",
                Version = "v1",
                Summary = "Looks up and compares SMTP codes, and explains what mail servers say.",
                Description = Description,
                License = new() { Name = "MIT", Identifier = "MIT" },
            });
            options.SupportNonNullableReferenceTypes();
            options.DescribeAllParametersInCamelCase();
            options.IncludeXmlComments(typeof(Program).Assembly);
            options.IncludeXmlComments(typeof(SmtpCodes.Catalog.SmtpCode).Assembly);
            options.OperationFilter<AnswerFilter>();
            options.OperationFilter<QueryParameterFilter>();
            options.OperationFilter<BodyFilter>();
            options.SchemaFilter<MemberFilter>();
            options.SchemaFilter<ListItemFilter>();
            options.DocumentFilter<TagFilter>();
        });
    }

    /// <summary>Writes the description of a service that was given <see cref="AddOpenApiGenerator"/>.</summary>
    public static async Task<string> WriteAsync(IServiceProvider services, bool yaml)
    {
        await using var scope = services.CreateAsyncScope();
        var document = await scope.ServiceProvider.GetRequiredService<IAsyncSwaggerProvider>().GetSwaggerAsync("v1");
        using var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        document.SerializeAs(OpenApiSpecVersion.OpenApi3_1, yaml ? new OpenApiYamlWriter(text) : new OpenApiJsonWriter(text));
        return text.ToString().Trim() + "\n";
    }

    /// <summary>Describes query parameters from <see cref="QueryParameterAttribute"/>.</summary>
    private sealed class QueryParameterFilter : IOperationFilter
    {
        public void Apply(OpenApiOperation operation, OperationFilterContext context)
        {
            foreach (var described in context.ApiDescription.ParameterDescriptions)
            {
                if (described.ParameterInfo()?.GetCustomAttribute<QueryParameterAttribute>() is not { } attribute
                    || operation.Parameters?.FirstOrDefault(parameter => parameter.Name == described.Name) is not OpenApiParameter parameter)
                {
                    continue;
                }

                var value = ValueSchema(attribute, context);
                parameter.Description = attribute.Description;
                parameter.Required = attribute.Required;
                parameter.Schema = attribute.Repeatable ? new OpenApiSchema { Type = JsonSchemaType.Array, Items = value } : value;
                if (attribute.Repeatable)
                {
                    parameter.Style = ParameterStyle.Form;
                    parameter.Explode = true;
                }

                if (attribute.Example is { } example)
                {
                    JsonNode node = attribute.Maximum >= 0 ? int.Parse(example, CultureInfo.InvariantCulture) : example;
                    parameter.Example = attribute.Repeatable ? new JsonArray(node) : node;
                }
            }
        }

        private static IOpenApiSchema ValueSchema(QueryParameterAttribute attribute, OperationFilterContext context)
        {
            if (attribute.Vocabulary is not null)
            {
                return context.SchemaGenerator.GenerateSchema(attribute.Vocabulary, context.SchemaRepository);
            }

            return attribute.Maximum >= 0
                ? new OpenApiSchema
                {
                    Type = JsonSchemaType.Integer,
                    Format = "int32",
                    Minimum = attribute.Minimum.ToString(CultureInfo.InvariantCulture),
                    Maximum = attribute.Maximum.ToString(CultureInfo.InvariantCulture),
                }
                : new OpenApiSchema { Type = JsonSchemaType.String, Enum = attribute.Words is null ? null : [.. attribute.Words.Select(word => (JsonNode)word)] };
        }
    }

    /// <summary>Describes bodies that a handler reads by itself, because they come in many kinds.</summary>
    private sealed class BodyFilter : IOperationFilter
    {
        private const string Reply = "550 5.1.1 <bob@example.org>: Recipient address rejected: User unknown";

        public void Apply(OpenApiOperation operation, OperationFilterContext context)
        {
            var metadata = context.ApiDescription.ActionDescriptor.EndpointMetadata;
            if (metadata.OfType<ExplainBodyMetadata>().Any())
            {
                var request = context.SchemaGenerator.GenerateSchema(typeof(ExplainRequest), context.SchemaRepository);
                operation.RequestBody = Body("What to explain, 256 KiB at most.", new()
                {
                    ["application/json"] = new() { Schema = request, Example = new JsonObject { ["reply"] = Reply } },
                    ["text/plain"] = new() { Schema = Text("The reply as it was found."), Example = Reply },
                    ["application/x-www-form-urlencoded"] = new() { Schema = request },
                    ["multipart/form-data"] = new()
                    {
                        Schema = new OpenApiSchema
                        {
                            Type = JsonSchemaType.Object,
                            Properties = new Dictionary<string, IOpenApiSchema>
                            {
                                ["reply"] = Text("The reply as it was found."),
                                ["file"] = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary", Description = "A file with the reply, or a bounce message (.eml)." },
                            },
                        },
                    },
                    ["message/rfc822"] = new() { Schema = Text("A bounce message.") },
                    ["message/global"] = new() { Schema = Text("A bounce message with an internationalized header.") },
                    ["message/delivery-status"] = new() { Schema = Text("The machine-readable part of a delivery report.") },
                    ["multipart/report"] = new() { Schema = Text("The body of a delivery report; the boundary stands in Content-Type.") },
                });
            }
            else if (metadata.OfType<BatchBodyMetadata>().Any())
            {
                operation.RequestBody = Body("A line for each reply: an object as for a single reply, or a JSON string.", new()
                {
                    ["application/x-ndjson"] = new() { Schema = context.SchemaGenerator.GenerateSchema(typeof(ExplainRequest), context.SchemaRepository), Example = new JsonObject { ["id"] = "1", ["reply"] = Reply } },
                });
            }
        }

        private static OpenApiRequestBody Body(string description, Dictionary<string, OpenApiMediaType> content) =>
            new() { Description = description, Required = true, Content = content.ToDictionary(type => type.Key, type => (IOpenApiMediaType)type.Value) };

        private static OpenApiSchema Text(string description) => new() { Type = JsonSchemaType.String, Description = description };
    }

    /// <summary>Adds what every negotiated answer has: headers, and 304 for the catalog.</summary>
    private sealed class AnswerFilter : IOperationFilter
    {
        public void Apply(OpenApiOperation operation, OperationFilterContext context)
        {
            operation.Responses ??= [];
            if (context.ApiDescription.ActionDescriptor.EndpointMetadata.OfType<NegotiatedMetadata>().Any())
            {
                (operation.Parameters ??= []).Add(new OpenApiParameter
                {
                    Name = "format",
                    In = ParameterLocation.Query,
                    Description = Formats.Help,
                    Schema = new OpenApiSchema { Type = JsonSchemaType.String, Enum = ["json", "html", "md"] },
                    Example = "json",
                });
                foreach (var response in operation.Responses.Values.OfType<OpenApiResponse>().Where(response => response.Content is { Count: > 0 }))
                {
                    response.Content!["text/html"] = new OpenApiMediaType { Schema = Text("The same as a page.") };
                    response.Content["text/markdown"] = new OpenApiMediaType { Schema = Text("The same as Markdown.") };
                }
            }

            var path = context.ApiDescription.RelativePath ?? "";
            if (!(path is "" or "problems/{type}" || path.StartsWith("codes", StringComparison.Ordinal) || path.StartsWith("compare", StringComparison.Ordinal)))
            {
                return;
            }

            operation.Responses.TryAdd("304", new OpenApiResponse { Description = "The client has this answer already." });
            (operation.Parameters ??= []).Add(new OpenApiParameter
            {
                Name = "If-None-Match",
                In = ParameterLocation.Header,
                Description = "Entity tags of answers that the client has; if one still holds, the answer is 304 without a body.",
                Schema = new OpenApiSchema { Type = JsonSchemaType.String },
                Example = "\"0a1b2c3d4e5f60718293\"",
            });
            foreach (var (status, response) in operation.Responses)
            {
                if (status is not ("200" or "304") || response is not OpenApiResponse answer)
                {
                    continue;
                }

                answer.Headers = new Dictionary<string, IOpenApiHeader>
                {
                    ["ETag"] = Header("A strong entity tag; it changes exactly when the bytes do."),
                    ["Cache-Control"] = Header("How long the answer may be kept."),
                    ["Vary"] = Header("What the answer was chosen by."),
                };
            }
        }

        private static OpenApiSchema Text(string description) => new() { Type = JsonSchemaType.String, Description = description };

        private static OpenApiHeader Header(string description) => new() { Description = description, Schema = new OpenApiSchema { Type = JsonSchemaType.String } };
    }

    /// <summary>Says of each member what the serializer does: all are always there in an answer, but for those left out when null; an object that may be null says so.</summary>
    private sealed class MemberFilter : ISchemaFilter
    {
        private static readonly NullabilityInfoContext Nullability = new();

        public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
        {
            if (schema is not OpenApiSchema { Properties: { Count: > 0 } members } written)
            {
                return;
            }

            foreach (var property in context.Type.GetProperties())
            {
                var name = JsonNamingPolicy.CamelCase.ConvertName(property.Name);
                if (!members.TryGetValue(name, out var member))
                {
                    continue;
                }

                if (property.GetCustomAttribute<JsonIgnoreAttribute>() is null && context.Type != typeof(ExplainRequest))
                {
                    (written.Required ??= new HashSet<string>()).Add(name);
                }

                if (member is OpenApiSchemaReference && Nullability.Create(property).ReadState == NullabilityState.Nullable)
                {
                    members[name] = new OpenApiSchema { Description = member.Description, OneOf = [new OpenApiSchema { Type = JsonSchemaType.Null }, member] };
                }
            }
        }
    }

    /// <summary>Says what the items of a list are: short or whole codes.</summary>
    private sealed class ListItemFilter : ISchemaFilter
    {
        public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
        {
            if (context.Type == typeof(CodeList) && schema.Properties?["items"] is OpenApiSchema items)
            {
                items.Items = new OpenApiSchema
                {
                    AnyOf =
                    [
                        context.SchemaGenerator.GenerateSchema(typeof(CodeSummary), context.SchemaRepository),
                        context.SchemaGenerator.GenerateSchema(typeof(CodeDetails), context.SchemaRepository),
                    ],
                };
            }
        }
    }

    /// <summary>Describes the groups of routes.</summary>
    private sealed class TagFilter : IDocumentFilter
    {
        public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context) => swaggerDoc.Tags = new HashSet<OpenApiTag>
        {
            new() { Name = "Codes", Description = "What a code means and what to do about it." },
            new() { Name = "Compare", Description = "How two codes differ." },
            new() { Name = "Explain", Description = "What a server really said, and what to do about it." },
            new() { Name = "System", Description = "Version and health." },
        };
    }
}
