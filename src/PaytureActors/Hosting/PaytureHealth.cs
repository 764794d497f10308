namespace PaytureActors.Hosting;

/// <summary>
/// Whether this process can be given work: its database is its own, its orders take commands, its order book has caught up.
/// </summary>
/// <param name="problems">Asks each part what is wrong with it now.</param>
public sealed class PaytureHealth(Func<IEnumerable<string>> problems)
{
    /// <summary>Whether the engine is ready.</summary>
    public bool IsReady => Problems.Count == 0;

    /// <summary>What it waits for, in sentences for people; empty when it is ready.</summary>
    public IReadOnlyList<string> Problems => [.. problems()];
}
