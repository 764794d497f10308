namespace PaytureActors.TestKit.Journal;

/// <summary>What a database can do to a batch.</summary>
public enum JournalFaultKind
{
    /// <summary>It does not take it.</summary>
    Fails = 0,

    /// <summary>It refuses it.</summary>
    Refuses,

    /// <summary>It takes it, and its yes is lost.</summary>
    IsAmbiguous,

    /// <summary>It takes it, after a while.</summary>
    IsSlow,
}

/// <summary>A fault of one try of one batch.</summary>
/// <param name="PersistenceId">Whose events are first in the batch: <c>order|</c>, the merchant's alias, a slash and the OrderId, for an order.</param>
/// <param name="Sequence">The number of the first event.</param>
/// <param name="Try">Which try, counted from 1.</param>
/// <param name="Kind">What happens.</param>
public sealed record JournalFault(string PersistenceId, long Sequence, int Try, JournalFaultKind Kind)
{
    /// <summary>How long a slow batch takes.</summary>
    /// <value>The default is zero.</value>
    public TimeSpan Wait { get; init; }
}
