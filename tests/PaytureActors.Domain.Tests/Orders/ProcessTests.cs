using PaytureActors.Domain.Orders;
using static PaytureActors.Domain.Tests.Orders.Given;

namespace PaytureActors.Domain.Tests.Orders;

public sealed class ProcessTests
{
    private static Moment At(TimeSpan after) => new(Now + after, new(after));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Doubts_are_asked_about_on_the_gateways_own_plan(bool isHeard)
    {
        var state = Facts(Requested(1, Operation.Block, 3), Unknown(1)).State;
        var here = Incarnation.Recovered(default);
        var asked = new List<double>();
        for (var time = TimeSpan.Zero; time < TimeSpan.FromSeconds(300);)
        {
            switch (OrderProcess.Next(state, here, Policy, At(time)))
            {
                case OrderEffect.Inquire:
                    asked.Add(time.TotalSeconds);
                    here = isHeard ? here.Asks(At(time)).HasHeard() : here.Asks(At(time)).HasAsked();
                    break;
                case OrderEffect.Remind remind:
                    time += remind.In;
                    break;
            }
        }

        Assert.Equal([0, 3, 6, 9, 12, 15, 18, 21, 24, 27, 30, 35, 40], asked.Take(13));
        Assert.Contains(asked, second => second is > 90 and < 90.1); // The moment at which "not there" begins to prove something.
    }

    [Fact]
    public void What_was_not_heard_is_asked_again_soon_however_far_the_plan_is()
    {
        var state = Facts(Requested(1, Operation.Block, 3), Unknown(1)).State;
        var here = Incarnation.Recovered(default);
        for (var i = 0; i < 50; i++)
            here = here.Asks(At(TimeSpan.FromHours(i))).HasHeard();
        var now = At(TimeSpan.FromHours(49));

        var heard = OrderProcess.Next(state, here, Policy, now);
        var unheard = OrderProcess.Next(state, here.Asks(now).HasAsked(), Policy, now);

        Assert.Equal(TimeSpan.FromHours(1), Assert.IsType<OrderEffect.Remind>(heard).In);
        Assert.Equal(TimeSpan.FromSeconds(3), Assert.IsType<OrderEffect.Remind>(unheard).In);
    }

    [Fact]
    public void Nobody_asks_for_a_person_for_ever_not_even_after_a_restart()
    {
        var state = Facts(Requested(1, Operation.Charge, 3), Unknown(1), new OrderEvent.AttentionRaised(AttentionReason.ResendsUsedUp, new("Charge"), Now)).State;

        Assert.IsType<OrderEffect.Inquire>(OrderProcess.Next(state, Incarnation.Recovered(default), Policy, new Moment(Now + Policy.WatchFor, default)));
        Assert.Null(OrderProcess.Next(state, Incarnation.Recovered(default), Policy, new Moment(Now + Policy.WatchFor + TimeSpan.FromSeconds(1), default)));
    }

    [Fact]
    public void A_restart_does_not_begin_the_plan_anew_for_an_old_doubt()
    {
        var state = Facts(Requested(1, Operation.Block, 3), Unknown(1)).State;
        var now = new Moment(Now.AddHours(9), default);
        var here = Incarnation.Recovered(default).Asks(now).HasHeard();

        var soon = Assert.IsType<OrderEffect.Remind>(OrderProcess.Next(state, here, Policy, now));
        var quiet = new Moment(now.Wall + soon.In, new(soon.In));
        var later = Assert.IsType<OrderEffect.Remind>(OrderProcess.Next(state, here.Asks(quiet).HasHeard(), Policy, quiet));

        Assert.Equal(Policy.QuietPeriod.TotalSeconds, soon.In.TotalSeconds, 0.1); // What this incarnation may judge by.
        Assert.Equal(TimeSpan.FromHours(1), later.In);
    }

    [Fact]
    public void While_a_call_is_open_nobody_asks_before_the_quiet_period_ends()
    {
        var requested = Requested(1, Operation.Block, 3);
        var state = Facts(requested).State;
        var here = Incarnation.Recovered(default).After(requested, default);

        var wait = Assert.IsType<OrderEffect.Remind>(OrderProcess.Next(state, here, Policy, At(TimeSpan.Zero)));
        Assert.True(wait.In > Policy.QuietPeriod);
        Assert.IsType<OrderEffect.Inquire>(OrderProcess.Next(state, here.CallEnded(new(1)), Policy, At(TimeSpan.Zero)));
    }

    [Fact]
    public void An_inquiry_from_before_a_new_stage_is_let_go()
    {
        var here = Incarnation.Recovered(default).Asks(At(TimeSpan.Zero));
        Assert.True(here.IsAsking);
        Assert.False(here.After(Requested(1, Operation.Block, 3), default).IsAsking);
        Assert.True(here.After(Unknown(1), default).IsAsking);
    }

    [Fact]
    public void An_order_at_rest_may_sleep_and_one_in_doubt_may_not()
    {
        var here = Incarnation.Recovered(default);
        Assert.True(OrderProcess.MaySleep(Blocked(3).State, here, Policy, At(TimeSpan.Zero)));
        Assert.False(OrderProcess.MaySleep(Facts(Requested(1, Operation.Block, 3), Unknown(1)).State, here, Policy, At(TimeSpan.FromHours(9))));
    }

    [Fact]
    public void An_order_whose_look_is_due_stays_awake_until_the_look_has_told_something()
    {
        var here = Incarnation.Recovered(default);
        var state = Blocked(3).And(new OrderEvent.LooksOrdered([Now.AddHours(1)], Now)).State;
        Assert.True(OrderProcess.MaySleep(state, here, Policy, At(TimeSpan.FromMinutes(59))));
        Assert.False(OrderProcess.MaySleep(state, here, Policy, At(TimeSpan.FromHours(1))));
    }

    [Fact]
    public void A_mark_about_an_earlier_matter_does_not_slow_the_inquiries_of_a_new_command()
    {
        var marked = Blocked(3).And(new OrderEvent.AttentionRaised(AttentionReason.LateEffect, null, Now));
        var charging = marked.And(Requested(2, Operation.Charge, 3), Unknown(2)).State;
        var now = At(TimeSpan.FromDays(40)); // Longer than anybody watches an order for a person.
        var here = Incarnation.Recovered(now.Monotonic).Asks(now).HasAsked().Asks(now).HasAsked();

        Assert.Equal(TimeSpan.FromSeconds(3), Assert.IsType<OrderEffect.Remind>(OrderProcess.Next(charging, here, Policy, now)).In);
        Assert.False(OrderProcess.MaySleep(charging, here, Policy, At(TimeSpan.FromDays(41))));
    }

    [Fact]
    public void An_order_that_waits_for_a_person_is_asked_about_every_hour_and_may_sleep_in_between()
    {
        var state = Blocked(3).And(
            Requested(2, Operation.Charge, 3), Unknown(2), new OrderEvent.AttentionRaised(AttentionReason.Contradiction, new("Charge"), Now)).State;
        var now = At(TimeSpan.FromDays(1));
        var here = Incarnation.Recovered(default).Asks(now).HasHeard().Asks(now).HasHeard();

        Assert.Equal(TimeSpan.FromHours(1), Assert.IsType<OrderEffect.Remind>(OrderProcess.Next(state, here, Policy, now)).In);
        Assert.True(OrderProcess.MaySleep(state, here, Policy, now));
    }

    [Fact]
    public void A_sleeping_order_is_looked_at_when_its_look_is_due()
    {
        var state = Blocked(3).And(new OrderEvent.LooksOrdered([Now.AddHours(1)], Now)).State;
        Assert.Equal(TimeSpan.FromHours(1), Assert.IsType<OrderEffect.Remind>(OrderProcess.Resume(state, Policy, At(TimeSpan.Zero))).In);
        Assert.IsType<OrderEffect.Inquire>(OrderProcess.Resume(state, Policy, At(TimeSpan.FromHours(1))));
    }

    [Fact]
    public void Resends_wait_longer_each_time_up_to_a_bound()
    {
        Assert.Equal([1, 2, 4, 8], Enumerable.Range(1, 4).Select(resend => Policy.PauseBefore(resend).TotalSeconds));
        Assert.Equal(TimeSpan.FromMinutes(5), Policy.PauseBefore(99));
    }

    [Fact]
    public void An_inquiry_plan_has_pauses_that_are_longer_than_nothing()
    {
        Assert.Throws<ArgumentException>(() => new InquiryPlan([]));
        Assert.Throws<ArgumentException>(() => new InquiryPlan([TimeSpan.Zero]));
    }
}
