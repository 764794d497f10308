using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using PaytureActors.Domain.Orders;
using PaytureActors.Gateway;
using PaytureActors.Hosting;
using PaytureActors.Journal;
using PaytureActors.OrderBook;
using PaytureActors.TestKit.Gateway;
using PaytureActors.Tests.Journal;
using PaytureActors.Tests.Orders;
using static PaytureActors.Tests.Orders.EngineUnderTest;

namespace PaytureActors.Tests.Hosting;

/// <summary>The file is copied, payments go on, and the old copy is put back.</summary>
[Collection(OneAtATime.Name)]
public sealed class SqliteRestoreTests : DatabaseRestoreTests
{
    private const string Restored = "--restored";
    private readonly string _folder = Directory.CreateTempSubdirectory("payture-restore").FullName;
    private readonly string _backup = Directory.CreateTempSubdirectory("payture-restore").FullName;

    protected override IReadOnlyDictionary<string, string?> Journal => new Dictionary<string, string?>
    {
        ["Payture:Journal:ConnectionString"] = $"Data Source={Path.Combine(_folder, "orders.db")}",
    };

    [Fact]
    public Task The_order_book_shows_it() => AfterSetBackAsync("the order book has seen its event", () => Copy(_backup, _folder, "orders.db*"));

    [Fact]
    public Task So_does_one_that_another_version_of_the_engine_made() => AfterSetBackAsync("the order book has seen its event", async () =>
    {
        await Copy(_backup, _folder, "orders.db*");
        await using var book = new SqliteConnection($"Data Source={Path.Combine(_folder, "orders-book.db")};Pooling=False");
        await book.OpenAsync();
        await using var older = new SqliteCommand($"update {OrderBookSql.Offset} set value = 1 where id = 2", book);
        Assert.Equal(1, await older.ExecuteNonQueryAsync());
    });

    [Fact]
    public Task A_whole_folder_that_was_put_back_is_told_by_its_operator() => AfterSetBackAsync(
        Restored, () => Copy(_backup, _folder, "*"), ("Payture:Journal:Restored", "true"));

    [Fact]
    public async Task The_journal_remembers_it_when_the_order_book_is_thrown_away_and_the_operator_says_it_once()
    {
        await RunAsync(async orders => Assert.IsType<OrderReply.Approved>(await orders["shop", "held"].BlockAsync(Rub(100), Card())));
        await RunAsync(_ => Task.CompletedTask, ("Payture:Journal:Restored", "true"), ("Payture:Merchants:shop:Host", "https://127.0.0.1:1")); // And nobody answers.
        SqliteConnection.ClearAllPools();
        foreach (var file in Directory.GetFiles(_folder, "orders-book.db*"))
            File.Delete(file);
        Gateway.Faults = new FaultScript().On("held", "GetState", new Fault.Slow(TimeSpan.FromSeconds(3), EffectAt.Start));

        await RunAsync(async orders =>
        {
            Assert.Equal(Rejection.Restored, Assert.IsType<OrderReply.Rejected>(await orders["shop", "held"].ChargeAsync()).Reason);
            await UntilAsync(async () => await orders["shop", "held"].ChargeAsync() is OrderReply.Approved);
        });
        Assert.Equal(1, Gateway.Calls("held", "Charge"));
    }

    [Fact]
    public async Task It_remembers_the_first_time_where_it_is_set_back_again()
    {
        foreach (var _ in Enumerable.Range(0, 3))
            await RunAsync(_ => Task.CompletedTask, ("Payture:Journal:Restored", "true"));

        await using var journal = new SqliteConnection($"Data Source={Path.Combine(_folder, "orders.db")};Pooling=False");
        await journal.OpenAsync();
        await using var marks = new SqliteCommand("select last.value > first.value from payture_restore last, payture_restore first where last.id = 1 and first.id = 3", journal);
        Assert.Equal(1L, await marks.ExecuteScalarAsync());
    }

    [Fact]
    public async Task A_damaged_order_book_is_named_and_may_be_deleted()
    {
        await RunAsync(async orders => Assert.IsType<OrderReply.Approved>(await orders["shop", "held"].BlockAsync(Rub(100), Card())));
        SqliteConnection.ClearAllPools();
        foreach (var file in Directory.GetFiles(_folder, "orders-book.db*"))
            await File.WriteAllTextAsync(file, new string('x', 4096));

        var error = await Assert.ThrowsAsync<JournalException>(() => RunAsync(_ => Task.CompletedTask));

        Assert.Contains("-book.db beside the journal) may be deleted", error.Message, StringComparison.Ordinal);
        SqliteConnection.ClearAllPools();
        foreach (var file in Directory.GetFiles(_folder, "orders-book.db*"))
            File.Delete(file);
        await RunAsync(async orders => Assert.IsType<OrderReply.Approved>(await orders["shop", "held"].ChargeAsync()));
    }

    protected override Task BackUpAsync()
    {
        Copy(_folder, _backup, "*");
        return Task.CompletedTask;
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
        Directory.Delete(_backup, recursive: true);
    }

    private static Task Copy(string from, string to, string files)
    {
        SqliteConnection.ClearAllPools();
        foreach (var old in Directory.GetFiles(to, files).Where(file => !file.Contains(".lock", StringComparison.Ordinal)))
            File.Delete(old);
        foreach (var file in Directory.GetFiles(from, files).Where(file => !file.Contains(".lock", StringComparison.Ordinal)))
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        return Task.CompletedTask;
    }
}

/// <summary>A database is copied and put back, or its whole server.</summary>
[Collection(PostgresTests.Name)]
public sealed class PostgresRestoreTests : DatabaseRestoreTests, IAsyncLifetime
{
    private readonly PostgresServer _server = new(); // Its own: nobody else's may be set back.
    private string _database = "";
    private int _number;

    protected override IReadOnlyDictionary<string, string?> Journal => new Dictionary<string, string?>
    {
        ["Payture:Journal:Provider"] = "PostgreSql",
        ["Payture:Journal:ConnectionString"] = _database,
    };

    private string Name => new NpgsqlConnectionStringBuilder(_database).Database!;

    public async Task InitializeAsync() => _database = PostgresServer.Missing is null ? await _server.CreateDatabaseAsync() : "";

    public Task DisposeAsync() => _server.DisposeAsync();

    [SkippableFact]
    public Task A_dump_that_was_put_back_is_told_by_its_operator() => AfterSetBackAsync(
        "--restored",
        async () =>
        {
            await OnServerAsync($"drop database {Name}");
            await OnServerAsync($"create database {Name} template backup");
        },
        ("Payture:Journal:Restored", "true"));

    [SkippableFact]
    public Task A_server_that_was_recovered_from_a_base_backup_is_on_another_timeline() =>
        AfterSetBackAsync("its server went from timeline 1 to 2", _server.RecoverAsync);

    [SkippableFact]
    public async Task A_standby_that_takes_over_under_a_running_process_ends_its_work()
    {
        Skip.If(PostgresServer.Missing is not null, PostgresServer.Missing);
        await RunAsync(async (orders, health) =>
        {
            Assert.IsType<OrderReply.Approved>(await orders["shop", "before"].BlockAsync(Rub(100), Card()));
            await _server.BackUpAsync();
            await UntilAsync(async () => await orders["shop", $"between {Interlocked.Increment(ref _number)}"].BlockAsync(Rub(100), Card()) is OrderReply.Approved);

            await _server.RecoverAsync();

            await UntilAsync(() => Task.FromResult(health.Problems.Any(problem => problem.Contains("start this process again", StringComparison.Ordinal))));
            Assert.IsNotType<OrderReply.Approved>(await orders["shop", "before"].ChargeAsync(null, new CallOptions { Limit = TimeSpan.FromSeconds(1) }));
            Assert.Equal(0, Gateway.Calls("before", "Charge"));
        });
    }

    protected override async Task BackUpAsync()
    {
        Skip.If(PostgresServer.Missing is not null, PostgresServer.Missing);
        await OnServerAsync($"create database backup template {Name}");
        await _server.BackUpAsync();
    }

    private async Task OnServerAsync(string text)
    {
        NpgsqlConnection.ClearAllPools();
        await PostgresServer.ExecuteAsync(new NpgsqlConnectionStringBuilder(_database) { Database = "postgres" }.ConnectionString, text);
    }
}

/// <summary>An application whose database is set back to a backup, by the machine's clock. What follows for an order is in Orders.RestoreTests.</summary>
public abstract class DatabaseRestoreTests : IDisposable
{
    private readonly LogLines _log = new();

    private protected SimulatedGateway Gateway { get; } = new();

    protected abstract IReadOnlyDictionary<string, string?> Journal { get; }

    protected abstract Task BackUpAsync();

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing) => _log.Dispose();

    /// <summary>Nothing is sent twice, and whatever Payture has and the journal lost is found.</summary>
    private protected async Task AfterSetBackAsync(string why, Func<Task> setBack, params (string Key, string Value)[] settings)
    {
        Skip.If(this is PostgresRestoreTests && PostgresServer.Missing is not null, PostgresServer.Missing);
        await RunAsync(async orders =>
        {
            Assert.IsType<OrderReply.Approved>(await orders["shop", "held"].BlockAsync(Rub(100), Card()));
            Assert.IsType<OrderReply.Approved>(await orders["shop", "asleep"].BlockAsync(Rub(100), Card()));
            Assert.IsType<OrderReply.Approved>(await orders["shop", "given back"].PayAsync(Rub(100), Card()));
            Assert.IsType<OrderReply.Approved>(await orders["shop", "unchanged"].BlockAsync(Rub(100), Card()));
            await UntilAsync(async () => (await orders.FindAsync(new OrderQuery())).Items.Count == 4);
        });
        await BackUpAsync();
        await RunAsync(async orders =>
        {
            Assert.IsType<OrderReply.Approved>(await orders["shop", "held"].ChargeAsync());
            Assert.IsType<OrderReply.Approved>(await orders["shop", "asleep"].UnblockAsync());
            Assert.IsType<OrderReply.Approved>(await orders["shop", "given back"].RefundAsync(new("part"), Rub(30)));
            Assert.IsType<OrderReply.Approved>(await orders["shop", "lost"].PayAsync(Rub(100), Card()));
            await UntilAsync(async () => (await orders.FindAsync(new OrderQuery { Phase = OrderPhase.Charged })).Items.Count == 3);
        });
        Assert.DoesNotContain(_log.Lines, line => line.Contains("set back", StringComparison.Ordinal));
        await setBack();
        Gateway.Faults = new FaultScript().On("held", "GetState", new Fault.Slow(TimeSpan.FromSeconds(2), EffectAt.Start));

        await RunAsync(async orders =>
        {
            // Nothing is sent before the inquiry, which is on its way for two seconds.
            Assert.Equal(Rejection.Restored, Assert.IsType<OrderReply.Rejected>(await orders["shop", "held"].UnblockAsync()).Reason);
            Assert.Equal(0, Gateway.Calls("held", "Unblock"));
            await UntilAsync(async () => await orders["shop", "held"].UnblockAsync() is OrderReply.Rejected { Reason: Rejection.NothingBlocked });

            // What nobody asks about is found as well.
            await UntilAsync(async () => (await orders.FindAsync(new OrderQuery { Text = "asleep" })).Items is [{ Books.Phase: OrderPhase.Unblocked }]);
            await UntilAsync(async () => (await orders.FindAsync(new OrderQuery { Text = "given back" })).Items is [{ Books.Left.InKopecks: 7_000 }]);
            await UntilAsync(async () => (await orders["shop", "unchanged"].HistoryAsync()).Any(each => each.Event is OrderEvent.Looked));

            // The merchant's system asks again for what it remembers.
            Assert.Equal(OrderPhase.Charged, Assert.IsType<OrderReply.Approved>(await orders["shop", "lost"].PayAsync(Rub(100), Card())).View.Books.Phase);
            Assert.IsType<OrderReply.Pending>(await orders["shop", "given back"].RefundAsync(new("part"), Rub(30), new CallOptions { Limit = TimeSpan.FromSeconds(1) }));
            await UntilAsync(async () => (await orders["shop", "given back"].GetAsync())!.Attention is AttentionReason.Restored);
            Assert.IsType<OrderReply.Approved>(await orders["shop", "unchanged"].ChargeAsync());
        }, settings);

        Assert.Contains(_log.Lines, line => line.Contains("was set back to a backup", StringComparison.Ordinal) && line.Contains(why, StringComparison.Ordinal));
        Assert.Equal(
            [("asleep", "Block Unblock"), ("given back", "Pay Refund"), ("held", "Block Charge"), ("lost", "Pay"), ("unchanged", "Block Charge")],
            Gateway.Effects().GroupBy(effect => effect.OrderId)
                .Select(order => (order.Key, string.Join(' ', order.Select(effect => effect.Operation)))).OrderBy(order => order.Key, StringComparer.Ordinal));

        // It is not noticed again, and what was found stays known.
        _log.Lines.Clear();
        await RunAsync(async orders => Assert.Equal(Rejection.NothingBlocked, Assert.IsType<OrderReply.Rejected>(await orders["shop", "held"].UnblockAsync()).Reason));
        Assert.DoesNotContain(_log.Lines, line => line.Contains("set back", StringComparison.Ordinal));
    }

    private protected Task RunAsync(Func<IPaytureOrders, Task> use, params (string Key, string Value)[] settings) => RunAsync((orders, _) => use(orders), settings);

    private protected async Task RunAsync(Func<IPaytureOrders, PaytureHealth, Task> use, params (string Key, string Value)[] settings)
    {
        using var host = Build(settings);
        await host.StartAsync();
        await use(host.Services.GetRequiredService<IPaytureOrders>(), host.Services.GetRequiredService<PaytureHealth>());
        await host.StopAsync();
    }

    private protected static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20), TimeProvider.System);
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!await condition())
            await beat.WaitForNextTickAsync(limit.Token);
    }

    private IHost Build((string Key, string Value)[] settings)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.ClearProviders();
        builder.Logging.AddProvider(_log);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(Journal)
        {
            ["Payture:Merchants:shop:Host"] = "https://sandbox.invalid",
            ["Payture:Merchants:shop:Key"] = "Merchant",
            ["Payture:Merchants:shop:Password"] = "123",
        });
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)));
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddPaytureActors(builder.Configuration.GetSection("Payture"));
        builder.Services.Configure<PaytureGatewayOptions>(options => options.PrimaryHandler = _ => new SimulatedGatewayHandler(Gateway));
        return builder.Build();
    }
}
