using PaytureActors.Domain;
using PaytureActors.Domain.Orders;

namespace PaytureActors;

/// <summary>An order as callers see it; amounts are in kopecks.</summary>
public sealed record OrderView
{
    /// <summary>Which order.</summary>
    public required OrderKey Key { get; init; }

    /// <summary>Phase, held, captured and refunded.</summary>
    public required Books Books { get; init; }

    /// <summary>The newest attempt of the command in progress, or what it waits for; null when nothing is in progress.</summary>
    public AttemptView? Attempt { get; init; }

    /// <summary>What the gateway last said of the order, where that was worth keeping.</summary>
    public Standing? Gateway { get; init; }

    /// <summary>The code of the newest command that was refused by the gateway, if it was the newest command.</summary>
    public Refusal? LastError { get; init; }

    /// <summary>The interface that the order uses.</summary>
    public ApiFamily Family { get; init; } = ApiFamily.Api;

    /// <summary>What the customer must do, while the order waits for that.</summary>
    public ChallengeView? Challenge { get; init; }

    /// <summary>Where our doors send the customer's browser afterwards, as its caller said; none in the answer recorded under a key, nor in the order book, which keeps nothing that tells of a person.</summary>
    public string? ReturnUrl { get; init; }

    /// <summary>Why a person must look, if one must.</summary>
    public AttentionReason? Attention { get; init; }

    /// <summary>When the merchant's hold policy is followed if the hold has not ended by then; null when nothing is held, or that was done.</summary>
    public DateTimeOffset? HoldDue { get; init; }

    /// <summary>The order's sequence number: a later view has a higher one.</summary>
    public required long Sequence { get; init; }

    /// <summary>Whether the order lives at a simulated gateway.</summary>
    public bool Sandbox { get; init; }

    /// <summary>Shows an order.</summary>
    /// <param name="key">Which order.</param>
    /// <param name="state">Where it stands.</param>
    /// <param name="policy">Its merchant's policy, which says how long a doubt lasts.</param>
    /// <param name="isCalling">Whether a call of its attempt in flight is open; without one, the attempt is in doubt.</param>
    /// <param name="sandbox">Whether it lives at a simulated gateway.</param>
    public static OrderView Of(OrderKey key, OrderState state, MerchantPolicy policy, bool isCalling, bool sandbox)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(policy);
        return new OrderView
        {
            Key = key,
            Books = state.Books,
            Attempt = state.InProgress is { } command ? AttemptView.Of(command, state.InFlight, policy, isCalling) : null,
            Gateway = state.LastStanding,
            Family = state.Family,
            Challenge = ChallengeView.Of(state.Challenge),
            LastError = state is { InProgress: null, Answers: [.., { Refusal: { } refusal }] } ? refusal : null,
            ReturnUrl = state.ReturnUrl,
            Attention = state.Attention?.Reason,
            HoldDue = state.HoldDue,
            Sequence = state.Sequence,
            Sandbox = sandbox,
        };
    }

    /// <summary>Shows an order as it was when a command of it ended.</summary>
    /// <param name="key">Which order.</param>
    /// <param name="answer">How the command ended.</param>
    /// <param name="sandbox">Whether it lives at a simulated gateway.</param>
    public static OrderView Of(OrderKey key, RecordedAnswer answer, bool sandbox)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return new OrderView
        {
            Key = key, Family = answer.Family, Books = answer.Books, Challenge = ChallengeView.Of(answer.Challenge), LastError = answer.Refusal,
            Sequence = answer.Sequence, Sandbox = sandbox,
        };
    }

    /// <summary>The view with the address of our own door, for a customer who must authenticate.</summary>
    internal OrderView With(DoorAddresses? doors) => doors is not null && Challenge is { Kind: ChallengeKind.ThreeDSecure } challenge
        ? this with { Challenge = challenge with { TermUrl = doors.TermUrl(Key) } }
        : this;
}

/// <summary>The command in progress.</summary>
/// <param name="Operation">What was asked.</param>
/// <param name="Amount">The amount; null while a refund of everything waits for its fence.</param>
/// <param name="Status">Where it is.</param>
/// <param name="Since">When the command was accepted.</param>
/// <param name="InDoubtUntil">When "not applied" can be proved at the earliest; null when nothing is in doubt.</param>
public sealed record AttemptView(Operation Operation, Money? Amount, AttemptStatus Status, DateTimeOffset Since, DateTimeOffset? InDoubtUntil)
{
    internal static AttemptView Of(CommandInProgress command, Attempt? attempt, MerchantPolicy policy, bool isCalling)
    {
        var status = attempt switch
        {
            null => AttemptStatus.Waiting,
            { PendingSince: not null } => AttemptStatus.PendingAtGateway,
            { IsDoubted: false } when isCalling => AttemptStatus.Sent,
            _ => AttemptStatus.InDoubt,
        };
        var amount = attempt?.Amount ?? (command.Attempts > 0 ? command.Amount : command.Asked);
        var until = status is AttemptStatus.InDoubt or AttemptStatus.PendingAtGateway ? DoubtEnds(attempt!, policy) : (DateTimeOffset?)null;
        return new AttemptView(command.Operation, amount, status, command.AcceptedAt, until);
    }

    // An earlier refund could be on its way for as long as nothing but time rules it out.
    private static DateTimeOffset DoubtEnds(Attempt attempt, MerchantPolicy policy) =>
        attempt.IsGuarded || policy.UnguardedRefunds is UnguardedRefunds.AfterQuiet
            ? attempt.RequestedAt + policy.QuietPeriod
            : attempt.SendBy + policy.Horizon;
}

/// <summary>What the customer must do.</summary>
/// <param name="Kind">3-D Secure, or a page of the gateway.</param>
/// <param name="Url">Where the browser is sent.</param>
/// <param name="ExpiresAt">Until when the customer may act.</param>
public sealed record ChallengeView(ChallengeKind Kind, string Url, DateTimeOffset ExpiresAt)
{
    /// <summary>
    /// Where the bank sends the customer's browser after 3-D Secure (the form's field TermUrl): our own door, when the installation has a
    /// public address (<c>Payture:PublicUrl</c>).
    /// </summary>
    public string? TermUrl { get; init; }

    internal static ChallengeView? Of(Challenge? challenge) =>
        challenge is null ? null : new ChallengeView(challenge.Kind, challenge.Url, challenge.Deadline);
}

/// <summary>Where a command in progress is.</summary>
public enum AttemptStatus
{
    /// <summary>Its call is on the way.</summary>
    Sent = 1,

    /// <summary>Its outcome is not known; the gateway is being asked.</summary>
    InDoubt,

    /// <summary>The gateway is at work on it.</summary>
    PendingAtGateway,

    /// <summary>It waits for a fresh standing, or for its next attempt.</summary>
    Waiting,
}
