using PaytureActors.Domain.Orders;
using static PaytureActors.Domain.Tests.Orders.Given;

namespace PaytureActors.Domain.Tests.Orders;

public sealed class LookTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);

    [Fact]
    public void A_mark_that_only_a_person_takes_off_outlives_the_commands_of_others()
    {
        var marked = Blocked(3).And(new OrderEvent.AttentionRaised(AttentionReason.LateEffect, null, Now));
        var doubted = marked.And(
            Requested(2, Operation.Charge, 3), Unknown(2), new OrderEvent.AttentionRaised(AttentionReason.Contradiction, new("Charge"), Now));

        var settled = doubted.WhenSeen(GatewayState.Charged, 3, Soon).After();

        Assert.NotNull(settled.Attention);
        var acknowledge = new OrderCommand.Resolve(ManualDecision.Acknowledged, "seen", "Ann");
        var resolved = Assert.IsType<Decision.Accepted>(OrderDecider.Decide(acknowledge, settled, Policy, Now));
        Assert.Null(resolved.Events.Aggregate(settled, OrderDecider.Evolve).Attention);
    }
}
