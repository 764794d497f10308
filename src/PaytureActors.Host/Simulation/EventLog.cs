using System.Collections.Concurrent;
using Akka.Actor;
using PaytureActors.Domain;

namespace PaytureActors.Host.Simulation;

/// <summary>Keeps what the engine publishes as written: what an audit finds missing in the journal was lost.</summary>
internal sealed class EventLog
{
    private readonly ConcurrentDictionary<OrderKey, ConcurrentQueue<RecordedEvent>> _events = new();
    private long _count;

    /// <summary>How many events were published.</summary>
    public long Count => Interlocked.Read(ref _count);

    /// <summary>What was published of one order.</summary>
    public IReadOnlyList<RecordedEvent> Of(OrderKey order) => _events.TryGetValue(order, out var events) ? [.. events] : [];

    /// <summary>Listens to a node for as long as it lives.</summary>
    public void Listen(ActorSystem system) =>
        system.EventStream.Subscribe(system.ActorOf(Props.Create(() => new Listener(this)), "simulation-events"), typeof(OrderEventRecorded));

    private void Add(OrderEventRecorded recorded)
    {
        Interlocked.Increment(ref _count);
        _events.GetOrAdd(recorded.Key, static _ => new()).Enqueue(new RecordedEvent(recorded.Sequence, recorded.Event));
    }

    private sealed class Listener : ReceiveActor
    {
        public Listener(EventLog log) => Receive<OrderEventRecorded>(log.Add);
    }
}
