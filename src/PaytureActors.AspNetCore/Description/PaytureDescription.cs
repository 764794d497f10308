using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
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
            Sharpen(schema, context);
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
        if (text.MayWait)
        {
            operation.Parameters.Add(Parameter("Prefer", ParameterLocation.Header,
                $"wait=N: answer after N seconds at the latest (up to {CallHeaders.LongestWait}), with 202 if the command has not settled by then.",
                new OpenApiSchema { Type = JsonSchemaType.String }, "wait=10"));
        }

        foreach (var (status, _, meaning) in text.Answers)
            Describe(operation, status, meaning);
        foreach (var (status, meaning) in text.Refusals)
            Describe(operation, status, meaning);

        if (text.Body is { } body)
        {
            context.Document!.AddComponent(body.Name, await context.GetOrCreateSchemaAsync(body, null, cancellationToken));
            operation.RequestBody = new OpenApiRequestBody
            {
                Required = !text.BodyIsOptional,
                Content = new Dictionary<string, OpenApiMediaType>
                {
                    ["application/json"] = new OpenApiMediaType
                    {
                        Schema = new OpenApiSchemaReference(body.Name, context.Document),
                        Example = JsonNode.Parse(text.BodyExample!),
                    },
                },
            };
        }
    }

    private static void Describe(OpenApiOperation operation, int status, string meaning)
    {
        if (operation.Responses?.GetValueOrDefault($"{status}") is OpenApiResponse response)
            response.Description = meaning;
    }

    private static void DescribePath(OpenApiParameter parameter)
    {
        var isMerchant = parameter.Name == "merchant";
        parameter.Description = isMerchant ? "The merchant's alias, as configured." : "Payture's OrderId, percent-encoded.";
        parameter.Schema = new OpenApiSchema
        {
            Type = JsonSchemaType.String,
            MinLength = 1,
            MaxLength = isMerchant ? MerchantAlias.MaxLength : OrderId.MaxLength,
        };
        parameter.Example = isMerchant ? "shop" : "42";
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

    /// <summary>What the types alone do not say.</summary>
    private static void Sharpen(OpenApiSchema schema, OpenApiSchemaTransformerContext context)
    {
        if (schema.Type is { } type && type.HasFlag(JsonSchemaType.Integer) && type.HasFlag(JsonSchemaType.String))
            (schema.Type, schema.Pattern) = (type & ~JsonSchemaType.String, null); // Numbers come and go without quotes.
        if ((Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type).IsEnum)
            schema.Type = JsonSchemaType.String | (schema.Enum?.Any(value => value is null) == true ? JsonSchemaType.Null : default);

        if (context.JsonTypeInfo.Type == typeof(PaymentRequest) || context.JsonTypeInfo.Type == typeof(CardRequest)
            || context.JsonTypeInfo.Type == typeof(AmountRequest) || context.JsonTypeInfo.Type == typeof(ResolveRequest))
        {
            schema.AdditionalPropertiesAllowed = false; // An unknown property is refused, so that a misspelt one is not overlooked.
        }

        if (context.JsonPropertyInfo is not { } property)
            return;

        if (property.DeclaringType == typeof(CardRequest) && property.Name is "expiryMonth" or "expiryYear")
            schema.Type = JsonSchemaType.String | JsonSchemaType.Integer;
        if (property.DeclaringType == typeof(CardRequest) && property.Name is "number" or "securityCode")
            schema.WriteOnly = true;
        if (property.Name == "amount" && property.DeclaringType.Namespace == typeof(PaymentRequest).Namespace)
        {
            schema.Minimum = "1";
            schema.Maximum = $"{JsonFields.MaxAmount}";
        }
    }
}
