using PaytureActors.Domain;

namespace PaytureActors.TestKit.Gateway;

/// <summary>What a request asks for, after its fields were found good.</summary>
internal abstract record Deed
{
    private Deed() { } // Closed: every case is in this file.

    /// <summary>Whether nothing can change by it.</summary>
    public virtual bool IsReading => false;

    /// <summary>Opens a payment; without an operation its session or its terminal decides which.</summary>
    public sealed record Open(Operation? Operation, Money Amount, PayCard Card, Way Way, SimulatedReceipt? Receipt = null) : Deed;

    /// <summary>Brings what the customer's bank said; without an operation (PaySubmit3DS) it completes what there is.</summary>
    public sealed record Complete(Operation? Operation, string? Md, string PaRes) : Deed;

    public sealed record Later(Operation Operation, Money? Amount, SimulatedReceipt? Receipt) : Deed;

    public sealed record OpenSession(SessionTerms Terms) : Deed;

    public sealed record Read : Deed
    {
        public override bool IsReading => true;
    }

    public sealed record Register(string Phone, string Email) : Deed;

    public sealed record Update(string? Phone, string? Email) : Deed;

    public sealed record Delete : Deed;

    public sealed record Check : Deed
    {
        public override bool IsReading => true;
    }

    public sealed record List : Deed
    {
        public override bool IsReading => true;
    }

    /// <summary>Adds a card, by the merchant or (with a session) by the customer.</summary>
    public sealed record AddCard(PayCard Card, string? Phone, string? SessionId = null) : Deed;

    public sealed record Activate(string CardId, Money? Amount) : Deed;

    public sealed record Remove(string CardId) : Deed;

    public sealed record SendCode(string? CardId, string? OrderId, Money? Amount) : Deed;

    /// <summary>The operation that moves money, where the deed says which.</summary>
    public Operation? Moves => this switch
    {
        Open open => open.Operation,
        Complete complete => complete.Operation,
        Later later => later.Operation,
        _ => null,
    };

    /// <summary>What it asks of a payment; null where it asks nothing of one.</summary>
    public Operation? Asks => this switch
    {
        Complete => Domain.Operation.CompleteChallenge,
        OpenSession { Terms.Type: not null } => Domain.Operation.Init,
        _ => Moves,
    };

    public Deed With(Money amount) => this switch
    {
        Open open => open with { Amount = amount },
        Later later => later with { Amount = amount },
        _ => this,
    };

    /// <summary>The deed's name alone: some hold what must not be printed.</summary>
    public sealed override string ToString() => GetType().Name;
}

/// <summary>How a payment was opened.</summary>
internal enum Way
{
    /// <summary>With card data or a token in the merchant's request: no session knows of it.</summary>
    Direct = 1,

    /// <summary>By the merchant for a customer of the wallet; a session of that OrderId takes it for an attempt (REC div).</summary>
    MerchantSide,

    /// <summary>By the customer on the session's page.</summary>
    Page,
}

/// <summary>What a payment keeps of its card; never the number.</summary>
/// <param name="Conduct">What it makes the gateway do.</param>
/// <param name="Name">The masked number, for example <c>411111xxxxxx1112</c>.</param>
/// <param name="Holder">The name on it.</param>
internal sealed record PayCard(CardConduct Conduct, string Name = "", string Holder = "")
{
    /// <summary>The stored card's id, or FreePay, in the wallet.</summary>
    public string? CardId { get; init; }

    /// <summary>The customer's login, in the wallet.</summary>
    public string? Login { get; init; }

    /// <summary>Tells cards with the same number apart from others without knowing the number.</summary>
    public string Fingerprint { get; init; } = "";

    /// <summary>The last month in which the card is good, as year × 12 + month.</summary>
    public int GoodUntil { get; init; }
}

/// <summary>What Init asks for.</summary>
/// <param name="Type">Pay or Block; null for Add.</param>
/// <param name="Amount">How much; zero for Add.</param>
/// <param name="Url">Where the page sends its customer, with <c>{orderid}</c> and <c>{success}</c>.</param>
internal sealed record SessionTerms(Operation? Type, Money Amount, string? Url)
{
    public string? Product { get; init; }
    public string? Total { get; init; }
    public string? Description { get; init; }
    public string? Login { get; init; }
    public string? CardId { get; init; }
    public SimulatedReceipt? Receipt { get; init; }
    public bool IsRussian { get; init; }
}

/// <summary>A request that may come to the books.</summary>
internal sealed record WireRequest(CommandRow Row, SimulatedMerchant Merchant, string OrderId, Deed Deed)
{
    /// <summary>The customer whom the request concerns, in the wallet.</summary>
    public string Login { get; init; } = "";

    /// <summary>The customer's password, where the request brings one; the books check it.</summary>
    public string? CustomerPassword { get; init; }

    public string Command => Row.Name;

    /// <summary>Whom a fault plan knows the call by.</summary>
    public string Subject => OrderId.Length > 0 ? OrderId : Login;

    /// <summary>The command and whom it is about.</summary>
    public override string ToString() => $"{Command} {Subject}";
}
