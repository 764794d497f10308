using PaytureActors.Domain.Orders;
using static PaytureActors.Domain.Tests.Orders.Given;

namespace PaytureActors.Domain.Tests.Orders;

public sealed class LookTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);

    [Fact]
    public void A_full_refund_by_somebody_else_gives_back_what_was_captured_and_not_what_was_held()
    {
        var partly = Blocked(10).And(
            Requested(2, Operation.Charge, 6), Approved(2, new(OrderPhase.Charged, Kopecks(10), Kopecks(6), default)));

        var refunded = partly.WhenSeen(GatewayState.Refunded, 10, Soon);

        refunded.ThenEvents(typeof(OrderEvent.DriftFound));
        Assert.Equal(new Books(OrderPhase.Refunded, Kopecks(10), Kopecks(6), Kopecks(6)), refunded.After().Books);
    }

    [Fact]
    public void What_was_refunded_before_anybody_saw_its_capture_was_captured_whole() =>
        Assert.Equal(
            new Books(OrderPhase.Refunded, Kopecks(10), Kopecks(10), Kopecks(10)), Blocked(10).WhenSeen(GatewayState.Refunded, 10, Soon).After().Books);

    [Fact]
    public void An_order_that_was_opened_elsewhere_is_not_taken_over_by_a_look()
    {
        Nothing.WhenSeen(GatewayState.Authorized, 3, Policy.QuietPeriod * 2).ThenNothing();
        Nothing.WhenSeen(GatewayState.Unrecognized, null, Policy.QuietPeriod * 2).ThenNothing();
    }

    [Fact]
    public void Twenty_equal_doubts_are_searched_in_no_time()
    {
        var order = Charged(100).And(new OrderEvent.RefundAccepted(new("Refund"), Kopecks(1), Now));
        for (var attempt = 2; attempt <= 21; attempt++)
            order = order.And(RefundRequested(attempt, 1, 100), Unknown(attempt), NotApplied(attempt, Now));
        var rest = order.And(new OrderEvent.Resolved(ManualDecision.NotApplied, "none came", "Ann", order.State.Books, Now));

        rest.WhenSeen(GatewayState.Charged, 50, Soon).ThenEvents(typeof(OrderEvent.DriftFound)); // 20! orders of them would outlast the test.
        var late = (OrderEvent.LateEffectFound)rest.WhenSeen(GatewayState.Charged, 97, Soon)
            .ThenEvents(typeof(OrderEvent.LateEffectFound), typeof(OrderEvent.AttentionRaised))[0];
        Assert.Equal((3, 17), (late.Attempts.Count, late.Twins.Count));
    }

    [Fact]
    public void A_payment_that_was_answered_as_not_applied_and_failed_late_is_named()
    {
        var failed = Facts(Requested(1, Operation.Block, 3), Unknown(1), NotApplied(1, null)).WhenSeen(GatewayState.Rejected, null, Soon);

        var drift = (OrderEvent.DriftFound)failed.ThenEvents(typeof(OrderEvent.DriftFound))[0];
        Assert.Equal([new AttemptId(1)], drift.MayInclude);
        Assert.Equal(OrderPhase.Declined, failed.After().Books.Phase);
    }

    [Fact]
    public void A_refund_that_a_person_saw_applied_may_have_been_another_one_and_is_named_when_it_comes()
    {
        var doubted = Charged(3).And(new OrderEvent.RefundAccepted(new("Refund"), Kopecks(1), Now), RefundRequested(2, 1, 3), Unknown(2));
        var resolved = doubted.And([.. doubted.When(new OrderCommand.Resolve(ManualDecision.Applied, "I see it", "Ann"))
            .ThenEvents(typeof(OrderEvent.Resolved), typeof(OrderEvent.LooksOrdered))]);

        var late = (OrderEvent.LateEffectFound)resolved.WhenSeen(GatewayState.Charged, 1, Soon)
            .ThenEvents(typeof(OrderEvent.LateEffectFound), typeof(OrderEvent.AttentionRaised), typeof(OrderEvent.Looked))[0];
        Assert.Equal([new AttemptId(2)], late.Attempts);
    }

    [Fact]
    public void What_stays_pending_at_an_order_at_rest_for_too_long_is_a_persons_matter_and_looked_at_on()
    {
        var rest = Charged(3).And(new OrderEvent.LooksOrdered([Now, Now.AddDays(9)], Now));
        rest.WhenSeen(GatewayState.Pending, null, Policy.PendingLifetime).ThenNothing();

        var called = rest.WhenSeen(GatewayState.Pending, null, Policy.PendingLifetime + Soon);
        var raised = (OrderEvent.AttentionRaised)called.ThenEvents(
            typeof(OrderEvent.AttentionRaised), typeof(OrderEvent.Looked), typeof(OrderEvent.LooksOrdered))[0];
        Assert.Equal((AttentionReason.PendingTooLong, (IdempotencyKey?)null), (raised.Reason, raised.Command));

        // A person who has seen it is not called every hour; the end of it is still found.
        var seen = called.Follow().And(new OrderEvent.Resolved(ManualDecision.Acknowledged, "seen", "Ann", rest.State.Books, Now));
        seen.WhenSeen(GatewayState.Pending, null, Policy.PendingLifetime * 2).ThenNothing();
        seen.WhenSeen(GatewayState.Refunded, null, Policy.PendingLifetime * 2).ThenEvents(typeof(OrderEvent.DriftFound), typeof(OrderEvent.Looked));
        seen.WhenSeen(GatewayState.Pending, null, (Policy.PendingLifetime * 2) + (Soon * 2))
            .ThenEvents(typeof(OrderEvent.AttentionRaised), typeof(OrderEvent.Looked), typeof(OrderEvent.LooksOrdered));
    }

    [Fact]
    public void A_person_who_was_called_about_what_is_pending_is_not_called_again()
    {
        var called = Charged(3).And(new OrderEvent.LooksOrdered([Now], Now)).WhenSeen(GatewayState.Pending, null, Policy.PendingLifetime + Soon).Follow();
        called.WhenSeen(GatewayState.Pending, null, Policy.PendingLifetime * 3).ThenNothing();
    }

    [Fact]
    public void What_is_found_pending_when_no_look_is_due_is_looked_at_until_it_has_ended()
    {
        var pending = Charged(3).WhenSeen(GatewayState.Pending, null, Soon);
        pending.ThenEvents(typeof(OrderEvent.LooksOrdered));
        Assert.True(pending.After().IsLookDue(Now + Soon));
        pending.Follow().WhenSeen(GatewayState.Pending, null, Soon * 4).ThenNothing();
        pending.Follow().WhenSeen(GatewayState.Charged, 3, Soon * 8).ThenEvents(typeof(OrderEvent.Looked));
    }

    [Fact]
    public void What_the_gateway_tells_of_a_payment_is_written_down_once_and_ends_no_doubt()
    {
        var standing = new Standing(GatewayState.Charged, Kopecks(3)) { Rrn = "003770024290", MaskedPan = "411111xxxxxx0031" };
        var take = new OrderCommand.TakeStanding(standing, new Asked(Now + Soon, Soon, CallOpen: false));

        var told = Charged(3).When(take);
        var look = (OrderEvent.Looked)told.ThenEvents(typeof(OrderEvent.Looked))[0];
        Assert.Equal((standing, false), (look.Evidence, look.IsLast));
        Assert.Equal(standing, told.After().LastStanding);

        told.Follow().When(take).ThenNothing();
    }

    [Theory]
    [InlineData(LateEffectPolicy.Undo, typeof(OrderEvent.AttemptRequested))]
    [InlineData(LateEffectPolicy.Attention, typeof(OrderEvent.AttentionRaised))]
    public void A_hold_that_comes_late_is_released_or_left_to_a_person(LateEffectPolicy policy, Type then)
    {
        var late = Late(Operation.Block, GatewayState.Authorized, Policy with { LateBlock = policy });

        late.ThenEvents(typeof(OrderEvent.LateEffectFound), then);
        Assert.Equal(policy is LateEffectPolicy.Undo ? Operation.Unblock : null, late.After().InFlight?.Operation);
    }

    [Theory]
    [InlineData(LateEffectPolicy.Undo, typeof(OrderEvent.RefundAccepted))]
    [InlineData(LateEffectPolicy.Attention, typeof(OrderEvent.AttentionRaised))]
    public void A_payment_that_comes_late_is_refunded_or_left_to_a_person(LateEffectPolicy policy, Type then)
    {
        var late = Late(Operation.Pay, GatewayState.Charged, Policy with { LatePay = policy });

        late.ThenEvents(typeof(OrderEvent.LateEffectFound), then);
        Assert.Equal(policy is LateEffectPolicy.Undo ? Operation.Refund : null, late.After().InProgress?.Operation);
        Assert.Null(late.After().InFlight); // A refund begins with a fresh standing, this one too.
    }

    private static Given Late(Operation opening, GatewayState seen, MerchantPolicy policy) => Facts(Requested(1, opening, 3), Unknown(1), NotApplied(1, null))
        .When(new OrderCommand.TakeStanding(new(seen, Kopecks(3)), new(Now + Soon, Soon, CallOpen: false)), policy);

    [Fact]
    public void A_doubt_outlives_what_is_pending()
    {
        var doubted = Facts(Requested(1, Operation.Block, 3), Unknown(1), NotApplied(1, null), new OrderEvent.LooksOrdered([Now], Now));
        Assert.Single(doubted.WhenSeen(GatewayState.Pending, null, Policy.PendingLifetime + Soon).After().Doubts);
    }

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
