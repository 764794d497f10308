using PaytureActors.Domain;

namespace PaytureActors.Transport;

/// <summary>
/// What waits in a lane: bounded, in turn among merchants, and never more of one merchant at work than it is allowed, so that
/// one merchant's slow gateway keeps no other waiting.
/// </summary>
/// <param name="capacity">How many may wait.</param>
/// <param name="limitOf">How many exchanges a merchant may have at work.</param>
internal sealed class LaneQueue<T>(int capacity, Func<MerchantAlias, int> limitOf)
{
    private readonly Dictionary<MerchantAlias, Line> _lines = [];
    private readonly Queue<Line> _turns = new(); // Lines that have somebody waiting and may have more at work.

    /// <summary>How many wait.</summary>
    public int Count { get; private set; }

    /// <summary>Lets one wait, if there is room.</summary>
    public bool TryAdd(MerchantAlias merchant, T item)
    {
        if (Count >= capacity)
            return false;
        var line = LineOf(merchant);
        line.Waiting.Enqueue(item);
        Count++;
        Offer(line);
        return true;
    }

    /// <summary>Takes the next one to work; it counts as at work until <see cref="Release"/>.</summary>
    public bool TryTake(out T item)
    {
        while (_turns.TryDequeue(out var line))
        {
            line.HasTurn = false;
            if (!line.Waiting.TryDequeue(out item!))
                continue;
            Count--;
            line.AtWork++;
            Offer(line);
            return true;
        }

        item = default!;
        return false;
    }

    /// <summary>One of a merchant has ended.</summary>
    public void Release(MerchantAlias merchant)
    {
        var line = LineOf(merchant);
        line.AtWork--;
        Offer(line);
    }

    /// <summary>Takes out those at the head of each line that need not wait any longer.</summary>
    public IEnumerable<T> TakeWhere(Func<T, bool> isOver)
    {
        foreach (var line in _lines.Values)
        {
            while (line.Waiting.TryPeek(out var first) && isOver(first))
            {
                Count--;
                yield return line.Waiting.Dequeue();
            }
        }
    }

    private void Offer(Line line)
    {
        if (line.HasTurn || line.Waiting.Count == 0 || line.AtWork >= line.Limit)
            return;
        line.HasTurn = true;
        _turns.Enqueue(line);
    }

    private Line LineOf(MerchantAlias merchant)
    {
        if (!_lines.TryGetValue(merchant, out var line))
            _lines[merchant] = line = new Line(Math.Max(1, limitOf(merchant)));
        return line;
    }

    private sealed class Line(int limit)
    {
        public Queue<T> Waiting { get; } = new();

        public int Limit { get; } = limit;

        public int AtWork { get; set; }

        public bool HasTurn { get; set; }
    }
}
