using PaytureActors.Benchmarks.Contenders;
using PaytureActors.Benchmarks.Measuring;
using PaytureActors.Benchmarks.Surroundings;
using PaytureActors.Hosting;

namespace PaytureActors.Benchmarks;

/// <summary>Whether a journal full of finished orders slows anything: throughput, the start, and how fast the order book is made anew.</summary>
internal sealed class Flatness(JournalProvider provider, int orders, int rounds, TimeSpan duration, Action<string> say)
{
    private const int Concurrency = 256;

    public async Task RunAsync()
    {
        var flow = Flow.All[0];
        await using var databases = new Databases();
        await using var gateway = await GatewayProcess.StartAsync(databases.Folder);
        var (empty, full) = (await databases.CreateAsync(provider), await databases.CreateAsync(provider));
        await JournalTemplate.RecordAsync(empty, gateway.Address, flow);
        var template = await JournalTemplate.RecordAsync(full, gateway.Address, flow);
        IReadOnlyList<JournalRow> rows = [.. template.Rows(flow)];

        var began = TimeProvider.System.GetTimestamp();
        await Generator.FillAsync(full, rows, orders, "old");
        say(FormattableString.Invariant($"{provider}: {orders} finished orders of {rows.Count} events written in {Elapsed(began):0} s."));

        began = TimeProvider.System.GetTimestamp();
        await using (var first = await EngineContender.StartAsync(full, gateway.Address))
            await first.ReadyAsync();
        say(FormattableString.Invariant($"The order book was made of {(double)orders * rows.Count:0} events at {orders * rows.Count / Elapsed(began):0} events/s."));

        var (starts, rates) = (new Dictionary<Database, List<double>>(), new Dictionary<Database, List<double>>());
        for (var round = 0; round < rounds; round++)
        {
            foreach (var database in round % 2 == 0 ? new[] { empty, full } : [full, empty])
            {
                began = TimeProvider.System.GetTimestamp();
                await using var engine = await EngineContender.StartAsync(database, gateway.Address);
                await engine.ReadyAsync();
                await engine.StepAsync(Generator.Name($"first{round}-", database == full ? 1 : 0), flow.Steps[0]);
                Note(starts, database, 1000 * Elapsed(began));
                var measured = await new Load(engine, flow, [gateway.Spender]).ClosedAsync(Concurrency, duration / 2, duration);
                Note(rates, database, measured.LessGateway);
            }
        }

        Tell("first answered command after the start, ms", starts);
        Tell("lifecycles/s less the gateway", rates);

        void Tell(string what, Dictionary<Database, List<double>> noted)
        {
            var (without, with) = (Median(noted[empty]), Median(noted[full]));
            say(FormattableString.Invariant($"{provider}, {what}: {without:0} with an empty journal, {with:0} with {orders} finished orders, {with / without:0.00} times."));
        }
    }

    private static void Note(Dictionary<Database, List<double>> noted, Database database, double value)
    {
        if (!noted.TryGetValue(database, out var values))
            noted[database] = values = [];
        values.Add(value);
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static double Elapsed(long since) => TimeProvider.System.GetElapsedTime(since).TotalSeconds;
}
