using Akka.Actor;
using Akka.Event;
using PaytureActors.Domain;
using PaytureActors.Gateway;
using PaytureActors.Transport;

namespace PaytureActors.Customers;

/// <summary>Who a command is about, and what of it is personal: it waits in the vault beside the instrument, and is not kept.</summary>
/// <param name="Login">VWUserLgn.</param>
internal sealed record CustomerDetails(string Login)
{
    /// <summary>The customer's phone number.</summary>
    public string? PhoneNumber { get; init; }

    /// <summary>The customer's e-mail address.</summary>
    public string? Email { get; init; }

    /// <summary>What the card-adding page shows.</summary>
    public SessionPage? Page { get; init; }

    /// <summary>Puts it into a request that came without.</summary>
    public CustomerRequest Complete(CustomerRequest request) =>
        request with { Login = Login, PhoneNumber = PhoneNumber, Email = Email, Page = Page };

    /// <summary>Nothing of it.</summary>
    public override string ToString() => "Customer details";
}

/// <summary>
/// Tells the vault to send a request about a customer with what waits under the ticket. The sender hears <see cref="CustomerCallEnded"/> with the
/// same tag, always.
/// </summary>
/// <param name="Ticket">The ticket's number.</param>
/// <param name="Request">The request; the vault puts the login in.</param>
/// <param name="Tag">The sender's own number of this exchange.</param>
internal sealed record SendCustomerWithTicket(string Ticket, CustomerRequest Request, long Tag);

/// <summary>How a call about a customer ended. It may hold a 3-D Secure form, so it does not leave the process.</summary>
internal sealed record CustomerCallEnded(long Tag, CustomerResult Result) : INoSerializationVerificationNeeded, IDeadLetterSuppression;

/// <summary>A request about a customer on its way.</summary>
internal sealed class CustomerCall(CustomerRequest request, Instrument? instrument, long tag, IActorRef replyTo) : LaneWork(request.Merchant, replyTo)
{
    /// <inheritdoc />
    public override bool IsLate(TimeProvider time) =>
        time.GetUtcNow() > request.SendBy
        || (request.PersistedAt is { } persisted && time.GetElapsedTime(persisted) > request.SendWithin);

    /// <inheritdoc />
    public override async Task<object> ExchangeAsync(IPaytureGateway gateway, CancellationToken cancellationToken) =>
        new CustomerCallEnded(tag, await gateway.CallCustomerAsync(request, instrument, cancellationToken));

    /// <inheritdoc />
    public override string ToString() => request.ToString();

    /// <inheritdoc />
    protected override object NotSent(NotSentReason reason) => Ended(new GatewayOutcome.NotSent(reason));

    /// <inheritdoc />
    protected override object Unknown() => Ended(new GatewayOutcome.Unknown(UnknownReason.ProcessLost));

    /// <inheritdoc />
    protected override void Forget() => instrument?.Clear();

    private CustomerCallEnded Ended(GatewayOutcome outcome) => new(tag, new CustomerResult(outcome));
}
