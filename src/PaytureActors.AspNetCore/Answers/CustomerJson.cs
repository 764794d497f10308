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

/// <summary>A card that the gateway stores for a customer. Only the list shows all of it; what an answer does not tell is left out.</summary>
internal sealed record StoredCardJson
{
    /// <summary>Its id.</summary>
    public required string CardId { get; init; }

    /// <summary>Its masked number.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? CardName { get; init; }

    /// <summary>The gateway's word for its state: IsActive can pay, others must be activated first.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Status { get; init; }

    /// <summary>Whether it can pay.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? IsActive { get; init; }

    /// <summary>The name on the card.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? CardHolder { get; init; }

    /// <summary>Whether it pays without its code.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? NoCvv { get; init; }

    /// <summary>Whether its time is over.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Expired { get; init; }

    public static StoredCardJson From(StoredCard card)
    {
        var shown = new StoredCardJson { CardId = card.CardId, CardName = card.CardName.Length > 0 ? card.CardName : null };
        return card.Status.Length == 0 ? shown : shown with
        {
            Status = card.Status, IsActive = card.IsActive, CardHolder = card.CardHolder, NoCvv = card.NoCvv, Expired = card.Expired,
        };
    }
}

/// <summary>A command about a customer whose outcome nobody knows yet.</summary>
/// <param name="Operation">What was asked.</param>
/// <param name="Since">Since when.</param>
/// <param name="Until">The horizon: the first command after it ends the doubt, also when nothing shows what the command did.</param>
internal sealed record CustomerDoubtJson(
    [property: JsonConverter(typeof(CamelCase<CustomerOperation>))] CustomerOperation Operation, DateTimeOffset Since, DateTimeOffset Until);
