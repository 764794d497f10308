using PaytureActors.Domain;

namespace PaytureActors.Hints;

/// <summary>A hint for an order that is not known yet: that somebody said something happened, and nothing of what.</summary>
/// <param name="Order">Which order.</param>
/// <param name="Kind">What kind of word it was.</param>
/// <param name="At">When it was heard last.</param>
internal sealed record ParkedHint(OrderKey Order, string Kind, DateTimeOffset At);

/// <summary>Where hints for orders that are not known yet are kept: one an order, whose newest word it has.</summary>
internal interface IHintStore : IAsyncDisposable
{
    /// <summary>Makes its table where it is missing, and reads everything, oldest first.</summary>
    Task<IReadOnlyList<ParkedHint>> OpenAsync(CancellationToken cancellationToken);

    /// <summary>Keeps some and forgets others, in one transaction; what is kept survives a power cut.</summary>
    Task WriteAsync(IReadOnlyCollection<ParkedHint> keep, IReadOnlyCollection<OrderKey> forget, CancellationToken cancellationToken);
}
