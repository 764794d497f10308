using System.Globalization;

namespace PaytureActors.Host.Simulation;

/// <summary>
/// Shows how far a simulation is: one line that is written over on a terminal, else a new line now and then. Rates go by the machine's clock.
/// </summary>
/// <param name="writer">Where to: the error stream, so that what the simulation comes to stays alone on the other one.</param>
/// <param name="isTerminal">Whether the line can be written over.</param>
/// <param name="width">How many columns there are on a terminal.</param>
/// <param name="time">The machine's clock.</param>
internal sealed class ProgressLine(TextWriter writer, bool isTerminal, int width, TimeProvider time)
{
    private const int UsualWidth = 80; // Of a terminal that does not say.
    private static readonly TimeSpan OnTerminal = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan InFile = TimeSpan.FromSeconds(5);

    private readonly long _started = time.GetTimestamp();
    private long _shown = time.GetTimestamp();
    private bool _isDirty;

    /// <summary>Shows it, if the last time is long enough ago.</summary>
    public void Show(SimulationProgress now)
    {
        if (time.GetElapsedTime(_shown) < (isTerminal ? OnTerminal : InFile))
            return;
        _shown = time.GetTimestamp();
        var line = Text(now, time.GetElapsedTime(_started));
        if (isTerminal)
            Overwrite(line);
        else
            writer.WriteLine(line);
    }

    /// <summary>Takes the line off a terminal: what it came to follows.</summary>
    public void Clear()
    {
        if (!_isDirty)
            return;
        Overwrite("");
        writer.Write('\r');
        writer.Flush();
        _isDirty = false;
    }

    /// <summary>One line of progress.</summary>
    public static string Text(SimulationProgress now, TimeSpan since) => string.Create(CultureInfo.InvariantCulture,
        $"{now.Stage}: {now.Finished}/{now.Orders} orders, {Rate(now.Finished, since):0.0}/s, {now.Virtual.TotalDays:0.00} days, {now.Commands} commands, {Rate(now.Commands, since):0}/s, "
        + $"{now.OpenDoubts} doubts open, {now.SettledDoubts} settled, {now.Crashes} crashes, {now.Faults} faults");

    private static double Rate(long count, TimeSpan since) => since > TimeSpan.Zero ? count / since.TotalSeconds : 0;

    // The last column stays free: a terminal goes to the next line after it.
    private void Overwrite(string line)
    {
        var columns = (width > 1 ? width : UsualWidth) - 1;
        writer.Write($"\r{(line.Length > columns ? line[..columns] : line.PadRight(columns))}");
        writer.Flush();
        _isDirty = true;
    }
}
