using System.Collections.Frozen;
using System.Diagnostics;

namespace PaytureActors.Domain.Orders;

// How the answer to a call becomes a fact, or a doubt.
public static partial class OrderDecider
{
    /// <summary>The gateway says with these that the order's state forbids it: proof that this attempt did nothing, whatever an earlier one did.</summary>
    private static readonly FrozenSet<string> RefusalsByState = FrozenSet.Create(StringComparer.OrdinalIgnoreCase,
        "ILLEGAL_ORDER_STATE", "DUPLICATE_ORDER_ID", "AMOUNT_ERROR", "REAUTH_NOT_ALOWED", "REFUND_NOT_ALOWED", "RETRY_LIMIT_EXCEEDED");

    /// <summary>After these another try is refused as well.</summary>
    private static readonly FrozenSet<string> RefusalsThatStay = FrozenSet.Create(StringComparer.OrdinalIgnoreCase,
        "REAUTH_NOT_ALOWED", "REFUND_NOT_ALOWED", "RETRY_LIMIT_EXCEEDED");

    private static Decision DecideSettle(OrderCommand.Settle settle, OrderState state, MerchantPolicy policy, DateTimeOffset now) => state switch
    {
        { InFlight: { } attempt } when attempt.Id == settle.Attempt => settle.Outcome switch
        {
            GatewayOutcome.Approved approved => DecideApproved(attempt, approved, state, policy, now),
            GatewayOutcome.Refused refused => DecideRefused(attempt, refused.Refusal, state, policy, now),
            GatewayOutcome.ChallengeRequired challenge => DecideChallenge(attempt, challenge, policy, now),
            GatewayOutcome.SessionOpened session => DecideSession(attempt, session, policy, now),
            GatewayOutcome.NotSent notSent => DecideNotSent(attempt, notSent.Reason, state, policy, now),
            GatewayOutcome.Unknown unknown => Doubt(attempt, unknown.Reason, policy, now),
            _ => throw new UnreachableException($"No rule settles {settle.Outcome.GetType().Name}."),
        },
        // A success that comes after the attempt was judged as not applied: worth a look, never a belief.
        _ when settle.Outcome is GatewayOutcome.Approved && state.Doubts.Any(doubt => doubt.Id == settle.Attempt) =>
            Decision.Accept(new OrderEvent.LooksOrdered([now], now)),
        _ => Decision.Nothing,
    };

    private static Decision DecideApproved(
        Attempt attempt, GatewayOutcome.Approved answer, OrderState state, MerchantPolicy policy, DateTimeOffset now) => attempt switch
    {
        { Operation: Operation.Init or Operation.Adopt } => Doubt(attempt, UnknownReason.Malformed, policy, now), // A session without its id is none.
        { Effect: Operation.Pay or Operation.Block or Operation.Charge } when answer.Amount is { } other && other != attempt.Amount =>
            Doubt(attempt, UnknownReason.AmountDiffers, policy, now, claimed: other),
        { Operation: Operation.Refund } when answer.NewAmount is { } left && left != attempt.Fence!.Expected =>
            DecideOtherLeft(attempt, left, state, policy, now),
        _ => Decision.Accept(new OrderEvent.Approved(attempt.Id, state.Books.After(attempt.Effect, attempt.Amount), null, now)),
    };

    /// <summary>The refund was applied, and something else changed what is left: the gateway's figure holds.</summary>
    private static Decision DecideOtherLeft(Attempt refund, Money left, OrderState state, MerchantPolicy policy, DateTimeOffset now)
    {
        var approved = new OrderEvent.Approved(refund.Id, state.Books.After(Operation.Refund, refund.Amount), null, now);
        var seen = new Standing(left == Money.Zero ? GatewayState.Refunded : GatewayState.Charged, left);
        var settled = Evolve(state, approved);
        return settled.Books.Compare(seen) switch
        {
            Comparison.Ahead => Accept([approved, .. FindDifference(settled, seen, policy, now)]),
            Comparison.Behind when left <= settled.Books.Captured =>
                Decision.Accept(approved, new OrderEvent.DriftFound([], settled.Books.WithLeft(left), seen, now)),
            _ => Decision.Accept(approved, new OrderEvent.AttentionRaised(AttentionReason.Contradiction, null, now)),
        };
    }

    private static Decision DecideRefused(Attempt attempt, Refusal refusal, OrderState state, MerchantPolicy policy, DateTimeOffset now) => refusal switch
    {
        { Class: ErrorClass.OutcomeUnknown } => Doubt(attempt, UnknownReason.Code, policy, now, refusal),
        _ when RefusalsByState.Contains(refusal.Code) => DecideRefusedByState(attempt, refusal, state, policy, now),
        { Class: ErrorClass.StateConflict } => Doubt(attempt, UnknownReason.Code, policy, now, refusal),
        { IsInferred: true } when attempt.Operation is Operation.Charge or Operation.Refund => Doubt(attempt, UnknownReason.Code, policy, now, refusal),
        { Class: ErrorClass.Retryable } => GoOnLater(
            attempt, state, policy, now, retryAt => new OrderEvent.RefusedForNow(attempt.Id, refusal, retryAt, now)),
        _ => Decision.Accept(new OrderEvent.Declined(attempt.Id, refusal, BooksOnceDeclined(attempt, refusal, state), null, now)),
    };

    private static Decision DecideRefusedByState(Attempt attempt, Refusal refusal, OrderState state, MerchantPolicy policy, DateTimeOffset now) =>
        state.Doubts.Any(doubt => CouldExplainRefusal(doubt, attempt, policy, now)) || state.SeenAt <= policy.ForgottenUntil
            ? Decision.Accept(new OrderEvent.RefusedByState(attempt.Id, refusal, now))
            : Decision.Accept(
                new OrderEvent.Declined(attempt.Id, refusal, BooksOnceDeclined(attempt, refusal, state), null, now),
                Looks(attempt.SendBy, atOnce: true, policy, now));

    /// <summary>An earlier attempt of this command, or of one that was answered as not applied a short while ago.</summary>
    private static bool CouldExplainRefusal(Attempt doubt, Attempt refused, MerchantPolicy policy, DateTimeOffset now) =>
        doubt.Key == refused.Key
        || (now <= doubt.SendBy + policy.Horizon && (doubt.Operation, refused.Operation) switch
        {
            (Operation.Pay or Operation.Block or Operation.Init, Operation.Pay or Operation.Block or Operation.Init) => true,
            (Operation.CompleteChallenge, Operation.CompleteChallenge) => true,
            (Operation.Charge or Operation.Unblock, Operation.Charge or Operation.Unblock) => true,
            _ => false,
        });

    /// <summary>A wrong request or wrong rights leave the gateway as it was; any other refusal of a payment uses its OrderId up.</summary>
    private static Books BooksOnceDeclined(Attempt attempt, Refusal? refusal, OrderState state) =>
        attempt.Effect is Operation.Pay or Operation.Block && refusal?.Class is not (ErrorClass.BadRequest or ErrorClass.Access)
            ? state.Books with { Phase = OrderPhase.Declined }
            : state.Books;

    /// <summary>A payment that never left is no reason to take another OrderId, where an earlier one may have been forgotten: the gateway is asked.</summary>
    private static Decision DecideNotSent(Attempt attempt, NotSentReason reason, OrderState state, MerchantPolicy policy, DateTimeOffset now) =>
        attempt.IsOpening && policy.MayHaveForgotten(now)
            ? Doubt(attempt, UnknownReason.Restored, policy, now)
            : GoOnLater(attempt, state, policy, now, retryAt => new OrderEvent.NotSent(attempt.Id, reason, retryAt, now));

    /// <summary>The attempt did nothing: what needs no instrument is sent again, up to a bound; the rest ends, and its caller may ask again.</summary>
    private static Decision GoOnLater(
        Attempt attempt, OrderState state, MerchantPolicy policy, DateTimeOffset now, Func<DateTimeOffset?, OrderEvent> end) => state.InProgress switch
    {
        { } command when !IsDriven(command.Operation) => Decision.Accept(end(null)),
        { } command when command.Attempts <= policy.MaxResends => Decision.Accept(end(now + policy.PauseBefore(command.Attempts))),
        _ => CallPerson(AttentionReason.ResendsUsedUp, state, now), // The attempt stays in flight, and is watched.
    };

    private static Decision Doubt(
        Attempt attempt, UnknownReason reason, MerchantPolicy policy, DateTimeOffset now, Refusal? refusal = null, Money? claimed = null) =>
        attempt.IsDoubted ? Decision.Nothing
        : IsSessionLost(attempt, policy, now) ? LoseSession(attempt, now)
        : Decision.Accept(new OrderEvent.OutcomeUnknown(attempt.Id, reason, refusal, claimed, now));

    private static Decision CallPerson(AttentionReason reason, OrderState state, DateTimeOffset now) =>
        state.Attention is { } mark && mark.Reason == reason && mark.Command == state.InProgress?.Key
            ? Decision.Nothing
            : Decision.Accept(new OrderEvent.AttentionRaised(reason, state.InProgress?.Key, now));

    private static Decision Accept(IEnumerable<OrderEvent> events) => new Decision.Accepted(ValueList.From(events));
}
