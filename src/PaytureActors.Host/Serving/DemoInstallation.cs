using PaytureActors.Gateway;
using PaytureActors.Host.Commands;
using PaytureActors.Host.Sandbox;
using PaytureActors.TestKit.Gateway;

namespace PaytureActors.Host.Serving;

/// <summary>What serves when no merchant is configured: a demo merchant at a simulated gateway inside, with files of its own.</summary>
/// <remarks>
/// The engine reaches the gateway without a socket, customers' browsers reach its pages through this service. So the merchant's Host is this
/// service's own address, and the port must be known before anything listens.
/// </remarks>
internal sealed class DemoInstallation
{
    public const string Merchant = "shop";
    public const string LedgerPath = SandboxPath + "/ledger";

    private const string SandboxPath = "/sandbox";

    private static readonly Uri Nowhere = new("https://sandbox.invalid"); // On a Unix socket: no browser comes.

    private readonly SimulatedGateway _gateway;
    private readonly Uri _host;
    private Action _keep = static () => { }; // Until the ledger is there, nothing has happened that it could keep.

    private DemoInstallation(string folder, string[] urls, Uri? seenAt, Uri? notifyAt)
    {
        (Folder, Urls) = (folder, urls);
        _host = Under(seenAt ?? Nowhere, SandboxPath);
        _gateway = new SimulatedGateway(new SimulatedGatewayOptions
        {
            Merchants = [SimulatedMerchant.Documented with { NotifyAt = notifyAt }],
            AcsUrl = Under(_host, SandboxServer.AcsPath),
        });
    }

    /// <summary>Where the demo keeps its orders and the sandbox's ledger.</summary>
    public string Folder { get; }

    /// <summary>Where to listen: as asked, with the ports known.</summary>
    public string[] Urls { get; }

    /// <summary>The demo, or null where merchants are configured.</summary>
    /// <exception cref="CommandFailedException">No merchant is configured, and nobody asked for a demo.</exception>
    public static DemoInstallation? Find(ConfigurationManager configuration, bool isWanted, string[] urls)
    {
        if (configuration.GetSection("Payture:Merchants").GetChildren().Any())
            return null;
        if (!isWanted)
        {
            throw new CommandFailedException(
                "No merchant is configured. Configure Payture:Merchants:{alias}:Host, :Key and :Password (in the environment "
                + "Payture__Merchants__{alias}__Host and so on), or start with --demo to try the service without a gateway.");
        }

        var chosen = ServiceAddresses.WithPorts(urls);
        var here = ServiceAddresses.OnThisComputer(chosen[0]);
        var given = Uri.TryCreate(configuration["Payture:PublicUrl"], UriKind.Absolute, out var url) ? url : null;
        var secret = configuration["Payture:Notifications:Secret"] is { Length: > 0 } segment ? $"/{segment}" : "";
        var demo = new DemoInstallation(
            Path.Combine(Directory.GetCurrentDirectory(), "artifacts", "demo"),
            chosen,
            given ?? here,
            here is null ? null : Under(here, $"/payture/{Merchant}/notifications{secret}"));
        Directory.CreateDirectory(demo.Folder);
        configuration.AddInMemoryCollection(demo.Settings(
            hasJournal: configuration.GetSection("Payture:Journal").Exists(), publicUrl: configuration["Payture:PublicUrl"] is null ? here : null));
        return demo;
    }

    /// <summary>Puts the simulated gateway where the sockets would be.</summary>
    public void PlugIn(IServiceCollection services) => services.AddOptions<PaytureGatewayOptions>().PostConfigure(options =>
    {
        var ledger = new KeptLedger(_gateway, Path.Combine(Folder, "sandbox-ledger.jsonl"), SimulatedMerchant.Documented);
        var handler = new KeptLedgerHandler(_gateway, ledger, _host);
        _keep = ledger.Keep;
        options.PrimaryHandler = _ => handler;
    });

    /// <summary>Maps the gateway with its customers' pages, and the view of its ledger.</summary>
    public void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapLedger(_gateway, LedgerPath);
        endpoints.MapGateway(_gateway, SandboxPath, _ => _keep());
    }

    /// <summary>Brings the gateway's notifications to the service's own door, until it is disposed.</summary>
    public IAsyncDisposable DeliverNotifications() => new Notifications(_gateway);

    private Dictionary<string, string?> Settings(bool hasJournal, Uri? publicUrl)
    {
        var account = SimulatedMerchant.Documented;
        var settings = new Dictionary<string, string?>
        {
            [$"Payture:Merchants:{Merchant}:Host"] = _host.AbsoluteUri,
            [$"Payture:Merchants:{Merchant}:Key"] = account.Key,
            [$"Payture:Merchants:{Merchant}:Vwid"] = account.Vwid,
            [$"Payture:Merchants:{Merchant}:Password"] = account.Password,
            [$"Payture:Merchants:{Merchant}:Sandbox"] = "true",
        };
        if (!hasJournal)
            settings["Payture:Journal:ConnectionString"] = $"Data Source={Path.Combine(Folder, "payture.db")}";
        if (publicUrl is not null)
            settings["Payture:PublicUrl"] = publicUrl.AbsoluteUri;
        return settings;
    }

    private static Uri Under(Uri address, string path) => new(address.AbsoluteUri.TrimEnd('/') + path);

    private sealed class Notifications : IAsyncDisposable
    {
        private readonly HttpClient _client = new();
        private readonly NotificationDelivery _delivery;

        public Notifications(SimulatedGateway gateway) => _delivery = new NotificationDelivery(gateway, NotificationDelivery.By(_client));

        public async ValueTask DisposeAsync()
        {
            await _delivery.DisposeAsync();
            _client.Dispose();
        }
    }
}
