using System.Collections.Concurrent;

namespace PaytureActors.Host.Simulation;

/// <summary>Asks whichever node runs, and keeps what went wrong in a way that no crash excuses.</summary>
internal sealed class NodeDoor(Installation installation, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly ConcurrentQueue<string> _complaints = new();

    /// <summary>What went wrong.</summary>
    public IReadOnlyList<string> Complaints => [.. _complaints];

    /// <summary>Adds something that went wrong.</summary>
    public void Complain(string what) => _complaints.Enqueue(what);

    /// <summary>Asks the node that runs, or the next one.</summary>
    /// <param name="what">What is asked, for a complaint.</param>
    /// <param name="ask">How.</param>
    /// <returns>The answer; null where there is none, because the node died meanwhile, or failed in a way that is complained of.</returns>
    public async Task<T?> AskAsync<T>(string what, Func<Node, Task<T?>> ask)
        where T : class
    {
        var node = await installation.NodeAsync();
        try
        {
            return await ask(node);
        }
        catch (Exception) when (node.Dead.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            Complain($"{what} threw {failure.GetType().Name}: {failure.Message}");
            await Task.Delay(Pause, time);
            return null;
        }
    }
}
