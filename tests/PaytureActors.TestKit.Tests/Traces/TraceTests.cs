using PaytureActors.Domain;
using PaytureActors.Domain.Orders;
using PaytureActors.TestKit.Exploration;
using static PaytureActors.TestKit.Tests.Traces.Stories;

namespace PaytureActors.TestKit.Tests.Traces;

/// <summary>
/// The traces by which earlier versions of the rules moved money twice or lied to the caller. Each is told up to where it went
/// wrong; from there nothing that can follow may break an invariant. Each goes red when its rule is taken out (see MutantTests).
/// </summary>
public sealed class TraceTests
{
    [Fact]
    public void V1_A_slow_refund_that_could_be_doubled_is_not_sent_again_before_the_horizon() => Walk
        .In(new("V1") { Wishes = [Pay(3), Refund(1)], Faults = 1, Crashes = 0 })
        .Follow("the caller asks for Pay", "Pay#1 is sent and answered", "the caller asks for Refund", "GetState answers Charged")
        .Follow("Refund#2 is sent and slow", "Refund#2 is given up")
        .Explore().IsClean();

    [Fact]
    public void V2_A_standing_that_was_read_early_and_came_late_proves_nothing() => Walk
        .In(new("V2") { Policy = AfterQuiet, Wishes = [Pay(3), Refund(1)], Faults = 2, Crashes = 0, Road = ShortRoad })
        .Follow("the caller asks for Pay", "Pay#1 is sent and answered", "the caller asks for Refund", "GetState answers Charged")
        .Follow("Refund#2 is sent and slow", "Refund#2 is given up")
        .Explore().IsClean();

    [Fact]
    public void V3_A_process_that_pauses_beyond_the_quiet_period_sends_nothing_afterwards() => Walk
        .In(new("V3") { Policy = AfterQuiet, Wishes = [Pay(3), Refund(1)], Faults = 0, Crashes = 1, Pauses = true })
        .Follow("the caller asks for Pay", "Pay#1 is sent and answered", "the caller asks for Refund", "GetState answers Charged")
        .Follow("the order crashes")
        .Explore().IsClean();

    [Fact]
    public void V4_A_late_charge_of_another_amount_is_not_taken_for_this_one() => Walk
        .In(new("V4") { Wishes = [Block(2), Charge(2), Charge(1, "second")], IsImpatient = true, Faults = 1, Crashes = 0, Resolutions = 1 })
        .Follow("the caller asks for Block", "Block#1 is sent and answered", "the caller asks for Charge")
        .Follow("Charge#2 is sent and slow", "Charge#2 is given up")
        .Explore().IsClean();

    [Fact]
    public void V5_A_late_hold_of_another_amount_is_not_taken_for_the_retry() => Walk
        .In(new("V5") { Wishes = [Block(2), Block(1, "second")], Faults = 2, Crashes = 0 })
        .Follow("the caller asks for Block", "Block#1 is sent and slow", "Block#1 is given up")
        .Until(state => state.InProgress is null)
        .Explore().IsClean();

    [Fact]
    public void V6_Nothing_else_is_accepted_between_two_attempts_of_a_command() => Walk
        .In(new("V6") { Wishes = [Block(2), Charge(2), Unblock()], IsImpatient = true, Faults = 1, Crashes = 0 })
        .Follow("the caller asks for Block", "Block#1 is sent and answered", "the caller asks for Charge")
        .Follow("Charge#2 is sent and slow", "Charge#2 is given up")
        .Explore().IsClean();

    [Fact]
    public void V6_Two_refunds_of_the_same_amount_do_not_take_each_other_for_their_own() => Walk
        .In(new("V6 twins") { Wishes = [Pay(3), Refund(1, "one"), Refund(1, "two")], IsImpatient = true, Faults = 1, Crashes = 0 })
        .Follow("the caller asks for Pay", "Pay#1 is sent and answered", "the caller asks for Refund", "GetState answers Charged")
        .Follow("Refund#2 finds no connection")
        .Explore().IsClean();

    [Fact]
    public void V7_A_refusal_by_state_is_an_answer_and_brings_the_books_in_line() => Walk
        .In(new("V7") { Wishes = [Block(2), Charge(2)], OperatorActs = 1, Faults = 0, Crashes = 0 })
        .Follow("the caller asks for Block", "Block#1 is sent and answered", "an operator does Unblock", "the caller asks for Charge")
        .Follow("Charge#2 is sent and answered")
        .Explore().IsClean();

    [Fact]
    public void V8_A_refund_after_an_operators_refund_leaves_the_books_in_line() => Walk
        .In(new("V8") { Wishes = [Pay(3), Refund(2)], OperatorActs = 1, Faults = 0, Crashes = 0 })
        .Follow("the caller asks for Pay", "Pay#1 is sent and answered", "an operator does Refund", "the caller asks for Refund")
        .Explore().IsClean();

    [Fact]
    public void V9_A_refund_that_lands_after_a_balance_was_taken_for_it_is_found() => Walk
        .In(new("V9") { Wishes = [Pay(3), Refund(1)], OperatorActs = 1, OperatorWaits = false, Faults = 1, Crashes = 0, Accepts = ["I3"] })
        .Follow("the caller asks for Pay", "Pay#1 is sent and answered", "the caller asks for Refund", "GetState answers Charged")
        .Follow("Refund#2 is sent and slow", "an operator does Refund", "Refund#2 is given up", "GetState answers Charged 0.02", "Refund#2 arrives unheard")
        .Explore().IsClean();

    [Fact]
    public void V10_What_lands_after_a_person_said_not_applied_is_found_and_named() => Walk
        .In(new("V10") { Wishes = [Pay(3), Refund(1)], Resolutions = 1, Faults = 1, Crashes = 0 })
        .Follow("the caller asks for Pay", "Pay#1 is sent and answered", "the caller asks for Refund", "GetState answers Charged")
        .Follow("Refund#2 is sent and slow", "Refund#2 is given up", "a person says not applied")
        .Explore().IsClean();

    [Fact]
    public void V11_A_copy_of_an_order_that_is_behind_the_order_book_stops() =>
        Assert.IsType<Decision.Behind>(OrderDecider.Decide(
            new OrderCommand.Wake(1), OrderState.Initial, WorldSetting.SmallTimes, DateTimeOffset.UnixEpoch));

    [Fact]
    public void V12_A_refund_that_lands_while_its_resend_waits_is_its_own_effect() => Walk
        .In(new("V12") { Wishes = [Pay(3), Refund(2)], Faults = 1, Crashes = 0 })
        .Follow("the caller asks for Pay", "Pay#1 is sent and answered", "the caller asks for Refund", "GetState answers Charged")
        .Follow("Refund#2 is sent and slow", "Refund#2 is given up")
        .Until(state => state is { InFlight: null, InProgress: not null })
        .Explore().IsClean();

    [Fact]
    public void V13_Resends_that_are_used_up_call_a_person_and_answer_nothing()
    {
        var walk = Walk
            .In(new("V13") { Policy = WorldSetting.SmallTimes with { MaxResends = 0 }, Wishes = [Block(2), Charge(2)], Faults = 1, Crashes = 0 })
            .Follow("the caller asks for Block", "Block#1 is sent and answered", "the caller asks for Charge")
            .Follow("Charge#2 is sent and slow", "Charge#2 is given up")
            .Until(state => state.InFlight is null || state.Attention is not null);

        Assert.Equal(AttentionReason.ResendsUsedUp, walk.World.Order.Attention?.Reason);
        Assert.NotNull(walk.World.Order.InFlight);
        walk.Explore().IsClean();
    }

    [Fact]
    public void V14_An_OrderId_that_another_system_used_for_the_same_amount_cannot_be_told_from_ours()
    {
        var walk = Walk
            .In(new("V14") { Wishes = [Block(2)], ForeignHold = Money.Kopecks(2), Faults = 1, Crashes = 0 })
            .Follow("the caller asks for Block", "Block#1 is lost on its way");

        Assert.Equal(["I3"], walk.Explore().Violations.Keys); // The documented harm, and nothing more.
    }

    [Fact]
    public void V15_A_hold_whose_challenge_nobody_received_has_expired_without_a_person()
    {
        var walk = Walk
            .In(new("V15") { Wishes = [Block(2)], Banks = true, Faults = 1, Crashes = 0 })
            .Follow("the caller asks for Block", "Block#1 asks for 3-D Secure, the answer is lost")
            .Until(state => state.InProgress is null || state.Attention is not null);

        Assert.Null(walk.World.Order.Attention);
        Assert.Equal(Ending.Expired, walk.World.Order.Answers[^1].Ending);
        walk.Explore().IsClean();
    }

    [Theory]
    [InlineData("the process crashes")]
    [InlineData("the order crashes")]
    public void V16_A_standing_behind_the_books_raises_no_alarm(string crash)
    {
        var charged = Walk
            .In(new("V16") { Wishes = [Block(2), Charge(2), Refund(1)], Faults = 1, Crashes = 1, NeedsNobody = true })
            .Follow("the caller asks for Block", "Block#1 is sent and answered", "the caller asks for Charge")
            .Follow("Charge#2 is sent and answered", "the caller asks for Refund", crash);
        var behind = charged.World.Take(charged.World.Inquiry!.Asked, new Standing(GatewayState.Authorized, Money.Kopecks(2)));
        var gone = charged.World.Take(charged.World.Inquiry!.Asked, Standing.NotFound);

        Assert.All([behind, gone], world => Assert.Null(world.Order.Attention));
        Assert.All([behind, gone], world => Explorer.Explore(world).IsClean());
    }

    [Fact]
    public void V17_A_charge_that_an_unblock_overtook_is_declined_without_a_person()
    {
        var walk = Walk
            .In(new("V17") { Wishes = [Block(2), Charge(2)], OperatorActs = 1, OperatorWaits = false, Faults = 1, Crashes = 0 })
            .Follow("the caller asks for Block", "Block#1 is sent and answered", "the caller asks for Charge")
            .Follow("Charge#2 is lost on its way", "an operator does Unblock")
            .Until(state => state.InProgress is null || state.Attention is not null);

        Assert.Null(walk.World.Order.Attention);
        Assert.Equal(Ending.Declined, walk.World.Order.Answers[^1].Ending);
        Assert.Equal(OrderPhase.Unblocked, walk.World.Order.Books.Phase);
        walk.Explore().IsClean();
    }
}
