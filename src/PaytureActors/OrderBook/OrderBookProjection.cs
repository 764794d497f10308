using Akka;
using Akka.Actor;
using Akka.Event;
using Akka.Persistence.Query;
using Akka.Streams;
using Akka.Streams.Dsl;
using PaytureActors.Domain;
using PaytureActors.Domain.Orders;
using PaytureActors.Orders;

namespace PaytureActors.OrderBook;

/// <summary>What the journal says, written into the book as it comes. A database that fails is tried again until it is back.</summary>
internal sealed class OrderBookProjection
{
    private const int BatchSize = 1000;
    private const int CachedRows = 20_000;
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(0.2);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(3);

    private readonly TimeSpan _batchWithin;
    private readonly ActorSystem _system;
    private readonly IOrderBookStore _store;
    private readonly JournalTable _table;
    private readonly JournalEvents _events;
    private readonly ILoggingAdapter _log;
    private readonly RowCache _cache = new(CachedRows); // Touched by one batch at a time.
    private Run? _run;

    public OrderBookProjection(ActorSystem system, IOrderBookStore store, JournalTable table, JournalEvents events)
    {
        _system = system;
        _batchWithin = system.Settings.Config.GetTimeSpan("payture.order-book.batch-within");
        _store = store;
        _table = table;
        _events = events;
        _log = Logging.GetLogger(system, typeof(OrderBookProjection));
    }

    /// <summary>Ends once the book has all that the journal had when it was started.</summary>
    public Task CaughtUp => _run?.CaughtUp.Task ?? throw new InvalidOperationException("The order book's projection was not started.");

    /// <summary>Goes on where the book ends.</summary>
    public void Start()
    {
        var run = new Run();
        var settings = RestartSettings.Create(ShortestPause, LongestPause, randomFactor: 0.2);
        (run.Kill, run.Done) = RestartSource.OnFailuresWithBackoff(() => Open(run), settings)
            .ViaMaterialized(KillSwitches.Single<long>(), Keep.Right)
            .ToMaterialized(Sink.Ignore<long>(), Keep.Both)
            .Run(_system.Materializer());
        _run = run;
    }

    /// <summary>Ends the projection; what was read and not written is read again after the next start.</summary>
    public async Task StopAsync()
    {
        if (_run is not { } run)
            return;
        run.CaughtUp.TrySetCanceled();
        run.Kill.Shutdown();
        await run.Done;
        await run.Batch;
    }

    /// <summary>Waits for what is being written, once the stream has ended with its actor system.</summary>
    public async Task LetGoAsync()
    {
        if (_run is not { } run)
            return;
        run.CaughtUp.TrySetCanceled();
        await run.Batch;
    }

    private Source<long, NotUsed> Open(Run run) => Source
        .FromTask(PrepareAsync(run))
        .ConcatMany(offset => _events.From(offset))
        .GroupedWithin(BatchSize, _batchWithin)
        .SelectAsync(1, batch =>
        {
            var written = WriteAsync([.. batch], run);
            run.Batch = written.ContinueWith(static _ => { }, TaskScheduler.Default);
            return written;
        })
        .MapMaterializedValue(_ => NotUsed.Instance);

    private async Task<long> PrepareAsync(Run run)
    {
        await run.Batch; // A batch may still be on its way when the reading fails.
        _cache.Clear(); // What was not written is not known to be so.
        await _store.PrepareAsync(CancellationToken.None);
        var offset = await _store.ReadOffsetAsync(CancellationToken.None);
        var end = await _table.MaxOrderingAsync(CancellationToken.None);
        if (offset > end)
        {
            _log.Error("The order book has seen the journal up to {0}, and the journal ends at {1}: it was set back, and the book is made anew.",
                offset, end);
            await _store.ClearAsync(CancellationToken.None);
            offset = 0;
        }

        run.Target = Math.Min(run.Target, end);
        run.Reached(offset);
        return offset;
    }

    private async Task<long> WriteAsync(IReadOnlyList<EventEnvelope> batch, Run run)
    {
        var changed = new Dictionary<OrderKey, OrderBookRow>();
        var torn = new HashSet<OrderKey>();
        var events = batch.Select(Read).OfType<KeyedEvent>().ToList();
        await LoadAsync([.. events.Select(@event => @event.Key).Distinct().Where(key => _cache.Find(key) is null)]);

        foreach (var (key, sequence, @event) in events)
        {
            var row = changed.GetValueOrDefault(key) ?? _cache.Find(key);
            if (sequence > (row?.Sequence ?? 0) + 1)
                torn.Add(key); // An event before it was never seen: the order is read as a whole.
            else
                changed[key] = OrderBookRow.Apply(row, key, sequence, @event);
        }

        foreach (var key in torn)
        {
            if (await _events.FoldAsync(key) is { } whole)
                changed[key] = whole;
        }

        var offset = ((Sequence)batch[^1].Offset).Value;
        await _store.WriteAsync(changed.Values, offset, CancellationToken.None);
        foreach (var row in changed.Values)
            _cache.Keep(row);
        run.Reached(offset);
        return offset;
    }

    private async Task LoadAsync(List<OrderKey> unknown)
    {
        if (unknown.Count == 0)
            return;
        foreach (var row in await _store.ReadAsync(unknown, CancellationToken.None))
            _cache.Keep(row);
    }

    private static KeyedEvent? Read(EventEnvelope envelope) =>
        envelope.Event is OrderEvent @event && OrderPersistenceId.TryParse(envelope.PersistenceId, out var key)
            ? new KeyedEvent(key, envelope.SequenceNr, @event)
            : null;

    private sealed record KeyedEvent(OrderKey Key, long Sequence, OrderEvent Event);

    private sealed class Run
    {
        public UniqueKillSwitch Kill { get; set; } = null!;

        public Task Done { get; set; } = Task.CompletedTask;

        public Task Batch { get; set; } = Task.CompletedTask;

        public long Target { get; set; } = long.MaxValue;

        public TaskCompletionSource CaughtUp { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Reached(long offset)
        {
            if (offset >= Target)
                CaughtUp.TrySetResult();
        }
    }
}
