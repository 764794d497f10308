using System.Collections.Concurrent;
using Akka.Actor;
using PaytureActors.Domain;

namespace PaytureActors.TestKit.Lab;

/// <summary>Keeps what engines publish as written: what an audit finds missing in the journal was lost.</summary>
/// <param name="heard">Hears of each, too.</param>
internal sealed class EventLog(Action<OrderEventRecorded>? heard = null)
{
    private readonly ConcurrentDictionary<OrderKey, ConcurrentQueue<RecordedEvent>> _events = new();

    /// <summary>The orders that something was published of.</summary>
    public IEnumerable<OrderKey> Orders => _events.Keys;

    /// <summary>What was published of one order.</summary>
    public IReadOnlyList<RecordedEvent> Of(OrderKey order) => _events.TryGetValue(order, out var events) ? [.. events] : [];

    /// <summary>Listens to a process for as long as it lives.</summary>
    public void Listen(ActorSystem system) =>
        system.EventStream.Subscribe(system.ActorOf(Props.Create(() => new Listener(this)), "payture-lab-events"), typeof(OrderEventRecorded));

    private void Add(OrderEventRecorded recorded)
    {
        _events.GetOrAdd(recorded.Key, static _ => new()).Enqueue(new RecordedEvent(recorded.Sequence, recorded.Event));
        heard?.Invoke(recorded);
    }

    private sealed class Listener : ReceiveActor
    {
        public Listener(EventLog log) => Receive<OrderEventRecorded>(log.Add);
    }
}
