using PaytureActors.Domain;

namespace PaytureActors.Gateway;

/// <summary>The gateway as the orders know it. It never throws for what a network can do: that is an outcome.</summary>
public interface IPaytureGateway
{
    /// <summary>Sends one attempt once, or proves that it did not.</summary>
    /// <param name="request">The attempt.</param>
    /// <param name="instrument">What pays: needed for Pay and Block, and for nothing else.</param>
    /// <param name="cancellationToken">
    /// The process is going down. Cancelled beforehand, the outcome is NotSent(ShuttingDown); cancelled on the way, Unknown(ProcessLost).
    /// </param>
    /// <exception cref="ArgumentException">
    /// The request cannot be said on the wire (see <see cref="GatewayRequestRules"/>) or its merchant is not configured: a bug of the caller.
    /// </exception>
    Task<GatewayOutcome> CallAsync(GatewayRequest request, Instrument? instrument, CancellationToken cancellationToken);

    /// <summary>Asks the gateway for an order's standing; repeated a few times when the network fails, since it changes nothing.</summary>
    /// <exception cref="ArgumentException">
    /// The merchant is not configured, or the OrderId cannot be said on the wire: a bug of the caller.
    /// </exception>
    Task<InquiryResult> InquireAsync(MerchantAlias merchant, OrderId order, CancellationToken cancellationToken);
}
