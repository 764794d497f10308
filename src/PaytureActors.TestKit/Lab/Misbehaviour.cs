using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using PaytureActors.Domain.Orders;
using PaytureActors.TestKit.Gateway;
using PaytureActors.TestKit.Journal;

namespace PaytureActors.TestKit.Lab;

/// <summary>
/// Everything that goes wrong in a lab, all of it legal: what the network and the gateway do to calls, when the process dies, what the database
/// does to the journal, and what becomes of notifications. Its text is the C# expression that makes it.
/// </summary>
public sealed record Misbehaviour
{
    private const int MostCrashes = 3;
    private const int LastCrash = 8; // A checkout has few moments: later ones would never come.
    private const double JournalRate = 0.02;

    private static readonly FaultRates Heavier = new()
    {
        LostBefore = 2 * FaultRates.Heavy.LostBefore,
        LostAfterEffect = 2 * FaultRates.Heavy.LostAfterEffect,
        BeyondTimeout = 2 * FaultRates.Heavy.BeyondTimeout,
        BrokenAnswer = 2 * FaultRates.Heavy.BrokenAnswer,
        UnknownCode = 2 * FaultRates.Heavy.UnknownCode,
        Pending = 2 * FaultRates.Heavy.Pending,
        LateVisibility = 2 * FaultRates.Heavy.LateVisibility,
    };

    /// <summary>Nothing goes wrong.</summary>
    public static Misbehaviour None { get; } = new();

    /// <summary>What meets the calls of the gateway.</summary>
    /// <value>Nothing by default.</value>
    public IFaultPlan Gateway { get; init; } = FaultPlan.None;

    /// <summary>When the process dies.</summary>
    /// <value>Never by default.</value>
    public IReadOnlyList<CrashPoint> Crashes { get; init; } = [];

    /// <summary>What the database does to batches of events.</summary>
    /// <value>Nothing by default.</value>
    public IReadOnlyList<JournalFault> Journal { get; init; } = [];

    /// <summary>What becomes of the gateway's notifications on their way to the engine.</summary>
    /// <value>Null by default: nobody listens to them. <c>new NotificationManners()</c> lets each arrive once, at once.</value>
    public NotificationManners? Notifications { get; init; }

    /// <summary>How often each kind of fault of the journal happens by chance, for misbehaviour of a seed.</summary>
    internal double JournalFaultRate { get; private init; }

    /// <summary>Decides what happens by chance.</summary>
    internal int Seed { get; private init; }

    /// <summary>
    /// A bad day that follows from a seed: <see cref="FaultRates.Heavy"/> for the calls, twice as heavy under odd seeds; refunds that come hours late,
    /// up to three crashes, a journal that fails one batch in twelve, and notifications that are lost, doubled, late or out of order.
    /// </summary>
    /// <param name="seed">Decides everything.</param>
    [SuppressMessage("Security", "CA5394:Do not use insecure randomness", Justification = "A seed must give the same day again.")]
    public static Misbehaviour OfSeed(int seed)
    {
        var chance = new Random(seed);
        var moments = Enum.GetValues<CrashMoment>();
        CrashPoint[] crashes = [.. Enumerable.Range(0, chance.Next(MostCrashes + 1)).Select(_ => new CrashPoint(moments[chance.Next(moments.Length)], 1 + chance.Next(LastCrash)))];
        return new Misbehaviour
        {
            Gateway = new LateRefunds(FaultPlan.Seeded(seed, seed % 2 == 0 ? FaultRates.Heavy : Heavier), seed, new MerchantPolicy()),
            Crashes = [.. crashes.Distinct()],
            Notifications = new NotificationManners { Seed = seed, Lost = 0.2, Doubled = 0.2, Delayed = 0.2, Reordered = 0.2 },
            JournalFaultRate = JournalRate,
            Seed = seed,
        };
    }

    /// <summary>The C# expression that makes it; for what follows from a seed, the call that does.</summary>
    public override string ToString()
    {
        if (JournalFaultRate > 0)
            return string.Create(CultureInfo.InvariantCulture, $"Misbehaviour.OfSeed({Seed})");

        var text = new StringBuilder("new Misbehaviour\n{\n");
        if (Gateway is FaultScript)
            Line($"Gateway = {Gateway.ToString()!.Replace("\n", "\n    ", StringComparison.Ordinal)},");
        if (Crashes.Count > 0)
            Line($"Crashes = [{string.Join(", ", Crashes.Select(Text))}],");
        if (Journal.Count > 0)
            Line($"Journal = [{string.Join(", ", Journal.Select(Text))}],");
        if (Notifications is { } n)
            Line($"Notifications = new NotificationManners {{ Seed = {n.Seed}, Lost = {n.Lost}, Doubled = {n.Doubled}, Delayed = {n.Delayed}, Reordered = {n.Reordered} }},");
        return text.Append('}').ToString();

        void Line(FormattableString line) => text.Append("    ").Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
    }

    private static string Text(CrashPoint point) => string.Create(CultureInfo.InvariantCulture,
        $"new CrashPoint(CrashMoment.{point.Moment}, {point.Number}){(point.Command is { } command ? $" {{ Command = {CSharp.Text(command)} }}" : "")}");

    private static string Text(JournalFault fault) => string.Create(CultureInfo.InvariantCulture,
        $"new JournalFault({CSharp.Text(fault.PersistenceId)}, {fault.Sequence}, {fault.Try}, JournalFaultKind.{fault.Kind}){(fault.Wait > TimeSpan.Zero ? $" {{ Wait = {CSharp.Of(fault.Wait)} }}" : "")}");
}
