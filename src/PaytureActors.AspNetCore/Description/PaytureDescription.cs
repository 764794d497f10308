using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using PaytureActors.AspNetCore.Doors;
using PaytureActors.AspNetCore.Requests;
using PaytureActors.Domain;

namespace PaytureActors.AspNetCore.Description;

/// <summary>Makes the OpenAPI document out of the doors and their texts.</summary>
internal static class PaytureDescription
{
    private const string BearerScheme = "bearer";
    private const string HeaderScheme = "apiKey";

    public static IServiceCollection AddPaytureDescription(this IServiceCollection services) => services.AddOpenApi("v1", options =>
    {
        options.CreateSchemaReferenceId = info => OpenApiOptions.CreateDefaultSchemaReferenceId(info) is { } id
            ? id.EndsWith("Json", StringComparison.Ordinal) ? id[..^"Json".Length] : id
            : null;
        options.AddDocumentTransformer((document, _, _) =>
        {
            Introduce(document);
            return Task.CompletedTask;
        });
        options.AddOperationTransformer(DescribeAsync);
        options.AddSchemaTransformer((schema, context, _) =>
        {
            SchemaNotes.Sharpen(schema, context);
            return Task.CompletedTask;
        });
    });

    private static void Introduce(OpenApiDocument document)
    {
        document.Info = new OpenApiInfo
        {
            Title = "PaytureActors",
            Version = "v1",
            Description = "Payments through the Payture gateway whose money never moves twice and whose outcome never gets lost. Amounts are whole "
                + "kopecks. Every refusal is a problem details document (RFC 9457) that says what to do next.",
        };
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [BearerScheme] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "An API key; needed as soon as one is configured.",
            },
            [HeaderScheme] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Header, Name = "X-Api-Key",
                Description = "The same key in a header of its own.",
            },
        };
        document.Security =
        [
            new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(BearerScheme, document)] = [] },
            new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(HeaderScheme, document)] = [] },
        ];
    }

    private static async Task DescribeAsync(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<DoorText>().FirstOrDefault() is not { } text)
            return;

        operation.OperationId = text.Id;
        operation.Parameters ??= [];
        foreach (var parameter in operation.Parameters.OfType<OpenApiParameter>())
            DescribePath(parameter);
        foreach (var (name, type, meaning) in text.Query)
            operation.Parameters.Add(Parameter(name, ParameterLocation.Query, meaning, new OpenApiSchema { Type = TypeOf(type) }));
        if (text.KeyIsRequired is { } required)
            operation.Parameters.Add(KeyHeader(required));
        if (text.PasswordIsRequired is { } passwordIsRequired)
            operation.Parameters.Add(PasswordHeader(passwordIsRequired));
        if (text.MayWait)
        {
            operation.Parameters.Add(Parameter("Prefer", ParameterLocation.Header,
                $"wait=N: answer after N seconds at the latest (up to {CallHeaders.LongestWait}), with 202 if the command has not settled by then.",
                new OpenApiSchema { Type = JsonSchemaType.String }, "wait=10"));
        }

        foreach (var (status, meaning) in text.Meanings)
            Describe(operation, status, meaning);
        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<OpenDoor>().Any())
            operation.Security = []; // Nobody is asked for a key here.

        if (text.Body is { } body)
        {
            context.Document!.AddComponent(body.Name, await context.GetOrCreateSchemaAsync(body, null, cancellationToken));
            operation.RequestBody = Body("application/json", !text.BodyIsOptional, Examples(
                new OpenApiMediaType { Schema = new OpenApiSchemaReference(body.Name, context.Document) }, text.Examples));
        }
        else if (text.Form.Length > 0)
        {
            operation.RequestBody = Body("application/x-www-form-urlencoded", isRequired: true, new OpenApiMediaType { Schema = Form(text.Form) });
        }
    }

    private static OpenApiRequestBody Body(string type, bool isRequired, OpenApiMediaType media) =>
        new() { Required = isRequired, Content = new Dictionary<string, OpenApiMediaType> { [type] = media } };

    private static OpenApiMediaType Examples(OpenApiMediaType media, (string Name, string Json)[] examples)
    {
        if (examples is [var only])
            media.Example = JsonNode.Parse(only.Json);
        else
            media.Examples = examples.ToDictionary(one => one.Name, one => (IOpenApiExample)new OpenApiExample { Value = JsonNode.Parse(one.Json) });
        return media;
    }

    private static OpenApiSchema Form((string Name, string Meaning)[] fields) => new()
    {
        Type = JsonSchemaType.Object,
        Properties = fields.ToDictionary(
            field => field.Name, field => (IOpenApiSchema)new OpenApiSchema { Type = JsonSchemaType.String, Description = field.Meaning }),
    };

    private static void Describe(OpenApiOperation operation, int status, string meaning)
    {
        if (operation.Responses?.GetValueOrDefault($"{status}") is OpenApiResponse response)
            response.Description = meaning;
    }

    private static void DescribePath(OpenApiParameter parameter)
    {
        var (description, longest, example) = parameter.Name switch
        {
            "merchant" => ("The merchant's alias, as configured.", MerchantAlias.MaxLength, "shop"),
            "login" => ("The customer's login (VWUserLgn), percent-encoded.", CallHeaders.LongestLogin, "anna@shop.example"),
            "cardId" => ("The stored card's id.", CallHeaders.LongestLogin, "40252318-de07-4853-b43d-4b67f2cd2077"),
            "secret" => ("What Payture:Notifications:Secret says.", (int?)null, (string?)null),
            _ => ("Payture's OrderId, percent-encoded.", OrderId.MaxLength, "42"),
        };
        parameter.Description = description;
        parameter.Schema = new OpenApiSchema { Type = JsonSchemaType.String, MinLength = 1, MaxLength = longest };
        parameter.Example = example;
    }

    private static OpenApiParameter PasswordHeader(bool required)
    {
        var header = Parameter(CallHeaders.CustomerPassword, ParameterLocation.Header,
            $"The eWallet customer's password (VWUserPsw), for this one call. {(required ? "Required." : "Required with wallet, else not looked at.")}",
            new OpenApiSchema { Type = JsonSchemaType.String, MinLength = 1, MaxLength = CallHeaders.LongestLogin, Format = "password" });
        header.Required = required;
        return header;
    }

    private static OpenApiParameter KeyHeader(bool required)
    {
        var header = Parameter(CallHeaders.IdempotencyKey, ParameterLocation.Header,
            "Makes a repetition the same request: with a key the recorded answer is given for ever; the same key with other content is refused. "
            + (required ? "Required." : "Recommended; without one a repetition of a settled command is 409 with the order."),
            new OpenApiSchema { Type = JsonSchemaType.String, MinLength = 1, MaxLength = IdempotencyKey.MaxLength },
            "refund-42-1");
        header.Required = required;
        return header;
    }

    private static OpenApiParameter Parameter(
        string name, ParameterLocation location, string meaning, OpenApiSchema schema, string? example = null) =>
        new() { Name = name, In = location, Description = meaning, Schema = schema, Example = example };

    private static JsonSchemaType TypeOf(string type) => type switch
    {
        "boolean" => JsonSchemaType.Boolean,
        "integer" => JsonSchemaType.Integer,
        _ => JsonSchemaType.String,
    };
}
