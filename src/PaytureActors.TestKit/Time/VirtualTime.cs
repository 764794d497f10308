using System.Collections.Concurrent;

namespace PaytureActors.TestKit.Time;

/// <summary>
/// A clock that only moves when told: wall clock, monotonic timestamps and timers of a <see cref="TimeProvider"/>, and the
/// scheduler of actor systems that were started with <see cref="Configuration"/>, all moved by one hand.
/// </summary>
/// <remarks>
/// <para>
/// Timers fire on the thread that moves the hand, one after another in order of due time. <see cref="Advance"/> moves and fires,
/// nothing else. <see cref="RunFor"/> and <see cref="AdvanceUntil(Func{bool}, TimeSpan)"/> jump from one due time to the next, and
/// before each jump wait until the machine has nothing left to do now: then days pass in milliseconds, and no actor misses a beat.
/// </para>
/// <para>
/// "Nothing to do" means that the .NET thread pool is as idle as it was when this clock was made. So run nothing else in the
/// process meanwhile (tests of one assembly that use a clock belong in one collection), make the clock before the system that it
/// drives, and put <see cref="Hold"/> around work that waits outside the pool, for a socket for example. A test that awaits goes on
/// in its runner's own context, which is outside the pool, too: start such work with <see cref="Task.Run(Action)"/>.
/// </para>
/// <para>
/// What Akka itself times by the machine's clock stays there: the time limits of <c>Ask</c> and <c>Cancelable.CancelAfter</c>.
/// </para>
/// </remarks>
public sealed class VirtualTime : TimeProvider
{
    /// <summary>
    /// HOCON that loads the virtual scheduler and keeps Akka's dispatchers on the .NET thread pool, where idleness can be seen.
    /// It does not say which clock: <see cref="Configuration"/> does.
    /// </summary>
    public const string Hocon =
        """
        akka.scheduler.implementation = "PaytureActors.TestKit.Time.VirtualScheduler, PaytureActors.TestKit"
        akka.actor.default-dispatcher.executor = thread-pool-executor
        akka.actor.internal-dispatcher.executor = thread-pool-executor
        akka.actor.default-blocking-io-dispatcher.executor = thread-pool-executor
        akka.persistence.dispatchers.default-plugin-dispatcher.executor = thread-pool-executor
        akka.persistence.dispatchers.default-replay-dispatcher.executor = thread-pool-executor
        """;

    internal const string ClockSetting = "akka.scheduler.virtual-clock";

    // A scheduler is made by Akka from its configuration alone, so that it finds its clock by number.
    private static readonly ConcurrentDictionary<int, WeakReference<VirtualTime>> Clocks = new();
    private static int _clocks;

    private readonly DueQueue _due = new();
    private readonly IdleWatch _idle;
    private readonly DateTimeOffset _start;
    private readonly int _number;
    private long _elapsed;

    /// <summary>Makes a clock that stands still.</summary>
    /// <param name="start">What it shows; null for 1 January 2030, midnight UTC.</param>
    public VirtualTime(DateTimeOffset? start = null)
    {
        _start = (start ?? new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero)).ToUniversalTime();
        _idle = new IdleWatch();
        _number = Interlocked.Increment(ref _clocks);
        Clocks[_number] = new WeakReference<VirtualTime>(this);
    }

    /// <summary>The HOCON of an actor system that this clock drives: put it before your own, as the stronger.</summary>
    public string Configuration => $"{Hocon}\n{ClockSetting} = {_number}";

    /// <summary>How long the hand has moved since the clock was made.</summary>
    public TimeSpan Elapsed => TimeSpan.FromTicks(Interlocked.Read(ref _elapsed));

    /// <summary>How long until the next timer fires; null if none waits.</summary>
    public TimeSpan? NextDue => _due.Next() is { } due ? TimeSpan.FromTicks(Math.Max(0, due - Interlocked.Read(ref _elapsed))) : null;

    /// <summary>How long, by a real clock, one wait for idleness may last before it is an error.</summary>
    /// <value>The default is 30 seconds.</value>
    public TimeSpan IdleLimit
    {
        get => _idle.Limit;
        set => _idle.Limit = value;
    }

    /// <inheritdoc />
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <summary>Timestamps count ticks of 100 ns.</summary>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc />
    public override DateTimeOffset GetUtcNow() => _start + Elapsed;

    /// <inheritdoc />
    public override long GetTimestamp() => Interlocked.Read(ref _elapsed);

    /// <inheritdoc />
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var timer = new VirtualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves the hand, and fires what becomes due on the way, without waiting for what that sets in motion.</summary>
    /// <param name="by">How far; zero fires what is due already.</param>
    /// <exception cref="ArgumentOutOfRangeException">Time does not run backwards.</exception>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        var target = Interlocked.Read(ref _elapsed) + by.Ticks;
        while (_due.Next() is { } due && due <= target)
            Jump(due);
        MoveTo(target);
    }

    /// <summary>Waits until nothing is left to do at this moment. The hand stands still.</summary>
    /// <exception cref="TimeoutException">The machine did not become idle within <see cref="IdleLimit"/>.</exception>
    public void WaitUntilIdle() => _idle.Wait();

    /// <summary>Lets a while pass: waits for idleness, jumps to the next due time, and so on.</summary>
    /// <param name="span">How long.</param>
    /// <exception cref="TimeoutException">The machine did not become idle within <see cref="IdleLimit"/>.</exception>
    public void RunFor(TimeSpan span) => AdvanceUntil(static () => false, span);

    /// <summary>Lets time pass until a condition holds; it is asked whenever the machine is idle.</summary>
    /// <param name="condition">What is waited for.</param>
    /// <param name="limit">How much virtual time may pass.</param>
    /// <returns>Whether the condition holds.</returns>
    /// <exception cref="TimeoutException">The machine did not become idle within <see cref="IdleLimit"/>.</exception>
    public bool AdvanceUntil(Func<bool> condition, TimeSpan limit)
    {
        ArgumentNullException.ThrowIfNull(condition);
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, TimeSpan.Zero);
        var target = Interlocked.Read(ref _elapsed) + limit.Ticks;
        while (true)
        {
            _idle.Wait();
            if (condition())
                return true;
            if (_due.Next() is { } due && due <= target)
            {
                Jump(due);
                continue;
            }
            if (Interlocked.Read(ref _elapsed) >= target)
                return false;
            MoveTo(target);
        }
    }

    /// <summary>Lets time pass until a task ends, and gives its result or its exception.</summary>
    /// <param name="task">What is waited for.</param>
    /// <param name="limit">How much virtual time may pass.</param>
    /// <exception cref="TimeoutException">The task did not end within the limit.</exception>
    public T AdvanceUntil<T>(Task<T> task, TimeSpan limit)
    {
        ArgumentNullException.ThrowIfNull(task);
        return AdvanceUntil(() => task.IsCompleted, limit)
            ? task.GetAwaiter().GetResult()
            : throw new TimeoutException($"The task did not end within {limit} of virtual time. "
                + (NextDue is { } due ? $"The next timer is due in {due}." : "No timer waits: something else must happen first."));
    }

    /// <summary>As <see cref="AdvanceUntil(Func{bool}, TimeSpan)"/>, on a thread of its own, for callers that may not block.</summary>
    /// <param name="condition">What is waited for.</param>
    /// <param name="limit">How much virtual time may pass.</param>
    public Task<bool> AdvanceUntilAsync(Func<bool> condition, TimeSpan limit) =>
        Task.Factory.StartNew(() => AdvanceUntil(condition, limit),
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>Says that work is going on where the thread pool cannot show it, until the result is disposed.</summary>
    public IDisposable Hold() => _idle.Hold();

    /// <summary>How many timers the clock remembers, cancelled ones included.</summary>
    internal int Waiting => _due.Count;

    /// <summary>Finds the clock that an actor system's configuration names.</summary>
    internal static VirtualTime Find(int number) =>
        Clocks.TryGetValue(number, out var reference) && reference.TryGetTarget(out var time)
            ? time
            : throw new InvalidOperationException(
                $"No virtual clock has the number {number} ({ClockSetting}): start the actor system with the Configuration of a "
                + "VirtualTime that is still alive.");

    /// <summary>Waits with a callback for a delay from now on.</summary>
    /// <param name="delay">How long.</param>
    /// <param name="fire">What to do then.</param>
    /// <param name="unwanted">Whether it is to be forgotten; asked when its time comes, or room is needed.</param>
    internal DueEntry Plan(TimeSpan delay, Action fire, Func<bool>? unwanted = null)
    {
        var entry = new DueEntry(Interlocked.Read(ref _elapsed) + delay.Ticks, fire, unwanted);
        _due.Add(entry);
        return entry;
    }

    private void Jump(long due)
    {
        MoveTo(due);

        // Whoever continues here must not bring the caller's context along: it may be a test runner's.
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            while (_due.TakeUpTo(due) is { } entry)
                entry.Fire();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }

    private void MoveTo(long elapsed)
    {
        if (elapsed > Interlocked.Read(ref _elapsed))
            Interlocked.Exchange(ref _elapsed, elapsed);
    }
}
