using System.Collections.Concurrent;
using PaytureActors.TestKit.Auditing;
using PaytureActors.TestKit.Gateway;

namespace PaytureActors.Host.Simulation;

/// <summary>Keeps when calls that change something left for the gateway, and counts all calls and the faults that meet them.</summary>
/// <param name="plan">Whose faults.</param>
/// <param name="time">The clock.</param>
internal sealed class FaultLog(IFaultPlan plan, TimeProvider time) : IFaultPlan
{
    private readonly ConcurrentDictionary<string, int> _faults = new();
    private readonly ConcurrentDictionary<string, ConcurrentQueue<Departure>> _departures = new();
    private volatile IFaultPlan _plan = plan;
    private long _commands;
    private long _inquiries;
    private long _met;

    /// <summary>Calls that change something.</summary>
    public long Commands => Interlocked.Read(ref _commands);

    /// <summary>Calls that only read.</summary>
    public long Inquiries => Interlocked.Read(ref _inquiries);

    /// <summary>How often any fault met a call.</summary>
    public long Met => Interlocked.Read(ref _met);

    /// <summary>How often each kind of fault met a call.</summary>
    public IReadOnlyDictionary<string, int> Faults => _faults;

    /// <summary>What left for one order, in order of time.</summary>
    public IReadOnlyList<Departure> Of(string orderId) => _departures.TryGetValue(orderId, out var departures) ? [.. departures] : [];

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
        if (call.Operation is { } operation)
        {
            _departures.GetOrAdd(call.OrderId, static _ => new())
                .Enqueue(new Departure(time.GetUtcNow(), operation) { Fault = fault == Fault.Nothing ? null : CSharp.Of(fault) });
        }

        if (fault is not Fault.None)
            Count(fault.GetType().Name);
        if (fault.VisibleAfter > TimeSpan.Zero)
            Count("LateVisibility");
        return fault;
    }

    private void Count(string kind)
    {
        Interlocked.Increment(ref _met);
        _faults.AddOrUpdate(kind, 1, static (_, count) => count + 1);
    }
}
