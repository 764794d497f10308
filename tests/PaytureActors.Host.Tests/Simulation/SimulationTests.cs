using System.Globalization;
using PaytureActors.Domain;
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
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromHours(2);
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
        foreach (var shown in new[] { "Every promise was kept: 50 orders", "Outcomes", "Pay: approved", "Families", "Time to certainty", "Doubts by cause", "Faults", "--seed 1 " })
            Assert.Contains(shown, page, StringComparison.Ordinal);
        Assert.Equal((0, 0), (result.Trail.Unknowns, result.Crashes.Count));
        Assert.Empty(result.Faults);
    }

    [Fact]
    public async Task Every_family_is_played_under_the_faults_of_a_file_and_no_others()
    {
        var names = "api.3ds-block api.receipt-pay api.decline inPay.page-pay eWallet.stored-pay eWallet.page-block eWallet.3ds-pay applePay.block-charge androidPay.3ds-pay".Split(' ');
        Assert.True(Mix.TryParse(string.Join(',', names.Select(name => $"{name}=1")), out var mix, out _));
        var faults = SimulatedFaults.Parse("two.json", """{"brokenAnswer": 0.1, "journalIsAmbiguous": 0.1}""");
        var settings = new SimulationSettings { Orders = 36, Mix = mix, Faults = faults, Seed = 3, AtOnce = 36, BookLooksEvery = BetweenLooks };
        Assert.Equal(names.Length, Enumerable.Range(0, settings.Orders).Select(number => Lifecycle.Of(settings, number).Flow).Distinct().Count());
        var told = new List<SimulationProgress>();

        var result = await Runs.RunAsync(settings, verbose: false, told.Add);

        AssertGood(result);
        Assert.Equal(Enum.GetValues<ApiFamily>(), result.Trail.Families.Keys.Order());
        foreach (var answer in new[] { (Operation.CompleteChallenge, Ending.Approved), (Operation.CompleteChallenge, Ending.Declined), (Operation.Refund, Ending.Approved) })
            Assert.True(result.Trail.Outcomes.ContainsKey(answer), $"Nobody was told {answer}.");
        Assert.Subset(new HashSet<string> { "Garbage", "Html", "ServerError", "JournalIsAmbiguous" }, result.Faults.Keys.ToHashSet());
        Assert.Contains("JournalIsAmbiguous", result.Faults.Keys);
        Assert.Contains(told, progress => progress is { Stage: "lives", OpenDoubts: > 0, Faults: > 0 });
        Assert.Contains(told, progress => progress is { Stage: "audit", Finished: 36, OpenDoubts: 0, SettledDoubts: > 0 });
        foreach (var shown in new[] { "EWallet", "no well-formed answer" })
            Assert.Contains(shown, SimulationPage.Of(result), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Days_bring_the_end_of_a_hold_that_was_forgotten()
    {
        Assert.True(Mix.TryParse("api.block-forget=1", out var mix, out _));
        var settings = new SimulationSettings
        {
            Orders = 4, Mix = mix, Faults = SimulatedFaults.None, Seed = 3, Days = 8, BookLooksEvery = TimeSpan.FromHours(6),
        };
        output.WriteLine(string.Join(", ", Enumerable.Range(0, 4).Select(number => Lifecycle.Of(settings, number).Arrival)));

        var result = await Runs.RunAsync(settings, verbose: false, static _ => { });

        AssertGood(result);
        Assert.True(result.Virtual.TotalDays > 7, $"Only {result.Virtual.TotalDays} days passed.");
        Assert.True(result.Trail.Attentions > 0, "Nobody was told that a hold ends.");
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
