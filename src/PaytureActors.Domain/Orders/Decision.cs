namespace PaytureActors.Domain.Orders;

/// <summary>What the rules say to a command.</summary>
public abstract record Decision
{
    private Decision() { } // Closed: every case is in this file.

    /// <summary>These facts are to be written down, in one piece. None at all: there is nothing new to say.</summary>
    public sealed record Accepted(ValueList<OrderEvent> Events) : Decision;

    /// <summary>The command is refused and nothing changes.</summary>
    public sealed record Rejected(Rejection Reason) : Decision;

    /// <summary>The key's command has ended: this is its answer, as it was.</summary>
    public sealed record Repeated(RecordedAnswer Answer) : Decision;

    /// <summary>The key's command is still in progress: wait for it.</summary>
    public sealed record Joined(IdempotencyKey Key) : Decision;

    /// <summary>Another copy of this order has written more: this one must stop and recover before it says anything.</summary>
    public sealed record Behind : Decision;

    internal static Decision Nothing { get; } = new Accepted([]);

    internal static Decision Accept(params ReadOnlySpan<OrderEvent> events) => new Accepted(ValueList.Of(events));

    internal static Decision Reject(Rejection reason) => new Rejected(reason);
}

/// <summary>Why a command was refused.</summary>
public enum Rejection
{
    /// <summary>Another command of this order has not ended yet.</summary>
    CommandInProgress = 1,

    /// <summary>The key was used for another operation or amount.</summary>
    KeyReused,

    /// <summary>A refund needs an idempotency key from its caller.</summary>
    KeyRequired,

    /// <summary>The amount is absent where one is needed, or nothing.</summary>
    AmountRequired,

    /// <summary>The order has been paid, held, declined or has expired: take a new OrderId.</summary>
    OrderIdUsed,

    /// <summary>Nothing is held on the order.</summary>
    NothingBlocked,

    /// <summary>The amount is more than is held.</summary>
    AmountExceedsHold,

    /// <summary>Nothing is left to refund on the order.</summary>
    NothingCharged,

    /// <summary>The amount is more than is left to refund.</summary>
    AmountExceedsLeft,

    /// <summary>No attempt is in doubt, and no mark is set: there is nothing to resolve.</summary>
    NothingToResolve,

    /// <summary>The order waits for no 3-D Secure result.</summary>
    NoChallenge,

    /// <summary>The MD is not the one of this order's challenge.</summary>
    OtherChallenge,

    /// <summary>The time for the 3-D Secure result has passed.</summary>
    ChallengeOver,

    /// <summary>A session is for Pay or for Block.</summary>
    SessionRequired,

    /// <summary>The receipt, or what remains of it, does not come to the money.</summary>
    ChequeDoesNotFit,

    /// <summary>Positions are named, but the order has no receipt.</summary>
    NoCheque,

    /// <summary>A named position is not in the order's receipt, or not so much of it.</summary>
    NotInCheque,

    /// <summary>A line cannot be split like this without losing or making a kopeck.</summary>
    SplitLosesKopecks,

    /// <summary>A partial Charge or Refund of an order with a receipt must name its positions.</summary>
    ItemsRequired,

    /// <summary>This order is known here already.</summary>
    OrderKnown,

    /// <summary>The journal was set back to a backup, and the gateway has not been asked yet what the order did since: ask again in a few seconds.</summary>
    Restored,
}
