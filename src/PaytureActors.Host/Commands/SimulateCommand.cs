using System.CommandLine;
using System.Security.Cryptography;
using PaytureActors.Host.Simulation;

namespace PaytureActors.Host.Commands;

/// <summary><c>simulate</c>: a campaign of orders with faults and crashes through the whole engine, audited at its end.</summary>
internal static class SimulateCommand
{
    private const int CrashEveryWhenHeavy = 50;

    private static readonly Option<int> Orders = new("--orders")
    {
        Description = "How many orders live their lives.",
        DefaultValueFactory = _ => 1000,
    };

    private static readonly Option<string> Faults = new("--faults")
    {
        Description = "How much goes wrong with the calls: none, light or heavy.",
        DefaultValueFactory = _ => "heavy",
    };

    private static readonly Option<int?> Seed = new("--seed")
    {
        Description = "Decides lifecycles and faults. [default: a new one each time, which is printed]",
    };

    private static readonly Option<int> AtOnce = new("--at-once")
    {
        Description = "How many orders are alive at once.",
        DefaultValueFactory = _ => 200,
    };

    private static readonly Option<int?> CrashEvery = new("--crash-every")
    {
        Description = $"After how many finished orders the node crashes; 0 for never. [default: {CrashEveryWhenHeavy} with heavy faults, else 0]",
    };

    private static readonly Option<DirectoryInfo?> Journal = new("--journal")
    {
        Description = "A folder in which the journal stays. [default: none stays]",
    };

    private static readonly Option<FileInfo?> Report = new("--report")
    {
        Description = "A file for the result as an HTML page with charts; it is written over. [default: none]",
    };

    static SimulateCommand() => Faults.AcceptOnlyFromAmong("none", "light", "heavy");

    public static Command Create(Option<bool> verbose)
    {
        var command = new Command("simulate", "Runs orders through the whole engine on virtual time, with faults and crashes, and audits every one of them.")
        {
            Orders, Faults, Seed, AtOnce, CrashEvery, Journal, Report,
        };
        command.SetAction(parsed =>
        {
            var faults = Enum.Parse<FaultLevel>(parsed.GetValue(Faults)!, ignoreCase: true);
            return RunAsync(
                new SimulationSettings
                {
                    Orders = AtLeast(1, parsed.GetValue(Orders), Orders),
                    Faults = faults,
                    Seed = parsed.GetValue(Seed) ?? RandomNumberGenerator.GetInt32(int.MaxValue),
                    AtOnce = AtLeast(1, parsed.GetValue(AtOnce), AtOnce),
                    CrashEvery = AtLeast(0, parsed.GetValue(CrashEvery) ?? (faults is FaultLevel.Heavy ? CrashEveryWhenHeavy : 0), CrashEvery),
                    Journal = parsed.GetValue(Journal),
                },
                parsed.GetValue(verbose),
                parsed.GetValue(Report));
        });
        return command;
    }

    /// <summary>Simulates, prints, and says whether every promise was kept.</summary>
    public static async Task<int> RunAsync(SimulationSettings settings, bool verbose, FileInfo? report = null)
    {
        report?.Directory?.Create();
        var result = await SimulationReport.WatchAsync(settings, verbose);
        SimulationReport.Print(result);
        if (report is not null)
        {
            await File.WriteAllTextAsync(report.FullName, SimulationPage.Of(result));
            Console.WriteLine($"report      {report.FullName}");
        }

        return result.IsGood ? PaytureCommandLine.Success : PaytureCommandLine.Failure;
    }

    private static int AtLeast(int least, int given, Option option) =>
        given >= least ? given : throw new CommandFailedException($"{option.Name} must be {least} or more.");
}
