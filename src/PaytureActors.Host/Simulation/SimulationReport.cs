using System.Globalization;
using PaytureActors.Domain.Orders;

namespace PaytureActors.Host.Simulation;

/// <summary>Shows a simulation: its seed before, how far it is meanwhile, figures and broken promises afterwards.</summary>
internal static class SimulationReport
{
    private const int MostLines = 60;

    /// <summary>Runs, and shows on the error stream how far it is.</summary>
    public static async Task<SimulationResult> WatchAsync(SimulationSettings settings, bool verbose)
    {
        Line($"seed {settings.Seed}");
        var line = new ProgressLine(Console.Error, !Console.IsErrorRedirected, Console.IsErrorRedirected ? 0 : Console.WindowWidth, TimeProvider.System);
        try
        {
            return await Simulation.RunAsync(settings, verbose, line.Show);
        }
        finally
        {
            line.Clear();
        }
    }

    /// <summary>Prints what it came to.</summary>
    public static void Print(SimulationResult result)
    {
        var (trail, policy) = (result.Trail, result.Settings.Policy);
        Line($"orders      {trail.Orders} in {result.Lived.TotalSeconds:0.0} s ({trail.Orders / result.Lived.TotalSeconds:0} orders/s), {result.Virtual.TotalDays:0.0} virtual days; all in {result.Took.TotalSeconds:0.0} s");
        Line($"commands    {trail.Commands} accepted, {trail.Answers} answers, {trail.Effects} movements of money");
        Line($"calls       {result.Commands} commands, {result.Inquiries} inquiries");
        Line($"faults      {(result.Faults.Count == 0 ? "none" : string.Join(", ", result.Faults.OrderBy(fault => fault.Key, StringComparer.Ordinal).Select(fault => $"{fault.Key} {fault.Value}")))}");
        Line($"doubts      {trail.Unknowns} calls without an outcome, {trail.LateEffects} effects after their answer");
        Line($"crashes     {result.Crashes.Count}");
        Line($"events      {trail.Events} in the journal");
        Line($"attention   {trail.Attentions}");
        foreach (var (kind, took) in trail.Doubts.OrderBy(each => each.Key))
            Line($"certainty   {Words(kind, policy)}: p50 {Seconds(took, 0.5)}, p99 {Seconds(took, 0.99)}, max {Seconds(took, 1)} s of {took.Count}; goal {Certainty.Goal(kind, policy).TotalSeconds:0} s");
        Line($"violations  {trail.Violations.Count}");
        if (result.IsGood)
            return;

        foreach (var broken in trail.Violations.GroupBy(violation => violation.Promise).OrderBy(group => group.Key))
        {
            Line($"  {broken.Key}: {broken.Count()}");
            foreach (var violation in broken.Take(AuditTrail.MostStories))
                Line($"    {violation.Order}: {violation.What}");
        }

        foreach (var (violation, story) in trail.Stories)
        {
            Line($"{violation.Order}: {violation.What}");
            foreach (var line in story.Take(MostLines))
                Line($"  {line}");
        }

        Line($"seed {result.Settings.Seed}; the same lives and faults again: {result.Settings.CommandLine}");
    }

    /// <summary>What a kind of doubt is, and from when it is measured.</summary>
    public static string Words(DoubtKind kind, MerchantPolicy policy) => kind switch
    {
        DoubtKind.Applied => "applied, after the effect",
        DoubtKind.Late => "pending or under way beyond the quiet period, after its end",
        DoubtKind.NotApplied => Text($"not applied, after the quiet period of {policy.QuietPeriod.TotalSeconds:0} s"),
        _ => Text($"unguarded refunds not applied, after the horizon of {policy.Horizon.TotalHours:0} h"),
    };

    private static string Seconds(IReadOnlyList<TimeSpan> took, double share) => Text($"{Certainty.Percentile(took, share).TotalSeconds:0.0}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static void Line(FormattableString text) => Console.WriteLine(Text(text));
}
