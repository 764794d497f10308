using System.Collections.Concurrent;

namespace PaytureActors.TestKit.Gateway;

/// <summary>What orders and customers of one simulated gateway share: ids that lead to them, running numbers, manners.</summary>
internal sealed class GatewayBooks(SimulatedGatewayOptions options)
{
    // A gateway that simulates for days must not keep them all.
    private const int MostNotifications = 100_000;

    private readonly ConcurrentDictionary<(string MerchantKey, string OrderId), SimulatedOrder> _orders = new();
    private readonly ConcurrentDictionary<string, Subject> _challenges = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Subject> _sessions = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string MerchantKey, string Login), SimulatedCustomer> _customers = new();
    private readonly Queue<SimulatedNotification> _notifications = [];
    private readonly Lock _post = new();
    private long _serial;

    public SimulatedGatewayOptions Options => options;

    public SeededSecrets Secrets { get; } = new(options.Seed);

    public IEnumerable<SimulatedOrder> Orders => _orders.Values;

    /// <summary>Hears when something is due, so that whoever has a clock can wake its subject then.</summary>
    public event Action<Subject, DateTimeOffset>? Scheduled;

    /// <summary>Hears each notification when it is written.</summary>
    public event Action<SimulatedNotification>? Posted;

    public IEnumerable<SimulatedCustomer> Customers => _customers.Values;

    public IReadOnlyList<SimulatedNotification> Notifications
    {
        get
        {
            lock (_post)
                return [.. _notifications];
        }
    }

    public long NextSerial() => Interlocked.Increment(ref _serial);

    public SimulatedOrder Order(SimulatedMerchant merchant, string orderId) =>
        _orders.GetOrAdd((merchant.Key, orderId), _ => new SimulatedOrder(merchant, orderId, this));

    public SimulatedCustomer Customer(SimulatedMerchant merchant, string login) =>
        _customers.GetOrAdd((merchant.Key, login), _ => new SimulatedCustomer(merchant, login, this));

    /// <summary>A stored card paid: the customer's list shows it first from now on.</summary>
    public void CardUsed(SimulatedMerchant merchant, string login, string cardId) => Customer(merchant, login).Touch(cardId);

    public void Post(IEnumerable<SimulatedNotification> notifications)
    {
        foreach (var notification in notifications)
            Post(notification);
    }

    public void Post(SimulatedNotification notification)
    {
        lock (_post)
        {
            _notifications.Enqueue(notification);
            if (_notifications.Count > MostNotifications)
                _notifications.Dequeue();
        }
        Posted?.Invoke(notification);
    }

    public SimulatedMerchant Merchant(string? key) => key is null
        ? options.Merchants[0]
        : options.Merchants.FirstOrDefault(known => known.Key == key)
            ?? throw new ArgumentException($"The gateway has no merchant {key}: add it to SimulatedGatewayOptions.Merchants.", nameof(key));

    /// <summary>Whose challenge an MD is, or null.</summary>
    public Subject? Challenged(string md) => _challenges.GetValueOrDefault(md.Trim());

    /// <summary>Whose session an id is, or null.</summary>
    public Subject? InSession(string sessionId) => _sessions.GetValueOrDefault(sessionId.Trim());

    public void RememberChallenge(string md, Subject subject) => _challenges[md] = subject;

    public void RememberSession(string sessionId, Subject subject) => _sessions[sessionId] = subject;

    public void Schedule(Subject subject, DateTimeOffset due) => Scheduled?.Invoke(subject, due);
}
