using PaytureActors.Domain;
using PaytureActors.Domain.Orders;
using PaytureActors.TestKit.Gateway;

namespace PaytureActors.TestKit.Auditing;

/// <summary>
/// Compares what the journal, the gateway's ledger and the clients know of one order at rest, and says which promises are broken.
/// Pure. Drift that no operator at the gateway caused is a violation, too.
/// </summary>
public static class OrderAudit
{
    /// <summary>The broken promises of one order; none if all is well.</summary>
    public static IEnumerable<Violation> Of(OrderRecord order, MerchantPolicy policy)
    {
        // What cannot be replayed cannot be compared either.
        string[] gaps = [.. Gaps(order.Journal)];
        var found = gaps.Length > 0
            ? gaps.Select(gap => (Promise.Replay, gap))
            : Compare(order, Replay.Of(order.Journal), policy);
        return found.Concat(order.Complaints.Select(complaint => (Promise.Certainty, complaint)))
            .Select(each => new Violation(each.Item1, order.Key, each.Item2));
    }

    private static IEnumerable<(Promise, string)> Compare(OrderRecord order, Replay replay, MerchantPolicy policy) =>
    [
        .. Intents(order),
        .. Fences(order),
        .. Effects(order, replay),
        .. Bounds(order, replay.End),
        .. Answers(order, replay),
        .. Certain(order, replay.End, policy),
        .. HoldPolicies(order),
        .. replay.Dropped.Select(key => (Promise.Certainty, $"The command '{key}' was accepted, and gave way to another before it had ended.")),
        .. Replays(order, replay, policy),
        .. SameBooks(order, replay.End),
        .. StaysEnded(replay),
    ];

    private static IEnumerable<string> Gaps(IReadOnlyList<RecordedEvent> journal)
    {
        for (var i = 0; i < journal.Count; i++)
        {
            if (journal[i].Sequence == i + 1)
                continue;
            yield return $"The journal has the event {journal[i].Sequence} where {i + 1} belongs.";
            yield break;
        }
    }

    private static IEnumerable<(Promise, string)> Intents(OrderRecord order)
    {
        var intents = order.Journal.Select(line => line.Event).OfType<OrderEvent.AttemptRequested>().ToList();
        foreach (var departure in order.Departures)
        {
            var intent = intents.Find(each => each.Operation == departure.Operation && each.At <= departure.At && departure.At <= each.SendBy);
            if (intent is null)
                yield return (Promise.Intents, $"A {departure.Operation} left at {departure.At:O}, and no intent that had not left before allowed it then.");
            else
                intents.Remove(intent);
        }
    }

    private static IEnumerable<(Promise, string)> Fences(OrderRecord order)
    {
        foreach (var act in order.Effects.Where(effect => effect.By is EffectBy.Operator))
        {
            foreach (var line in order.Journal.Where(line => line.Event.At >= act.At).TakeWhile(line => line.Event is not OrderEvent.DriftFound))
            {
                if (line.Event is OrderEvent.AttemptRequested { Operation: Operation.Refund } refund)
                    yield return (Promise.Fence, $"Attempt {refund.Attempt} was sent, and the books did not have the operator's {act.Operation} {act.Amount}.");
            }
        }
    }

    private static IEnumerable<(Promise, string)> Effects(OrderRecord order, Replay replay)
    {
        foreach (var twice in replay.Accounted.GroupBy(effect => effect.Key).Where(group => group.Count() > 1))
            yield return (Promise.OneEffect, $"The command '{twice.Key}' moved money {twice.Count()} times: {Words(twice.Select(effect => (effect.Operation, effect.Amount)))}.");

        var accounted = replay.Accounted.Select(effect => (effect.Operation, effect.Amount)).ToLookup(each => each);
        var possible = replay.Possible.Select(effect => (effect.Operation, effect.Amount)).ToLookup(each => each);
        // A payment that came late and was disputed before anybody looked contradicts the books: a person was called about it.
        var isDisputedUnseen = order.Befallen.Count > 0 && order.Journal.Any(line =>
            line.Event is OrderEvent.AttentionRaised { Reason: AttentionReason.Contradiction } called && called.At >= order.Befallen[0]);
        var moved = order.Effects.Where(effect => effect.By is EffectBy.Request).Select(effect => (effect.Operation, effect.Amount)).ToLookup(each => each);
        // An operator who does the same while ours is lost cannot be told from us; the answer then rests on a standing, and the money moved once.
        var byOperator = order.Effects.Where(effect => effect.By is EffectBy.Operator).Select(effect => (effect.Operation, effect.Amount)).ToLookup(each => each);
        foreach (var each in moved.Select(group => group.Key).Union(accounted.Select(group => group.Key)))
        {
            var (real, known) = (moved[each].Count(), accounted[each].Count());
            if (real > known + possible[each].Count() && !(isDisputedUnseen && each.Operation is (Operation.Pay or Operation.Charge)))
                yield return (Promise.OneEffect, $"{Words(each)} happened {real} times at the gateway, and the journal knows of {known}.");
            if (real + byOperator[each].Count() < known)
                yield return (Promise.TrueAnswers, $"{Words(each)} is in the journal {known} times, and happened {real} times at the gateway.");
        }

        var acts = order.Effects.Count(effect => effect.By is EffectBy.Operator) + order.Befallen.Count;
        foreach (var drift in order.Journal.Where(line => line.Event is OrderEvent.DriftFound drift && !IsLateDecline(drift)).Skip(acts))
            yield return (Promise.SameBooks, $"The event {drift.Sequence} found a change that no command explains, and nobody else acted.");
    }

    private static IEnumerable<(Promise, string)> Bounds(OrderRecord order, OrderState end)
    {
        var (held, captured, refunded) = (Sum(Operation.Block) + Sum(Operation.Pay), Sum(Operation.Charge) + Sum(Operation.Pay), Sum(Operation.Refund));
        if (captured > held)
            yield return (Promise.Bounds, $"The gateway captured {captured} of {held} held.");
        if (refunded > captured)
            yield return (Promise.Bounds, $"The gateway refunded {refunded} of {captured} captured.");
        if (end.Books.Captured > end.Books.Held || end.Books.Refunded > end.Books.Captured)
            yield return (Promise.Bounds, $"The books have {end.Books.Refunded} refunded of {end.Books.Captured} captured of {end.Books.Held} held.");

        Money Sum(Operation operation) => order.Effects.Where(effect => effect.Operation == operation)
            .Aggregate(Money.Zero, static (sum, effect) => sum + effect.Amount);
    }

    private static IEnumerable<(Promise, string)> Answers(OrderRecord order, Replay replay)
    {
        foreach (var answers in order.Answers.GroupBy(answer => answer.Key))
        {
            var told = answers.Select(answer => answer.Told).Distinct().ToList();
            if (told.Count > 1)
                yield return (Promise.TrueAnswers, $"The key '{answers.Key}' was answered {told[0].Ending} at first and then {told[1].Ending}: {told[0]}, {told[1]}.");
            else if (replay.End.Recorded(answers.Key) is not { } recorded)
                yield return (Promise.TrueAnswers, $"The key '{answers.Key}' was answered {told[0].Ending}, and the journal knows no answer.");
            else if (Told.By(recorded) != told[0])
                yield return (Promise.TrueAnswers, $"The key '{answers.Key}' was answered {told[0]}, and the journal says {Told.By(recorded)}.");
        }

        // An effect that came later than an answer is named by the journal; but where nothing left, nothing can come.
        foreach (var answer in replay.End.Answers.Where(answer => answer.Ending is Ending.NotSent && replay.Accounted.Any(effect => effect.Key == answer.Key)))
            yield return (Promise.TrueAnswers, $"The key '{answer.Key}' was answered as not sent, and its effect came all the same.");
    }

    /// <summary>The clock ends no hold: what an order does about it by itself rests on an inquiry that has just shown it.</summary>
    private static IEnumerable<(Promise, string)> HoldPolicies(OrderRecord order) =>
        from line in order.Journal.Where(line => line.Event is OrderEvent.AttemptRequested own && own.Key == OrderDecider.HoldPolicyKey).Take(1)
        where order.Journal.ElementAtOrDefault((int)line.Sequence - 2)?.Event is not OrderEvent.Looked
        select (Promise.Fence, $"The event {line.Sequence} follows the hold policy, and no inquiry had just shown the hold.");

    private static IEnumerable<(Promise, string)> Certain(OrderRecord order, OrderState end, MerchantPolicy policy)
    {
        if (end.InProgress is { } command && !(order.MayNeedPerson && end.WaitsForPerson))
            yield return (Promise.Certainty, $"{command.Operation} under '{command.Key}' is still in progress.");
        if (end.Challenge is not null && end.Attention is null)
            yield return (Promise.Certainty, "The customer is still waited for.");
        if (!order.MayNeedPerson && end.Attention is { } attention && !IsWanted(attention.Reason))
            yield return (Promise.Certainty, $"A person is called: {attention.Reason}.");
        else if (!order.MayNeedPerson && order.Journal.FirstOrDefault(line => line.Event is OrderEvent.AttentionRaised each && !IsWanted(each.Reason)) is { Event: OrderEvent.AttentionRaised raised } line)
            yield return (Promise.Certainty, $"The event {line.Sequence} called a person: {raised.Reason}.");
        if (end.Looks.Count > 0 && end.Looks[0] <= order.SeenAt)
            yield return (Promise.Certainty, $"The look that was due at {end.Looks[0]:O} was not taken.");

        bool IsWanted(AttentionReason reason) => reason is AttentionReason.HoldEnds && policy.HoldPolicy is HoldPolicy.Warn;
    }

    private static IEnumerable<(Promise, string)> Replays(OrderRecord order, Replay replay, MerchantPolicy policy)
    {
        var lost = order.Published.Where(line => line.Sequence > order.Journal.Count || order.Journal[(int)line.Sequence - 1].Event != line.Event).ToList();
        if (lost.Count > 0)
            yield return (Promise.Replay, $"The event {lost[0].Sequence} was published as written, and the journal does not have it: {lost[0].Event.GetType().Name}.");

        var shown = replay.End.Sequence == 0 ? null : OrderView.Of(order.Key, replay.End, policy, isCalling: false, sandbox: order.View?.Sandbox ?? false);
        if (shown != order.View)
            yield return (Promise.Replay, $"The order is shown as {order.View?.Books.ToString() ?? "nothing"} at {order.View?.Sequence}, the journal replays to {shown?.Books.ToString() ?? "nothing"} at {shown?.Sequence}.");

        foreach (var seen in order.Sightings.Where(seen => seen.Sequence >= replay.Books.Count || replay.Books[(int)seen.Sequence] != seen.Books).Take(1))
            yield return (Promise.Replay, $"At event {seen.Sequence} a client was shown {seen.Books}, which the journal does not replay to.");
    }

    private static IEnumerable<(Promise, string)> SameBooks(OrderRecord order, OrderState end)
    {
        if (end.Attention is not null || HasUnseenAct(order))
            yield break; // A person knows of it, or has done it and told nobody, as the issuer tells nobody.
        var (payment, books) = (order.Payment, end.Books);
        var isSame = payment switch
        {
            { Pending: not null } => false,
            { State: LedgerState.Authorized } => books.Phase is OrderPhase.Blocked && books.Held == payment.Held,
            { State: LedgerState.Voided } => books.Phase is OrderPhase.Unblocked && books.Held == payment.Held,
            { State: LedgerState.Charged } => books.Phase is OrderPhase.Charged && IsSameMoney(),
            { State: LedgerState.Refunded } => books.Phase is OrderPhase.Refunded && IsSameMoney(),
            { State: LedgerState.AuthorizationClosed } => books.Phase is OrderPhase.HoldClosed,
            { State: LedgerState.Rejected } => books.Phase is OrderPhase.Declined or OrderPhase.Expired, // A page may take another try, until nobody comes.
            { State: LedgerState.Chargeback } => books.Phase is OrderPhase.Chargeback,
            { State: LedgerState.PreAuthorized3DS } => books.Phase is OrderPhase.Expired or OrderPhase.Declined or OrderPhase.New, // Nobody can complete it.
            _ => books.Phase is OrderPhase.New or OrderPhase.Declined or OrderPhase.Expired,
        };
        if (!isSame)
            yield return (Promise.SameBooks, $"The gateway has {payment?.StateName ?? "nothing"}, held {payment?.Held}, captured {payment?.Captured}, refunded {payment?.Refunded}; our books have {books}.");

        bool IsSameMoney() => (books.Held, books.Captured, books.Refunded) == (payment.Held, payment.Captured, payment.Refunded);
    }

    /// <summary>What came late and was declined moved nothing: the books only learn that the OrderId is used up.</summary>
    private static bool IsLateDecline(OrderEvent.DriftFound drift) => drift.Evidence is { State: GatewayState.Rejected };

    private static bool HasUnseenAct(OrderRecord order)
    {
        var seen = order.Journal.LastOrDefault(line => line.Event is OrderEvent.Looked or OrderEvent.DriftFound or OrderEvent.LateEffectFound)?.Event.At;
        return order.Befallen.Any(at => !(at <= seen)) || order.Effects.Any(effect => effect.By is EffectBy.Operator && !(effect.At <= seen));
    }

    private static IEnumerable<(Promise, string)> StaysEnded(Replay replay)
    {
        for (var i = 1; i < replay.Books.Count; i++)
        {
            var (before, after) = (replay.Books[i - 1], replay.Books[i]);
            if (before.Phase is OrderPhase.Unblocked or OrderPhase.Refunded or OrderPhase.HoldClosed && before != after)
                yield return (Promise.StaysEnded, $"The event {i} changed the books after their end: {before}, {after}.");
        }
    }

    private static string Words((Operation Operation, Money Amount) effect) => $"{effect.Operation} {effect.Amount}";

    private static string Words(IEnumerable<(Operation, Money)> effects) => string.Join(", ", effects.Select(Words));
}
