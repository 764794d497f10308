using PaytureActors.Domain;
using PaytureActors.Gateway;
using PaytureActors.TestKit.Gateway;
using static PaytureActors.Host.Sandbox.Tour.TourGuide;

namespace PaytureActors.Host.Sandbox.Tour;

/// <summary>Tokens of Apple Pay and Google Pay.</summary>
internal static class TokenSteps
{
    private const string Apple = "apple-1";
    private const string Google = "google-1";

    public static TourStep[] All { get; } =
    [
        new("Block 2589.00 with Apple Pay",
            tour => tour.OrderAsync(Apple, (order, token) => order.BlockAsync(
                Ticket, new Instrument.Token(ApiFamily.ApplePay, SimulatedToken.Apple(Ticket)), cancellationToken: token)),
            "approved: Blocked, held 2589.00, captured 0.00, refunded 0.00"),
        new("Unblock",
            tour => tour.OrderAsync(Apple, (order, token) => order.UnblockAsync(cancellationToken: token)),
            "approved: Unblocked, held 2589.00, captured 0.00, refunded 0.00"),
        new("Pay 2589.00 with Google Pay, 3-D Secure",
            tour => tour.OrderAsync(Google, (order, token) => order.PayAsync(
                Ticket, new Instrument.Token(ApiFamily.AndroidPay, SimulatedToken.Google(Ticket, challenge: true)), cancellationToken: token)),
            "the customer's bank asks"),
        new("The customer confirms",
            tour => tour.CompleteAsync(Google),
            "approved: Charged, held 2589.00, captured 2589.00, refunded 0.00"),
        new("Refund everything",
            tour => tour.OrderAsync(Google, (order, token) => order.RefundAsync(new IdempotencyKey("refund-1"), cancellationToken: token)),
            "approved: Refunded, held 2589.00, captured 2589.00, refunded 2589.00"),
    ];
}
