using PaytureActors.Domain;
using PaytureActors.Domain.Orders;
using PaytureActors.Gateway;

namespace PaytureActors.Orders;

/// <summary>From an attempt to the request that leaves for it.</summary>
internal static class AttemptRequests
{
    /// <summary>The request of an attempt whose intent was written down just now, in this process.</summary>
    public static GatewayRequest For(OrderKey key, Attempt attempt, OrderState state, MerchantPolicy policy, TimeProvider time) => new(
        key.Merchant, key.Order, attempt.Operation, AmountOf(attempt), attempt.Id, attempt.SendBy)
    {
        PersistedAt = time.GetTimestamp(),
        SendWithin = policy.SendBy,
        Family = state.Family,
        LeadsTo = attempt.LeadsTo,
        Cheque = attempt.Cheque,
    };

    private static Money? AmountOf(Attempt attempt) => attempt.Operation is Operation.Unblock ? null : attempt.Amount;
}
