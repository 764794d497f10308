namespace PaytureActors.TestKit.Time;

/// <summary>Sees whether the .NET thread pool has something to do.</summary>
/// <remarks>
/// A work item is queued, then being worked on, then gone; what it queues itself is queued before it is gone. So a pool with
/// nothing queued and nobody at work stays so until a timer or the outside world comes. Several looks in a row guard against the
/// moment between the two readings.
/// </remarks>
internal sealed class IdleWatch
{
    private const int LooksInARow = 4;
    private const int SpinsBetweenLooks = 30;
    private const int LooksBetweenYields = 256;

    private static readonly TimeSpan LongestLook = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan LimitAtFirst = TimeSpan.FromSeconds(30);

    private static volatile int _everLeastBusy = int.MaxValue;

    private int _alwaysBusy = int.MaxValue;
    private int _held;

    public IdleWatch()
    {
        // A test runner may keep threads of the pool for itself: the least that are ever busy is the zero. A passing errand of the
        // runner must not be taken for such a thread, or work of the same size would go unseen once the errand is over. So the
        // first clock of a process waits long for a pool that rests, and later ones for what was seen before.
        var rest = _everLeastBusy == int.MaxValue ? 0 : _everLeastBusy;
        var since = TimeProvider.System.GetTimestamp();
        do
        {
            _alwaysBusy = Math.Min(_alwaysBusy, OthersBusy());
            Thread.Yield();
        }
        while (_alwaysBusy > rest && TimeProvider.System.GetElapsedTime(since) < LongestLook);
        _everLeastBusy = Math.Min(_everLeastBusy, _alwaysBusy);
    }

    public TimeSpan Limit { get; set; } = LimitAtFirst;

    public IDisposable Hold()
    {
        Interlocked.Increment(ref _held);
        return new Held(this);
    }

    public void Wait()
    {
        var since = 0L;
        var looks = 0;
        for (var quiet = 0; quiet < LooksInARow; looks++)
        {
            quiet = IsQuiet() ? quiet + 1 : 0;
            if (quiet > 0 || looks % LooksBetweenYields != LooksBetweenYields - 1)
            {
                Thread.SpinWait(SpinsBetweenLooks);
                continue;
            }

            // To yield at once would give a whole time slice away where other processes keep the cores busy.
            Thread.Yield();
            Check(ref since);
        }
    }

    private bool IsQuiet()
    {
        if (Volatile.Read(ref _held) > 0 || ThreadPool.PendingWorkItemCount > 0)
            return false;
        var busy = OthersBusy();
        if (busy < _alwaysBusy)
            _alwaysBusy = busy; // A thread that the runner kept has come free since.
        return busy <= _alwaysBusy;
    }

    private void Check(ref long since)
    {
        if (since == 0)
            since = TimeProvider.System.GetTimestamp();
        else if (TimeProvider.System.GetElapsedTime(since) > Limit)
        {
            throw new TimeoutException(
                $"The machine did not become idle within {Limit}: {OthersBusy() - _alwaysBusy} pool threads are busy, "
                + $"{ThreadPool.PendingWorkItemCount} work items wait, {Volatile.Read(ref _held)} holds are open. "
                + "Look for a blocked thread, for another test that runs at the same time, or raise IdleLimit.");
        }
    }

    private static int OthersBusy()
    {
        ThreadPool.GetMaxThreads(out var most, out _);
        ThreadPool.GetAvailableThreads(out var free, out _);
        return most - free - (Thread.CurrentThread.IsThreadPoolThread ? 1 : 0);
    }

    private sealed class Held(IdleWatch watch) : IDisposable
    {
        private int _released;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _released, 1) == 0)
                Interlocked.Decrement(ref watch._held);
        }
    }
}
