using System.Text.Json;
using PaytureActors.Domain;
using PaytureActors.TestKit.Gateway;

namespace PaytureActors.Host.Sandbox;

/// <summary>
/// A simulated gateway that remembers its money over a restart: each effect is a line of a file beside the demo's database, written before
/// the engine hears the answer. A process that is killed between the two has told nobody, so that the gateway may as well have done nothing.
/// </summary>
internal sealed class KeptLedger : DelegatingHandler
{
    private readonly SimulatedGateway _gateway;
    private readonly string _file;
    private readonly string _pathBase;
    private readonly HashSet<long> _written = [];
    private readonly Lock _gate = new();

    /// <summary>Opens the file and repeats at the gateway what it says.</summary>
    /// <param name="gateway">Who answers.</param>
    /// <param name="file">Where the effects are kept.</param>
    /// <param name="host">The gateway's address, whose path stands before the commands'.</param>
    public KeptLedger(SimulatedGateway gateway, string file, Uri host) : base(new SimulatedGatewayHandler(gateway))
    {
        (_gateway, _file, _pathBase) = (gateway, file, host.AbsolutePath.TrimEnd('/'));
        if (File.Exists(file))
        {
            foreach (var effect in File.ReadLines(file).Select(Read).OfType<EffectView>())
                gateway.OperatorActs(effect.OrderId, Enum.Parse<Operation>(effect.Operation), Money.Kopecks(effect.Amount), effect.Merchant);
        }

        File.WriteAllLines(file, gateway.Effects().Select(Write)); // Drops a line that a crash cut off.
        _written.UnionWith(gateway.Effects().Select(effect => effect.Serial));
    }

    /// <inheritdoc />
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.RequestUri is { } address && address.AbsolutePath.StartsWith(_pathBase, StringComparison.Ordinal))
            request.RequestUri = new Uri(address, address.PathAndQuery[_pathBase.Length..]);
        try
        {
            return await base.SendAsync(request, cancellationToken);
        }
        finally
        {
            Keep();
        }
    }

    /// <summary>Writes what has happened since the last time; for whoever lets customers act beside the engine.</summary>
    public void Keep()
    {
        lock (_gate)
        {
            var fresh = _gateway.Effects().Where(effect => _written.Add(effect.Serial)).Select(Write).ToArray();
            if (fresh.Length > 0)
                File.AppendAllLines(_file, fresh);
        }
    }

    private static string Write(SimulatedEffect effect) => JsonSerializer.Serialize(
        new EffectView(effect.Serial, effect.At, effect.MerchantKey, effect.OrderId, effect.Operation.ToString(), effect.Amount.InKopecks, effect.By.ToString()),
        SandboxJson.Default.EffectView);

    private static EffectView? Read(string line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, SandboxJson.Default.EffectView);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
