using System.Collections.Concurrent;
using Akka.Actor;
using Microsoft.Data.Sqlite;
using PaytureActors.Domain;
using PaytureActors.Domain.Orders;
using PaytureActors.OrderBook;
using PaytureActors.Orders;
using PaytureActors.TestKit.Time;
using PaytureActors.Tests.Orders;

namespace PaytureActors.Tests.OrderBook;

[Collection(OneAtATime.Name)]
public sealed class WakerTests : IAsyncLifetime, IAsyncDisposable
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly VirtualTime _time = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("payture-waker-").FullName;
    private readonly SqliteOrderBookStore _store;
    private readonly ActorSystem _system;
    private readonly ConcurrentQueue<WakeOrder> _woken = new();
    private readonly DateTimeOffset _now;
    private IActorRef _waker = ActorRefs.Nobody;

    public WakerTests()
    {
        _now = _time.GetUtcNow();
        _store = new SqliteOrderBookStore($"Data Source={Path.Combine(_folder, "book.db")}");
        _system = ActorSystem.Create("waker", $"{_time.Configuration}\nakka.stdout-loglevel = OFF\nakka.loglevel = ERROR");
    }

    [Fact]
    public async Task What_is_in_progress_is_woken_first_and_then_what_is_due_the_oldest_first()
    {
        await _store.WriteAsync(
        [
            Look("due long ago", -90), Look("due lately", -1), Look("due tomorrow", 24 * 60), Busy("new command", -1), Busy("old command", -30), Rest("done"),
        ], null, default);
        Start();

        _time.RunFor(TimeSpan.FromSeconds(10));

        Assert.Equal(["old command", "new command", "due long ago", "due lately"], _woken.Select(wake => wake.Key.Order.ToString()));
        Assert.All(_woken, wake => Assert.Equal(3, wake.Sequence));
    }

    [Fact]
    public async Task An_order_to_which_nothing_happens_is_woken_again_only_after_a_minute()
    {
        await _store.WriteAsync([Look("42", -5)], null, default);
        Start();

        _time.RunFor(TimeSpan.FromSeconds(55));
        Assert.Single(_woken);
        _time.RunFor(TimeSpan.FromSeconds(40));
        Assert.Equal(2, _woken.Count);
    }

    [Fact]
    public async Task An_order_that_waits_for_a_person_is_woken_ever_more_rarely()
    {
        await _store.WriteAsync([Busy("42", -300) with { Attention = AttentionReason.Contradiction }], null, default);
        Start();

        _time.RunFor(TimeSpan.FromHours(6));

        Assert.InRange(_woken.Count, 9, 14);
    }

    [Fact]
    public async Task What_becomes_due_is_woken_within_seconds()
    {
        await _store.WriteAsync([Look("soon", 3)], null, default);
        Start();

        _time.RunFor(TimeSpan.FromSeconds(179));
        Assert.Empty(_woken);
        _time.RunFor(TimeSpan.FromSeconds(3));
        Assert.Single(_woken);
    }

    [Fact]
    public async Task What_the_book_learns_long_after_it_was_due_is_woken_within_seconds()
    {
        Start();
        _time.RunFor(TimeSpan.FromSeconds(5));
        OrderBookRow[] rows = [Look("committed late", -1), Busy("in progress", 0), Look("due later", 5), Rest("done")];
        await _store.WriteAsync(rows, null, default);
        _waker.Tell(new WakerActor.BookWasRepaired(rows));

        _time.RunFor(TimeSpan.FromSeconds(3));

        Assert.Equal(["committed late", "in progress"], _woken.Select(wake => wake.Key.Order.ToString()));
    }

    [Fact]
    public async Task Many_are_woken_no_faster_than_the_rate_and_all_of_them()
    {
        await _store.WriteAsync([.. Enumerable.Range(0, 1_000).Select(i => Look($"{i:0000}", -2_000 + i))], null, default);
        Start(rate: 100);

        _time.RunFor(TimeSpan.FromSeconds(2));
        Assert.InRange(_woken.Count, 150, 220);
        _time.RunFor(TimeSpan.FromSeconds(12));
        Assert.Equal(Enumerable.Range(0, 1_000).Select(i => $"{i:0000}"), _woken.Select(wake => wake.Key.Order.ToString()));
    }

    [Fact]
    public async Task Orders_of_a_merchant_that_is_not_configured_stay_asleep()
    {
        await _store.WriteAsync([Look("42", -5) with { Key = new OrderKey("gone", "42") }, Look("43", -4)], null, default);
        Start();

        _time.RunFor(Minute / 2);

        Assert.Equal(["shop/43"], _woken.Select(wake => wake.Key.ToString()));
    }

    [Fact]
    public async Task A_book_that_cannot_be_read_is_asked_again_until_it_can()
    {
        await _store.WriteAsync([Look("42", -5)], null, default);
        var book = Path.Combine(_folder, "book.db");
        await using (var connection = new SqliteConnection($"Data Source={book}"))
        {
            await connection.OpenAsync();
            await using var away = connection.CreateCommand();
            away.CommandText = "ALTER TABLE payture_order_book RENAME TO away";
            await away.ExecuteNonQueryAsync();
            Start();
            _time.RunFor(TimeSpan.FromSeconds(10));
            Assert.Empty(_woken);
            away.CommandText = "ALTER TABLE away RENAME TO payture_order_book";
            await away.ExecuteNonQueryAsync();
        }

        _time.RunFor(TimeSpan.FromSeconds(5));
        Assert.Single(_woken);
    }

    [Fact]
    public async Task After_a_restore_every_order_is_woken_that_could_have_forgotten_something_and_has_not_been_inquired_since()
    {
        OrderBookRow At(string order, OrderPhase phase, int minutes) => Rest(order) with
        {
            Books = new Books(phase, Money.Zero, Money.Zero, Money.Zero), SeenAt = _now.AddMinutes(minutes),
        };
        await _store.WriteAsync(
        [
            At("held", OrderPhase.Blocked, -60), At("paid", OrderPhase.Charged, -60), At("given back", OrderPhase.Refunded, -60),
            At("inquired since", OrderPhase.Blocked, 1), Look("new, with a look tomorrow", 24 * 60) with { SeenAt = _now.AddMinutes(-5) },
        ], null, default);
        Start(restoredAt: _now);

        _time.RunFor(TimeSpan.FromSeconds(10));

        Assert.Equal(["held", "new, with a look tomorrow", "paid"], _woken.Select(wake => wake.Key.Order.ToString()));
    }

    [Fact]
    public async Task Nobody_is_woken_before_the_book_has_caught_up()
    {
        await _store.WriteAsync([Look("42", -5)], null, default);
        Start(caughtUp: false);

        _time.RunFor(Minute);

        Assert.Empty(_woken);
    }

    public Task InitializeAsync() => _store.PrepareAsync(default);

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public async ValueTask DisposeAsync()
    {
        await _system.Terminate();
        _system.Dispose();
        await _store.DisposeAsync();
        SqliteConnection.ClearAllPools();
        if (Directory.Exists(_folder))
            Directory.Delete(_folder, recursive: true);
    }

    private void Start(int rate = 2_000, bool caughtUp = true, DateTimeOffset? restoredAt = null)
    {
        var orders = _system.ActorOf(Props.Create(() => new Sleepers(_woken)));
        _waker = _system.ActorOf(Props.Create<WakerActor>(
            new WakerSurroundings(_store, orders, alias => alias == new MerchantAlias("shop"), _time) { Rate = rate, RestoredAt = restoredAt }));
        if (caughtUp)
            _waker.Tell(WakerActor.BookIsCaughtUp.Instance);
    }

    private OrderBookRow Rest(string order) => new() { Key = new OrderKey("shop", order), CreatedAt = _now, UpdatedAt = _now, Sequence = 3 };

    private OrderBookRow Look(string order, int inMinutes) => Rest(order) with { Looks = [_now.AddMinutes(inMinutes)] };

    private OrderBookRow Busy(string order, int sinceMinutes) => Rest(order) with
    {
        Operation = Operation.Charge, Status = AttemptStatus.InDoubt, Since = _now.AddMinutes(sinceMinutes), UpdatedAt = _now.AddMinutes(sinceMinutes),
    };

    private sealed class Sleepers : ReceiveActor
    {
        public Sleepers(ConcurrentQueue<WakeOrder> woken) => Receive<WakeOrder>(woken.Enqueue);
    }
}
