namespace PaytureActors.Domain.Orders;

/// <summary>What the customer must do before the payment goes on, and until when.</summary>
/// <param name="Kind">A page of the gateway, or 3-D Secure.</param>
/// <param name="Opening">The attempt that opened it: its effect is what the customer's act leads to.</param>
/// <param name="HandedOutAt">When it was answered to the caller.</param>
/// <param name="Deadline">Until when the customer may act.</param>
public sealed record Challenge(ChallengeKind Kind, Attempt Opening, DateTimeOffset HandedOutAt, DateTimeOffset Deadline)
{
    /// <summary>Where the customer's browser is sent: the gateway's page, or the bank's.</summary>
    public required string Url { get; init; }

    /// <summary>A session's id at the gateway.</summary>
    public string? SessionId { get; init; }

    /// <summary>The hash of the MD that a 3-D Secure result must bring: SHA-256, hexadecimal.</summary>
    public string? MdHash { get; init; }

    /// <summary>The newest state that was seen meanwhile, for example of a first try that the bank declined.</summary>
    public GatewayState? Seen { get; init; }

    /// <summary>Since when the gateway is known to work on what the customer did.</summary>
    public DateTimeOffset? PendingSince { get; init; }
}

/// <summary>What kind of act is expected of the customer.</summary>
public enum ChallengeKind
{
    /// <summary>3-D Secure 1: the browser brings a PaReq to the bank and comes back with a PaRes.</summary>
    ThreeDSecure = 1,

    /// <summary>A session: the customer pays on the gateway's page, in one or several tries.</summary>
    Page,
}
