using PaytureActors.Domain.Orders;
using static PaytureActors.Domain.Tests.Orders.Given;

namespace PaytureActors.Domain.Tests.Orders;

public sealed class HoldTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);
    private static readonly DateTimeOffset Due = Now + Policy.HoldActsAfter;

    [Fact]
    public void A_hold_is_looked_at_a_day_before_its_horizon()
    {
        Assert.Equal((TimeSpan.FromDays(7), TimeSpan.FromDays(6)), (Policy.HoldHorizon, Policy.HoldActsAfter));
        Assert.Equal(Due, Held().State.HoldDue);
    }

    [Fact]
    public void Whatever_fact_a_hold_begins_with_dates_it()
    {
        Assert.NotNull(Facts(Requested(1, Operation.Block, 3), Unknown(1)).WhenSeen(GatewayState.Authorized, 3, Soon).After().HoldDue);
        Assert.NotNull(Facts(Requested(1, Operation.Block, 3), Unknown(1), NotApplied(1, null)).When(
            new OrderCommand.TakeStanding(new(GatewayState.Authorized, Kopecks(3)), new(Now + Soon, Soon, false)),
            Policy with { LateBlock = LateEffectPolicy.Attention }).After().HoldDue);
        Assert.NotNull(Facts(new OrderEvent.AdoptionAccepted(new("a"), ApiFamily.Api, Now)).WhenSeen(GatewayState.Authorized, 3, Soon).After().HoldDue);
        Assert.NotNull(Facts(Requested(1, Operation.Block, 3), Unknown(1))
            .When(new OrderCommand.Resolve(ManualDecision.Applied, "seen", "Ann")).After().HoldDue);
    }

    [Fact]
    public void The_end_of_a_hold_ends_its_due_time() =>
        Assert.Null(Held().And(Requested(2, Operation.Charge, 3), Approved(2, new(OrderPhase.Charged, Kopecks(3), Kopecks(3), default))).State.HoldDue);

    [Fact]
    public void A_hint_does_not_rely_on_the_look_that_ends_with_the_hold()
    {
        var charging = Held().And(Requested(2, Operation.Charge, 3));

        var hinted = charging.When(new OrderCommand.TakeHint(Due, null), now: Due);

        hinted.ThenEvents(typeof(OrderEvent.LooksOrdered));
        Assert.Equal([Due], hinted.Follow().And(Approved(2, new(OrderPhase.Charged, Kopecks(3), Kopecks(3), default))).State.LooksDue);
    }

    [Fact]
    public void The_clock_alone_does_nothing_but_ask()
    {
        foreach (var policy in new[] { HoldPolicy.Warn, HoldPolicy.Unblock, HoldPolicy.Charge })
            Held().When(new OrderCommand.Continue(), Policy with { HoldPolicy = policy }, Due.AddDays(1)).ThenNothing();

        var here = Incarnation.Recovered(default);
        Assert.Equal(new OrderEffect.Remind(Policy.HoldActsAfter), OrderProcess.Next(Held().State, here, Policy, new Moment(Now, default)));
        Assert.Equal(new OrderEffect.Inquire(), OrderProcess.Next(Held().State, here, Policy, new Moment(Due, default)));
        Assert.False(OrderProcess.MaySleep(Held().State, here, Policy, new Moment(Due, default)));
        Assert.True(OrderProcess.MaySleep(Held().State, here, Policy, new Moment(Now, default)));
    }

    [Fact]
    public void An_inquiry_that_left_before_it_was_due_does_not_count() =>
        Seen(Held(), HoldPolicy.Unblock, asked: Due - Soon).ThenEvents(typeof(OrderEvent.Looked)); // What it tells is news, and no more.

    [Fact]
    public void By_default_a_person_is_called_once_and_the_mark_goes_with_the_hold()
    {
        var warned = Seen(Held(), HoldPolicy.Warn);
        var raised = (OrderEvent.AttentionRaised)warned.ThenEvents(typeof(OrderEvent.Looked), typeof(OrderEvent.AttentionRaised))[1];
        Assert.Equal((AttentionReason.HoldEnds, (IdempotencyKey?)null), (raised.Reason, raised.Command));
        Assert.Null(warned.After().HoldDue);
        Seen(warned.Follow(), HoldPolicy.Warn).ThenNothing();

        var charging = warned.Follow().And(Requested(2, Operation.Charge, 3));
        Assert.NotNull(charging.State.Attention);
        Assert.Null(charging.WhenAnswered(new GatewayOutcome.Approved(null, null)).After().Attention);
    }

    [Theory]
    [InlineData(HoldPolicy.Unblock, Operation.Unblock)]
    [InlineData(HoldPolicy.Charge, Operation.Charge)]
    public void The_order_does_by_itself_what_the_merchant_chose(HoldPolicy policy, Operation operation)
    {
        var followed = Seen(Held(), policy);
        var attempt = (OrderEvent.AttemptRequested)followed.ThenEvents(typeof(OrderEvent.Looked), typeof(OrderEvent.AttemptRequested))[1];
        Assert.Equal((OrderDecider.HoldPolicyKey, operation, Kopecks(3)), (attempt.Key, attempt.Operation, attempt.Amount));

        // A command like any other: nothing else is accepted, a restart asks, and it is driven to its end.
        followed.Follow().WhenAsked(Operation.Charge, 1).ThenRejected(Rejection.CommandInProgress);
        Assert.IsType<OrderEffect.Inquire>(OrderProcess.Resume(followed.After(), Policy, new Moment(Due, default)));
        followed.Follow().WhenAnswered(new GatewayOutcome.NotSent(NotSentReason.Connect)).ThenEvents(typeof(OrderEvent.NotSent));
        Assert.NotNull(followed.Follow().WhenAnswered(new GatewayOutcome.NotSent(NotSentReason.Connect)).After().InProgress);
    }

    [Fact]
    public void It_waits_for_the_command_in_progress_and_is_followed_when_that_has_left_the_hold_as_it_was()
    {
        var charging = Held().And(Requested(2, Operation.Charge, 3));
        Seen(charging, HoldPolicy.Unblock).ThenNothing();

        var declined = charging.WhenRefused("AMOUNT_EXCEED", ErrorClass.Declined).Follow();
        Seen(declined, HoldPolicy.Unblock).ThenEvents(typeof(OrderEvent.Looked), typeof(OrderEvent.AttemptRequested));
    }

    [Fact]
    public void What_it_did_in_vain_is_not_done_again_and_calls_a_person()
    {
        var charging = Seen(Held(), HoldPolicy.Charge).Follow();

        var declined = charging.WhenRefused("AMOUNT_EXCEED", ErrorClass.Declined);

        declined.ThenEvents(typeof(OrderEvent.Declined), typeof(OrderEvent.AttentionRaised));
        Assert.Equal((AttentionReason.HoldEnds, null), (declined.After().Attention!.Reason, declined.After().HoldDue));
    }

    [Fact]
    public void A_person_who_was_called_about_the_order_decides_on_its_hold_too()
    {
        var called = Held().And(new OrderEvent.AttentionRaised(AttentionReason.LateEffect, null, Now));

        var seen = Seen(called, HoldPolicy.Charge);

        seen.ThenEvents(typeof(OrderEvent.Looked));
        Assert.Equal((AttentionReason.LateEffect, null), (seen.After().Attention!.Reason, seen.After().HoldDue));
    }

    [Fact]
    public void A_hold_that_has_ended_behind_our_back_is_left_alone()
    {
        var seen = Seen(Held(), HoldPolicy.Charge, GatewayState.AuthorizationClosed);

        seen.ThenEvents(typeof(OrderEvent.DriftFound), typeof(OrderEvent.Looked));
        Assert.Equal((OrderPhase.HoldClosed, null), (seen.After().Books.Phase, seen.After().HoldDue));
        Seen(Held(), HoldPolicy.Charge, GatewayState.NotFound).ThenNothing(); // Not visible yet: no evidence of anything.
    }

    private static Given Held() =>
        Facts(Requested(1, Operation.Block, 3)).WhenAnswered(new GatewayOutcome.Approved(null, null)).Follow();

    private static Given Seen(Given order, HoldPolicy policy, GatewayState state = GatewayState.Authorized, DateTimeOffset? asked = null) => order.When(
        new OrderCommand.TakeStanding(new(state, state is GatewayState.Authorized ? Kopecks(3) : null), new(asked ?? Due, Soon, CallOpen: false)),
        Policy with { HoldPolicy = policy }, asked ?? Due);
}
