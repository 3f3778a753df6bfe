using System.Text.Json.Nodes;
using Cruddur.Server.Accounts;
using Cruddur.Server.Activities;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Cruddur.Server.OpenApi;

/// <summary>The machine-readable description of the API (OpenAPI 3.1), at <c>/openapi/v1.json</c>.</summary>
internal static class ApiDescription
{
    private const string ProblemSchema = "Problem";

    // What the framework makes of a stream of events: its own type of them.
    private const string FrameworkEventSchema = "SseItemOfByte[]";
    private const string EventStream = "text/event-stream";

    public static IServiceCollection AddApiDescription(this IServiceCollection services) =>
        services.AddOpenApi(
            "v1",
            options =>
            {
                options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
                options.AddDocumentTransformer(DescribeDocument);
                options.AddOperationTransformer(DescribeOperation);
            }
        );

    public static void MapApiDescription(this IEndpointRouteBuilder app) => app.MapOpenApi().AllowAnonymous();

    private static Task DescribeDocument(
        OpenApiDocument document,
        OpenApiDocumentTransformerContext context,
        CancellationToken cancellationToken
    )
    {
        document.Info = new OpenApiInfo
        {
            Title = "Cruddur",
            Version = "1",
            Description = "Direct messaging that you own. The words behind this are in docs/api.md.",
        };
        // Where the server is reached is not its own to say.
        document.Servers = [];
        document.Components ??= new OpenApiComponents();
        document.Components.Schemas ??= new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal);
        document.Components.Schemas[ProblemSchema] = Problem();
        document.Components.Schemas.Remove(FrameworkEventSchema);
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal)
        {
            ["bearer"] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                Description = "An access token from POST /api/tokens, or a JWT of an issuer that the server takes.",
            },
            ["cookie"] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.ApiKey,
                In = ParameterLocation.Cookie,
                Name = "__Host-cruddur",
                Description = "Set by POST /api/session. On plain HTTP its name is cruddur.",
            },
        };
        return Task.CompletedTask;
    }

    private static Task DescribeOperation(
        OpenApiOperation operation,
        OpenApiOperationTransformerContext context,
        CancellationToken cancellationToken
    )
    {
        var document = context.Document;
        operation.Responses ??= [];
        foreach (var response in operation.Responses.Values)
        {
            if (response.Content?.TryGetValue(EventStream, out var stream) == true)
            {
                stream.Schema = new OpenApiSchema
                {
                    Type = JsonSchemaType.String,
                    Description = "Server-sent events; docs/events.schema.json describes the data of each.",
                };
            }
        }
        operation.Responses["default"] = new OpenApiResponse
        {
            Description = "A refusal; its code says which.",
            Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
            {
                ["application/problem+json"] = new() { Schema = new OpenApiSchemaReference(ProblemSchema, document) },
            },
        };
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        if (metadata.OfType<IAuthorizeData>().Any() && !metadata.OfType<IAllowAnonymous>().Any())
        {
            operation.Parameters ??= [];
            operation.Parameters.Add(ExpectedUser());
            operation.Security =
            [
                new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference("bearer", document)] = [] },
                new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference("cookie", document)] = [] },
            ];
            if (metadata.OfType<AuthorizationPolicy>().Any(policy => policy.Requirements.OfType<Readers>().Any()))
            {
                // Or none.
                operation.Security.Add([]);
            }
        }
        return Task.CompletedTask;
    }

    private static OpenApiParameter ExpectedUser() =>
        new()
        {
            Name = CallerAuthentication.UserHeader,
            In = ParameterLocation.Header,
            Description =
                "Whom the call is meant to come from; refused with another_user when somebody else is signed in.",
            Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "uuid" },
        };

    private static OpenApiSchema Problem()
    {
        static OpenApiSchema Of(JsonSchemaType type, string description) =>
            new() { Type = type, Description = description };

        var fieldError = new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal)
            {
                ["code"] = Of(JsonSchemaType.String, "Stable."),
                ["detail"] = Of(JsonSchemaType.String, "For people: what is wrong and what to do."),
            },
        };
        return new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Description = "Problem details (RFC 9457).",
            Required = new HashSet<string>(StringComparer.Ordinal) { "type", "title", "status", "detail", "code" },
            Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal)
            {
                ["type"] = Of(JsonSchemaType.String, "urn:cruddur:problem: and the code."),
                ["title"] = Of(JsonSchemaType.String, "The kind of refusal, in words."),
                ["status"] = Of(JsonSchemaType.Integer, "The HTTP status."),
                ["detail"] = Of(JsonSchemaType.String, "For people: what is wrong, where, and what to do."),
                ["instance"] = Of(JsonSchemaType.String, "The path that was called."),
                ["code"] = Of(JsonSchemaType.String, "Stable; docs/api.md lists them."),
                ["last_seq"] = Of(JsonSchemaType.Integer, "The end of the log, where the code is about it."),
                ["seq"] = Of(JsonSchemaType.Integer, "The entry that the code is about."),
                ["errors"] = new OpenApiSchema
                {
                    Type = JsonSchemaType.Object,
                    Description = "The fields at fault.",
                    AdditionalProperties = new OpenApiSchema { Type = JsonSchemaType.Array, Items = fieldError },
                },
            },
        };
    }
}
