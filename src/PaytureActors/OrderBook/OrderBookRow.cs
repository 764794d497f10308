using System.Diagnostics;
using PaytureActors.Domain;
using PaytureActors.Domain.Orders;
using PaytureActors.Orders;

namespace PaytureActors.OrderBook;

/// <summary>
/// An order as the book has it: what its events say, without the rules that led to them. Two rows of equal events are equal, so that the
/// book can be dropped and made anew.
/// </summary>
internal sealed record OrderBookRow
{
    /// <summary>When an order whose command is in progress is woken, counted from when the command was accepted. Until then it drives itself.</summary>
    public static readonly TimeSpan CommandIsDueAfter = TimeSpan.FromSeconds(60);

    /// <summary>When an order that waits for a person is woken, counted from its last event.</summary>
    public static readonly TimeSpan AttentionIsDueAfter = TimeSpan.FromHours(1);

    /// <summary>
    /// When an order whose customer must act is woken, counted from when the challenge was handed out: as soon as the rules ask the gateway
    /// for the first time. Until then, and as long as its process lives, it drives itself.
    /// </summary>
    public static readonly TimeSpan ChallengeIsDueAfter = new MerchantPolicy().ChallengeInquiryAfter;

    public required OrderKey Key { get; init; }

    /// <summary>The interface that opened the order.</summary>
    public ApiFamily Family { get; init; } = ApiFamily.Api;

    public Books Books { get; init; }

    /// <summary>What the customer must do.</summary>
    public ChallengeView? Challenge { get; init; }

    /// <summary>When that was handed out.</summary>
    public DateTimeOffset? ChallengedAt { get; init; }

    /// <summary>The command in progress; null at rest.</summary>
    public Operation? Operation { get; init; }

    /// <summary>The amount that its newest attempt sends, or that was asked for; null while a refund of everything waits for its fence.</summary>
    public Money? Amount { get; init; }

    /// <summary>Where its newest attempt is. The book cannot see whether a call is open: without news it is on its way.</summary>
    public AttemptStatus? Status { get; init; }

    /// <summary>When the command in progress was accepted.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>When the intent of the attempt in flight was written down.</summary>
    public DateTimeOffset? RequestedAt { get; init; }

    /// <summary>The last moment at which the attempt in flight may leave.</summary>
    public DateTimeOffset? SendBy { get; init; }

    /// <summary>Whether the gateway's own state makes a second effect of the attempt in flight impossible.</summary>
    public bool IsGuarded { get; init; }

    /// <summary>Since when the outcome of the attempt in flight has not been known.</summary>
    public DateTimeOffset? DoubtSince { get; init; }

    /// <summary>Why a person must look.</summary>
    public AttentionReason? Attention { get; init; }

    /// <summary>Whether the end of the command in progress takes the mark off again.</summary>
    public bool AttentionEnds { get; init; }

    /// <summary>When the order is to be looked at again, earliest first.</summary>
    public ValueList<DateTimeOffset> Looks { get; init; }

    /// <summary>When the order is looked at because its hold comes to its end.</summary>
    public DateTimeOffset? HoldDue { get; init; }

    /// <summary>When the newest inquiry left whose answer was written down, or the order came into being here.</summary>
    public DateTimeOffset SeenAt { get; init; }

    /// <summary>When the journal was set back to a backup, where the order has not been inquired since.</summary>
    public DateTimeOffset? RestoredAt { get; init; }

    /// <summary>The code with which the gateway refused the newest command.</summary>
    public Refusal? Refusal { get; init; }

    /// <summary>What the gateway last said, where that was worth writing down.</summary>
    public Standing? Gateway { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>How many events made this row.</summary>
    public long Sequence { get; init; }

    /// <summary>When the order is to be woken, if it does not wake by itself; null when nothing is due.</summary>
    public DateTimeOffset? DueAt => this switch
    {
        { Operation: not null, Attention: not null } => UpdatedAt + AttentionIsDueAfter,
        { Since: { } since } => since + CommandIsDueAfter,
        { ChallengedAt: { } challenged } => challenged + ChallengeIsDueAfter,
        { RestoredAt: { } restored, Books.Phase: OrderPhase.New or OrderPhase.Blocked or OrderPhase.Charged } => restored, // In any other phase it accepts nothing.
        { Looks: [var first, ..] } when !(HoldDue < first) => first,
        _ => HoldDue,
    };

    /// <summary>The row after one more event; an event that the row has already changes nothing.</summary>
    public static OrderBookRow Apply(OrderBookRow? row, OrderKey key, long sequence, OrderEvent @event)
    {
        if (row is not null && sequence <= row.Sequence)
            return row;
        var seen = @event.SeenAfter(sequence, row?.SeenAt ?? default);
        return Hold(Write(row ?? new OrderBookRow { Key = key, CreatedAt = @event.At }, @event), @event) with
        {
            UpdatedAt = @event.At, Sequence = sequence, SeenAt = seen, RestoredAt = seen < row?.RestoredAt ? row.RestoredAt : null,
        };
    }

    /// <summary>The row as callers see it.</summary>
    /// <param name="terms">Its merchant's terms, which say how long a doubt lasts.</param>
    public OrderView ToView(OrderTerms terms) => new OrderView
    {
        Key = Key,
        Family = Family,
        Challenge = Challenge,
        Books = Books,
        Attempt = Operation is { } operation ? new AttemptView(operation, Amount, Status!.Value, Since!.Value, DoubtEnds(terms.Policy)) : null,
        Gateway = Gateway,
        LastError = Operation is null ? Refusal : null,
        Attention = Attention,
        HoldDue = HoldDue,
        Sequence = Sequence,
        Sandbox = terms.Sandbox,
    }.With(terms.Doors);

    private static OrderBookRow Hold(OrderBookRow row, OrderEvent @event) => row switch
    {
        { Books.Phase: OrderPhase.Blocked } => row with { HoldDue = @event.HoldDue ?? row.HoldDue },
        { Attention: AttentionReason.HoldEnds } => row with { HoldDue = null, Attention = null, AttentionEnds = false },
        _ => row with { HoldDue = null },
    };

    private static OrderBookRow Write(OrderBookRow row, OrderEvent @event) => @event switch
    {
        OrderEvent.AdoptionAccepted e => row with
        {
            Operation = Domain.Operation.Adopt, Status = AttemptStatus.Waiting, Since = e.At, Family = e.Family,
        },
        OrderEvent.RefundAccepted e => row with
        {
            Operation = Domain.Operation.Refund, Amount = e.Asked, Status = AttemptStatus.Waiting, Since = e.At,
        },
        OrderEvent.AttemptRequested e => row with
        {
            Operation = e.Operation,
            Family = e.Operation is Domain.Operation.Pay or Domain.Operation.Block or Domain.Operation.Init
                ? (e.Details ?? AskDetails.None).Family
                : row.Family,
            Amount = e.Amount,
            Status = AttemptStatus.Sent,
            Since = row.Since ?? e.At,
            RequestedAt = e.At,
            SendBy = e.SendBy,
            IsGuarded = IsSecondImpossible(e),
            DoubtSince = null,
            Attention = row.AttentionEnds ? null : row.Attention,
            AttentionEnds = false,
        },

        OrderEvent.Approved e => End(row, e.Books, e.Evidence),
        OrderEvent.Declined e => End(row, e.Books, e.Evidence, e.Refusal),
        OrderEvent.Overtaken e => End(row, e.Books, e.Evidence),
        OrderEvent.Expired e => End(row, e.Books, e.Evidence),
        OrderEvent.ChallengeIssued e => End(row, row.Books with { Phase = OrderPhase.AwaitingCustomer }, null) with
        {
            Challenge = ChallengeView.Of(e.Challenge), ChallengedAt = e.Challenge.HandedOutAt,
        },
        OrderEvent.Adopted e => End(row, e.Books, e.Evidence),
        OrderEvent.ChallengeSeen e => row with { Gateway = e.Evidence },
        OrderEvent.ChallengePassed e => EndChallenge(row, e.Books, e.Evidence),
        OrderEvent.ChallengeFailed e => EndChallenge(row, e.Books, e.Evidence),
        OrderEvent.ChallengeExpired e => EndChallenge(row, e.Books, e.Evidence),
        OrderEvent.Resolved { Decision: ManualDecision.Acknowledged } => row with { Attention = null, AttentionEnds = false },
        OrderEvent.Resolved e => End(row, e.Books, null) with { Attention = null, AttentionEnds = false },

        OrderEvent.NotApplied { RetryAt: not null } or OrderEvent.NotSent { RetryAt: not null } or OrderEvent.RefusedForNow { RetryAt: not null } =>
            Wait(row),
        OrderEvent.NotApplied e => End(row, row.Books, e.Evidence),
        OrderEvent.NotSent => End(row, row.Books, null),
        OrderEvent.RefusedForNow e => End(row, row.Books, null, e.Refusal),

        OrderEvent.OutcomeUnknown or OrderEvent.RefusedByState => row with
        {
            Status = row.Status is AttemptStatus.PendingAtGateway ? row.Status : AttemptStatus.InDoubt,
            DoubtSince = row.DoubtSince ?? @event.At,
        },
        OrderEvent.PendingSeen => row with { Status = AttemptStatus.PendingAtGateway, DoubtSince = row.DoubtSince ?? @event.At },
        OrderEvent.AttentionRaised e => row with
        {
            Attention = e.Reason, AttentionEnds = e.Command is not null && (row.Attention is null || row.AttentionEnds),
        },

        OrderEvent.LooksOrdered e => row with { Looks = ValueList.From(row.Looks.Concat(e.Due).Distinct().Order()) },
        OrderEvent.Looked e => row with
        {
            Looks = row.Looks.Except(due => due <= e.Asked),
            HoldDue = row.HoldDue <= e.Asked ? null : row.HoldDue,
            Gateway = e.Evidence ?? row.Gateway,
        },
        OrderEvent.LateEffectFound e => EndChallenge(row, e.Books, e.Evidence ?? row.Gateway) with { Family = e.Family ?? row.Family },
        OrderEvent.DriftFound e => row with { Books = e.Books, Gateway = e.Evidence ?? row.Gateway },
        _ => throw new UnreachableException($"The order book has no line for {@event.GetType().Name}."),
    };

    private static OrderBookRow Wait(OrderBookRow row) => row with
    {
        Status = AttemptStatus.Waiting, RequestedAt = null, SendBy = null, IsGuarded = false, DoubtSince = null,
    };

    private static OrderBookRow End(OrderBookRow row, Books books, Standing? evidence, Refusal? refusal = null) => Wait(row) with
    {
        Books = books,
        Challenge = books.Phase is OrderPhase.AwaitingCustomer ? row.Challenge : null,
        ChallengedAt = books.Phase is OrderPhase.AwaitingCustomer ? row.ChallengedAt : null,
        Operation = null,
        Amount = null,
        Status = null,
        Since = null,
        Attention = row.AttentionEnds ? null : row.Attention,
        AttentionEnds = false,
        Refusal = refusal,
        Gateway = evidence ?? row.Gateway,
    };

    private static OrderBookRow EndChallenge(OrderBookRow row, Books books, Standing? evidence) =>
        row with { Books = books, Challenge = null, ChallengedAt = null, Gateway = evidence };

    private static bool IsSecondImpossible(OrderEvent.AttemptRequested e) =>
        new Attempt(e.Attempt, e.Key, e.Operation, e.Amount, e.At, e.SendBy, e.Fence).IsGuarded;

    private DateTimeOffset? DoubtEnds(MerchantPolicy policy) => this switch
    {
        { Status: not (AttemptStatus.InDoubt or AttemptStatus.PendingAtGateway) } => null,
        _ when IsGuarded || policy.UnguardedRefunds is UnguardedRefunds.AfterQuiet => RequestedAt + policy.QuietPeriod,
        _ => SendBy + policy.Horizon,
    };
}
