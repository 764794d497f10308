using System.ComponentModel.DataAnnotations;
using PaytureActors.Domain.Orders;
using PaytureActors.Gateway;

namespace PaytureActors.Hosting;

/// <summary>How PaytureActors runs: the section <c>Payture</c> of the configuration.</summary>
public sealed class PaytureActorsOptions
{
    /// <summary>The Payture accounts of this installation, by alias.</summary>
    public Dictionary<string, MerchantOptions> Merchants { get; set; } = [];

    /// <summary>Where orders are kept.</summary>
    public JournalOptions Journal { get; set; } = new();

    /// <summary>How long a call waits for its command to settle before it answers Pending.</summary>
    /// <value>The default is 30 seconds.</value>
    public TimeSpan AnswerWithin { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How many HTTP exchanges that change something a node may have open at once.</summary>
    /// <value>The default is 64.</value>
    [Range(1, 1024)]
    public int TransportSeats { get; set; } = 64;

    /// <summary>How many inquiries a node may have open at once.</summary>
    /// <value>The default is 32.</value>
    [Range(1, 1024)]
    public int InquirySeats { get; set; } = 32;

    /// <summary>How many calls may wait for a seat before the next one is refused as not sent.</summary>
    /// <value>The default is 4096.</value>
    [Range(1, 1_000_000)]
    public int QueueLength { get; set; } = 4096;

    /// <summary>How long an order at rest stays in memory.</summary>
    /// <value>The default is 2 minutes.</value>
    public TimeSpan IdleAfter { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>
    /// How many orders may be in memory at once, and how many calls may wait for them; a call that needs one more is answered as busy.
    /// </summary>
    /// <value>The default is 100 000, some hundreds of megabytes.</value>
    [Range(1, 10_000_000)]
    public int MaxOrdersInMemory { get; set; } = 100_000;

    /// <summary>
    /// The key of the hash under which the journal keeps eWallet customers: a customer's login, which may be a phone number, never stands there in
    /// clear. It also seals the addresses by which a bank sends a customer's browser back to the card door. Whoever knows the key can try logins against a
    /// stolen journal, and make up the address of a login, so give one of your own, and keep it: with another key every customer is unknown, and what is
    /// in doubt about them is forgotten.
    /// </summary>
    /// <value>
    /// The default is a constant that everybody can read; it only keeps logins from being seen by chance. An eWallet account behind a
    /// <see cref="PublicUrl"/> beyond loopback does not start with it.
    /// </value>
    public string CustomerIdKey { get; set; } = PublicCustomerIdKey;

    internal const string PublicCustomerIdKey = "PaytureActors.Customers.v1";

    /// <summary>Hashes (SHA-256, hexadecimal) of the API keys that the REST doors accept. As soon as there is one, a key is demanded.</summary>
    public List<string> ApiKeys { get; set; } = [];

    /// <summary>The address under which this service is reached from outside; links are built from it, never from a Host header.</summary>
    public Uri? PublicUrl { get; set; }

    /// <summary>Who may bring the gateway's notifications.</summary>
    public NotificationOptions Notifications { get; set; } = new();
}

/// <summary>One Payture account.</summary>
public sealed class MerchantOptions
{
    /// <summary>The gateway's address, for example <c>https://sandbox3.payture.com</c>; https beyond loopback.</summary>
    public string Host { get; set; } = "";

    /// <summary>The terminal's Key.</summary>
    public string Key { get; set; } = "";

    /// <summary>The eWallet terminal's name (VWID).</summary>
    /// <value>None by default: then the merchant has no eWallet.</value>
    public string? Vwid { get; set; }

    /// <summary>Which commands pay with a wallet's token: MobilePay, or in older accounts ApplePayAndroidPay.</summary>
    /// <value>The default is MobilePay.</value>
    public WalletForm WalletForm { get; set; }

    /// <summary>What tells the standing of an order of InPay or eWallet: GetState, or the older PayStatus.</summary>
    /// <value>The default is GetState.</value>
    public SessionInquiry SessionInquiry { get; set; }

    /// <summary>
    /// The terminal's password, which Refund needs, and with InPay and eWallet Charge and Unblock, too. Keep it in a secrets store or in the
    /// environment.
    /// </summary>
    public string Password { get; set; } = "";

    /// <inheritdoc cref="MerchantPolicy.SendBy"/>
    public TimeSpan SendBy { get; set; } = new MerchantPolicy().SendBy;

    /// <inheritdoc cref="MerchantPolicy.MoneyTimeout"/>
    public TimeSpan MoneyTimeout { get; set; } = new MerchantPolicy().MoneyTimeout;

    /// <summary>How long one try of an inquiry may take.</summary>
    /// <value>The default is 15 seconds.</value>
    public TimeSpan InquiryTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <inheritdoc cref="MerchantPolicy.Margin"/>
    public TimeSpan Margin { get; set; } = new MerchantPolicy().Margin;

    /// <inheritdoc cref="MerchantPolicy.QuietPeriod"/>
    public TimeSpan QuietPeriod { get; set; } = new MerchantPolicy().QuietPeriod;

    /// <inheritdoc cref="MerchantPolicy.Horizon"/>
    public TimeSpan Horizon { get; set; } = new MerchantPolicy().Horizon;

    /// <inheritdoc cref="MerchantPolicy.UnguardedRefunds"/>
    public UnguardedRefunds UnguardedRefunds { get; set; } = new MerchantPolicy().UnguardedRefunds;

    /// <summary>The pauses between inquiries, the last one for ever: times with an optional count, as in <c>00:00:03*10, 00:00:05*24, 00:01:00</c>.</summary>
    /// <value>The default is the gateway's own advice: 3 s × 10, 5 s × 24, then 1, 5, 15 minutes, hourly.</value>
    public string? InquiryPlan { get; set; }

    /// <inheritdoc cref="MerchantPolicy.LookAfter"/>
    public TimeSpan LookAfter { get; set; } = new MerchantPolicy().LookAfter;

    /// <inheritdoc cref="MerchantPolicy.PendingLifetime"/>
    public TimeSpan PendingLifetime { get; set; } = new MerchantPolicy().PendingLifetime;

    /// <inheritdoc cref="MerchantPolicy.SessionLifetime"/>
    public TimeSpan SessionLifetime { get; set; } = new MerchantPolicy().SessionLifetime;

    /// <inheritdoc cref="MerchantPolicy.ChallengeLifetime"/>
    public TimeSpan ChallengeLifetime { get; set; } = new MerchantPolicy().ChallengeLifetime;

    /// <inheritdoc cref="MerchantPolicy.HoldHorizon"/>
    public TimeSpan HoldHorizon { get; set; } = new MerchantPolicy().HoldHorizon;

    /// <inheritdoc cref="MerchantPolicy.HoldPolicy"/>
    public HoldPolicy HoldPolicy { get; set; } = new MerchantPolicy().HoldPolicy;

    /// <inheritdoc cref="MerchantPolicy.LateBlock"/>
    public LateEffectPolicy LateBlock { get; set; } = new MerchantPolicy().LateBlock;

    /// <inheritdoc cref="MerchantPolicy.LatePay"/>
    public LateEffectPolicy LatePay { get; set; } = new MerchantPolicy().LatePay;

    /// <inheritdoc cref="MerchantPolicy.RefundDespiteDrift"/>
    public bool RefundDespiteDrift { get; set; }

    /// <inheritdoc cref="MerchantPolicy.MaxResends"/>
    public int MaxResends { get; set; } = new MerchantPolicy().MaxResends;

    /// <inheritdoc cref="MerchantPolicy.ResendPause"/>
    public TimeSpan ResendPause { get; set; } = new MerchantPolicy().ResendPause;

    /// <inheritdoc cref="MerchantPolicy.LongestResendPause"/>
    public TimeSpan LongestResendPause { get; set; } = new MerchantPolicy().LongestResendPause;

    /// <summary>How many exchanges this merchant may have open at once in each lane.</summary>
    /// <value>The default is 32.</value>
    public int MaxConcurrency { get; set; } = 32;

    /// <summary>Classes of error codes that replace the built-in table: OutcomeUnknown, Declined, BadRequest, Access, StateConflict, Retryable, Customer.</summary>
    public Dictionary<string, PaytureActors.Domain.ErrorClass> ErrorClasses { get; set; } = [];

    /// <summary>Whether this account lives at a simulated gateway; every view then says so.</summary>
    public bool Sandbox { get; set; }
}

/// <summary>Where orders are kept.</summary>
public sealed class JournalOptions
{
    /// <summary>Which database.</summary>
    /// <value>The default is <see cref="JournalProvider.Sqlite"/>.</value>
    public JournalProvider Provider { get; set; } = JournalProvider.Sqlite;

    /// <summary>The database's connection string; for SQLite a file, whose order book lies beside it.</summary>
    /// <value>The default is <c>Data Source=payture.db</c>.</value>
    public string ConnectionString { get; set; } = "Data Source=payture.db";

    /// <summary>
    /// The key with which the journal seals what tells of a person (a receipt's contact and message, a return address): Base64 of 32 random
    /// bytes, as <c>openssl rand -base64 32</c> makes them. Keep it in a secrets store, and never lose it: without it sealed orders cannot be read.
    /// </summary>
    /// <value>None by default: such texts are kept as they are.</value>
    public string? PersonalDataKey { get; set; }

    /// <summary>
    /// Says that the database was set back to a backup since the last start: every order that it has is inquired before it accepts anything, and
    /// refunds that may have been done before wait for a person: where the gateway shows as much gone as no answer of ours explains, and, for a
    /// <see cref="MerchantOptions.Horizon"/>, where they could still be on their way and be doubled. For one start: take it out again afterwards. The engine notices by itself where the order book has seen more than the journal has, or the PostgreSQL server is on another timeline.
    /// </summary>
    /// <value>The default is false.</value>
    public bool Restored { get; set; }

    /// <summary>Lets the engine start on a database that may lose acknowledged facts in a power cut.</summary>
    /// <value>The default is false.</value>
    public bool AllowLossOfAcknowledgedFacts { get; set; }
}

/// <summary>The databases that can keep a journal.</summary>
public enum JournalProvider
{
    /// <summary>A file, for one process.</summary>
    Sqlite = 0,

    /// <summary>A PostgreSQL server.</summary>
    PostgreSql,
}
