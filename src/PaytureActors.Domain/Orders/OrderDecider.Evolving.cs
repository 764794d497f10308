using System.Diagnostics;
using PaytureActors.Domain.Cheques;

namespace PaytureActors.Domain.Orders;

// Evolve decides nothing: it writes down.
public static partial class OrderDecider
{
    /// <summary>The state after one more fact.</summary>
    public static OrderState Evolve(OrderState state, OrderEvent @event) =>
        NoteUnexplained(state, Hold(Write(state, @event), @event), @event) with
        {
            Sequence = state.Sequence + 1,
            SeenAt = @event.SeenAfter(state.Sequence + 1, state.SeenAt),
        };

    /// <summary>
    /// What is left of captured money is compared with the most that could have been left of it. After a restore a refund that was found by what is left,
    /// and a late effect of ours, may be another command's, too, that was forgotten.
    /// </summary>
    private static OrderState NoteUnexplained(OrderState before, OrderState after, OrderEvent @event)
    {
        if (after.Books.Phase is not (OrderPhase.Charged or OrderPhase.Refunded))
            return after;
        Money? most;
        switch (@event)
        {
            case OrderEvent.Approved { Evidence: not null } when before.InFlight is { Operation: not Operation.Refund } attempt:
                most = attempt.Amount;
                break;
            case OrderEvent.ChallengePassed:
                most = before.Challenge?.Opening.Amount;
                break;
            case OrderEvent.Approved { Evidence: not null } or OrderEvent.DriftFound or OrderEvent.Overtaken or OrderEvent.LateEffectFound or OrderEvent.Adopted:
                most = before.Books.Phase switch
                {
                    OrderPhase.Charged => before.Books.Left,
                    OrderPhase.Blocked => before.Books.Held,
                    _ => before.Doubts.FirstOrDefault(doubt => doubt.IsOpening && @event is OrderEvent.LateEffectFound late && late.Attempts.Contains(doubt.Id))?.Amount,
                };
                break;
            default:
                return after;
        }

        return most <= after.Books.Left ? after : after with
        {
            Unexplained = after.Unexplained.Add(new(before.Books.Phase is OrderPhase.Charged or OrderPhase.Blocked ? before.SeenAt : null, @event.At, most - after.Books.Left)),
        };
    }

    /// <summary>What is held has a due time; with the hold, that and a mark about it end.</summary>
    private static OrderState Hold(OrderState state, OrderEvent @event) => state switch
    {
        { Books.Phase: OrderPhase.Blocked } => @event.HoldDue is { } due ? state with { HoldDue = due } : state,
        { Attention.Reason: AttentionReason.HoldEnds } => state with { HoldDue = null, Attention = null },
        { HoldDue: not null } => state with { HoldDue = null },
        _ => state,
    };

    private static OrderState Write(OrderState state, OrderEvent @event) => @event switch
    {
        OrderEvent.RefundAccepted e => state with { InProgress = new(e.Key, Operation.Refund, e.Asked, e.At, e.At) { Details = e.Details } },
        OrderEvent.AdoptionAccepted e => state with
        {
            Family = e.Family,
            InProgress = new(e.Key, Operation.Adopt, null, e.At, e.At) { Details = AskDetails.None with { Family = e.Family } },
        },
        OrderEvent.AttemptRequested e => Start(state, e),

        OrderEvent.Approved e => End(e.Evidence is null ? state : Unanswered(state), e.Books, Ending.Approved) with { LastStanding = e.Evidence ?? state.LastStanding },
        OrderEvent.Declined e => End(state, e.Books, Ending.Declined, e.Refusal) with { LastStanding = e.Evidence ?? state.LastStanding },
        OrderEvent.Overtaken e => End(state, e.Books, Ending.Declined) with { LastStanding = e.Evidence },
        OrderEvent.Expired e => End(state, e.Books, Ending.Expired) with { LastStanding = e.Evidence ?? state.LastStanding },
        OrderEvent.ChallengeIssued e => Await(state, e.Challenge),
        OrderEvent.Adopted e => End(state, e.Books, Ending.Approved) with { LastStanding = e.Evidence },
        OrderEvent.Resolved e => Resolve(state, e),

        OrderEvent.NotApplied { RetryAt: { } retryAt } => Wait(Doubted(state), retryAt),
        OrderEvent.NotApplied e => End(Doubted(state), state.Books, Ending.NotApplied) with { LastStanding = e.Evidence },
        OrderEvent.NotSent { RetryAt: { } retryAt } => Wait(state, retryAt),
        OrderEvent.NotSent e => End(state, state.Books, Ending.NotSent, reason: e.Reason),
        OrderEvent.RefusedForNow { RetryAt: { } retryAt } => Wait(state, retryAt),
        OrderEvent.RefusedForNow e => End(state, state.Books, Ending.NotApplied, e.Refusal),

        OrderEvent.OutcomeUnknown e => state with { InFlight = state.InFlight! with { IsDoubted = true, Claimed = e.Claimed } },
        OrderEvent.RefusedByState e => state with { InFlight = state.InFlight! with { IsDoubted = true, Refused = e.Refusal } },
        OrderEvent.PendingSeen e => state with { InFlight = state.InFlight! with { PendingSince = e.At } },
        OrderEvent.AttentionRaised e => state with
        {
            Attention = new(e.Reason, e.Command, e.At) { OutlivesCommand = e.Command is null || state.Attention is { OutlivesCommand: true } },
        },

        OrderEvent.ChallengeSeen e => state with { Challenge = Note(state.Challenge!, e), LastStanding = e.Evidence },
        OrderEvent.ChallengePassed e => state with { Books = e.Books, Challenge = null, LastStanding = e.Evidence },
        OrderEvent.ChallengeFailed e => state with { Books = e.Books, Challenge = null, LastStanding = e.Evidence },
        OrderEvent.ChallengeExpired e => Abandon(state) with { Books = e.Books, LastStanding = e.Evidence },

        OrderEvent.LooksOrdered e => state with { Looks = ValueList.From(state.Looks.Concat(e.Due).Distinct().Order()) },
        OrderEvent.Looked e => state with
        {
            Looks = state.Looks.Except(due => due <= e.Asked),
            HoldDue = state.HoldDue <= e.Asked ? null : state.HoldDue,
            Doubts = e.IsLast ? [] : state.Doubts,
            LastStanding = e.Evidence ?? state.LastStanding,
        },
        OrderEvent.LateEffectFound e => state with
        {
            Books = e.Books,
            Challenge = null,
            Family = e.Family ?? state.Family,
            Cheque = e.Attempts.Aggregate(state.Cheque, (cheque, late) => AfterLate(state, cheque, late)),
            Doubts = state.Doubts.Except(doubt => e.Attempts.Contains(doubt.Id)),
            LastStanding = e.Evidence ?? state.LastStanding,
        },
        OrderEvent.DriftFound e => state with { Books = e.Books, LastStanding = e.Evidence ?? state.LastStanding },
        _ => throw new UnreachableException($"No rule evolves {@event.GetType().Name}."),
    };

    private static OrderState Start(OrderState state, OrderEvent.AttemptRequested e)
    {
        var command = state.InProgress ?? new(e.Key, e.Operation, e.Asked, e.At, e.At) { Details = e.Details ?? AskDetails.None };
        var cheque = e.Cheque ?? command.Cheque;
        var attempt = new Attempt(e.Attempt, e.Key, e.Operation, e.Amount, e.At, e.SendBy, e.Fence) { LeadsTo = e.LeadsTo, Cheque = cheque };
        return (attempt.IsOpening ? Open(state, command.Details) : state) with
        {
            LastAttempt = e.Attempt,
            InProgress = command with { Attempts = command.Attempts + 1, Amount = e.Amount, Fence = e.Fence, Cheque = cheque },
            InFlight = attempt,
            Attention = state.Attention?.Without(e.Key),
        };
    }

    private static OrderState Open(OrderState state, AskDetails details) =>
        state with { Family = details.Family, Cheque = details.Cheque, ReturnUrl = details.ReturnUrl };

    private static OrderState Wait(OrderState state, DateTimeOffset retryAt) =>
        state with { InFlight = null, InProgress = state.InProgress! with { RetryAt = retryAt } };

    private static OrderState End(OrderState state, Books books, Ending ending, Refusal? refusal = null, NotSentReason? reason = null)
    {
        var command = state.InProgress!;
        return state with
        {
            Books = books,
            InProgress = null,
            InFlight = null,
            Challenge = books.Phase is OrderPhase.AwaitingCustomer ? state.Challenge : null,
            Cheque = ending is Ending.Approved && !WasEarlierOne(state) ? command.Cheque ?? AfterForgotten(state.Cheque, command) : state.Cheque,
            Attention = state.Attention?.Without(command.Key),
            Answers = state.Answers.Add(
                new(command.Key, command.Operation, command.Asked, ending, refusal, reason, books, state.Sequence + 1)
                {
                    Details = command.Details, Family = state.Family,
                }),
        };
    }

    /// <summary>Whether the effect that the command is answered with was an earlier command's: its own attempt provably did nothing.</summary>
    private static bool WasEarlierOne(OrderState state) => state.InFlight is { Refused: not null } && !state.DoubtsOfCommand.Any();

    /// <summary>The receipt after a refund that was found to be done, without an attempt of it that is remembered.</summary>
    private static Cheque? AfterForgotten(Cheque? cheque, CommandInProgress command) =>
        cheque is not null && command is { Operation: Operation.Refund, Details.Items: { Count: > 0 } items }
            ? ChequeMath.LeftAfterRefund(cheque, items).ToSend ?? cheque
            : cheque;

    /// <summary>The receipt after an effect that came late. What a refund gave back is taken out of what there is now, and not of what there was then.</summary>
    private static Cheque? AfterLate(OrderState state, Cheque? cheque, AttemptId late) => state.Doubts.FirstOrDefault(doubt => doubt.Id == late) switch
    {
        { IsOpening: true } opening => opening.Cheque,
        { Operation: Operation.Refund } refund when cheque is not null
            && state.Recorded(refund.Key)?.Details.Items is { Count: > 0 } items
            && ChequeMath.LeftAfterRefund(cheque, items).ToSend is { } left => left,
        { } doubt => doubt.Cheque ?? cheque,
        null => cheque,
    };

    private static OrderState Await(OrderState state, Challenge challenge)
    {
        var ended = End(state, state.Books with { Phase = OrderPhase.AwaitingCustomer }, Ending.AwaitingCustomer);
        return ended with
        {
            Challenge = challenge,
            Answers = ValueList.From(ended.Answers.SkipLast(1).Append(ended.Answers[^1] with { Challenge = challenge })),
        };
    }

    private static Challenge Note(Challenge challenge, OrderEvent.ChallengeSeen e) => challenge with
    {
        Seen = e.Evidence.State,
        PendingSince = e.Evidence.State is GatewayState.Pending ? challenge.PendingSince ?? e.At : null,
    };

    /// <summary>Who has the page may still pay on it, in spite of every deadline; a 3-D Secure result goes through us alone.</summary>
    private static OrderState Abandon(OrderState state) => state with
    {
        Challenge = null,
        Doubts = state.Challenge is { Kind: ChallengeKind.Page } page ? state.Doubts.Add(page.Opening) : state.Doubts,
    };

    private static OrderState Resolve(OrderState state, OrderEvent.Resolved e) => e.Decision switch
    {
        ManualDecision.Applied when e.Books == state.Books && state.InProgress is { } refund =>
            TakeOffUnexplained(End(state, e.Books, Ending.Approved), refund.Asked),
        ManualDecision.Applied => End(Unanswered(state), e.Books, Ending.Approved),
        ManualDecision.NotApplied => End(Doubted(state), e.Books, Ending.NotApplied),
        _ when state is { Attention.Reason: AttentionReason.Restored, InProgress: { } refund } => state with { InProgress = refund with { IsReleased = true } },
        _ => state,
    } with { Attention = null };

    /// <summary>A person has told what became of a part of what was gone; of all, where that part is all.</summary>
    private static OrderState TakeOffUnexplained(OrderState state, Money? amount)
    {
        var told = amount ?? Money.Kopecks(long.MaxValue);
        var unexplained = new List<Unexplained>();
        foreach (var gone in state.Unexplained)
        {
            var part = gone.AtMost < told ? gone.AtMost.Value : told;
            if (gone.AtMost is not { } most)
                unexplained.Add(gone);
            else if (most > part)
                unexplained.Add(gone with { AtMost = most - part });
            told -= gone.AtMost is null ? Money.Zero : part;
        }

        return state with { Unexplained = ValueList.From(unexplained) };
    }

    /// <summary>The attempt in flight may still come late, unless the gateway's refusal proves that it did nothing.</summary>
    private static OrderState Doubted(OrderState state) =>
        state.InFlight is { Refused: null } attempt ? state with { Doubts = state.Doubts.Add(attempt) } : state;

    /// <summary>A refund that was approved on a balance or a person's word alone may have been somebody else's; then ours may still come.</summary>
    private static OrderState Unanswered(OrderState state) => state.InFlight is { IsGuarded: false } ? Doubted(state) : state;
}
