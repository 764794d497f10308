using Microsoft.Extensions.Hosting;

namespace PaytureActors.TestKit.Lab;

/// <summary>The lifetime of a simulated process. SIGTERM and Ctrl+C are meant for the process that simulates it, and must end that one.</summary>
internal sealed class DeafLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
