using PaytureActors.Domain;

namespace PaytureActors.Hints;

/// <summary>For which orders a hint is kept, oldest first, and for how many of a merchant at most.</summary>
internal sealed class ParkedHints(int mostPerMerchant)
{
    private readonly Dictionary<MerchantAlias, LinkedList<(OrderKey Order, DateTimeOffset At)>> _lines = [];
    private readonly Dictionary<OrderKey, LinkedListNode<(OrderKey Order, DateTimeOffset At)>> _places = [];

    /// <summary>For how many orders one is kept.</summary>
    public int Count => _places.Count;

    /// <summary>Whether one is kept for an order.</summary>
    public bool Has(OrderKey order) => _places.ContainsKey(order);

    /// <summary>Notes a hint; a newer one for the same order takes the older one's place.</summary>
    /// <returns>Whose hint had to go for it; null when there was room.</returns>
    public OrderKey? Add(ParkedHint hint)
    {
        Remove(hint.Order);
        if (!_lines.TryGetValue(hint.Order.Merchant, out var line))
            _lines.Add(hint.Order.Merchant, line = new());
        _places.Add(hint.Order, line.AddLast((hint.Order, hint.At)));
        if (line.Count <= mostPerMerchant)
            return null;

        var oldest = line.First!.Value.Order;
        Remove(oldest);
        return oldest;
    }

    /// <summary>Forgets an order's hint.</summary>
    /// <returns>Whether there was one.</returns>
    public bool Remove(OrderKey order)
    {
        if (!_places.Remove(order, out var place))
            return false;
        place.List!.Remove(place);
        return true;
    }

    /// <summary>The orders whose newest hint is older than this.</summary>
    public IEnumerable<OrderKey> Before(DateTimeOffset time) =>
        _lines.Values.SelectMany(line => line.TakeWhile(hint => hint.At < time)).Select(hint => hint.Order);
}
