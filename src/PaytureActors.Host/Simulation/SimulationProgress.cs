namespace PaytureActors.Host.Simulation;

/// <summary>How far a simulation is.</summary>
internal readonly record struct SimulationProgress
{
    /// <summary>What it does just now.</summary>
    public required string Stage { get; init; }

    /// <summary>How many orders have lived their lives.</summary>
    public required int Finished { get; init; }

    /// <summary>Of how many.</summary>
    public required int Orders { get; init; }

    /// <summary>How much virtual time has passed.</summary>
    public required TimeSpan Virtual { get; init; }

    /// <summary>How many calls that change something have left.</summary>
    public required long Commands { get; init; }

    /// <summary>How many calls nobody knows the outcome of, now.</summary>
    public required int OpenDoubts { get; init; }

    /// <summary>How many such doubts have ended.</summary>
    public required int SettledDoubts { get; init; }

    /// <summary>How often the node has crashed.</summary>
    public required int Crashes { get; init; }

    /// <summary>How many calls and batches for the journal met a fault.</summary>
    public required long Faults { get; init; }
}
