using System.Collections.Concurrent;
using PaytureActors.Domain;
using PaytureActors.Hints;

namespace PaytureActors.Tests.Orders;

/// <summary>Kept hints in memory, for all lives of a node that share a name.</summary>
internal sealed class MemoryHints : IHintStore
{
    private static readonly ConcurrentDictionary<string, MemoryHints> Stores = new();
    private readonly Dictionary<OrderKey, ParkedHint> _hints = [];

    public static MemoryHints Named(string name) => Stores.GetOrAdd(name, _ => new MemoryHints());

    /// <summary>Whether nothing can be written.</summary>
    public bool IsDown { get; set; }

    /// <summary>Until when the next writes take.</summary>
    public Task Pace { get; set; } = Task.CompletedTask;

    /// <summary>What is kept.</summary>
    public IReadOnlyList<ParkedHint> All
    {
        get
        {
            lock (_hints)
                return [.. _hints.Values.OrderBy(hint => hint.At)];
        }
    }

    public Task<IReadOnlyList<ParkedHint>> OpenAsync(CancellationToken cancellationToken) => Task.FromResult(All);

    public async Task WriteAsync(
        IReadOnlyCollection<ParkedHint> keep, IReadOnlyCollection<OrderKey> forget, CancellationToken cancellationToken)
    {
        await Pace;
        if (IsDown)
            throw new IOException("The database is down.");
        lock (_hints)
        {
            foreach (var hint in keep)
                _hints[hint.Order] = hint;
            foreach (var order in forget)
                _hints.Remove(order);
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
