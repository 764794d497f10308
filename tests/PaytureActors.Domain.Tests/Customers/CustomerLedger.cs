using PaytureActors.Domain.Customers;

namespace PaytureActors.Domain.Tests.Customers;

/// <summary>The gateway's side of one eWallet customer, as small as PROTOCOL 2.3 lets it be, and written from that alone.</summary>
internal sealed record CustomerLedger
{
    public const string Mask = "411111******1112";
    public const string Card = "411111xxxxxx1112";
    public const long Held = 7;
    public static readonly string Md = new('a', 64);

    public bool IsKnown { get; init; }

    public ValueList<LedgerCard> Cards { get; init; }

    public bool IsChallenged { get; init; }

    /// <summary>Which changes of ours had their effect here.</summary>
    public ValueList<int> Effects { get; init; }

    /// <summary>Does what a request says, once it arrives.</summary>
    public (CustomerLedger After, GatewayOutcome Answer, StoredCard? Card) Take(CustomerChange change, bool asksForChallenge)
    {
        var card = Cards.FirstOrDefault(each => each.Id == change.CardId);
        return change.Operation switch
        {
            CustomerOperation.Register when IsKnown => Refuse("DUPLICATE_USER", ErrorClass.StateConflict),
            CustomerOperation.Register => Do(this with { IsKnown = true }),
            CustomerOperation.AddSubmit3DS when IsChallenged => Store(this with { IsChallenged = false }),
            CustomerOperation.AddSubmit3DS => Refuse("THREE_DS_AUTH_ERROR", ErrorClass.Declined),
            _ when !IsKnown => Refuse("USER_NOT_FOUND", ErrorClass.BadRequest),
            CustomerOperation.Update => Do(this),
            CustomerOperation.Delete => Do(this with { IsKnown = false, Cards = [], IsChallenged = false }),
            CustomerOperation.Add when Cards.Any(each => each.Name == Card) => Refuse("DUPLICATE_CARD", ErrorClass.StateConflict),
            CustomerOperation.Add when asksForChallenge =>
                (this with { IsChallenged = true }, new GatewayOutcome.ChallengeRequired("https://acs.example", Md), null),
            CustomerOperation.Add => Store(this),
            _ when card is null => Refuse("CARD_NOT_FOUND", ErrorClass.BadRequest),
            CustomerOperation.Remove => Do(this with { Cards = Cards.Except(each => each == card) }),
            CustomerOperation.Activate when card.IsActive || !card.IsHeld => Refuse("AMOUNT_ERROR", ErrorClass.BadRequest),
            CustomerOperation.Activate when change.Amount != Money.Kopecks(Held) =>
                Refuse("AMOUNT_ERROR", ErrorClass.BadRequest, this with { Cards = With(card, card with { IsHeld = false }) }),
            CustomerOperation.Activate => Do(this with { Cards = With(card, card with { IsActive = true, IsHeld = false }) }),
            _ => throw new InvalidOperationException($"{change.Operation} changes nothing."),
        };

        (CustomerLedger, GatewayOutcome, StoredCard?) Do(CustomerLedger after, StoredCard? stored = null) =>
            (after with { Effects = Effects.Add(change.Id.Number) }, new GatewayOutcome.Approved(null, null), stored);

        (CustomerLedger, GatewayOutcome, StoredCard?) Store(CustomerLedger after)
        {
            var added = new LedgerCard($"card-{change.Id.Number}", Card, IsActive: false, IsHeld: true);
            return Do(after with { Cards = after.Cards.Add(added) }, new StoredCard(added.Id, added.Name, ""));
        }

        (CustomerLedger, GatewayOutcome, StoredCard?) Refuse(string code, ErrorClass meaning, CustomerLedger? after = null) =>
            (after ?? this, new GatewayOutcome.Refused(new Refusal(code, meaning, false)), null);
    }

    /// <summary>Answers Check or GetList.</summary>
    public CustomerSight Show(CustomerOperation read) => CustomerSight.Of(
        read,
        IsKnown ? new GatewayOutcome.Approved(null, null) : new GatewayOutcome.Refused(new Refusal("USER_NOT_FOUND", ErrorClass.BadRequest, false)),
        ValueList.From(Cards.Select(card => new StoredCard(card.Id, card.Name, card.IsActive ? "IsActive" : "NotActive"))))!;

    private ValueList<LedgerCard> With(LedgerCard old, LedgerCard changed) => ValueList.From(Cards.Select(card => card == old ? changed : card));
}

/// <summary>A stored card at the gateway.</summary>
internal sealed record LedgerCard(string Id, string Name, bool IsActive, bool IsHeld);
