namespace PaytureActors.TestKit.Lab;

/// <summary>The clock that a process sees. Once the process is dead, no timer of it fires any more.</summary>
/// <param name="time">The world's clock.</param>
/// <param name="dead">Says that the process is dead.</param>
internal sealed class ProcessClock(TimeProvider time, CancellationToken dead) : TimeProvider
{
    public override TimeZoneInfo LocalTimeZone => time.LocalTimeZone;

    public override long TimestampFrequency => time.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => time.GetUtcNow();

    public override long GetTimestamp() => time.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        return time.CreateTimer(
            each =>
            {
                if (!dead.IsCancellationRequested)
                    callback(each);
            },
            state, dueTime, period);
    }
}
