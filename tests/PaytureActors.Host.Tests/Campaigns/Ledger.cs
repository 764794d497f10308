using System.Text.Json.Nodes;

namespace PaytureActors.Host.Tests.Campaigns;

/// <summary>A movement of money at the sandbox.</summary>
internal sealed record Effect(string Operation, long Amount);

/// <summary>What the sandbox has of one order.</summary>
internal sealed record Payment(string State, long Held, long Captured, long Refunded);

/// <summary>The sandbox's ledger at one moment.</summary>
internal sealed class Ledger
{
    private readonly Dictionary<string, Payment> _payments;
    private readonly ILookup<string, Effect> _effects;

    private Ledger(JsonNode view)
    {
        _payments = view["payments"]!.AsArray().ToDictionary(
            payment => (string)payment!["orderId"]!,
            payment => new Payment(
                (string)payment!["state"]!, (long)payment["held"]!, (long)payment["captured"]!, (long)payment["refunded"]!));
        _effects = view["effects"]!.AsArray().ToLookup(
            effect => (string)effect!["orderId"]!,
            effect => new Effect((string)effect!["operation"]!, (long)effect["amount"]!));
    }

    /// <summary>How many movements there were at all.</summary>
    public int Count => _effects.Sum(order => order.Count());

    public static async Task<Ledger> ReadAsync(HttpClient sandbox) => new(await sandbox.GetJsonAsync("/ledger"));

    public Payment? PaymentOf(string orderId) => _payments.GetValueOrDefault(orderId);

    public IEnumerable<Effect> EffectsOf(string orderId) => _effects[orderId];

    public bool Has(string orderId, Step step) => EffectsOf(orderId).Contains(new Effect(step.Operation, step.Amount));

    /// <summary>Whether an order at rest, as the service shows it, has the same money as the gateway.</summary>
    public bool Agrees(string orderId, JsonNode order)
    {
        var phase = (string)order["phase"]!;
        var (held, captured, refunded) = ((long)order["held"]!, (long)order["captured"]!, (long)order["refunded"]!);
        return PaymentOf(orderId) switch
        {
            null => phase is "new" or "declined" && captured == 0,
            { State: "Authorized" } payment => phase is "blocked" && held == payment.Held,
            { State: "Voided" } => phase is "unblocked",
            { State: "Charged" } payment => phase is "charged" && (captured, refunded) == (payment.Captured, payment.Refunded),
            { State: "Refunded" } payment => phase is "refunded" && (captured, refunded) == (payment.Captured, payment.Refunded),
            _ => false,
        };
    }
}
