namespace PaytureActors.Domain.Customers;

/// <summary>A card that the gateway stores for a customer; nothing of it is secret.</summary>
/// <param name="CardId">Its id, 36 characters.</param>
/// <param name="CardName">Its masked number, for example <c>411111xxxxxx1112</c>.</param>
/// <param name="Status">The gateway's word: <c>IsActive</c> can pay, <c>NotActive</c> must be activated first (INF).</param>
public sealed record StoredCard(string CardId, string CardName, string Status)
{
    /// <summary>The name on the card.</summary>
    public string? CardHolder { get; init; }

    /// <summary>Whether it pays without its code.</summary>
    public bool NoCvv { get; init; }

    /// <summary>Whether its time is over.</summary>
    public bool Expired { get; init; }

    /// <summary>Whether this is its id. It is a GUID, and the gateway may write its letters either way (D:working-with-api).</summary>
    public bool HasId(string? cardId) => string.Equals(CardId, cardId, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether it can pay.</summary>
    public bool IsActive => string.Equals(Status, "IsActive", StringComparison.OrdinalIgnoreCase);
}
