using PaytureActors.Domain;
using PaytureActors.Domain.Orders;
using PaytureActors.TestKit.Exploration;
using Xunit.Abstractions;
using static PaytureActors.TestKit.Tests.Traces.Stories;

namespace PaytureActors.TestKit.Tests.Exploration;

/// <summary>
/// Every world that small amounts, every outcome and a crash at every step can reach. A build explores as far as 8 000 states a
/// setting; the campaign (PAYTURE_EXPLORE=all, or a part of a setting's name) leaves nothing out.
/// </summary>
public sealed class ExplorationTests(ITestOutputHelper output)
{
    private static readonly string? Wanted = Environment.GetEnvironmentVariable("PAYTURE_EXPLORE");
    private static readonly bool IsCampaign = Wanted is { Length: > 0 };

    [Fact]
    public void No_reachable_world_breaks_an_invariant()
    {
        var states = 0L;
        var violations = new List<string>();
        foreach (var setting in Settings().Where(IsWanted))
        {
            var start = TimeProvider.System.GetTimestamp();
            var seen = Explorer.Explore(setting, IsCampaign ? 3_000_000 : 8_000);
            states += seen.States;
            output.WriteLine(
                $"{seen.Name}: {seen.States:N0} states, {seen.Transitions:N0} transitions{(seen.IsComplete ? "" : ", not all")}, "
                + $"{TimeProvider.System.GetElapsedTime(start).TotalSeconds:0.0} s");
            violations.AddRange(seen.Violations.Select(each => $"{seen.Name} breaks {each.Key}: {each.Value}"));
            if (IsCampaign && !seen.IsComplete && seen.Violations.Count == 0)
                violations.Add($"{seen.Name} is larger than the campaign's limit.");
        }

        output.WriteLine($"In all {states:N0} distinct states.");
        Assert.True(violations.Count == 0, string.Join("\n", violations));
        Assert.True(states >= (Wanted is "all" ? 500_000 : IsCampaign ? 1 : 50_000), $"Only {states} states were seen.");
    }

    private static MerchantPolicy ShortHold(HoldPolicy policy) =>
        WorldSetting.SmallTimes with { HoldPolicy = policy, HoldHorizon = TimeSpan.FromSeconds(21) };

    /// <summary>A person is waited for until well after the horizon.</summary>
    private static MerchantPolicy LongWatch => WorldSetting.SmallTimes with { WatchFor = TimeSpan.FromSeconds(26) };

    private static bool IsWanted(WorldSetting setting) =>
        Wanted is null or "" or "all" || setting.Name.Contains(Wanted, StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<WorldSetting> Settings() =>
    [
        new("Block, Charge") { Wishes = [Block(2), Charge(2)] },
        new("Block, part of it charged, two crashes") { Wishes = [Block(2), Charge(1)], Faults = 1, Crashes = 2 },
        new("Block, Unblock") { Wishes = [Block(2), Unblock()] },
        new("Block, declined, challenged or pending") { Wishes = [Block(2), Charge(null)], Banks = true, Pends = true, Faults = 2, Crashes = 1 },
        new("Block twice") { Wishes = [Block(2), Block(1, "second")], Faults = 2, Crashes = 1 },
        new("Block, the same again") { Wishes = [Block(2), Block(2, "second"), Unblock()], Faults = 2, Crashes = 0 },
        new("Pay, a refund that could be doubled") { Wishes = [Pay(3), Refund(1)], Faults = 1, Crashes = 1 },
        new("Pay, a guarded refund") { Wishes = [Pay(3), Refund(2)], Faults = 1, Crashes = 1 },
        new("Pay, two refunds") { Wishes = [Pay(3), Refund(1, "one"), Refund(1, "two")], IsImpatient = true, Faults = 1, Crashes = 1 },
        new("Refund in doubt twice") { Wishes = [Pay(2), Refund(1)], Faults = 3, Crashes = 0, Pends = true },
        new("Refund, a person decides") { Wishes = [Pay(3), Refund(1, "one"), Refund(null, "rest")], Faults = 1, Crashes = 0, Resolutions = 1 },
        new("Charge, a person decides") { Wishes = [Block(2), Charge(2), Charge(1, "second")], Faults = 1, Crashes = 0, Resolutions = 1 },
        new("Charge beside an operator") { Wishes = [Block(2), Charge(2), Refund(1)], Faults = 1, Crashes = 0, OperatorActs = 1 },
        new("Refunds beside an operator") { Wishes = [Pay(3), Refund(1, "one"), Refund(1, "two")], Faults = 1, Crashes = 0, OperatorActs = 1 },
        new("Refund despite drift")
        {
            Policy = WorldSetting.SmallTimes with { RefundDespiteDrift = true }, Wishes = [Pay(3), Refund(1)], Faults = 1, OperatorActs = 1, Crashes = 0,
        },
        new("Pauses before the socket") { Wishes = [Block(2), Charge(2)], Faults = 1, Crashes = 1, Pauses = true },
        new("Pauses before a refund") { Policy = AfterQuiet, Wishes = [Pay(3), Refund(1)], Faults = 1, Crashes = 1, Pauses = true, Road = ShortRoad },
        new("Late effects left alone")
        {
            Policy = WorldSetting.SmallTimes with { LateBlock = LateEffectPolicy.Attention }, Wishes = [Block(2), Block(1, "second")], Faults = 2, Crashes = 0,
        },
        new("A late payment is refunded")
        {
            Policy = WorldSetting.SmallTimes with { LatePay = LateEffectPolicy.Undo }, Wishes = [Pay(2)], Faults = 2, Crashes = 1,
        },
        new("Refunds after the quiet period, a short road") { Policy = AfterQuiet, Wishes = [Pay(3), Refund(1)], Faults = 2, Crashes = 1, Road = ShortRoad },
        new("Refunds never sent again")
        {
            Policy = WorldSetting.SmallTimes with { UnguardedRefunds = UnguardedRefunds.Never }, Wishes = [Pay(3), Refund(1)], Faults = 2, Crashes = 1,
        },
        new("3-D Secure") { Wishes = [Block(2), Complete()], Banks = true, Faults = 2, Crashes = 1 },
        new("3-D Secure, brought twice") { Wishes = [Pay(2), Complete("one"), Complete("two"), Refund(2)], Banks = true, Faults = 1, Crashes = 1 },
        new("A page, paid in two tries") { Wishes = [Init(Operation.Pay, 2)], CustomerActs = 2, Hints = 1, Faults = 2, Crashes = 1 },
        new("A page, then Charge") { Wishes = [Init(Operation.Block, 2), Charge(1)], CustomerActs = 1, Hints = 1, Faults = 1, Crashes = 1 },
        new("A page that outlives us") { Wishes = [Init(Operation.Block, 2)], CustomerActs = 1, SessionOutlives = TimeSpan.FromSeconds(6), Faults = 1 },
        new("A page after a hold in doubt") { Wishes = [Block(1), Init(Operation.Block, 2)], CustomerActs = 1, Faults = 2, Crashes = 1 },
        new("A page after the same hold in doubt") { Wishes = [Block(2), Init(Operation.Block, 2)], CustomerActs = 1, Faults = 2, Crashes = 1 },
        new("A page after a payment in doubt") { Wishes = [Pay(2), Init(Operation.Block, 2)], CustomerActs = 1, Faults = 2, Crashes = 1 },
        new("Hints in a doubt") { Wishes = [Block(2), Charge(2)], Hints = 2, Faults = 1, Crashes = 1 },
        new("Hints beside an operator") { Wishes = [Block(2)], Hints = 2, OperatorActs = 1, Faults = 1, Crashes = 1 },
        new("Hints of an operator's act during a Charge")
        {
            Wishes = [Block(2), Charge(2)], Hints = 1, OperatorActs = 1, OperatorWaits = false, LateAnswers = true, Faults = 1, Crashes = 0,
        },
        new("A hold that nobody ends calls a person") { Policy = ShortHold(HoldPolicy.Warn), Wishes = [Block(2), Charge(1)], Faults = 1, Crashes = 1 },
        new("A hold that nobody ends is released") { Policy = ShortHold(HoldPolicy.Unblock), Wishes = [Block(2), Charge(1)], Faults = 1, Crashes = 1 },
        new("A hold that nobody ends is charged") { Policy = ShortHold(HoldPolicy.Charge), Wishes = [Block(2), Unblock()], Faults = 1, Crashes = 1 },
        new("Set back: Block, Charge") { Wishes = [Block(2), Charge(2)], Restores = 1, AsksAgain = true, Faults = 1, Crashes = 0 },
        new("Set back: Block, part of it charged") { Wishes = [Block(2), Charge(1)], Restores = 2, Faults = 1, Crashes = 0 },
        new("Set back: Block, Unblock") { Wishes = [Block(2), Unblock()], Restores = 1, AsksAgain = true, Faults = 1, Crashes = 0 },
        new("Set back: Block, the same again") { Wishes = [Block(2), Block(2, "second")], Restores = 1, AsksAgain = true, Faults = 1, Crashes = 0 },
        new("Set back: Block twice")
        {
            Wishes = [Block(2), Block(1, "second")], Restores = 1, AsksAgain = true, Faults = 1, Crashes = 0,
            Accepts = ["I3"], // A hold that came late and was released, both forgotten: what is voided has no amount that would tell whose it was.
        },
        new("Set back: Pay, a refund that could be doubled") { Wishes = [Pay(3), Refund(1)], Restores = 1, Faults = 1, Crashes = 0 },
        new("Set back: Pay, two refunds") { Wishes = [Pay(3), Refund(1, "one"), Refund(1, "two")], Restores = 1, Faults = 1, Crashes = 0 },
        new("Set back: Pay, a refund that could be doubled is asked for again")
        {
            Policy = LongWatch, Wishes = [Pay(3), Refund(1)], Restores = 1, AsksAgain = true, Faults = 1, Crashes = 0,
        },
        new("Set back: Pay, half of it is refunded and asked for again")
        {
            Policy = LongWatch, Wishes = [Pay(2), Refund(1)], Restores = 1, AsksAgain = true, Faults = 1, Crashes = 0,
        },
        new("Set back twice: Pay, half of it is refunded and asked for again")
        {
            Policy = LongWatch, Wishes = [Pay(2), Refund(1)], Restores = 2, AsksAgain = true, Faults = 0, Crashes = 0,
        },
        new("Set back: Pay, a guarded refund") { Wishes = [Pay(3), Refund(2)], Restores = 1, AsksAgain = true, Faults = 1, Crashes = 0 },
        new("Set back: 3-D Secure") { Wishes = [Block(2), Complete()], Banks = true, Restores = 1, AsksAgain = true, Faults = 1, Crashes = 0 },
        new("Set back: a page, then Charge")
        {
            Wishes = [Init(Operation.Block, 2), Charge(1)], CustomerActs = 1, Restores = 1, Faults = 1, Crashes = 0,
        },
        new("Set back: a late Block is released") { Wishes = [Block(2)], Restores = 1, Faults = 2, Crashes = 0 },
        new("A hold at its end beside an operator")
        {
            Policy = ShortHold(HoldPolicy.Charge), Wishes = [Block(2), Refund(1)], OperatorActs = 1, Faults = 1, Crashes = 0,
        },
        new("Nobody need be called") { Wishes = [Block(2), Charge(1), Refund(1)], Faults = 2, Crashes = 0, NeedsNobody = true, Road = ShortRoad },
    ];
}
