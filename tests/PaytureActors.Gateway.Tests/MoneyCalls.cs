using PaytureActors.Domain;
using PaytureActors.Domain.Customers;

namespace PaytureActors.Gateway.Tests;

/// <summary>Every call that changes something, of each family that says it in its own way.</summary>
internal static class MoneyCalls
{
    public static readonly IReadOnlyDictionary<string, string> Paths = All().ToDictionary(
        name => name, name => name.Split(' ') is [var family, var what] && family == "Customer"
            ? CommandTable.Of(Enum.Parse<CustomerOperation>(what)).Path
            : CommandTable.Find(FamilyOf(name), OperationOf(name), Operation.Block)!.Path);

    public static TheoryData<string> Names => [.. Paths.Keys];

    public static async Task<GatewayOutcome> SendAsync(this GatewayUnderTest gateway, string call)
    {
        var sendBy = gateway.Time.GetUtcNow() + TimeSpan.FromSeconds(10);
        if (call.StartsWith("Customer ", StringComparison.Ordinal))
        {
            var operation = Enum.Parse<CustomerOperation>(call["Customer ".Length..]);
            return (await gateway.Gateway.CallCustomerAsync(
                Requests.Of(operation) with { SendBy = sendBy }, Requests.InstrumentOf(operation), CancellationToken.None)).Outcome;
        }

        var request = Requests.Of(OperationOf(call), FamilyOf(call)) with { SendBy = sendBy };
        return (await gateway.Gateway.CallAsync(request, Requests.InstrumentOf(request.Operation, request.Family), CancellationToken.None)).Outcome;
    }

    private static IEnumerable<string> All() =>
    [
        "Api Pay", "Api Block", "Api Charge", "Api Unblock", "Api Refund", "Api CompleteChallenge",
        "InPay Init", "InPay Refund",
        "EWallet Init", "EWallet Pay", "EWallet Block", "EWallet Charge", "EWallet Refund", "EWallet CompleteChallenge",
        "ApplePay Pay", "AndroidPay Block",
        "Customer Register", "Customer Delete", "Customer Add", "Customer AddSubmit3DS", "Customer Activate", "Customer Remove", "Customer SendCode",
    ];

    private static ApiFamily FamilyOf(string call) => Enum.Parse<ApiFamily>(call.Split(' ')[0]);

    private static Operation OperationOf(string call) => Enum.Parse<Operation>(call.Split(' ')[1]);
}
