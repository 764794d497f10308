using Akka.Actor;
using Akka.Event;
using PaytureActors.Domain;
using PaytureActors.Domain.Customers;
using PaytureActors.Domain.Orders;
using PaytureActors.Vault;

namespace PaytureActors.Customers;

/// <summary>A message to one customer, which its parent finds or opens. It has no login: what says who it is waits in the vault.</summary>
internal interface ICustomerMessage
{
    /// <summary>Which customer.</summary>
    CustomerKey Key { get; }
}

/// <summary>
/// A caller's command. The sender hears <see cref="CustomerAnswered"/>, or <see cref="Orders.AskAgain"/>, or <see cref="Orders.NotTaken"/>.
/// </summary>
/// <param name="Key">Which customer.</param>
/// <param name="Call">The caller's call: asked again, it takes its own place among those who wait.</param>
/// <param name="Operation">What to do.</param>
/// <param name="Idempotency">The command's key.</param>
/// <param name="Ticket">The claim on login, password and card: good for the command itself.</param>
/// <param name="ReadTicket">The claim on login and password, for the question that may have to come first; null where no password came.</param>
/// <param name="Within">How long the caller waits.</param>
internal sealed record AskCustomer(
    CustomerKey Key, string Call, CustomerOperation Operation, IdempotencyKey Idempotency, Ticket Ticket, Ticket? ReadTicket, TimeSpan Within)
    : ICustomerMessage
{
    /// <summary>Which stored card, for Activate, Remove and SendCode.</summary>
    public string? CardId { get; init; }

    /// <summary>The amount, for Activate and SendCode.</summary>
    public Money? Amount { get; init; }

    /// <summary>The order that a code is for.</summary>
    public OrderId? Order { get; init; }

    /// <summary>The first six and the last four digits of the card, for Add.</summary>
    public string? MaskedPan { get; init; }

    /// <summary>Where our door sends the customer's browser after 3-D Secure, for Add.</summary>
    public string? ReturnUrl { get; init; }

    /// <summary>The hash of the MD, for AddSubmit3DS.</summary>
    public string? MdHash { get; init; }
}

/// <summary>A person's decision about a doubt. The sender hears <see cref="CustomerAnswered"/>.</summary>
internal sealed record ResolveCustomer(CustomerKey Key, ManualDecision Decision, string Reason, string By) : ICustomerMessage;

/// <summary>To one who asked: the answer. It may hold a 3-D Secure form, so it does not leave the process.</summary>
internal sealed record CustomerAnswered(CustomerReply Reply) : INoSerializationVerificationNeeded, IDeadLetterSuppression;

/// <summary>Looks at a customer. The sender hears <see cref="CustomerSeen"/>.</summary>
/// <param name="Key">Which customer.</param>
/// <param name="About">A key that the sender wants to know about.</param>
/// <param name="Operation">An operation whose default key the sender wants to know.</param>
internal sealed record LookAtCustomer(CustomerKey Key, IdempotencyKey? About, CustomerOperation? Operation) : ICustomerMessage;

/// <summary>What a customer shows.</summary>
/// <param name="Known">What is known of the key that was asked about: its answer, or that it is in doubt or on its way.</param>
/// <param name="DefaultKey">The default key of the operation that was asked about.</param>
/// <param name="ReturnUrl">Where the customer's browser goes after 3-D Secure.</param>
internal sealed record CustomerSeen(CustomerReply? Known, IdempotencyKey? DefaultKey, string? ReturnUrl) : INoSerializationVerificationNeeded;

/// <summary>From a customer to its parent: it has recovered, or stays after all, and takes messages.</summary>
internal sealed record CustomerIsOpen(CustomerKey Key) : INoSerializationVerificationNeeded;

/// <summary>From a customer to its parent: it has nothing to do and may leave memory.</summary>
internal sealed record CustomerIsIdle(CustomerKey Key) : INoSerializationVerificationNeeded;
