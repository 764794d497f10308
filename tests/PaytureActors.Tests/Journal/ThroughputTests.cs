using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Persistence;
using Akka.Persistence.Sql.Config;
using LinqToDB;
using Microsoft.Data.Sqlite;
using PaytureActors.Domain;
using PaytureActors.Domain.Orders;
using PaytureActors.Hosting;
using PaytureActors.Journal;
using Xunit.Abstractions;

namespace PaytureActors.Tests.Journal;

/// <summary>What the journal can take, on this machine, in this run: figures to compare, not to promise.</summary>
public sealed class ThroughputTests(ITestOutputHelper output) : IDisposable
{
    private const int Writers = 256;
    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(3);

    private readonly string _folder = Directory.CreateTempSubdirectory("payture-throughput").FullName;

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task The_way_connections_are_opened_lets_SQLite_write_in_batches()
    {
        var ours = JournalConfiguration.For(new() { ConnectionString = $"Data Source={Path.Combine(_folder, "ours.db")}" });
        await DurabilityCheck.RunAsync(ours, default);
        var plain = JournalConfiguration.For(new() { ConnectionString = $"Data Source={Path.Combine(_folder, "plain.db")}" });
        await DurabilityCheck.RunAsync(plain, default);
        var connections = new MultiDataOptionsSetup();
        connections.AddDataOptions(JournalConfiguration.JournalPluginId, new DataOptions().UseConnectionString("SQLite.MS", plain.ConnectionString));

        var fast = await EventsPerSecondAsync(ours.Settings, ours.Setup);
        var slow = await EventsPerSecondAsync(plain.Settings, connections);

        output.WriteLine($"SQLite, WAL, full: {fast:N0} events/s; without our connections {slow:N0} events/s.");
        Assert.True(fast > 2 * slow, $"{fast:N0} events/s are not more than twice {slow:N0}.");
    }

    [SkippableFact]
    public async Task PostgreSQL_takes_this_much()
    {
        await using var server = new PostgresServer();
        var journal = JournalConfiguration.For(new() { Provider = JournalProvider.PostgreSql, ConnectionString = await server.CreateDatabaseAsync() });

        var rate = await EventsPerSecondAsync(journal.Settings, journal.Setup);

        output.WriteLine($"PostgreSQL, synchronous_commit on: {rate:N0} events/s.");
        Assert.True(rate > 500, $"Only {rate:N0} events/s.");
    }

    private static async Task<double> EventsPerSecondAsync(Config settings, Setup connections)
    {
        using var system = ActorSystem.Create("throughput", ActorSystemSetup.Create(BootstrapSetup.Create().WithConfig(settings), connections));
        var written = new Counter();
        var writers = Enumerable.Range(0, Writers).Select(number => system.ActorOf(Props.Create<Writer>($"w{number}", written))).ToArray();
        foreach (var writer in writers)
            writer.Tell("go");

        await Wait.UntilAsync(() => written.Value > Writers * 2, TimeSpan.FromSeconds(60)); // All have recovered, and the code is warm.
        var (start, before) = (TimeProvider.System.GetTimestamp(), written.Value);
        await Wait.UntilAsync(() => TimeProvider.System.GetElapsedTime(start) > Measured, TimeSpan.FromSeconds(60));
        var rate = (written.Value - before) / TimeProvider.System.GetElapsedTime(start).TotalSeconds;
        await system.Terminate();
        return rate;
    }

    private sealed class Counter
    {
        private long _value;

        public long Value => Interlocked.Read(ref _value);

        public void Increment() => Interlocked.Increment(ref _value);
    }

    /// <summary>Writes one event after the other, each as soon as the one before is kept.</summary>
    private sealed class Writer : ReceivePersistentActor
    {
        private static readonly OrderEvent Event = new OrderEvent.AttemptRequested(
            new(1), new("Charge#0"), Operation.Charge, Money.Kopecks(258_900), Money.Kopecks(258_900), DateTimeOffset.UnixEpoch, null, DateTimeOffset.UnixEpoch);

        public Writer(string id, Counter written)
        {
            PersistenceId = id;
            JournalPluginId = JournalConfiguration.JournalPluginId;
            SnapshotPluginId = "akka.persistence.no-snapshot-store";
            Recover<OrderEvent>(_ => { });
            Command<string>(_ => Write());

            void Write() => Persist(Event, _ =>
            {
                written.Increment();
                Self.Tell("go");
            });
        }

        public override string PersistenceId { get; }
    }
}
