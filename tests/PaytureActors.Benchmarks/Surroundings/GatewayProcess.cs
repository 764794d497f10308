using PaytureActors.Benchmarks.Measuring;
using PaytureActors.Host.Tests;

namespace PaytureActors.Benchmarks.Surroundings;

/// <summary>The simulated gateway in a process of its own.</summary>
internal sealed class GatewayProcess : IAsyncDisposable
{
    private readonly HostProcess _process;

    private GatewayProcess(HostProcess process, Uri address) => (_process, Address) = (process, address);

    public Uri Address { get; }

    public Spender Spender => new(SpenderKind.Gateway, () => [_process.Id]);

    /// <summary>Starts it.</summary>
    /// <param name="folder">Where it runs.</param>
    /// <param name="arguments">What its command line says beside the address.</param>
    public static async Task<GatewayProcess> StartAsync(string folder, string arguments = "")
    {
        var process = HostProcess.Start(folder, $"sandbox --urls http://127.0.0.1:0 {arguments}");
        return new GatewayProcess(process, await process.AddressAsync());
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
