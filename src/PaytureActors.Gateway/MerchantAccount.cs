using PaytureActors.Domain;

namespace PaytureActors.Gateway;

/// <summary>A Payture account: where it lives, its credentials and its limits on the wire. It prints as its alias's account only.</summary>
public sealed class MerchantAccount
{
    private readonly Uri _host = null!;

    /// <summary>The gateway's address, <c>https://{environment}.payture.com</c>; commands are appended to its path.</summary>
    /// <exception cref="ArgumentException">Not absolute, or neither https nor loopback.</exception>
    public required Uri Host
    {
        get => _host;
        init
        {
            if (!IsHost(value))
                throw new ArgumentException("Host must be an absolute https address (http only on loopback).", nameof(value));
            _host = value.AbsoluteUri.EndsWith('/') ? value : new Uri(value.AbsoluteUri + "/");
        }
    }

    /// <summary>The terminal's name at the gateway (Key). Not a secret by itself; not logged all the same.</summary>
    public required string Key { get; init; }

    /// <summary>The terminal's password: Refund needs it (D:payture-api/refund).</summary>
    /// <value>Empty by default; without it every Refund is refused by the gateway.</value>
    public Sensitive<string> Password { get; init; } = Sensitive<string>.Empty;

    /// <summary>How long one try of an inquiry may take.</summary>
    /// <value>15 seconds by default (INF).</value>
    public TimeSpan InquiryTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a call that changes something may take before its outcome is unknown.</summary>
    /// <value>60 seconds by default (INF; the sandbox's slow cards take 40, D:test-cards).</value>
    public TimeSpan MoneyTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How many calls each lane (commands, inquiries) may have open at once.</summary>
    /// <value>16 by default.</value>
    public int MaxConcurrency { get; init; } = 16;

    /// <summary>How many calls may wait for a free place in each lane; one more is refused as not sent.</summary>
    /// <value>256 by default. A call that waits past its send-by is not sent either.</value>
    public int MaxQueued { get; init; } = 256;

    /// <summary>This merchant's own reading of error codes; it wins over <see cref="ErrorCodes"/>.</summary>
    /// <value>Empty by default.</value>
    public IReadOnlyDictionary<string, ErrorClass> ErrorClasses { get; init; } = new Dictionary<string, ErrorClass>();

    /// <summary>Whether an address can be a merchant's host: absolute, and https unless it is this machine.</summary>
    public static bool IsHost(Uri? host) =>
        host is { IsAbsoluteUri: true, Query: "", Fragment: "", UserInfo: "" }
        && (host.Scheme == Uri.UriSchemeHttps || (host.Scheme == Uri.UriSchemeHttp && host.IsLoopback));

    /// <summary>The word "account", and nothing of it.</summary>
    public override string ToString() => "Payture account";
}
