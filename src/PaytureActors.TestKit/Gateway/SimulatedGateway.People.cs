using System.Globalization;
using PaytureActors.Domain;

namespace PaytureActors.TestKit.Gateway;

/// <summary>What people do at the gateway without a request of the merchant's: customers, operators, banks.</summary>
public sealed partial class SimulatedGateway
{
    /// <summary>A person acts at the gateway's own screen.</summary>
    /// <param name="orderId">Which payment.</param>
    /// <param name="operation">What to do.</param>
    /// <param name="amount">How much; null for everything.</param>
    /// <param name="merchantKey">Whose; null for the first merchant of the options.</param>
    public LedgerAnswer OperatorActs(string orderId, Operation operation, Money? amount = null, string? merchantKey = null) =>
        Order(orderId, merchantKey).Act(operation, amount, Now);

    /// <summary>The issuer drops a hold: the state becomes AuthorizationClosed.</summary>
    /// <returns>False if nothing was held.</returns>
    public bool IssuerClosesHold(string orderId, string? merchantKey = null) => Order(orderId, merchantKey).Befall(Ledger.CloseHold, Now);

    /// <summary>The issuer takes a payment back after a dispute: the state becomes Chargeback.</summary>
    /// <returns>False if nothing was charged.</returns>
    public bool IssuerDisputes(string orderId, string? merchantKey = null) => Order(orderId, merchantKey).Befall(Ledger.Dispute, Now);

    /// <summary>The merchant wins the dispute: the state is Charged again.</summary>
    /// <returns>False if there was no dispute.</returns>
    public bool IssuerGivesIn(string orderId, string? merchantKey = null) => Order(orderId, merchantKey).Befall(Ledger.Restore, Now);

    /// <summary>The gateway sends a payment on to another terminal: Forwarded="True" and FinalTerminal.</summary>
    /// <param name="orderId">Which payment.</param>
    /// <param name="terminal">The other terminal's name.</param>
    /// <param name="showsState">Whether inquiries also name the state Forwarded instead of the payment's own.</param>
    /// <param name="merchantKey">Whose; null for the first merchant of the options.</param>
    /// <returns>False if there is no payment.</returns>
    public bool Forward(string orderId, string terminal, bool showsState = false, string? merchantKey = null) =>
        Order(orderId, merchantKey).Forward(terminal, showsState, Now);

    /// <summary>What the customer's browser brings back from the bank's page for the order's last attempt.</summary>
    /// <param name="orderId">Which order.</param>
    /// <param name="passes">Whether the customer is authenticated.</param>
    /// <param name="merchantKey">Whose; null for the first merchant of the options.</param>
    /// <exception cref="InvalidOperationException">The order's last attempt did not ask for 3-D Secure.</exception>
    public (string MD, string PaRes) ThreeDSecureResult(string orderId, bool passes, string? merchantKey = null)
    {
        var md = File(orderId, merchantKey).Md
            ?? throw new InvalidOperationException($"The last attempt of order {orderId} did not ask for 3-D Secure: pay with {nameof(TestCards)}.{nameof(TestCards.Challenge)}.");
        return (md, PaRes(md, passes));
    }

    /// <summary>The bank's word about one challenge, by its ThreeDSKey; for cards that are added there is no order to name.</summary>
    /// <param name="md">The ThreeDSKey, which comes back as MD.</param>
    /// <param name="passes">Whether the customer is authenticated.</param>
    public string PaRes(string md, bool passes) => _books.Secrets.PaRes(md, passes);

    /// <summary>The customer opens the page of an order's session and pays.</summary>
    /// <param name="orderId">Which order; Init must have come before.</param>
    /// <param name="cardNumber">One of <see cref="TestCards"/>, or any valid number.</param>
    /// <param name="merchantKey">Whose; null for the first merchant of the options.</param>
    /// <exception cref="InvalidOperationException">Init has not come.</exception>
    /// <exception cref="ArgumentException">No card has this number.</exception>
    public PageResult CustomerPays(string orderId, string cardNumber = TestCards.Success, string? merchantKey = null)
    {
        var session = SessionOf(orderId, merchantKey);
        var (card, refused) = Card(cardNumber);
        return card is null ? new PageResult(PageOutcome.Refused, refused) : OnPage(session, card, Order(orderId, merchantKey));
    }

    /// <summary>The customer presses the page's cancel button: the attempt fails as CANCELED_BY_CLIENT, and the session stays open.</summary>
    public PageResult CustomerCancels(string orderId, string? merchantKey = null) =>
        OnPage(SessionOf(orderId, merchantKey), new PayCard(new CardConduct(DeclinedAs: "CANCELED_BY_CLIENT")), Order(orderId, merchantKey));

    /// <summary>The customer comes back from the bank's page to the session's page, which completes the payment.</summary>
    /// <param name="orderId">Which order.</param>
    /// <param name="passes">Whether the customer is authenticated.</param>
    /// <param name="merchantKey">Whose; null for the first merchant of the options.</param>
    /// <exception cref="InvalidOperationException">The order's last attempt did not ask for 3-D Secure.</exception>
    public PageResult CustomerAuthenticates(string orderId, bool passes, string? merchantKey = null)
    {
        var (md, paRes) = ThreeDSecureResult(orderId, passes, merchantKey);
        return OnPage(Order(orderId, merchantKey), new Deed.Complete(null, md, paRes));
    }

    /// <summary>The customer closes the bank's page for good: the attempt becomes Obsolete.</summary>
    /// <returns>False if nothing waited for 3-D Secure.</returns>
    public bool CustomerAbandons(string orderId, string? merchantKey = null) => Order(orderId, merchantKey).Befall(Ledger.Abandon, Now);

    /// <summary>The customer opens the card-adding page of a session and adds a card.</summary>
    /// <param name="sessionId">What Init with SessionType=Add answered.</param>
    /// <param name="cardNumber">One of <see cref="TestCards"/>, or any valid number.</param>
    /// <exception cref="ArgumentException">There is no such session, or no card has this number.</exception>
    public PageResult CustomerAddsCard(string sessionId, string cardNumber = TestCards.Success)
    {
        ArgumentNullException.ThrowIfNull(sessionId);
        if (_books.InSession(sessionId) is not SimulatedCustomer customer)
            throw new ArgumentException("No Init with SessionType=Add has answered this SessionId.", nameof(sessionId));
        return Card(cardNumber) is var (card, refused) && card is not null
            ? OnPage(customer, new Deed.AddCard(card, null, sessionId.Trim()))
            : new PageResult(PageOutcome.Refused, refused);
    }

    internal PageResult OnPage(SessionFile session, PayCard card, SimulatedOrder order) => OnPage(order, new Deed.Open(session.Terms.Type, session.Terms.Amount,
        card with { Login = session.Terms.Login, CardId = card.CardId ?? (session.Terms.Login is null ? null : "FreePay") }, Way.Page));

    internal PageResult OnPage(Subject subject, Deed deed)
    {
        var orderId = subject is SimulatedOrder ? subject.Name : "";
        var row = CommandRow.At("apim/PaySubmit")!;
        var verdict = subject.Do(new WireRequest(row, subject.Merchant, orderId, deed), Now, TimeSpan.Zero);
        return verdict switch
        {
            Verdict.Approved or Verdict.CustomerDone => new PageResult(PageOutcome.Succeeded, null),
            Verdict.Challenge challenge => new PageResult(PageOutcome.Challenged, null, challenge.Md),
            Verdict.Refused refused => new PageResult(PageOutcome.Refused, refused.ErrCode),
            _ => throw new InvalidOperationException($"No page shows {verdict.GetType().Name}."),
        };
    }

    // A card that is good for years, as the page would have read it.
    private (PayCard? Card, string? Refused) Card(string number)
    {
        ArgumentNullException.ThrowIfNull(number);
        if (TestCards.ConductOf(number) is null)
            throw new ArgumentException("No card has this number.", nameof(number));
        var year = (Now.Year + 3) % 100;
        return WireFields.Card(number, "12", year.ToString("00", CultureInfo.InvariantCulture), "ANNA KOVAL", "123", Now, _books.Secrets);
    }

    private SessionFile SessionOf(string orderId, string? merchantKey) => File(orderId, merchantKey).Session
        ?? throw new InvalidOperationException($"Order {orderId} has no session: Init opens one.");
}

/// <summary>What a customer sees of an act on one of the gateway's pages.</summary>
/// <param name="Outcome">How it went.</param>
/// <param name="ErrCode">Why it was refused, or null.</param>
/// <param name="MD">The challenge that the customer must go through, or null.</param>
public sealed record PageResult(PageOutcome Outcome, string? ErrCode, string? MD = null);

/// <summary>How an act on one of the gateway's pages went.</summary>
public enum PageOutcome
{
    /// <summary>Paid, held, or the card added.</summary>
    Succeeded = 1,

    /// <summary>The customer is sent to the bank's page.</summary>
    Challenged,

    /// <summary>Declined or refused.</summary>
    Refused,
}
