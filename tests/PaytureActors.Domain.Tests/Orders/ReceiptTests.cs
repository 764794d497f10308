using PaytureActors.Domain.Cheques;
using PaytureActors.Domain.Orders;
using static PaytureActors.Domain.Tests.Orders.Given;

namespace PaytureActors.Domain.Tests.Orders;

/// <summary>An order carries its receipt: the first one whole, then what remains of it.</summary>
public sealed class ReceiptTests
{
    private static readonly ChequePosition Ticket = new("Ticket", 2000, Kopecks(100), 1);
    private static readonly ChequePosition OneTicket = Ticket with { Quantity = 1000 };
    private static readonly ChequePosition Meal = new("Meal", 1000, Kopecks(50), 2);
    private static readonly Cheque Receipt = new([Ticket, Meal], 0, "anna@example.com");

    private static OrderCommand.Ask With(OrderCommand.Ask ask, params ReadOnlySpan<ChequePosition> items) =>
        ask with { Details = AskDetails.None with { Items = ValueList.Of(items) } };

    private static Given Held() => Follow(Nothing.When(Ask(Operation.Block, 250, "block") with { Details = AskDetails.None with { Cheque = Receipt } }))
        .And(Approved(1, new(OrderPhase.Blocked, Kopecks(250), default, default)));

    private static Given Captured() => Held().And(
        new OrderEvent.AttemptRequested(new(2), new("charge"), Operation.Charge, null, Kopecks(250), Now, null, Now),
        Approved(2, new(OrderPhase.Charged, Kopecks(250), Kopecks(250), default)));

    private static Given Follow(Given decided) => decided.And([.. Assert.IsType<Decision.Accepted>(decided.Decision).Events]);

    [Fact]
    public void The_receipt_of_a_payment_comes_to_its_amount_or_the_payment_is_refused()
    {
        Assert.Equal(Receipt, Held().State.Cheque);
        Nothing.When(Ask(Operation.Block, 251) with { Details = AskDetails.None with { Cheque = Receipt } }).ThenRejected(Rejection.ChequeDoesNotFit);
    }

    [Fact]
    public void A_partial_charge_sends_and_leaves_what_is_captured()
    {
        var charging = Follow(Held().When(With(Ask(Operation.Charge, 150), OneTicket, Meal)));
        Assert.Equal([OneTicket, Meal], charging.State.InFlight!.Cheque!.Positions);
        Assert.Equal([OneTicket, Meal], charging.And(Approved(2, new(OrderPhase.Charged, Kopecks(250), Kopecks(150), default))).State.Cheque!.Positions);
    }

    [Fact]
    public void A_partial_refund_sends_and_leaves_what_remains()
    {
        var accepted = Follow(Captured().When(With(Ask(Operation.Refund, 100), OneTicket)));
        var sent = Follow(accepted.WhenSeen(GatewayState.Charged, 250, TimeSpan.Zero));
        Assert.Equal([OneTicket, Meal], sent.State.InFlight!.Cheque!.Positions);
        Assert.Equal([OneTicket, Meal], Follow(sent.WhenAnswered(new GatewayOutcome.Approved(null, Kopecks(150)))).State.Cheque!.Positions);
    }

    [Fact]
    public void A_resend_carries_the_same_receipt()
    {
        var sent = Follow(Follow(Captured().When(With(Ask(Operation.Refund, 100), OneTicket))).WhenSeen(GatewayState.Charged, 250, TimeSpan.Zero));
        var again = Follow(sent.And(new OrderEvent.NotSent(new(3), NotSentReason.Connect, Now, Now)).WhenSeen(GatewayState.Charged, 250, TimeSpan.Zero));
        Assert.Equal((new AttemptId(4), sent.State.InFlight!.Cheque), (again.State.InFlight!.Id, again.State.InFlight.Cheque));
    }

    [Fact]
    public void Everything_at_once_needs_no_positions_and_sends_none()
    {
        Assert.Null(Follow(Held().WhenAsked(Operation.Charge, null)).State.InFlight!.Cheque);
        Captured().WhenAsked(Operation.Refund, 250).ThenEvents(typeof(OrderEvent.RefundAccepted));
    }

    [Fact]
    public void The_receipt_is_the_one_of_the_try_that_had_its_effect()
    {
        var other = Receipt with { CustomerContact = "bob@example.com" };
        var first = Follow(Nothing.When(Ask(Operation.Block, 250, "a") with { Details = AskDetails.None with { Cheque = Receipt } }))
            .And(Unknown(1), NotApplied(1, null));
        var second = Follow(first.When(Ask(Operation.Block, 250, "b") with { Details = AskDetails.None with { Cheque = other } }))
            .And(new OrderEvent.RefusedByState(new(2), new("DUPLICATE_ORDER_ID", ErrorClass.StateConflict, false), Now));

        var approved = second.WhenSeen(GatewayState.Authorized, 250, TimeSpan.FromSeconds(1));

        approved.ThenEvents(typeof(OrderEvent.LateEffectFound), typeof(OrderEvent.Approved), typeof(OrderEvent.LooksOrdered));
        Assert.Equal(Receipt, approved.After().Cheque);
    }

    [Fact]
    public void A_try_without_a_receipt_that_comes_late_leaves_none()
    {
        var first = Follow(Nothing.WhenAsked(Operation.Block, 250, "a")).And(Unknown(1), NotApplied(1, null));
        var second = Follow(first.When(Ask(Operation.Block, 200, "b") with { Details = AskDetails.None with { Cheque = new([Ticket], 0, "anna@example.com") } }))
            .And(new OrderEvent.NotSent(new(2), NotSentReason.Connect, null, Now));

        Assert.Null(second.WhenSeen(GatewayState.Authorized, 250, TimeSpan.FromSeconds(1)).After().Cheque);
    }

    [Fact]
    public void What_remains_after_a_refund_that_came_late_is_less_by_its_positions()
    {
        var first = Follow(Follow(Captured().When(With(Ask(Operation.Refund, 100, "one"), OneTicket))).WhenSeen(GatewayState.Charged, 250, TimeSpan.Zero));
        var givenUp = first.And(Unknown(3), new OrderEvent.Resolved(ManualDecision.NotApplied, "none came", "Ann", first.State.Books, Now));
        var second = Follow(Follow(givenUp.When(With(Ask(Operation.Refund, 50, "two"), Meal))).WhenSeen(GatewayState.Charged, 250, TimeSpan.Zero));

        var both = second.WhenAnswered(new GatewayOutcome.Approved(null, Kopecks(100)));

        both.ThenEvents(typeof(OrderEvent.Approved), typeof(OrderEvent.LateEffectFound), typeof(OrderEvent.AttentionRaised));
        Assert.Equal([OneTicket], both.After().Cheque!.Positions);
    }

    [Fact]
    public void A_part_names_its_positions_and_they_come_to_the_kopeck()
    {
        Held().WhenAsked(Operation.Charge, 150).ThenRejected(Rejection.ItemsRequired);
        Held().When(With(Ask(Operation.Charge, 149), OneTicket, Meal)).ThenRejected(Rejection.ChequeDoesNotFit);
        Captured().WhenAsked(Operation.Refund, 100).ThenRejected(Rejection.ItemsRequired);
        Captured().When(With(Ask(Operation.Refund, 99), OneTicket)).ThenRejected(Rejection.ChequeDoesNotFit);
        Captured().When(With(Ask(Operation.Refund, 100), OneTicket with { Text = "Other" })).ThenRejected(Rejection.NotInCheque);
        Blocked(3).When(With(Ask(Operation.Charge, 1), OneTicket)).ThenRejected(Rejection.NoCheque);
    }

    [Fact]
    public void A_part_that_leaves_a_line_of_nothing_is_refused_before_anything_is_written_down()
    {
        var sugar = new ChequePosition("Sugar", 1000, Kopecks(1), 1);
        var held = Follow(Nothing.When(Ask(Operation.Block, 201, "block") with
        {
            Details = AskDetails.None with { Cheque = Receipt with { Positions = [Ticket, sugar] } },
        })).And(Approved(1, new(OrderPhase.Blocked, Kopecks(201), default, default)));
        var captured = held.And(Requested(2, Operation.Charge, 201), Approved(2, new(OrderPhase.Charged, Kopecks(201), Kopecks(201), default)));

        held.When(With(Ask(Operation.Charge, 200), Ticket, sugar with { Quantity = 300 })).ThenRejected(Rejection.SplitLosesKopecks);
        captured.When(With(Ask(Operation.Refund, 1), sugar with { Quantity = 700 })).ThenRejected(Rejection.SplitLosesKopecks);
    }

    [Fact]
    public void The_same_key_with_other_positions_is_another_request()
    {
        var accepted = Follow(Captured().When(With(Ask(Operation.Refund, 100), OneTicket)));
        Assert.IsType<Decision.Joined>(accepted.When(With(Ask(Operation.Refund, 100), OneTicket)).Decision);
        accepted.When(With(Ask(Operation.Refund, 100), Meal, Meal)).ThenRejected(Rejection.KeyReused);
    }

    [Fact]
    public void A_refund_whose_receipt_no_longer_fits_what_is_left_is_declined_with_nothing_sent()
    {
        var policy = new MerchantPolicy { RefundDespiteDrift = true };
        var accepted = Follow(Captured().When(With(Ask(Operation.Refund, 100), OneTicket), policy));
        var seen = new OrderCommand.TakeStanding(new(GatewayState.Charged, Kopecks(200)), new(Now, TimeSpan.Zero, false));
        accepted.When(seen, policy).ThenEvents(typeof(OrderEvent.DriftFound), typeof(OrderEvent.Declined));
    }
}
