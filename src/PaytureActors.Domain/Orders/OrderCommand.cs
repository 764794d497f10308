namespace PaytureActors.Domain.Orders;

/// <summary>A request to change an order: imperative mood, and no secrets.</summary>
public abstract record OrderCommand
{
    private OrderCommand() { } // Closed: every case is in this file.

    /// <summary>What a caller asks for, under a key that makes a repetition the same request.</summary>
    /// <param name="Operation">What the caller wants done.</param>
    /// <param name="Key">The caller's key. Without one, the operation and the number of its ended commands on this order are the key; Refund demands one.</param>
    /// <param name="Amount">The amount; absent for Unblock, and for Charge and Refund when everything is meant.</param>
    public sealed record Ask(Operation Operation, IdempotencyKey? Key, Money? Amount) : OrderCommand
    {
        /// <summary>What it asks beside that.</summary>
        /// <value>Nothing by default.</value>
        public AskDetails Details { get; init; } = AskDetails.None;

        /// <summary>The hash of the MD that came with a 3-D Secure result; CompleteChallenge needs it.</summary>
        public string? MdHash { get; init; }
    }

    /// <summary>Reports how an attempt's call ended.</summary>
    public sealed record Settle(AttemptId Attempt, GatewayOutcome Outcome) : OrderCommand;

    /// <summary>Reports what an inquiry read, and when it was asked.</summary>
    public sealed record TakeStanding(Standing Standing, Asked Asked) : OrderCommand;

    /// <summary>Reports that the gateway refuses to tell where the order stands.</summary>
    public sealed record TakeRefusal(Refusal Refusal) : OrderCommand;

    /// <summary>Goes on with what is due: a reminder that came back.</summary>
    public sealed record Continue : OrderCommand;

    /// <summary>Wakes an order that the order book has seen at this sequence number.</summary>
    public sealed record Wake(long Sequence) : OrderCommand;

    /// <summary>Somebody says, without proof, that something happened to the order: the gateway is worth asking.</summary>
    /// <param name="NotBefore">The earliest moment for the next inquiry that a hint may cause.</param>
    /// <param name="Asking">When the inquiry that is on its way left: it need not show what the hint is about. Null when none is.</param>
    public sealed record TakeHint(DateTimeOffset NotBefore, DateTimeOffset? Asking) : OrderCommand;

    /// <summary>A person's decision about an order that needs one.</summary>
    /// <param name="Decision">What the person found out.</param>
    /// <param name="Reason">Why, in the person's words.</param>
    /// <param name="By">The person's name.</param>
    public sealed record Resolve(ManualDecision Decision, string Reason, string By) : OrderCommand;
}

/// <summary>What a person found out about an attempt in doubt.</summary>
public enum ManualDecision
{
    /// <summary>The effect happened.</summary>
    Applied = 1,

    /// <summary>The effect did not happen.</summary>
    NotApplied,

    /// <summary>Nothing is in doubt; the mark is taken off.</summary>
    Acknowledged,
}

/// <summary>When an inquiry left, as far as that decides what its answer can prove.</summary>
/// <param name="At">The wall clock when it left.</param>
/// <param name="SinceLearnt">How long this incarnation had known, by the monotonic clock, what it now waits for.</param>
/// <param name="CallOpen">Whether a call of the attempt in flight was still open in this process.</param>
public readonly record struct Asked(DateTimeOffset At, TimeSpan SinceLearnt, bool CallOpen)
{
    /// <summary>Whether "not there" proves something: the quiet period had passed, and no call of ours was open.</summary>
    public bool IsQuiet(MerchantPolicy policy) => SinceLearnt > policy.QuietPeriod && !CallOpen;

    /// <summary>Whether nothing of an attempt could still be on its way.</summary>
    public bool IsPastHorizon(Attempt attempt, MerchantPolicy policy) => IsQuiet(policy) && At > attempt.SendBy + policy.Horizon;
}
