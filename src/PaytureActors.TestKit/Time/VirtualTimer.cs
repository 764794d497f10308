namespace PaytureActors.TestKit.Time;

/// <summary>A timer of the virtual clock, with the manners of <see cref="TimeProvider"/>'s: it can be changed, repeats, and dies when disposed.</summary>
internal sealed class VirtualTimer : ITimer
{
    // The longest that the system's own timers take.
    private const uint MostMilliseconds = 0xFFFFFFFE;

    private readonly Lock _gate = new();
    private readonly VirtualTime _time;
    private readonly TimerCallback _callback;
    private readonly object? _state;
    private readonly ExecutionContext? _context = ExecutionContext.Capture();
    private DueEntry? _entry;
    private TimeSpan _period;
    private bool _disposed;

    public VirtualTimer(VirtualTime time, TimerCallback callback, object? state)
    {
        _time = time;
        _callback = callback;
        _state = state;
    }

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        Check(dueTime, nameof(dueTime));
        Check(period, nameof(period));
        lock (_gate)
        {
            if (_disposed)
                return false;
            _entry?.Cancel();
            _period = period;
            _entry = dueTime == Timeout.InfiniteTimeSpan ? null : _time.Plan(dueTime, Fire);
            return true;
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            _entry?.Cancel();
            _entry = null;
        }
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    private void Fire()
    {
        lock (_gate)
        {
            if (_disposed)
                return;
            _entry = _period > TimeSpan.Zero ? _time.Plan(_period, Fire) : null; // Zero and infinite both mean once.
        }
        if (_context is null)
            _callback(_state);
        else
            ExecutionContext.Run(_context, static timer => ((VirtualTimer)timer!).Call(), this);
    }

    private void Call() => _callback(_state);

    private static void Check(TimeSpan span, string name)
    {
        if (span != Timeout.InfiniteTimeSpan && (span < TimeSpan.Zero || span.TotalMilliseconds > MostMilliseconds))
            throw new ArgumentOutOfRangeException(name, span, $"A timer takes 0 to {MostMilliseconds} ms, or Timeout.InfiniteTimeSpan.");
    }
}
