using System.Diagnostics.CodeAnalysis;
using PaytureActors.Customers;
using PaytureActors.Domain;
using PaytureActors.Gateway;

namespace PaytureActors.Vault;

/// <summary>What a claim brings.</summary>
internal enum Claim
{
    /// <summary>The instrument, this once.</summary>
    Redeemed = 1,

    /// <summary>Nothing, for ever: it was revoked or has expired before anybody redeemed it.</summary>
    Revoked,

    /// <summary>Nothing: it was redeemed, or the vault remembers nothing of it. Whether something left cannot be told.</summary>
    Gone,
}

/// <summary>What waits for a ticket: what pays, and the fields that travel with it and are not kept either.</summary>
internal sealed record Deposit(Instrument? Instrument, PaymentExtras Extras)
{
    /// <summary>Who a command is about, where it is about an eWallet customer.</summary>
    public CustomerDetails? Customer { get; init; }

    /// <summary>Nothing of what waits.</summary>
    public override string ToString() => "Deposit";
}

/// <summary>
/// Which instruments wait, and what became of those that no longer do. A ticket is redeemed once, ever: what was redeemed, revoked
/// or has expired leaves a tombstone for longer than anybody can still ask.
/// </summary>
internal sealed class TicketTable
{
    /// <summary>How long a tombstone stays: far longer than a command may wait before it is sent.</summary>
    public static readonly TimeSpan TombstoneLifetime = TimeSpan.FromHours(1);

    private readonly Dictionary<string, Entry> _entries = [];
    private readonly PriorityQueue<string, MonotonicTime> _due = new();

    /// <summary>Whether anything is left that a sweep could take.</summary>
    public bool IsEmpty => _entries.Count == 0;

    /// <summary>How many instruments wait.</summary>
    public int Waiting => _entries.Values.Count(entry => entry.Deposit is not null);

    /// <summary>Takes an instrument in.</summary>
    public void Keep(string ticket, Deposit deposit, TimeSpan lifetime, MonotonicTime now)
    {
        if (_entries.ContainsKey(ticket)) // Revoked before it came; or a number that is not new, which must not give a second use.
            deposit.Instrument?.Clear();
        else
            Put(ticket, new Entry(deposit, Claim.Gone, now + lifetime));
    }

    /// <summary>Claims an instrument.</summary>
    public Claim Redeem(string ticket, MonotonicTime now, [NotNullWhen(true)] out Deposit? deposit)
    {
        deposit = null;
        if (!_entries.TryGetValue(ticket, out var entry))
            return Claim.Gone;
        if (entry.Deposit is null)
            return entry.Ending;
        if (now > entry.Until)
        {
            End(ticket, entry, Claim.Revoked, now);
            return Claim.Revoked;
        }

        deposit = entry.Deposit;
        Put(ticket, new Entry(null, Claim.Gone, now + TombstoneLifetime));
        return Claim.Redeemed;
    }

    /// <summary>Makes sure that an instrument is not used, unless it was already.</summary>
    public void Revoke(string ticket, MonotonicTime now)
    {
        if (!_entries.TryGetValue(ticket, out var entry))
            Put(ticket, new Entry(null, Claim.Revoked, now + TombstoneLifetime));
        else if (entry.Deposit is not null)
            End(ticket, entry, Claim.Revoked, now);
    }

    /// <summary>Forgets instruments whose time has passed, and tombstones that nobody can ask for any more.</summary>
    public void Sweep(MonotonicTime now)
    {
        while (_due.TryPeek(out var ticket, out var due) && due < now)
        {
            _due.Dequeue();
            if (!_entries.TryGetValue(ticket, out var entry) || entry.Until > due)
                continue; // It has another due time by now.
            if (entry.Deposit is null)
                _entries.Remove(ticket);
            else
                End(ticket, entry, Claim.Revoked, now);
        }
    }

    /// <summary>Forgets every instrument that waits; what was promised to tickets stays.</summary>
    public void RevokeAll(MonotonicTime now)
    {
        foreach (var (ticket, entry) in _entries.Where(item => item.Value.Deposit is not null).ToList())
            End(ticket, entry, Claim.Revoked, now);
    }

    private void End(string ticket, Entry entry, Claim ending, MonotonicTime now)
    {
        entry.Deposit!.Instrument?.Clear();
        Put(ticket, new Entry(null, ending, now + TombstoneLifetime));
    }

    private void Put(string ticket, Entry entry)
    {
        _entries[ticket] = entry;
        _due.Enqueue(ticket, entry.Until);
    }

    private readonly record struct Entry(Deposit? Deposit, Claim Ending, MonotonicTime Until);
}
