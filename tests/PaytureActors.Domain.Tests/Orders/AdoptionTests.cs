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

    [Fact]
    public void While_an_attempt_of_ours_could_still_come_nothing_is_taken_over()
    {
        var doubted = Facts(Requested(1, Operation.Block, 3), Unknown(1), NotApplied(1, null));
        doubted.WhenAsked(Operation.Adopt, null).ThenRejected(Rejection.OrderKnown);
        doubted.And(new OrderEvent.Looked(Now, IsLast: true, Now)).WhenAsked(Operation.Adopt, null).ThenEvents(typeof(OrderEvent.AdoptionAccepted));
    }

    [Fact]
    public void An_order_that_was_taken_over_under_the_wrong_interface_is_taken_over_again_until_something_of_ours_had_an_effect()
    {
        var wrong = Apply(Nothing, given => given.When(Adopt(ApiFamily.Api, "first"))).WhenSeen(GatewayState.Authorized, 300, TimeSpan.Zero).Follow();
        wrong.When(Adopt(ApiFamily.Api, "same")).ThenRejected(Rejection.OrderKnown);

        // Commands under the wrong interface are refused by the gateway, and change nothing.
        var refused = wrong.WhenAsked(Operation.Charge, null, "charge").Follow().WhenRefused("ILLEGAL_ORDER_STATE", ErrorClass.StateConflict).Follow();
        var again = refused.When(Adopt(ApiFamily.EWallet, "second")).Follow();
        Assert.Equal(ApiFamily.EWallet, again.State.InquiryFamily);
        var right = again.WhenSeen(GatewayState.Authorized, 300, TimeSpan.Zero).Follow();
        Assert.Equal((OrderPhase.Blocked, ApiFamily.EWallet), (right.State.Books.Phase, right.State.Family));
        Assert.Equal(wrong.State.HoldDue, right.State.HoldDue);

        var charged = right.WhenAsked(Operation.Charge, null, "charge again").Follow().WhenAnswered(new GatewayOutcome.Approved(null, null)).Follow();
        charged.When(Adopt(ApiFamily.InPay, "too late")).ThenRejected(Rejection.OrderKnown);
        Blocked(3).When(Adopt(ApiFamily.InPay, "ours")).ThenRejected(Rejection.OrderKnown);
        wrong.WhenAsked(Operation.Charge, null, "charge").Follow().When(Adopt(ApiFamily.InPay, "busy")).ThenRejected(Rejection.CommandInProgress);
    }

    [Fact]
    public void A_payment_that_stays_pending_for_too_long_is_not_waited_for_in_silence()
    {
        var asked = Apply(Nothing, given => given.When(Ask(Operation.Adopt, null)));
        asked.WhenSeen(GatewayState.Pending, null, Policy.PendingLifetime).ThenNothing();
        var called = asked.WhenSeen(GatewayState.Pending, null, Policy.PendingLifetime + TimeSpan.FromTicks(1));
        Assert.Equal(
            (AttentionReason.PendingTooLong, new IdempotencyKey("key")),
            (((OrderEvent.AttentionRaised)called.ThenEvents(typeof(OrderEvent.AttentionRaised))[0]).Reason, called.After().Attention!.Command!.Value));

        var adopted = called.Follow().WhenSeen(GatewayState.Charged, 300, Policy.PendingLifetime * 2).After();
        Assert.Equal((OrderPhase.Charged, null), (adopted.Books.Phase, adopted.Attention));
    }

    [Theory]
    [InlineData(GatewayState.Unrecognized)]
    [InlineData(GatewayState.Forwarded)]
    public void What_nobody_understands_is_a_persons_matter_once_it_stays_so(GatewayState seen)
    {
        var asked = Apply(Nothing, given => given.When(Ask(Operation.Adopt, null)));
        asked.WhenSeen(seen, 300, Policy.QuietPeriod).ThenNothing();
        var events = asked.WhenSeen(seen, 300, Policy.QuietPeriod + TimeSpan.FromTicks(1)).ThenEvents(typeof(OrderEvent.AttentionRaised));
        Assert.Equal(AttentionReason.Contradiction, ((OrderEvent.AttentionRaised)events[0]).Reason);
    }

    private static OrderCommand.Ask Adopt(ApiFamily family, string key) =>
        Ask(Operation.Adopt, null, key) with { Details = AskDetails.None with { Family = family } };

    private static Given Apply(Given given, Func<Given, Given> when) => when(given).Follow();
}
