using System.CommandLine;
using PaytureActors.Benchmarks;
using PaytureActors.Benchmarks.Contenders;
using PaytureActors.Benchmarks.Reporting;
using PaytureActors.Hosting;

var databases = new Option<JournalProvider[]>("--databases")
{
    Description = "On which databases.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [JournalProvider.PostgreSql, JournalProvider.Sqlite],
};
var flows = new Option<string[]>("--flows")
{
    Description = "Which lives: charge, refund, pay.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [.. Flow.All.Select(flow => flow.Name)],
};
var contenders = new Option<ContenderKind[]>("--contenders")
{
    Description = "Who is measured.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => Enum.GetValues<ContenderKind>(),
};
var concurrency = new Option<int[]>("--at-once")
{
    Description = "How many orders at once.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [1, 16, 256, 4000],
};
var rounds = new Option<int>("--rounds") { Description = "How often each is measured; the middle one counts.", DefaultValueFactory = _ => 3 };
var seconds = new Option<double>("--seconds") { Description = "How long each is watched.", DefaultValueFactory = _ => 6 };
var folder = new Option<DirectoryInfo>("--out") { Description = "Where the report goes.", DefaultValueFactory = _ => new DirectoryInfo("benchmark") };

var compare = new Command("compare", "The engine beside its limit and beside a textbook service.") { databases, flows, contenders, concurrency, rounds, seconds, folder };
compare.SetAction(async parsed =>
{
    var duration = TimeSpan.FromSeconds(parsed.GetValue(seconds));
    var settings = new ComparisonSettings(
        parsed.GetValue(databases)!, [.. parsed.GetValue(flows)!.Select(name => Flow.All.Single(flow => flow.Name == name))], parsed.GetValue(contenders)!,
        parsed.GetValue(concurrency)!, parsed.GetValue(rounds), duration, duration / 2);
    var measured = await new Comparison(settings, Console.WriteLine).RunAsync();
    var report = ComparisonReport.Of(settings, measured);
    var into = parsed.GetValue(folder)!;
    into.Create();
    await File.WriteAllTextAsync(Path.Combine(into.FullName, "comparison.md"), report);
    foreach (var (name, chart) in ComparisonReport.Charts(settings, measured))
        await File.WriteAllTextAsync(Path.Combine(into.FullName, name), chart);
    Console.WriteLine(report);
    return measured.Values.SelectMany(each => each).Any(each => each.Failures > 0) ? 1 : 0;
});

var database = new Option<JournalProvider>("--database") { Description = "On which database.", DefaultValueFactory = _ => JournalProvider.PostgreSql };
var orders = new Option<int>("--orders") { Description = "How many orders.", DefaultValueFactory = _ => 100_000 };
var doubted = new Option<int>("--doubted") { Description = "How many of them are in doubt.", DefaultValueFactory = _ => 1_000 };
var minutes = new Option<double>("--minutes") { Description = "For how long.", DefaultValueFactory = _ => 1 };

var flat = new Command("flat", "Whether finished orders in the journal slow anything; 1 000 000 are meant.") { database, orders, rounds, seconds };
flat.SetAction(parsed => new Flatness(
    parsed.GetValue(database), parsed.GetValue(orders), parsed.GetValue(rounds), TimeSpan.FromSeconds(parsed.GetValue(seconds)), Console.WriteLine).RunAsync());
var open = new Command("open", "How soon a start settles what is in doubt among many open orders.") { database, orders, doubted };
open.SetAction(parsed => new OpenOrders(parsed.GetValue(database), parsed.GetValue(orders), parsed.GetValue(doubted), Console.WriteLine).RunAsync());
var memory = new Command("memory", "What an active order takes.") { database, orders };
memory.SetAction(parsed => new MemoryUse(parsed.GetValue(database), parsed.GetValue(orders), Console.WriteLine).RunAsync());
var overload = new Command("overload", "Three times what the service can take.") { database, minutes };
overload.SetAction(parsed => new Overload(parsed.GetValue(database), TimeSpan.FromMinutes(parsed.GetValue(minutes)), Console.WriteLine).RunAsync());
var soak = new Command("soak", "Memory and latency over time; an hour is meant.") { database, minutes, folder };
soak.SetAction(parsed => new Soak(parsed.GetValue(database), TimeSpan.FromMinutes(parsed.GetValue(minutes)), parsed.GetValue(folder)!, Console.WriteLine).RunAsync());
var start = new Command("start", "From the command line to the first answered payment.") { rounds };
start.SetAction(parsed => new StartUp(parsed.GetValue(rounds), Console.WriteLine).RunAsync());

return await new RootCommand("Measures PaytureActors.") { compare, flat, open, memory, overload, soak, start }.Parse(args).InvokeAsync();
