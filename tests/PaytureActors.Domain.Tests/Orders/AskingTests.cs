using PaytureActors.Domain.Orders;
using static PaytureActors.Domain.Tests.Orders.Given;

namespace PaytureActors.Domain.Tests.Orders;

public sealed class AskingTests
{
    [Fact]
    public void A_block_of_a_new_order_becomes_an_intent_with_a_send_by()
    {
        var requested = Assert.IsType<OrderEvent.AttemptRequested>(
            Assert.Single(Nothing.WhenAsked(Operation.Block, 258_900).ThenEvents(typeof(OrderEvent.AttemptRequested))));
        Assert.Equal((new AttemptId(1), Operation.Block, Kopecks(258_900), Now + Policy.SendBy), (requested.Attempt, requested.Operation, requested.Amount, requested.SendBy));
        Assert.IsType<OrderEffect.Call>(OrderProcess.React(requested, OrderDecider.Evolve(OrderState.Initial, requested)));
    }

    [Fact]
    public void A_charge_above_the_hold_is_rejected() => Blocked(100).WhenAsked(Operation.Charge, 101).ThenRejected(Rejection.AmountExceedsHold);

    [Fact]
    public void A_charge_without_an_amount_takes_the_whole_hold_and_says_so_on_the_wire()
    {
        var requested = (OrderEvent.AttemptRequested)Blocked(100).WhenAsked(Operation.Charge, null).ThenEvents(typeof(OrderEvent.AttemptRequested))[0];
        Assert.Equal((null, Kopecks(100)), (requested.Asked, requested.Amount));
    }

    [Theory]
    [InlineData(Operation.Charge, Rejection.NothingBlocked)]
    [InlineData(Operation.Unblock, Rejection.NothingBlocked)]
    [InlineData(Operation.Refund, Rejection.NothingCharged)]
    public void What_needs_money_is_rejected_where_there_is_none(Operation operation, Rejection reason) =>
        Nothing.WhenAsked(operation, null).ThenRejected(reason);

    [Theory]
    [InlineData(Operation.Pay)]
    [InlineData(Operation.Block)]
    public void A_used_order_id_is_not_used_again(Operation operation) => Charged(3).WhenAsked(operation, 3).ThenRejected(Rejection.OrderIdUsed);

    [Theory]
    [InlineData(Operation.Pay, null)]
    [InlineData(Operation.Block, 0L)]
    public void A_payment_needs_an_amount(Operation operation, long? amount) => Nothing.WhenAsked(operation, amount).ThenRejected(Rejection.AmountRequired);

    [Fact]
    public void Nothing_is_not_an_amount()
    {
        Blocked(3).WhenAsked(Operation.Charge, 0).ThenRejected(Rejection.AmountRequired);
        Charged(3).WhenAsked(Operation.Refund, 0).ThenRejected(Rejection.AmountRequired);
    }

    [Fact]
    public void A_refund_needs_a_key() => Charged(3).WhenAsked(Operation.Refund, 1, null).ThenRejected(Rejection.KeyRequired);

    [Fact]
    public void A_refund_of_more_than_is_left_is_rejected() => Charged(3).WhenAsked(Operation.Refund, 4).ThenRejected(Rejection.AmountExceedsLeft);

    [Fact]
    public void A_refund_is_accepted_before_anything_is_sent()
    {
        var after = Charged(3).WhenAsked(Operation.Refund, 1).After();
        Assert.Null(after.InFlight);
        Assert.IsType<OrderEffect.Inquire>(OrderProcess.Resume(after, Policy, new(Now, default)));
    }

    [Fact]
    public void A_second_command_waits_its_turn() =>
        Blocked(3).And(Requested(2, Operation.Charge, 3)).WhenAsked(Operation.Unblock, null).ThenRejected(Rejection.CommandInProgress);

    [Fact]
    public void The_same_key_joins_its_command_while_it_runs_and_gets_its_answer_for_ever()
    {
        var running = Blocked(3).And(Requested(2, Operation.Charge, 2, "c"));
        Assert.IsType<Decision.Joined>(running.WhenAsked(Operation.Charge, 2, "c").Decision);

        var ended = running.And(Approved(2, new(OrderPhase.Charged, Kopecks(3), Kopecks(2), default)), new OrderEvent.RefundAccepted(new("r"), null, Now));
        var repeated = Assert.IsType<Decision.Repeated>(ended.WhenAsked(Operation.Charge, 2, "c").Decision);
        Assert.Equal((Ending.Approved, Kopecks(2)), (repeated.Answer.Ending, repeated.Answer.Books.Captured));
        Assert.Equal(4, repeated.Answer.Sequence);
    }

    [Theory]
    [InlineData(Operation.Charge, 1L)]
    [InlineData(Operation.Charge, null)]
    [InlineData(Operation.Unblock, 2L)]
    public void A_key_with_another_content_is_refused(Operation operation, long? amount)
    {
        var running = Blocked(3).And(Requested(2, Operation.Charge, 2, "c"));
        running.WhenAsked(operation, amount, "c").ThenRejected(Rejection.KeyReused);
        running.And(Approved(2, new(OrderPhase.Charged, Kopecks(3), Kopecks(2), default))).WhenAsked(operation, amount, "c").ThenRejected(Rejection.KeyReused);
    }

    [Fact]
    public void Without_a_key_a_block_that_was_not_applied_can_be_asked_again()
    {
        var first = Nothing.WhenAsked(Operation.Block, 3, null);
        var ended = Facts([.. first.ThenEvents(typeof(OrderEvent.AttemptRequested)), Unknown(1), NotApplied(1, null)]);
        ended.WhenAsked(Operation.Block, 3, null).ThenEvents(typeof(OrderEvent.AttemptRequested));
    }

    [Fact]
    public void A_person_can_end_a_doubt_and_is_asked_to_look_again()
    {
        var doubt = Blocked(3).And(Requested(2, Operation.Charge, 3), Unknown(2));
        doubt.When(new OrderCommand.Resolve(ManualDecision.NotApplied, "Looked.", "Anna")).ThenEvents(typeof(OrderEvent.Resolved), typeof(OrderEvent.LooksOrdered));
        Assert.Equal(OrderPhase.Charged, doubt.When(new OrderCommand.Resolve(ManualDecision.Applied, "Looked.", "Anna")).After().Books.Phase);
        Blocked(3).When(new OrderCommand.Resolve(ManualDecision.Applied, "Looked.", "Anna")).ThenRejected(Rejection.NothingToResolve);
        Blocked(3).When(new OrderCommand.Resolve(ManualDecision.Acknowledged, "Looked.", "Anna")).ThenRejected(Rejection.NothingToResolve);
    }
}
