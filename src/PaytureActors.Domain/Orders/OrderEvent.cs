using PaytureActors.Domain.Cheques;

namespace PaytureActors.Domain.Orders;

/// <summary>A fact about an order: past tense, versioned in the journal, and safe to publish.</summary>
/// <param name="At">When it was written down, by the wall clock.</param>
public abstract record OrderEvent(DateTimeOffset At)
{
    /// <summary>When the hold that begins with this fact is looked at, and the merchant's hold policy followed. Only such facts have it.</summary>
    public DateTimeOffset? HoldDue { get; init; }

    /// <summary>When the newest inquiry left whose answer is written down, or the order came into being here, once this fact is known.</summary>
    /// <param name="sequence">This fact's number on the order, from 1.</param>
    /// <param name="before">The same before this fact.</param>
    public DateTimeOffset SeenAfter(long sequence, DateTimeOffset before) => this switch
    {
        _ when sequence == 1 => At,
        Looked { Asked: var asked } when asked > before => asked,
        ChallengeSeen { Evidence.State: not GatewayState.Pending } when At > before => At,
        _ => before,
    };

    // Intents: persisted before the gateway hears of them.

    /// <summary>A refund was accepted; nothing is sent before a fresh standing has set its fence.</summary>
    public sealed record RefundAccepted(IdempotencyKey Key, Money? Asked, DateTimeOffset At) : OrderEvent(At)
    {
        /// <summary>What was asked beside the amount.</summary>
        public AskDetails Details { get; init; } = AskDetails.None;
    }

    /// <summary>The order was opened elsewhere and is to be taken over; first the gateway is asked.</summary>
    public sealed record AdoptionAccepted(IdempotencyKey Key, ApiFamily Family, DateTimeOffset At) : OrderEvent(At);

    /// <summary>An attempt is about to be sent, the first one of its command or one more.</summary>
    public sealed record AttemptRequested(
        AttemptId Attempt, IdempotencyKey Key, Operation Operation, Money? Asked, Money Amount, DateTimeOffset SendBy, Fence? Fence, DateTimeOffset At)
        : OrderEvent(At)
    {
        /// <summary>What was asked beside the amount; written with a command's first attempt only, unless <see cref="RefundAccepted"/> has it.</summary>
        public AskDetails? Details { get; init; }

        /// <summary>What Init or CompleteChallenge leads to: Pay or Block.</summary>
        public Operation? LeadsTo { get; init; }

        /// <summary>The receipt that goes with it: of a partial Charge or Refund, what remains. A resend carries the first one's.</summary>
        public Cheque? Cheque { get; init; }
    }

    // Ends of an attempt. RetryAt: when the command goes on; without it the command has ended.

    /// <summary>The attempt had its effect: the gateway answered so, or a standing shows it (then that is the evidence).</summary>
    public sealed record Approved(AttemptId Attempt, Books Books, Standing? Evidence, DateTimeOffset At) : OrderEvent(At);

    /// <summary>The command was declined. Without an attempt, nothing was sent.</summary>
    public sealed record Declined(AttemptId? Attempt, Refusal? Refusal, Books Books, Standing? Evidence, DateTimeOffset At) : OrderEvent(At);

    /// <summary>The attempt had no effect, as a standing shows that was asked late enough.</summary>
    public sealed record NotApplied(AttemptId Attempt, Standing Evidence, DateTimeOffset? RetryAt, DateTimeOffset At) : OrderEvent(At);

    /// <summary>The attempt provably never left.</summary>
    public sealed record NotSent(AttemptId Attempt, NotSentReason Reason, DateTimeOffset? RetryAt, DateTimeOffset At) : OrderEvent(At);

    /// <summary>The gateway did nothing and may be asked again later.</summary>
    public sealed record RefusedForNow(AttemptId Attempt, Refusal Refusal, DateTimeOffset? RetryAt, DateTimeOffset At) : OrderEvent(At);

    /// <summary>The payment waits for a challenge that nobody received, or for a session that nobody knows; no money can move.</summary>
    public sealed record Expired(AttemptId Attempt, Books Books, Standing? Evidence, DateTimeOffset At) : OrderEvent(At);

    /// <summary>Something else happened to the order first, which makes the attempt impossible.</summary>
    public sealed record Overtaken(AttemptId Attempt, Books Books, Standing Evidence, DateTimeOffset At) : OrderEvent(At);

    /// <summary>The customer must act: the command has ended, and the order waits.</summary>
    public sealed record ChallengeIssued(AttemptId Attempt, Challenge Challenge, DateTimeOffset At) : OrderEvent(At);

    /// <summary>An order that was opened elsewhere was found at the gateway, and is ours from here on.</summary>
    public sealed record Adopted(Books Books, Standing Evidence, DateTimeOffset At) : OrderEvent(At);

    /// <summary>A person ended the doubt.</summary>
    public sealed record Resolved(ManualDecision Decision, string Reason, string By, Books Books, DateTimeOffset At) : OrderEvent(At);

    // Neither: the attempt stays in flight until the gateway tells its state.

    /// <summary>Nobody knows what the attempt did.</summary>
    /// <param name="Attempt">The attempt in flight.</param>
    /// <param name="Reason">Why nobody knows.</param>
    /// <param name="Refusal">The gateway's code, where it gave one that settles nothing.</param>
    /// <param name="Claimed">The amount of a success that was not the amount asked for.</param>
    /// <param name="At">When it was written down.</param>
    public sealed record OutcomeUnknown(AttemptId Attempt, UnknownReason Reason, Refusal? Refusal, Money? Claimed, DateTimeOffset At) : OrderEvent(At);

    /// <summary>The order's state refused the attempt: it did nothing, but an earlier one may explain why.</summary>
    public sealed record RefusedByState(AttemptId Attempt, Refusal Refusal, DateTimeOffset At) : OrderEvent(At);

    /// <summary>The gateway works on the attempt, for up to 72 hours.</summary>
    public sealed record PendingSeen(AttemptId Attempt, DateTimeOffset At) : OrderEvent(At);

    /// <summary>A person must decide. With a command, its end takes the mark off again, however that is learnt.</summary>
    public sealed record AttentionRaised(AttentionReason Reason, IdempotencyKey? Command, DateTimeOffset At) : OrderEvent(At);

    // While the customer must act.

    /// <summary>The gateway shows another state than before, and nothing that ends the waiting.</summary>
    public sealed record ChallengeSeen(Standing Evidence, DateTimeOffset At) : OrderEvent(At);

    /// <summary>The customer did it: the money is held or taken.</summary>
    public sealed record ChallengePassed(Books Books, Standing Evidence, DateTimeOffset At) : OrderEvent(At);

    /// <summary>The customer failed, and cannot try again.</summary>
    public sealed record ChallengeFailed(Books Books, Standing Evidence, DateTimeOffset At) : OrderEvent(At);

    /// <summary>The customer did not come in time; a late act is still found by a look.</summary>
    public sealed record ChallengeExpired(Books Books, Standing Evidence, DateTimeOffset At) : OrderEvent(At);

    // At rest.

    /// <summary>The order will be looked at again at these times.</summary>
    public sealed record LooksOrdered(ValueList<DateTimeOffset> Due, DateTimeOffset At) : OrderEvent(At);

    /// <summary>The order was looked at, by an inquiry that left then; after the last look nothing old can still come.</summary>
    public sealed record Looked(DateTimeOffset Asked, bool IsLast, DateTimeOffset At) : OrderEvent(At)
    {
        /// <summary>What the gateway showed, where it is not what was seen last.</summary>
        public Standing? Evidence { get; init; }
    }

    /// <summary>Attempts of ours that were answered as not applied, or were in doubt, had their effect after all.</summary>
    /// <param name="Attempts">Whose effects lead from our books to what the gateway shows.</param>
    /// <param name="Twins">Attempts of the same operation and amount: it may have been one of them instead.</param>
    /// <param name="Books">Phase and money with the effects.</param>
    /// <param name="Evidence">What the gateway showed.</param>
    /// <param name="At">When it was written down.</param>
    public sealed record LateEffectFound(
        ValueList<AttemptId> Attempts, ValueList<AttemptId> Twins, Books Books, Standing? Evidence, DateTimeOffset At) : OrderEvent(At)
    {
        /// <summary>The interface that the payment came by, where another one was tried since: the order's own from here on.</summary>
        public ApiFamily? Family { get; init; }
    }

    /// <summary>The gateway shows a change that no command of ours explains. Attempts of ours that may be a part of it are named.</summary>
    public sealed record DriftFound(ValueList<AttemptId> MayInclude, Books Books, Standing? Evidence, DateTimeOffset At) : OrderEvent(At);
}

/// <summary>What a refund must find before it is sent, and leaves behind when it was applied. It belongs to the command, and every resend reuses it.</summary>
/// <param name="Before">What was left of the captured money before the refund.</param>
/// <param name="Expected">What is left once it was applied.</param>
public sealed record Fence(Money Before, Money Expected);

/// <summary>Why a person must look.</summary>
public enum AttentionReason
{
    /// <summary>The gateway shows what no order of effects explains.</summary>
    Contradiction = 1,

    /// <summary>The command was sent as often as allowed.</summary>
    ResendsUsedUp,

    /// <summary>The operation has been pending at the gateway for longer than it may.</summary>
    PendingTooLong,

    /// <summary>The gateway confirmed another amount than asked.</summary>
    AmountDiffers,

    /// <summary>An effect came after its command was answered.</summary>
    LateEffect,

    /// <summary>The gateway refuses to tell where the order stands: check the account's credentials and rights.</summary>
    InquiriesRefused,

    /// <summary>Money is held and soon will not be: charge or release it. The mark goes when the hold has ended.</summary>
    HoldEnds,

    /// <summary>
    /// The journal was set back to a backup, and nobody knows whether this refund was sent before: compare with the gateway, then say that it was
    /// applied, acknowledge (it was not: it is sent), or say that it was not applied (it ends).
    /// </summary>
    Restored,
}
