using PaytureActors.Domain;

namespace PaytureActors.Gateway;

/// <summary>What was asked, as far as an answer must fit it.</summary>
/// <param name="Row">The command.</param>
/// <param name="Account">Whose account; its host makes the address of a session's page, and its own reading of codes wins.</param>
/// <param name="Order">The order that the answer may name.</param>
internal readonly record struct Asked(CommandRow Row, MerchantAccount Account, OrderId? Order)
{
    /// <summary>The amount of a session: one of another amount must not be handed out.</summary>
    public Money? Amount { get; init; }

    /// <summary>The customer that the answer may name.</summary>
    public string? Login { get; init; }

    /// <summary>Where the customer's browser goes with a session.</summary>
    public GatewayCommand Page { get; init; }
}
