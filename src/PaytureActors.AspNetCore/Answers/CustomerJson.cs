using System.Text.Json.Serialization;
using PaytureActors.Domain.Customers;

namespace PaytureActors.AspNetCore.Answers;

/// <summary>What a command about an eWallet customer came to.</summary>
internal sealed record CustomerJson
{
    /// <summary>The merchant's alias.</summary>
    public required string Merchant { get; init; }

    /// <summary>The customer's login.</summary>
    public required string Login { get; init; }

    /// <summary>What was asked; after a person's decision: what was in doubt.</summary>
    [JsonConverter(typeof(CamelCase<CustomerOperation>))]
    public required CustomerOperation Operation { get; init; }

    /// <summary>The customer's cards, newest use first; only where they were asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<StoredCardJson>? Cards { get; init; }

    /// <summary>The card that was stored.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public StoredCardJson? Card { get; init; }

    /// <summary>What the customer must do before a card is stored.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ChallengeJson? Challenge { get; init; }

    /// <summary>The command whose outcome nobody knows yet, perhaps an earlier one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public CustomerDoubtJson? InDoubt { get; init; }
}

/// <summary>A card that the gateway stores for a customer.</summary>
/// <param name="CardId">Its id.</param>
/// <param name="CardName">Its masked number.</param>
/// <param name="Status">The gateway's word for its state: IsActive can pay, others must be activated first.</param>
/// <param name="IsActive">Whether it can pay.</param>
/// <param name="CardHolder">The name on the card.</param>
/// <param name="NoCvv">Whether it pays without its code.</param>
/// <param name="Expired">Whether its time is over.</param>
internal sealed record StoredCardJson(
    string CardId, string CardName, string Status, bool IsActive, string? CardHolder, bool NoCvv, bool Expired)
{
    public static StoredCardJson From(StoredCard card) =>
        new(card.CardId, card.CardName, card.Status, card.IsActive, card.CardHolder, card.NoCvv, card.Expired);
}

/// <summary>A command about a customer whose outcome nobody knows yet.</summary>
/// <param name="Operation">What was asked.</param>
/// <param name="Since">Since when.</param>
/// <param name="Until">The horizon: the first command after it ends the doubt, also when nothing shows what the command did.</param>
internal sealed record CustomerDoubtJson(
    [property: JsonConverter(typeof(CamelCase<CustomerOperation>))] CustomerOperation Operation, DateTimeOffset Since, DateTimeOffset Until);
