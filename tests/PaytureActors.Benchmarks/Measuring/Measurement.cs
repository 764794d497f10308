namespace PaytureActors.Benchmarks.Measuring;

/// <summary>What was seen in a span of time.</summary>
/// <param name="Seconds">How long it was.</param>
/// <param name="Lifecycles">How many orders came to the end of their lives in it.</param>
/// <param name="Failures">How many did not come to a good end.</param>
/// <param name="Lives">How long lives took.</param>
/// <param name="Commands">How long commands took.</param>
/// <param name="Spent">What each kind of process used.</param>
/// <param name="AllocatedBytes">What this process allocated.</param>
internal sealed record Measurement(
    double Seconds, long Lifecycles, long Failures, Latencies Lives, Latencies Commands, IReadOnlyDictionary<SpenderKind, Spending> Spent, long AllocatedBytes)
{
    /// <summary>Lifecycles a second, as anybody would see them.</summary>
    public double Whole => Lifecycles / Seconds;

    /// <summary>Lifecycles a second, had the simulated gateway cost nothing: its share of the machine is taken off the time.</summary>
    public double LessGateway => Lifecycles / (Seconds - (CpuSeconds(SpenderKind.Gateway) / Environment.ProcessorCount));

    /// <summary>How much of the machine was busy, 0 to 1.</summary>
    public double Busy => Spent.Values.Sum(spent => spent.CpuSeconds) / (Seconds * Environment.ProcessorCount);

    public double CpuSeconds(SpenderKind kind) => Spent.GetValueOrDefault(kind).CpuSeconds;

    /// <summary>Milliseconds of processor time that a lifecycle cost a kind of process.</summary>
    public double CpuPerLifecycle(SpenderKind kind) => 1000 * CpuSeconds(kind) / Math.Max(1, Lifecycles);

    public double BytesWrittenPerLifecycle =>
        Spent.Where(each => each.Key is not SpenderKind.Gateway).Sum(each => each.Value.BytesWritten) / (double)Math.Max(1, Lifecycles);

    public double AllocatedPerLifecycle => AllocatedBytes / (double)Math.Max(1, Lifecycles);
}
