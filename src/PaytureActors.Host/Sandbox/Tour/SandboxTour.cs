using PaytureActors.Host.Commands;
using PaytureActors.Host.Logging;
using PaytureActors.Hosting;
using PaytureActors.TestKit.Gateway;

namespace PaytureActors.Host.Sandbox.Tour;

/// <summary>Walks every family through the engine and over HTTP against a sandbox, and prints each step.</summary>
internal static class SandboxTour
{
    private static readonly (string Title, TourStep[] Steps)[] Stops =
    [
        ("Api: a card", ApiSteps.All),
        ("InPay: the gateway's page", InPaySteps.All),
        ("EWallet: a customer's stored card", EWalletSteps.All),
        ("Apple Pay and Google Pay: tokens", TokenSteps.All),
        ("Receipts", ReceiptSteps.All),
        ("Adoption: an order that was opened elsewhere", AdoptionSteps.All),
    ];

    public static async Task<int> RunAsync(SimulatedGateway gateway, SimulatedMerchant account, bool verbose, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("payture-tour-");
        try
        {
            await using var sandbox = SandboxServer.Build(gateway, ["http://127.0.0.1:0"], verbose);
            await sandbox.StartAsync(cancellationToken);
            using var engine = BuildEngine(account, sandbox.Urls.First(), Path.Combine(folder.FullName, "tour.db"), verbose);
            await engine.StartAsync(cancellationToken);
            var differences = await WalkAsync(Stops, new TourGuide(engine.Services, gateway, account, cancellationToken));
            await engine.StopAsync(cancellationToken);
            Console.WriteLine(differences == 0 ? "Every step went as it should." : $"Steps that went another way than they should: {differences}.");
            return differences == 0 ? PaytureCommandLine.Success : PaytureCommandLine.Failure;
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
            [$"Payture:Merchants:{TourGuide.Merchant}:Host"] = url,
            [$"Payture:Merchants:{TourGuide.Merchant}:Key"] = account.Key,
            [$"Payture:Merchants:{TourGuide.Merchant}:Vwid"] = account.Vwid,
            [$"Payture:Merchants:{TourGuide.Merchant}:Password"] = account.Password,
            [$"Payture:Merchants:{TourGuide.Merchant}:Sandbox"] = "true",
            ["Payture:Journal:ConnectionString"] = $"Data Source={database}",
            ["Logging:LogLevel:Default"] = "Warning",
        });
        builder.AddMaskedConsole(verbose);
        builder.Services.AddPaytureActors(builder.Configuration.GetSection("Payture"));
        return builder.Build();
    }

    /// <summary>Takes the steps one after the other, prints each, and counts those that went another way than they should.</summary>
    internal static async Task<int> WalkAsync((string Title, TourStep[] Steps)[] stops, TourGuide guide)
    {
        var differences = 0;
        foreach (var (title, steps) in stops)
        {
            Console.WriteLine(title);
            foreach (var step in steps)
            {
                var said = await step.Do(guide);
                Console.WriteLine($"  {step.What,-46} {said}");
                if (said == step.Expected)
                    continue;
                Console.WriteLine($"  {"but it should be",-46} {step.Expected}");
                differences++;
            }
        }

        return differences;
    }
}
