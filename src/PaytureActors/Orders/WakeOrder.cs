using PaytureActors.Domain;

namespace PaytureActors.Orders;

/// <summary>From the order book's waker to an order: something of yours is due, or was in progress when this process started.</summary>
/// <param name="Key">Which order.</param>
/// <param name="Sequence">The sequence number that the book has seen: a copy behind it must recover before it decides.</param>
internal sealed record WakeOrder(OrderKey Key, long Sequence) : IOrderMessage;
