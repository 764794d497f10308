using System.Diagnostics;
using PaytureActors.Domain.Cheques;

namespace PaytureActors.Domain.Orders;

/// <summary>Every rule about what may be asked of an order, and what its facts are.</summary>
public static partial class OrderDecider
{
    /// <summary>Decides a command: facts to write down, or a refusal. Time is an argument; the state is only read.</summary>
    public static Decision Decide(OrderCommand command, OrderState state, MerchantPolicy policy, DateTimeOffset now) =>
        DecideCommand(command, state, policy, now) is var decision && decision is Decision.Accepted { Events: { Count: > 0 } events }
            ? DateHold(events, state, policy, now)
            : decision;

    private static Decision DecideCommand(OrderCommand command, OrderState state, MerchantPolicy policy, DateTimeOffset now) => command switch
    {
        OrderCommand.Ask ask => DecideAsk(ask, state, policy, now),
        OrderCommand.Settle settle => DecideSettle(settle, state, policy, now),
        OrderCommand.TakeStanding taken => DecideStanding(taken.Standing, taken.Asked, state, policy, now),
        OrderCommand.TakeRefusal taken => DecideInquiryRefused(taken.Refusal, state, policy, now),
        OrderCommand.Continue => DecideContinue(state, policy, now),
        OrderCommand.Wake wake => wake.Sequence > state.Sequence ? new Decision.Behind() : Decision.Nothing,
        OrderCommand.TakeHint hint => DecideHint(hint, state, now),
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
            IsSame(ask, earlier.Operation, earlier.Asked, earlier.Details) ? new Decision.Repeated(earlier) : Decision.Reject(Rejection.KeyReused),
        { InProgress: { Operation: Operation.CompleteChallenge } command } when command.Key == key && ask.Operation is Operation.CompleteChallenge
            && state.Challenge?.MdHash != ask.MdHash => Decision.Reject(Rejection.OtherChallenge),
        { InProgress: { } command } when command.Key == key =>
            IsSame(ask, command.Operation, command.Asked, command.Details) ? new Decision.Joined(key) : Decision.Reject(Rejection.KeyReused),
        { InProgress: not null } => Decision.Reject(Rejection.CommandInProgress),
        _ when state.IsQuarantined(policy) => Decision.Reject(Rejection.Restored),
        _ => ask.Operation switch
        {
            Operation.Pay or Operation.Block or Operation.Init => DecideOpening(ask, key, state, policy, now),
            Operation.CompleteChallenge => DecideCompletion(ask, key, state, policy, now),
            Operation.Adopt => DecideAdopt(ask, key, state, now),
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
        _ when ask is { Operation: Operation.Init, Details.Session: not (Operation.Pay or Operation.Block) } =>
            Decision.Reject(Rejection.SessionRequired),
        { } amount when ask.Details.Cheque is { } cheque && cheque.Total != amount => Decision.Reject(Rejection.ChequeDoesNotFit),
        { } amount => Decision.Accept(Request(state, key, ask.Operation, ask.Amount, amount, null, policy, now) with
        {
            Details = ask.Details,
            LeadsTo = ask.Operation is Operation.Init ? ask.Details.Session : null,
            Cheque = ask.Details.Cheque,
        }),
    };

    private static Decision DecideCharge(
        OrderCommand.Ask ask, IdempotencyKey key, OrderState state, MerchantPolicy policy, DateTimeOffset now) => state.Books switch
    {
        _ when ask.Amount == Money.Zero => Decision.Reject(Rejection.AmountRequired),
        { Phase: not OrderPhase.Blocked } => Decision.Reject(Rejection.NothingBlocked),
        { Held: var held } when ask.Amount > held => Decision.Reject(Rejection.AmountExceedsHold),
        { Held: var held } => FitCheque(Operation.Charge, state.Cheque, ask.Details.Items, held, ask.Amount ?? held) switch
        {
            (_, { } problem) => Decision.Reject(problem),
            var (cheque, _) => Decision.Accept(
                Request(state, key, Operation.Charge, ask.Amount, ask.Amount ?? held, null, policy, now) with { Details = ask.Details, Cheque = cheque }),
        },
    };

    private static Decision DecideUnblock(
        OrderCommand.Ask ask, IdempotencyKey key, OrderState state, MerchantPolicy policy, DateTimeOffset now) => state.Books switch
    {
        { Phase: not OrderPhase.Blocked } => Decision.Reject(Rejection.NothingBlocked),
        { Held: var held } => Decision.Accept(
            Request(state, key, Operation.Unblock, ask.Amount, held, null, policy, now) with { Details = ask.Details }),
    };

    private static Decision DecideRefund(OrderCommand.Ask ask, IdempotencyKey key, OrderState state, DateTimeOffset now) => state.Books switch
    {
        _ when ask.Amount == Money.Zero => Decision.Reject(Rejection.AmountRequired),
        { Phase: not OrderPhase.Charged } => Decision.Reject(Rejection.NothingCharged),
        { Left: var left } when ask.Amount > left => Decision.Reject(Rejection.AmountExceedsLeft),
        { Left: var left } when FitCheque(Operation.Refund, state.Cheque, ask.Details.Items, left, ask.Amount ?? left) is (_, { } problem) =>
            Decision.Reject(problem),
        _ => Decision.Accept(new OrderEvent.RefundAccepted(key, ask.Amount, now) { Details = ask.Details }),
    };

    /// <summary>Charge and Unblock need no instrument, so they are driven to their end; a refund goes on by its fence.</summary>
    private static Decision DecideContinue(OrderState state, MerchantPolicy policy, DateTimeOffset now) => state switch
    {
        { InFlight: null, InProgress: { Operation: Operation.Charge or Operation.Unblock } command } when !state.IsQuarantined(policy) =>
            GoOn(command, state, policy, now),
        { InFlight: { } init } when IsSessionLost(init, policy, now) && now > init.RequestedAt + policy.QuietPeriod => LoseSession(init, now),
        _ => Decision.Nothing,
    };

    private static Decision GoOn(CommandInProgress command, OrderState state, MerchantPolicy policy, DateTimeOffset now) => command.RetryAt <= now
        ? Decision.Accept(Request(state, command.Key, command.Operation, command.Asked, command.Amount, null, policy, now))
        : Decision.Nothing;

    private static Decision DecideResolve(OrderCommand.Resolve resolve, OrderState state, MerchantPolicy policy, DateTimeOffset now)
    {
        var attempt = state.InFlight ?? state.DoubtsOfCommand.LastOrDefault();
        return resolve.Decision switch
        {
            ManualDecision.Acknowledged when state is { Attention: not null, InProgress: null } or { Attention.Reason: AttentionReason.Restored, InFlight: null } =>
                Decision.Accept(new OrderEvent.Resolved(resolve.Decision, resolve.Reason, resolve.By, state.Books, now)),
            ManualDecision.Applied when state is { Attention.Reason: AttentionReason.Restored, InProgress: not null, InFlight: null } =>
                Resolve(state.MayHaveGivenBack(state.InProgress.Asked ?? state.Books.Left, policy)
                    ? state.Books // The gateway has shown its effect.
                    : state.Books.After(Operation.Refund, state.InProgress.Asked ?? state.Books.Left)), // If that is wrong, the next look says so.
            ManualDecision.Applied when attempt is not null && state.Books.Allow(attempt.Effect, attempt.Amount) =>
                Resolve(state.Books.After(attempt.Effect, attempt.Amount)),
            ManualDecision.NotApplied when state.InProgress is not null => Resolve(state.Books),
            _ => Decision.Reject(Rejection.NothingToResolve),
        };

        // A person can be wrong, and what was sent may still come: looks, at once too.
        Decision Resolve(Books books) => Decision.Accept(
            new OrderEvent.Resolved(resolve.Decision, resolve.Reason, resolve.By, books, now),
            Looks(attempt?.SendBy ?? now, atOnce: true, policy, now));
    }

    /// <summary>Under the same key the same is asked. What pays is not compared, since it is not kept, nor where the browser goes afterwards.</summary>
    private static bool IsSame(OrderCommand.Ask ask, Operation operation, Money? asked, AskDetails details) =>
        ask.Operation == operation && ask.Amount == asked && ask.Details with { ReturnUrl = null } == details with { ReturnUrl = null };

    private static bool IsDriven(Operation operation) => operation is Operation.Charge or Operation.Unblock or Operation.Refund;

    private static OrderEvent.AttemptRequested Request(
        OrderState state, IdempotencyKey key, Operation operation, Money? asked, Money amount, Fence? fence, MerchantPolicy policy, DateTimeOffset now) =>
        new OrderEvent.AttemptRequested(state.LastAttempt.Next(), key, operation, asked, amount, now + policy.SendBy, fence, now);

    private static OrderEvent Looks(DateTimeOffset sendBy, bool atOnce, MerchantPolicy policy, DateTimeOffset now)
    {
        var horizon = Latest(now + policy.LookAfter, sendBy + policy.Horizon + policy.QuietPeriod);
        return new OrderEvent.LooksOrdered(atOnce ? [now, now + policy.LookAfter, horizon] : [now + policy.LookAfter, horizon], now);
    }

    /// <summary>The receipt that goes with a Charge or a Refund, or why there can be none that fits.</summary>
    private static (Cheque? Cheque, Rejection? Problem) FitCheque(
        Operation operation, Cheque? current, ValueList<ChequePosition> items, Money total, Money amount)
    {
        var (cheque, problem) = ChequeMath.For(operation, current, items, total, amount);
        return (cheque, problem switch
        {
            null when cheque is not null && cheque.Positions.Any(line => line.Amount == Money.Zero) => Rejection.SplitLosesKopecks, // No receipt has such a line.
            null when cheque is not null && ChequeRules.Errors(cheque).Count > 0 => Rejection.ChequeDoesNotFit,
            null => null,
            ChequeProblem.ItemsRequired => Rejection.ItemsRequired,
            ChequeProblem.NoCheque or ChequeProblem.ItemsNotTaken => Rejection.NoCheque,
            ChequeProblem.NotInCheque => Rejection.NotInCheque,
            ChequeProblem.SplitLosesKopecks => Rejection.SplitLosesKopecks,
            _ => Rejection.ChequeDoesNotFit,
        });
    }

    private static DateTimeOffset Latest(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;
}
