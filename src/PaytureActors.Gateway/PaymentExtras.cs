namespace PaytureActors.Gateway;

/// <summary>What an opening command brings to the gateway beside amount and instrument. It is used once and not kept.</summary>
public sealed record PaymentExtras
{
    /// <summary>Nothing.</summary>
    public static PaymentExtras None { get; } = new();

    /// <summary>The merchant's own fields (IP, Product, Email ...). Personal data.</summary>
    /// <value>Empty by default.</value>
    public IReadOnlyDictionary<string, string> CustomFields { get; init; } = new Dictionary<string, string>();

    /// <summary>The customer's identifier in the merchant's system, for Pay and Block of the Api family (D:payture-api/pay).</summary>
    /// <value>None by default.</value>
    public string? CustomerKey { get; init; }

    /// <summary>The device fingerprint's id, for Pay and Block of the Api family (D:payture-api/pay).</summary>
    /// <value>None by default.</value>
    public string? PaytureId { get; init; }

    /// <summary>What the gateway's page shows, for Init.</summary>
    /// <value>None by default; Init needs one.</value>
    public SessionPage? Page { get; init; }

    /// <summary>"Extras", and nothing of them.</summary>
    public override string ToString() => "Extras";
}

/// <summary>What the gateway's page shows and where it leads (D:inpay/init, D:ewallet/init).</summary>
public sealed record SessionPage
{
    /// <summary>Where the page sends the customer afterwards; <c>{orderid}</c> and <c>{success}</c> are filled in by the gateway.</summary>
    public string? Url { get; init; }

    /// <summary>The customer's IP address.</summary>
    public string? Ip { get; init; }

    /// <summary>What is sold, in words.</summary>
    public string? Product { get; init; }

    /// <summary>The sum as the page shows it, for example <c>124.8</c>; text only, never used for money (PROTOCOL 11.2).</summary>
    public string? Total { get; init; }

    /// <summary>The customer's phone number, digits with the country code.</summary>
    public string? Phone { get; init; }

    /// <summary>More words.</summary>
    public string? Description { get; init; }

    /// <summary>Which of the merchant's page templates.</summary>
    public string? TemplateTag { get; init; }

    /// <summary>RU or EN.</summary>
    public string? Language { get; init; }

    /// <summary>"Page", and nothing of it.</summary>
    public override string ToString() => "Page";
}
