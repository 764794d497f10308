namespace PaytureActors.Tests;

/// <summary>Waits for a condition, never for a time.</summary>
internal static class Wait
{
    public static async Task UntilAsync(Func<bool> condition, TimeSpan limit)
    {
        var start = TimeProvider.System.GetTimestamp();
        using var looks = new PeriodicTimer(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        while (!condition())
        {
            if (TimeProvider.System.GetElapsedTime(start) > limit)
                throw new TimeoutException($"What was waited for did not come within {limit.TotalSeconds} s.");
            await looks.WaitForNextTickAsync();
        }
    }
}
