namespace PaytureActors.TestKit.Time;

/// <summary>What waits for its time, in order of due time, and of arrival where that is the same.</summary>
internal sealed class DueQueue
{
    private const int RoomAtFirst = 1024;

    private readonly Lock _gate = new();
    private readonly PriorityQueue<DueEntry, (long Due, long Turn)> _entries = new();
    private long _turns;
    private int _room = RoomAtFirst;

    public int Count
    {
        get
        {
            lock (_gate)
                return _entries.Count;
        }
    }

    public void Add(DueEntry entry)
    {
        lock (_gate)
        {
            if (_entries.Count >= _room)
                DropDead();
            _entries.Enqueue(entry, (entry.Due, _turns++));
        }
    }

    /// <summary>When the next living entry is due.</summary>
    public long? Next()
    {
        lock (_gate)
            return Peek()?.Due;
    }

    /// <summary>Takes the next living entry that is due by then.</summary>
    public DueEntry? TakeUpTo(long due)
    {
        lock (_gate)
        {
            if (Peek() is not { } entry || entry.Due > due)
                return null;
            _entries.Dequeue();
            return entry;
        }
    }

    private DueEntry? Peek()
    {
        while (_entries.TryPeek(out var entry, out _))
        {
            if (!entry.IsDead)
                return entry;
            _entries.Dequeue();
        }
        return null;
    }

    // Cancelled timers stay until their time comes; an actor with a receive timeout leaves one behind with every message.
    private void DropDead()
    {
        var living = _entries.UnorderedItems.Where(item => !item.Element.IsDead).ToArray();
        _entries.Clear();
        _entries.EnqueueRange(living);
        _room = Math.Max(RoomAtFirst, living.Length * 2);
    }
}

/// <summary>One thing that waits for its time.</summary>
/// <param name="due">When, in ticks of the clock.</param>
/// <param name="fire">What to do then.</param>
/// <param name="unwanted">Somebody else's word that it is to be forgotten.</param>
internal sealed class DueEntry(long due, Action fire, Func<bool>? unwanted)
{
    private volatile bool _cancelled;

    public long Due { get; } = due;

    public bool IsDead => _cancelled || unwanted?.Invoke() == true;

    public void Cancel() => _cancelled = true;

    public void Fire() => fire();
}
