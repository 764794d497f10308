using System.Diagnostics;
using PaytureActors.Domain;
using PaytureActors.Domain.Orders;

namespace PaytureActors.Orders;

/// <summary>What callers hear of a command that has ended.</summary>
internal static class OrderReplies
{
    /// <summary>The reply to a recorded answer.</summary>
    public static OrderReply From(OrderKey key, RecordedAnswer answer, OrderState state, OrderTerms terms)
    {
        var view = OrderView.Of(key, answer, terms.Sandbox).With(terms.Doors);
        return answer.Ending switch
        {
            Ending.Approved => new OrderReply.Approved(view),
            Ending.Declined => new OrderReply.Declined(view, answer.Refusal),
            Ending.NotApplied => new OrderReply.NotApplied(view, IsProved: false, null),
            Ending.NotSent => new OrderReply.NotApplied(view, !MayStillOpen(state), answer.Reason),
            Ending.AwaitingCustomer => new OrderReply.ChallengeRequired(view, null), // The form is in the vault of whoever made the call.
            Ending.Expired => new OrderReply.Expired(view),
            _ => throw new UnreachableException($"No reply tells of {answer.Ending}."),
        };
    }

    // The one part of an answer that is of now: another try that may still come makes another OrderId unsafe, whenever it was made, even
    // where this one provably never left.
    private static bool MayStillOpen(OrderState state) => state.Doubts.Any(doubt => doubt.Effect is Operation.Pay or Operation.Block);
}
