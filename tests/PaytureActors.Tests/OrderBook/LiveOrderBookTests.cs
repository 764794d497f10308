using System.Diagnostics.CodeAnalysis;
using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Persistence;
using Microsoft.Data.Sqlite;
using Npgsql;
using PaytureActors.Domain;
using PaytureActors.Domain.Orders;
using PaytureActors.Hosting;
using PaytureActors.Journal;
using PaytureActors.OrderBook;
using PaytureActors.Orders;
using PaytureActors.Tests.Journal;
using PaytureActors.Tests.Serialization;
using Xunit.Abstractions;

namespace PaytureActors.Tests.OrderBook;

public sealed class SqliteLiveOrderBookTests(ITestOutputHelper output) : LiveOrderBookTests(output)
{
    private readonly string _folder = Directory.CreateTempSubdirectory("payture-live-book-").FullName;

    protected override Task<JournalOptions> MakeJournalAsync() =>
        Task.FromResult(new JournalOptions { ConnectionString = $"Data Source={Path.Combine(_folder, "journal.db")}" });

    protected override System.Data.Common.DbConnection Connect(JournalOptions options) => new SqliteConnection(options.ConnectionString);

    protected override void Clean()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }
}

[Collection(PostgresTests.Name)]
public sealed class PostgresLiveOrderBookTests(PostgresServer server, ITestOutputHelper output) : LiveOrderBookTests(output)
{
    protected override async Task<JournalOptions> MakeJournalAsync() =>
        new() { Provider = JournalProvider.PostgreSql, ConnectionString = await server.CreateDatabaseAsync() };

    protected override System.Data.Common.DbConnection Connect(JournalOptions options) => new NpgsqlConnection(options.ConnectionString);

    protected override void Clean() => NpgsqlConnection.ClearAllPools();

    [SkippableFact]
    public async Task The_book_goes_on_when_a_database_that_died_is_back()
    {
        await using var engine = await StartAsync();
        await engine.WriteAsync("before", Histories(1)[0]);
        await server.KillAsync();
        await server.StartAsync();

        await Wait.UntilAsync(() => engine.TryWriteAsync("after", Histories(1)[0]).GetAwaiter().GetResult(), Soon);

        await engine.SeesAsync("after");
    }

    [SkippableFact]
    public async Task A_transaction_that_commits_three_seconds_after_its_successors_is_not_skipped()
    {
        var history = Histories(3).Select(steps => (IReadOnlyList<OrderEvent>)[.. steps.Take(1)]).ToList();
        await using var engine = await StartAsync();
        await engine.WriteAsync("first", history[0]);

        await using var connection = new NpgsqlConnection(engine.Options.ConnectionString);
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await engine.InsertAsync(connection, transaction, "late", history[1][0], ordering: null);
        await engine.WriteAsync("successor", history[2]);
        await ElapseAsync(TimeSpan.FromSeconds(3));
        await transaction.CommitAsync();

        await engine.SeesAsync("late");
        await engine.SeesAsync("successor");
    }
}

[SuppressMessage("Security", "CA5394:Do not use insecure randomness", Justification = "Chance for tests.")]
public abstract class LiveOrderBookTests(ITestOutputHelper output) : IAsyncLifetime
{
    private protected static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);

    [SkippableFact]
    public async Task The_book_has_every_order_as_its_events_make_it_and_making_it_anew_changes_nothing()
    {
        await using var engine = await StartAsync();
        var histories = Histories(40);
        await Task.WhenAll(histories.Select((events, i) => engine.WriteAsync($"{i}", events)));
        var expected = histories.Select((events, i) => events
            .Select((@event, at) => (@event, at))
            .Aggregate((OrderBookRow?)null, (row, step) => OrderBookRow.Apply(row, new("shop", $"{i}"), step.at + 1, step.@event))!
            .ToView(Terms)).OrderBy(view => view.Key.ToString(), StringComparer.Ordinal).ToList();

        await Wait.UntilAsync(() => engine.Views().SequenceEqual(expected), Soon);

        await engine.Book.RebuildAsync(default);
        Assert.True(engine.Book.IsCaughtUp);
        Assert.Equal(expected, engine.Views());
    }

    [SkippableFact]
    public async Task What_the_journal_holds_of_customers_is_passed_by()
    {
        var history = Histories(1)[0];
        await using (var first = await StartAsync())
        {
            Assert.True(await first.TryWriteAsync("customer-" + new string('a', 64), [.. CustomerEventSamples.All.Values]));
            await first.WriteAsync("1", history);
            await first.SeesAsync("1");
            Assert.Single(first.Views());
            Assert.True(await first.TryWriteAsync("customer-" + new string('b', 64), [.. CustomerEventSamples.All.Values]));
        }

        await using var second = await StartAsync(); // And what it finds of them when it catches up, too.
        Assert.Single(second.Views());
        await second.Book.RebuildAsync(default);
        Assert.Single(second.Views());
    }

    [SkippableFact]
    public async Task A_book_that_starts_again_goes_on_where_it_ended()
    {
        var histories = Histories(2);
        await using (var first = await StartAsync())
        {
            await first.WriteAsync("1", histories[0]);
            await first.SeesAsync("1");
        }

        await using var second = await StartAsync();
        await second.WriteAsync("2", histories[1]);
        await second.SeesAsync("2");
        await second.SeesAsync("1");
    }

    [SkippableFact]
    public async Task A_row_of_the_journal_that_shows_itself_late_is_not_skipped()
    {
        await using var engine = await StartAsync();
        var events = Histories(3).Select(steps => steps[0]).ToList();
        await engine.WriteAsync("first", [events[0]]);
        await engine.SeesAsync("first");

        await engine.InsertAsync("successor", events[1], ordering: 3);
        await ElapseAsync(TimeSpan.FromSeconds(2)); // Many times what the book waits between two looks at the journal.
        await engine.InsertAsync("late", events[2], ordering: 2);

        await engine.SeesAsync("late");
        await engine.SeesAsync("successor");
    }

    [SkippableFact]
    public async Task An_event_that_the_projection_passed_by_is_repaired_at_the_next_start()
    {
        var history = Histories(1)[0];
        await using (var first = await StartAsync())
        {
            await first.WriteAsync("1", history);
            await first.SeesAsync("1");
            await first.WriteAsync("2", history);
            await first.SeesAsync("2");
        }

        var store = Store(_options!);
        var whole = (await store.ReadAsync([new OrderKey("shop", "1")], default))[0];
        var offset = await store.ReadOffsetAsync(default);
        await store.ClearAsync(default); // The book forgets the order, and thinks itself complete.
        await store.WriteAsync([], offset, default);
        await store.DisposeAsync();

        await using (var connection = Connect(_options!))
        {
            await connection.OpenAsync();
            await using var age = connection.CreateCommand();
            age.CommandText = "update payture_journal set created = created - 33000000000 where persistence_id = 'order|shop/1'";
            Assert.Equal(history.Count, await age.ExecuteNonQueryAsync());
        }

        await using var second = await StartAsync();
        await Wait.UntilAsync(() => second.Views().Any(view => view == whole.ToView(Terms)), Soon);
    }

    [SkippableFact]
    public async Task A_book_that_has_seen_more_than_the_journal_has_is_made_anew()
    {
        var history = Histories(1)[0];
        await using (var first = await StartAsync())
        {
            await first.WriteAsync("kept", history);
            await first.SeesAsync("kept");
        }

        var store = Store(_options!);
        var row = (await store.ReadAsync([new OrderKey("shop", "kept")], default))[0];
        await store.WriteAsync([row with { Key = new OrderKey("shop", "lost") }], 1_000_000, default);
        await store.DisposeAsync();

        await using var second = await StartAsync();
        await Wait.UntilAsync(() => second.Views() is [{ Key.Order: var order }] && order == new OrderId("kept"), Soon);
        await second.WriteAsync("new", history);
        await second.SeesAsync("new");
    }

    [SkippableFact]
    public async Task Pages_of_the_book_have_a_cursor_until_the_last()
    {
        await using var engine = await StartAsync();
        var history = Histories(1)[0];
        foreach (var order in new[] { "1", "2", "3" })
        {
            await engine.WriteAsync(order, history);
            await engine.SeesAsync(order);
        }

        var first = await engine.Book.FindAsync(new OrderQuery { Limit = 2 }, default);
        var second = await engine.Book.FindAsync(new OrderQuery { Limit = 2, After = first.Next }, default);

        Assert.Equal((2, 1), (first.Items.Count, second.Items.Count));
        Assert.Null(second.Next);
        Assert.Equal(3, first.Items.Concat(second.Items).Select(view => view.Key).Distinct().Count());
        await Assert.ThrowsAsync<ArgumentException>(() => engine.Book.FindAsync(new OrderQuery { After = "nonsense" }, default));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => engine.Book.FindAsync(new OrderQuery { Limit = 0 }, default));
    }

    [SkippableFact]
    public async Task Making_the_book_anew_is_fast()
    {
        await using var engine = await StartAsync();
        var count = int.Parse(Environment.GetEnvironmentVariable("PAYTURE_BOOK_EVENTS") ?? "3000", System.Globalization.CultureInfo.InvariantCulture);
        var histories = Histories(400).Where(events => events.Count <= 15).ToList();
        var events = 0;
        for (var i = 0; events < count;)
        {
            var batch = new List<Task>();
            for (; batch.Count < 100; i++)
            {
                var history = histories[i % histories.Count];
                events += history.Count;
                batch.Add(engine.WriteAsync($"{i}", history));
            }

            await Task.WhenAll(batch);
        }

        await engine.Book.RebuildAsync(default);
        var start = TimeProvider.System.GetTimestamp();
        await engine.Book.RebuildAsync(default);
        var rate = events / TimeProvider.System.GetElapsedTime(start).TotalSeconds;

        output.WriteLine($"{GetType().Name}: {events} events made into a book, {rate:N0} a second.");
        Assert.True(rate > 500, $"Only {rate:N0} events a second.");
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync()
    {
        Clean();
        return Task.CompletedTask;
    }

    protected abstract Task<JournalOptions> MakeJournalAsync();

    protected abstract System.Data.Common.DbConnection Connect(JournalOptions options);

    protected abstract void Clean();

    private static readonly OrderTerms Terms = new(RandomOrders.Policy, true);
    private JournalOptions? _options;

    private protected static List<IReadOnlyList<OrderEvent>> Histories(int count)
    {
        var orders = new RandomOrders(seed: 23);
        return [.. Enumerable.Range(0, 100_000).Select(_ => orders.Next(commands: 12)).Where(steps => steps.Count > 0).Take(count)
            .Select(steps => (IReadOnlyList<OrderEvent>)[.. steps.Select(step => step.Event)])];
    }

    private protected async Task<RunningBook> StartAsync()
    {
        _options ??= await MakeJournalAsync();
        return new RunningBook(_options, Connect);
    }

    private protected static Task ElapseAsync(TimeSpan span)
    {
        var start = TimeProvider.System.GetTimestamp();
        return Wait.UntilAsync(() => TimeProvider.System.GetElapsedTime(start) > span, Soon);
    }

    private static IOrderBookStore Store(JournalOptions options)
    {
        var book = JournalConfiguration.For(options).BookConnectionString;
        return options.Provider is JournalProvider.Sqlite ? new SqliteOrderBookStore(book) : new PostgresOrderBookStore(book);
    }

    /// <summary>An actor system with a journal, one who writes into it, and a book.</summary>
    private protected sealed class RunningBook : IAsyncDisposable
    {
        private readonly Func<JournalOptions, System.Data.Common.DbConnection> _connect;
        private readonly ActorSystem _system;

        public RunningBook(JournalOptions options, Func<JournalOptions, System.Data.Common.DbConnection> connect)
        {
            (Options, _connect) = (options, connect);
            var journal = JournalConfiguration.For(options, ConfigurationFactory.ParseString("akka.stdout-loglevel = OFF\nakka.loglevel = ERROR"));
            _system = ActorSystem.Create("book", ActorSystemSetup.Create(BootstrapSetup.Create().WithConfig(journal.Settings), journal.Setup));
            Book = LiveOrderBook.Start(
                _system, ActorRefs.Nobody, journal, new Dictionary<MerchantAlias, OrderTerms> { [new("shop")] = Terms }, TimeProvider.System);
        }

        public JournalOptions Options { get; }

        public LiveOrderBook Book { get; }

        public async Task WriteAsync(string order, IReadOnlyList<OrderEvent> events)
        {
            if (!await TryWriteAsync(order, events))
                throw new InvalidOperationException($"The journal did not take the events of order {order}.");
        }

        public Task<bool> TryWriteAsync(string order, IReadOnlyList<OrderEvent> events) =>
            TryWriteAsync(OrderPersistenceId.Of(new OrderKey("shop", order)), (IReadOnlyList<object>)events);

        public async Task<bool> TryWriteAsync(string persistenceId, IReadOnlyList<object> events)
        {
            var done = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            _system.ActorOf(Props.Create<Scribe>(persistenceId, events, done));
            return await done.Task;
        }

        public async Task InsertAsync(string order, OrderEvent @event, long ordering)
        {
            await using var connection = _connect(Options);
            await connection.OpenAsync();
            await InsertAsync(connection, null, order, @event, ordering);
        }

        /// <summary>Writes a row as the journal would, but in its own time.</summary>
        public async Task InsertAsync(
            System.Data.Common.DbConnection connection, System.Data.Common.DbTransaction? transaction, string order, OrderEvent @event, long? ordering)
        {
            var serializer = (OrderEventSerializer)_system.Serialization.FindSerializerFor(@event);
            await using var command = connection.CreateCommand();
            command.Transaction = transaction;
#pragma warning disable CA2100 // Constants of this file.
            command.CommandText =
                $"""
                insert into payture_journal ({(ordering is null ? "" : "ordering, ")}deleted, persistence_id, sequence_number, created, message, identifier, manifest)
                {(connection is NpgsqlConnection && ordering is not null ? "overriding system value" : "")}
                values ({(ordering is null ? "" : "@ordering, ")}false, @id, 1, 1, @message, @identifier, @manifest)
                """;
#pragma warning restore CA2100
            Add("@id", OrderPersistenceId.Of(new OrderKey("shop", order)));
            Add("@message", serializer.ToBinary(@event));
            Add("@identifier", serializer.Identifier);
            Add("@manifest", serializer.Manifest(@event));
            if (ordering is { } place)
                Add("@ordering", place);
            await command.ExecuteNonQueryAsync();

            void Add(string name, object value)
            {
                var parameter = command.CreateParameter();
                (parameter.ParameterName, parameter.Value) = (name, value);
                command.Parameters.Add(parameter);
            }
        }

        public List<OrderView> Views() => [.. Book.FindAsync(new OrderQuery { Limit = OrderQuery.MaxLimit }, default).GetAwaiter().GetResult()
            .Items.OrderBy(view => view.Key.ToString(), StringComparer.Ordinal)];

        public Task SeesAsync(string order) => Wait.UntilAsync(() => Views().Any(view => view.Key == new OrderKey("shop", order)), Soon);

        public async ValueTask DisposeAsync()
        {
            await Book.DisposeAsync();
            await _system.Terminate();
            _system.Dispose();
        }
    }

    private sealed class Scribe : ReceivePersistentActor
    {
        private readonly TaskCompletionSource<bool> _done;

        public Scribe(string id, IReadOnlyList<object> events, TaskCompletionSource<bool> done)
        {
            _done = done;
            PersistenceId = id;
            JournalPluginId = JournalConfiguration.JournalPluginId;
            SnapshotPluginId = "akka.persistence.no-snapshot-store";
            Recover<OrderEvent>(_ => { });
            Recover<RecoveryCompleted>(_ => Self.Tell("write"));
            Command<string>(_ => PersistAll(events, @event =>
            {
                if (!ReferenceEquals(@event, events[^1]))
                    return;
                done.TrySetResult(true);
                Context.Stop(Self);
            }));
        }

        public override string PersistenceId { get; }

        protected override void PostStop() => _done.TrySetResult(false);
    }
}
