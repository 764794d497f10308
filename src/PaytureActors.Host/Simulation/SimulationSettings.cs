using System.Globalization;
using PaytureActors.Domain.Orders;
using PaytureActors.TestKit.Gateway;

namespace PaytureActors.Host.Simulation;

/// <summary>What to simulate.</summary>
internal sealed record SimulationSettings
{
    private static readonly TimeSpan LongestPending = TimeSpan.FromHours(71);

    /// <summary>How many orders live their lives.</summary>
    public int Orders { get; init; } = 1000;

    /// <summary>How much goes wrong.</summary>
    public SimulatedFaults Faults { get; init; } = SimulatedFaults.Heavy;

    /// <summary>Which flows the orders take.</summary>
    public Mix Mix { get; init; } = Mix.Default;

    /// <summary>Over how many days of virtual time the orders come; 0 for one after another, as others end.</summary>
    public int Days { get; init; }

    /// <summary>Decides lifecycles and faults.</summary>
    public required int Seed { get; init; }

    /// <summary>How many orders are alive at once.</summary>
    public int AtOnce { get; init; } = 200;

    /// <summary>After how many finished orders the node crashes; 0 for never.</summary>
    public int CrashEvery { get; init; }

    /// <summary>How much virtual time passes between two looks of the order book for news: weeks of it would leave time for nothing else.</summary>
    public TimeSpan BookLooksEvery { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Where the journal lies afterwards; null for a folder that is deleted.</summary>
    public DirectoryInfo? Journal { get; init; }

    /// <summary>The rules that the orders go by: the defaults, as a merchant has them who configures none.</summary>
    public MerchantPolicy Policy { get; } = new();

    /// <summary>The faults of the calls.</summary>
    public IFaultPlan Plan => Faults.Plan(Seed, Policy, Times);

    /// <summary>
    /// How long the gateway may work on a command: with days to spend, up to as many as they are, short of the 72 hours after which a person is called.
    /// </summary>
    private FaultTimes Times => Days == 0
        ? new FaultTimes()
        : new FaultTimes { LongestPending = TimeSpan.FromDays(Days) is var days && days < LongestPending ? days : LongestPending };

    /// <summary>The command line that gives the same lifecycles and faults again; the interleaving is the machine's.</summary>
    public string CommandLine => string.Create(CultureInfo.InvariantCulture,
        $"simulate --orders {Orders}{(Mix == Mix.Default ? "" : $" --mix {Mix}")} --faults {Quoted(Faults.Name)} --days {Days} --seed {Seed} --at-once {AtOnce} --kill {CrashEvery}");

    private static string Quoted(string text) => text.Contains(' ', StringComparison.Ordinal) ? $"\"{text}\"" : text;
}
