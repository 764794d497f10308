using PaytureActors.Benchmarks.Contenders;
using PaytureActors.Benchmarks.Measuring;
using PaytureActors.Benchmarks.Surroundings;
using PaytureActors.Hosting;

namespace PaytureActors.Benchmarks;

/// <summary>What is compared.</summary>
/// <param name="Databases">On which databases.</param>
/// <param name="Flows">Which lives.</param>
/// <param name="Contenders">Who.</param>
/// <param name="Concurrency">How many orders at once.</param>
/// <param name="Rounds">How often each; the middle one counts.</param>
/// <param name="Duration">How long each is watched.</param>
/// <param name="WarmUp">How long each runs before.</param>
internal sealed record ComparisonSettings(
    IReadOnlyList<JournalProvider> Databases, IReadOnlyList<Flow> Flows, IReadOnlyList<ContenderKind> Contenders, IReadOnlyList<int> Concurrency,
    int Rounds, TimeSpan Duration, TimeSpan WarmUp);

/// <summary>Where a measurement belongs.</summary>
internal readonly record struct Cell(JournalProvider Database, string Flow, int Concurrency, ContenderKind Contender);

/// <summary>
/// Measures all contenders in one run: in each round one after the other, in another order each round, so that what else the machine does
/// meets all of them.
/// </summary>
internal sealed class Comparison(ComparisonSettings settings, Action<string> say)
{
    private readonly Dictionary<Cell, List<Measurement>> _measured = [];

    public async Task<IReadOnlyDictionary<Cell, List<Measurement>>> RunAsync()
    {
        foreach (var provider in settings.Databases)
        {
            foreach (var flow in settings.Flows)
            {
                for (var round = 0; round < settings.Rounds; round++)
                {
                    for (var turn = 0; turn < settings.Contenders.Count; turn++)
                        await MeasureAsync(provider, flow, settings.Contenders[(turn + round) % settings.Contenders.Count], round + 1);
                }
            }
        }

        return _measured;
    }

    private async Task MeasureAsync(JournalProvider provider, Flow flow, ContenderKind kind, int round)
    {
        await using var databases = new Databases();
        await using var gateway = await GatewayProcess.StartAsync(databases.Folder);
        var database = await databases.CreateAsync(provider);
        var template = await JournalTemplate.RecordAsync(database, gateway.Address, flow); // And the tables are there.
        await using IContender contender = kind switch
        {
            ContenderKind.Limit => await LimitContender.StartAsync(template, database, gateway.Address),
            ContenderKind.Textbook => await TextbookContender.StartAsync(database, gateway.Address),
            ContenderKind.Engine => await EngineContender.StartAsync(database, gateway.Address),
            _ => await RestContender.StartAsync(database, gateway.Address, databases.Folder),
        };

        var load = new Load(contender, flow, [gateway.Spender]);
        await load.ClosedAsync(64, settings.WarmUp, TimeSpan.FromSeconds(1));
        foreach (var concurrency in settings.Concurrency)
        {
            GC.Collect();
            var measured = await load.ClosedAsync(concurrency, settings.WarmUp / 2, settings.Duration);
            var cell = new Cell(provider, flow.Name, concurrency, kind);
            if (!_measured.TryGetValue(cell, out var all))
                _measured[cell] = all = [];
            all.Add(measured);
            say(FormattableString.Invariant(
                $"{provider} {flow.Name} {kind} ×{concurrency} round {round}: {measured.Whole:0} /s, {measured.LessGateway:0} /s less the gateway, p99 {measured.Lives.Percentile(0.99):0.0} ms, {measured.Busy:0%} busy, {measured.Failures} failures"));
            foreach (var failure in load.Failures)
                say("  " + failure);
        }
    }
}
