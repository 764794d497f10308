namespace PaytureActors.Domain.Orders;

/// <summary>What a standing proves about an attempt.</summary>
public enum Verdict
{
    /// <summary>Nothing yet.</summary>
    Undecided = 0,

    /// <summary>The attempt had its effect.</summary>
    Applied,

    /// <summary>The attempt had its effect, and the hold was released since.</summary>
    AppliedThenReleased,

    /// <summary>The attempt had no effect.</summary>
    NotApplied,

    /// <summary>The payment failed.</summary>
    Declined,

    /// <summary>The payment waits for a challenge that nobody received.</summary>
    Expired,

    /// <summary>Something else happened first.</summary>
    Overtaken,

    /// <summary>The gateway is still at work.</summary>
    Pending,

    /// <summary>No order of effects explains the standing.</summary>
    Contradiction,
}
