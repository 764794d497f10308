namespace PaytureActors.Host.Simulation;

/// <summary>What a simulation came to.</summary>
internal sealed record SimulationResult
{
    public required SimulationSettings Settings { get; init; }

    /// <summary>What the audit found.</summary>
    public required AuditTrail Trail { get; init; }

    /// <summary>How long the orders' lives took, by the machine's clock.</summary>
    public required TimeSpan Lived { get; init; }

    /// <summary>How long everything took, by the machine's clock.</summary>
    public required TimeSpan Took { get; init; }

    /// <summary>How much virtual time passed.</summary>
    public required TimeSpan Virtual { get; init; }

    /// <summary>Calls to the gateway that change something.</summary>
    public required long Commands { get; init; }

    /// <summary>Calls to the gateway that only read.</summary>
    public required long Inquiries { get; init; }

    /// <summary>How often each kind of fault met a call.</summary>
    public required IReadOnlyDictionary<string, int> Faults { get; init; }

    /// <summary>When the node crashed.</summary>
    public required IReadOnlyList<DateTimeOffset> Crashes { get; init; }

    /// <summary>Whether every promise was kept.</summary>
    public bool IsGood => Trail.Violations.Count == 0;
}
