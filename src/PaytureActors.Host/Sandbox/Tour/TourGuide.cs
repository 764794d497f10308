using PaytureActors.Domain;
using PaytureActors.Domain.Customers;
using PaytureActors.Domain.Orders;
using PaytureActors.Gateway;
using PaytureActors.TestKit.Gateway;

namespace PaytureActors.Host.Sandbox.Tour;

/// <summary>What the steps of the tour have at hand: the engine, the gateway with its customers, and plain words for what came of a step.</summary>
internal sealed class TourGuide(IServiceProvider services, SimulatedGateway gateway, SimulatedMerchant account, CancellationToken cancellationToken)
{
    public const string Merchant = "shop";
    public const string Login = "anna@shop.example";

    private const string Password = "Anna's own word"; // Of a customer who lives as long as the tour.

    private readonly IPaytureOrders _orders = services.GetRequiredService<IPaytureOrders>();
    private readonly IPaytureCustomers _customers = services.GetRequiredService<IPaytureCustomers>();

    public static Money Ticket { get; } = Money.Kopecks(258_900);

    public SimulatedGateway Gateway => gateway;

    public SimulatedMerchant Account => account;

    /// <summary>Asks an order, and says what it answered.</summary>
    public async Task<string> OrderAsync(string orderId, Func<IOrder, CancellationToken, Task<OrderReply>> ask) =>
        Words(await ask(_orders[Merchant, orderId], cancellationToken));

    /// <summary>Brings an order what its customer's browser brought from the bank.</summary>
    public Task<string> CompleteAsync(string orderId) => OrderAsync(orderId, (order, token) =>
    {
        var (md, paRes) = gateway.ThreeDSecureResult(orderId, passes: true, account.Key);
        return order.CompleteAsync(new Instrument.ThreeDSecureResult(md, paRes), cancellationToken: token);
    });

    /// <summary>Asks the customer's own actor, and says what it answered.</summary>
    public async Task<string> CustomerAsync(CustomerAsk ask, Instrument.Card? card = null) =>
        Words(ask.Operation, await AskAsync(ask, card));

    /// <summary>The customer's only card, by its id.</summary>
    public async Task<string> CardIdAsync() =>
        await AskAsync(new CustomerAsk(CustomerOperation.GetList)) is CustomerReply.Done { Cards: [var card] } ? card.CardId : "";

    /// <summary>What has moved at the gateway, in its own words.</summary>
    public Task<string> LedgerAsync(string orderId) =>
        Task.FromResult(string.Join(", ", gateway.Effects(orderId, account.Key).Select(effect => $"{effect.Operation} {effect.Amount}")));

    /// <summary>A test card that is good for years; a new one for each use.</summary>
    public static Instrument.Card Card(string number)
    {
        var now = TimeProvider.System.GetUtcNow();
        return Instrument.Card.TryCreate(number, "12", $"{now.Year + 4}", "ANNA KOVAL", "123", now, out var card, out _)
            ? card
            : throw new ArgumentException("No card has this number.", nameof(number));
    }

    /// <summary>The customer's wallet; a new one for each use.</summary>
    public static Instrument.Wallet Wallet(string? cardId = null, Instrument.Card? card = null) => new(Login, Password) { CardId = cardId, Card = card };

    private Task<CustomerReply> AskAsync(CustomerAsk ask, Instrument.Card? card = null) =>
        _customers[new MerchantAlias(Merchant), Login].DoAsync(ask, Wallet(card: card), cancellationToken: cancellationToken);

    private static string Words(OrderReply reply) => reply switch
    {
        OrderReply.Approved approved => $"approved: {Words(approved.View)}",
        OrderReply.ChallengeRequired { View.Challenge.Kind: ChallengeKind.Page } => "the customer must pay on the page",
        OrderReply.ChallengeRequired => "the customer's bank asks",
        OrderReply.Inquired { GatewayAnswered: true, View: { } view } => $"the gateway says: {Words(view)}",
        OrderReply.Pending pending => $"not settled yet: {Words(pending.View)}",
        OrderReply.Declined declined => $"declined ({declined.Refusal?.Code}): {Words(declined.View)}",
        OrderReply.NotApplied notApplied => $"no effect: {Words(notApplied.View)}",
        OrderReply.Rejected rejected => $"refused: {rejected.Reason}",
        OrderReply.Busy busy => $"busy: {busy.Why}",
        _ => reply.GetType().Name,
    };

    private static string Words(OrderView view) =>
        $"{view.Books.Phase}, held {view.Books.Held}, captured {view.Books.Captured}, refunded {view.Books.Refunded}";

    private static string Words(CustomerOperation asked, CustomerReply reply) => reply switch
    {
        CustomerReply.Done { Card: { } card } => $"done: {Words(card)}",
        CustomerReply.Done done when asked is CustomerOperation.GetList =>
            done.Cards.Count == 0 ? "no card" : string.Join(", ", done.Cards.Select(Words)),
        CustomerReply.Done => "done",
        CustomerReply.Refused refused => $"refused by the gateway: {refused.Refusal.Code}",
        CustomerReply.Rejected rejected => $"refused: {rejected.Reason}",
        CustomerReply.InDoubt => "in doubt",
        _ => reply.GetType().Name,
    };

    private static string Words(StoredCard card) => $"{card.CardName}, {card.Status}";
}
