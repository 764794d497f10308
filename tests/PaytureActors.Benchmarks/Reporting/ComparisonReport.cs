using System.Globalization;
using System.Text;
using PaytureActors.Benchmarks.Contenders;
using PaytureActors.Benchmarks.Measuring;
using PaytureActors.Hosting;

namespace PaytureActors.Benchmarks.Reporting;

/// <summary>What a comparison came to: tables in Markdown.</summary>
internal static class ComparisonReport
{
    public static string Of(ComparisonSettings settings, IReadOnlyDictionary<Cell, List<Measurement>> measured)
    {
        var text = new StringBuilder();
        foreach (var provider in settings.Databases)
        {
            foreach (var flow in settings.Flows)
            {
                Line(text, $"### {flow.Title}, {provider}");
                Line(text, $"");
                Line(text, $"| at once | contender | /s | /s less gateway (min–max) | of the limit | of the textbook | p50 ms | p99 ms | p99.9 ms | CPU ms: engine | database | gateway | client | KB written | KB allocated |");
                Line(text, $"|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|");
                foreach (var concurrency in settings.Concurrency)
                {
                    foreach (var kind in settings.Contenders)
                        Row(text, measured, new Cell(provider, flow.Name, concurrency, kind));
                }

                Line(text, $"");
            }
        }

        return text.ToString();
    }

    /// <summary>A chart for each database and life, with the name of its file.</summary>
    public static IEnumerable<(string Name, string Svg)> Charts(ComparisonSettings settings, IReadOnlyDictionary<Cell, List<Measurement>> measured) =>
        from provider in settings.Databases
        from flow in settings.Flows
        select ($"comparison-{provider}-{flow.Name}.svg", Chart.Bars(
            $"{flow.Title} a second, less the simulated gateway's share ({provider})",
            [.. settings.Concurrency.Select(concurrency => $"{concurrency} at once")],
            [.. settings.Contenders.Select(kind => ($"{kind}", (IReadOnlyList<double>)[.. settings.Concurrency.Select(concurrency =>
                Median(measured[new Cell(provider, flow.Name, concurrency, kind)]).LessGateway)]))]));

    /// <summary>The middle one of a cell's measurements, by lifecycles a second less the gateway.</summary>
    public static Measurement Median(IEnumerable<Measurement> rounds)
    {
        var sorted = rounds.OrderBy(each => each.LessGateway).ToArray();
        return sorted[sorted.Length / 2];
    }

    /// <summary>The middle one of the ratios within each round.</summary>
    public static double? Ratio(IReadOnlyDictionary<Cell, List<Measurement>> measured, Cell cell, ContenderKind to)
    {
        if (cell.Contender == to || !measured.TryGetValue(cell with { Contender = to }, out var others))
            return null;
        var ratios = measured[cell].Zip(others, (one, other) => one.LessGateway / other.LessGateway).Order().ToArray();
        return ratios[ratios.Length / 2];
    }

    private static void Row(StringBuilder text, IReadOnlyDictionary<Cell, List<Measurement>> measured, Cell cell)
    {
        var rounds = measured[cell];
        var middle = Median(rounds);
        var isRest = cell.Contender is ContenderKind.Rest;
        var database = cell.Database is JournalProvider.Sqlite ? "–" : Number(middle.CpuPerLifecycle(SpenderKind.Database));
        Line(text, $"| {cell.Concurrency} | {cell.Contender} | {middle.Whole:0} | {middle.LessGateway:0} ({rounds.Min(each => each.LessGateway):0}–{rounds.Max(each => each.LessGateway):0}) | {Share(Ratio(measured, cell, ContenderKind.Limit))} | {Share(Ratio(measured, cell, ContenderKind.Textbook))} | {Number(middle.Lives.Percentile(0.5))} | {Number(middle.Lives.Percentile(0.99))} | {Number(middle.Lives.Percentile(0.999))} | {Number(middle.CpuPerLifecycle(isRest ? SpenderKind.Service : SpenderKind.Engine))} | {database} | {Number(middle.CpuPerLifecycle(SpenderKind.Gateway))} | {(isRest ? Number(middle.CpuPerLifecycle(SpenderKind.Engine)) : "–")} | {middle.BytesWrittenPerLifecycle / 1024:0.0} | {(isRest ? "–" : Number(middle.AllocatedPerLifecycle / 1024))} |");
    }

    private static string Number(double value) => value.ToString(value < 10 ? "0.00" : "0", CultureInfo.InvariantCulture);

    private static string Share(double? ratio) => ratio?.ToString("0.00", CultureInfo.InvariantCulture) ?? "";

    private static void Line(StringBuilder text, FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
