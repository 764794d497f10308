using PaytureActors.Domain.Orders;
using static PaytureActors.Domain.Tests.Orders.Given;

namespace PaytureActors.Domain.Tests.Orders;

/// <summary>Orders that were opened elsewhere and are taken over.</summary>
public sealed class AdoptionTests
{
    [Theory]
    [InlineData(GatewayState.Authorized, OrderPhase.Blocked)]
    [InlineData(GatewayState.Charged, OrderPhase.Charged)]
    [InlineData(GatewayState.Voided, OrderPhase.Unblocked)]
    public void An_order_from_elsewhere_is_taken_over_as_the_gateway_shows_it(GatewayState seen, OrderPhase phase)
    {
        var asked = Apply(Nothing, given => given.When(Ask(Operation.Adopt, null) with { Details = AskDetails.None with { Family = ApiFamily.EWallet } }));
        Assert.IsType<OrderEffect.Inquire>(OrderProcess.Resume(asked.State, Policy, new(Now, default)));
        var adopted = asked.WhenSeen(seen, 300, TimeSpan.Zero).After();
        Assert.Equal((phase, ApiFamily.EWallet, Ending.Approved), (adopted.Books.Phase, adopted.Family, adopted.Answers[0].Ending));
    }

    [Fact]
    public void An_order_that_nobody_opened_is_not_taken_over_and_stays_new()
    {
        var asked = Apply(Nothing, given => given.When(Ask(Operation.Adopt, null)));
        var after = asked.WhenSeen(GatewayState.NotFound, null, TimeSpan.Zero).After();
        Assert.Equal((OrderPhase.New, Ending.Declined, "ORDER_NOT_FOUND"), (after.Books.Phase, after.Answers[0].Ending, after.Answers[0].Refusal!.Code));
        Blocked(3).WhenAsked(Operation.Adopt, null).ThenRejected(Rejection.OrderKnown);
    }

    private static Given Apply(Given given, Func<Given, Given> when) => Follow(when(given));

    private static Given Follow(Given decided) => decided.And([.. Assert.IsType<Decision.Accepted>(decided.Decision).Events]);
}
