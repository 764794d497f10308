using PaytureActors.Domain;

namespace PaytureActors.Gateway;

/// <summary>
/// The place of 3-D Secure 2 (PreAuth, D:3d-secure/v2): asked after the intent of a Pay or Block of the merchant's side is persisted and
/// before its request leaves; what it brings back would go with that request, and a challenge that follows is answered and completed as one of version 1.
/// Nothing implements or calls it, because Payture publishes neither the request's nor the answer's fields: inventing them would be worse than
/// their absence. Payture's own pages (Init) do 3-D Secure 2 by themselves.
/// </summary>
public interface IPreAuthentication
{
    /// <summary>Prepares a payment whose card may be enrolled for 3-D Secure 2.</summary>
    /// <param name="request">The attempt that is about to leave.</param>
    /// <param name="instrument">What pays.</param>
    /// <param name="cancellationToken">The process is going down.</param>
    /// <returns>The request to send instead, or why none may leave.</returns>
    Task<(GatewayRequest? Request, GatewayOutcome? Outcome)> PrepareAsync(
        GatewayRequest request, Instrument instrument, CancellationToken cancellationToken);
}
