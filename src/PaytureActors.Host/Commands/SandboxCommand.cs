using System.CommandLine;
using System.CommandLine.Parsing;
using PaytureActors.Host.Sandbox;
using PaytureActors.Host.Sandbox.Tour;
using PaytureActors.TestKit.Gateway;

namespace PaytureActors.Host.Commands;

/// <summary><c>sandbox</c>: the simulated gateway over HTTP.</summary>
internal static class SandboxCommand
{
    private const string Shop = "Payture:Merchants:shop:";
    private const string DefaultUrls = "http://127.0.0.1:5090";

    private static readonly Option<string> Urls = new("--urls")
    {
        Description = "Where to listen; several with semicolons.",
        DefaultValueFactory = _ => DefaultUrls,
    };

    private static readonly Option<string[]> Merchants = new("--merchant")
    {
        Description = "An account as Key:Password; may be repeated. [default: Merchant:123]",
        Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<TimeSpan> Slow = new("--slow")
    {
        Description = "How long the slow test cards keep their answer back.",
        DefaultValueFactory = _ => new SimulatedGatewayOptions().SlowCardDuration,
    };

    private static readonly Option<bool> SlowApplies = new("--slow-applies")
    {
        Description = "Whether the slow operation has its effect.",
        DefaultValueFactory = _ => true,
    };

    private static readonly Option<FaultRates?> Faults = FaultOption.OfCalls("--faults");

    private static readonly Option<int> Seed = new("--seed")
    {
        Description = "Decides which calls the faults meet.",
        DefaultValueFactory = _ => 1,
    };

    private static readonly Option<Uri?> Notify = new("--notify")
    {
        Description = "Where notifications are posted, for example http://127.0.0.1:5080/payture/shop/notifications. [default: nowhere]",
        CustomParser = Address,
    };

    private static readonly Option<NotificationManners?> NotifyFaults = FaultOption.OfNotifications("--notify-faults");

    private static readonly Option<string?> LedgerFile = new("--ledger")
    {
        Description = "A file that remembers all movements of money over a restart, kill -9 included. [default: none]",
    };

    private static readonly Option<bool> Try = new("--try")
    {
        Description = "Walk every family through the engine against this sandbox, print each step, and end; exit code 1 if one goes another way.",
    };

    public static Command Create(Option<bool> verbose)
    {
        var command = new Command("sandbox", "Runs the simulated gateway over HTTP; its ledger is at /ledger.")
        {
            Urls, Merchants, Slow, SlowApplies, Faults, Seed, Notify, NotifyFaults, LedgerFile, Try,
        };
        command.SetAction((parsed, cancellationToken) =>
        {
            SimulatedMerchant[] accounts = parsed.GetValue(Merchants) is { Length: > 0 } given
                ? [.. given.Select(Account)]
                : [SimulatedMerchant.Documented];
            var gateway = new SimulatedGateway(
                new SimulatedGatewayOptions
                {
                    Merchants = [.. accounts.Select(account => account with { NotifyAt = parsed.GetValue(Notify) })],
                    Seed = parsed.GetValue(Seed),
                    SlowCardDuration = parsed.GetValue(Slow),
                    SlowCardApplies = parsed.GetValue(SlowApplies),
                },
                TimeProvider.System,
                FaultPlan.Seeded(parsed.GetValue(Seed), parsed.GetValue(Faults) ?? new FaultRates()));
            return parsed.GetValue(Try)
                ? SandboxTour.RunAsync(gateway, accounts[0], parsed.GetValue(verbose), cancellationToken)
                : RunAsync(gateway, accounts[0], parsed.GetValue(Urls)!, Manners(parsed), Open(gateway, accounts, parsed), parsed.GetValue(verbose), cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAsync(
        SimulatedGateway gateway, SimulatedMerchant account, string urls, NotificationManners manners, KeptLedger? ledger, bool verbose,
        CancellationToken cancellationToken)
    {
        using var client = new HttpClient();
        await using var delivery = new NotificationDelivery(gateway, NotificationDelivery.By(client), manners);
        await using var app = SandboxServer.Build(gateway, urls.Split(';', StringSplitOptions.RemoveEmptyEntries), verbose, ledger);
        await app.StartAsync(cancellationToken);
        foreach (var url in app.Urls)
        {
            Console.WriteLine($"The sandbox gateway is ready at {url}; no money moves here.");
            Console.WriteLine($"  ledger   {url}/ledger");
            Console.WriteLine($"  pages    {url}/apim/Pay?SessionId=…, {url}/vwapi/Pay?SessionId=…, {url}/vwapi/Add?SessionId=…, {url}/acs");
            Console.WriteLine($"  use it   serve --set {Shop}Host={url} --set {Shop}Key={account.Key} --set {Shop}Password={Shown(account)} --set {Shop}Sandbox=true");
        }

        await app.WaitForShutdownAsync(cancellationToken);
        return PaytureCommandLine.Success;
    }

    private static KeptLedger? Open(SimulatedGateway gateway, SimulatedMerchant[] accounts, ParseResult parsed)
    {
        if (parsed.GetValue(LedgerFile) is not { } file)
            return null;
        try
        {
            return new KeptLedger(gateway, file, accounts);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new CommandFailedException($"The file of --ledger cannot be used: {error.Message}");
        }
    }

    // A sandbox is watched by somebody: what is late comes soon.
    private static NotificationManners Manners(ParseResult parsed) =>
        (parsed.GetValue(NotifyFaults) ?? new NotificationManners()) with { Seed = parsed.GetValue(Seed), LongestDelay = TimeSpan.FromSeconds(30) };

    private static Uri? Address(ArgumentResult result)
    {
        if (Uri.TryCreate(result.Tokens.Single().Value, UriKind.Absolute, out var address) && (address.Scheme is "http" or "https"))
            return address;
        result.AddError($"--notify takes an address such as http://127.0.0.1:5080/payture/shop/notifications, not {result.Tokens.Single().Value}.");
        return null;
    }

    // Only the documentation's own password is no secret.
    private static string Shown(SimulatedMerchant account) => account == SimulatedMerchant.Documented ? account.Password : "…";

    private static SimulatedMerchant Account(string text) => text.Split(':', 2) is [{ Length: > 0 } key, { Length: > 0 } password]
        ? new SimulatedMerchant(key, password)
        : throw new CommandFailedException("--merchant takes Key:Password, for example --merchant Merchant:123.");
}
