using System.Globalization;
using PaytureActors.Domain.Orders;
using PaytureActors.Host.Simulation;
using PaytureActors.TestKit.Tests.Auditing;
using Xunit.Abstractions;
using Runs = PaytureActors.Host.Simulation.Simulation;

namespace PaytureActors.Host.Tests.Simulation;

/// <summary>A simulation watches the whole process for idleness: nothing may run beside it.</summary>
[CollectionDefinition(nameof(SimulationTests), DisableParallelization = true)]
public sealed class SimulationsAlone;

[Collection(nameof(SimulationTests))]
public sealed class SimulationTests(ITestOutputHelper output)
{
    private static readonly int Seeds = FromEnvironment.Number("PAYTURE_SIMULATIONS", 200);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMinutes(30);
    private static readonly int First = FromEnvironment.Number("PAYTURE_FIRST_SIMULATION", 1);

    /// <summary>
    /// The real engine, seed by seed: a gateway and a journal that misbehave, crashes, virtual time. A build runs a few seeds; the campaign as many as
    /// PAYTURE_SIMULATIONS says, from PAYTURE_FIRST_SIMULATION on.
    /// </summary>
    [Fact]
    public async Task Every_seed_keeps_every_promise()
    {
        var (started, orders, crashes, faults) = (TimeProvider.System.GetTimestamp(), 0, 0, 0L);
        for (var seed = First; seed < First + Seeds; seed++)
        {
            var settings = new SimulationSettings { Orders = 2 + (seed % 4), Faults = SimulatedFaults.Heavy, Seed = seed, AtOnce = 8, CrashEvery = 2, BookLooksEvery = BetweenLooks };
            var result = await Runs.RunAsync(settings, verbose: false, static _ => { });
            AssertGood(result);
            (orders, crashes, faults) = (orders + result.Trail.Orders, crashes + result.Crashes.Count, faults + result.Faults.Values.Sum());
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{Seeds} seeds from {First}: {orders} orders, {crashes} crashes, {faults} faults, 0 violations, {TimeProvider.System.GetElapsedTime(started).TotalSeconds:0} s."));
    }

    [Fact]
    public async Task Orders_keep_every_promise_through_heavy_faults_and_crashes()
    {
        var settings = new SimulationSettings { Orders = 300, Faults = SimulatedFaults.Heavy, Seed = 20_300, AtOnce = 100, CrashEvery = 50 };

        var result = await Runs.RunAsync(settings, verbose: false, static _ => { });

        AssertGood(result);
        Assert.Equal(300, result.Trail.Orders);
        Assert.True(result.Crashes.Count >= 3, $"Only {result.Crashes.Count} crashes.");
        Assert.True(result.Trail.Unknowns >= 100, $"Only {result.Trail.Unknowns} calls without an outcome.");
        Assert.True(result.Trail.Effects >= 300, $"Only {result.Trail.Effects} movements of money.");
    }

    [Fact]
    public async Task Without_faults_nothing_is_in_doubt()
    {
        var settings = new SimulationSettings { Orders = 50, Faults = SimulatedFaults.None, Seed = 1, AtOnce = 20 };

        var result = await Runs.RunAsync(settings, verbose: false, static _ => { });

        AssertGood(result);
        var page = SimulationPage.Of(result);
        foreach (var shown in new[] { "Every promise was kept: 50 orders", "Outcomes", "Pay: approved", "Time to certainty", "--seed 1 " })
            Assert.Contains(shown, page, StringComparison.Ordinal);
        Assert.Equal((0, 0), (result.Trail.Unknowns, result.Crashes.Count));
        Assert.Empty(result.Faults);
    }

    [Fact]
    public void A_page_tells_what_went_wrong_as_text()
    {
        var trail = new AuditTrail(new MerchantPolicy(), []);
        trail.Add(SettledOrder.Good with { Complaints = ["<script>alert(1)</script>"] });
        var page = SimulationPage.Of(new SimulationResult
        {
            Settings = new SimulationSettings { Seed = 5 }, Trail = trail, Lived = TimeSpan.Zero, Took = TimeSpan.Zero, Virtual = TimeSpan.Zero,
            Commands = 1, Inquiries = 0, Faults = new Dictionary<string, int>(), Crashes = [],
        });

        Assert.Contains("1 promises were broken in 1 orders.", page, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_journal_that_is_there_already_is_left_alone()
    {
        var folder = Directory.CreateTempSubdirectory("payture-simulation-test-");
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "payture.db"), "");
            var settings = new SimulationSettings { Orders = 1, Seed = 1, Journal = folder };

            var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => Runs.RunAsync(settings, verbose: false, static _ => { }));

            Assert.Contains("--journal", refusal.Message, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void A_seed_gives_the_same_lives_again()
    {
        var lives = Enumerable.Range(0, 200).Select(number => Lifecycle.Of(new SimulationSettings { Seed = 7 }, number)).ToList();

        Assert.Equal(
            lives.SelectMany(life => life.Steps).ToList(),
            Enumerable.Range(0, 200).SelectMany(number => Lifecycle.Of(new SimulationSettings { Seed = 7 }, number).Steps).ToList());
        Assert.NotEqual(
            lives.SelectMany(life => life.Steps).ToList(),
            Enumerable.Range(0, 200).SelectMany(number => Lifecycle.Of(new SimulationSettings { Seed = 8 }, number).Steps).ToList());
    }

    private static void AssertGood(SimulationResult result) => Assert.True(result.IsGood, string.Join(Environment.NewLine,
        result.Trail.Violations.Take(10).Select(violation => $"{violation.Order}: {violation.What}")
            .Concat(result.Trail.Stories.SelectMany(story => story.Story)).Append(result.Settings.CommandLine)));
}
