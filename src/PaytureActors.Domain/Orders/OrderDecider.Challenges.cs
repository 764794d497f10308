namespace PaytureActors.Domain.Orders;

// What the customer must do: how it begins, what the gateway shows meanwhile, and how it ends. And orders from elsewhere, and hints.
public static partial class OrderDecider
{
    private static Decision DecideCompletion(
        OrderCommand.Ask ask, IdempotencyKey key, OrderState state, MerchantPolicy policy, DateTimeOffset now) => state.Challenge switch
    {
        not { Kind: ChallengeKind.ThreeDSecure } => Decision.Reject(Rejection.NoChallenge),
        { MdHash: var md } when md != ask.MdHash => Decision.Reject(Rejection.OtherChallenge),
        { } challenge when now > challenge.Deadline + policy.ChallengeGrace => Decision.Reject(Rejection.ChallengeOver),
        { Opening: var opening } => Decision.Accept(
            Request(state, key, Operation.CompleteChallenge, null, opening.Amount, null, policy, now) with { LeadsTo = opening.Effect }),
    };

    /// <summary>
    /// What could still come of our own is found by looks, and named; taken over, it would pass for somebody else's. An order that was taken over
    /// under the wrong interface is taken over again, as long as nothing that was asked for here has had an effect.
    /// </summary>
    private static Decision DecideAdopt(OrderCommand.Ask ask, IdempotencyKey key, OrderState state, DateTimeOffset now) =>
        state is { Doubts.Count: 0 } && (state.Books.Phase is OrderPhase.New || (IsOnlyAdopted(state) && ask.Details.Family != state.Family))
            ? Decision.Accept(new OrderEvent.AdoptionAccepted(key, ask.Details.Family, now))
            : Decision.Reject(Rejection.OrderKnown);

    private static bool IsOnlyAdopted(OrderState state) =>
        state.Answers.Any(answer => answer is { Operation: Operation.Adopt, Ending: Ending.Approved })
        && state.Answers.All(answer => answer.Operation is Operation.Adopt || answer.Ending is not (Ending.Approved or Ending.AwaitingCustomer));

    /// <summary>
    /// A hint proves nothing: it only has the gateway asked, by an inquiry that leaves after it. While a command is in progress that may
    /// never be answered, so the look waits for its end.
    /// </summary>
    private static Decision DecideHint(OrderCommand.TakeHint hint, OrderState state, DateTimeOffset now)
    {
        var due = Latest(now, hint.NotBefore);
        return state switch
        {
            { Sequence: 0 } => Decision.Nothing,
            { InProgress: null, Challenge.Kind: ChallengeKind.Page } when hint.Asking is null => Decision.Nothing, // Only an inquiry ends that.
            { InProgress: null } when state.Looks.Any(look => look <= due && !(look <= hint.Asking)) => Decision.Nothing,
            { InProgress: not null } when state.Looks is [var next, ..] && next <= due => Decision.Nothing, // The look for a hold ends with the hold.
            _ => Decision.Accept(new OrderEvent.LooksOrdered([due], now)),
        };
    }

    private static Decision DecideChallenge(
        Attempt attempt, GatewayOutcome.ChallengeRequired required, MerchantPolicy policy, DateTimeOffset now) =>
        attempt.Operation is Operation.Pay or Operation.Block
            ? Issue(new Challenge(ChallengeKind.ThreeDSecure, attempt, now, now + policy.ChallengeLifetime)
            {
                Url = required.AcsUrl,
                MdHash = required.MdHash,
            }, now)
            : Doubt(attempt, UnknownReason.LostChallenge, policy, now);

    private static Decision DecideSession(
        Attempt attempt, GatewayOutcome.SessionOpened session, MerchantPolicy policy, DateTimeOffset now) =>
        attempt.Operation is Operation.Init
            ? Issue(new Challenge(ChallengeKind.Page, attempt, now, now + policy.SessionLifetime)
            {
                Url = session.RedirectUrl,
                SessionId = session.SessionId,
            }, now)
            : Doubt(attempt, UnknownReason.Malformed, policy, now);

    private static Decision Issue(Challenge challenge, DateTimeOffset now) =>
        Decision.Accept(new OrderEvent.ChallengeIssued(challenge.Opening.Id, challenge, now));

    /// <summary>
    /// Whether this opens a session that is lost with its answer: nobody has its id, and nobody can pay on its page. Unless it, or an earlier one of the
    /// same OrderId, may have been handed out and forgotten: then the gateway is asked.
    /// </summary>
    internal static bool IsSessionLost(Attempt attempt, MerchantPolicy policy, DateTimeOffset now) =>
        attempt is { Operation: Operation.Init, Refused: null } && !policy.MayHaveForgotten(now);

    private static Decision LoseSession(Attempt init, DateTimeOffset now) =>
        Decision.Accept(new OrderEvent.Expired(init.Id, new Books { Phase = OrderPhase.Expired }, null, now));

    /// <summary>What the gateway shows while the customer must act. Money is believed at once; "no money" only when nobody can pay any more.</summary>
    private static Decision DecideAwaited(
        Challenge challenge, Standing standing, Asked asked, OrderState state, MerchantPolicy policy, DateTimeOffset now) => standing.State switch
    {
        GatewayState.Authorized or GatewayState.Charged or GatewayState.Voided or GatewayState.Refunded
            or GatewayState.AuthorizationClosed or GatewayState.Chargeback => DecidePassed(challenge, standing, state, policy, now),
        GatewayState.Rejected when challenge.Kind is ChallengeKind.ThreeDSecure => Decision.Accept(
            new OrderEvent.ChallengeFailed(state.Books with { Phase = OrderPhase.Declined }, standing, now),
            Looks(challenge.Opening.SendBy, atOnce: false, policy, now)),
        GatewayState.Unrecognized or GatewayState.Forwarded => asked.IsQuiet(policy)
            ? CallPerson(AttentionReason.Contradiction, state, now)
            : Decision.Nothing,
        GatewayState.Pending when now > challenge.PendingSince + policy.PendingLifetime =>
            CallPerson(AttentionReason.PendingTooLong, state, now),
        GatewayState.Pending => Note(challenge, standing, state, policy, now),
        GatewayState.New or GatewayState.PreAuthorizedAF when asked.At <= challenge.Deadline + policy.ChallengeGrace + policy.PendingLifetime =>
            Note(challenge, standing, state, policy, now), // A payment is at work.
        _ when asked.At > challenge.Deadline + policy.ChallengeGrace => Decision.Accept(
            new OrderEvent.ChallengeExpired(state.Books with { Phase = OrderPhase.Expired }, standing, now),
            Looks(now, atOnce: false, policy, now)),
        _ => Note(challenge, standing, state, policy, now),
    };

    private static Decision DecidePassed(Challenge challenge, Standing standing, OrderState state, MerchantPolicy policy, DateTimeOffset now)
    {
        var opening = challenge.Opening;
        var isWanted = (opening.Effect, standing.State) is (Operation.Block, GatewayState.Authorized) or (Operation.Pay, GatewayState.Charged);
        if (!(isWanted && standing.Amount == opening.Amount)
            && Explain(state.Books, standing, state.Doubts.Where(doubt => doubt.Operation is not Operation.CompleteChallenge)) is { } earlier)
        {
            return DecideOvertakenChallenge(challenge, earlier, standing, state, policy, now);
        }

        var amount = isWanted ? standing.Amount ?? opening.Amount : opening.Amount;
        var books = isWanted || standing.State is not GatewayState.Authorized ? state.Books.After(opening.Effect, amount) : state.Books.As(standing);
        var events = new List<OrderEvent>();

        // A completion that was answered as not applied may have come late: then that answer was wrong, and is named.
        if (Explain(state.Books, standing, state.Doubts.Where(doubt => doubt.Operation is Operation.CompleteChallenge)) is { } late)
            events.Add(FoundLate(late, books, standing, state, now));

        events.Add(new OrderEvent.ChallengePassed(books, standing, now));
        if (isWanted && amount != opening.Amount)
            events.Add(new OrderEvent.AttentionRaised(AttentionReason.AmountDiffers, null, now));
        else if (standing.State is GatewayState.Authorized && !isWanted) // The terminal only holds the money of a payment in one step.
            events.Add(new OrderEvent.AttentionRaised(AttentionReason.Contradiction, null, now));
        else if (!isWanted) // Paid, and then somebody else has gone on with it.
            events.Add(new OrderEvent.DriftFound([], books.As(standing), standing, now));
        events.Add(Looks(opening.SendBy, atOnce: false, policy, now));
        return Accept(events);
    }

    /// <summary>An earlier try that was answered as not applied came late and took the customer's place: nobody has passed.</summary>
    private static Decision DecideOvertakenChallenge(
        Challenge challenge, ValueList<AttemptId> late, Standing standing, OrderState state, MerchantPolicy policy, DateTimeOffset now)
    {
        var found = FoundLate(late, state.Books.As(standing), standing, state, now);
        return Accept([found, Looks(challenge.Opening.SendBy, atOnce: false, policy, now), .. Remedy(state, late, Evolve(state, found), policy, now)]);
    }

    /// <summary>What is worth knowing while the order waits; the states that are to be expected are not, but for what ends a quarantine.</summary>
    private static Decision Note(Challenge challenge, Standing standing, OrderState state, MerchantPolicy policy, DateTimeOffset now) =>
        (standing.State != challenge.Seen
            && standing.State is GatewayState.Rejected or GatewayState.Error or GatewayState.Obsolete or GatewayState.TimedOut or GatewayState.Pending)
        || (standing.State is not GatewayState.Pending && state.IsQuarantined(policy))
            ? Decision.Accept(new OrderEvent.ChallengeSeen(standing, now))
            : Decision.Nothing;

    private static Decision DecideAdoption(
        CommandInProgress adoption, Standing standing, Asked asked, OrderState state, MerchantPolicy policy, DateTimeOffset now) => standing.State switch
    {
        GatewayState.Authorized or GatewayState.Charged or GatewayState.Voided or GatewayState.Refunded
            or GatewayState.AuthorizationClosed or GatewayState.Chargeback or GatewayState.Rejected => Decision.Accept(
                new OrderEvent.Adopted(state.Books.As(standing), standing, now), Looks(now, atOnce: false, policy, now)),
        GatewayState.Pending when now > adoption.AcceptedAt + policy.PendingLifetime => CallPerson(AttentionReason.PendingTooLong, state, now),
        GatewayState.Pending => Decision.Nothing,
        GatewayState.Unrecognized or GatewayState.Forwarded => asked.IsQuiet(policy)
            ? CallPerson(AttentionReason.Contradiction, state, now)
            : Decision.Nothing,
        GatewayState.NotFound => Decision.Accept(new OrderEvent.Declined(null, NoSuchOrder, state.Books, standing, now)),
        _ => Decision.Accept(new OrderEvent.Declined(null, null, state.Books, standing, now)), // Nothing to take over yet.
    };

    private static Refusal NoSuchOrder { get; } = new("ORDER_NOT_FOUND", ErrorClass.StateConflict, IsInferred: false);
}
