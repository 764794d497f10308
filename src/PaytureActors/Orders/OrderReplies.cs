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
            Ending.NotSent => new OrderReply.NotApplied(view, !state.MayStillBeOpened, answer.Reason), // The one part of an answer that is of now.
            Ending.AwaitingCustomer => new OrderReply.ChallengeRequired(view, null), // The form is in the vault of whoever made the call.
            Ending.Expired => new OrderReply.Expired(view),
            _ => throw new UnreachableException($"No reply tells of {answer.Ending}."),
        };
    }
}
