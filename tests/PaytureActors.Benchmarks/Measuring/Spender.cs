using System.Globalization;

namespace PaytureActors.Benchmarks.Measuring;

/// <summary>What a process works for.</summary>
internal enum SpenderKind
{
    /// <summary>This process: whoever is measured, and what drives it.</summary>
    Engine = 0,

    /// <summary>The database's server.</summary>
    Database,

    /// <summary>The simulated gateway.</summary>
    Gateway,

    /// <summary>The service that is measured; this process is only its client then.</summary>
    Service,
}

/// <summary>Processes whose work is counted together. Linux only: it reads /proc.</summary>
/// <param name="Kind">What they work for.</param>
/// <param name="Processes">Which processes they are now.</param>
internal sealed record Spender(SpenderKind Kind, Func<IEnumerable<int>> Processes)
{
    private const double TicksPerSecond = 100; // USER_HZ, whatever the kernel's own clock is.

    public static Spender ThisProcess { get; } = new(SpenderKind.Engine, static () => [Environment.ProcessId]);

    /// <summary>What they have used since they began, those that ended meanwhile included.</summary>
    public Spending Now() => Processes().Select(Read).Aggregate(default(Spending), static (sum, next) => sum + next);

    /// <summary>What this process has in physical memory.</summary>
    public static double ResidentMegabytes() => Environment.WorkingSet / 1024.0 / 1024;

    private static Spending Read(int process)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{process}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            var ticks = fields[11..15].Sum(field => long.Parse(field, CultureInfo.InvariantCulture)); // utime, stime, cutime, cstime
            var written = File.ReadLines($"/proc/{process}/io").First(line => line.StartsWith("write_bytes: ", StringComparison.Ordinal));
            return new Spending(ticks / TicksPerSecond, long.Parse(written.AsSpan("write_bytes: ".Length), CultureInfo.InvariantCulture));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return default; // It has ended.
        }
    }
}

/// <summary>What processes have used.</summary>
/// <param name="CpuSeconds">Processor time, of all cores together.</param>
/// <param name="BytesWritten">What they sent to the disk.</param>
internal readonly record struct Spending(double CpuSeconds, long BytesWritten)
{
    public static Spending operator +(Spending one, Spending other) => new(one.CpuSeconds + other.CpuSeconds, one.BytesWritten + other.BytesWritten);

    public static Spending operator -(Spending one, Spending other) => new(one.CpuSeconds - other.CpuSeconds, one.BytesWritten - other.BytesWritten);
}
