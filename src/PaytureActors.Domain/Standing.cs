namespace PaytureActors.Domain;

/// <summary>What the gateway says of an order, learnt by an inquiry (GetState).</summary>
/// <param name="State">The order's state.</param>
/// <param name="Amount">The hold's amount when Authorized; captured less refunded when Charged (D:transaction-statuses). No evidence in other states.</param>
public sealed record Standing(GatewayState State, Money? Amount = null)
{
    /// <summary>No such order is visible at the gateway.</summary>
    public static Standing NotFound { get; } = new(GatewayState.NotFound);

    /// <summary>The gateway's own word for a state that this version does not know.</summary>
    public string? Said { get; init; }

    /// <summary>The bank's retrieval reference number, when the gateway gives one.</summary>
    public string? Rrn { get; init; }

    /// <summary>The terminal's name at the gateway, when it gives one.</summary>
    public string? MerchantContract { get; init; }

    /// <summary>The terminal that the payment was sent on to, when the gateway names one.</summary>
    public string? FinalTerminal { get; init; }

    /// <summary>The card as the gateway shows it: at most the first six and the last four digits.</summary>
    public string? MaskedPan { get; init; }

    /// <summary>What else the gateway tells (AddInfo), by its own names.</summary>
    public ValueList<AddInfo> AddInfo { get; init; }
}

/// <summary>One thing more that the gateway tells of a payment, for example the card's bank.</summary>
/// <param name="Key">The gateway's name for it.</param>
/// <param name="Value">What it says.</param>
public sealed record AddInfo(string Key, string Value);

/// <summary>Payture's states of an order (D:transaction-statuses).</summary>
public enum GatewayState
{
    /// <summary>A state that this version does not know; a person must look.</summary>
    Unrecognized = 0,

    /// <summary>ORDER_NOT_FOUND: not arrived, or not visible yet.</summary>
    NotFound,

    /// <summary>Registered, processing not started.</summary>
    New,

    /// <summary>3-D Secure under way.</summary>
    PreAuthorized3DS,

    /// <summary>Anti-fraud check under way.</summary>
    PreAuthorizedAF,

    /// <summary>Held, not captured.</summary>
    Authorized,

    /// <summary>The hold was released.</summary>
    Voided,

    /// <summary>Money was taken; partial refunds keep this state.</summary>
    Charged,

    /// <summary>Fully refunded.</summary>
    Refunded,

    /// <summary>Sent on to another terminal.</summary>
    Forwarded,

    /// <summary>The payment failed.</summary>
    Rejected,

    /// <summary>The last operation ended with an error.</summary>
    Error,

    /// <summary>Disputed by the issuer after success.</summary>
    Chargeback,

    /// <summary>An abandoned attempt of a session.</summary>
    Obsolete,

    /// <summary>The issuer closed the hold.</summary>
    AuthorizationClosed,

    /// <summary>Any state whose name begins with Pending: in progress at the gateway, for up to 72 hours.</summary>
    Pending,

    /// <summary>NONE: the session is open, and nobody has paid yet (PayStatus).</summary>
    NotPaid,

    /// <summary>ORDER_TIME_OUT: the session's time ran out.</summary>
    TimedOut,
}
