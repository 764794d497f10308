using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Security.Cryptography;
using PaytureActors.Host.Simulation;

namespace PaytureActors.Host.Commands;

/// <summary><c>simulate</c>: a campaign of orders with faults and crashes through the whole engine, audited at its end.</summary>
internal static class SimulateCommand
{
    private const int KillByDefault = 50;
    private const int LongestDays = 365;

    private static readonly Option<int> Orders = new("--orders")
    {
        Description = "How many orders live their lives.",
        Validators = { Within(1, int.MaxValue) },
        DefaultValueFactory = _ => 1000,
    };

    private static readonly Option<Mix> TheMix = new("--mix")
    {
        Description = $"Which flows the orders take, with their weights, as in {MixExample}. The flows: {string.Join(", ", Flow.All.Select(flow => flow.Name))}. [default: all but block-forget]",
        CustomParser = ReadMix,
        DefaultValueFactory = _ => Mix.Default,
    };

    private static readonly Option<SimulatedFaults> Faults = new("--faults")
    {
        Description = $"How much goes wrong: none, light, heavy, or a JSON file with a rate from 0 to 1 for each of {string.Join(", ", SimulatedFaults.Names)}. [default: heavy]",
        CustomParser = ReadFaults,
        DefaultValueFactory = _ => SimulatedFaults.Heavy,
    };

    private static readonly Option<int?> Seed = new("--seed")
    {
        Description = "Decides lifecycles and faults. [default: a new one each time, which is printed]",
    };

    private static readonly Option<int> AtOnce = new("--at-once")
    {
        Description = "How many orders are alive at once.",
        Validators = { Within(1, int.MaxValue) },
        DefaultValueFactory = _ => 200,
    };

    private static readonly Option<int?> Kill = new("--kill", "--crash-every")
    {
        Description = "After about how many finished orders the node dies, in the middle of a call and of whatever else it does, without a goodbye: its actor system ends, "
            + "nothing of it is heard again, and the next one starts from the journal. That is one operating system process all along, so that time can be virtual. 0 for never. "
            + $"[default: {KillByDefault} with heavy faults, else 0; {KillByDefault} without a number]",
        Arity = ArgumentArity.ZeroOrOne,
        CustomParser = ReadKill,
    };

    private static readonly Option<int> Days = new("--days")
    {
        Description = $"Over how many days of virtual time the orders come, {LongestDays} at most, so that holds, sessions and pending commands come to their ends meanwhile; "
            + "the gateway then works on a command for up to as long, short of 72 hours. 0: a new order comes as another ends.",
        DefaultValueFactory = _ => 0,
        Validators = { Within(0, LongestDays) },
    };

    private static readonly Option<DirectoryInfo?> Journal = new("--journal")
    {
        Description = "A folder in which the journal stays. [default: none stays]",
    };

    private static readonly Option<FileInfo?> Report = new("--report")
    {
        Description = "A file for the result as an HTML page with charts; it is written over. [default: none]",
    };

    private const string MixExample = "eWallet.block-charge=5,api.pay=3";

    public static Command Create(Option<bool> verbose)
    {
        var command = new Command("simulate", "Runs orders through the whole engine on virtual time, with faults and crashes, and audits every one of them.")
        {
            Orders, TheMix, Faults, Kill, Days, Seed, AtOnce, Journal, Report,
        };
        command.SetAction(parsed => RunAsync(SettingsOf(parsed), parsed.GetValue(verbose), parsed.GetValue(Report)));
        return command;
    }

    /// <summary>What the command line asks for.</summary>
    public static SimulationSettings SettingsOf(ParseResult parsed) => new()
    {
        Orders = parsed.GetValue(Orders),
        Mix = parsed.GetValue(TheMix)!,
        Faults = parsed.GetValue(Faults)!,
        Seed = parsed.GetValue(Seed) ?? RandomNumberGenerator.GetInt32(int.MaxValue),
        AtOnce = parsed.GetValue(AtOnce),
        CrashEvery = parsed.GetValue(Kill) ?? (parsed.GetValue(Faults) == SimulatedFaults.Heavy ? KillByDefault : 0),
        Days = parsed.GetValue(Days),
        Journal = parsed.GetValue(Journal),
    };

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

    private static Mix? ReadMix(ArgumentResult given)
    {
        if (Mix.TryParse(given.Tokens.Single().Value, out var mix, out var error))
            return mix;
        given.AddError($"--mix takes flows with weights, as in {MixExample}: {error}.");
        return null;
    }

    private static SimulatedFaults? ReadFaults(ArgumentResult given)
    {
        try
        {
            return SimulatedFaults.Read(given.Tokens.Single().Value);
        }
        catch (FormatException wrong)
        {
            given.AddError(wrong.Message);
            return null;
        }
    }

    private static int? ReadKill(ArgumentResult given)
    {
        if (given.Tokens.Count == 0)
            return KillByDefault;
        if (int.TryParse(given.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var every))
            return every;
        given.AddError($"--kill takes a number of orders, or 0 for never, not {given.Tokens[0].Value}.");
        return null;
    }

    private static Action<OptionResult> Within(int least, int most) => given =>
    {
        if (given.Tokens is not [{ Value: var text }] || !int.TryParse(text, CultureInfo.InvariantCulture, out var number))
            return; // Something else is wrong with it.
        if (number < least)
            given.AddError($"{given.Option.Name} must be {least} or more.");
        else if (number > most)
            given.AddError($"{given.Option.Name} must be {most} or less.");
    };
}
