using PaytureActors.Domain;
using PaytureActors.Gateway;
using static PaytureActors.Host.Sandbox.Tour.TourGuide;

namespace PaytureActors.Host.Sandbox.Tour;

/// <summary>The customer pays on the gateway's page.</summary>
internal static class InPaySteps
{
    private const string Order = "inpay-1";

    public static TourStep[] All { get; } =
    [
        new("Init 2589.00",
            tour => tour.OrderAsync(Order, (order, token) => order.InitAsync(
                Operation.Pay, Ticket, new SessionPage { Product = "Ticket", Url = "https://shop.example/thanks" }, cancellationToken: token)),
            "the customer must pay on the page"),
        new("The customer pays",
            tour => Task.FromResult(tour.Gateway.CustomerPays(Order, merchantKey: tour.Account.Key).Outcome.ToString()),
            "Succeeded"),
        new("GetState",
            tour => tour.OrderAsync(Order, (order, token) => order.InquireAsync(cancellationToken: token)),
            "the gateway says: Charged, held 2589.00, captured 2589.00, refunded 0.00"),
        new("Refund 500.00",
            tour => tour.OrderAsync(Order, (order, token) =>
                order.RefundAsync(new IdempotencyKey("refund-1"), Money.Kopecks(50_000), cancellationToken: token)),
            "approved: Charged, held 2589.00, captured 2589.00, refunded 500.00"),
        new("The gateway's ledger", tour => tour.LedgerAsync(Order), "Pay 2589.00, Refund 500.00"),
    ];
}
