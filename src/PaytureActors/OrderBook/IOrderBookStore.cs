using PaytureActors.Domain;

namespace PaytureActors.OrderBook;

/// <summary>Where the order book's rows lie. Rows are written whole, and an older row never replaces a newer one.</summary>
internal interface IOrderBookStore : IAsyncDisposable
{
    /// <summary>Makes the tables where they are missing, and anew where they are of another version.</summary>
    Task PrepareAsync(CancellationToken cancellationToken);

    /// <summary>The journal's ordering up to which the rows are complete.</summary>
    /// <returns>0 for a book that is empty.</returns>
    Task<long> ReadOffsetAsync(CancellationToken cancellationToken);

    /// <summary>Makes every order due that has not been inquired since the journal was set back, and that may have forgotten what it did before.</summary>
    Task MarkRestoredAsync(DateTimeOffset restoredAt, CancellationToken cancellationToken);

    /// <summary>The rows of some orders; those that the book does not have are left out.</summary>
    Task<IReadOnlyList<OrderBookRow>> ReadAsync(IReadOnlyCollection<OrderKey> keys, CancellationToken cancellationToken);

    /// <summary>Writes rows, and how far they are complete, in one transaction.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="offset">Null when nothing can be said of how far the book is complete.</param>
    /// <param name="cancellationToken">Gives up; then nothing was written.</param>
    Task WriteAsync(IReadOnlyCollection<OrderBookRow> rows, long? offset, CancellationToken cancellationToken);

    /// <summary>Rows newest first, by when their orders were opened.</summary>
    Task<IReadOnlyList<OrderBookRow>> FindAsync(OrderQuery query, BookPosition? after, int limit, CancellationToken cancellationToken);

    /// <summary>Rows that are due, earliest first.</summary>
    Task<IReadOnlyList<OrderBookRow>> FindDueAsync(BookPosition after, DateTimeOffset until, int limit, CancellationToken cancellationToken);

    /// <summary>Rows that have a command in progress, oldest command first.</summary>
    Task<IReadOnlyList<OrderBookRow>> FindInProgressAsync(BookPosition after, int limit, CancellationToken cancellationToken);

    /// <summary>Forgets everything, so that the book can be made anew.</summary>
    Task ClearAsync(CancellationToken cancellationToken);
}
