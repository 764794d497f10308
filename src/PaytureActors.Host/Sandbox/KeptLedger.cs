using System.Text.Json;
using PaytureActors.Domain;
using PaytureActors.TestKit.Gateway;

namespace PaytureActors.Host.Sandbox;

/// <summary>
/// What makes a simulated gateway remember its money over a restart: each effect is a line of a file, written before anybody hears of it.
/// A process that is killed between the two has told nobody, so that the gateway may as well have done nothing.
/// </summary>
internal sealed class KeptLedger
{
    private readonly SimulatedGateway _gateway;
    private readonly string _file;
    private readonly HashSet<string> _keys;
    private readonly HashSet<long> _written = [];
    private readonly Lock _gate = new();

    /// <summary>Opens the file and repeats at the gateway what it says.</summary>
    /// <param name="gateway">Who answers.</param>
    /// <param name="file">Where the effects are kept.</param>
    /// <param name="accounts">Whose money it is.</param>
    public KeptLedger(SimulatedGateway gateway, string file, params IEnumerable<SimulatedMerchant> accounts)
    {
        (_gateway, _file, _keys) = (gateway, file, [.. accounts.Select(account => account.Key)]);
        if (File.Exists(file))
        {
            foreach (var effect in File.ReadLines(file).Select(Read).OfType<EffectView>())
                gateway.OperatorActs(effect.OrderId, Enum.Parse<Operation>(effect.Operation), Money.Kopecks(effect.Amount), effect.Merchant);
        }

        File.WriteAllLines(file, gateway.Effects().Select(Write)); // Drops a line that a crash cut off.
        _written.UnionWith(gateway.Effects().Select(effect => effect.Serial));
    }

    /// <summary>Writes what has happened since the last time; for whoever lets customers act beside the engine.</summary>
    public void Keep() => Keep(_gateway.Effects());

    /// <summary>Writes what a request may have caused, of one order if it names one: a ledger may be long.</summary>
    public void Keep(IReadOnlyDictionary<string, string> fields) => Keep(
        fields.GetValueOrDefault("OrderId") is { Length: > 0 } orderId && fields.GetValueOrDefault("Key") is { } key && _keys.Contains(key)
            ? _gateway.Effects(orderId, key)
            : _gateway.Effects());

    private void Keep(IReadOnlyList<SimulatedEffect> effects)
    {
        lock (_gate)
        {
            var fresh = effects.Where(effect => _written.Add(effect.Serial)).Select(Write).ToArray();
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
