using System.Net;

namespace PaytureActors.Gateway;

/// <summary>How sockets to the gateway are set up: nothing on the way may repeat, redirect or keep a request.</summary>
internal static class GatewaySockets
{
    /// <summary>Connections are replaced after this long, so that a change of the gateway's addresses is followed (INF).</summary>
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);

    /// <summary>Idle connections are closed by us before the gateway does it: a request that meets such a close is in doubt (INF).</summary>
    private static readonly TimeSpan IdleLifetime = TimeSpan.FromSeconds(30);

    public static SocketsHttpHandler Create() => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,               // A proxy's 407 would have the request sent again.
        Credentials = null,             // So would a 401.
        PreAuthenticate = false,
        AutomaticDecompression = DecompressionMethods.None,
        EnableMultipleHttp2Connections = false,
        ActivityHeadersPropagator = null, // Trace ids and baggage are nobody else's business.
        MaxResponseDrainSize = 0,
        MaxResponseHeadersLength = 32,  // KB
        PooledConnectionLifetime = ConnectionLifetime,
        PooledConnectionIdleTimeout = IdleLifetime,
        ConnectTimeout = Timeout.InfiniteTimeSpan, // The lane's limit is the only one, and it runs on the TimeProvider.
    };
}
