using Akka.Actor;
using Akka.Persistence;
using PaytureActors.Domain;
using PaytureActors.Domain.Orders;

namespace PaytureActors.Orders;

/// <summary>Reads an order's events from the journal for one who asked, and is gone. It never writes.</summary>
internal sealed class OrderHistoryActor : ReceivePersistentActor
{
    private readonly List<RecordedEvent> _events = [];
    private readonly IActorRef _replyTo;

    public OrderHistoryActor(OrderKey key, string journal, IActorRef replyTo)
    {
        _replyTo = replyTo;
        PersistenceId = OrderPersistenceId.Of(key);
        JournalPluginId = journal;
        SnapshotPluginId = "akka.persistence.no-snapshot-store";

        Recover<OrderEvent>(@event => _events.Add(new RecordedEvent(LastSequenceNr, @event)));
        Recover<RecoveryCompleted>(_ =>
        {
            _replyTo.Tell(new OrderHistory(_events));
            Context.Stop(Self);
        });
    }

    public override string PersistenceId { get; }

    public override Recovery Recovery { get; } = new(SnapshotSelectionCriteria.None);

    protected override void OnRecoveryFailure(Exception reason, object? message = null)
    {
        _replyTo.Tell(new NotTaken("The journal cannot be read right now; the log has the reason."));
        base.OnRecoveryFailure(reason, message);
    }
}
