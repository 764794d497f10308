using PaytureActors.Domain;

namespace PaytureActors.Gateway;

/// <summary>Which accounts the gateway ring serves, and over what.</summary>
public sealed class PaytureGatewayOptions
{
    /// <summary>The accounts by alias. An account is read when its alias is first used.</summary>
    public IDictionary<MerchantAlias, MerchantAccount> Merchants { get; } = new Dictionary<MerchantAlias, MerchantAccount>();

    /// <summary>
    /// Replaces the sockets: a simulated gateway plugs in here. It is asked once per merchant and lane; <see langword="null"/> from it
    /// means sockets. The handler is never disposed by the ring, so one may serve many merchants.
    /// </summary>
    /// <value>None by default: real sockets.</value>
    public Func<MerchantAlias, HttpMessageHandler?>? PrimaryHandler { get; set; }

    /// <summary>The seed of the jitter between an inquiry's tries.</summary>
    /// <value>1 by default; give each node its own.</value>
    public int JitterSeed { get; set; } = 1;
}
