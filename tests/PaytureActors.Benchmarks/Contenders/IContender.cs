using PaytureActors.Benchmarks.Measuring;
using PaytureActors.Domain;

namespace PaytureActors.Benchmarks.Contenders;

/// <summary>A way of leading orders through their lives: the engine, and what it is compared with.</summary>
internal interface IContender : IAsyncDisposable
{
    /// <summary>Where its processor time is spent beside this process.</summary>
    IEnumerable<Spender> Spenders { get; }

    /// <summary>Leads an order through its next step.</summary>
    /// <exception cref="InvalidOperationException">It did not come to its good end.</exception>
    Task StepAsync(string orderId, Operation step);
}

/// <summary>Which contender, as tables name them.</summary>
internal enum ContenderKind
{
    /// <summary>The same exchanges and rows from a loop with group commit.</summary>
    Limit = 0,

    /// <summary>A row an order, a transaction a step.</summary>
    Textbook,

    /// <summary>The engine in this process.</summary>
    Engine,

    /// <summary>The engine in a service of its own, over REST.</summary>
    Rest,
}
