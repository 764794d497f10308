using PaytureActors.TestKit.Exploration;
using static PaytureActors.TestKit.Tests.Traces.Stories;

namespace PaytureActors.TestKit.Tests.Traces;

/// <summary>Explorations that are small enough to be told in a second, and still find what is grossly wrong.</summary>
public sealed class SmallExplorationTests
{
    [Fact]
    public void One_fault_breaks_no_hold() =>
        Explorer.Explore(new WorldSetting("hold") { Wishes = [Block(2), Charge(2)], Faults = 1, Crashes = 0, NeedsNobody = true, Road = ShortRoad }).IsClean();

    [Fact]
    public void One_fault_breaks_no_refund() =>
        Explorer.Explore(new WorldSetting("refund") { Wishes = [Pay(3), Refund(1)], Faults = 1, Crashes = 0, OperatorActs = 1 }).IsClean();

    [Fact]
    public void A_crash_and_a_pause_break_no_refund() =>
        Explorer.Explore(new WorldSetting("pause") { Policy = AfterQuiet, Wishes = [Pay(3), Refund(1)], Faults = 0, Crashes = 1, Pauses = true }).IsClean();
}
