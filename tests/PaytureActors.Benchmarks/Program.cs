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
    Console.WriteLine(report);
    return measured.Values.SelectMany(each => each).Any(each => each.Failures > 0) ? 1 : 0;
});

return await new RootCommand("Measures PaytureActors.") { compare }.Parse(args).InvokeAsync();
