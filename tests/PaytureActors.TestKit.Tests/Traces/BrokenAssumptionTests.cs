using PaytureActors.Domain;
using PaytureActors.Domain.Orders;
using PaytureActors.TestKit.Exploration;
using PaytureActors.TestKit.Gateway;
using static PaytureActors.TestKit.Tests.Traces.Stories;

namespace PaytureActors.TestKit.Tests.Traces;

/// <summary>
/// What no rule can prevent at a gateway without idempotency keys: each case breaks an assumption on purpose, and does the documented
/// harm and nothing more.
/// </summary>
public sealed class BrokenAssumptionTests
{
    private static readonly TimeSpan BeyondTheHorizon = WorldSetting.SmallTimes.Horizon * 2;

    [Fact]
    public void U1_A_refund_that_survives_the_horizon_lands_beside_its_resend() => Harm(
        ["I1", "I7"], // Nobody looks any more, so the books do not see it either.
        RefundGivenUp(new("U1") { Wishes = [Pay(3), Refund(1)], Faults = 1, Crashes = 0, Road = BeyondTheHorizon }));

    [Fact]
    public void U1_A_refund_that_survives_the_horizon_contradicts_a_persons_answer() => Harm(
        ["I3", "I7"],
        RefundGivenUp(new("U1") { Policy = Never, Wishes = [Pay(3), Refund(1)], Faults = 1, Crashes = 0, Resolutions = 1, Road = BeyondTheHorizon }));

    [Fact]
    public void U1_Never_sending_again_keeps_the_money_safe_under_any_delay() => Harm(
        [],
        RefundGivenUp(new("U1") { Policy = Never, Wishes = [Pay(3), Refund(1)], Faults = 1, Crashes = 0, Road = BeyondTheHorizon }));

    [Fact]
    public void U2_An_operators_refund_of_the_same_amount_is_taken_for_ours() => Harm(
        ["I3"],
        Walk.In(new("U2") { Wishes = [Pay(3), Refund(1)], Faults = 1, Crashes = 0, OperatorActs = 1, OperatorWaits = false })
            .Follow("the caller asks for Pay", "Pay#1 is sent and answered", "the caller asks for Refund", "GetState answers Charged")
            .Follow("Refund#2 is lost on its way"));

    [Fact]
    public void U3_A_repeated_request_doubles_a_refund_that_nothing_guards() => Harm(
        ["I1", "I7"], // The answer to the first one does not show the second.
        Walk.In(new("U3") { Wishes = [Pay(3), Refund(1)], Faults = 0, Crashes = 0, RepeatsPosts = true })
            .Follow("the caller asks for Pay", "Pay#1 is sent and answered"));

    [Fact]
    public void U3_A_repeated_request_does_nothing_to_what_the_gateway_guards() => Harm(
        [],
        Walk.In(new("U3") { Wishes = [Block(3), Charge(3), Refund(2)], Faults = 1, Crashes = 0, RepeatsPosts = true }));

    [Fact]
    public void U4_An_OrderId_of_another_system_with_our_amount_is_taken_for_ours() => Harm(
        ["I3"],
        Walk.In(new("U4") { Wishes = [Block(2)], ForeignHold = Money.Kopecks(2), Faults = 1, Crashes = 0 })
            .Follow("the caller asks for Block", "Block#1 is lost on its way"));

    [Fact]
    public void U5_A_new_OrderId_beside_a_hold_that_came_late_holds_twice_until_the_late_one_is_released()
    {
        // The first OrderId: answered as not applied, and its request is still on the road. The caller takes a new OrderId at once.
        var first = Walk.In(new("U5") { Wishes = [Block(2)], Faults = 1, Crashes = 0 })
            .Follow("the caller asks for Block", "Block#1 is sent and slow", "Block#1 is given up")
            .Until(state => state.InProgress is null);
        var second = Walk.In(new("U5, new OrderId") { Wishes = [Block(2)], Faults = 0, Crashes = 0 })
            .Follow("the caller asks for Block", "Block#1 is sent and answered");

        first.Follow("Block#1 arrives unheard");

        Assert.Equal(Ending.NotApplied, first.World.Order.Answers[0].Ending);
        Assert.All([first, second], walk => Assert.Equal(LedgerState.Authorized, walk.World.Ledger!.State)); // The documented harm: two holds.
        first.Until(state => state.InFlight is { Operation: Operation.Unblock }).Follow("Unblock#2 is sent and answered");
        Assert.Equal(LedgerState.Voided, first.World.Ledger!.State);
        first.Explore().IsClean();
    }

    [Fact]
    public void U6_An_operator_between_the_fence_and_the_refund_is_taken_for_ours_when_the_answer_is_lost() => Harm(
        ["I3"],
        Walk.In(new("U6") { Wishes = [Pay(3), Refund(1)], Faults = 1, Crashes = 0, OperatorActs = 1, OperatorWaits = false })
            .Follow("the caller asks for Pay", "Pay#1 is sent and answered", "the caller asks for Refund", "GetState answers Charged")
            .Follow("an operator does Refund"));

    private static MerchantPolicy Never => WorldSetting.SmallTimes with { UnguardedRefunds = UnguardedRefunds.Never };

    private static Walk RefundGivenUp(WorldSetting setting) => Walk.In(setting)
        .Follow("the caller asks for Pay", "Pay#1 is sent and answered", "the caller asks for Refund", "GetState answers Charged")
        .Follow("Refund#2 is sent and slow", "Refund#2 is given up");

    private static void Harm(string[] documented, Walk walk)
    {
        var seen = Explorer.Explore(walk.World, stopsAtFirst: false);

        Assert.True(
            documented.Order().SequenceEqual(seen.Violations.Keys.Order()),
            string.Join("\n", seen.Violations.Select(each => $"{each.Key}: {each.Value}").Prepend($"Documented: {string.Join(", ", documented)}")));
    }
}
