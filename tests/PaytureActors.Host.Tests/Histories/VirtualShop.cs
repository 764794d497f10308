using System.Diagnostics.CodeAnalysis;
using PaytureActors.Domain;
using PaytureActors.Host.Simulation;
using PaytureActors.TestKit.Gateway;
using PaytureActors.TestKit.Journal;
using PaytureActors.TestKit.Lab;
using PaytureActors.TestKit.Time;

namespace PaytureActors.Host.Tests.Histories;

/// <summary>The real engine on virtual time, with faults, for clients of any kind.</summary>
internal sealed class VirtualShop : IDisposable
{
    private static readonly TimeSpan LongestLife = TimeSpan.FromDays(60);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("payture-shop-");
    private readonly Random _chance;

    private VirtualShop(int seed, FaultRates rates, double journalFaults)
    {
        _chance = new Random(seed);
        Faults = new FaultLog(FaultPlan.Seeded(seed, rates), Time);
        Gateway = new SimulatedGateway(time: Time, faults: Faults);
        var journal = new JournalFaults(seed, journalFaults, Time);
        Installation = new Installation(new NodeSurroundings(
            Time, Gateway, Path.Combine(_folder.FullName, "payture.db"), new EventLog(), journal, TimeSpan.FromMinutes(30), Verbose: false));
    }

    public VirtualTime Time { get; } = new() { IdleLimit = TimeSpan.FromMinutes(10) };

    public FaultLog Faults { get; }

    public SimulatedGateway Gateway { get; }

    public Installation Installation { get; }

    public Notebook Notebook { get; } = new();

    public HistoryClient Client(OrderKey order, int number) => new(order, number, Installation, Notebook, Time);

    /// <summary>Opens a shop, and lets what is to happen in it happen to its end.</summary>
    public static Task<T> RunAsync<T>(int seed, FaultRates rates, double journalFaults, Func<VirtualShop, Task<T>> play) => Task.Factory.StartNew(
        () =>
        {
            using var shop = new VirtualShop(seed, rates, journalFaults);
            shop.Installation.Start();
            var task = Task.Run(() => play(shop));
            return shop.Installation.RunUntil(task, LongestLife, static () => { })
                ? task.GetAwaiter().GetResult()
                : throw new TimeoutException("Nothing ended.");
        },
        CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>Lets the process die in one of the next calls to the gateway.</summary>
    [SuppressMessage("Security", "CA5394:Do not use insecure randomness", Justification = "A seed must give the same moments again.")]
    public void CrashSoon()
    {
        lock (_chance)
            Installation.PlanCrash(1 + _chance.Next(12), command: null, freeze: null);
    }

    public void Dispose()
    {
        Installation.Dispose();
        _folder.Delete(recursive: true);
    }
}
