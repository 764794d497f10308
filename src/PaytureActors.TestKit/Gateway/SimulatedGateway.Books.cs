namespace PaytureActors.TestKit.Gateway;

/// <summary>What the gateway's books hold beside payments and effects.</summary>
public sealed partial class SimulatedGateway
{
    /// <summary>The notifications that were written, in order, whether or not anybody delivers them; the newest 100 000 at most.</summary>
    public IReadOnlyList<SimulatedNotification> Notifications() => _books.Notifications;

    /// <summary>What adding cards has held, in the order in which it was held.</summary>
    public IReadOnlyList<SimulatedCardHold> CardHolds() =>
        [.. _books.Customers.SelectMany(customer => customer.Audit(Now).Holds).OrderBy(hold => hold.HeldAt)];

    /// <summary>The receipt of what an order's customer keeps: the one that came last, or null.</summary>
    /// <param name="orderId">Which order.</param>
    /// <param name="merchantKey">Whose; null for the first merchant of the options.</param>
    public SimulatedReceipt? Receipt(string orderId, string? merchantKey = null) => File(orderId, merchantKey).Receipt;

    /// <summary>The code that SendCode sent a customer last and that was not used yet, or null.</summary>
    /// <param name="login">Which customer.</param>
    /// <param name="merchantKey">Whose; null for the first merchant of the options.</param>
    public string? SentCode(string login, string? merchantKey = null) => _books.Customer(_books.Merchant(merchantKey), login).Audit(Now).File.Code?.Text;

    /// <summary>The id of an order's session, or null.</summary>
    /// <param name="orderId">Which order.</param>
    /// <param name="merchantKey">Whose; null for the first merchant of the options.</param>
    public string? SessionId(string orderId, string? merchantKey = null) => File(orderId, merchantKey).Session?.Id;

    /// <summary>Everything in plain values, for JSON.</summary>
    public SimulatedGatewayView View()
    {
        var now = Now;
        var orders = Audit().ToList();
        return new SimulatedGatewayView(
            [
                .. from order in orders
                   where order.File.Payment is not null
                   let payment = order.File.Payment
                   select new PaymentView(order.Order.Merchant.Key, order.Order.Name, payment.StateName,
                       payment.Held.InKopecks, payment.Captured.InKopecks, payment.Refunded.InKopecks)
                   {
                       Family = order.File.OpenedBy?.Family.ToString(),
                       OpenedBy = order.File.OpenedBy?.Name,
                       Attempts = order.File.Attempts,
                       ObsoleteAttempts = order.File.Obsolete,
                       ErrCode = order.File.ErrCode,
                       Is3DS = order.File.Is3DS,
                       FinalTerminal = order.File.FinalTerminal,
                       MaskedPan = order.File.Card.Name is { Length: > 0 } name ? name : null,
                       ChequeTotal = order.File.Receipt?.Total.InKopecks,
                       ChequeMatches = order.File.ChequeMatches,
                   },
            ],
            [
                .. orders.SelectMany(order => order.Effects).OrderBy(effect => effect.Serial).Select(e => new EffectView(
                    e.Serial, e.At, e.MerchantKey, e.OrderId, e.Operation.ToString(), e.Amount.InKopecks, e.By.ToString())),
            ])
        {
            Sessions =
            [
                .. orders.Where(order => order.File.Session is not null)
                    .Select(order => View(order.Order.Merchant, order.File.Session!, order.File.Payment?.StateName, now)),
                .. _books.Customers.SelectMany(customer => customer.Audit(now).Sessions.Select(session => View(customer.Merchant, session, null, now))),
            ],
            Customers =
            [
                .. from customer in _books.Customers.OrderBy(customer => customer.Name, StringComparer.Ordinal)
                   let file = customer.Audit(now).File
                   where file.Password is not null
                   select new CustomerView(customer.Merchant.Key, customer.Name,
                       [.. file.Cards.Select(card => new CardView(card.Id, card.Name, card.Status, card.IsExpired(now)))]),
            ],
            Notifications = [.. _books.Notifications.Select(sent => new NotificationView(sent.At, sent.MerchantKey, sent.Kind, sent.Subject))],
        };
    }

    internal void Subscribe(Action<SimulatedNotification> posted, Action<Subject, DateTimeOffset> scheduled)
    {
        _books.Posted += posted;
        _books.Scheduled += scheduled;
    }

    internal void Unsubscribe(Action<SimulatedNotification> posted, Action<Subject, DateTimeOffset> scheduled)
    {
        _books.Posted -= posted;
        _books.Scheduled -= scheduled;
    }

    private static SessionView View(SimulatedMerchant merchant, SessionFile session, string? payment, DateTimeOffset now) => new(
        merchant.Key, session.OrderId, session.TypeName, session.Terms.Amount.InKopecks,
        payment is not null ? payment : session.HasEnded(now) ? "TimedOut" : "Open", session.EndsAt);
}
