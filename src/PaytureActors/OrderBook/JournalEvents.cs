using Akka;
using Akka.Actor;
using Akka.Persistence.Query;
using Akka.Persistence.Sql.Query;
using Akka.Streams;
using Akka.Streams.Dsl;
using PaytureActors.Domain;
using PaytureActors.Domain.Orders;
using PaytureActors.Journal;
using PaytureActors.Orders;

namespace PaytureActors.OrderBook;

/// <summary>The journal's events in a database.</summary>
internal sealed class JournalEvents(ActorSystem system)
{
    private readonly SqlReadJournal _journal = PersistenceQuery.Get(system).ReadJournalFor<SqlReadJournal>(JournalConfiguration.ReadJournalId);

    /// <summary>All events above an ordering, and those to come.</summary>
    public Source<EventEnvelope, NotUsed> From(long ordering) => _journal.AllEvents(Offset.Sequence(ordering));

    /// <summary>The row of an order, from all its events; null when it has none.</summary>
    public Task<OrderBookRow?> FoldAsync(OrderKey key) => _journal
        .CurrentEventsByPersistenceId(OrderPersistenceId.Of(key), 0, long.MaxValue)
        .RunAggregate((OrderBookRow?)null,
            (row, envelope) => OrderBookRow.Apply(row, key, envelope.SequenceNr, (OrderEvent)envelope.Event), system.Materializer());
}
