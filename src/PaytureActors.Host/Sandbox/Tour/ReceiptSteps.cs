using PaytureActors.Domain;
using PaytureActors.Domain.Cheques;
using PaytureActors.TestKit.Gateway;
using static PaytureActors.Host.Sandbox.Tour.TourGuide;

namespace PaytureActors.Host.Sandbox.Tour;

/// <summary>A receipt (54-FZ), of which a part is given back: the engine works out the receipt of what remains.</summary>
internal static class ReceiptSteps
{
    private const string Order = "receipt-1";

    private static readonly ChequePosition Journey = new("Ticket", ChequePosition.OnePiece, Money.Kopecks(200_000), Tax: 1);
    private static readonly ChequePosition Cherries = new("Cherries, kg", Quantity: 500, Money.Kopecks(117_800), Tax: 2);

    public static TourStep[] All { get; } =
    [
        new("Pay 2589.00 with a receipt of two positions",
            tour => tour.OrderAsync(Order, (order, token) => order.PayAsync(
                Ticket,
                Card(TestCards.Success),
                new CallOptions { Cheque = new Cheque([Journey, Cherries], TaxationSystem: 0, CustomerContact: Login) },
                token)),
            "approved: Charged, held 2589.00, captured 2589.00, refunded 0.00"),
        new("Refund 589.00 without a position", tour => RefundAsync(tour, "refund-1", []), "refused: ItemsRequired"),
        new("Refund 589.00 for the cherries",
            tour => RefundAsync(tour, "refund-2", [Cherries]),
            "approved: Charged, held 2589.00, captured 2589.00, refunded 589.00"),
        new("The gateway's receipt", tour => Task.FromResult($"{tour.Gateway.Receipt(Order, tour.Account.Key)}"), "1 positions, 2000.00"),
    ];

    private static Task<string> RefundAsync(TourGuide tour, string key, ValueList<ChequePosition> items) => tour.OrderAsync(Order, (order, token) =>
        order.RefundAsync(new IdempotencyKey(key), Money.Kopecks(58_900), new CallOptions { Items = items }, token));
}
