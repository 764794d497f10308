namespace PaytureActors.AspNetCore.Requests;

/// <summary>What Charge and Refund take.</summary>
internal sealed class AmountRequest
{
    /// <summary>The amount in kopecks; without it everything is charged, or everything that is left is refunded.</summary>
    public long? Amount { get; init; }

    /// <summary>
    /// For a part of an order with a receipt: the positions that are captured, or given back. The receipt of what remains is computed from them.
    /// </summary>
    public IReadOnlyList<PositionRequest>? Items { get; init; }
}
