using PaytureActors.Domain;
using PaytureActors.Domain.Orders;

namespace PaytureActors.TestKit.Auditing;

/// <summary>A movement of money that the journal accounts for.</summary>
/// <param name="Key">The command that caused it.</param>
/// <param name="Attempt">The attempt that caused it.</param>
/// <param name="Operation">What happened.</param>
/// <param name="Amount">How much.</param>
internal sealed record AccountedEffect(IdempotencyKey Key, AttemptId Attempt, Operation Operation, Money Amount);

/// <summary>An order's journal, replayed: its state at the end, its books after each event, and the effects that it accounts for.</summary>
internal sealed record Replay(OrderState End, IReadOnlyList<Books> Books, IReadOnlyList<AccountedEffect> Accounted)
{
    /// <summary>Commands that were accepted and gave way to another one before they had ended.</summary>
    public IReadOnlyList<IdempotencyKey> Dropped { get; init; } = [];

    /// <summary>Effects that may be a part of a change which something else explains only with them.</summary>
    public IReadOnlyList<AccountedEffect> Possible { get; init; } = [];

    public static Replay Of(IReadOnlyList<RecordedEvent> journal)
    {
        var state = OrderState.Initial;
        var books = new List<Books>(journal.Count + 1) { state.Books };
        var (accounted, possible) = (new List<AccountedEffect>(), new List<AccountedEffect>());
        var attempts = new Dictionary<AttemptId, OrderEvent.AttemptRequested>();
        var dropped = new List<IdempotencyKey>();
        foreach (var line in journal)
        {
            var (before, challenge, command) = (state.Books, state.Challenge, state.InProgress);
            var doubted = state.InFlight ?? state.DoubtsOfCommand.LastOrDefault();
            state = OrderDecider.Evolve(state, line.Event);
            if (command is not null && state.InProgress?.Key != command.Key && state.Recorded(command.Key) is null)
                dropped.Add(command.Key);
            books.Add(state.Books);
            switch (line.Event)
            {
                case OrderEvent.AttemptRequested requested:
                    attempts[requested.Attempt] = requested;
                    break;

                // Books that do not change any more were changed by a late effect, which is named before.
                case OrderEvent.Approved approved when before != state.Books:
                    var done = attempts[approved.Attempt];
                    accounted.Add(Account(done, before, state.Books));
                    break;

                case OrderEvent.ChallengePassed when before != state.Books:
                    accounted.Add(Account(attempts[challenge!.Opening.Id], before, state.Books));
                    break;

                case OrderEvent.Resolved { Decision: ManualDecision.Applied } when before != state.Books:
                    accounted.Add(Account(attempts[doubted!.Id], before, state.Books));
                    break;

                case OrderEvent.LateEffectFound late:
                    accounted.AddRange(late.Attempts.Select(id => Whole(attempts[id])));
                    break;

                case OrderEvent.DriftFound drift:
                    possible.AddRange(drift.MayInclude.Select(id => Whole(attempts[id])));
                    break;
            }
        }

        return new Replay(state, books, accounted) { Dropped = dropped, Possible = possible };

        static AccountedEffect Whole(OrderEvent.AttemptRequested each) => new(each.Key, each.Attempt, each.LeadsTo ?? each.Operation, each.Amount);
    }

    private static AccountedEffect Account(OrderEvent.AttemptRequested attempt, Books before, Books after)
    {
        var effect = attempt.LeadsTo ?? attempt.Operation;
        return new(attempt.Key, attempt.Attempt, effect, Moved(effect, before, after));
    }

    private static Money Moved(Operation operation, Books before, Books after) => operation switch
    {
        Operation.Charge => after.Captured,
        Operation.Refund => after.Refunded - before.Refunded,
        _ => after.Held,
    };
}
