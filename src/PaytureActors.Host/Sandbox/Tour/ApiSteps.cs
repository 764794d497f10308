using PaytureActors.Domain;
using PaytureActors.TestKit.Gateway;
using static PaytureActors.Host.Sandbox.Tour.TourGuide;

namespace PaytureActors.Host.Sandbox.Tour;

/// <summary>A card whose data the merchant holds, without and with 3-D Secure.</summary>
internal static class ApiSteps
{
    private const string Plain = "api-1";
    private const string WithBank = "api-2";

    public static TourStep[] All { get; } =
    [
        new("Block 2589.00",
            tour => tour.OrderAsync(Plain, (order, token) => order.BlockAsync(Ticket, Card(TestCards.Success), cancellationToken: token)),
            "approved: Blocked, held 2589.00, captured 0.00, refunded 0.00"),
        new("Charge 1500.00",
            tour => tour.OrderAsync(Plain, (order, token) => order.ChargeAsync(Money.Kopecks(150_000), cancellationToken: token)),
            "approved: Charged, held 2589.00, captured 1500.00, refunded 0.00"),
        new("Refund 500.00", Refund, "approved: Charged, held 2589.00, captured 1500.00, refunded 500.00"),
        new("Refund 500.00 again, same key", Refund, "approved: Charged, held 2589.00, captured 1500.00, refunded 500.00"),
        new("The gateway's ledger", tour => tour.LedgerAsync(Plain), "Block 2589.00, Charge 1500.00, Refund 500.00"),

        new("Pay 2589.00 with a card of 3-D Secure",
            tour => tour.OrderAsync(WithBank, (order, token) => order.PayAsync(Ticket, Card(TestCards.Challenge), cancellationToken: token)),
            "the customer's bank asks"),
        new("The customer confirms",
            tour => tour.CompleteAsync(WithBank),
            "approved: Charged, held 2589.00, captured 2589.00, refunded 0.00"),
    ];

    private static Task<string> Refund(TourGuide tour) => tour.OrderAsync(Plain, (order, token) =>
        order.RefundAsync(new IdempotencyKey("refund-1"), Money.Kopecks(50_000), cancellationToken: token));
}
