using PaytureActors.Domain;

namespace PaytureActors;

/// <summary>Reads both clocks at once.</summary>
internal static class Clocks
{
    /// <summary>Now: the wall clock for what is stored, the monotonic one for what this process alone may judge.</summary>
    public static Moment GetMoment(this TimeProvider time) => new(time.GetUtcNow(), new MonotonicTime(time.GetElapsedTime(0)));
}
