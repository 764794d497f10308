using Akka.Event;
using PaytureActors.Domain;

namespace PaytureActors.Hints;

/// <summary>A hint from a door. The sender hears <see cref="HintKept"/>.</summary>
/// <param name="Order">Which order.</param>
/// <param name="Kind">What kind of word it was.</param>
internal sealed record GiveHint(OrderKey Order, string Kind);

/// <summary>What became of a hint.</summary>
/// <param name="IsKept">Whether it cannot be lost any more: its order has heard it, or it is kept until the order is known.</param>
internal sealed record HintKept(bool IsKept) : IDeadLetterSuppression;
