using System.Collections.Concurrent;
using System.Collections.Immutable;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Persistence;
using Akka.Persistence.Sql.Journal;
using PaytureActors.TestKit.Gateway;

namespace PaytureActors.TestKit.Journal;

/// <summary>
/// What a database can do to a batch of events: not take it, refuse it, take it and lose its yes, or take seconds over it. Add it to the actor
/// system's setups, and <see cref="Configuration"/> to its configuration; the engine's own journal then works under these faults.
/// </summary>
public sealed class JournalFaults : Setup
{
    private static readonly JournalFaultKind[] Kinds = Enum.GetValues<JournalFaultKind>();
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(15); // Beyond a send-by.

    private readonly int _seed;
    private readonly JournalFaultRates _rates = new();
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<(string Id, long Sequence), int> _tries = new();
    private readonly ConcurrentDictionary<string, int> _met = new();
    private readonly ConcurrentQueue<JournalFault> _recorded = new();
    private readonly IReadOnlyDictionary<(string Id, long Sequence, int Try), JournalFault> _script;
    private volatile bool _isHealed;

    /// <summary>Faults by chance: the same try of the same batch meets the same fault, whatever the threads do.</summary>
    /// <param name="seed">Decides everything.</param>
    /// <param name="rate">How often each of the four kinds happens: 0 to 0.25.</param>
    /// <param name="time">The clock that slow batches go by.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is below 0 or above 0.25.</exception>
    public JournalFaults(int seed, double rate, TimeProvider time)
        : this(seed, JournalFaultRates.Each(rate is >= 0 and <= 0.25
            ? rate
            : throw new ArgumentOutOfRangeException(nameof(rate), rate, "There are four kinds of faults, so that the rate of each is 0 to 0.25.")), time)
    {
    }

    /// <summary>Faults by chance, each kind as often as is said: the same try of the same batch meets the same fault, whatever the threads do.</summary>
    /// <param name="seed">Decides everything.</param>
    /// <param name="rates">How often each kind happens.</param>
    /// <param name="time">The clock that slow batches go by.</param>
    /// <exception cref="ArgumentOutOfRangeException">A rate is below 0, or they come to more than 1.</exception>
    public JournalFaults(int seed, JournalFaultRates rates, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(rates);
        ArgumentNullException.ThrowIfNull(time);
        if (Kinds.Any(kind => rates.Of(kind) is not >= 0) || rates.Sum > 1)
            throw new ArgumentOutOfRangeException(nameof(rates), rates, "Each rate must be 0 or more, and all together 1 at most.");
        (_seed, _rates, _time, _script) = (seed, rates, time, new Dictionary<(string, long, int), JournalFault>());
    }

    /// <summary>Faults that are written down: those, and no others.</summary>
    /// <param name="script">The faults, as <see cref="Recorded"/> has them.</param>
    /// <param name="time">The clock that slow batches go by.</param>
    /// <exception cref="ArgumentException">The script has two faults for the same try of the same batch.</exception>
    public JournalFaults(IEnumerable<JournalFault> script, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(script);
        ArgumentNullException.ThrowIfNull(time);
        (_time, _script) = (time, script.ToDictionary(fault => (fault.PersistenceId, fault.Sequence, fault.Try)));
    }

    /// <summary>HOCON that puts these faults before the engine's journal.</summary>
    public static string Configuration { get; } = $"payture.journal.class = \"{typeof(FaultyJournal).AssemblyQualifiedName}\"";

    /// <summary>How often each kind of fault met a batch: <c>JournalFails</c>, <c>JournalRefuses</c>, <c>JournalIsAmbiguous</c>, <c>JournalIsSlow</c>.</summary>
    public IReadOnlyDictionary<string, int> Met => _met;

    /// <summary>What met which batch: a script that brings the same faults without a seed.</summary>
    public IReadOnlyList<JournalFault> Recorded => [.. _recorded];

    /// <summary>Hears that the database has a batch, before anybody else does, and says whether nobody ever shall.</summary>
    internal Func<bool>? DiesAfterWriting { get; set; }

    /// <summary>From now on nothing goes wrong.</summary>
    public void Heal() => _isHealed = true;

    /// <summary>Writes a batch, as well as its fault lets it.</summary>
    internal async Task<IImmutableList<Exception>> WriteAsync(IReadOnlyList<AtomicWrite> batch, Func<Task<IImmutableList<Exception>>> write)
    {
        if (Next(batch[0]) is not { } fault)
            return await WriteAsync(write);

        _recorded.Enqueue(fault);
        _met.AddOrUpdate($"Journal{fault.Kind}", 1, static (_, count) => count + 1);
        switch (fault.Kind)
        {
            case JournalFaultKind.Fails:
                throw new InvalidOperationException("The simulated database did not take the batch.");

            case JournalFaultKind.Refuses:
                return ImmutableList.CreateRange(batch.Select(Exception (_) => new InvalidOperationException("The simulated database refused the batch.")));

            case JournalFaultKind.IsAmbiguous:
                await write();
                throw new InvalidOperationException("The simulated database took the batch, and its yes was lost.");

            default:
                await Task.Delay(fault.Wait, _time);
                return await WriteAsync(write);
        }
    }

    private async Task<IImmutableList<Exception>> WriteAsync(Func<Task<IImmutableList<Exception>>> write)
    {
        var answer = await write();
        return DiesAfterWriting?.Invoke() is true ? await new TaskCompletionSource<IImmutableList<Exception>>().Task : answer;
    }

    private JournalFault? Next(AtomicWrite first)
    {
        // A batch that is tried again meets another fault, or none: its try is part of what chance goes by, and no thread is.
        var (id, sequence) = (first.PersistenceId, first.LowestSequenceNr);
        var @try = _tries.AddOrUpdate((id, sequence), 1, static (_, tries) => tries + 1);
        var chance = new Chance(_seed, new FaultCall("journal", id, $"{sequence}", @try));
        if (_isHealed)
            return null;
        if (_script.TryGetValue((id, sequence, @try), out var written))
            return written;
        var drawn = chance.Unit();
        foreach (var kind in Kinds)
        {
            drawn -= _rates.Of(kind);
            if (drawn >= 0)
                continue;
            var wait = kind is JournalFaultKind.IsSlow ? chance.Between(TimeSpan.FromSeconds(0.5), LongestWait) : TimeSpan.Zero;
            return new JournalFault(id, sequence, @try, kind) { Wait = wait };
        }

        return null;
    }
}

/// <summary>The engine's own journal under the faults of a database.</summary>
internal sealed class FaultyJournal(Config configuration) : SqlWriteJournal(configuration)
{
    private readonly JournalFaults _faults = Context.System.Settings.Setup.Get<JournalFaults>().Value;

    protected override Task<IImmutableList<Exception>> WriteMessagesAsync(IEnumerable<AtomicWrite> messages, CancellationToken cancellationToken)
    {
        AtomicWrite[] batch = [.. messages];
        return _faults.WriteAsync(batch, async () => await base.WriteMessagesAsync(batch, cancellationToken));
    }
}
