using PaytureActors.Benchmarks.Contenders;
using PaytureActors.Benchmarks.Measuring;
using PaytureActors.Benchmarks.Surroundings;
using PaytureActors.Hosting;

namespace PaytureActors.Benchmarks;

/// <summary>What an order takes in memory while it is active.</summary>
internal sealed class MemoryUse(JournalProvider provider, int orders, Action<string> say)
{
    public async Task RunAsync()
    {
        await using var databases = new Databases();
        await using var gateway = await GatewayProcess.StartAsync(databases.Folder);
        var database = await databases.CreateAsync(provider);
        await using var engine = await EngineContender.StartAsync(database, gateway.Address,
            ("Payture:IdleAfter", "06:00:00"), ("Payture:MaxOrdersInMemory", $"{orders * 2}"));
        await BlockAsync("warm", 2_000);
        var (heap, resident) = (Heap(), Spender.ResidentMegabytes());
        await BlockAsync("active", orders);
        var (grown, whole) = (Heap() - heap, Spender.ResidentMegabytes());
        say(FormattableString.Invariant(
            $"{provider}: {orders} active orders take {grown / 1024.0 / orders:0.0} KB each of the managed heap; resident {resident:0} MB before, {whole:0} MB with them."));

        Task BlockAsync(string prefix, int count) => Parallel.ForEachAsync(
            Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = 256 },
            async (number, _) => await engine.StepAsync(Generator.Name(prefix, number), Flow.All[0].Steps[0]));
    }

    private static long Heap()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return GC.GetTotalMemory(forceFullCollection: true);
    }
}
