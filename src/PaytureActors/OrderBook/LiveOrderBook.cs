using Akka.Actor;
using Akka.Persistence;
using PaytureActors.Domain;
using PaytureActors.Domain.Orders;
using PaytureActors.Hosting;
using PaytureActors.Journal;
using PaytureActors.Orders;

namespace PaytureActors.OrderBook;

/// <summary>The order book of a process: follows the journal, wakes what is due, answers queries. No decision about money reads it.</summary>
internal sealed class LiveOrderBook : IAsyncDisposable
{
    private readonly IReadOnlyDictionary<MerchantAlias, OrderTerms> _terms;
    private readonly IOrderBookStore _store;
    private readonly OrderBookProjection _projection;
    private readonly TaskCompletionSource _caughtUp = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim _rebuilding = new(1, 1);
    private readonly CancellationTokenSource _stopping = new();
    private IActorRef _repair = ActorRefs.Nobody;
    private IActorRef _waker = ActorRefs.Nobody;
    private volatile bool _isPrepared;
    private volatile bool _wasCleared;

    private LiveOrderBook(IReadOnlyDictionary<MerchantAlias, OrderTerms> terms, IOrderBookStore store, OrderBookProjection projection)
    {
        _terms = terms;
        _store = store;
        _projection = projection;
    }

    /// <summary>Ends once the book has all that the journal had when this process started.</summary>
    public Task CaughtUp => _caughtUp.Task;

    /// <summary>Whether the book has all that the journal had when this process started, or when it was last made anew.</summary>
    public bool IsCaughtUp => _caughtUp.Task.IsCompletedSuccessfully && (!_wasCleared || _projection.CaughtUp.IsCompletedSuccessfully);

    /// <summary>Starts the book in an actor system that has the journal's configuration.</summary>
    /// <param name="system">The actor system.</param>
    /// <param name="orders">The parent of all orders, which hears <see cref="WakeOrder"/>.</param>
    /// <param name="journal">Where the journal and the book lie.</param>
    /// <param name="terms">The terms of each configured merchant; orders of others are shown and not woken.</param>
    /// <param name="time">The clock.</param>
    public static LiveOrderBook Start(
        ActorSystem system, IActorRef orders, JournalConfiguration journal, IReadOnlyDictionary<MerchantAlias, OrderTerms> terms, TimeProvider time)
    {
        Persistence.Instance.Apply(system).JournalFor(JournalConfiguration.JournalPluginId); // It makes its tables now, not with its first order.
        var store = OpenStore(journal);
        var table = new JournalTable(system, journal);
        var events = new JournalEvents(system);
        var book = new LiveOrderBook(terms, store, new OrderBookProjection(system, store, table, events));
        book.Run(system, orders, new OrderBookRepair(system, store, table, events), time);
        return book;
    }

    /// <summary>Where the book lies.</summary>
    public static IOrderBookStore OpenStore(JournalConfiguration journal) => journal.Options.Provider is JournalProvider.Sqlite
        ? new SqliteOrderBookStore(journal.BookConnectionString)
        : new PostgresOrderBookStore(journal.BookConnectionString);

    /// <summary>A page of the book, newest orders first.</summary>
    /// <exception cref="ArgumentException">The limit or the cursor cannot be used; the message says why.</exception>
    public async Task<OrderPage> FindAsync(OrderQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (query.Limit is < 1 or > OrderQuery.MaxLimit)
            throw new ArgumentOutOfRangeException(nameof(query), query.Limit, $"Limit is 1 to {OrderQuery.MaxLimit}.");

        var after = query.After is { } cursor ? BookPosition.FromCursor(cursor) : (BookPosition?)null;
        if (!_isPrepared)
        {
            await _store.PrepareAsync(cancellationToken);
            _isPrepared = true;
        }

        var rows = await _store.FindAsync(query, after, query.Limit + 1, cancellationToken);
        var page = rows.Take(query.Limit).ToList();
        return new OrderPage(
            [.. page.Select(row => row.ToView(TermsOf(row.Key.Merchant)))],
            rows.Count > query.Limit ? BookPosition.Of(page[^1].CreatedAt, page[^1].Key).ToCursor() : null);
    }

    /// <summary>Drops the book and makes it anew from the whole journal. Queries find what is there already; orders live on.</summary>
    /// <returns>A task that ends once the book has all that the journal had when this began.</returns>
    public async Task RebuildAsync(CancellationToken cancellationToken)
    {
        await _rebuilding.WaitAsync(cancellationToken);
        try
        {
            await _projection.StopAsync();
            try
            {
                await _store.ClearAsync(cancellationToken);
                _wasCleared = true;
            }
            finally
            {
                _projection.Start();
            }

            await _projection.CaughtUp.WaitAsync(cancellationToken);
        }
        finally
        {
            _rebuilding.Release();
        }
    }

    /// <summary>Stops following the journal. Nothing is lost: the next start goes on where the book ends.</summary>
    public async Task StopAsync()
    {
        await _stopping.CancelAsync();
        await Task.WhenAll(_waker.GracefulStop(TimeSpan.FromSeconds(5)), _repair.GracefulStop(TimeSpan.FromSeconds(5)));
        await _projection.StopAsync();
        await _store.DisposeAsync();
    }

    /// <summary>Frees what it holds once its actor system has ended without stopping it: there is no actor left that could be asked to stop.</summary>
    public async Task LetGoAsync()
    {
        if (_stopping.IsCancellationRequested)
            return;
        await _stopping.CancelAsync();
        await _projection.LetGoAsync();
        await _store.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_stopping.IsCancellationRequested)
            await StopAsync();
        _stopping.Dispose();
        _rebuilding.Dispose();
    }

    private void Run(ActorSystem system, IActorRef orders, OrderBookRepair repair, TimeProvider time)
    {
        var lookEvery = system.Settings.Config.GetTimeSpan("payture.order-book.look-every");
        _projection.Start();
        _waker = system.ActorOf(Props.Create<WakerActor>(new WakerSurroundings(_store, orders, _terms.ContainsKey, time)
        {
            LookEvery = lookEvery,
            RestoredAt = _terms.Values.FirstOrDefault()?.Policy.RestoredAt,
        }), "payture-waker");
        repair.Repaired = rows => _waker.Tell(new WakerActor.BookWasRepaired(rows));
        _repair = system.ActorOf(Props.Create<RepairActor>(
            repair, (Action)(() => _caughtUp.TrySetResult()), lookEvery, system.Settings.Config.GetTimeSpan("payture.order-book.repair-every"), _stopping.Token), "payture-book-repair");
        _ = _projection.CaughtUp.ContinueWith(
            _ => _caughtUp.TrySetResult(), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
        _ = _caughtUp.Task.ContinueWith(
            _ => _waker.Tell(WakerActor.BookIsCaughtUp.Instance), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion,
            TaskScheduler.Default);
    }

    private OrderTerms TermsOf(MerchantAlias merchant) => _terms.GetValueOrDefault(merchant) ?? new OrderTerms(new MerchantPolicy(), false);
}
