using PaytureActors.Domain.Orders;
using static PaytureActors.Domain.Tests.Orders.Given;

namespace PaytureActors.Domain.Tests.Orders;

public sealed class FenceTests
{
    private static Given Accepted => Charged(3).And(new OrderEvent.RefundAccepted(new("Refund"), Kopecks(1), Now));

    [Fact]
    public void A_refund_waits_while_the_gateway_is_at_work_on_the_order_and_calls_a_person_only_when_that_takes_too_long()
    {
        Accepted.WhenSeen(GatewayState.Pending, null, Policy.QuietPeriod * 2).ThenNothing();
        Accepted.WhenSeen(GatewayState.Charged, 3, Policy.QuietPeriod * 3).ThenEvents(typeof(OrderEvent.AttemptRequested));

        var raised = (OrderEvent.AttentionRaised)Accepted.WhenSeen(GatewayState.Pending, null, Policy.PendingLifetime * 2)
            .ThenEvents(typeof(OrderEvent.AttentionRaised))[0];
        Assert.Equal(AttentionReason.PendingTooLong, raised.Reason);
    }

    [Fact]
    public void How_long_the_gateway_is_at_work_counts_from_when_the_fence_is_looked_at_and_not_from_when_the_refund_was_accepted()
    {
        var retryAt = Now + (Policy.PendingLifetime * 2);
        var again = Accepted.And(RefundRequested(2, 1, 3), Unknown(2), NotApplied(2, retryAt));

        again.WhenSeen(GatewayState.Pending, null, (Policy.PendingLifetime * 2) + TimeSpan.FromMinutes(1)).ThenNothing();
        Assert.Equal(AttentionReason.PendingTooLong, again.WhenSeen(GatewayState.Pending, null, (Policy.PendingLifetime * 3) + TimeSpan.FromMinutes(1)).After().Attention!.Reason);
    }

    [Fact]
    public void Any_other_contradiction_at_the_fence_is_for_a_person_once_it_was_read_late_enough()
    {
        Accepted.WhenSeen(GatewayState.Voided, null, TimeSpan.FromSeconds(1)).ThenNothing();
        Accepted.WhenSeen(GatewayState.Voided, null, Policy.QuietPeriod * 2).ThenEvents(typeof(OrderEvent.AttentionRaised));
    }
}
