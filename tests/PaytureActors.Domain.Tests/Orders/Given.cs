using PaytureActors.Domain.Orders;

namespace PaytureActors.Domain.Tests.Orders;

/// <summary>Given these facts, when that is asked, then this follows.</summary>
internal sealed class Given
{
    public static readonly DateTimeOffset Now = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);
    public static readonly MerchantPolicy Policy = new();

    private Given(OrderState state) => State = state;

    public OrderState State { get; }

    public Decision Decision { get; private set; } = null!;

    public static Given Nothing { get; } = new(OrderState.Initial);

    public static Given Facts(params OrderEvent[] events) => new(events.Aggregate(OrderState.Initial, OrderDecider.Evolve));

    public static Given Blocked(long amount) => Facts(Requested(1, Operation.Block, amount), Approved(1, new(OrderPhase.Blocked, Kopecks(amount), default, default)));

    public static Given Charged(long amount) => Facts(
        Requested(1, Operation.Pay, amount), Approved(1, new(OrderPhase.Charged, Kopecks(amount), Kopecks(amount), default)));

    public Given And(params OrderEvent[] events) => new(events.Aggregate(State, OrderDecider.Evolve));

    public Given When(OrderCommand command, MerchantPolicy? policy = null, DateTimeOffset? now = null) =>
        new(State) { Decision = OrderDecider.Decide(command, State, policy ?? Policy, now ?? Now) };

    public Given WhenAsked(Operation operation, long? amount, string? key = "key") => When(Ask(operation, amount, key));

    /// <summary>The attempt in flight was answered so.</summary>
    public Given WhenAnswered(GatewayOutcome outcome) => When(new OrderCommand.Settle(State.LastAttempt, outcome));

    public Given WhenRefused(string code, ErrorClass @class, bool isInferred = false) =>
        WhenAnswered(new GatewayOutcome.Refused(new(code, @class, isInferred)));

    /// <summary>The gateway shows this, asked so long after the order learnt what it waits for.</summary>
    public Given WhenSeen(GatewayState state, long? amount, TimeSpan after, bool callOpen = false) => When(
        new OrderCommand.TakeStanding(new(state, amount is { } kopecks ? Kopecks(kopecks) : null), new(Now + after, after, callOpen)), now: Now + after);

    public void ThenRejected(Rejection reason) => Assert.Equal(reason, Assert.IsType<Decision.Rejected>(Decision).Reason);

    public void ThenNothing() => Assert.Empty(Assert.IsType<Decision.Accepted>(Decision).Events);

    public OrderEvent[] ThenEvents(params Type[] types)
    {
        var events = Assert.IsType<Decision.Accepted>(Decision).Events.ToArray();
        Assert.Equal(types, events.Select(@event => @event.GetType()));
        return events;
    }

    /// <summary>What was decided has been written down.</summary>
    public Given Follow() => And([.. Assert.IsType<Decision.Accepted>(Decision).Events]);

    public OrderState After() => Assert.IsType<Decision.Accepted>(Decision).Events.Aggregate(State, OrderDecider.Evolve);

    public static OrderCommand.Ask Ask(Operation operation, long? amount, string? key = "key") =>
        new(operation, key is null ? null : new IdempotencyKey(key), amount is { } kopecks ? Kopecks(kopecks) : null);

    public static Money Kopecks(long amount) => Money.Kopecks(amount);

    public static OrderEvent Requested(int attempt, Operation operation, long amount, string? key = null, Fence? fence = null) =>
        new OrderEvent.AttemptRequested(
            new(attempt), new(key ?? $"{operation}"), operation, Kopecks(amount), Kopecks(amount), Now + Policy.SendBy, fence, Now);

    public static OrderEvent RefundRequested(int attempt, long amount, long before, string key = "Refund") =>
        Requested(attempt, Operation.Refund, amount, key, new(Kopecks(before), Kopecks(before - amount)));

    public static OrderEvent Approved(int attempt, Books books) => new OrderEvent.Approved(new(attempt), books, null, Now);

    public static OrderEvent Unknown(int attempt) => new OrderEvent.OutcomeUnknown(new(attempt), UnknownReason.Timeout, null, null, Now);

    public static OrderEvent NotApplied(int attempt, DateTimeOffset? retryAt) => new OrderEvent.NotApplied(new(attempt), Standing.NotFound, retryAt, Now);
}
