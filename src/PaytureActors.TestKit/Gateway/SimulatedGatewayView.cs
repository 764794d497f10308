namespace PaytureActors.TestKit.Gateway;

/// <summary>Everything that the simulated gateway knows, in plain values that any JSON serializer takes; amounts are kopecks.</summary>
/// <param name="Payments">The payments, by merchant and OrderId.</param>
/// <param name="Effects">The effects, in the order in which they happened.</param>
public sealed record SimulatedGatewayView(IReadOnlyList<PaymentView> Payments, IReadOnlyList<EffectView> Effects)
{
    /// <summary>The sessions of orders, then those for adding cards; an id would open its page, so it is left out.</summary>
    public IReadOnlyList<SessionView> Sessions { get; init; } = [];

    /// <summary>The wallet's customers, by login; neither passwords nor addresses.</summary>
    public IReadOnlyList<CustomerView> Customers { get; init; } = [];

    /// <summary>The notifications, in the order in which they were written.</summary>
    public IReadOnlyList<NotificationView> Notifications { get; init; } = [];
}

/// <summary>A payment in plain values.</summary>
/// <param name="Merchant">The account's key.</param>
/// <param name="OrderId">Which payment.</param>
/// <param name="State">Its state's name on the wire.</param>
/// <param name="Held">What was held, in kopecks.</param>
/// <param name="Captured">What was taken, in kopecks.</param>
/// <param name="Refunded">What was given back, in kopecks.</param>
public sealed record PaymentView(string Merchant, string OrderId, string State, long Held, long Captured, long Refunded)
{
    /// <summary>The family of the command that opened it: Api, InPay or EWallet; null where a person did.</summary>
    public string? Family { get; init; }

    /// <summary>The command that opened it, for example <c>Block</c>, <c>MobilePay</c> or <c>Init</c>.</summary>
    public string? OpenedBy { get; init; }

    /// <summary>How many attempts reached the bank.</summary>
    public int Attempts { get; init; }

    /// <summary>How many of them were abandoned in 3-D Secure and replaced.</summary>
    public int ObsoleteAttempts { get; init; }

    /// <summary>Why the last attempt failed, or null.</summary>
    public string? ErrCode { get; init; }

    /// <summary>Whether the customer passed 3-D Secure.</summary>
    public bool Is3DS { get; init; }

    /// <summary>The terminal that it was sent on to, or null.</summary>
    public string? FinalTerminal { get; init; }

    /// <summary>The card's masked number, or null.</summary>
    public string? MaskedPan { get; init; }

    /// <summary>The sum of the latest receipt, in kopecks; null without one.</summary>
    public long? ChequeTotal { get; init; }

    /// <summary>Whether the latest receipt is about exactly the money that is held or left; null where there is nothing to compare.</summary>
    public bool? ChequeMatches { get; init; }
}

/// <summary>A session of a hosted page in plain values.</summary>
/// <param name="Merchant">The account's key.</param>
/// <param name="OrderId">Which payment; empty where a card is added.</param>
/// <param name="Type">Pay, Block or Add.</param>
/// <param name="Amount">How much, in kopecks.</param>
/// <param name="State">Open, TimedOut, or the payment's state.</param>
/// <param name="EndsAt">From then on nobody can pay.</param>
public sealed record SessionView(string Merchant, string OrderId, string Type, long Amount, string State, DateTimeOffset EndsAt);

/// <summary>A customer of the wallet in plain values.</summary>
/// <param name="Merchant">The account's key.</param>
/// <param name="Login">Which customer.</param>
/// <param name="Cards">Its cards, in the order in which they were added.</param>
public sealed record CustomerView(string Merchant, string Login, IReadOnlyList<CardView> Cards);

/// <summary>A stored card in plain values.</summary>
/// <param name="CardId">Its id.</param>
/// <param name="CardName">Its masked number.</param>
/// <param name="Status">Its state on the wire.</param>
/// <param name="Expired">Whether its last month is over.</param>
public sealed record CardView(string CardId, string CardName, string Status, bool Expired);

/// <summary>A notification in plain values; its fields may hold a customer's data and are left out.</summary>
/// <param name="At">When it was written.</param>
/// <param name="Merchant">The account's key.</param>
/// <param name="Kind">For example <c>EnginePaySuccess</c>.</param>
/// <param name="Subject">The OrderId, or the customer's login.</param>
public sealed record NotificationView(DateTimeOffset At, string Merchant, string Kind, string Subject);

/// <summary>An effect in plain values.</summary>
/// <param name="Serial">The order in which effects happened.</param>
/// <param name="At">When, by the gateway's clock.</param>
/// <param name="Merchant">The account's key.</param>
/// <param name="OrderId">Which payment.</param>
/// <param name="Operation">What happened.</param>
/// <param name="Amount">How much, in kopecks.</param>
/// <param name="By">Who asked.</param>
public sealed record EffectView(long Serial, DateTimeOffset At, string Merchant, string OrderId, string Operation, long Amount, string By);
