using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Microsoft.Extensions.Logging;
using PaytureActors.Domain;
using PaytureActors.Hints;
using PaytureActors.Hosting;
using PaytureActors.OrderBook;
using PaytureActors.Orders;

namespace PaytureActors.Tests.Orders;

/// <summary>Orders in a <see cref="JournalStore"/>, without an order book.</summary>
internal sealed class MemoryStore(string name) : IEngineStore
{
    public string Journal => "test.journal";

    public bool MayWrite => JournalStore.Named(name).IsOurs;

    public (Config Settings, IReadOnlyList<Setup> Setups) Configure(Config own) => (ConfigurationFactory.ParseString(
        $$"""
        test.journal {
          class = "PaytureActors.Tests.Orders.FaultyJournal, PaytureActors.Tests"
          store = {{name}}
        }
        """), []);

    public void LogTo(ILoggerFactory loggers) { }

    public Task OpenAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartBookAsync(ActorSystem system, IActorRef orders, IReadOnlyDictionary<MerchantAlias, OrderTerms> terms) => Task.CompletedTask;

    public Task<RestoreTimes?> FindRestoreAsync(ActorSystem system, CancellationToken cancellationToken) =>
        Task.FromResult<RestoreTimes?>(JournalStore.Named(name).RestoredAt is { } restored ? new(restored, restored) : null);

    public Task StopBookAsync() => Task.CompletedTask;

    public Task<OrderPage> FindAsync(OrderQuery query, CancellationToken cancellationToken) => Task.FromResult(new OrderPage([], null));

    public IHintStore Hints => MemoryHints.Named(name);

    public void JournalFailed(Exception cause) => JournalStore.Named(name).Failures.Enqueue(cause);

    public IEnumerable<string> Problems() => [];

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
