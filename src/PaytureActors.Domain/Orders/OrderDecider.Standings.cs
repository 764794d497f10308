using System.Diagnostics;

namespace PaytureActors.Domain.Orders;

// How what the gateway shows becomes a fact: of the attempt in flight, of a refund's fence, or of an order at rest.
public static partial class OrderDecider
{
    private static Decision DecideStanding(Standing standing, Asked asked, OrderState state, MerchantPolicy policy, DateTimeOffset now) => state switch
    {
        { Sequence: 0 } => Decision.Nothing, // Nobody asked for it here: whatever stands there was opened elsewhere.
        { InFlight: { } init } when IsSessionLost(init, policy, now) => Decision.Nothing, // Whether a session is open, no standing tells.
        { InFlight: { } attempt } => DecideInFlight(attempt, standing, asked, state, policy, now),
        { InProgress: { Operation: Operation.Refund } refund } => DecideFence(refund, standing, asked, state, policy, now),
        { InProgress: { Operation: Operation.Adopt } adoption } => DecideAdoption(adoption, standing, asked, state, policy, now),
        { InProgress: { } command } when state.IsQuarantined(policy) => DecideRestored(command, standing, asked, state, policy, now),
        { InProgress: not null } => Decision.Nothing, // It waits for its next attempt, which the gateway's state guards.
        { Challenge: { } challenge } => DecideAwaited(challenge, standing, asked, state, policy, now),
        _ => DecideLook(standing, asked, state, policy, now),
    };

    /// <summary>Without an answer nothing is ever settled. Credentials that are wrong for longer than a quiet period are a person's matter.</summary>
    private static Decision DecideInquiryRefused(Refusal refusal, OrderState state, MerchantPolicy policy, DateTimeOffset now) =>
        refusal.Class is ErrorClass.Access or ErrorClass.BadRequest
        && (state.InProgress?.AcceptedAt ?? state.Challenge?.HandedOutAt ?? (state.IsQuarantined(policy) ? policy.RestoredAt : null)) + policy.QuietPeriod < now
            ? CallPerson(AttentionReason.InquiriesRefused, state, now)
            : Decision.Nothing;

    private static Decision DecideInFlight(
        Attempt attempt, Standing standing, Asked asked, OrderState state, MerchantPolicy policy, DateTimeOffset now)
    {
        if (IsForgottenPageOpen(attempt, standing, asked, state, policy))
            return Decision.Nothing;
        var verdict = OrderJudge.Judge(attempt, standing, asked, policy);
        return verdict switch
        {
            Verdict.Applied => DecideApplied(attempt, standing, state, policy, now),
            Verdict.AppliedThenReleased => Decision.Accept(
                new OrderEvent.Approved(attempt.Id, state.Books.After(attempt.Effect, attempt.Amount), standing, now),
                new OrderEvent.DriftFound([], state.Books.After(attempt.Effect, attempt.Amount).As(standing), standing, now),
                Looks(attempt.SendBy, atOnce: false, policy, now)),
            Verdict.NotApplied => DecideNotApplied(attempt, standing, state, policy, now),
            Verdict.Declined => Decision.Accept(
                new OrderEvent.Declined(attempt.Id, attempt.Refused, BooksOnceDeclined(attempt, null, state), standing, now),
                Looks(attempt.SendBy, atOnce: false, policy, now)),
            Verdict.Expired => Decision.Accept(
                new OrderEvent.Expired(attempt.Id, state.Books with { Phase = OrderPhase.Expired }, standing, now),
                Looks(attempt.SendBy, atOnce: false, policy, now)),
            Verdict.Pending => DecidePending(attempt, state, policy, now),
            _ when attempt.Operation is not Operation.Refund && Explain(state.Books, standing, state.DoubtsOfOthers) is { } late =>
                DecideOvertakenByOurs(attempt, late, standing, state, policy, now),
            _ when IsRefusedByForgotten(attempt, verdict, standing, state, policy) && attempt.IsOpening => DecideFound(attempt, standing, state, policy, now),
            _ when verdict is Verdict.Overtaken || IsRefusedByForgotten(attempt, verdict, standing, state, policy) => Decision.Accept(
                new OrderEvent.Overtaken(attempt.Id, state.Books.As(standing), standing, now),
                Looks(attempt.SendBy, atOnce: false, policy, now)),
            Verdict.Contradiction => CallPerson(AttentionReason.Contradiction, state, now),
            Verdict.Undecided => Decision.Nothing,
            _ => throw new UnreachableException($"No rule decides {verdict}."),
        };
    }

    /// <summary>
    /// The attempt provably did nothing, or only opened a page, and no doubt of ours explains what is there: what was forgotten when the journal was set
    /// back does.
    /// </summary>
    private static bool IsRefusedByForgotten(Attempt attempt, Verdict verdict, Standing standing, OrderState state, MerchantPolicy policy) =>
        policy.RestoredAt is not null && state.Doubts.Count == 0
        && (attempt.Refused is not null || attempt.Operation is Operation.Init)
        && (state.Books.Compare(standing) is Comparison.Ahead || (attempt.IsOpening && verdict is Verdict.Contradiction));

    /// <summary>A session that was handed out and forgotten: as long as it may last, its customer may still pay, or try again.</summary>
    private static bool IsForgottenPageOpen(Attempt attempt, Standing standing, Asked asked, OrderState state, MerchantPolicy policy) =>
        attempt.Operation is Operation.Init && state.Doubts.Count == 0 && policy.MayHaveForgotten(asked.At)
        && standing.State is GatewayState.NotPaid or GatewayState.PreAuthorized3DS or GatewayState.Rejected or GatewayState.Error;

    /// <summary>
    /// The OrderId was used before. A payment that was made, and may have gone on since, must not pass for one that failed; a person compares,
    /// where its amount may be another one. What shows neither money nor its absence is a person's matter, too.
    /// </summary>
    private static Decision DecideFound(Attempt opening, Standing standing, OrderState state, MerchantPolicy policy, DateTimeOffset now)
    {
        var looks = Looks(now, atOnce: false, policy, now);
        switch (standing.State)
        {
            case GatewayState.Authorized or GatewayState.Charged or GatewayState.Voided or GatewayState.Refunded or GatewayState.AuthorizationClosed:
                var approved = new OrderEvent.Approved(opening.Id, state.Books.As(standing), standing, now);
                var shown = standing.State is GatewayState.Authorized ? standing.Amount : OrderJudge.LeftAt(standing);
                return shown is { } amount && amount != opening.Amount
                    ? Decision.Accept(approved, new OrderEvent.AttentionRaised(AttentionReason.AmountDiffers, null, now), looks)
                    : Decision.Accept(approved, looks);

            case GatewayState.Rejected or GatewayState.Error or GatewayState.Obsolete or GatewayState.TimedOut
                or GatewayState.New or GatewayState.NotFound or GatewayState.PreAuthorized3DS:
                return Decision.Accept(new OrderEvent.Declined(opening.Id, opening.Refused, BooksOnceDeclined(opening, null, state), standing, now), looks);

            default:
                return CallPerson(AttentionReason.Contradiction, state, now);
        }
    }

    private static Decision DecideApplied(Attempt attempt, Standing standing, OrderState state, MerchantPolicy policy, DateTimeOffset now)
    {
        var amount = attempt.Operation is Operation.Unblock or Operation.Refund ? attempt.Amount : standing.Amount ?? attempt.Amount;
        var books = state.Books.After(attempt.Effect, amount);
        var events = new List<OrderEvent>();

        // A refused attempt did nothing itself. If it was no earlier one of its command either, an answer of ours was wrong, and is named.
        if (attempt.Refused is not null && !state.DoubtsOfCommand.Any() && Explain(state.Books, standing, state.DoubtsOfOthers) is { } late)
            events.Add(FoundLate(late, books, standing, state, now));

        events.Add(new OrderEvent.Approved(attempt.Id, books, standing, now));
        if (amount != attempt.Amount)
            events.Add(new OrderEvent.AttentionRaised(AttentionReason.AmountDiffers, null, now));
        events.Add(Looks(attempt.SendBy, atOnce: false, policy, now));
        return Accept(events);
    }

    private static Decision DecideNotApplied(Attempt attempt, Standing standing, OrderState state, MerchantPolicy policy, DateTimeOffset now)
    {
        var looks = Looks(attempt.SendBy, atOnce: false, policy, now);
        if (attempt.Refused is { } refusal && RefusalsThatStay.Contains(refusal.Code))
            return Decision.Accept(new OrderEvent.Declined(attempt.Id, refusal, state.Books, standing, now), looks);
        if (!attempt.IsGuarded && policy.UnguardedRefunds is UnguardedRefunds.Never)
            return CallPerson(AttentionReason.ResendsUsedUp, state, now);

        return GoOnLater(attempt, state, policy, now, retryAt => new OrderEvent.NotApplied(attempt.Id, standing, retryAt, now)) switch
        {
            Decision.Accepted { Events: [OrderEvent.NotApplied notApplied] } => Decision.Accept(notApplied, looks),
            var other => other,
        };
    }

    private static Decision DecidePending(Attempt attempt, OrderState state, MerchantPolicy policy, DateTimeOffset now) => attempt.PendingSince switch
    {
        null => Decision.Accept(new OrderEvent.PendingSeen(attempt.Id, now)),
        { } since when now > since + policy.PendingLifetime => CallPerson(AttentionReason.PendingTooLong, state, now),
        _ => Decision.Nothing,
    };

    /// <summary>An attempt that was answered as not applied came late and took this one's place.</summary>
    private static Decision DecideOvertakenByOurs(
        Attempt attempt, ValueList<AttemptId> late, Standing standing, OrderState state, MerchantPolicy policy, DateTimeOffset now)
    {
        var found = FoundLate(late, state.Books.As(standing), standing, state, now);
        OrderEvent overtaken = new OrderEvent.Overtaken(attempt.Id, state.Books.As(standing), standing, now);
        var ended = Evolve(Evolve(state, found), overtaken);
        return Accept([found, overtaken, Looks(attempt.SendBy, atOnce: false, policy, now), .. Remedy(state, late, ended, policy, now)]);
    }

    /// <summary>
    /// Before a refund is sent, the first time or again, a fresh standing must show what the fence says. As long as no attempt of
    /// it may be out, the fence is what the standing shows; from then on it stays, or a late effect of ours would be taken for the world's.
    /// </summary>
    private static Decision DecideFence(
        CommandInProgress refund, Standing standing, Asked asked, OrderState state, MerchantPolicy policy, DateTimeOffset now)
    {
        var comparison = state.Books.Compare(standing);
        var mayBeOut = state.DoubtsOfCommand.LastOrDefault();
        return comparison switch
        {
            _ when refund.RetryAt > now => Decision.Nothing,
            Comparison.Same => DecideRefundFrom(state, refund, mayBeOut is null ? null : refund.Fence, policy, now),
            Comparison.Ahead when mayBeOut is null && IsForgotten(refund, standing, state, policy) => Decision.Accept(
                new OrderEvent.Approved(state.LastAttempt, state.Books.As(standing), standing, now), Looks(now, atOnce: false, policy, now)),
            Comparison.Ahead when mayBeOut is null => DecideFenceMoved(refund, standing, state, policy, now),
            Comparison.Ahead when OrderJudge.LeftAt(standing) == refund.Fence!.Expected => Decision.Accept(
                new OrderEvent.Approved(mayBeOut.Id, state.Books.After(Operation.Refund, mayBeOut.Amount), standing, now),
                Looks(mayBeOut.SendBy, atOnce: false, policy, now)),
            Comparison.Pending when now <= refund.RetryAt + policy.PendingLifetime => Decision.Nothing,
            Comparison.Pending => CallPerson(AttentionReason.PendingTooLong, state, now),
            _ when asked.IsQuiet(policy) => CallPerson(AttentionReason.Contradiction, state, now),
            _ => Decision.Nothing,
        };
    }

    /// <summary>
    /// The refund was in progress when the backup was taken, and the gateway shows what it would leave, which nothing else of ours explains: it was
    /// sent, and forgotten.
    /// </summary>
    private static bool IsForgotten(CommandInProgress refund, Standing standing, OrderState state, MerchantPolicy policy) =>
        refund.AcceptedAt < policy.RestoredAt
        && OrderJudge.LeftAt(standing) == state.Books.Left - (refund.Asked ?? state.Books.Left)
        && Explain(state.Books, standing, state.Doubts) is null;

    /// <summary>
    /// Whether this refund may have been sent before the journal was set back, and forgotten: the gateway shows, without an act of ours that explains it,
    /// that as much was given back; or the request may still be on its way, and nothing at the gateway would stop it from coming twice. Then only a
    /// person lets it go on: what was applied and forgotten is so for ever.
    /// </summary>
    private static bool MayHaveBeenSent(CommandInProgress refund, Money amount, OrderState state, MerchantPolicy policy, DateTimeOffset now) =>
        !refund.IsReleased
        && policy.RestoredAt is not null
        && ((state.Attention is { Reason: AttentionReason.Restored } mark && mark.Command == refund.Key)
            || state.MayHaveGivenBack(amount, policy)
            || (policy.MayHaveForgotten(now) && amount.InKopecks * 2 <= state.Books.Left.InKopecks));

    private static Decision DecideFenceMoved(CommandInProgress refund, Standing standing, OrderState state, MerchantPolicy policy, DateTimeOffset now)
    {
        var found = FindDifference(state, standing, policy, now).ToList();
        var moved = found.Aggregate(state, Evolve);
        if (MayHaveBeenSent(refund, refund.Asked ?? state.Books.Left, moved, policy, now))
            return Accept([.. found, new OrderEvent.AttentionRaised(AttentionReason.Restored, refund.Key, now)]);
        var goesOn = moved.Books.Phase is OrderPhase.Charged && (found[0] is OrderEvent.LateEffectFound || policy.RefundDespiteDrift);
        return goesOn && DecideRefundFrom(moved, refund, null, policy, now) is Decision.Accepted { Events: var request }
            ? Accept([.. found, .. request])
            : Accept([.. found, new OrderEvent.Declined(null, null, moved.Books, standing, now)]);
    }

    private static Decision DecideRefundFrom(OrderState state, CommandInProgress refund, Fence? fence, MerchantPolicy policy, DateTimeOffset now)
    {
        var before = state.Books.Left;
        var amount = fence is null ? refund.Asked ?? before : refund.Amount;
        var cheque = fence is null
            ? FitCheque(Operation.Refund, state.Cheque, refund.Details.Items, before, amount)
            : (Cheque: refund.Cheque, Problem: null);
        if (MayHaveBeenSent(refund, amount, state, policy, now))
            return CallPerson(AttentionReason.Restored, state, now);
        return amount > before || cheque.Problem is not null
            ? Decision.Accept(new OrderEvent.Declined(null, null, state.Books, null, now))
            : Decision.Accept(
                Request(state, refund.Key, Operation.Refund, refund.Asked, amount, fence ?? new Fence(before, before - amount), policy, now)
                    with { Cheque = fence is null ? cheque.Cheque : null });
    }

    /// <summary>
    /// A Charge or an Unblock that waits for its next attempt may have forgotten that attempt. If the gateway shows nothing of it, it goes on;
    /// else the forgotten one is judged.
    /// </summary>
    private static Decision DecideRestored(
        CommandInProgress command, Standing standing, Asked asked, OrderState state, MerchantPolicy policy, DateTimeOffset now) => state.Books.Compare(standing) switch
    {
        Comparison.Same => GoOn(command, state, policy, now),
        Comparison.Pending when now <= policy.RestoredAt + policy.PendingLifetime => Decision.Nothing,
        Comparison.Pending => CallPerson(AttentionReason.PendingTooLong, state, now),
        Comparison.Ahead => DecideInFlight(
            new Attempt(state.LastAttempt, command.Key, command.Operation, command.Amount, command.RetryAt, policy.RestoredAt!.Value + policy.SendBy, null),
            standing, asked, state, policy, now),
        _ when asked.IsQuiet(policy) => CallPerson(AttentionReason.Contradiction, state, now),
        _ => Decision.Nothing,
    };

    /// <summary>The look that ends a quarantine is taken once more when nothing that was forgotten can come any more.</summary>
    private static Decision DecideLook(Standing standing, Asked asked, OrderState state, MerchantPolicy policy, DateTimeOffset now) =>
        DecideLookAt(standing, asked, state, policy, now) switch
        {
            Decision.Accepted { Events: var events } when state.IsQuarantined(policy) && policy.MayHaveForgotten(asked.At)
                && events.Any(@event => @event is OrderEvent.Looked) => Accept([.. events, new OrderEvent.LooksOrdered([policy.ForgottenUntil!.Value], now)]),
            var decision => decision,
        };

    private static Decision DecideLookAt(Standing standing, Asked asked, OrderState state, MerchantPolicy policy, DateTimeOffset now)
    {
        var seen = state.IsLookDue(asked.At) || (state.IsQuarantined(policy) && asked.At >= policy.RestoredAt)
            ? new OrderEvent.Looked(asked.At, state.Looks.Count > 0 && state.Looks.All(due => due <= asked.At), now)
            : null;
        return state.Books.Compare(standing) switch
        {
            Comparison.Same when state.HoldDue <= asked.At => DecideHoldEnd(seen!, standing, state, policy, now),
            Comparison.Same when standing != state.LastStanding => // News of the payment, if not of its money.
                Decision.Accept((seen ?? new OrderEvent.Looked(asked.At, IsLast: false, now)) with { Evidence = standing }),
            Comparison.Same => Accept(seen is null ? [] : [seen]),
            Comparison.Ahead => Accept([.. FindDifference(state, standing, policy, now), .. seen is null ? [] : new OrderEvent[] { seen }]),
            Comparison.Pending => DecidePendingAtRest(asked, state, policy, now),
            _ when !asked.IsQuiet(policy) => Decision.Nothing,
            _ when state.Attention is not null => Accept(seen is null ? [] : [seen]),
            _ => Accept([new OrderEvent.AttentionRaised(AttentionReason.Contradiction, null, now), .. seen is null ? [] : new OrderEvent[] { seen }]),
        };
    }

    /// <summary>
    /// A look is not over while the gateway is at work on the order: since when, its due time tells. A person who has been called about that
    /// and has acknowledged it is called again after the same time, and not at every inquiry.
    /// </summary>
    private static Decision DecidePendingAtRest(Asked asked, OrderState state, MerchantPolicy policy, DateTimeOffset now) => state switch
    {
        _ when !state.IsLookDue(asked.At) => Decision.Accept(new OrderEvent.LooksOrdered([asked.At], now)),
        _ when state.Attention is not null || now <= state.LooksDue[0] + policy.PendingLifetime => Decision.Nothing,
        _ => Decision.Accept(
            new OrderEvent.AttentionRaised(AttentionReason.PendingTooLong, null, now),
            new OrderEvent.Looked(asked.At, IsLast: false, now),
            new OrderEvent.LooksOrdered([now], now)),
    };

    /// <summary>Names what changed the order without an answer: attempts of ours that came late, or nobody we know.</summary>
    private static IEnumerable<OrderEvent> FindDifference(OrderState state, Standing standing, MerchantPolicy policy, DateTimeOffset now)
    {
        var books = state.Books.As(standing);
        if (Explain(state.Books, standing, state.Doubts) is not { } late)
            return [new OrderEvent.DriftFound(PossibleParts(state, standing), books, standing, now)];

        var found = FoundLate(late, books, standing, state, now);
        return [found, .. Remedy(state, late, Evolve(state, found), policy, now)];
    }

    private static OrderEvent FoundLate(ValueList<AttemptId> late, Books books, Standing standing, OrderState state, DateTimeOffset now)
    {
        var opening = state.Doubts.FirstOrDefault(doubt => doubt.IsOpening && late.Contains(doubt.Id));
        return new OrderEvent.LateEffectFound(late, Twins(state, late), books, standing, now)
        {
            Family = opening is not null && state.FamilyOf(opening) is var family && family != state.Family ? family : null,
        };
    }

    /// <summary>
    /// What the merchant wants done about an effect that came late. Nothing is done to an order that has a command in progress, nor where the effect
    /// may be one that was wanted, answered, and forgotten.
    /// </summary>
    private static IEnumerable<OrderEvent> Remedy(
        OrderState before, ValueList<AttemptId> late, OrderState after, MerchantPolicy policy, DateTimeOffset now)
    {
        var opening = before.Doubts.FirstOrDefault(doubt => late.Contains(doubt.Id) && doubt.Effect is Operation.Pay or Operation.Block);
        var key = new IdempotencyKey($"late effect of {late[0]}");
        return after switch
        {
            _ when before.IsQuarantined(policy) || policy.MayHaveForgotten(now) => [new OrderEvent.AttentionRaised(AttentionReason.LateEffect, null, now)],
            { InProgress: null, Books.Phase: OrderPhase.Blocked } when opening is not null && policy.LateBlock is LateEffectPolicy.Undo =>
                [Request(after, key, Operation.Unblock, null, after.Books.Held, null, policy, now)],
            { InProgress: null, Books.Phase: OrderPhase.Charged } when opening is not null && policy.LatePay is LateEffectPolicy.Undo =>
                [new OrderEvent.RefundAccepted(key, null, now)],
            _ => [new OrderEvent.AttentionRaised(AttentionReason.LateEffect, null, now)],
        };
    }

    /// <summary>
    /// The fewest doubted attempts whose effects lead from the books to the standing. An opening comes before what needs it, and refunds
    /// come last, in any order: one order of effects is enough, where all orders of twenty doubts would be searched for years.
    /// </summary>
    private static ValueList<AttemptId>? Explain(Books books, Standing standing, IEnumerable<Attempt> doubts)
    {
        Attempt[] open = [.. doubts.OrderBy(doubt => doubt.Effect).ThenBy(doubt => doubt.Amount)];
        for (var count = 1; count <= open.Length; count++)
        {
            if (Search(books, open, count) is { } found)
                return ValueList.From(found);
        }

        return null;

        IEnumerable<AttemptId>? Search(Books from, ReadOnlySpan<Attempt> left, int count)
        {
            if (count == 0)
                return from.Compare(standing) is Comparison.Same ? [] : null;
            for (var i = 0; i < left.Length; i++)
            {
                var doubt = left[i];
                if (i > 0 && IsTwin(doubt, left[i - 1]))
                    continue;
                if (from.Allow(doubt.Effect, doubt.Amount)
                    && Search(from.After(doubt.Effect, doubt.Amount), left[(i + 1)..], count - 1) is { } rest)
                    return [doubt.Id, .. rest];
            }

            return null;
        }
    }

    /// <summary>Nobody can tell which of two equal attempts it was.</summary>
    private static ValueList<AttemptId> Twins(OrderState state, ValueList<AttemptId> late) => ValueList.From(
        from twin in state.Doubts
        where !late.Contains(twin.Id)
            && state.Doubts.Any(doubt => late.Contains(doubt.Id) && IsTwin(doubt, twin))
        select twin.Id);

    private static bool IsTwin(Attempt a, Attempt b) => (a.Effect, a.Amount) == (b.Effect, b.Amount);

    private static ValueList<AttemptId> PossibleParts(OrderState state, Standing standing) => ValueList.From(
        from doubt in state.Doubts
        where state.Books.Allow(doubt.Effect, doubt.Amount)
            && (HasFailed(doubt, standing) || state.Books.After(doubt.Effect, doubt.Amount).Compare(standing) is Comparison.Ahead)
        select doubt.Id);

    /// <summary>A payment that arrived late and was refused then: no effect of it, but its doing.</summary>
    private static bool HasFailed(Attempt doubt, Standing standing) =>
        doubt.Effect is Operation.Pay or Operation.Block && standing.State is GatewayState.Rejected or GatewayState.Error;
}
