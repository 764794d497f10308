using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Microsoft.Extensions.Logging;
using PaytureActors.Domain;
using PaytureActors.Hints;
using PaytureActors.OrderBook;
using PaytureActors.Orders;

namespace PaytureActors.Hosting;

/// <summary>Where an engine's orders are kept, and the book about them.</summary>
internal interface IEngineStore : IAsyncDisposable
{
    /// <summary>The journal's configuration path.</summary>
    string Journal { get; }

    /// <summary>Whether facts may be written now: whether the database is still this process's own.</summary>
    bool MayWrite { get; }

    /// <summary>Says what the actor system must have; the first thing that happens to a store.</summary>
    /// <param name="own">The application's own settings, which win.</param>
    (Config Settings, IReadOnlyList<Setup> Setups) Configure(Config own);

    /// <summary>Says where to log.</summary>
    void LogTo(ILoggerFactory loggers);

    /// <summary>Makes sure that the database is this process's own and that it keeps what it acknowledges. Once opened it stays so.</summary>
    /// <exception cref="InvalidOperationException">It is not; the message says what to do.</exception>
    Task OpenAsync(CancellationToken cancellationToken);

    /// <summary>When the journal was set back to a backup; null if it never was.</summary>
    Task<RestoreTimes?> FindRestoreAsync(ActorSystem system, CancellationToken cancellationToken);

    /// <summary>Starts the order book and then the waker, which wakes what is due.</summary>
    /// <param name="system">The actor system.</param>
    /// <param name="orders">The parent of all orders.</param>
    /// <param name="terms">What the orders go by.</param>
    Task StartBookAsync(ActorSystem system, IActorRef orders, IReadOnlyDictionary<MerchantAlias, OrderTerms> terms);

    /// <summary>Stops waker and order book, while the actor system still lives.</summary>
    Task StopBookAsync();

    /// <summary>Looks into the order book.</summary>
    Task<OrderPage> FindAsync(OrderQuery query, CancellationToken cancellationToken);

    /// <summary>Where hints for orders that are not known yet are kept.</summary>
    IHintStore Hints { get; }

    /// <summary>Hears why the journal did not take a fact.</summary>
    void JournalFailed(Exception cause);

    /// <summary>What keeps it from being ready, in sentences for people.</summary>
    IEnumerable<string> Problems();
}
