namespace PaytureActors.Domain.Orders;

/// <summary>What an order wants done as its facts happen.</summary>
public abstract record OrderEffect
{
    private OrderEffect() { } // Closed: every case is in this file.

    /// <summary>Send this attempt to the gateway, once.</summary>
    public sealed record Call(Attempt Attempt) : OrderEffect;

    /// <summary>Ask the gateway where the order stands.</summary>
    public sealed record Inquire : OrderEffect;

    /// <summary>Come back after this long, through Decide.</summary>
    public sealed record Remind(TimeSpan In) : OrderEffect;
}
