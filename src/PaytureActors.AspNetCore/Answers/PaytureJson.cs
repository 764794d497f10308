using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using PaytureActors.AspNetCore.Requests;

namespace PaytureActors.AspNetCore.Answers;

/// <summary>The JSON of the REST doors, generated: nothing is serialized by reflection.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(OrderJson))]
[JsonSerializable(typeof(OrderPageJson))]
[JsonSerializable(typeof(HistoryJson))]
[JsonSerializable(typeof(ProblemJson))]
[JsonSerializable(typeof(HealthJson))]
[JsonSerializable(typeof(PaymentRequest))]
[JsonSerializable(typeof(AmountRequest))]
[JsonSerializable(typeof(ResolveRequest))]
[JsonSerializable(typeof(InitRequest))]
[JsonSerializable(typeof(CompleteRequest))]
[JsonSerializable(typeof(AdoptRequest))]
[JsonSerializable(typeof(CustomerJson))]
[JsonSerializable(typeof(CustomerContactRequest))]
[JsonSerializable(typeof(AddCardRequest))]
[JsonSerializable(typeof(CardSessionRequest))]
[JsonSerializable(typeof(ActivateRequest))]
[JsonSerializable(typeof(SendCodeRequest))]
[JsonSerializable(typeof(string))]
internal sealed partial class PaytureJson : JsonSerializerContext
{
    /// <summary>
    /// What the doors answer with: quotes and letters as people write them. Nothing here may be taken for HTML: every answer says what it is, and that
    /// browsers shall not guess (nosniff).
    /// </summary>
    public static PaytureJson Readable { get; } =
        new(new JsonSerializerOptions(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
