using PaytureActors.Domain.Orders;
using static PaytureActors.Domain.Tests.Orders.Given;

namespace PaytureActors.Domain.Tests.Orders;

public sealed class SettlingTests
{
    private static Given Charging => Blocked(3).And(Requested(2, Operation.Charge, 3));

    private static Given Blocking => Facts(Requested(1, Operation.Block, 3));

    private static Given Refunding => Charged(3).And(new OrderEvent.RefundAccepted(new("Refund"), Kopecks(1), Now), RefundRequested(2, 1, 3));

    [Fact]
    public void A_success_is_a_fact()
    {
        Assert.Equal(OrderPhase.Charged, Charging.WhenAnswered(new GatewayOutcome.Approved(Kopecks(3), null)).After().Books.Phase);
        Assert.Equal(OrderPhase.Blocked, Blocking.WhenAnswered(new GatewayOutcome.Approved(null, null)).After().Books.Phase);
    }

    [Fact]
    public void A_success_with_another_amount_is_a_doubt_until_a_standing_confirms_it()
    {
        var doubt = Blocking.WhenAnswered(new GatewayOutcome.Approved(Kopecks(2), null));
        doubt.ThenEvents(typeof(OrderEvent.OutcomeUnknown));

        var confirmed = Facts([.. Blocking.State.Sequence > 0 ? new[] { Requested(1, Operation.Block, 3) } : [], .. doubt.ThenEvents(typeof(OrderEvent.OutcomeUnknown))])
            .WhenSeen(GatewayState.Authorized, 2, TimeSpan.Zero);
        confirmed.ThenEvents(typeof(OrderEvent.Approved), typeof(OrderEvent.AttentionRaised), typeof(OrderEvent.LooksOrdered));
        Assert.Equal((Kopecks(2), AttentionReason.AmountDiffers), (confirmed.After().Books.Held, confirmed.After().Attention!.Reason));
    }

    [Theory]
    [InlineData(UnknownReason.Timeout)]
    [InlineData(UnknownReason.Malformed)]
    [InlineData(UnknownReason.HttpStatus)]
    public void An_unknown_outcome_stays_in_flight(UnknownReason reason)
    {
        var doubt = Charging.WhenAnswered(new GatewayOutcome.Unknown(reason));
        doubt.ThenEvents(typeof(OrderEvent.OutcomeUnknown));
        Assert.NotNull(doubt.After().InFlight);
        Charging.And(Unknown(2)).WhenAnswered(new GatewayOutcome.Unknown(reason)).ThenNothing();
    }

    [Theory]
    [InlineData("PROCESSING_ERROR", ErrorClass.OutcomeUnknown, false)]
    [InlineData("ORDER_NOT_FOUND", ErrorClass.StateConflict, false)]
    [InlineData("DUPLICATE_PROCESSING_ORDER_ID", ErrorClass.StateConflict, false)]
    [InlineData("WRONG_CVV", ErrorClass.Declined, true)]
    [InlineData("MPI_RESPONSE_ERROR", ErrorClass.Retryable, true)]
    public void A_code_that_settles_nothing_leaves_a_charge_in_doubt(string code, ErrorClass @class, bool isInferred) =>
        Charging.WhenRefused(code, @class, isInferred).ThenEvents(typeof(OrderEvent.OutcomeUnknown));

    [Theory]
    [InlineData("AMOUNT_EXCEED", ErrorClass.Declined, OrderPhase.Declined)]
    [InlineData("WRONG_CONFIRM_CODE", ErrorClass.Customer, OrderPhase.Declined)]
    [InlineData("WRONG_PAN", ErrorClass.BadRequest, OrderPhase.New)]
    [InlineData("ACCESS_DENIED", ErrorClass.Access, OrderPhase.New)]
    [InlineData("WRONG_CVV", ErrorClass.Declined, OrderPhase.Declined, true)]
    public void A_declined_payment_uses_its_order_id_up_unless_the_request_itself_was_wrong(
        string code, ErrorClass @class, OrderPhase phase, bool isInferred = false)
    {
        var declined = Blocking.WhenRefused(code, @class, isInferred);
        declined.ThenEvents(typeof(OrderEvent.Declined));
        Assert.Equal(phase, declined.After().Books.Phase);
        Assert.Equal(code, declined.After().Answers[^1].Refusal!.Code);
    }

    [Fact]
    public void A_payment_that_may_be_tried_later_ends_as_not_applied() =>
        Assert.Equal(Ending.NotApplied, Blocking.WhenRefused("FRAUD_INTERNAL_ERROR", ErrorClass.Retryable, true).After().Answers[^1].Ending);

    [Theory]
    [InlineData("ILLEGAL_ORDER_STATE")]
    [InlineData("AMOUNT_ERROR")]
    [InlineData("REAUTH_NOT_ALOWED")]
    public void A_first_refusal_by_state_is_the_answer_and_orders_a_look_at_once(string code)
    {
        var refused = Charging.WhenRefused(code, ErrorClass.StateConflict);
        refused.ThenEvents(typeof(OrderEvent.Declined), typeof(OrderEvent.LooksOrdered));
        Assert.True(refused.After().IsLookDue(Now));
        Assert.Equal(OrderPhase.Blocked, refused.After().Books.Phase);
    }

    [Fact]
    public void A_refusal_by_state_after_a_doubted_attempt_proves_only_that_this_one_did_nothing()
    {
        var again = Charging.And(Unknown(2), NotApplied(2, Now), Requested(3, Operation.Charge, 3)).WhenRefused("ILLEGAL_ORDER_STATE", ErrorClass.StateConflict);
        again.ThenEvents(typeof(OrderEvent.RefusedByState));
        Assert.NotNull(again.After().InFlight!.Refused);
    }

    [Fact]
    public void A_used_order_id_after_a_block_answered_as_not_applied_is_inquired()
    {
        var retry = Facts(Requested(1, Operation.Block, 3, "a"), Unknown(1), NotApplied(1, null), Requested(2, Operation.Block, 3, "b"));
        var refused = retry.WhenRefused("DUPLICATE_ORDER_ID", ErrorClass.StateConflict);
        refused.ThenEvents(typeof(OrderEvent.RefusedByState));

        var late = retry.And(refused.ThenEvents(typeof(OrderEvent.RefusedByState))).WhenSeen(GatewayState.Authorized, 3, TimeSpan.FromSeconds(1));
        late.ThenEvents(typeof(OrderEvent.LateEffectFound), typeof(OrderEvent.Approved), typeof(OrderEvent.LooksOrdered));
    }

    [Fact]
    public void What_was_proved_not_to_have_left_is_sent_again_if_it_needs_no_instrument()
    {
        var notSent = new GatewayOutcome.NotSent(NotSentReason.Connect);
        var waiting = Charging.WhenAnswered(notSent).After();
        Assert.Equal(Now + TimeSpan.FromSeconds(1), waiting.InProgress!.RetryAt);
        Assert.Equal(Ending.NotSent, Blocking.WhenAnswered(notSent).After().Answers[^1].Ending);

        var again = OrderDecider.Decide(new OrderCommand.Continue(), waiting, Policy, Now + TimeSpan.FromSeconds(1));
        Assert.IsType<OrderEvent.AttemptRequested>(Assert.Single(Assert.IsType<Decision.Accepted>(again).Events));
        Assert.Empty(Assert.IsType<Decision.Accepted>(OrderDecider.Decide(new OrderCommand.Continue(), waiting, Policy, Now)).Events);
    }

    [Fact]
    public void A_refund_takes_the_gateways_figure_of_what_is_left()
    {
        Assert.Equal(Kopecks(2), Refunding.WhenAnswered(new GatewayOutcome.Approved(null, Kopecks(2))).After().Books.Left);
        var other = Refunding.WhenAnswered(new GatewayOutcome.Approved(null, Kopecks(1)));
        other.ThenEvents(typeof(OrderEvent.Approved), typeof(OrderEvent.DriftFound));
        Assert.Equal(Kopecks(1), other.After().Books.Left);
        Assert.Equal(OrderPhase.Refunded, Refunding.WhenAnswered(new GatewayOutcome.Approved(null, Kopecks(0))).After().Books.Phase);
    }

    [Fact]
    public void An_answer_to_an_attempt_that_is_settled_changes_nothing() =>
        Blocked(3).When(new OrderCommand.Settle(new(1), new GatewayOutcome.Refused(new("X", ErrorClass.Declined, false)))).ThenNothing();

    [Fact]
    public void A_success_that_comes_after_not_applied_is_worth_a_look_and_no_belief()
    {
        var late = Facts(Requested(1, Operation.Block, 3), Unknown(1), NotApplied(1, null))
            .When(new OrderCommand.Settle(new(1), new GatewayOutcome.Approved(Kopecks(3), null)));
        late.ThenEvents(typeof(OrderEvent.LooksOrdered));
        Assert.Equal(OrderPhase.New, late.After().Books.Phase);
    }
}
