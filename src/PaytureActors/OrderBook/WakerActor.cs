using Akka.Actor;
using Akka.Event;
using PaytureActors.Domain;
using PaytureActors.Orders;

namespace PaytureActors.OrderBook;

/// <summary>What the waker needs.</summary>
/// <param name="Store">The book.</param>
/// <param name="Orders">The parent of all orders.</param>
/// <param name="IsConfigured">Whether a merchant's orders can be opened.</param>
/// <param name="Time">The clock.</param>
internal sealed record WakerSurroundings(IOrderBookStore Store, IActorRef Orders, Func<MerchantAlias, bool> IsConfigured, TimeProvider Time)
{
    /// <summary>How many orders may be woken in a second.</summary>
    /// <value>The default is 2 000.</value>
    public int Rate { get; init; } = 2_000;

    /// <summary>When the journal was set back to a backup: what was not touched since is woken, too.</summary>
    /// <value>None by default: it never was.</value>
    public DateTimeOffset? RestoredAt { get; init; }

    /// <summary>How soon the book is asked again what is due, once nothing was.</summary>
    /// <value>The default is 1 second.</value>
    public TimeSpan LookEvery { get; init; } = TimeSpan.FromSeconds(1);
}

/// <summary>
/// Wakes orders that the book knows to have something to do: once the book has caught up all that are in progress, then what is due, the
/// oldest first, then whatever becomes due. Orders that are not due stay asleep.
/// </summary>
internal sealed class WakerActor : ReceiveActor, IWithTimers
{
    /// <summary>How long the same order is not woken again while nothing happens to it.</summary>
    public static readonly TimeSpan NotAgainWithin = TimeSpan.FromSeconds(60);

    private const int TurnsPerSecond = 10;
    private static readonly TimeSpan Busy = TimeSpan.FromSeconds(1.0 / TurnsPerSecond);
    private static readonly TimeSpan Overlap = TimeSpan.FromSeconds(10); // The book is a little late.
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);

    private readonly Dictionary<OrderKey, Woken> _woken = [];
    private readonly HashSet<MerchantAlias> _strangers = [];
    private readonly WakerSurroundings _around;
    private readonly ILoggingAdapter _log = Context.GetLogger();

    private BookPosition _place = BookPosition.Start;
    private bool _isStarted;
    private bool _isRestoreMarked; // Before anything is read.
    private bool _isDueNext; // First what is in progress.
    private DateTimeOffset? _until; // The sweep under way reads what is due until then.
    private DateTimeOffset _swept = DateTimeOffset.MinValue; // What was due before then was read.
    private DateTimeOffset _sweptWhole = DateTimeOffset.MinValue;

    public WakerActor(WakerSurroundings around)
    {
        _around = around;
        Receive<BookIsCaughtUp>(_ =>
        {
            _isStarted = true;
            Self.Tell(Turn.Instance);
        });
        Receive<Turn>(_ => ReadAsync().PipeTo(Self, failure: error => new PageFailed(error)));
        Receive<Page>(Wake);
        Receive<BookWasRepaired>(Wake);
        Receive<NotTaken>(_ => { }); // It is woken again.
        Receive<PageFailed>(failed =>
        {
            _log.Debug("The order book cannot be read right now: {0}", failed.Cause.Message);
            Timers.StartSingleTimer(Turn.Instance, Turn.Instance, around.LookEvery);
        });
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private int PageSize => Math.Max(1, _around.Rate / TurnsPerSecond);

    private async Task<Page> ReadAsync()
    {
        if (!_isRestoreMarked && _around.RestoredAt is { } restored)
            await _around.Store.MarkRestoredAsync(restored, CancellationToken.None);
        _isRestoreMarked = true;
        if (!_isDueNext)
            return new Page(await _around.Store.FindInProgressAsync(_place, PageSize, CancellationToken.None));
        if (_until is null)
            Sweep(_around.Time.GetUtcNow());
        return new Page(await _around.Store.FindDueAsync(_place, _until!.Value, PageSize, CancellationToken.None));
    }

    /// <summary>What became due since the last time; and once a minute all that is due, for an order may need more than one call.</summary>
    private void Sweep(DateTimeOffset now)
    {
        _until = now;
        if (now - _sweptWhole < NotAgainWithin)
        {
            _place = new BookPosition(_swept - Overlap, "", "");
            return;
        }

        _place = BookPosition.Start;
        _sweptWhole = now;
        foreach (var (key, woken) in _woken.Where(pair => now >= pair.Value.Until + pair.Value.Pause).ToList())
            _woken.Remove(key);
    }

    private void Wake(Page page)
    {
        var now = _around.Time.GetUtcNow();
        foreach (var row in page.Rows.Where(row => IsWanted(row, now)))
            _around.Orders.Tell(new WakeOrder(row.Key, row.Sequence));

        var isLast = page.Rows.Count < PageSize;
        if (!isLast)
        {
            var last = page.Rows[^1];
            _place = BookPosition.Of(_isDueNext ? last.DueAt!.Value : last.Since!.Value, last.Key);
        }
        else if (_isDueNext)
        {
            (_swept, _until) = (_until!.Value, null);
        }

        var pause = isLast && _isDueNext ? _around.LookEvery : Busy;
        _isDueNext |= isLast;
        Timers.StartSingleTimer(Turn.Instance, Turn.Instance, pause);
    }

    /// <summary>What is in progress falls due only later, for an order at work wakes itself; one that was found out of turn may be nobody's.</summary>
    private void Wake(BookWasRepaired repaired)
    {
        if (!_isStarted)
            return; // All that is in progress is read then.
        var now = _around.Time.GetUtcNow();
        foreach (var row in repaired.Rows.Where(row => (row.Since is not null || row.DueAt <= now) && IsWanted(row, now)))
            _around.Orders.Tell(new WakeOrder(row.Key, row.Sequence));
    }

    private bool IsWanted(OrderBookRow row, DateTimeOffset now)
    {
        if (!_around.IsConfigured(row.Key.Merchant))
        {
            if (_strangers.Add(row.Key.Merchant))
            {
                _log.Warning("Orders of merchant {0} have something to do, and no merchant is configured under that alias: add Payture:Merchants:{0}.",
                    row.Key.Merchant);
            }

            return false;
        }

        var pause = NotAgainWithin;
        if (_woken.TryGetValue(row.Key, out var woken) && woken.Sequence == row.Sequence)
        {
            if (now < woken.Until)
                return false;
            if (row.Attention is not null) // It waits for a person, who may take days.
                pause = woken.Pause * 2 < LongestPause ? woken.Pause * 2 : LongestPause;
        }

        _woken[row.Key] = new Woken(row.Sequence, now + pause, pause);
        return true;
    }

    /// <summary>From the book: it has all that the journal had when this process started.</summary>
    public sealed record BookIsCaughtUp : INoSerializationVerificationNeeded
    {
        public static BookIsCaughtUp Instance { get; } = new();
    }

    /// <summary>From the book: it has learnt of these orders out of turn.</summary>
    /// <param name="Rows">How they stand.</param>
    public sealed record BookWasRepaired(IReadOnlyList<OrderBookRow> Rows) : INoSerializationVerificationNeeded, IDeadLetterSuppression;

    private readonly record struct Woken(long Sequence, DateTimeOffset Until, TimeSpan Pause);

    private sealed record Page(IReadOnlyList<OrderBookRow> Rows) : INoSerializationVerificationNeeded, IDeadLetterSuppression;

    private sealed record PageFailed(Exception Cause) : INoSerializationVerificationNeeded, IDeadLetterSuppression;

    private sealed record Turn : INoSerializationVerificationNeeded
    {
        public static Turn Instance { get; } = new();
    }
}
