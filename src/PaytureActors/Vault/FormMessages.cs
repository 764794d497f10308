using Akka.Actor;
using Akka.Event;
using PaytureActors.Domain;
using PaytureActors.Gateway;

namespace PaytureActors.Vault;

/// <summary>From a call to the vault that sent it: the gateway wants the customer to authenticate, and this is the form. Never leaves the process.</summary>
internal sealed class KeepForm(OrderKey order, string ticket, ChallengeForm form) : INoSerializationVerificationNeeded, IDeadLetterSuppression
{
    public OrderKey Order { get; } = order;

    public string Ticket { get; } = ticket;

    public ChallengeForm Form { get; } = form;

    public override string ToString() => $"Keep the form of {Order}";
}

/// <summary>Asks this process's vault for a form. The sender hears <see cref="FormTaken"/>.</summary>
/// <param name="Order">Whose challenge.</param>
/// <param name="Ticket">The ticket of the call whose answer it was; null for whichever form waits.</param>
internal sealed record TakeForm(OrderKey Order, string? Ticket) : INoSerializationVerificationNeeded;

/// <summary>Tells this process's vault that an order's challenge has ended.</summary>
internal sealed record DropForm(OrderKey Order) : INoSerializationVerificationNeeded, IDeadLetterSuppression;

/// <summary>The form, this once; null when none waits here.</summary>
internal sealed class FormTaken(ChallengeForm? form) : INoSerializationVerificationNeeded, IDeadLetterSuppression
{
    public ChallengeForm? Form { get; } = form;

    public override string ToString() => "A form was taken";
}
