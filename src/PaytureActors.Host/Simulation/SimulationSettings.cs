using System.Globalization;
using PaytureActors.Domain.Orders;
using PaytureActors.TestKit.Gateway;
using PaytureActors.TestKit.Lab;

namespace PaytureActors.Host.Simulation;

/// <summary>How much goes wrong.</summary>
internal enum FaultLevel
{
    None = 0,
    Light,
    Heavy,
}

/// <summary>What to simulate.</summary>
internal sealed record SimulationSettings
{
    /// <summary>How many orders live their lives.</summary>
    public int Orders { get; init; } = 1000;

    /// <summary>How much goes wrong with the calls to the gateway.</summary>
    public FaultLevel Faults { get; init; } = FaultLevel.Heavy;

    /// <summary>Decides lifecycles and faults.</summary>
    public required int Seed { get; init; }

    /// <summary>How many orders are alive at once.</summary>
    public int AtOnce { get; init; } = 200;

    /// <summary>After how many finished orders the node crashes; 0 for never.</summary>
    public int CrashEvery { get; init; }

    /// <summary>How often each kind of fault meets a batch for the journal.</summary>
    public double JournalFaultRate => Faults switch
    {
        FaultLevel.Light => 0.001,
        FaultLevel.Heavy => 0.01,
        _ => 0,
    };

    /// <summary>How much virtual time passes between two looks of the order book for news: weeks of it would leave time for nothing else.</summary>
    public TimeSpan BookLooksEvery { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Where the journal lies afterwards; null for a folder that is deleted.</summary>
    public DirectoryInfo? Journal { get; init; }

    /// <summary>The rules that the orders go by: the defaults, as a merchant has them who configures none.</summary>
    public MerchantPolicy Policy { get; } = new();

    /// <summary>The faults of the calls.</summary>
    public IFaultPlan Plan => Faults switch
    {
        FaultLevel.Light => FaultPlan.Light(Seed),
        FaultLevel.Heavy => new LateRefunds(FaultPlan.Heavy(Seed), Seed, Policy),
        _ => FaultPlan.None,
    };

    /// <summary>The command line that gives the same lifecycles and faults again; the interleaving is the machine's.</summary>
    public string CommandLine => string.Create(CultureInfo.InvariantCulture,
        $"simulate --orders {Orders} --faults {Faults.ToString().ToLowerInvariant()} --seed {Seed} --at-once {AtOnce} --crash-every {CrashEvery}");
}
