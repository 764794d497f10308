using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using PaytureActors.Domain;
using PaytureActors.Host.Simulation;
using PaytureActors.Host.Tests.Simulation;
using PaytureActors.TestKit.Gateway;
using Xunit.Abstractions;

namespace PaytureActors.Host.Tests.Histories;

/// <summary>
/// Clients ask at the same time, under keys of their own and of others, through a gateway and a journal that misbehave and a process that crashes: what
/// each order told them has one explanation, in which every question had one moment.
/// </summary>
[Collection(nameof(SimulationTests))]
public sealed class HistoryTests(ITestOutputHelper output)
{
    private const int Clients = 5;
    private const int QuestionsEach = 8;
    private const int AtOnce = 40;
    private const int CrashEvery = 5;
    private static readonly FaultRates Rates = new()
    {
        LostBefore = 0.05, LostAfterEffect = 0.05, BeyondTimeout = 0.02, BrokenAnswer = 0.02, UnknownCode = 0.02, LateVisibility = 0.02,
    };

    private static readonly int Runs = FromEnvironment.Number("PAYTURE_HISTORIES", 1);
    private static readonly int First = FromEnvironment.Number("PAYTURE_FIRST_HISTORY", 1);
    private static readonly int Operations = FromEnvironment.Number("PAYTURE_OPERATIONS", 1_000);

    /// <summary>A build checks one run of 1 000 operations; the campaign PAYTURE_HISTORIES of PAYTURE_OPERATIONS, from PAYTURE_FIRST_HISTORY on.</summary>
    [Fact]
    public async Task Every_history_is_linearizable()
    {
        var started = TimeProvider.System.GetTimestamp();
        var (entries, unknown, done, crashes) = (0, 0, 0, 0);
        for (var seed = First; seed < First + Runs; seed++)
        {
            var run = await VirtualShop.RunAsync(seed, Rates, journalFaults: 0.005, shop => PlayAsync(shop, seed));
            Assert.Empty(run.Complaints);
            foreach (var history in run.Histories)
                Assert.True(Linearizability.Fault(history) is null, $"Seed {seed}: {Linearizability.Fault(history)}");
            var all = run.Histories.SelectMany(history => history).ToList();
            (entries, unknown, crashes) = (entries + all.Count, unknown + all.Count(entry => entry.IsUnknown), crashes + run.Crashes);
            done += all.Count(entry => entry.Outcome is Outcome.Done);
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{Runs} runs from {First}: {entries} operations, {done} done, {unknown} given up, {crashes} crashes, all linearizable, "
            + $"{TimeProvider.System.GetElapsedTime(started).TotalSeconds:0} s."));
        Assert.True(done > entries / 20, "Hardly anything was ever done.");
    }

    private static async Task<(IReadOnlyList<IReadOnlyList<Entry>> Histories, IReadOnlyCollection<string> Complaints, int Crashes)> PlayAsync(VirtualShop shop, int seed)
    {
        var histories = new IReadOnlyList<Entry>[Operations / (Clients * QuestionsEach)];
        await Parallel.ForEachAsync(Enumerable.Range(0, histories.Length), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (number, _) =>
        {
            var order = new OrderKey(Lifecycle.Merchant, string.Create(CultureInfo.InvariantCulture, $"order-{number}"));
            var clients = Enumerable.Range(0, Clients).Select(client => shop.Client(order, client)).ToList();
            await Task.WhenAll(clients.Select((client, place) => Task.Run(() => LiveAsync(client, place, new Random((seed * 1_000_003) + (number * Clients) + place), shop.Time))));
            histories[number] = [.. clients.SelectMany(client => client.Entries)];
            if (number % CrashEvery == CrashEvery - 1)
                shop.CrashSoon();
        });
        return (histories, shop.Notebook.Complaints, shop.Installation.Crashes.Count);
    }

    [SuppressMessage("Security", "CA5394:Do not use insecure randomness", Justification = "A seed must ask the same again.")]
    private static async Task LiveAsync(HistoryClient client, int place, Random chance, TimeProvider time)
    {
        for (var i = 0; i < QuestionsEach; i++)
        {
            var patience = chance.NextDouble() < 0.2 ? TimeSpan.FromSeconds(5) : TimeSpan.FromDays(3);
            var key = chance.NextDouble() < 0.3 ? $"everybody's {chance.Next(4)}" : $"{place}'s {i}";
            var question = chance.NextDouble() switch
            {
                _ when (place, i) is (0, 0) => new Question(chance.NextDouble() < 0.5 ? Verb.Pay : Verb.Block, key, 40),
                < 0.15 => new Question(Verb.Pay, key, 40),
                < 0.35 => new Question(Verb.Block, key, 40 + chance.Next(2)),
                < 0.55 => new Question(Verb.Charge, key, chance.Next(3) switch { 0 => null, 1 => 38, _ => 41 }),
                < 0.60 => new Question(Verb.Unblock, key, null),
                < 0.85 => new Question(Verb.Refund, key, chance.Next(5) is var amount and > 0 ? amount : null),
                _ => new Question(Verb.Look, key, null),
            };
            await client.AskAsync(question, patience, waits: chance.NextDouble() < 0.7);
            if (chance.NextDouble() < 0.5)
                await Task.Delay(TimeSpan.FromSeconds(chance.Next(30)), time);
        }
    }
}
