using System.Collections.Immutable;
using PaytureActors.Domain.Orders;

namespace PaytureActors.Host.Tests.Histories;

/// <summary>
/// What an order promises to its clients, said without gateway, journal or time: each question happens at one moment, has its effect whole or not at
/// all, and is remembered under its key for ever. Written from the documents, not from the engine.
/// </summary>
internal sealed record ModelOrder(Sums Sums, ImmutableDictionary<string, (Question Question, Outcome Outcome)> Answers)
{
    public static ModelOrder New { get; } = new(default, ImmutableDictionary<string, (Question, Outcome)>.Empty);

    /// <summary>The order after a question had its moment now; null if the outcome cannot be explained.</summary>
    public ModelOrder? After(Entry entry) => entry switch
    {
        { Outcome: Outcome.Seen { Sums: var seen } } => (seen ?? default) == Sums ? this : null,
        { Outcome: Outcome.Refused refused } => Explains(entry.Question, refused) ? this : null,
        _ when Answers.TryGetValue(entry.Question.Key, out var earlier) => Repeats(entry, earlier) ? this : null,
        { Outcome: Outcome.Nothing nothing } => IsOpening(entry.Question) && IsUntouched(nothing.Sums)
            ? Remember(entry, nothing.Sums, nothing)
            : null,
        _ when WhyNot(entry.Question) is not null => null,
        { Outcome: Outcome.Done done } => Do(entry.Question) == done.Sums ? Remember(entry, done.Sums, done) : null,
        _ => Remember(entry, Do(entry.Question), new Outcome.Done(Do(entry.Question))),
    };

    private static bool Repeats(Entry entry, (Question Question, Outcome Outcome) earlier) =>
        entry.Question == earlier.Question && (entry.IsUnknown || entry.Outcome == earlier.Outcome);

    private bool Explains(Question question, Outcome.Refused refused)
    {
        if (refused.Sums is { } shown && shown != Sums)
            return false;
        var known = Answers.TryGetValue(question.Key, out var earlier);
        return refused.Reason switch
        {
            // Whether somebody else's command was under way is a question of time: the check asks it of the whole history.
            Rejection.CommandInProgress => !known,
            Rejection.KeyReused => !known || earlier.Question != question,
            _ => !known && WhyNot(question) == refused.Reason,
        };
    }

    private Rejection? WhyNot(Question question) => question.Verb switch
    {
        Verb.Pay or Verb.Block => Sums.Phase is OrderPhase.New ? null : Rejection.OrderIdUsed,
        Verb.Charge when Sums.Phase is not OrderPhase.Blocked => Rejection.NothingBlocked,
        Verb.Charge => question.Amount > Sums.Held ? Rejection.AmountExceedsHold : null,
        Verb.Unblock => Sums.Phase is OrderPhase.Blocked ? null : Rejection.NothingBlocked,
        _ when Sums.Phase is not OrderPhase.Charged => Rejection.NothingCharged,
        _ => question.Amount > Sums.Captured - Sums.Refunded ? Rejection.AmountExceedsLeft : null,
    };

    private Sums Do(Question question) => question.Verb switch
    {
        Verb.Pay => new(OrderPhase.Charged, question.Amount!.Value, question.Amount.Value, 0),
        Verb.Block => new(OrderPhase.Blocked, question.Amount!.Value, 0, 0),
        Verb.Charge => Sums with { Phase = OrderPhase.Charged, Captured = question.Amount ?? Sums.Held },
        Verb.Unblock => Sums with { Phase = OrderPhase.Unblocked },
        _ => GiveBack(question.Amount ?? Sums.Captured - Sums.Refunded),
    };

    private Sums GiveBack(long amount) => Sums with
    {
        Phase = Sums.Refunded + amount == Sums.Captured ? OrderPhase.Refunded : OrderPhase.Charged,
        Refunded = Sums.Refunded + amount,
    };

    private ModelOrder Remember(Entry entry, Sums sums, Outcome outcome) =>
        new(sums, Answers.Add(entry.Question.Key, (entry.Question, outcome)));

    private static bool IsOpening(Question question) => question.Verb is Verb.Pay or Verb.Block;

    // A payment that was declined uses its OrderId up, one that was not applied does not.
    private bool IsUntouched(Sums sums) => Sums.Phase is OrderPhase.New && sums is { Phase: OrderPhase.New or OrderPhase.Declined, Held: 0, Captured: 0, Refunded: 0 };
}
