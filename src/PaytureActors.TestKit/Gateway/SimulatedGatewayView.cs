namespace PaytureActors.TestKit.Gateway;

/// <summary>Everything that the simulated gateway knows, in plain values that any JSON serializer takes; amounts are kopecks.</summary>
/// <param name="Payments">The payments, by merchant and OrderId.</param>
/// <param name="Effects">The effects, in the order in which they happened.</param>
public sealed record SimulatedGatewayView(IReadOnlyList<PaymentView> Payments, IReadOnlyList<EffectView> Effects);

/// <summary>A payment in plain values.</summary>
/// <param name="Merchant">The account's key.</param>
/// <param name="OrderId">Which payment.</param>
/// <param name="State">Its state's name on the wire.</param>
/// <param name="Held">What was held, in kopecks.</param>
/// <param name="Captured">What was taken, in kopecks.</param>
/// <param name="Refunded">What was given back, in kopecks.</param>
public sealed record PaymentView(string Merchant, string OrderId, string State, long Held, long Captured, long Refunded);

/// <summary>An effect in plain values.</summary>
/// <param name="Serial">The order in which effects happened.</param>
/// <param name="At">When, by the gateway's clock.</param>
/// <param name="Merchant">The account's key.</param>
/// <param name="OrderId">Which payment.</param>
/// <param name="Operation">What happened.</param>
/// <param name="Amount">How much, in kopecks.</param>
/// <param name="By">Who asked.</param>
public sealed record EffectView(long Serial, DateTimeOffset At, string Merchant, string OrderId, string Operation, long Amount, string By);
