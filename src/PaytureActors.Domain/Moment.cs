namespace PaytureActors.Domain;

/// <summary>A reading of one process's monotonic clock; readings of two processes cannot be compared.</summary>
public readonly record struct MonotonicTime(TimeSpan Elapsed) : IComparable<MonotonicTime>
{
    /// <inheritdoc />
    public int CompareTo(MonotonicTime other) => Elapsed.CompareTo(other.Elapsed);

    /// <summary>What passed between two readings.</summary>
    public static TimeSpan operator -(MonotonicTime later, MonotonicTime earlier) => later.Elapsed - earlier.Elapsed;

    /// <summary>The reading after some time.</summary>
    public static MonotonicTime operator +(MonotonicTime time, TimeSpan span) => new(time.Elapsed + span);

    /// <summary>Compares two readings.</summary>
    public static bool operator <(MonotonicTime a, MonotonicTime b) => a.Elapsed < b.Elapsed;

    /// <summary>Compares two readings.</summary>
    public static bool operator >(MonotonicTime a, MonotonicTime b) => a.Elapsed > b.Elapsed;

    /// <summary>Compares two readings.</summary>
    public static bool operator <=(MonotonicTime a, MonotonicTime b) => a.Elapsed <= b.Elapsed;

    /// <summary>Compares two readings.</summary>
    public static bool operator >=(MonotonicTime a, MonotonicTime b) => a.Elapsed >= b.Elapsed;
}

/// <summary>Now, by both clocks: the wall clock for what is stored, the monotonic one for what this process alone may judge.</summary>
public readonly record struct Moment(DateTimeOffset Wall, MonotonicTime Monotonic);
