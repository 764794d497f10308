namespace PaytureActors.TestKit.Gateway;

/// <summary>All that the simulated gateway has under one OrderId; a new file after each change.</summary>
internal sealed record OrderFile
{
    public static OrderFile Empty { get; } = new();

    /// <summary>The command that opened it.</summary>
    public CommandRow? OpenedBy { get; init; }

    /// <summary>The payment, or the last attempt at one.</summary>
    public LedgerPayment? Payment { get; init; }

    public SessionFile? Session { get; init; }

    /// <summary>How many attempts reached the bank.</summary>
    public int Attempts { get; init; }

    /// <summary>How many of them were abandoned in 3-D Secure and replaced.</summary>
    public int Obsolete { get; init; }

    public PayCard Card { get; init; } = new(CardConduct.Plain);

    /// <summary>The last attempt's challenge.</summary>
    public string? Md { get; init; }

    /// <summary>Whether the customer passed 3-D Secure.</summary>
    public bool Is3DS { get; init; }

    /// <summary>Why the last attempt failed.</summary>
    public string? ErrCode { get; init; }

    /// <summary>The latest receipt of what the customer keeps.</summary>
    public SimulatedReceipt? Receipt { get; init; }

    /// <summary>The terminal that the payment was sent on to.</summary>
    public string? FinalTerminal { get; init; }

    /// <summary>Whether inquiries name the state Forwarded as well.</summary>
    public bool ShowsForwarded { get; init; }

    /// <summary>Whether the latest receipt is about the money that is left; null where there is nothing to compare.</summary>
    public bool? ChequeMatches => (Receipt, Payment?.State) switch
    {
        (null, _) => null,
        (_, LedgerState.Authorized) => Receipt.Total == Payment!.Held,
        (_, LedgerState.Charged) => Receipt.Total == Payment!.Left,
        _ => null,
    };
}

/// <summary>A session of a hosted page.</summary>
/// <param name="Id">36 characters (D:inpay/pay).</param>
/// <param name="OrderId">The payment's; empty where a card is added.</param>
/// <param name="Terms">What Init asked for.</param>
/// <param name="OpenedAt">When.</param>
/// <param name="EndsAt">From then on nobody can pay.</param>
/// <param name="MostAttempts">How often the customer may try.</param>
internal sealed record SessionFile(
    string Id, string OrderId, SessionTerms Terms, DateTimeOffset OpenedAt, DateTimeOffset EndsAt, int MostAttempts)
{
    /// <summary>Its type's name on the wire.</summary>
    public string TypeName => Terms.Type is { } operation ? operation.ToString() : "Add";

    public bool HasEnded(DateTimeOffset now) => now >= EndsAt;

    /// <summary>Where the page sends its customer, or null; the templates must be lower case (D:inpay/init).</summary>
    public string? ReturnUrl(bool success) => Terms.Url?
        .Replace("{orderid}", Uri.EscapeDataString(OrderId), StringComparison.Ordinal)
        .Replace("{success}", success ? "True" : "False", StringComparison.Ordinal);
}
