using System.Globalization;
using PaytureActors.Domain;
using PaytureActors.TestKit.Gateway;

namespace PaytureActors.Host.Sandbox.Tour;

/// <summary>An order that another system opened at the gateway is taken over as it stands there.</summary>
internal static class AdoptionSteps
{
    private const string Order = "adopted-1";

    public static TourStep[] All { get; } =
    [
        new("Somebody else blocks 2589.00", BlockElsewhere, "Success"),
        new("Adopt",
            tour => tour.OrderAsync(Order, (order, token) => order.AdoptAsync(ApiFamily.Api, cancellationToken: token)),
            "approved: Blocked, held 2589.00, captured 0.00, refunded 0.00"),
        new("Charge everything",
            tour => tour.OrderAsync(Order, (order, token) => order.ChargeAsync(cancellationToken: token)),
            "approved: Charged, held 2589.00, captured 2589.00, refunded 0.00"),
        new("The gateway's ledger", tour => tour.LedgerAsync(Order), "Block 2589.00, Charge 2589.00"),
    ];

    // Past the engine, as another system's request would come.
    private static Task<string> BlockElsewhere(TourGuide tour)
    {
        var amount = TourGuide.Ticket.InKopecks.ToString(CultureInfo.InvariantCulture);
        var year = (TimeProvider.System.GetUtcNow().Year + 4) % 100;
        var answer = tour.Gateway.Answer("/api/Block", new Dictionary<string, string>
        {
            ["Key"] = tour.Account.Key, ["OrderId"] = Order, ["Amount"] = amount,
            ["PayInfo"] = $"PAN={TestCards.Success};EMonth=12;EYear={year:00};CardHolder=ANNA KOVAL;SecureCode=123;OrderId={Order};Amount={amount}",
        });
        return Task.FromResult(answer.Body.Contains("Success=\"True\"", StringComparison.Ordinal) ? "Success" : answer.Body);
    }
}
