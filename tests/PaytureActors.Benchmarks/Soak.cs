using System.Globalization;
using PaytureActors.Benchmarks.Contenders;
using PaytureActors.Benchmarks.Measuring;
using PaytureActors.Benchmarks.Reporting;
using PaytureActors.Benchmarks.Surroundings;
using PaytureActors.Hosting;

namespace PaytureActors.Benchmarks;

/// <summary>Sixty percent of what the engine can do, for as long as is asked: memory and latency, step by step.</summary>
internal sealed class Soak(JournalProvider provider, TimeSpan duration, DirectoryInfo folder, Action<string> say)
{
    private const double Share = 0.6;
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(20);

    public async Task RunAsync()
    {
        var flow = Flow.All[0];
        await using var databases = new Databases();
        await using var gateway = await GatewayProcess.StartAsync(databases.Folder);
        var database = await databases.CreateAsync(provider);
        await using var engine = await EngineContender.StartAsync(database, gateway.Address);
        var load = new Load(engine, flow, [gateway.Spender]);
        var rate = Share * (await load.ClosedAsync(256, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(10))).Whole;
        say(FormattableString.Invariant($"{provider}: {rate:0} lifecycles/s for {duration}."));

        var seen = new List<(double Minute, double P50, double P99, double Resident, double Heap)>();
        var began = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(began) < duration)
        {
            var measured = await load.OpenAsync(rate, TimeSpan.Zero, Step);
            seen.Add((TimeProvider.System.GetElapsedTime(began).TotalMinutes, measured.Commands.Percentile(0.5), measured.Commands.Percentile(0.99),
                Spender.ResidentMegabytes(), GC.GetTotalMemory(forceFullCollection: false) / 1024.0 / 1024));
            var (minute, p50, p99, resident, heap) = seen[^1];
            say(FormattableString.Invariant($"{minute:0.0} min: p50 {p50:0.0} ms, p99 {p99:0.0} ms, {resident:0} MB resident, {heap:0} MB managed, {measured.Failures} failures"));
        }

        folder.Create();
        var name = string.Create(CultureInfo.InvariantCulture, $"soak-{provider}");
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, name + "-latency.svg"), Chart.Lines($"A command's latency, ms ({provider}, {rate:0} lifecycles/s)", "minutes",
            ("p50", seen.Select(each => (each.Minute, each.P50))), ("p99", seen.Select(each => (each.Minute, each.P99)))));
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, name + "-memory.svg"), Chart.Lines($"Memory, MB ({provider}, {rate:0} lifecycles/s)", "minutes",
            ("resident", seen.Select(each => (each.Minute, each.Resident))), ("managed", seen.Select(each => (each.Minute, each.Heap)))));
    }
}
