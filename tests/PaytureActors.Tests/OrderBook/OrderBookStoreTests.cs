using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;
using PaytureActors.Domain;
using PaytureActors.Domain.Orders;
using PaytureActors.OrderBook;
using PaytureActors.Tests.Journal;

namespace PaytureActors.Tests.OrderBook;

public sealed class SqliteOrderBookStoreTests : OrderBookStoreTests, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("payture-book-").FullName;

    private string ConnectionString => $"Data Source={Path.Combine(_folder, "book.db")}";

    private protected override Task<IOrderBookStore> OpenAsync() => Task.FromResult<IOrderBookStore>(new SqliteOrderBookStore(ConnectionString));

    protected override DbConnection Connect() => new SqliteConnection(ConnectionString);

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }
}

[Collection(PostgresTests.Name)]
public sealed class PostgresOrderBookStoreTests(PostgresServer server) : OrderBookStoreTests
{
    private string _connectionString = "";

    private protected override async Task<IOrderBookStore> OpenAsync() =>
        new PostgresOrderBookStore(_connectionString = await server.CreateDatabaseAsync());

    protected override DbConnection Connect() => new NpgsqlConnection(_connectionString);
}

public abstract class OrderBookStoreTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [SkippableFact]
    public async Task A_row_is_read_as_it_was_written()
    {
        await using var store = await PreparedAsync();
        var rows = Rows(200);
        await store.WriteAsync(rows, 1, None);

        var read = await store.ReadAsync([.. rows.Select(row => row.Key), new OrderKey("shop", "never seen")], None);

        Assert.Equal(rows.OrderBy(row => row.Key.ToString(), StringComparer.Ordinal), read.OrderBy(row => row.Key.ToString(), StringComparer.Ordinal));
    }

    [SkippableFact]
    public async Task A_book_of_another_version_is_dropped_once_and_made_anew()
    {
        await using var store = await OpenAsync();
        await ExecuteAsync("create table payture_order_book_offset (id integer primary key, value bigint not null)");
        await ExecuteAsync("insert into payture_order_book_offset (id, value) values (1, 17)");
        await ExecuteAsync("create table payture_order_book (merchant text not null, order_id text not null, primary key (merchant, order_id))");
        await ExecuteAsync("insert into payture_order_book values ('shop', '1')");

        await store.PrepareAsync(None);
        Assert.Equal(0, await store.ReadOffsetAsync(None));
        Assert.Empty(await store.FindAsync(new OrderQuery(), null, 10, None));

        var rows = Rows(3);
        await store.WriteAsync(rows, 3, None);
        await store.PrepareAsync(None);
        Assert.Equal(3, await store.ReadOffsetAsync(None));
        Assert.Equal(3, (await store.ReadAsync([.. rows.Select(row => row.Key)], None)).Count);

        await store.ClearAsync(None);
        await store.PrepareAsync(None);
        Assert.Equal(0, await store.ReadOffsetAsync(None));
    }

    [SkippableFact]
    public async Task An_older_row_never_replaces_a_newer_one()
    {
        await using var store = await PreparedAsync();
        var newer = Rows(1)[0] with { Sequence = 5, Amount = Money.Kopecks(5) };
        await store.WriteAsync([newer], null, None);
        await store.WriteAsync([newer with { Sequence = 4, Amount = null }], null, None);

        Assert.Equal([newer], await store.ReadAsync([newer.Key], None));
    }

    [SkippableFact]
    public async Task Rows_and_offset_are_written_together_or_not_at_all()
    {
        await using var store = await PreparedAsync();
        var rows = Rows(2);
        await store.WriteAsync([rows[0]], 17, None);
        Assert.Equal(17, await store.ReadOffsetAsync(None));

        await ExecuteAsync("drop table payture_order_book_offset");
        await Assert.ThrowsAnyAsync<DbException>(() => store.WriteAsync([rows[1]], 18, None));

        Assert.Empty(await store.ReadAsync([rows[1].Key], None));
    }

    [SkippableFact]
    public async Task Pages_follow_each_other_newest_first_and_miss_nothing()
    {
        await using var store = await PreparedAsync();
        var opened = new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var rows = Rows(50).Select((row, i) => row with { CreatedAt = opened.AddSeconds(i / 5) }).ToList(); // Some opened at once.
        await store.WriteAsync(rows, null, None);

        var seen = new List<OrderBookRow>();
        BookPosition? after = null;
        while (await store.FindAsync(new OrderQuery(), after, 7, None) is { Count: > 0 } page)
        {
            seen.AddRange(page);
            after = BookPosition.FromCursor(BookPosition.Of(page[^1].CreatedAt, page[^1].Key).ToCursor());
        }

        Assert.Equal(50, seen.Select(row => row.Key).Distinct().Count());
        Assert.Equal(50, seen.Count);
        Assert.Equal(seen.Select(row => row.CreatedAt).OrderDescending(), seen.Select(row => row.CreatedAt));
    }

    [SkippableFact]
    public async Task A_query_finds_what_it_names()
    {
        await using var store = await PreparedAsync();
        var opened = new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
        OrderBookRow Row(string merchant, string order, int hour) => new()
        {
            Key = new(merchant, order), CreatedAt = opened.AddHours(hour), UpdatedAt = opened.AddHours(hour), Sequence = 1,
        };
        await store.WriteAsync(
        [
            Row("shop", "A-1", 1) with { Books = new Books(OrderPhase.Blocked, Money.Kopecks(5), Money.Zero, Money.Zero) },
            Row("shop", "a-2", 2) with { Attention = AttentionReason.LateEffect },
            Row("other", "A-3", 3),
            Row("shop", "A%4", 4),
        ], null, None);

        Assert.Equal(["A%4", "a-2", "A-1"], await OrdersAsync(new OrderQuery { Merchant = new("shop") }));
        Assert.Equal(["A-1"], await OrdersAsync(new OrderQuery { Phase = OrderPhase.Blocked }));
        Assert.Equal(["a-2"], await OrdersAsync(new OrderQuery { Attention = true }));
        Assert.Equal(["A%4", "A-3", "A-1"], await OrdersAsync(new OrderQuery { Attention = false }));
        Assert.Equal(["A-3", "A-1"], await OrdersAsync(new OrderQuery { Text = "A-" }));
        Assert.Equal(["A%4"], await OrdersAsync(new OrderQuery { Text = "A%" }));
        Assert.Equal(["A-3", "a-2"], await OrdersAsync(new OrderQuery { From = opened.AddHours(2), To = opened.AddHours(4) }));

        async Task<List<string>> OrdersAsync(OrderQuery query) =>
            [.. (await store.FindAsync(query, null, 100, None)).Select(row => row.Key.Order.ToString())];
    }

    [SkippableFact]
    public async Task What_is_due_or_in_progress_comes_oldest_first_and_page_by_page()
    {
        await using var store = await PreparedAsync();
        var now = new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
        OrderBookRow At(string order, int look) => new() { Key = new("shop", order), Looks = [now.AddMinutes(look)], CreatedAt = now, UpdatedAt = now, Sequence = 1 };
        OrderBookRow Busy(string order, int since) => new()
        {
            Key = new("shop", order), Operation = Operation.Charge, Status = AttemptStatus.Sent, Since = now.AddMinutes(since),
            CreatedAt = now, UpdatedAt = now, Sequence = 1,
        };
        await store.WriteAsync([At("later", 5), At("first", -9), At("second", -8), At("third", -8), Busy("young", -1), Busy("old", -5)], null, None);

        var first = await store.FindDueAsync(BookPosition.Start, now, 2, None);
        var rest = await store.FindDueAsync(BookPosition.Of(first[1].DueAt!.Value, first[1].Key), now, 9, None);
        var busy = await store.FindInProgressAsync(BookPosition.Start, 1, None);
        var younger = await store.FindInProgressAsync(BookPosition.Of(busy[0].Since!.Value, busy[0].Key), 9, None);

        Assert.Equal(["first", "second"], Names(first));
        Assert.Equal(["third", "old", "young"], Names(rest));
        Assert.Equal(["old", "young"], Names([.. busy, .. younger]));
    }

    [SkippableFact]
    public async Task After_a_restore_what_was_not_inquired_since_is_due_until_it_was()
    {
        await using var store = await PreparedAsync();
        var now = new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
        OrderBookRow At(string order, int minutes) => new() { Key = new("shop", order), CreatedAt = now, SeenAt = now.AddMinutes(minutes), Sequence = 1 };
        await store.WriteAsync([At("old", -1), At("in progress", -1) with { Operation = Operation.Charge, Since = now, Status = AttemptStatus.Waiting }, At("young", 1)], null, None);

        await store.MarkRestoredAsync(now, None);
        await store.MarkRestoredAsync(now, None); // As at every start.

        var due = Assert.Single(await store.FindDueAsync(BookPosition.Start, now, 9, None));
        Assert.Equal(("old", now, now), (due.Key.Order.ToString(), due.RestoredAt, due.DueAt));
        var refused = OrderBookRow.Apply(due, due.Key, 2, new OrderEvent.AttentionRaised(AttentionReason.InquiriesRefused, null, now.AddMinutes(1)));
        await store.WriteAsync([refused], null, None);
        Assert.Equal("old", Assert.Single(await store.FindDueAsync(BookPosition.Start, now, 9, None)).Key.Order.ToString());

        var looked = OrderBookRow.Apply(refused, due.Key, 3, new OrderEvent.Looked(now, IsLast: false, now));
        await store.WriteAsync([looked], null, None);
        await store.MarkRestoredAsync(now, None);
        Assert.Empty(await store.FindDueAsync(BookPosition.Start, now, 9, None));
    }

    [SkippableFact]
    public async Task A_cleared_book_is_empty_and_begins_at_the_beginning()
    {
        await using var store = await PreparedAsync();
        await store.WriteAsync(Rows(3), 9, None);
        await store.ClearAsync(None);

        Assert.Empty(await store.FindAsync(new OrderQuery(), null, 10, None));
        Assert.Equal(0, await store.ReadOffsetAsync(None));
    }

    private protected abstract Task<IOrderBookStore> OpenAsync();

    protected abstract DbConnection Connect();

    private static IEnumerable<string> Names(IEnumerable<OrderBookRow> rows) => rows.Select(row => row.Key.Order.ToString());

    private static List<OrderBookRow> Rows(int count)
    {
        var orders = new RandomOrders(seed: 11);
        var rows = new List<OrderBookRow>();
        for (var i = 0; rows.Count < count; i++)
        {
            var key = new OrderKey("shop", $"Заказ {i}");
            if (orders.Next(commands: i % 30).Aggregate((OrderBookRow?)null, (row, step) => OrderBookRow.Apply(row, key, step.State.Sequence, step.Event)) is { } row)
                rows.Add(row);
        }

        return rows;
    }

    private async Task<IOrderBookStore> PreparedAsync()
    {
        var store = await OpenAsync();
        await store.PrepareAsync(None);
        await store.PrepareAsync(None); // A second start finds its tables.
        return store;
    }

    private async Task ExecuteAsync(string text)
    {
        await using var connection = Connect();
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // A constant of this file.
        command.CommandText = text;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }
}
