using Akka.Actor;
using Akka.Event;
using PaytureActors.Domain;

namespace PaytureActors.OrderBook;

/// <summary>
/// Compares the journal with the book, order by order, and reads those anew that differ. What the projection may never see because
/// it came out of turn is found so; and after a start the last few events need not wait for the projection's turn.
/// </summary>
internal sealed class OrderBookRepair(ActorSystem system, IOrderBookStore store, JournalTable table, JournalEvents events)
{
    /// <summary>How far back a pass looks, from the journal's newest event.</summary>
    public static readonly TimeSpan Lately = TimeSpan.FromHours(1);

    private const long FewEvents = 20_000;
    private const int FewOrders = 1_000;
    private static readonly TimeSpan Slice = TimeSpan.FromMinutes(1); // A busy hour would outlast the statement's time limit.

    /// <summary>Called with the orders that were read anew: what they wait for may be overdue, and nobody else may know of it.</summary>
    public Action<IReadOnlyList<OrderBookRow>> Repaired { get; set; } = static _ => { };

    private readonly ILoggingAdapter _log = Logging.GetLogger(system, typeof(OrderBookRepair));

    /// <summary>Reads what the journal has and the book has not seen yet, if that is little.</summary>
    /// <returns>Whether the book now has all that the journal had.</returns>
    public async Task<bool> CatchUpAsync(CancellationToken cancellationToken)
    {
        await store.PrepareAsync(cancellationToken);
        var offset = await store.ReadOffsetAsync(cancellationToken);
        var end = await table.MaxOrderingAsync(cancellationToken);
        if (offset == end)
            return true;
        if (offset > end || end - offset > FewEvents)
            return false; // The projection is faster.

        await RepairAsync(await table.TouchedAfterAsync(offset, cancellationToken), cancellationToken);
        return true;
    }

    /// <summary>
    /// Reads past whatever holds the projection up: a gap in the journal's order, as a killed transaction leaves it, is waited for
    /// longer than anybody should wait for the book.
    /// </summary>
    /// <param name="before">Where the projection was a moment ago.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Where the projection is now.</returns>
    public async Task<long> HelpAsync(long before, CancellationToken cancellationToken)
    {
        var offset = await store.ReadOffsetAsync(cancellationToken);
        if (offset == before)
            await CatchUpAsync(cancellationToken);
        return offset;
    }

    /// <summary>Looks at the journal's last hour.</summary>
    /// <returns>How many orders were behind.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        await store.PrepareAsync(cancellationToken);
        var newest = await table.NewestAsync(cancellationToken);
        var (step, repaired) = (Slice.Ticks, 0);
        for (var from = newest - Lately.Ticks; from < newest; from += step)
            repaired += await RepairAsync(await table.TouchedBetweenAsync(from, from + step, cancellationToken), cancellationToken);
        return repaired;
    }

    private async Task<int> RepairAsync(IReadOnlyDictionary<OrderKey, long> sequences, CancellationToken cancellationToken)
    {
        var repaired = 0;
        foreach (var keys in sequences.Keys.Chunk(FewOrders))
        {
            var known = (await store.ReadAsync(keys, cancellationToken)).ToDictionary(row => row.Key, row => row.Sequence);
            var rows = new List<OrderBookRow>();
            foreach (var key in keys.Where(key => known.GetValueOrDefault(key) < sequences[key]))
            {
                if (await events.FoldAsync(key) is { } row)
                    rows.Add(row);
            }

            if (rows.Count == 0)
                continue;
            await store.WriteAsync(rows, offset: null, cancellationToken);
            repaired += rows.Count;
            Repaired(rows);
            _log.Debug("{0} orders of the book were behind the journal and were read anew.", rows.Count);
        }

        return repaired;
    }
}
