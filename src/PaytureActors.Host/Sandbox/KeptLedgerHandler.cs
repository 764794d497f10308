using PaytureActors.TestKit.Gateway;

namespace PaytureActors.Host.Sandbox;

/// <summary>A simulated gateway where the engine's sockets would be, whose money is kept before the engine hears the answer.</summary>
/// <param name="gateway">Who answers.</param>
/// <param name="ledger">What keeps the money.</param>
/// <param name="host">The gateway's address, whose path stands before the commands'.</param>
internal sealed class KeptLedgerHandler(SimulatedGateway gateway, KeptLedger ledger, Uri host) : DelegatingHandler(new SimulatedGatewayHandler(gateway))
{
    private readonly string _pathBase = host.AbsolutePath.TrimEnd('/');

    /// <inheritdoc />
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.RequestUri is { } address && address.AbsolutePath.StartsWith(_pathBase, StringComparison.Ordinal))
            request.RequestUri = new Uri(address, address.PathAndQuery[_pathBase.Length..]);
        try
        {
            return await base.SendAsync(request, cancellationToken);
        }
        finally
        {
            ledger.Keep();
        }
    }
}
