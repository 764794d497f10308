using System.Collections.Concurrent;
using PaytureActors.TestKit.Auditing;
using PaytureActors.TestKit.Gateway;

namespace PaytureActors.TestKit.Lab;

/// <summary>Hands calls to whatever goes wrong, and keeps what met which call and what left for the gateway.</summary>
/// <param name="plan">Whose faults.</param>
/// <param name="time">The clock.</param>
internal sealed class RecordedFaults(IFaultPlan plan, TimeProvider time) : IFaultPlan
{
    private readonly ConcurrentDictionary<string, ConcurrentQueue<Departure>> _departures = new();
    private readonly ConcurrentQueue<(FaultCall Call, Fault Fault)> _met = new();
    private readonly FaultScript _first = new(plan);
    private volatile bool _isHealed;

    /// <summary>Faults that a test wants for the next calls, before the plan is asked.</summary>
    public FaultScript First => _first;

    /// <summary>How often each kind of fault met a call.</summary>
    public IReadOnlyDictionary<string, int> Counts => _met
        .SelectMany(static met => Names(met.Fault))
        .GroupBy(static name => name)
        .ToDictionary(static group => group.Key, static group => group.Count());

    /// <summary>The calls so far: how many.</summary>
    public int Calls => _met.Count;

    /// <summary>What left for one order and could change something, in order of time.</summary>
    public IReadOnlyList<Departure> Of(string orderId) => _departures.TryGetValue(orderId, out var departures) ? [.. departures] : [];

    /// <summary>From now on nothing goes wrong.</summary>
    public void Heal() => _isHealed = true;

    /// <summary>What met which call, as a script.</summary>
    public FaultScript Script()
    {
        var script = new FaultScript();
        foreach (var calls in _met.GroupBy(static met => (met.Call.OrderId, met.Call.Command)))
        {
            var faults = calls.OrderBy(static met => met.Call.Ordinal).Select(static met => met.Fault).ToList();
            while (faults is [.., Fault.None { VisibleAfter.Ticks: 0 }])
                faults.RemoveAt(faults.Count - 1);
            if (faults.Count > 0)
                script.On(calls.Key.OrderId, calls.Key.Command, [.. faults]);
        }

        return script;
    }

    /// <inheritdoc />
    public bool RefusesConnection(string command) => !_isHealed && _first.RefusesConnection(command);

    /// <inheritdoc />
    public Fault Next(FaultCall call)
    {
        ArgumentNullException.ThrowIfNull(call);
        var fault = _isHealed ? Fault.Nothing : _first.Next(call);
        if (call.Operation is { } operation)
        {
            _departures.GetOrAdd(call.OrderId, static _ => new())
                .Enqueue(new Departure(time.GetUtcNow(), operation) { Fault = fault == Fault.Nothing ? null : CSharp.Of(fault) });
        }

        _met.Enqueue((call, fault));
        return fault;
    }

    private static IEnumerable<string> Names(Fault fault)
    {
        if (fault is not Fault.None)
            yield return fault.GetType().Name;
        if (fault.VisibleAfter > TimeSpan.Zero)
            yield return "LateVisibility";
    }
}
