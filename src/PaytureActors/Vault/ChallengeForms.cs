using PaytureActors.Domain;
using PaytureActors.Gateway;

namespace PaytureActors.Vault;

/// <summary>3-D Secure forms that nobody has taken yet: each is handed out once, or forgotten when its challenge has ended.</summary>
internal sealed class ChallengeForms
{
    private readonly Dictionary<OrderKey, Entry> _entries = [];

    /// <summary>Whether no form waits.</summary>
    public bool IsEmpty => _entries.Count == 0;

    /// <summary>Takes a form in. An order has one challenge at a time: an older form of it is of no use any more.</summary>
    /// <param name="order">Whose challenge.</param>
    /// <param name="ticket">The ticket of the call that the gateway answered so.</param>
    /// <param name="form">The form.</param>
    /// <param name="until">When the challenge ends.</param>
    public void Keep(OrderKey order, string ticket, ChallengeForm form, MonotonicTime until)
    {
        Drop(order);
        _entries[order] = new Entry(ticket, form, until);
    }

    /// <summary>Hands a form out, this once.</summary>
    /// <param name="order">Whose challenge.</param>
    /// <param name="ticket">Only the form of this ticket's call; null for whichever waits.</param>
    /// <param name="now">Now.</param>
    public ChallengeForm? Take(OrderKey order, string? ticket, MonotonicTime now)
    {
        if (!_entries.TryGetValue(order, out var entry) || (ticket is not null && ticket != entry.Ticket))
            return null;
        if (now > entry.Until)
        {
            Drop(order);
            return null;
        }

        _entries.Remove(order);
        return entry.Form;
    }

    /// <summary>Forgets an order's form.</summary>
    public void Drop(OrderKey order)
    {
        if (_entries.Remove(order, out var entry))
            Clear(entry.Form);
    }

    /// <summary>Forgets forms whose challenge has ended.</summary>
    public void Sweep(MonotonicTime now)
    {
        foreach (var order in _entries.Where(pair => pair.Value.Until < now).Select(pair => pair.Key).ToList())
            Drop(order);
    }

    /// <summary>Forgets every form.</summary>
    public void DropAll() => Sweep(new MonotonicTime(TimeSpan.MaxValue));

    private static void Clear(ChallengeForm form)
    {
        form.PaReq.Clear();
        form.Md.Clear();
    }

    private readonly record struct Entry(string Ticket, ChallengeForm Form, MonotonicTime Until);
}
