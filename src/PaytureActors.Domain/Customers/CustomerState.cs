using PaytureActors.Domain.Orders;

namespace PaytureActors.Domain.Customers;

/// <summary>An eWallet customer as our commands left it: the one that has not ended, the answers to those that have, and an open challenge.</summary>
public sealed record CustomerState
{
    /// <summary>A customer of whom nothing is known.</summary>
    public static CustomerState Initial { get; } = new();

    /// <summary>How many events made this state; the journal's sequence number.</summary>
    public long Sequence { get; init; }

    /// <summary>The newest change.</summary>
    public AttemptId LastAttempt { get; init; }

    /// <summary>The change that has not ended: its call is open, or it is in doubt.</summary>
    public CustomerChange? InProgress { get; init; }

    /// <summary>What the customer must do before an added card is stored.</summary>
    public CardChallenge? Challenge { get; init; }

    /// <summary>Where the customer's browser goes on from the newest challenge. It outlives that: a browser may come back twice.</summary>
    public string? ReturnUrl { get; init; }

    /// <summary>
    /// How the changes of this customer ended; each is the answer to its key for ever, but for an Add that waits for the customer: its answer is what
    /// comes of the challenge.
    /// </summary>
    public ValueList<CustomerAnswer> Answers { get; init; }

    /// <summary>The answer that was recorded under a key.</summary>
    public CustomerAnswer? Recorded(IdempotencyKey key) => Answers.FirstOrDefault(answer => answer.Key == key);

    /// <summary>Whether a card waits for a customer who can bring nothing any more: only the list shows what came of it.</summary>
    public bool IsChallengeOver(DateTimeOffset now) => InProgress is null && Challenge is { } challenge && now > challenge.Deadline;

    /// <summary>The key of a change that came without one: its operation and the number of such changes that ended.</summary>
    public IdempotencyKey DefaultKey(CustomerOperation operation) =>
        new($"{operation}#{Answers.Count(answer => answer.Operation == operation)}");

    /// <summary>Whether a card was stored by a command of ours that has ended.</summary>
    public bool HasStored(string cardId) => Answers.Any(answer => answer.Card is { } card && card.HasId(cardId));
}

/// <summary>One change: one gateway call.</summary>
/// <param name="Id">Its number on the customer.</param>
/// <param name="Key">The key under which it was asked for.</param>
/// <param name="Operation">What it asks for.</param>
/// <param name="RequestedAt">When the intent was written down.</param>
/// <param name="SendBy">The last moment at which it may leave.</param>
public sealed record CustomerChange(
    AttemptId Id, IdempotencyKey Key, CustomerOperation Operation, DateTimeOffset RequestedAt, DateTimeOffset SendBy)
{
    /// <summary>Which stored card, for Activate and Remove.</summary>
    public string? CardId { get; init; }

    /// <summary>The sum that Add held, for Activate.</summary>
    public Money? Amount { get; init; }

    /// <summary>The first six and the last four digits of the card, for Add and AddSubmit3DS.</summary>
    public string? MaskedPan { get; init; }

    /// <summary>Where the customer's browser goes on after 3-D Secure, for Add.</summary>
    public string? ReturnUrl { get; init; }

    /// <summary>Whether its call is known to have ended without telling what it did. After a restart nobody may know even that.</summary>
    public bool IsDoubted { get; init; }

    /// <summary>Until when it may still be on its way, and after which its doubt ends even though nothing shows what it did.</summary>
    public DateTimeOffset Horizon(MerchantPolicy policy) => SendBy + policy.Horizon;

    /// <summary>Whether it cannot arrive any more.</summary>
    public bool IsPastHorizon(DateTimeOffset now, MerchantPolicy policy) => now > Horizon(policy);
}

/// <summary>A card that is stored once its holder has authenticated.</summary>
/// <param name="Opening">The Add.</param>
/// <param name="Key">The Add's key.</param>
/// <param name="MdHash">The hash of the MD that the result must bring: SHA-256, hexadecimal.</param>
/// <param name="MaskedPan">The first six and the last four digits of the card.</param>
/// <param name="Deadline">Until when.</param>
public sealed record CardChallenge(AttemptId Opening, IdempotencyKey Key, string MdHash, string? MaskedPan, DateTimeOffset Deadline);

/// <summary>How a change ended.</summary>
public enum CustomerEnding
{
    /// <summary>It had its effect.</summary>
    Done = 1,

    /// <summary>The gateway refused it.</summary>
    Refused,

    /// <summary>It had none, as far as the gateway shows; ask again under another key.</summary>
    NotApplied,

    /// <summary>It provably never left; ask again under another key.</summary>
    NotSent,

    /// <summary>The customer must authenticate.</summary>
    AwaitingCustomer,

    /// <summary>Nobody could learn what it did before the horizon passed; look at the customer's cards before you ask again, under another key.</summary>
    NeverLearnt,
}

/// <summary>What is answered to a key, now and for ever.</summary>
/// <param name="Key">The key.</param>
/// <param name="Operation">What was asked.</param>
/// <param name="Ending">How it ended.</param>
public sealed record CustomerAnswer(IdempotencyKey Key, CustomerOperation Operation, CustomerEnding Ending)
{
    /// <summary>Which stored card was asked about.</summary>
    public string? CardId { get; init; }

    /// <summary>The amount as asked.</summary>
    public Money? Amount { get; init; }

    /// <summary>The first six and the last four digits of the card as asked, for Add: a key belongs to its card.</summary>
    public string? MaskedPan { get; init; }

    /// <summary>The card that was stored.</summary>
    public StoredCard? Card { get; init; }

    /// <summary>The gateway's refusal.</summary>
    public Refusal? Refusal { get; init; }

    /// <summary>Why nothing left.</summary>
    public NotSentReason? Reason { get; init; }

    /// <summary>Until when the customer may authenticate.</summary>
    public DateTimeOffset? Deadline { get; init; }
}
