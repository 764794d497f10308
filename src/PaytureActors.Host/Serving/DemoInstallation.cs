using PaytureActors.Gateway;
using PaytureActors.Host.Commands;
using PaytureActors.Host.Sandbox;
using PaytureActors.TestKit.Gateway;

namespace PaytureActors.Host.Serving;

/// <summary>What serves when no merchant is configured: a demo merchant at a simulated gateway inside, with files of its own.</summary>
internal sealed class DemoInstallation
{
    public const string Merchant = "shop";
    public const string LedgerPath = "/sandbox/ledger";

    private readonly SimulatedGateway _gateway = new();

    private DemoInstallation(string folder) => Folder = folder;

    /// <summary>Where the demo keeps its orders and the sandbox's ledger.</summary>
    public string Folder { get; }

    /// <summary>The demo, or null where merchants are configured.</summary>
    /// <exception cref="CommandFailedException">No merchant is configured, and nobody asked for a demo.</exception>
    public static DemoInstallation? Find(ConfigurationManager configuration, bool isWanted)
    {
        if (configuration.GetSection("Payture:Merchants").GetChildren().Any())
            return null;
        if (!isWanted)
        {
            throw new CommandFailedException(
                "No merchant is configured. Configure Payture:Merchants:{alias}:Host, :Key and :Password (in the environment "
                + "Payture__Merchants__{alias}__Host and so on), or start with --demo to try the service without a gateway.");
        }

        var demo = new DemoInstallation(Path.Combine(Directory.GetCurrentDirectory(), "artifacts", "demo"));
        Directory.CreateDirectory(demo.Folder);
        configuration.AddInMemoryCollection(demo.Settings(hasJournal: configuration.GetSection("Payture:Journal").Exists()));
        return demo;
    }

    /// <summary>Puts the simulated gateway where the sockets would be.</summary>
    public void PlugIn(IServiceCollection services) => services.AddOptions<PaytureGatewayOptions>().PostConfigure(options =>
    {
        var handler = new KeptLedger(_gateway, Path.Combine(Folder, "sandbox-ledger.jsonl"));
        options.PrimaryHandler = _ => handler;
    });

    /// <summary>Maps the view of the sandbox's ledger.</summary>
    public void Map(IEndpointRouteBuilder endpoints) => endpoints.MapLedger(_gateway, LedgerPath);

    private Dictionary<string, string?> Settings(bool hasJournal)
    {
        var settings = new Dictionary<string, string?>
        {
            [$"Payture:Merchants:{Merchant}:Host"] = "https://sandbox.invalid", // Nothing is ever sent there.
            [$"Payture:Merchants:{Merchant}:Key"] = SimulatedMerchant.Documented.Key,
            [$"Payture:Merchants:{Merchant}:Password"] = SimulatedMerchant.Documented.Password,
            [$"Payture:Merchants:{Merchant}:Sandbox"] = "true",
        };
        if (!hasJournal)
            settings["Payture:Journal:ConnectionString"] = $"Data Source={Path.Combine(Folder, "payture.db")}";
        return settings;
    }
}
