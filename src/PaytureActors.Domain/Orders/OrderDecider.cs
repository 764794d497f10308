using System.Diagnostics;

namespace PaytureActors.Domain.Orders;

/// <summary>Every rule about what may be asked of an order, and what its facts are.</summary>
public static partial class OrderDecider
{
    /// <summary>Decides a command: facts to write down, or a refusal. Time is an argument; the state is only read.</summary>
    public static Decision Decide(OrderCommand command, OrderState state, MerchantPolicy policy, DateTimeOffset now) => command switch
    {
        OrderCommand.Ask ask => DecideAsk(ask, state, policy, now),
        OrderCommand.Settle settle => DecideSettle(settle, state, policy, now),
        OrderCommand.TakeStanding taken => DecideStanding(taken.Standing, taken.Asked, state, policy, now),
        OrderCommand.Continue => DecideContinue(state, policy, now),
        OrderCommand.Wake wake => wake.Sequence > state.Sequence ? new Decision.Behind() : Decision.Nothing,
        OrderCommand.Resolve resolve => DecideResolve(resolve, state, policy, now),
        _ => throw new UnreachableException($"No rule decides {command.GetType().Name}."),
    };

    private static Decision DecideAsk(OrderCommand.Ask ask, OrderState state, MerchantPolicy policy, DateTimeOffset now) =>
        ask is { Operation: Operation.Refund, Key: null }
            ? Decision.Reject(Rejection.KeyRequired)
            : DecideKeyed(ask, ask.Key ?? state.DefaultKey(ask.Operation), state, policy, now);

    private static Decision DecideKeyed(
        OrderCommand.Ask ask, IdempotencyKey key, OrderState state, MerchantPolicy policy, DateTimeOffset now) => state switch
    {
        _ when state.Recorded(key) is { } earlier =>
            IsSame(ask, earlier.Operation, earlier.Asked) ? new Decision.Repeated(earlier) : Decision.Reject(Rejection.KeyReused),
        { InProgress: { } command } when command.Key == key =>
            IsSame(ask, command.Operation, command.Asked) ? new Decision.Joined(key) : Decision.Reject(Rejection.KeyReused),
        { InProgress: not null } => Decision.Reject(Rejection.CommandInProgress),
        _ => ask.Operation switch
        {
            Operation.Pay or Operation.Block => DecideOpening(ask, key, state, policy, now),
            Operation.Charge => DecideCharge(ask, key, state, policy, now),
            Operation.Unblock => DecideUnblock(ask, key, state, policy, now),
            Operation.Refund => DecideRefund(ask, key, state, now),
            _ => throw new UnreachableException($"No rule decides {ask.Operation}."),
        },
    };

    private static Decision DecideOpening(
        OrderCommand.Ask ask, IdempotencyKey key, OrderState state, MerchantPolicy policy, DateTimeOffset now) => ask.Amount switch
    {
        null or { InKopecks: 0 } => Decision.Reject(Rejection.AmountRequired),
        _ when state.Books.Phase is not OrderPhase.New => Decision.Reject(Rejection.OrderIdUsed),
        { } amount => Decision.Accept(Request(state, key, ask.Operation, ask.Amount, amount, null, policy, now)),
    };

    private static Decision DecideCharge(
        OrderCommand.Ask ask, IdempotencyKey key, OrderState state, MerchantPolicy policy, DateTimeOffset now) => state.Books switch
    {
        _ when ask.Amount == Money.Zero => Decision.Reject(Rejection.AmountRequired),
        { Phase: not OrderPhase.Blocked } => Decision.Reject(Rejection.NothingBlocked),
        { Held: var held } when ask.Amount > held => Decision.Reject(Rejection.AmountExceedsHold),
        { Held: var held } => Decision.Accept(Request(state, key, Operation.Charge, ask.Amount, ask.Amount ?? held, null, policy, now)),
    };

    private static Decision DecideUnblock(
        OrderCommand.Ask ask, IdempotencyKey key, OrderState state, MerchantPolicy policy, DateTimeOffset now) => state.Books switch
    {
        { Phase: not OrderPhase.Blocked } => Decision.Reject(Rejection.NothingBlocked),
        { Held: var held } => Decision.Accept(Request(state, key, Operation.Unblock, ask.Amount, held, null, policy, now)),
    };

    private static Decision DecideRefund(OrderCommand.Ask ask, IdempotencyKey key, OrderState state, DateTimeOffset now) => state.Books switch
    {
        _ when ask.Amount == Money.Zero => Decision.Reject(Rejection.AmountRequired),
        { Phase: not OrderPhase.Charged } => Decision.Reject(Rejection.NothingCharged),
        { Left: var left } when ask.Amount > left => Decision.Reject(Rejection.AmountExceedsLeft),
        _ => Decision.Accept(new OrderEvent.RefundAccepted(key, ask.Amount, now)),
    };

    /// <summary>Charge and Unblock need no instrument, so they are driven to their end; a refund goes on by its fence.</summary>
    private static Decision DecideContinue(OrderState state, MerchantPolicy policy, DateTimeOffset now) => state switch
    {
        { InFlight: null, InProgress: { Operation: Operation.Charge or Operation.Unblock } command } when command.RetryAt <= now =>
            Decision.Accept(Request(state, command.Key, command.Operation, command.Asked, command.Amount, null, policy, now)),
        _ => Decision.Nothing,
    };

    private static Decision DecideResolve(OrderCommand.Resolve resolve, OrderState state, MerchantPolicy policy, DateTimeOffset now)
    {
        var attempt = state.InFlight ?? state.DoubtsOfCommand.LastOrDefault();
        return resolve.Decision switch
        {
            ManualDecision.Acknowledged when state is { Attention: not null, InProgress: null } =>
                Decision.Accept(new OrderEvent.Resolved(resolve.Decision, resolve.Reason, resolve.By, state.Books, now)),
            ManualDecision.Applied when attempt is not null && state.Books.Allow(attempt.Operation, attempt.Amount) =>
                Resolve(state.Books.After(attempt.Operation, attempt.Amount)),
            ManualDecision.NotApplied when state.InProgress is not null => Resolve(state.Books),
            _ => Decision.Reject(Rejection.NothingToResolve),
        };

        // A person can be wrong, and what was sent may still come: looks, at once too.
        Decision Resolve(Books books) => Decision.Accept(
            new OrderEvent.Resolved(resolve.Decision, resolve.Reason, resolve.By, books, now),
            Looks(attempt?.SendBy ?? now, atOnce: true, policy, now));
    }

    private static bool IsSame(OrderCommand.Ask ask, Operation operation, Money? asked) => ask.Operation == operation && ask.Amount == asked;

    private static bool IsDriven(Operation operation) => operation is Operation.Charge or Operation.Unblock or Operation.Refund;

    private static OrderEvent Request(
        OrderState state, IdempotencyKey key, Operation operation, Money? asked, Money amount, Fence? fence, MerchantPolicy policy, DateTimeOffset now) =>
        new OrderEvent.AttemptRequested(state.LastAttempt.Next(), key, operation, asked, amount, now + policy.SendBy, fence, now);

    private static OrderEvent Looks(DateTimeOffset sendBy, bool atOnce, MerchantPolicy policy, DateTimeOffset now)
    {
        var horizon = Latest(now + policy.LookAfter, sendBy + policy.Horizon + policy.QuietPeriod);
        return new OrderEvent.LooksOrdered(atOnce ? [now, now + policy.LookAfter, horizon] : [now + policy.LookAfter, horizon], now);
    }

    private static DateTimeOffset Latest(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;
}
