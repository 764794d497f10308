using System.Collections.Concurrent;
using System.Collections.Immutable;
using Akka.Actor;
using Akka.Configuration;
using Akka.Persistence;
using Akka.Persistence.Journal;

namespace PaytureActors.Tests.Orders;

/// <summary>What goes wrong with a write.</summary>
internal enum WriteFault
{
    /// <summary>Nothing is kept, and the write fails.</summary>
    Fail = 1,

    /// <summary>Nothing is kept, and the write is rejected.</summary>
    Reject,

    /// <summary>Everything is kept, and the write fails all the same.</summary>
    KeepAndFail,
}

/// <summary>Events in memory, for as many journals (nodes, lives of a node) as share its name, with a unique (id, sequence) as in a database.</summary>
internal sealed class JournalStore
{
    private static readonly ConcurrentDictionary<string, JournalStore> Stores = new();
    private readonly Dictionary<string, List<IPersistentRepresentation>> _events = [];
    private readonly Queue<WriteFault> _faults = new();

    public static JournalStore Named(string name) => Stores.GetOrAdd(name, _ => new JournalStore());

    /// <summary>Whether the database is down for readers and writers.</summary>
    public bool IsDown { get; set; }

    /// <summary>Whether nothing more can be written.</summary>
    public bool IsFull { get; set; }

    /// <summary>Whether the writers still own the database.</summary>
    public bool IsOurs { get; set; } = true;

    /// <summary>What writers heard.</summary>
    public ConcurrentQueue<Exception> Failures { get; } = new();

    /// <summary>Until when the next writes take.</summary>
    public Task Pace { get; set; } = Task.CompletedTask;

    /// <summary>Until when the next reads take.</summary>
    public Task ReadPace { get; set; } = Task.CompletedTask;

    /// <summary>When it was set back to a backup, for who starts on it then.</summary>
    public DateTimeOffset? RestoredAt { get; private set; }

    /// <summary>What it holds now.</summary>
    public IReadOnlyDictionary<string, List<IPersistentRepresentation>> BackUp()
    {
        lock (_events)
            return _events.ToDictionary(order => order.Key, order => order.Value.ToList());
    }

    /// <summary>Forgets what came after a backup.</summary>
    public void SetBack(IReadOnlyDictionary<string, List<IPersistentRepresentation>> backup, DateTimeOffset now)
    {
        lock (_events)
        {
            _events.Clear();
            foreach (var (order, events) in backup)
                _events.Add(order, [.. events]);
            RestoredAt = now;
        }
    }

    public void FailNext(params WriteFault[] faults)
    {
        lock (_events)
        {
            foreach (var fault in faults)
                _faults.Enqueue(fault);
        }
    }

    /// <summary>Lets the next write pass, and makes the one after it fail.</summary>
    public void FailSecond(WriteFault fault) => FailNext(default, fault);

    public Exception? Write(AtomicWrite write)
    {
        var events = (IImmutableList<IPersistentRepresentation>)write.Payload;
        lock (_events)
        {
            Check();
            if (IsFull)
                throw new IOException("The disk is full.");
            _faults.TryDequeue(out var fault);
            switch (fault)
            {
                case WriteFault.Fail:
                    throw new IOException("The disk is full.");
                case WriteFault.Reject:
                    return new InvalidOperationException("The events cannot be written.");
            }

            if (!_events.TryGetValue(write.PersistenceId, out var list))
                _events[write.PersistenceId] = list = [];
            if (events[0].SequenceNr != list.Count + 1)
                throw new IOException("UNIQUE constraint failed: journal.persistence_id, journal.sequence_number");
            list.AddRange(events);
            return fault is WriteFault.KeepAndFail ? throw new IOException("The connection was lost after the commit.") : null;
        }
    }

    public IReadOnlyList<IPersistentRepresentation> Read(string id)
    {
        lock (_events)
        {
            Check();
            return _events.TryGetValue(id, out var list) ? [.. list] : [];
        }
    }

    private void Check()
    {
        if (IsDown)
            throw new IOException("The database is down.");
    }
}

/// <summary>A journal over a <see cref="JournalStore"/>.</summary>
public sealed class FaultyJournal(Config config) : AsyncWriteJournal
{
    private readonly JournalStore _store = JournalStore.Named(config.GetString("store"));

    public override Task ReplayMessagesAsync(
        IActorContext context, string persistenceId, long fromSequenceNr, long toSequenceNr, long max, Action<IPersistentRepresentation> recoveryCallback)
    {
        foreach (var @event in _store.Read(persistenceId).Where(e => e.SequenceNr >= fromSequenceNr && e.SequenceNr <= toSequenceNr))
            recoveryCallback(@event);
        return Task.CompletedTask;
    }

    public override async Task<long> ReadHighestSequenceNrAsync(string persistenceId, long fromSequenceNr, CancellationToken cancellationToken)
    {
        await _store.ReadPace;
        return _store.Read(persistenceId).Count;
    }

    protected override async Task<IImmutableList<Exception>> WriteMessagesAsync(
        IEnumerable<AtomicWrite> messages, CancellationToken cancellationToken)
    {
        await _store.Pace;
        return [.. messages.Select(write => _store.Write(write)!)];
    }

    protected override Task DeleteMessagesToAsync(string persistenceId, long toSequenceNr, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Nothing is ever deleted.");
}
