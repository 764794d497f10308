using PaytureActors.Domain.Orders;

namespace PaytureActors.Domain.Customers;

/// <summary>What Check or GetList showed of a customer.</summary>
/// <param name="Presence">Whether the customer is there.</param>
public sealed record CustomerSight(CustomerPresence Presence)
{
    /// <summary>The customer's cards, if it was GetList.</summary>
    public ValueList<StoredCard>? Cards { get; init; }

    /// <summary>Reads the outcome of Check or GetList.</summary>
    /// <param name="read">Which of them.</param>
    /// <param name="outcome">How it ended.</param>
    /// <param name="cards">The cards that it listed.</param>
    /// <returns>Null when it shows nothing.</returns>
    public static CustomerSight? Of(CustomerOperation read, GatewayOutcome outcome, ValueList<StoredCard> cards) => (read, outcome) switch
    {
        (CustomerOperation.Check, GatewayOutcome.Approved) => new(CustomerPresence.Known),
        (CustomerOperation.GetList, GatewayOutcome.Approved) => new(CustomerPresence.Known) { Cards = cards },
        (CustomerOperation.Check or CustomerOperation.GetList, GatewayOutcome.Refused { Refusal.Code: var code }) => PresenceBy(code),
        _ => null,
    };

    // The older pair and the current one say the same (PROTOCOL 11.2).
    private static CustomerSight? PresenceBy(string code) => code.ToUpperInvariant() switch
    {
        "USER_NOT_FOUND" or "CUSTOMER_NOT_FOUND" => new(CustomerPresence.NotKnown),
        "WRONG_USER_PARAMS" => new(CustomerPresence.NotShown),
        _ => null,
    };
}

/// <summary>Whether a customer is there.</summary>
public enum CustomerPresence
{
    /// <summary>The gateway knows the customer, and the password is right.</summary>
    Known = 1,

    /// <summary>The gateway does not know the customer.</summary>
    NotKnown,

    /// <summary>The gateway does not know the customer, or the password is wrong: it says the same of both (WRONG_USER_PARAMS).</summary>
    NotShown,
}

/// <summary>What a sight of the customer says about a change in doubt.</summary>
public abstract record CustomerVerdict
{
    private CustomerVerdict() { } // Closed: every case is in this file.

    /// <summary>The change had its effect.</summary>
    public sealed record Applied(StoredCard? Card = null) : CustomerVerdict;

    /// <summary>The change had no effect.</summary>
    public sealed record NotApplied : CustomerVerdict;

    /// <summary>Nothing shows it, and it cannot come any more.</summary>
    public sealed record NeverLearnt : CustomerVerdict;

    /// <summary>It may still come, or cannot be seen.</summary>
    public sealed record Undecided : CustomerVerdict;
}

/// <summary>Reconciliation's only brain for customers: a change in doubt × what the gateway shows × when it was asked.</summary>
public static class CustomerJudge
{
    /// <summary>The most cards that GetList shows (D:ewallet/cards/get-list). A longer list is cut, and what is not in it may exist.</summary>
    public const int LongestList = 20;

    private const int Bin = 6;
    private const int Tail = 4;

    /// <summary>
    /// Judges a change in doubt. Nothing is believed before the quiet period has passed, not even an effect: that the customer or the card is (or is
    /// no longer) there does not show that the request has arrived, since it may have been so before, and a request that comes late would undo what
    /// later commands do. What is not in a list that is cut is believed only after the horizon, and then a doubt ends, too, of which the gateway shows
    /// nothing: the customer is gone, or the password is not the right one any more.
    /// </summary>
    public static CustomerVerdict Judge(CustomerChange doubt, CustomerSight sight, Asked asked, CustomerState state, MerchantPolicy policy) =>
        (doubt.Operation, sight.Presence) switch
        {
            _ when !asked.IsQuiet(policy) => new CustomerVerdict.Undecided(),
            (CustomerOperation.Register, CustomerPresence.Known) => new CustomerVerdict.Applied(),
            (CustomerOperation.Delete, CustomerPresence.NotKnown) => new CustomerVerdict.Applied(),

            // Said wrongly, "not applied" does no harm here: a second Register is refused, a second Update or Delete changes nothing.
            (CustomerOperation.Register or CustomerOperation.Delete or CustomerOperation.Update, _) => new CustomerVerdict.NotApplied(),

            (CustomerOperation.Remove, CustomerPresence.NotKnown) => new CustomerVerdict.Applied(), // With the customer the cards are gone.
            (_, CustomerPresence.NotKnown) => new CustomerVerdict.NotApplied(),
            (_, CustomerPresence.Known) when sight.Cards is { } cards => JudgeCard(doubt, cards, asked, state, policy),
            (_, CustomerPresence.NotShown) when doubt.IsPastHorizon(asked.At, policy) => new CustomerVerdict.NeverLearnt(),
            _ => new CustomerVerdict.Undecided(),
        };

    /// <summary>
    /// Judges a challenge whose time is over: nothing of ours is on its way, so that the list says all. Undecided when it is not known, or is cut.
    /// </summary>
    public static CustomerVerdict Judge(CardChallenge challenge, CustomerSight sight, CustomerState state) => sight switch
    {
        { Presence: CustomerPresence.NotKnown } => new CustomerVerdict.NotApplied(),
        { Cards: { } cards } when Added(cards, challenge.MaskedPan, state) is { } added => new CustomerVerdict.Applied(added),
        { Cards: { Count: < LongestList } } => new CustomerVerdict.NotApplied(),
        _ => new CustomerVerdict.Undecided(),
    };

    private static CustomerVerdict JudgeCard(
        CustomerChange doubt, ValueList<StoredCard> cards, Asked asked, CustomerState state, MerchantPolicy policy)
    {
        var own = cards.FirstOrDefault(card => card.HasId(doubt.CardId));
        var added = Added(cards, doubt.MaskedPan, state);
        return doubt.Operation switch
        {
            CustomerOperation.Add or CustomerOperation.AddSubmit3DS when added is not null => new CustomerVerdict.Applied(added),
            CustomerOperation.Activate when own is { IsActive: true } => new CustomerVerdict.Applied(),
            CustomerOperation.Remove when own is null && cards.Count < LongestList => new CustomerVerdict.Applied(),
            _ when own is null && cards.Count >= LongestList && !doubt.IsPastHorizon(asked.At, policy) => new CustomerVerdict.Undecided(),
            _ => new CustomerVerdict.NotApplied(),
        };
    }

    // Two cards of one customer with the same first six and last four digits are taken for one: more of a card is not kept, and of the card itself the
    // gateway refuses a second copy (DUPLICATE_CARD). So a card that was stored on the page meanwhile is the answer to an Add of that card, too.
    private static StoredCard? Added(ValueList<StoredCard> cards, string? masked, CustomerState state) =>
        cards.FirstOrDefault(card => IsSameCard(card.CardName, masked) && !state.HasStored(card.CardId));

    // A masked number shows its first six and its last four digits; what stands between differs (411111xxxxxx1112, 411111******1112).
    private static bool IsSameCard(string name, string? masked) =>
        masked is { Length: >= Bin + Tail } && name.Length >= Bin + Tail
        && name.AsSpan(0, Bin).SequenceEqual(masked.AsSpan(0, Bin)) && name.AsSpan(name.Length - Tail).SequenceEqual(masked.AsSpan(masked.Length - Tail));
}
