using System.Collections.Concurrent;
using PaytureActors.Domain;
using PaytureActors.Domain.Orders;

namespace PaytureActors.Host.Simulation;

/// <summary>Counts, as events are written, the orders whose newest call nobody knows the outcome of, and those doubts that have ended. Thread-safe.</summary>
internal sealed class DoubtCount
{
    private readonly ConcurrentDictionary<OrderKey, AttemptId> _open = new();
    private int _settled;

    /// <summary>How many doubts are open now.</summary>
    public int Open => _open.Count;

    /// <summary>How many have ended.</summary>
    public int Settled => Volatile.Read(ref _settled);

    /// <summary>Takes in what was written.</summary>
    public void Hear(OrderEventRecorded recorded)
    {
        switch (recorded.Event)
        {
            case OrderEvent.OutcomeUnknown unknown:
                _open[recorded.Key] = unknown.Attempt;
                break;

            // What is written of a doubt while it lasts.
            case OrderEvent.RefusedByState or OrderEvent.PendingSeen or OrderEvent.AttentionRaised or OrderEvent.LooksOrdered or OrderEvent.Looked:
                break;

            default:
                if (_open.TryRemove(recorded.Key, out _))
                    Interlocked.Increment(ref _settled);
                break;
        }
    }
}
