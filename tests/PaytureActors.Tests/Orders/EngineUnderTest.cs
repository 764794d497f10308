using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Configuration;
using Microsoft.Extensions.DependencyInjection;
using PaytureActors.Domain;
using PaytureActors.Domain.Orders;
using PaytureActors.Gateway;
using PaytureActors.Hosting;
using PaytureActors.Orders;
using PaytureActors.TestKit.Gateway;
using PaytureActors.TestKit.Time;

namespace PaytureActors.Tests.Orders;

/// <summary>A whole engine on virtual time, with the simulated gateway beneath and a journal in memory that can be made to fail.</summary>
internal sealed class EngineUnderTest : IDisposable
{
    public static readonly TimeSpan Soon = TimeSpan.FromMinutes(2);

    private readonly ServiceProvider _services;
    private readonly Action<PaytureActorsOptions>? _configure;

    public EngineUnderTest(
        FaultScript? faults = null, Action<PaytureActorsOptions>? configure = null, string hocon = "", string? store = null,
        SimulatedGateway? gateway = null, VirtualTime? time = null, SimulatedGatewayOptions? gatewayOptions = null)
    {
        _configure = configure;
        Time = time ?? new VirtualTime();
        Gateway = gateway ?? new SimulatedGateway(gatewayOptions, Time, faults);
        Store = store ?? $"{Interlocked.Increment(ref _stores)}";

        var options = new PaytureActorsOptions();
        options.Merchants["shop"] = new MerchantOptions { Host = "https://sandbox.invalid", Key = "Merchant", Password = "123" };
        configure?.Invoke(options);

        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Time);
        services.AddPaytureGateway(gatewayOptions =>
        {
            foreach (var (alias, merchant) in options.Merchants)
                gatewayOptions.Merchants.Add(new MerchantAlias(alias), merchant.ToAccount());
            var handler = new SimulatedGatewayHandler(Gateway);
            gatewayOptions.PrimaryHandler = _ => handler;
        });
        _services = services.BuildServiceProvider();

        var memory = new MemoryStore(Store);
        System = ActorSystem.Create("test", ConfigurationFactory.ParseString(hocon)
            .WithFallback(ConfigurationFactory.ParseString(Time.Configuration))
            .WithFallback(ConfigurationFactory.ParseString(
                """
                akka.loglevel = WARNING
                akka.stdout-loglevel = OFF
                akka.log-dead-letters = off
                """))
            .WithFallback(memory.Configure(Config.Empty).Settings));

        var ids = new IdSource(BitConverter.GetBytes((Int128)Interlocked.Increment(ref _stores)));
        Engine = new Engine(options, memory, Time, ids);
        Engine.StartAsync(System, _services.GetRequiredService<IPaytureGateway>()).GetAwaiter().GetResult();
        Orders = new PaytureOrders(Engine);
    }

    private static int _stores;

    public string Store { get; }

    public VirtualTime Time { get; }

    public SimulatedGateway Gateway { get; }

    public ActorSystem System { get; }

    public Engine Engine { get; }

    public IPaytureOrders Orders { get; }

    public IOrder this[string order] => Orders["shop", order];

    public static Instrument.Card Card(string number = TestCards.Success) =>
        Instrument.Card.TryCreate(number, "12", "31", "A TESTER", "123", new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero), out var card, out _)
            ? card
            : throw new InvalidOperationException("The test's card is no card.");

    public static Money Rub(long rubles) => Money.Kopecks(rubles * 100);

    /// <summary>Lets virtual time pass until a call has ended.</summary>
    public T Run<T>(Func<Task<T>> call, TimeSpan? limit = null) => Time.AdvanceUntil(Task.Run(call), limit ?? Soon);

    /// <summary>The order as it stands.</summary>
    public OrderView? View(string order) => Run(() => this[order].GetAsync());


    /// <summary>Whether the journal has the order in a phase.</summary>
    public bool IsAt(string order, OrderPhase phase) => State(order).Books.Phase == phase;

    /// <summary>The order as its journal has it.</summary>
    public OrderState State(string order) => JournalStore.Named(Store).Read(OrderPersistenceId.Of(new OrderKey("shop", order)))
        .Select(kept => (OrderEvent)kept.Payload).Aggregate(OrderState.Initial, OrderDecider.Evolve);

    /// <summary>What the journal does wrong.</summary>
    public JournalStore Journal => JournalStore.Named(Store);

    /// <summary>Everything of a type that is published from now on.</summary>
    public ConcurrentQueue<T> Listen<T>()
    {
        var heard = new ConcurrentQueue<T>();
        var listener = System.ActorOf(Props.Create<Listener<T>>(heard));
        System.EventStream.Subscribe(listener, typeof(T));
        return heard;
    }

    /// <summary>How often the gateway was asked to do something to an order.</summary>
    public int Calls(string order, string command) => Gateway.Calls(order, command);

    /// <summary>The process dies; a new one starts on the same journal, with the same gateway.</summary>
    public EngineUnderTest Restart()
    {
        Dispose();
        return new EngineUnderTest(configure: _configure, store: Store, gateway: Gateway, time: Time);
    }

    /// <summary>A second process on the same journal, which nothing keeps from it.</summary>
    public EngineUnderTest SecondNode() => new(configure: _configure, store: Store, gateway: Gateway, time: Time);

    public void Dispose()
    {
        Engine.DisposeAsync().AsTask().Wait(TimeSpan.FromSeconds(10));
        System.Terminate().Wait(TimeSpan.FromSeconds(10));
        System.Dispose();
        _services.Dispose();
    }


    private sealed class Listener<T> : ReceiveActor
    {
        public Listener(ConcurrentQueue<T> heard) => Receive<T>(heard.Enqueue);
    }
}
