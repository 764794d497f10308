using System.Diagnostics;
using System.Globalization;
using PaytureActors.Domain;
using PaytureActors.Domain.Orders;
using PaytureActors.TestKit.Gateway;

namespace PaytureActors.TestKit.Auditing;

/// <summary>What happened to an order, line by line, in plain words: what the journal wrote down, and between that what left and what really moved.</summary>
public static class OrderStory
{
    /// <summary>The lines of an order's story, each with the time since its first event.</summary>
    /// <param name="order">The order.</param>
    /// <param name="crashes">When its process crashed.</param>
    public static IEnumerable<string> Of(OrderRecord order, IReadOnlyList<DateTimeOffset> crashes)
    {
        var (first, last) = order.Journal.Count > 0 ? (order.Journal[0].Event.At, order.Journal[^1].Event.At) : default;
        var calls = new Queue<(DateTimeOffset At, string Text)>(order.Departures
            .Select(call => (call.At, $"  -> {call.Operation} left{(call.Fault is { } fault ? $", and met {fault}" : "")}")));
        var deeds = new Queue<(DateTimeOffset At, bool OfCall, string Text)>(order.Effects
            .Select(effect => (
                effect.At,
                OfCall: effect.By is EffectBy.Request,
                Text: $"  => {(effect.By is EffectBy.Request ? "" : "a person ")}at the gateway: {effect.Operation} {effect.Amount}"))
            .Concat(crashes.Where(crash => crash > first && crash < last).Select(crash => (At: crash, OfCall: false, Text: "  ## the node crashed")))
            .OrderBy(deed => deed.At));
        var (intents, called, done) = (0, 0, 0);
        foreach (var line in order.Journal)
        {
            while (Before(line.Event) is { } other)
                yield return Line(other);
            intents += line.Event is OrderEvent.AttemptRequested ? 1 : 0;
            yield return Line((line.Event.At, string.Create(CultureInfo.InvariantCulture, $"{line.Sequence,3}. {Words(line.Event)}")));
        }

        foreach (var other in calls.Concat(deeds.Select(deed => (deed.At, deed.Text))).OrderBy(other => other.At))
            yield return Line(other);

        string Line((DateTimeOffset At, string Text) each) => string.Create(CultureInfo.InvariantCulture, $"{each.At - first,20:c}  {each.Text}");

        // Where all of it happens at one moment, a call comes after its intent, its effect after it, and then what is written down of them.
        (DateTimeOffset At, string Text)? Before(OrderEvent next)
        {
            var isCall = calls.TryPeek(out var call) && IsBefore(call.At, called < intents);
            var isDeed = deeds.TryPeek(out var deed) && IsBefore(deed.At, !deed.OfCall || done < called);
            if (isCall && (!isDeed || call.At <= deed.At))
            {
                called++;
                return calls.Dequeue();
            }

            if (!isDeed)
                return null;
            done += deed.OfCall ? 1 : 0;
            deeds.Dequeue();
            return (deed.At, deed.Text);

            bool IsBefore(DateTimeOffset at, bool mayCome) => at < next.At || (at == next.At && next is not OrderEvent.AttemptRequested && mayCome);
        }
    }

    private static string Words(OrderEvent @event) => @event switch
    {
        OrderEvent.RefundAccepted e => $"A refund of {e.Asked?.ToString() ?? "everything"} was accepted under '{e.Key}'.",
        OrderEvent.AttemptRequested e => $"{e.Attempt} {e.Operation} {e.Amount} is about to be sent under '{e.Key}'{(e.Fence is { } fence ? $", {fence.Before} left before" : "")}.",
        OrderEvent.Approved e => $"{e.Attempt} had its effect, {Source(e.Evidence is not null)}: {Words(e.Books)}.",
        OrderEvent.Declined e => $"{e.Attempt?.ToString() ?? "The command"} was declined ({e.Refusal?.Code ?? "nothing was sent"}): {Words(e.Books)}.",
        OrderEvent.NotApplied e => $"{e.Attempt} had no effect, the gateway shows {Words(e.Evidence)}. {Next(e.RetryAt)}",
        OrderEvent.NotSent e => $"{e.Attempt} provably never left ({e.Reason}). {Next(e.RetryAt)}",
        OrderEvent.RefusedForNow e => $"{e.Attempt} was refused for now ({e.Refusal.Code}). {Next(e.RetryAt)}",
        OrderEvent.Expired e => $"{e.Attempt} waits for nobody.",
        OrderEvent.Overtaken e => $"{e.Attempt} was overtaken, the gateway shows {Words(e.Evidence)}: {Words(e.Books)}.",
        OrderEvent.Resolved e => $"A person decided: {e.Decision}.",
        OrderEvent.OutcomeUnknown e => $"Nobody knows what {e.Attempt} did ({e.Reason}{(e.Refusal is { } refusal ? $", {refusal.Code}" : "")}).",
        OrderEvent.RefusedByState e => $"{e.Attempt} did nothing ({e.Refusal.Code}); an earlier one may explain it.",
        OrderEvent.PendingSeen e => $"The gateway works on {e.Attempt}.",
        OrderEvent.AttentionRaised e => $"A person is called: {e.Reason}.",
        OrderEvent.ChallengeIssued e => $"The customer must act for {e.Attempt} ({e.Challenge.Kind}).",
        OrderEvent.ChallengeSeen e => $"The customer has not passed yet, the gateway shows {Words(e.Evidence)}.",
        OrderEvent.ChallengePassed e => $"The customer passed, the gateway shows {Words(e.Evidence)}: {Words(e.Books)}.",
        OrderEvent.ChallengeFailed e => $"The customer failed, the gateway shows {Words(e.Evidence)}: {Words(e.Books)}.",
        OrderEvent.ChallengeExpired e => $"The customer did not come, the gateway shows {Words(e.Evidence)}.",
        OrderEvent.AdoptionAccepted => "The order is to be taken over from elsewhere.",
        OrderEvent.Adopted e => $"The order was taken over as the gateway shows it, {Words(e.Evidence)}: {Words(e.Books)}.",
        OrderEvent.LooksOrdered e => $"Looks are due at {string.Join(", ", e.Due.Select(due => due.ToString("u", CultureInfo.InvariantCulture)))}.",
        OrderEvent.Looked e => e.IsLast ? "The last look found nothing else." : "A look found nothing else.",
        OrderEvent.LateEffectFound e => $"{string.Join(", ", e.Attempts)} came late, the gateway shows {Words(e.Evidence)}: {Words(e.Books)}.",
        OrderEvent.DriftFound e => $"Nothing of ours {(e.MayInclude.Count > 0 ? "alone " : "")}explains that the gateway shows {Words(e.Evidence)}{MayInclude(e.MayInclude)}: {Words(e.Books)}.",
        _ => throw new UnreachableException($"No words tell of {@event.GetType().Name}."),
    };

    private static string MayInclude(ValueList<AttemptId> attempts) => attempts.Count == 0 ? "" : $" ({string.Join(", ", attempts)} may be a part of it)";

    private static string Source(bool fromStanding) => fromStanding ? "as an inquiry showed" : "as its answer said";

    private static string Next(DateTimeOffset? retryAt) => retryAt is null ? "The command ended." : "It goes on.";

    private static string Words(Domain.Standing? standing) => standing is null ? "nothing" : $"{standing.State} {standing.Amount}".TrimEnd();

    private static string Words(Books books) => $"{books.Phase}, held {books.Held}, captured {books.Captured}, refunded {books.Refunded}";
}
