using PaytureActors.Domain;

namespace PaytureActors.OrderBook;

/// <summary>The rows that were written last, so that the next event of a busy order needs no reading. What was not used for a while is let go.</summary>
internal sealed class RowCache(int capacity)
{
    private Dictionary<OrderKey, OrderBookRow> _young = new(capacity);
    private Dictionary<OrderKey, OrderBookRow> _old = new(capacity);

    public OrderBookRow? Find(OrderKey key)
    {
        if (_young.TryGetValue(key, out var row))
            return row;
        if (!_old.Remove(key, out row))
            return null;
        Keep(row);
        return row;
    }

    public void Keep(OrderBookRow row)
    {
        if (_young.Count >= capacity && !_young.ContainsKey(row.Key))
        {
            (_young, _old) = (_old, _young);
            _young.Clear();
        }

        _old.Remove(row.Key);
        _young[row.Key] = row;
    }

    public void Clear()
    {
        _young.Clear();
        _old.Clear();
    }
}
