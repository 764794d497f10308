using PaytureActors.Domain.Cheques;

namespace PaytureActors.Domain.Orders;

/// <summary>An order: where its money stands × the one command in progress × the one attempt of it in flight.</summary>
public sealed record OrderState
{
    /// <summary>An order of which nothing is known.</summary>
    public static OrderState Initial { get; } = new();

    /// <summary>Phase and money.</summary>
    public Books Books { get; init; }

    /// <summary>The interface that opened the order; commands follow it.</summary>
    public ApiFamily Family { get; init; } = ApiFamily.Api;

    /// <summary>
    /// The interface through which the gateway is asked. As long as nothing has opened the order that is the one of a try that may still
    /// come, and not of one that never left.
    /// </summary>
    public ApiFamily InquiryFamily => this is { Books.Phase: OrderPhase.New, InProgress: null } && Doubts.LastOrDefault(doubt => doubt.IsOpening) is { } doubt
        ? FamilyOf(doubt)
        : Family;

    /// <summary>What the customer must do, while the order waits for that.</summary>
    public Challenge? Challenge { get; init; }

    /// <summary>The receipt of what is held or captured now.</summary>
    public Cheque? Cheque { get; init; }

    /// <summary>Where our doors send the customer's browser afterwards.</summary>
    public string? ReturnUrl { get; init; }

    /// <summary>When the order came into being here, or the newest look at it left whose answer was written down.</summary>
    public DateTimeOffset SeenAt { get; init; }

    /// <summary>
    /// Whether the journal was set back to a backup since then. The order may have forgotten what it did: it accepts nothing, and sends nothing,
    /// before the gateway has been asked.
    /// </summary>
    public bool IsQuarantined(MerchantPolicy policy) => Sequence > 0 && SeenAt < policy.RestoredAt;

    /// <summary>How many events made this state; the journal's sequence number.</summary>
    public long Sequence { get; init; }

    /// <summary>The newest attempt.</summary>
    public AttemptId LastAttempt { get; init; }

    /// <summary>What was promised to a caller and has not ended.</summary>
    public CommandInProgress? InProgress { get; init; }

    /// <summary>The attempt whose outcome is not known yet.</summary>
    public Attempt? InFlight { get; init; }

    /// <summary>A mark that a person must decide.</summary>
    public Attention? Attention { get; init; }

    /// <summary>How the commands of this order ended; each is the answer to its key for ever.</summary>
    public ValueList<RecordedAnswer> Answers { get; init; }

    /// <summary>Attempts that were answered as not applied and could still come late.</summary>
    public ValueList<Attempt> Doubts { get; init; }

    /// <summary>When the order is to be looked at again, earliest first.</summary>
    public ValueList<DateTimeOffset> Looks { get; init; }

    /// <summary>When the order is looked at because its hold comes to its end; null when nothing is held, or that was done.</summary>
    public DateTimeOffset? HoldDue { get; init; }

    /// <summary>The newest standing that was worth writing down.</summary>
    public Standing? LastStanding { get; init; }

    /// <summary>What the gateway showed to be gone without an answer of ours that explains it, oldest first.</summary>
    internal ValueList<Unexplained> Unexplained { get; init; }

    /// <summary>Whether so much may have been given back, and forgotten, by acts from before the journal was set back.</summary>
    /// <param name="amount">How much.</param>
    /// <param name="policy">Says when that was noticed: what the gateway had shown before was not forgotten, nor what was sent after the horizon.</param>
    internal bool MayHaveGivenBack(Money amount, MerchantPolicy policy)
    {
        Unexplained[] gone = [.. Unexplained.Where(each => each.SeenAt >= (policy.FirstRestoredAt ?? policy.RestoredAt)
            && (each.Since is { } since ? since < policy.ForgottenUntil : each.SeenAt < policy.ForgottenUntil + policy.WatchFor))];
        return gone.Any(each => each.AtMost is null) || (gone.Length > 0 && amount <= gone.Aggregate(Money.Zero, (sum, each) => sum + each.AtMost!.Value));
    }

    /// <summary>The answer that was recorded under a key.</summary>
    public RecordedAnswer? Recorded(IdempotencyKey key) => Answers.FirstOrDefault(answer => answer.Key == key);

    /// <summary>The interface of an opening that has been answered.</summary>
    internal ApiFamily FamilyOf(Attempt opening) => Recorded(opening.Key)?.Family ?? Family;

    /// <summary>The key of a command that came without one: its operation and the number of such commands that ended.</summary>
    public IdempotencyKey DefaultKey(Operation operation) =>
        new($"{operation}#{Answers.Count(answer => answer.Operation == operation)}");

    /// <summary>
    /// Whether a try that was answered as not applied may still open the order: then another OrderId is not safe, even where a later try provably never left.
    /// </summary>
    public bool MayStillBeOpened => Doubts.Any(doubt => doubt.Effect is Operation.Pay or Operation.Block);

    /// <summary>Earlier attempts of the command in progress that may still turn out to have had its effect.</summary>
    public IEnumerable<Attempt> DoubtsOfCommand => Doubts.Where(doubt => doubt.Key == InProgress?.Key);

    /// <summary>Attempts of commands that ended and could still come late.</summary>
    public IEnumerable<Attempt> DoubtsOfOthers => Doubts.Where(doubt => doubt.Key != InProgress?.Key);

    /// <summary>Whether the command in progress, or the challenge, waits for a person; a mark about an earlier matter holds neither up.</summary>
    public bool WaitsForPerson => (InProgress, Challenge) switch
    {
        ({ } command, _) => Attention?.Command == command.Key,
        (_, { } challenge) => Attention?.Since >= challenge.HandedOutAt,
        _ => false,
    };

    /// <summary>Every moment at which the order is to be looked at, the one for its hold among them, earliest first.</summary>
    public ValueList<DateTimeOffset> LooksDue => HoldDue is { } due ? ValueList.From(Looks.Append(due).Order()) : Looks;

    /// <summary>Whether the next look is due.</summary>
    public bool IsLookDue(DateTimeOffset now) => (Looks.Count > 0 && Looks[0] <= now) || HoldDue <= now;
}

/// <summary>What a caller asked for and the order has not yet ended; it may take several attempts.</summary>
/// <param name="Key">The key under which it was asked for.</param>
/// <param name="Operation">What was asked.</param>
/// <param name="Asked">The amount as asked: absent stays absent.</param>
/// <param name="AcceptedAt">When it was accepted.</param>
/// <param name="RetryAt">When it goes on, if no attempt of it is in flight.</param>
public sealed record CommandInProgress(
    IdempotencyKey Key, Operation Operation, Money? Asked, DateTimeOffset AcceptedAt, DateTimeOffset RetryAt)
{
    /// <summary>How many attempts it has taken so far.</summary>
    public int Attempts { get; init; }

    /// <summary>The amount that is sent; none before a refund has its fence.</summary>
    public Money Amount { get; init; }

    /// <summary>What a refund must find before it is sent.</summary>
    public Fence? Fence { get; init; }

    /// <summary>What was asked beside the amount.</summary>
    public AskDetails Details { get; init; } = AskDetails.None;

    /// <summary>Whether a person has said that it goes on, although it may have been sent before the journal was set back.</summary>
    public bool IsReleased { get; init; }

    /// <summary>The receipt that goes with each of its attempts.</summary>
    public Cheque? Cheque { get; init; }
}

/// <summary>One gateway call that changes something.</summary>
/// <param name="Id">Its number on the order.</param>
/// <param name="Key">The key of its command.</param>
/// <param name="Operation">What it asks for.</param>
/// <param name="Amount">The amount that it sends.</param>
/// <param name="RequestedAt">When the intent was written down.</param>
/// <param name="SendBy">The last moment at which it may leave.</param>
/// <param name="Fence">A refund's fence.</param>
public sealed record Attempt(
    AttemptId Id, IdempotencyKey Key, Operation Operation, Money Amount, DateTimeOffset RequestedAt, DateTimeOffset SendBy, Fence? Fence)
{
    /// <summary>Whether its call has ended without telling what it did.</summary>
    public bool IsDoubted { get; init; }

    /// <summary>The refusal that proves that it did nothing; an earlier attempt may have.</summary>
    public Refusal? Refused { get; init; }

    /// <summary>The amount that a success claimed when it was not the amount asked for.</summary>
    public Money? Claimed { get; init; }

    /// <summary>Since when the gateway is known to work on it.</summary>
    public DateTimeOffset? PendingSince { get; init; }

    /// <summary>What Init or CompleteChallenge leads to: Pay or Block.</summary>
    public Operation? LeadsTo { get; init; }

    /// <summary>The effect on money that it may have.</summary>
    public Operation Effect => LeadsTo ?? Operation;

    /// <summary>The receipt that goes with it.</summary>
    public Cheque? Cheque { get; init; }

    /// <summary>Whether it opens an order.</summary>
    internal bool IsOpening => Operation is Operation.Pay or Operation.Block or Operation.Init;

    /// <summary>
    /// Whether the gateway's own state makes a second effect impossible. A refund is guarded when what it leaves is too little
    /// for a second one; the others are guarded by their OrderId or by the state that they need.
    /// </summary>
    public bool IsGuarded => Fence is null || Amount.InKopecks * 2 > Fence.Before.InKopecks;
}

/// <summary>Captured money that is gone, and no answer of ours explains why.</summary>
/// <param name="Since">When it was still there; null where nobody here ever saw it.</param>
/// <param name="SeenAt">When the gateway showed that it was gone.</param>
/// <param name="AtMost">How much that is, at most; null where what had been captured is not known.</param>
internal sealed record Unexplained(DateTimeOffset? Since, DateTimeOffset SeenAt, Money? AtMost);

/// <summary>A mark that a person must decide.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Command">The command that waits for the decision; its end takes the mark off again.</param>
/// <param name="Since">Since when.</param>
public sealed record Attention(AttentionReason Reason, IdempotencyKey? Command, DateTimeOffset Since)
{
    /// <summary>Whether only a person takes the mark off, as the one that this one took the place of.</summary>
    public bool OutlivesCommand { get; init; } = Command is null;

    /// <summary>What is left of the mark once its command has ended, or goes on.</summary>
    internal Attention? Without(IdempotencyKey command) =>
        Command != command ? this : OutlivesCommand ? this with { Command = null } : null;
}

/// <summary>How a command ended.</summary>
public enum Ending
{
    /// <summary>It had its effect.</summary>
    Approved = 1,

    /// <summary>It had none, and will have none.</summary>
    Declined,

    /// <summary>It had none, as far as the gateway shows; ask again under the same OrderId.</summary>
    NotApplied,

    /// <summary>It provably never left; a new OrderId is as safe as the old one.</summary>
    NotSent,

    /// <summary>It waited for a customer who cannot come; take a new OrderId.</summary>
    Expired,

    /// <summary>The customer must act now.</summary>
    AwaitingCustomer,
}

/// <summary>What is answered to a key, now and for ever.</summary>
/// <param name="Key">The key.</param>
/// <param name="Operation">What was asked.</param>
/// <param name="Asked">The amount as asked: absent equals only absent.</param>
/// <param name="Ending">How it ended.</param>
/// <param name="Refusal">The gateway's refusal, where there was one.</param>
/// <param name="Reason">Why nothing left, where that is the answer.</param>
/// <param name="Books">Phase and money when it ended.</param>
/// <param name="Sequence">The order's sequence number when it ended.</param>
public sealed record RecordedAnswer(
    IdempotencyKey Key, Operation Operation, Money? Asked, Ending Ending, Refusal? Refusal, NotSentReason? Reason, Books Books, long Sequence)
{
    /// <summary>What was asked beside the amount.</summary>
    public AskDetails Details { get; init; } = AskDetails.None;

    /// <summary>The order's interface when it ended.</summary>
    public ApiFamily Family { get; init; }

    /// <summary>What the customer had to do, where that was the answer.</summary>
    public Challenge? Challenge { get; init; }
}
