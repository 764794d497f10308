using PaytureActors.Domain.Orders;
using static PaytureActors.Domain.Tests.Orders.Given;

namespace PaytureActors.Domain.Tests.Orders;

/// <summary>What the gateway is at work on, or shows as nobody expects it, while a command is in doubt.</summary>
public sealed class PendingTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);

    private static Given Doubted => Blocked(3).And(Requested(2, Operation.Charge, 3), Unknown(2));

    [Fact]
    public void A_command_that_stays_pending_for_too_long_calls_a_person_and_takes_the_truth_all_the_same()
    {
        var pending = Doubted.WhenSeen(GatewayState.Pending, null, Soon);
        pending.ThenEvents(typeof(OrderEvent.PendingSeen));
        pending.Follow().WhenSeen(GatewayState.Pending, null, Soon + Policy.PendingLifetime).ThenNothing();

        var called = pending.Follow().WhenSeen(GatewayState.Pending, null, (Soon * 2) + Policy.PendingLifetime);
        Assert.Equal(AttentionReason.PendingTooLong, ((OrderEvent.AttentionRaised)called.ThenEvents(typeof(OrderEvent.AttentionRaised))[0]).Reason);
        Assert.NotNull(called.After().InFlight);

        var settled = called.Follow().WhenSeen(GatewayState.Charged, 3, Policy.PendingLifetime * 2).After();
        Assert.Equal((OrderPhase.Charged, null, Ending.Approved), (settled.Books.Phase, settled.Attention, settled.Answers[^1].Ending));
    }

    [Theory]
    [InlineData(GatewayState.Unrecognized)]
    [InlineData(GatewayState.Chargeback)]
    [InlineData(GatewayState.Forwarded)]
    public void What_no_effect_explains_calls_a_person_once_it_was_read_late_enough_and_settles_nothing(GatewayState seen)
    {
        Doubted.WhenSeen(seen, 3, Soon).ThenNothing();

        var called = Doubted.WhenSeen(seen, 3, Policy.QuietPeriod + Soon);
        Assert.Equal(AttentionReason.Contradiction, ((OrderEvent.AttentionRaised)called.ThenEvents(typeof(OrderEvent.AttentionRaised))[0]).Reason);
        Assert.NotNull(called.After().InFlight);
        Assert.Equal(Ending.Approved, called.Follow().WhenSeen(GatewayState.Charged, 3, Policy.QuietPeriod * 2).After().Answers[^1].Ending);
    }

    [Fact]
    public void What_no_effect_explains_at_rest_calls_a_person_once()
    {
        var rest = Blocked(3).And(new OrderEvent.LooksOrdered([Now], Now));
        rest.WhenSeen(GatewayState.Unrecognized, null, Soon).ThenNothing();

        var called = rest.WhenSeen(GatewayState.Unrecognized, null, Policy.QuietPeriod + Soon);
        called.ThenEvents(typeof(OrderEvent.AttentionRaised), typeof(OrderEvent.Looked));
        Assert.Equal(OrderPhase.Blocked, called.After().Books.Phase);
        called.Follow().WhenSeen(GatewayState.Unrecognized, null, Policy.QuietPeriod * 2).ThenNothing();
    }
}
