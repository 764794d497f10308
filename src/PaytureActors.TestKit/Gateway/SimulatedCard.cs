using PaytureActors.Domain;

namespace PaytureActors.TestKit.Gateway;

/// <summary>A card that a customer of the wallet has stored; never its number.</summary>
/// <param name="Id">36 characters.</param>
/// <param name="Card">How it behaves and what is shown of it.</param>
/// <param name="Hold">What adding it held, until it is released.</param>
/// <param name="LastUse">Orders a list; the greatest is the newest.</param>
internal sealed record SimulatedCard(string Id, PayCard Card, SimulatedCardHold Hold, long LastUse)
{
    public string Name => Card.Name;

    public string Holder => Card.Holder;

    public bool IsActive { get; init; }

    public bool IsExpired(DateTimeOffset now) => Card.GoodUntil < now.Year * 12 + now.Month;

    /// <summary>Its state on the wire; that an inactive card is called NotActive is inferred.</summary>
    public string Status => IsActive ? "IsActive" : "NotActive";
}

/// <summary>The small amount that adding a card held on it. It is no effect of any order and is shown nowhere on the wire.</summary>
/// <param name="MerchantKey">Whose customer.</param>
/// <param name="Login">Which customer.</param>
/// <param name="CardId">Which card.</param>
/// <param name="Amount">What activation must name.</param>
/// <param name="HeldAt">When it was held.</param>
/// <param name="ReleasedAt">When it was released; null while it is held.</param>
public sealed record SimulatedCardHold(
    string MerchantKey, string Login, string CardId, Money Amount, DateTimeOffset HeldAt, DateTimeOffset? ReleasedAt = null);
