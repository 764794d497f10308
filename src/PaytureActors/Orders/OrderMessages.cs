using Akka.Actor;
using Akka.Event;
using PaytureActors.Domain;
using PaytureActors.Domain.Orders;
using PaytureActors.Vault;

namespace PaytureActors.Orders;

/// <summary>A message to one order, which its parent finds or opens.</summary>
internal interface IOrderMessage
{
    /// <summary>Which order.</summary>
    OrderKey Key { get; }
}

/// <summary>
/// A caller's command. The sender hears an <see cref="OrderReply"/> once it has settled, or <see cref="AskAgain"/>, or <see cref="NotTaken"/>.
/// </summary>
/// <param name="Key">Which order.</param>
/// <param name="Call">The caller's call: asked again, it takes its own place in the list of those who wait.</param>
/// <param name="Command">What is asked, under its key.</param>
/// <param name="Ticket">The claim on what pays, where something must.</param>
/// <param name="Within">How long the caller waits.</param>
internal sealed record AskOrder(OrderKey Key, string Call, OrderCommand.Ask Command, Ticket? Ticket, TimeSpan Within) : IOrderMessage;

/// <summary>A person's decision. The sender hears an <see cref="OrderReply"/>.</summary>
internal sealed record ResolveOrder(OrderKey Key, string Call, OrderCommand.Resolve Command) : IOrderMessage;

/// <summary>Asks the gateway now. The sender hears <see cref="OrderReply.Inquired"/>.</summary>
internal sealed record InquireOrder(OrderKey Key, string Call, TimeSpan Within) : IOrderMessage;

/// <summary>Says, without proof, that something happened to an order. The sender hears <see cref="HintHeard"/>.</summary>
internal sealed record HintOrder(OrderKey Key) : IOrderMessage;

/// <summary>What an order makes of a hint.</summary>
/// <param name="Key">Which order.</param>
/// <param name="IsKnown">
/// Whether the order is known here: then it asks the gateway by itself, and the hint may be forgotten. If not, somebody else must keep it.
/// </param>
internal sealed record HintHeard(OrderKey Key, bool IsKnown) : IDeadLetterSuppression;

/// <summary>Looks at an order. The sender hears <see cref="OrderSeen"/>.</summary>
/// <param name="Key">Which order.</param>
/// <param name="About">A command, under its key, that the sender asked for and wants to know about. It is not asked for again.</param>
/// <param name="Operation">An operation whose default key the sender wants to know.</param>
internal sealed record LookAtOrder(OrderKey Key, OrderCommand.Ask? About, Operation? Operation) : IOrderMessage;

/// <summary>What an order shows.</summary>
/// <param name="View">The order; null when nothing is known of it.</param>
/// <param name="Settled">The answer to the command that was asked about, if there is one: also that its key is another command's.</param>
/// <param name="IsInProgress">Whether the command that was asked about is in progress.</param>
/// <param name="DefaultKey">The default key of the operation that was asked about.</param>
internal sealed record OrderSeen(OrderView? View, OrderReply? Settled, bool IsInProgress, IdempotencyKey? DefaultKey);

/// <summary>
/// To one who waits: the order stops, and whether it kept the command is not known. Asking again under the same key is safe.
/// </summary>
internal sealed record AskAgain : IDeadLetterSuppression
{
    public static AskAgain Instance { get; } = new();
}

/// <summary>To one who asked: the message never reached an order, for certain.</summary>
internal sealed record NotTaken(string Why);

/// <summary>Reads everything that happened to an order. The sender hears <see cref="OrderHistory"/> or <see cref="NotTaken"/>.</summary>
internal sealed record ReadHistory(OrderKey Key);

/// <summary>Everything that happened to an order.</summary>
internal sealed record OrderHistory(IReadOnlyList<RecordedEvent> Events);

/// <summary>From an order to its parent: it has recovered, and takes messages now.</summary>
internal sealed record OrderIsOpen(OrderKey Key) : INoSerializationVerificationNeeded;

/// <summary>From an order to its parent: it has nothing to do and may leave memory.</summary>
internal sealed record OrderIsIdle(OrderKey Key) : INoSerializationVerificationNeeded;

/// <summary>From an order to its parent: it cannot leave memory after all.</summary>
internal sealed record OrderStays(OrderKey Key) : INoSerializationVerificationNeeded;

/// <summary>From an order to its parent: another copy has written more, so it stops; its next copy is to handle this message.</summary>
internal sealed record OrderIsBehind(OrderKey Key, WakeAgain Message, IActorRef Waker) : INoSerializationVerificationNeeded;

/// <summary>A wake-up that a copy of the order has not handled, because it was behind the journal.</summary>
internal sealed record WakeAgain(OrderKey Key, long Sequence) : IOrderMessage, INoSerializationVerificationNeeded;

/// <summary>From the parent to an order that is idle: leave memory, after all that was sent to you.</summary>
internal sealed record LeaveMemory : INoSerializationVerificationNeeded
{
    public static LeaveMemory Instance { get; } = new();
}
