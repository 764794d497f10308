using PaytureActors.Domain.Orders;
using static PaytureActors.Domain.Tests.Orders.Given;

namespace PaytureActors.Domain.Tests.Orders;

/// <summary>Hints: nothing is believed of them, and none is forgotten before an inquiry that left after it has told something.</summary>
public sealed class HintTests
{
    private static readonly TimeSpan Merged = Incarnation.HintsAreMergedFor;
    private static readonly OrderCommand.TakeHint Hint = new(Now, null);

    [Fact]
    public void A_hint_at_rest_orders_one_look_and_later_hints_are_merged_into_it()
    {
        var hinted = Apply(Blocked(3), given => given.When(Hint with { NotBefore = Now.AddSeconds(2) }));
        Assert.Equal([Now.AddSeconds(2)], hinted.State.Looks);
        hinted.When(Hint with { NotBefore = Now.AddSeconds(2) }).ThenNothing();
        hinted.When(Hint).ThenEvents(typeof(OrderEvent.LooksOrdered)); // Nothing keeps that one waiting.
    }

    [Fact]
    public void A_due_look_whose_inquiry_has_left_does_not_cover_a_hint()
    {
        var asked = Apply(Blocked(3), given => given.When(Hint));
        var again = Apply(asked, given => given.When(new OrderCommand.TakeHint(Now + Merged, Asking: Now), now: Now.AddSeconds(1)));
        again.When(new OrderCommand.TakeHint(Now + Merged, Asking: Now), now: Now.AddSeconds(2)).ThenNothing(); // Nobody has asked about that one yet.

        var taken = Apply(again, given => given.WhenSeen(GatewayState.Authorized, 3, TimeSpan.Zero));

        Assert.Equal([Now + Merged], taken.State.Looks);
    }

    [Fact]
    public void A_look_that_was_asked_about_in_vain_covers_a_hint_and_is_asked_about_sooner()
    {
        var state = Apply(Blocked(3), given => given.When(Hint));
        var here = Incarnation.Recovered(default);
        for (var hour = 0; hour < 40; hour++)
            here = here.Asks(At(TimeSpan.FromHours(hour))).HasHeard(); // Pending, say.
        var now = At(TimeSpan.FromHours(39) + TimeSpan.FromMinutes(1));

        Assert.IsType<OrderEffect.Remind>(OrderProcess.Next(state.State, here, Policy, now));
        state.When(new OrderCommand.TakeHint(here.HintMayAskAt(now.Wall), here.AskingSince), now: now.Wall).ThenNothing();
        Assert.IsType<OrderEffect.Inquire>(OrderProcess.Next(state.State, here.Hinted(), Policy, now));
    }

    [Fact]
    public void A_hint_in_a_doubt_has_the_gateway_asked_once_in_three_seconds()
    {
        var state = Facts(Requested(1, Operation.Block, 3), Unknown(1)).State;
        var asked = Incarnation.Recovered(default).Asks(At(TimeSpan.FromHours(1))).HasHeard();

        var wait = OrderProcess.Next(state, asked.Hinted(), Policy, At(TimeSpan.FromHours(1) + TimeSpan.FromSeconds(1)));
        var due = OrderProcess.Next(state, asked.Hinted(), Policy, At(TimeSpan.FromHours(1) + TimeSpan.FromSeconds(3)));

        Assert.Equal(TimeSpan.FromSeconds(2), Assert.IsType<OrderEffect.Remind>(wait).In);
        Assert.IsType<OrderEffect.Inquire>(due);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_hint_during_a_command_is_looked_at_once_the_command_has_ended(bool isDoubted)
    {
        var charging = Blocked(3).And(Requested(2, Operation.Charge, 3)).And(isDoubted ? [Unknown(2)] : []);
        var hinted = Apply(charging, given => given.When(Hint));
        hinted.When(Hint).ThenNothing(); // One look is enough, however long it takes.
        hinted.When(Hint with { Asking = Now }).ThenNothing(); // What is asked now is about the command.

        var rest = hinted.And(Approved(2, new(OrderPhase.Charged, Kopecks(3), Kopecks(3), default)));
        var here = Incarnation.Recovered(default).Asks(At(TimeSpan.Zero)).Hinted().After(Approved(2, rest.State.Books), default);

        Assert.IsType<OrderEffect.Inquire>(OrderProcess.Next(rest.State, here, Policy, At(TimeSpan.Zero)));
    }

    [Fact]
    public void A_hint_while_a_command_waits_to_be_sent_again_is_looked_at_once_it_has_ended()
    {
        var waiting = Blocked(3).And(Requested(2, Operation.Charge, 3), new OrderEvent.NotSent(new(2), NotSentReason.Connect, Now.AddMinutes(5), Now));
        Assert.Equal([Now], Apply(waiting, given => given.When(Hint)).State.Looks);
    }

    [Fact]
    public void Only_an_inquiry_ends_the_waiting_at_a_page_so_only_one_that_has_left_leaves_a_look_behind()
    {
        var page = Facts(Requested(1, Operation.Init, 3)).And(new OrderEvent.ChallengeIssued(
            new(1), new(ChallengeKind.Page, Facts(Requested(1, Operation.Init, 3)).State.InFlight!, Now, Now.AddHours(1)) { Url = "https://gateway.example" }, Now));

        page.When(Hint).ThenNothing();
        var hinted = Apply(page, given => given.When(new OrderCommand.TakeHint(Now + Merged, Asking: Now)));
        Assert.Equal([Now + Merged], hinted.State.Looks);
    }

    [Fact]
    public void Hints_about_an_order_that_nobody_knows_change_nothing() => Nothing.When(Hint).ThenNothing();

    private static Given Apply(Given given, Func<Given, Given> when) => Follow(when(given));

    private static Given Follow(Given decided) => decided.And([.. Assert.IsType<Decision.Accepted>(decided.Decision).Events]);

    private static Moment At(TimeSpan after) => new(Now + after, new(after));
}
