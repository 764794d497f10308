using System.Text.Json.Nodes;
using PaytureActors.Domain;
using PaytureActors.TestKit.Gateway;

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
    private readonly ILookup<string, SimulatedEffect> _lines;

    private Ledger(JsonNode view)
    {
        _payments = view["payments"]!.AsArray().ToDictionary(
            payment => (string)payment!["orderId"]!,
            payment => new Payment(
                (string)payment!["state"]!, (long)payment["held"]!, (long)payment["captured"]!, (long)payment["refunded"]!));
        _effects = view["effects"]!.AsArray().ToLookup(
            effect => (string)effect!["orderId"]!,
            effect => new Effect((string)effect!["operation"]!, (long)effect["amount"]!));

        // A gateway that was started anew does not know any more who had asked; here nobody but the service did.
        _lines = view["effects"]!.AsArray().Select(effect => new SimulatedEffect(
                (long)effect!["serial"]!, (DateTimeOffset)effect["at"]!, (string)effect["merchant"]!, (string)effect["orderId"]!,
                Enum.Parse<Operation>((string)effect["operation"]!), Money.Kopecks((long)effect["amount"]!), EffectBy.Request))
            .ToLookup(effect => effect.OrderId);
    }

    /// <summary>The orders that the gateway has heard of.</summary>
    public IEnumerable<string> Orders => _payments.Keys;

    /// <summary>How many movements there were at all.</summary>
    public int Count => _effects.Sum(order => order.Count());

    public static async Task<Ledger> ReadAsync(HttpClient sandbox) => new(await sandbox.GetJsonAsync("/ledger"));

    public Payment? PaymentOf(string orderId) => _payments.GetValueOrDefault(orderId);

    /// <summary>The payment of an order as audits compare it; null if there is none.</summary>
    public LedgerPayment? LedgerPaymentOf(string orderId) => PaymentOf(orderId) is { } payment
        ? new LedgerPayment(
            Enum.Parse<LedgerState>(payment.State), Money.Kopecks(payment.Held), Money.Kopecks(payment.Captured), Money.Kopecks(payment.Refunded),
            Money.Kopecks(payment.Captured - payment.Refunded))
        : null;

    /// <summary>The movements of an order as audits count them.</summary>
    public IReadOnlyList<SimulatedEffect> LinesOf(string orderId) => [.. _lines[orderId]];

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
