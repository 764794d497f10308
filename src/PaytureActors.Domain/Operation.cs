namespace PaytureActors.Domain;

/// <summary>What an attempt asks the gateway to change.</summary>
public enum Operation
{
    /// <summary>Takes money in one step.</summary>
    Pay = 1,

    /// <summary>Holds money.</summary>
    Block,

    /// <summary>Captures a hold, or a part of it; the rest is released.</summary>
    Charge,

    /// <summary>Releases a whole hold.</summary>
    Unblock,

    /// <summary>Gives captured money back, or a part of it.</summary>
    Refund,
}
