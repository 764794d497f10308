using PaytureActors.Domain;
using PaytureActors.Domain.Orders;
using PaytureActors.TestKit.Auditing;

namespace PaytureActors.Host.Simulation;

/// <summary>How a doubt ended, as far as that decides how long it may take.</summary>
internal enum DoubtKind
{
    /// <summary>The effect was there; measured from when it was there and the doubt was known.</summary>
    Applied = 1,

    /// <summary>
    /// The effect was there, but came after the quiet period: the gateway had it pending, or the request was under way for so long. The pauses of
    /// the inquiry plan have grown by then.
    /// </summary>
    Late,

    /// <summary>There was no effect; measured from the end of the quiet period.</summary>
    NotApplied,

    /// <summary>A refund that could be doubled had no effect; measured from the horizon.</summary>
    Unguarded,
}

/// <summary>How long one doubt lasted beyond what nobody can shorten.</summary>
/// <param name="Kind">How it ended.</param>
/// <param name="Order">Whose doubt.</param>
/// <param name="Attempt">Of which attempt.</param>
/// <param name="Took">How long; less than nothing where "not there" was believed before it proves anything.</param>
internal sealed record DoubtEnded(DoubtKind Kind, OrderKey Order, AttemptId Attempt, TimeSpan Took);

/// <summary>Measures how long doubts lasted. Pure.</summary>
internal static class Certainty
{
    /// <summary>The goal of each kind for 99 of 100 doubts.</summary>
    public static TimeSpan Goal(DoubtKind kind, MerchantPolicy policy) => kind is DoubtKind.Late
        ? policy.InquiryPlan.PauseAfter(int.MaxValue) + TimeSpan.FromSeconds(60)
        : TimeSpan.FromSeconds(60);

    /// <summary>The doubts of one order that inquiries ended.</summary>
    /// <param name="order">The order.</param>
    /// <param name="crashes">When the node crashed, in order of time: what an order waits for is learnt anew then.</param>
    /// <param name="policy">The rules that the order goes by.</param>
    public static IEnumerable<DoubtEnded> Of(OrderRecord order, IReadOnlyList<DateTimeOffset> crashes, MerchantPolicy policy)
    {
        var effects = order.Effects.ToList();
        Doubt? open = null;
        foreach (var line in order.Journal)
        {
            switch (line.Event)
            {
                case OrderEvent.AttemptRequested requested:
                    open = new Doubt(requested, null, IsPending: false);
                    break;

                case OrderEvent.OutcomeUnknown or OrderEvent.RefusedByState when open is not null:
                    open = open with { KnownAt = line.Event.At };
                    break;

                case OrderEvent.PendingSeen when open is not null:
                    open = open with { IsPending = true };
                    break;

                case OrderEvent.Approved approved when open is not null:
                    var effect = effects.Find(each => each.Operation == (open.Request.LeadsTo ?? open.Request.Operation) && each.Amount == open.Request.Amount);
                    if (effect is not null)
                        effects.Remove(effect);
                    if (approved.Evidence is not null && effect is not null)
                    {
                        var from = Latest(effect.At, open.LearntAt(approved.At, crashes));
                        yield return Ended(open.IsLate(effect.At, policy) ? DoubtKind.Late : DoubtKind.Applied, from, Latest(from, approved.At));
                    }

                    open = null;
                    break;

                case OrderEvent.NotApplied when open is not null:
                    // When a pending command failed, the ledger does not tell: how long such a doubt lasted is not measured, only that it did not end too soon.
                    var quiet = open.LastLearntAt(line.Event.At, crashes) + policy.QuietPeriod;
                    var horizon = Latest(quiet, open.Request.SendBy + policy.Horizon);
                    if (open.IsUnguarded && (!open.IsPending || line.Event.At < horizon))
                        yield return Ended(DoubtKind.Unguarded, horizon, line.Event.At);
                    else if (!open.IsUnguarded && !open.IsPending)
                        yield return Ended(DoubtKind.NotApplied, quiet, line.Event.At);
                    open = null;
                    break;

                case OrderEvent.Declined or OrderEvent.NotSent or OrderEvent.RefusedForNow or OrderEvent.Overtaken or OrderEvent.Expired:
                    open = null;
                    break;
            }
        }

        DoubtEnded Ended(DoubtKind kind, DateTimeOffset from, DateTimeOffset to) => new(kind, order.Key, open.Request.Attempt, to - from);
    }

    /// <summary>The value that this share of the values does not exceed.</summary>
    public static TimeSpan Percentile(IReadOnlyList<TimeSpan> sorted, double share) =>
        sorted.Count == 0 ? TimeSpan.Zero : sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Count) - 1, 0, sorted.Count - 1)];

    private static DateTimeOffset Latest(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;

    private sealed record Doubt(OrderEvent.AttemptRequested Request, DateTimeOffset? KnownAt, bool IsPending)
    {
        public bool IsUnguarded => Request.Fence is { } fence && Request.Amount.InKopecks * 2 <= fence.Before.InKopecks;

        public bool IsLate(DateTimeOffset effect, MerchantPolicy policy) => IsPending || effect > Request.At + policy.QuietPeriod;

        /// <summary>When somebody first knew that the outcome was in doubt: the call's own end, or the first crash that lost it.</summary>
        public DateTimeOffset LearntAt(DateTimeOffset until, IEnumerable<DateTimeOffset> crashes) =>
            crashes.Where(crash => crash > Request.At && crash < until && !(crash > KnownAt)).Select(crash => (DateTimeOffset?)crash).FirstOrDefault()
            ?? KnownAt ?? Request.At;

        /// <summary>Since when the incarnation that ended the doubt waited.</summary>
        public DateTimeOffset LastLearntAt(DateTimeOffset until, IEnumerable<DateTimeOffset> crashes) =>
            crashes.Where(crash => crash > Request.At && crash < until).Select(crash => (DateTimeOffset?)crash).LastOrDefault() ?? Request.At;
    }
}
