namespace PaytureActors.Domain;

/// <summary>What is asked of an order, and of the gateway.</summary>
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

    /// <summary>Opens a session: the customer pays on the gateway's page.</summary>
    Init,

    /// <summary>Brings the result of the customer's 3-D Secure authentication (Pay3DS, Block3DS, PaySubmit3DS).</summary>
    CompleteChallenge,

    /// <summary>Takes over an order that was opened elsewhere. It asks, and changes nothing at the gateway.</summary>
    Adopt,
}
