using PaytureActors.Domain.Orders;

namespace PaytureActors.Domain.Customers;

/// <summary>A fact about an eWallet customer: past tense, versioned in the journal, safe to publish. It has no login, contact or password.</summary>
/// <param name="At">When it was written down, by the wall clock.</param>
public abstract record CustomerEvent(DateTimeOffset At)
{
    /// <summary>The intent: a change is about to be sent. A command is sent once; asked again, it is another command.</summary>
    public sealed record ChangeRequested(
        AttemptId Attempt, IdempotencyKey Key, CustomerOperation Operation, DateTimeOffset SendBy, DateTimeOffset At) : CustomerEvent(At)
    {
        /// <summary>Which stored card, for Activate and Remove.</summary>
        public string? CardId { get; init; }

        /// <summary>The sum that Add held, for Activate.</summary>
        public Money? Amount { get; init; }

        /// <summary>The first six and the last four digits of the card, for Add and AddSubmit3DS.</summary>
        public string? MaskedPan { get; init; }

        /// <summary>Where our door sends the customer's browser after 3-D Secure, for Add.</summary>
        public string? ReturnUrl { get; init; }
    }

    /// <summary>The change had its effect.</summary>
    /// <param name="Attempt">Which change.</param>
    /// <param name="Card">The stored card, for Add and AddSubmit3DS.</param>
    /// <param name="WasSeen">Whether Check or GetList showed it; else the gateway answered so.</param>
    /// <param name="At">When it was written down.</param>
    public sealed record Applied(AttemptId Attempt, StoredCard? Card, bool WasSeen, DateTimeOffset At) : CustomerEvent(At);

    /// <summary>The gateway refused the change: it had no effect.</summary>
    public sealed record Refused(AttemptId Attempt, Refusal Refusal, DateTimeOffset At) : CustomerEvent(At);

    /// <summary>The change provably never left.</summary>
    public sealed record NotSent(AttemptId Attempt, NotSentReason Reason, DateTimeOffset At) : CustomerEvent(At);

    /// <summary>The change had no effect, as far as the gateway shows, asked late enough; or nothing could show it, and it may be repeated.</summary>
    public sealed record NotApplied(AttemptId Attempt, DateTimeOffset At) : CustomerEvent(At);

    /// <summary>
    /// The horizon has passed and nobody could learn what the change did: the customer is gone, or the password is. It cannot arrive any more, so
    /// that it keeps nothing back from now on.
    /// </summary>
    public sealed record NeverLearnt(AttemptId Attempt, DateTimeOffset At) : CustomerEvent(At);

    /// <summary>A person ended the doubt about the change.</summary>
    public sealed record Resolved(AttemptId Attempt, ManualDecision Decision, string Reason, string By, DateTimeOffset At) : CustomerEvent(At);

    /// <summary>The customer must authenticate before the card is stored (3-D Secure 1).</summary>
    /// <param name="Attempt">The Add.</param>
    /// <param name="MdHash">The hash of the MD that the result must bring.</param>
    /// <param name="Deadline">Until when.</param>
    /// <param name="At">When it was written down.</param>
    public sealed record ChallengeIssued(AttemptId Attempt, string MdHash, DateTimeOffset Deadline, DateTimeOffset At) : CustomerEvent(At);

    /// <summary>The time for the challenge was over, and GetList showed what had come of it.</summary>
    /// <param name="Attempt">The Add.</param>
    /// <param name="Card">The stored card; null when there was none.</param>
    /// <param name="At">When it was written down.</param>
    public sealed record ChallengeEnded(AttemptId Attempt, StoredCard? Card, DateTimeOffset At) : CustomerEvent(At);

    /// <summary>Nobody knows what the change did, until a command brings the password.</summary>
    /// <param name="Attempt">Which change.</param>
    /// <param name="Reason">Why nobody knows.</param>
    /// <param name="Refusal">The gateway's code, where it gave one that settles nothing.</param>
    /// <param name="At">When it was written down.</param>
    public sealed record OutcomeUnknown(AttemptId Attempt, UnknownReason Reason, Refusal? Refusal, DateTimeOffset At) : CustomerEvent(At);
}
