using PaytureActors.Domain;
using PaytureActors.Domain.Customers;
using PaytureActors.TestKit.Gateway;
using static PaytureActors.Host.Sandbox.Tour.TourGuide;

namespace PaytureActors.Host.Sandbox.Tour;

/// <summary>A customer and a card that the gateway stores: added, activated, paid with, removed.</summary>
internal static class EWalletSteps
{
    private const string OneStep = "ewallet-1";
    private const string TwoSteps = "ewallet-2";

    public static TourStep[] All { get; } =
    [
        new("Register", tour => tour.CustomerAsync(new CustomerAsk(CustomerOperation.Register) { Email = Login }), "done"),
        new("Add a card",
            async tour => (await tour.CustomerAsync(new CustomerAsk(CustomerOperation.Add), Card(TestCards.Success))).Split(',')[0],
            "done: 411111xxxxxx0031"),
        new("GetList", GetList, "411111xxxxxx0031, NotActive"),
        new("Activate by the 1.00 that was held",
            async tour => (await tour.CustomerAsync(new CustomerAsk(CustomerOperation.Activate)
            {
                CardId = await tour.CardIdAsync(), Amount = tour.Gateway.CardHolds().Last(hold => hold.Login == Login).Amount,
            })).Split(':')[0],
            "done"),
        new("GetList", GetList, "411111xxxxxx0031, IsActive"),
        new("Pay 2589.00 with the stored card",
            tour => WithCardAsync(tour, OneStep, (order, cardId, token) => order.PayAsync(Ticket, Wallet(cardId), cancellationToken: token)),
            "approved: Charged, held 2589.00, captured 2589.00, refunded 0.00"),
        new("Block 2589.00 with it",
            tour => WithCardAsync(tour, TwoSteps, (order, cardId, token) => order.BlockAsync(Ticket, Wallet(cardId), cancellationToken: token)),
            "approved: Blocked, held 2589.00, captured 0.00, refunded 0.00"),
        new("Charge 1500.00",
            tour => tour.OrderAsync(TwoSteps, (order, token) => order.ChargeAsync(Money.Kopecks(150_000), cancellationToken: token)),
            "approved: Charged, held 2589.00, captured 1500.00, refunded 0.00"),
        new("Refund 500.00",
            tour => tour.OrderAsync(TwoSteps, (order, token) =>
                order.RefundAsync(new IdempotencyKey("refund-1"), Money.Kopecks(50_000), cancellationToken: token)),
            "approved: Charged, held 2589.00, captured 1500.00, refunded 500.00"),
        new("Remove the card",
            async tour => (await tour.CustomerAsync(new CustomerAsk(CustomerOperation.Remove) { CardId = await tour.CardIdAsync() })).Split(':')[0],
            "done"),
        new("GetList", GetList, "no card"),
    ];

    private static Task<string> GetList(TourGuide tour) => tour.CustomerAsync(new CustomerAsk(CustomerOperation.GetList));

    private static async Task<string> WithCardAsync(TourGuide tour, string orderId, Func<IOrder, string, CancellationToken, Task<OrderReply>> ask)
    {
        var cardId = await tour.CardIdAsync();
        return await tour.OrderAsync(orderId, (order, token) => ask(order, cardId, token));
    }
}
