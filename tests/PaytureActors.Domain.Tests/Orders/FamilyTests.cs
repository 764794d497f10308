using PaytureActors.Domain.Orders;
using static PaytureActors.Domain.Tests.Orders.Given;

namespace PaytureActors.Domain.Tests.Orders;

/// <summary>An order belongs to the interface whose try opened it, and not to the one that was tried last.</summary>
public sealed class FamilyTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);

    [Fact]
    public void A_late_effect_gives_the_order_back_to_the_interface_that_it_came_by()
    {
        var both = Lost(Lost(Nothing, 1, Operation.Block, 300, ApiFamily.EWallet), 2, Operation.Pay, 200, ApiFamily.Api);
        Assert.Equal(ApiFamily.Api, both.State.Family);

        var late = both.WhenSeen(GatewayState.Authorized, 300, Soon);

        Assert.Equal(ApiFamily.EWallet, Assert.IsType<Decision.Accepted>(late.Decision).Events.OfType<OrderEvent.LateEffectFound>().Single().Family);
        Assert.Equal((OrderPhase.Blocked, ApiFamily.EWallet), (late.After().Books.Phase, late.After().Family));
    }

    [Fact]
    public void A_late_effect_by_the_orders_own_interface_names_none() => Assert.Null(
        Assert.IsType<Decision.Accepted>(Lost(Nothing, 1, Operation.Block, 300, ApiFamily.EWallet).WhenSeen(GatewayState.Authorized, 300, Soon).Decision)
            .Events.OfType<OrderEvent.LateEffectFound>().Single().Family);

    [Fact]
    public void The_gateway_is_asked_by_the_interface_of_a_try_that_may_still_come_and_not_of_one_that_never_left()
    {
        var doubted = Lost(Nothing, 1, Operation.Block, 300, ApiFamily.EWallet);
        var opening = doubted.And(Opens(2, Operation.Pay, 300, ApiFamily.Api));
        Assert.Equal(ApiFamily.Api, opening.State.InquiryFamily);

        Assert.Equal(ApiFamily.EWallet, opening.And(new OrderEvent.NotSent(new(2), NotSentReason.Connect, null, Now)).State.InquiryFamily);
    }

    [Fact]
    public void A_recorded_answer_tells_the_interface_of_then()
    {
        var state = Lost(Lost(Nothing, 1, Operation.Block, 300, ApiFamily.EWallet), 2, Operation.Pay, 200, ApiFamily.Api).State;
        Assert.Equal([ApiFamily.EWallet, ApiFamily.Api], state.Answers.Select(answer => answer.Family));
    }

    private static Given Lost(Given order, int attempt, Operation operation, long amount, ApiFamily family) =>
        order.And(Opens(attempt, operation, amount, family), Unknown(attempt), NotApplied(attempt, null));

    private static OrderEvent Opens(int attempt, Operation operation, long amount, ApiFamily family) =>
        (OrderEvent.AttemptRequested)Requested(attempt, operation, amount, $"{attempt}") with { Details = AskDetails.None with { Family = family } };
}
