using PaytureActors.Domain;
using PaytureActors.Domain.Customers;

namespace PaytureActors.Gateway.Tests;

/// <summary>Requests that break no rule, for tests that need no clock.</summary>
internal static class Requests
{
    public const string Login = "anna@example.com";
    public const string CardId = "f224dd93-ac8c-3025-65dd-963c5b3fc0cc";
    private static readonly DateTimeOffset SendBy = new(2026, 3, 1, 0, 0, 10, TimeSpan.Zero);

    public static GatewayRequest Of(Operation operation, ApiFamily family = ApiFamily.Api) => new(
        GatewayUnderTest.Shop,
        GatewayUnderTest.Order,
        operation,
        operation == Operation.Unblock ? null : Money.Kopecks(258_900),
        new AttemptId(1),
        SendBy)
    {
        Family = family,
        LeadsTo = operation is Operation.Init or Operation.CompleteChallenge ? Operation.Block : null,
    };

    public static CustomerRequest Of(CustomerOperation operation) => new(GatewayUnderTest.Shop, Login, operation, SendBy)
    {
        CardId = operation is CustomerOperation.Activate or CustomerOperation.Remove ? CardId : null,
        Amount = operation == CustomerOperation.Activate ? Money.Kopecks(123) : null,
    };

    public static Instrument? InstrumentOf(Operation operation, ApiFamily family) => (operation, family) switch
    {
        (Operation.CompleteChallenge, _) => new Instrument.ThreeDSecureResult("md-1", "cGFS+ZXM/="),
        (Operation.Init, ApiFamily.EWallet) => new Instrument.Wallet(Login, "p+w"),
        (Operation.Pay or Operation.Block, ApiFamily.Api) => GatewayUnderTest.Card(),
        (Operation.Pay or Operation.Block, ApiFamily.EWallet) => new Instrument.Wallet(Login, "p+w") { CardId = CardId },
        (Operation.Pay or Operation.Block, ApiFamily.ApplePay or ApiFamily.AndroidPay) => new Instrument.Token(family, "dG9rZW4+/w=="),
        _ => null,
    };

    public static Instrument? InstrumentOf(CustomerOperation operation) => operation switch
    {
        CustomerOperation.AddSubmit3DS => new Instrument.ThreeDSecureResult("md-1", "cGFS+ZXM/="),
        CustomerOperation.Add => new Instrument.Wallet(Login, "p+w") { Card = GatewayUnderTest.Card() },
        CustomerOperation.Delete => null,
        _ => new Instrument.Wallet(Login, "p+w"),
    };
}
