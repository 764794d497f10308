using PaytureActors.Domain;

namespace PaytureActors.Gateway;

/// <summary>The gateway as the orders know it. It never throws for what a network can do: that is an outcome.</summary>
public interface IPaytureGateway
{
    /// <summary>Sends one attempt once, or proves that it did not.</summary>
    /// <param name="request">The attempt.</param>
    /// <param name="instrument">What pays or proves; <see cref="GatewayRequestRules"/> says which call takes which.</param>
    /// <param name="cancellationToken">
    /// The process is going down. Cancelled beforehand, the outcome is NotSent(ShuttingDown); cancelled on the way, Unknown(ProcessLost).
    /// </param>
    /// <exception cref="UnsayableException">
    /// The request cannot be said on the wire (see <see cref="GatewayRequestRules"/>) or its merchant is not configured: a bug of the caller,
    /// and proof that nothing has left.
    /// </exception>
    Task<CallResult> CallAsync(GatewayRequest request, Instrument? instrument, CancellationToken cancellationToken);

    /// <summary>Asks the gateway for an order's standing; repeated a few times when the network fails, since it changes nothing.</summary>
    /// <exception cref="ArgumentException">
    /// The merchant is not configured, or the OrderId cannot be said on the wire: a bug of the caller.
    /// </exception>
    Task<InquiryResult> InquireAsync(MerchantAlias merchant, ApiFamily family, OrderId order, CancellationToken cancellationToken);

    /// <summary>Sends one command about an eWallet customer or a stored card, once, or proves that it did not.</summary>
    /// <param name="request">The command.</param>
    /// <param name="instrument">The customer's password, and the card or the 3-D Secure result where the command takes one.</param>
    /// <param name="cancellationToken">As with <see cref="CallAsync"/>.</param>
    /// <exception cref="ArgumentException">The command cannot be said on the wire, or its merchant is not configured: a bug of the caller.</exception>
    Task<CustomerResult> CallCustomerAsync(CustomerRequest request, Instrument? instrument, CancellationToken cancellationToken);
}
