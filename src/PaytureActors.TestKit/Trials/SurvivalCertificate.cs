using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;
using PaytureActors.Domain;
using PaytureActors.TestKit.Lab;

namespace PaytureActors.TestKit.Trials;

/// <summary>What was survived. Its text is for people: keep it with a release.</summary>
public sealed class SurvivalCertificate
{
    private readonly SortedDictionary<string, int> _faults = new(StringComparer.Ordinal);
    private readonly SortedDictionary<CrashMoment, int> _crashes = [];
    private readonly SortedDictionary<Operation, (int Count, Money Sum)> _movements = [];
    private readonly TimeProvider _clock = TimeProvider.System;
    private readonly long _since;
    private TimeSpan _virtual;
    private int _calls;
    private int _notifications;

    internal SurvivalCertificate(int firstSeed)
    {
        FirstSeed = firstSeed;
        _since = _clock.GetTimestamp();
    }

    /// <summary>The first seed.</summary>
    public int FirstSeed { get; }

    /// <summary>How many seeds were survived.</summary>
    public int Seeds { get; private set; }

    /// <summary>How many orders were audited.</summary>
    public int Orders { get; private set; }

    /// <summary>How often each kind of fault met a call, or a batch of the journal.</summary>
    public IReadOnlyDictionary<string, int> Faults => _faults;

    /// <summary>How often the process died.</summary>
    public int Crashes => _crashes.Values.Sum();

    /// <summary>How often money moved at the gateway.</summary>
    public int Movements => _movements.Values.Sum(static movement => movement.Count);

    /// <summary>How long it took, by a real clock.</summary>
    public TimeSpan Took { get; private set; }

    /// <summary>The certificate.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        Line($"CERTIFICATE: survived all legal misbehaviour of {Seeds} seeds, {FirstSeed} to {FirstSeed + Seeds - 1}");
        Line($"orders         {Orders}, each audited at rest: journal, gateway's ledger and answers agree");
        Line($"money          {(_movements.Count == 0 ? "none moved" : string.Join(", ", _movements.Select(Movement)))}; none twice, none lost");
        Line($"gateway        {_calls} calls; {(_faults.Count == 0 ? "no faults" : string.Join(", ", _faults.Select(fault => $"{fault.Key} {fault.Value}")))}");
        Line($"crashes        {(Crashes == 0 ? "none" : string.Join(", ", _crashes.Select(crash => $"{crash.Key} {crash.Value}")))}");
        Line($"notifications  {_notifications} arrived; others were lost, doubled, late or out of order");
        Line($"violations     0");
        Line($"time           {_virtual.TotalDays:0.0} days of virtual time in {Took.TotalSeconds:0.0} s");
        Line($"versions       PaytureActors {Version(typeof(IPaytureOrders))}, PaytureActors.TestKit {Version(typeof(SurvivalCertificate))}, {RuntimeInformation.FrameworkDescription}");
        Line($"repeat         seeds: {Seeds}, firstSeed: {FirstSeed}");
        return text.ToString();

        void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
    }

    internal void Add(PaytureLab lab, int orders)
    {
        var figures = lab.Figures();
        Seeds++;
        Orders += orders;
        _virtual += figures.Virtual;
        _calls += figures.Calls;
        _notifications += figures.Notifications;
        foreach (var (name, count) in figures.Faults.Concat(figures.Journal))
            _faults[name] = _faults.GetValueOrDefault(name) + count;
        foreach (var crash in figures.Crashes)
            _crashes[crash.Moment] = _crashes.GetValueOrDefault(crash.Moment) + 1;
        foreach (var effect in lab.Gateway.Effects())
        {
            var (count, sum) = _movements.GetValueOrDefault(effect.Operation);
            _movements[effect.Operation] = (count + 1, sum + effect.Amount);
        }

        Took = _clock.GetElapsedTime(_since);
    }

    private static FormattableString Movement(KeyValuePair<Operation, (int Count, Money Sum)> movement) => $"{movement.Key} {movement.Value.Count} ({movement.Value.Sum})";

    private static string Version(Type type) =>
        (type.Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown").Split('+')[0];
}
