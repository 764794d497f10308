using PaytureActors.Domain;
using PaytureActors.Gateway;
using PaytureActors.Host.Commands;
using PaytureActors.Host.Logging;
using PaytureActors.Hosting;
using PaytureActors.TestKit.Gateway;

namespace PaytureActors.Host.Sandbox;

/// <summary>Walks Block, Charge and Refund through the engine and over HTTP against a sandbox, and prints each step.</summary>
internal static class SandboxTour
{
    private const string Merchant = "shop";
    private const string OrderId = "tour-1";

    public static async Task<int> RunAsync(SimulatedGateway gateway, SimulatedMerchant account, bool verbose, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("payture-tour-");
        try
        {
            await using var sandbox = SandboxServer.Build(gateway, ["http://127.0.0.1:0"], verbose);
            await sandbox.StartAsync(cancellationToken);
            using var engine = BuildEngine(account, sandbox.Urls.First(), Path.Combine(folder.FullName, "tour.db"), verbose);
            await engine.StartAsync(cancellationToken);
            var order = engine.Services.GetRequiredService<IPaytureOrders>()[Merchant, OrderId];
            var isGood = await WalkAsync(order, gateway, account, cancellationToken);
            await engine.StopAsync(cancellationToken);
            return isGood ? PaytureCommandLine.Success : PaytureCommandLine.Failure;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static IHost BuildEngine(SimulatedMerchant account, string url, string database, bool verbose)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            [$"Payture:Merchants:{Merchant}:Host"] = url,
            [$"Payture:Merchants:{Merchant}:Key"] = account.Key,
            [$"Payture:Merchants:{Merchant}:Password"] = account.Password,
            [$"Payture:Merchants:{Merchant}:Sandbox"] = "true",
            ["Payture:Journal:ConnectionString"] = $"Data Source={database}",
            ["Logging:LogLevel:Default"] = "Warning",
        });
        builder.AddMaskedConsole(verbose);
        builder.Services.AddPaytureActors(builder.Configuration.GetSection("Payture"));
        return builder.Build();
    }

    private static async Task<bool> WalkAsync(IOrder order, SimulatedGateway gateway, SimulatedMerchant account, CancellationToken cancellationToken)
    {
        var year = TimeProvider.System.GetUtcNow().Year + 4;
        Instrument.Card.TryCreate(TestCards.Success, "12", $"{year}", "ANNA KOVAL", "123", TimeProvider.System.GetUtcNow(), out var card, out _);
        var isGood = true;
        await Step("Block 2589.00", () => order.BlockAsync(Money.Kopecks(258_900), card!, cancellationToken: cancellationToken));
        await Step("Charge 1500.00", () => order.ChargeAsync(Money.Kopecks(150_000), cancellationToken: cancellationToken));
        await Step("Refund 500.00", Refund);
        await Step("Refund 500.00 again, same key", Refund);

        Console.WriteLine("The gateway's ledger:");
        foreach (var effect in gateway.Effects(OrderId, account.Key))
            Console.WriteLine($"  {effect.Operation} {effect.Amount}");
        return isGood;

        Task<OrderReply> Refund() =>
            order.RefundAsync(new IdempotencyKey("tour-refund"), Money.Kopecks(50_000), cancellationToken: cancellationToken);

        async Task Step(string what, Func<Task<OrderReply>> call)
        {
            var reply = await call();
            isGood &= reply is OrderReply.Approved;
            Console.WriteLine($"{what,-30} {Words(reply)}");
        }
    }

    private static string Words(OrderReply reply) => reply switch
    {
        OrderReply.Approved approved => $"approved: {Words(approved.View)}",
        OrderReply.Pending pending => $"not settled yet: {Words(pending.View)}",
        OrderReply.Declined declined => $"declined ({declined.Refusal?.Code}): {Words(declined.View)}",
        OrderReply.NotApplied notApplied => $"no effect: {Words(notApplied.View)}",
        OrderReply.Rejected rejected => $"refused: {rejected.Reason}",
        OrderReply.Busy busy => $"busy: {busy.Why}",
        _ => reply.GetType().Name,
    };

    private static string Words(OrderView view) =>
        $"{view.Books.Phase}, held {view.Books.Held}, captured {view.Books.Captured}, refunded {view.Books.Refunded}";
}
