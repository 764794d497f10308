using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using PaytureActors.Gateway;
using PaytureActors.Hosting;
using PaytureActors.TestKit.Gateway;

namespace PaytureActors.AspNetCore.Tests;

/// <summary>The doors before the whole engine and a simulated gateway, with files of their own.</summary>
internal sealed class EngineServer : IAsyncDisposable
{
    public const string PublicUrl = "https://pay.example";

    private EngineServer(DirectoryInfo folder, FaultScript faults, SimulatedGateway gateway, RestServer rest) =>
        (Folder, Faults, Gateway, Rest) = (folder, faults, gateway, rest);

    public DirectoryInfo Folder { get; }

    public FaultScript Faults { get; }

    public SimulatedGateway Gateway { get; }

    public RestServer Rest { get; }

    /// <param name="hasWallet">Whether the merchant has a VWID.</param>
    /// <param name="wire">What lies between the engine and the gateway.</param>
    /// <param name="settings">Stronger than the usual ones.</param>
    public static async Task<EngineServer> StartAsync(
        bool hasWallet = true, Func<HttpMessageHandler, HttpMessageHandler>? wire = null, params (string Key, string Value)[] settings)
    {
        var folder = Directory.CreateTempSubdirectory("payture-rest-");
        var faults = new FaultScript();
        var gateway = new SimulatedGateway(faults: faults);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Payture:Merchants:shop:Host"] = "https://sandbox.invalid",
            ["Payture:Merchants:shop:Key"] = "Merchant",
            ["Payture:Merchants:shop:Password"] = "123",
            ["Payture:Merchants:shop:Vwid"] = hasWallet ? "VWMerchantside" : null,
            ["Payture:Merchants:shop:Sandbox"] = "true",
            ["Payture:PublicUrl"] = PublicUrl,
            ["Payture:CustomerIdKey"] = "a long text of these tests' own",
            ["Payture:Journal:ConnectionString"] = $"Data Source={Path.Combine(folder.FullName, "orders.db")}",
        }).AddInMemoryCollection(settings.ToDictionary(setting => setting.Key, string? (setting) => setting.Value)).Build();
        var rest = await RestServer.StartAsync(services =>
        {
            services.AddPaytureActors(configuration.GetSection("Payture"));
            services.PostConfigure<PaytureGatewayOptions>(options => options.PrimaryHandler = _ => wire is null
                ? new SimulatedGatewayHandler(gateway)
                : wire(new SimulatedGatewayHandler(gateway)));
        });
        return new EngineServer(folder, faults, gateway, rest);
    }

    /// <summary>Everything that was logged, and everything that stands in the files.</summary>
    public async Task<string> TracesAsync()
    {
        var texts = new List<string> { Rest.Log.Text };
        foreach (var file in Folder.EnumerateFiles("orders*").Where(file => !file.Name.EndsWith(".lock", StringComparison.Ordinal)))
        {
            await using var stream = new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(stream, System.Text.Encoding.Latin1);
            texts.Add(await reader.ReadToEndAsync());
        }

        return string.Join('\n', texts);
    }

    /// <summary>Waits for something that the engine does by itself.</summary>
    public static async Task EventuallyAsync(Func<Task<bool>> isSo)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!await isSo())
            await pause.WaitForNextTickAsync(limit.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await Rest.DisposeAsync();
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        for (var tries = 0; !TryDelete(lastTry: tries == 500); tries++) // SQLite lets go of its files a moment after its last connection.
            await pause.WaitForNextTickAsync();
    }

    private bool TryDelete(bool lastTry)
    {
        try
        {
            Folder.Delete(recursive: true);
            return true;
        }
        catch (IOException) when (!lastTry)
        {
            return false;
        }
    }
}
