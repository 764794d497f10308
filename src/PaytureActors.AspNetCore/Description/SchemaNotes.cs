using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using PaytureActors.AspNetCore.Requests;

namespace PaytureActors.AspNetCore.Description;

/// <summary>What the types of requests and answers alone do not say.</summary>
internal static class SchemaNotes
{
    private static readonly string[] Secrets = ["number", "securityCode", "confirmCode", "token", "paRes", "md"];

    private static readonly Dictionary<(Type, string), string[]> Words = new()
    {
        [(typeof(InitRequest), "family")] = ["inPay", "eWallet"],
        [(typeof(InitRequest), "sessionType")] = ["pay", "block"],
        [(typeof(InitRequest), "language")] = ["RU", "EN"],
        [(typeof(CardSessionRequest), "language")] = ["RU", "EN"],
        [(typeof(AdoptRequest), "family")] = ["api", "inPay", "eWallet", "applePay", "androidPay"],
    };

    public static void Sharpen(OpenApiSchema schema, OpenApiSchemaTransformerContext context)
    {
        if (schema.Type is { } type && type.HasFlag(JsonSchemaType.String) && (type & (JsonSchemaType.Integer | JsonSchemaType.Number)) != 0)
            (schema.Type, schema.Pattern) = (type & ~JsonSchemaType.String, null); // Numbers come and go without quotes.
        if ((Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type).IsEnum)
            schema.Type = JsonSchemaType.String | (schema.Enum?.Any(value => value is null) == true ? JsonSchemaType.Null : default);

        if (IsRequest(context.JsonTypeInfo.Type))
            schema.AdditionalPropertiesAllowed = false; // An unknown property is refused, so that a misspelt one is not overlooked.

        if (context.JsonPropertyInfo is not { } property || !IsRequest(property.DeclaringType))
            return;

        if (property.DeclaringType == typeof(CardRequest) && property.Name is "expiryMonth" or "expiryYear")
            schema.Type = JsonSchemaType.String | JsonSchemaType.Integer;
        if (Secrets.Contains(property.Name))
            schema.WriteOnly = true;
        if (Words.TryGetValue((property.DeclaringType, property.Name), out var words))
            schema.Enum = [.. words.Select(word => (JsonNode)JsonValue.Create(word)!)];
        if (property.Name is "amount" or "price")
        {
            schema.Minimum = "1";
            schema.Maximum = $"{JsonFields.MaxAmount}";
        }
        else if (property.Name is "quantity")
        {
            schema.ExclusiveMinimum = "0";
            schema.MultipleOf = 0.001m;
        }
    }

    private static bool IsRequest(Type type) =>
        type.Namespace == typeof(PaymentRequest).Namespace && type.Name.EndsWith("Request", StringComparison.Ordinal);
}
