using PaytureActors.Domain;

namespace PaytureActors.TestKit.Gateway;

/// <summary>Money that moved at the simulated gateway: a line of the journal that audits count.</summary>
/// <param name="Serial">The order in which effects happened, from 1, over all payments.</param>
/// <param name="At">When, by the gateway's clock.</param>
/// <param name="MerchantKey">Whose payment.</param>
/// <param name="OrderId">Which payment.</param>
/// <param name="Operation">What happened.</param>
/// <param name="Amount">How much was paid, held, captured, released or given back.</param>
/// <param name="By">Who asked.</param>
public sealed record SimulatedEffect(
    long Serial, DateTimeOffset At, string MerchantKey, string OrderId, Operation Operation, Money Amount, EffectBy By);

/// <summary>Who caused an effect.</summary>
public enum EffectBy
{
    /// <summary>A request on the wire.</summary>
    Request = 1,

    /// <summary>A person at the gateway's own screen.</summary>
    Operator,
}

/// <summary>A payment at the simulated gateway, with its name.</summary>
/// <param name="MerchantKey">Whose payment.</param>
/// <param name="OrderId">Which payment.</param>
/// <param name="Payment">How it stands.</param>
public sealed record SimulatedPayment(string MerchantKey, string OrderId, LedgerPayment Payment);
