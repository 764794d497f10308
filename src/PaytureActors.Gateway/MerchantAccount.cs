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

    /// <summary>The eWallet terminal's name at the gateway (VWID).</summary>
    /// <value>None by default; without it nothing of the family EWallet is sent.</value>
    public string? Vwid { get; init; }

    /// <summary>Which commands pay with a wallet's token.</summary>
    /// <value>MobilePay by default.</value>
    public WalletForm WalletForm { get; init; } = WalletForm.MobilePay;

    /// <summary>What tells the standing of an order of InPay or EWallet.</summary>
    /// <value>GetState by default.</value>
    public SessionInquiry SessionInquiry { get; init; } = SessionInquiry.GetState;

    /// <summary>The terminal's password: Refund needs it, and in InPay and EWallet Charge and Unblock, too (D:payture-api/refund, D:inpay/charge).</summary>
    /// <value>Empty by default; without it the gateway refuses what needs it.</value>
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

/// <summary>The commands that pay with a token of Apple Pay, Google Pay or Samsung Pay.</summary>
public enum WalletForm
{
    /// <summary>MobilePay and MobileBlock: the current ones (D:pay-services/api/payture-api).</summary>
    MobilePay = 0,

    /// <summary>ApplePay and AndroidPay, with a Method: the older ones (C#, Go).</summary>
    ApplePayAndroidPay,
}

/// <summary>The inquiries of InPay and EWallet.</summary>
public enum SessionInquiry
{
    /// <summary>The current one (D:inpay/get-state, D:ewallet/get-state).</summary>
    GetState = 0,

    /// <summary>The older one; it tells a session that nobody has paid yet from an order that is not there.</summary>
    PayStatus,
}
