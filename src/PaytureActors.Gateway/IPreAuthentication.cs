namespace PaytureActors.Gateway;

/// <summary>
/// The place of 3-D Secure 2 on the merchant's side (PreAuth, D:3d-secure/v2). One that is registered in the services is asked for every Pay and Block of
/// the families Api and EWallet: after the intent is in the journal, so that a crash meanwhile is a doubt like any other, and before its request leaves, in
/// the process that has the card. A challenge that follows is answered and completed as one of version 1.
/// None is registered by default and none comes with this package, because Payture publishes neither PreAuth's request nor its answer: inventing the fields
/// would be worse than their absence. Payture's own pages (Init) do 3-D Secure 2 by themselves.
/// </summary>
public interface IPreAuthentication
{
    /// <summary>
    /// Prepares a payment whose card may be enrolled for 3-D Secure 2. It may take until <see cref="GatewayRequest.SendBy"/> and no longer. Until it answers
    /// nothing of the payment has left: when it says null, throws, or takes too long, the attempt ends as not sent.
    /// </summary>
    /// <param name="request">The attempt that is about to leave.</param>
    /// <param name="instrument">What pays; not to be kept.</param>
    /// <param name="cancellationToken">The send-by has passed, or the process goes down.</param>
    /// <returns>What goes with the payment instead of the request's own extras, which may be the same; null when it may not leave.</returns>
    Task<PaymentExtras?> PrepareAsync(GatewayRequest request, Instrument instrument, CancellationToken cancellationToken);
}
