using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PaytureActors.Domain;
using PaytureActors.Domain.Orders;
using PaytureActors.Gateway;
using PaytureActors.Hosting;
using PaytureActors.Journal;
using PaytureActors.TestKit.Gateway;
using PaytureActors.Tests.Orders;
using static PaytureActors.Tests.Orders.EngineUnderTest;

namespace PaytureActors.Tests.Hosting;

/// <summary>A whole application on a SQLite file, as users start one, by the machine's clock.</summary>
[Collection(OneAtATime.Name)]
public sealed class StartTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("payture-start").FullName;
    private readonly SimulatedGateway _gateway = new();
    private readonly LogLines _log = new();
    private TimeProvider _clock = TimeProvider.System;

    public void Dispose()
    {
        _log.Dispose();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task An_application_takes_orders_stops_and_finds_them_again()
    {
        using (var host = Build())
        {
            await host.StartAsync();
            var orders = host.Services.GetRequiredService<IPaytureOrders>();
            Assert.IsType<OrderReply.Approved>(await orders["shop", "42"].BlockAsync(Rub(100), Card()));
            Assert.IsType<OrderReply.Approved>(await orders["shop", "42"].ChargeAsync());
            await UntilAsync(() => Task.FromResult(host.Services.GetRequiredService<PaytureHealth>().IsReady));
            await UntilAsync(async () => (await orders.FindAsync(new OrderQuery())).Items is [{ Books.Phase: OrderPhase.Charged }]);
            await host.StopAsync();
        }

        using var again = Build();
        await again.StartAsync();
        var view = await again.Services.GetRequiredService<IPaytureOrders>()["shop", "42"].GetAsync();
        Assert.Equal(OrderPhase.Charged, view!.Books.Phase);
        await again.StopAsync();
    }

    [Fact]
    public async Task A_second_process_on_the_same_database_ends_at_once_and_says_why()
    {
        using var host = Build();
        await host.StartAsync();

        using var second = Build();
        var refused = await Assert.ThrowsAsync<JournalException>(() => second.StartAsync());

        Assert.Contains("WithPaytureSharding", refused.Message, StringComparison.Ordinal);
        await host.StopAsync();
    }

    [Fact]
    public async Task A_wrong_configuration_starts_nothing_and_names_every_key()
    {
        using var host = Build(("Payture:Merchants:shop:QuietPeriod", "00:00:10"), ("Payture:Merchants:shop:Key", ""));

        var wrong = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());

        Assert.Contains("Payture:Merchants:shop:QuietPeriod must be at least", wrong.Message, StringComparison.Ordinal);
        Assert.Contains("Payture:Merchants:shop:Key is empty", wrong.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(_folder));
    }

    [Fact]
    public async Task Orders_live_in_an_actor_system_that_the_application_has_already()
    {
        var options = new PaytureActorsOptions { Journal = { ConnectionString = ConnectionString } };
        options.Merchants["shop"] = new MerchantOptions { Host = "http://127.0.0.1:9", Key = "Merchant", Sandbox = true };
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.ClearProviders();
        builder.Services.AddAkka("mine", akka => akka.WithPayture(options));
        using var host = builder.Build();
        await host.StartAsync();
        var system = host.Services.GetRequiredService<ActorSystem>();

        // Nobody listens on the discard port, so this is proved not to have left.
        var reply = Assert.IsType<OrderReply.NotApplied>(await system.GetPaytureOrders()["shop", "1"].PayAsync(Rub(1), Card()));

        Assert.Equal((true, NotSentReason.Connect, true), (reply.IsProved, reply.Reason!.Value, reply.View.Sandbox));
        await UntilAsync(() => Task.FromResult(system.GetPaytureHealth().IsReady));
        await host.StopAsync();
    }

    [Fact]
    public void An_unknown_merchant_is_named_and_so_are_the_known_ones()
    {
        using var engine = new EngineUnderTest();
        var unknown = Assert.Throws<ArgumentException>(() => engine.Orders["stranger", "42"]);
        Assert.Contains("Payture:Merchants:stranger", unknown.Message, StringComparison.Ordinal);
        Assert.Contains("shop", unknown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_order_that_was_in_progress_when_the_process_died_goes_on_by_itself_after_the_next_start()
    {
        _gateway.Faults = new FaultScript().On("42", "Charge", new Fault.LostAfterEffect(Loss.Silence));
        using (var host = Build())
        {
            await host.StartAsync();
            var order = host.Services.GetRequiredService<IPaytureOrders>()["shop", "42"];
            await order.BlockAsync(Rub(100), Card());
            var charge = order.ChargeAsync(options: new CallOptions { Limit = TimeSpan.FromMilliseconds(300) });
            Assert.IsType<OrderReply.Pending>(await charge);
            await host.StopAsync();
        }

        using var again = Build();
        await again.StartAsync();
        var orders = again.Services.GetRequiredService<IPaytureOrders>();

        // Nobody speaks to the order: the book shows what the waker set in motion.
        await UntilAsync(async () => (await orders.FindAsync(new OrderQuery())).Items is [{ Books.Phase: OrderPhase.Charged }]);
        Assert.Equal(1, _gateway.Calls("42", "Charge"));
        await again.StopAsync();
    }

    [Fact]
    public async Task A_session_that_was_paid_in_while_no_process_lived_is_found_after_the_next_start_without_a_word_from_anybody()
    {
        using (var host = Build(("Payture:PublicUrl", "https://pay.shop.example")))
        {
            await host.StartAsync();
            var order = host.Services.GetRequiredService<IPaytureOrders>()["shop", "42"];
            Assert.IsType<OrderReply.ChallengeRequired>(await order.InitAsync(Operation.Pay, Rub(100), new SessionPage()));
            await host.StopAsync();
        }

        _gateway.CustomerPays("42");
        _clock = new LaterClock(TimeSpan.FromMinutes(1)); // By then it is due.
        using var again = Build();
        await again.StartAsync();
        var orders = again.Services.GetRequiredService<IPaytureOrders>();

        await UntilAsync(async () => (await orders.FindAsync(new OrderQuery())).Items is [{ Books.Phase: OrderPhase.Charged, Challenge: null }]);
        Assert.Equal(ApiFamily.InPay, (await orders.FindAsync(new OrderQuery { Phase = OrderPhase.Charged })).Items[0].Family);
        await again.StopAsync();
    }

    [Fact]
    public async Task A_hold_that_comes_to_its_end_after_a_restart_is_released_without_a_word_from_anybody()
    {
        var release = ("Payture:Merchants:shop:HoldPolicy", "Unblock");
        using (var host = Build(release))
        {
            await host.StartAsync();
            Assert.IsType<OrderReply.Approved>(await host.Services.GetRequiredService<IPaytureOrders>()["shop", "42"].BlockAsync(Rub(100), Card()));
            await host.StopAsync();
        }

        _clock = new LaterClock(TimeSpan.FromDays(6) + TimeSpan.FromMinutes(1));
        using var again = Build(release);
        await again.StartAsync();
        var orders = again.Services.GetRequiredService<IPaytureOrders>();

        await UntilAsync(async () => (await orders.FindAsync(new OrderQuery())).Items is [{ Books.Phase: OrderPhase.Unblocked, HoldDue: null }]);
        await again.StopAsync();
    }

    [Fact]
    public async Task With_a_key_no_file_tells_of_a_person_and_without_it_the_order_says_which_setting_it_needs()
    {
        const string Contact = "canary@shop.example";
        const string Back = "https://shop.example/canary-returns";
        var key = ("Payture:Journal:PersonalDataKey", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=");
        var options = new CallOptions
        {
            Cheque = new([new("Book", 1_000, Rub(100), 6)], 0, Contact) { Message = "canary says thanks" }, ReturnUrl = Back,
        };
        using (var host = Build(key))
        {
            await host.StartAsync();
            var orders = host.Services.GetRequiredService<IPaytureOrders>();
            Assert.IsType<OrderReply.Approved>(await orders["shop", "42"].PayAsync(Rub(100), Card(), options));
            await UntilAsync(async () => (await orders.FindAsync(new OrderQuery())).Items is [{ Books.Phase: OrderPhase.Charged }]);
            await host.StopAsync();
        }

        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        foreach (var file in Directory.EnumerateFiles(_folder))
            Assert.DoesNotContain("canary", System.Text.Encoding.UTF8.GetString(await File.ReadAllBytesAsync(file)), StringComparison.Ordinal);

        using (var host = Build(key))
        {
            await host.StartAsync();
            var order = host.Services.GetRequiredService<IPaytureOrders>()["shop", "42"];
            Assert.Equal(Back, (await order.GetAsync())!.ReturnUrl);
            Assert.Equal(Contact, ((OrderEvent.AttemptRequested)(await order.HistoryAsync())[0].Event).Cheque!.CustomerContact);
            await host.StopAsync();
        }

        using var without = Build(("Payture:AnswerWithin", "00:00:02"));
        await without.StartAsync();
        await Assert.ThrowsAsync<TimeoutException>(() => without.Services.GetRequiredService<IPaytureOrders>()["shop", "42"].GetAsync());
        Assert.Contains(_log.Lines, line => line.Contains("Payture:Journal:PersonalDataKey", StringComparison.Ordinal));
        await without.StopAsync();
    }

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20), TimeProvider.System);
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!await condition())
            await beat.WaitForNextTickAsync(limit.Token);
    }

    private string ConnectionString => $"Data Source={Path.Combine(_folder, "orders.db")}";

    private IHost Build(params (string Key, string Value)[] settings)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.ClearProviders();
        builder.Logging.AddProvider(_log);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Payture:Merchants:shop:Host"] = "https://sandbox.invalid",
            ["Payture:Merchants:shop:Key"] = "Merchant",
            ["Payture:Merchants:shop:Password"] = "123",
            ["Payture:Journal:ConnectionString"] = ConnectionString,
        });
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)));
        builder.Services.AddSingleton(_clock);
        builder.Services.AddPaytureActors(builder.Configuration.GetSection("Payture"));
        builder.Services.Configure<PaytureGatewayOptions>(options => options.PrimaryHandler = _ => new SimulatedGatewayHandler(_gateway));
        return builder.Build();
    }

    /// <summary>The machine's clock, some time later.</summary>
    private sealed class LaterClock(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + by;
    }
}
