using Microsoft.Extensions.Hosting;

namespace PaytureActors.Hosting;

/// <summary>
/// Opens the database before anything else starts, so that a second process ends at once, and lets calls end before anything else stops.
/// </summary>
internal sealed class EngineLifetime(Engine engine) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => engine.OpenAsync(cancellationToken);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => engine.StopAsync();

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => engine.DisposeAsync().AsTask();
}
