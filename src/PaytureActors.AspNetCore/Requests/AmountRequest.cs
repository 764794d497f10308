namespace PaytureActors.AspNetCore.Requests;

/// <summary>What Charge and Refund take.</summary>
internal sealed class AmountRequest
{
    /// <summary>The amount in kopecks; without it everything is charged, or everything that is left is refunded.</summary>
    public long? Amount { get; init; }
}
