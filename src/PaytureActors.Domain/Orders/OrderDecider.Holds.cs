namespace PaytureActors.Domain.Orders;

// What becomes of money that is held and that nobody charges or releases.
public static partial class OrderDecider
{
    /// <summary>Under this key an order follows its merchant's hold policy by itself: once, since a key has one answer.</summary>
    public static IdempotencyKey HoldPolicyKey { get; } = new("hold policy");

    /// <summary>
    /// The gateway confirms that the money is still held, and nothing else is going on. A person who has been called about the order
    /// already decides on its hold as well.
    /// </summary>
    private static Decision DecideHoldEnd(
        OrderEvent.Looked seen, Standing standing, OrderState state, MerchantPolicy policy, DateTimeOffset now)
    {
        var looked = standing == state.LastStanding ? seen : seen with { Evidence = standing };
        return state.Attention is null ? Accept([looked, .. FollowHoldPolicy(Evolve(state, looked), policy, now)]) : Decision.Accept(looked);
    }

    /// <summary>The command that the merchant chose, decided like anybody's; where there is none, or it is refused, a person is called.</summary>
    private static ValueList<OrderEvent> FollowHoldPolicy(OrderState state, MerchantPolicy policy, DateTimeOffset now)
    {
        Operation? chosen = policy.HoldPolicy switch
        {
            HoldPolicy.Unblock => Operation.Unblock,
            HoldPolicy.Charge => Operation.Charge,
            _ => null,
        };
        return chosen is { } operation
            && DecideKeyed(new OrderCommand.Ask(operation, HoldPolicyKey, null), HoldPolicyKey, state, policy, now) is Decision.Accepted { Events: var command }
                ? command
                : [new OrderEvent.AttentionRaised(AttentionReason.HoldEnds, null, now)];
    }

    /// <summary>A fact with which a hold begins says when it is looked at; a command of the hold policy that left the hold as it was calls a person.</summary>
    private static Decision DateHold(ValueList<OrderEvent> events, OrderState before, MerchantPolicy policy, DateTimeOffset now)
    {
        var (state, facts) = (before, new List<OrderEvent>(events.Count));
        foreach (var @event in events)
        {
            var next = Evolve(state, @event);
            var begins = state.Books.Phase is not OrderPhase.Blocked && next.Books.Phase is OrderPhase.Blocked;
            var fact = begins ? @event with { HoldDue = now + policy.HoldActsAfter } : @event;
            facts.Add(fact);
            state = begins ? Evolve(state, fact) : next;
        }

        if (before.InProgress?.Key == HoldPolicyKey && state is { InProgress: null, Attention: null, Books.Phase: OrderPhase.Blocked })
            facts.Add(new OrderEvent.AttentionRaised(AttentionReason.HoldEnds, null, now));
        return Accept(facts);
    }
}
