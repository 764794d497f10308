using System.CommandLine;
using PaytureActors.Host.Commands;
using PaytureActors.Host.Simulation;

namespace PaytureActors.Host.Tests.Simulation;

public sealed class SimulateCommandTests
{
    private static readonly Command Simulate = SimulateCommand.Create(new Option<bool>("--verbose"));

    [Fact]
    public void By_default_a_bad_day_kills_the_node_now_and_then()
    {
        var settings = Of("--seed 7");

        Assert.Equal((1000, 50, 0, 7), (settings.Orders, settings.CrashEvery, settings.Days, settings.Seed));
        Assert.Same(Mix.Default, settings.Mix);
        Assert.Same(SimulatedFaults.Heavy, settings.Faults);
        Assert.Equal("simulate --orders 1000 --faults heavy --days 0 --seed 7 --at-once 200 --kill 50", settings.CommandLine);
    }

    [Theory]
    [InlineData("", 50)]
    [InlineData("--faults light", 0)]
    [InlineData("--faults none --kill", 50)]
    [InlineData("--kill --faults none", 50)]
    [InlineData("--kill 7", 7)]
    [InlineData("--kill 0", 0)]
    [InlineData("--crash-every 9", 9)]
    public void A_node_dies_as_often_as_is_said(string arguments, int expected) => Assert.Equal(expected, Of(arguments).CrashEvery);

    [Fact]
    public void The_command_line_that_a_run_prints_gives_the_same_settings()
    {
        var settings = Of("--orders 9 --mix api.pay=2,inPay.page-pay=1 --faults light --kill 3 --days 4 --seed 5 --at-once 2");

        var again = Of(settings.CommandLine["simulate ".Length..]);

        Assert.Equal(settings.Mix.ToString(), again.Mix.ToString());
        Assert.Equal(settings with { Mix = Mix.Default, }, again with { Mix = Mix.Default });
    }

    [Theory]
    [InlineData("--mix api.none=1", "--mix takes flows with weights, as in eWallet.block-charge=5,api.pay=3: there is no flow 'api.none'; the flows are ")]
    [InlineData("--mix api.pay=0", "the weight of api.pay must be a number above 0")]
    [InlineData("--faults no-such-file.json", "'no-such-file.json' cannot be read")]
    [InlineData("--kill often", "--kill takes a number of orders, or 0 for never, not often.")]
    [InlineData("--kill -1", "-1")]
    [InlineData("--days -1", "--days must be 0 or more.")]
    [InlineData("--days 366", "--days must be 365 or less.")]
    [InlineData("--orders 0", "--orders must be 1 or more.")]
    [InlineData("--at-once 0", "--at-once must be 1 or more.")]
    public void Wrong_usage_is_refused_at_the_door(string arguments, string expected) =>
        Assert.Contains(Simulate.Parse(arguments).Errors, error => error.Message.Contains(expected, StringComparison.Ordinal));

    private static SimulationSettings Of(string arguments)
    {
        var parsed = Simulate.Parse(arguments);
        Assert.Empty(parsed.Errors);
        return SimulateCommand.SettingsOf(parsed);
    }

    [Fact]
    public async Task A_simulation_ends_when_it_is_told_to()
    {
        using var folder = new TemporaryFolder();
        await using var simulation = HostProcess.Start(folder.Path, "simulate --orders 100000 --seed 1 --journal .");
        using var limit = new CancellationTokenSource(HostProcess.Limit);
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!File.Exists(Path.Combine(folder.Path, "payture.db"))) // Its first node has started, and could hear the signal.
            await pause.WaitForNextTickAsync(limit.Token);

        Assert.Equal(128 + 15, await simulation.TerminateAsync());
    }
}
