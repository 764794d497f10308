using System.Collections.Concurrent;
using PaytureActors.TestKit.Gateway;

namespace PaytureActors.Host.Simulation;

/// <summary>Counts the calls that reach the gateway and the faults that meet them.</summary>
/// <param name="plan">Whose faults.</param>
internal sealed class FaultLog(IFaultPlan plan) : IFaultPlan
{
    private readonly ConcurrentDictionary<string, int> _faults = new();
    private volatile IFaultPlan _plan = plan;
    private long _commands;
    private long _inquiries;

    /// <summary>Calls that change something.</summary>
    public long Commands => Interlocked.Read(ref _commands);

    /// <summary>Calls that only read.</summary>
    public long Inquiries => Interlocked.Read(ref _inquiries);

    /// <summary>How often each kind of fault met a call.</summary>
    public IReadOnlyDictionary<string, int> Faults => _faults;

    /// <summary>From now on nothing goes wrong.</summary>
    public void Heal() => _plan = FaultPlan.None;

    /// <inheritdoc />
    public bool RefusesConnection(string command) => _plan.RefusesConnection(command);

    /// <inheritdoc />
    public Fault Next(FaultCall call)
    {
        ArgumentNullException.ThrowIfNull(call);
        Interlocked.Increment(ref call.IsInquiry ? ref _inquiries : ref _commands);
        var fault = _plan.Next(call);
        if (fault is not Fault.None)
            Count(fault.GetType().Name);
        if (fault.VisibleAfter > TimeSpan.Zero)
            Count("LateVisibility");
        return fault;
    }

    private void Count(string kind) => _faults.AddOrUpdate(kind, 1, static (_, count) => count + 1);
}
