using PaytureActors.Domain;
using PaytureActors.Domain.Customers;

namespace PaytureActors.Gateway;

/// <summary>One command about an eWallet customer, without what is secret: safe to hold.</summary>
/// <param name="Merchant">Whose account.</param>
/// <param name="Login">
/// The customer (VWUserLgn, 1 to 50 characters). Personal data. AddSubmit3DS does without, as it does on the wire: it may be empty there.
/// </param>
/// <param name="Operation">What to do.</param>
/// <param name="SendBy">The wall-clock time after which no byte of it may leave.</param>
public sealed record CustomerRequest(MerchantAlias Merchant, string Login, CustomerOperation Operation, DateTimeOffset SendBy)
{
    /// <summary>The <see cref="TimeProvider"/> timestamp of when this process persisted the intent; none for what only reads.</summary>
    public long? PersistedAt { get; init; }

    /// <summary>How long after <see cref="PersistedAt"/> the request may leave, on the monotonic clock.</summary>
    /// <value>10 seconds by default.</value>
    public TimeSpan SendWithin { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Which stored card (36 characters), for Activate, Remove and SendCode.</summary>
    public string? CardId { get; init; }

    /// <summary>The amount that Add held, as the customer typed it, for Activate; the payment's, for SendCode.</summary>
    public Money? Amount { get; init; }

    /// <summary>The order that a code is sent for, for SendCode.</summary>
    public OrderId? Order { get; init; }

    /// <summary>The customer's phone number, digits with the country code, for Register, Update and Add. Personal data.</summary>
    public string? PhoneNumber { get; init; }

    /// <summary>The customer's e-mail address, for Register and Update. Personal data.</summary>
    public string? Email { get; init; }

    /// <summary>What the card-adding page shows, for Init with SessionType Add.</summary>
    public SessionPage? Page { get; init; }

    /// <summary>The operation alone: no personal data.</summary>
    public override string ToString() => $"{Operation} {Merchant}";
}

/// <summary>How a command about a customer ended.</summary>
/// <param name="Outcome">How it ended, as for orders; Approved has no amounts.</param>
public sealed record CustomerResult(GatewayOutcome Outcome)
{
    /// <summary>The customer's cards, for GetList.</summary>
    public ValueList<StoredCard> Cards { get; init; }

    /// <summary>The stored card's id, for Add and AddSubmit3DS.</summary>
    public string? CardId { get; init; }

    /// <summary>The stored card's masked number, for Add and AddSubmit3DS.</summary>
    public string? CardName { get; init; }

    /// <summary>What the browser must bring to the bank; only with ChallengeRequired (Add).</summary>
    public ChallengeForm? Form { get; init; }
}
