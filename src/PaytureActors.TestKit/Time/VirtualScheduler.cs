using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Event;

namespace PaytureActors.TestKit.Time;

/// <summary>Akka's scheduler on a <see cref="VirtualTime"/>. Akka makes it; name it by <see cref="VirtualTime.Configuration"/>.</summary>
public sealed class VirtualScheduler : SchedulerBase, IDateTimeOffsetNowTimeProvider, IDisposable
{
    private readonly VirtualTime _time;
    private volatile bool _stopped;

    /// <summary>Made by Akka.</summary>
    /// <param name="config">The actor system's configuration.</param>
    /// <param name="log">Where the failures of scheduled actions go.</param>
    /// <exception cref="InvalidOperationException">The configuration names no clock.</exception>
    public VirtualScheduler(Config config, ILoggingAdapter log) : base(config, log)
    {
        ArgumentNullException.ThrowIfNull(config);
        var number = config.GetInt(VirtualTime.ClockSetting, 0);
        _time = VirtualTime.Find(number);
    }

    /// <inheritdoc />
    protected override DateTimeOffset TimeNow => _time.GetUtcNow();

    /// <inheritdoc />
    public override TimeSpan MonotonicClock => _time.Elapsed;

    /// <inheritdoc />
    public override TimeSpan HighResMonotonicClock => _time.Elapsed;

    /// <summary>Drops everything that still waits.</summary>
    public void Dispose() => _stopped = true;

    /// <inheritdoc />
    protected override void InternalScheduleTellOnce(
        TimeSpan delay, ICanTell receiver, object message, IActorRef sender, ICancelable cancelable) =>
        Plan(delay, null, () => receiver.Tell(message, sender), cancelable);

    /// <inheritdoc />
    protected override void InternalScheduleTellRepeatedly(
        TimeSpan initialDelay, TimeSpan interval, ICanTell receiver, object message, IActorRef sender, ICancelable cancelable) =>
        Plan(initialDelay, interval, () => receiver.Tell(message, sender), cancelable);

    /// <inheritdoc />
    protected override void InternalScheduleOnce(TimeSpan delay, Action action, ICancelable cancelable) =>
        Plan(delay, null, action, cancelable);

    /// <inheritdoc />
    protected override void InternalScheduleOnce(TimeSpan delay, IRunnable action, ICancelable cancelable) =>
        Plan(delay, null, action.Run, cancelable);

    /// <inheritdoc />
    protected override void InternalScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, Action action, ICancelable cancelable) =>
        Plan(initialDelay, interval, action, cancelable);

    /// <inheritdoc />
    protected override void InternalScheduleRepeatedly(
        TimeSpan initialDelay, TimeSpan interval, IRunnable action, ICancelable cancelable) =>
        Plan(initialDelay, interval, action.Run, cancelable);

    private void Plan(TimeSpan delay, TimeSpan? interval, Action action, ICancelable? cancelable)
    {
        if (_stopped)
            throw new SchedulerException("The scheduler has stopped with its actor system.");
        _time.Plan(delay, () => Fire(interval, action, cancelable), () => _stopped || cancelable?.IsCancellationRequested == true);
    }

    private void Fire(TimeSpan? interval, Action action, ICancelable? cancelable)
    {
        try
        {
            action();
        }
        catch (Exception failure)
        {
            Log.Error(failure, "A scheduled action failed.");
        }
        if (interval is { } next && !_stopped)
            Plan(next, next, action, cancelable);
    }
}
