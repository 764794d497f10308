using Akka.Actor;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PaytureActors.Benchmarks.Measuring;
using PaytureActors.Benchmarks.Surroundings;
using PaytureActors.Domain;
using PaytureActors.Gateway;
using PaytureActors.Hosting;

namespace PaytureActors.Benchmarks.Contenders;

/// <summary>The engine in this process, as whoever embeds it has it: order book, vault, warnings on the log.</summary>
internal sealed class EngineContender : IContender
{
    private readonly IHost _host;
    private readonly Database _database;

    private EngineContender(IHost host, Database database)
    {
        (_host, _database) = (host, database);
        Orders = host.Services.GetRequiredService<IPaytureOrders>();
    }

    public IPaytureOrders Orders { get; }

    public ActorSystem System => _host.Services.GetRequiredService<ActorSystem>();

    public IEnumerable<Spender> Spenders => [Spender.ThisProcess, .. _database.Server];

    /// <summary>Starts it, and waits until it takes work.</summary>
    /// <param name="database">Where its journal is.</param>
    /// <param name="gateway">Where it sends.</param>
    /// <param name="settings">What is set beside the benchmark's own settings, which it wins over.</param>
    public static async Task<EngineContender> StartAsync(Database database, Uri gateway, params (string Name, string Value)[] settings)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddConsole();
        builder.Configuration.AddInMemoryCollection(Accounts.Settings(gateway, database));
        builder.Configuration.AddInMemoryCollection(settings.ToDictionary(setting => setting.Name, setting => (string?)setting.Value));
        builder.Services.AddPaytureActors(builder.Configuration.GetSection("Payture"));
        var host = builder.Build();
        await host.StartAsync();
        return new EngineContender(host, database);
    }

    /// <summary>Ends once the engine says that it can be given work, its order book included.</summary>
    public async Task ReadyAsync()
    {
        var health = _host.Services.GetRequiredService<PaytureHealth>();
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (!health.IsReady)
            await beat.WaitForNextTickAsync();
    }

    public async Task StepAsync(string orderId, Operation step)
    {
        if (await AskAsync(orderId, step) is var reply and not OrderReply.Approved)
            throw new InvalidOperationException($"{step} of {orderId} was answered {reply}.");
    }

    /// <summary>Asks once, whatever the answer.</summary>
    public async Task<OrderReply> AskAsync(string orderId, Operation step, CallOptions? options = null)
    {
        var order = Orders[Accounts.Alias, orderId];
        return step switch
        {
            Operation.Pay => await order.PayAsync(Money.Kopecks(Flow.Kopecks), Card(), options),
            Operation.Block => await order.BlockAsync(Money.Kopecks(Flow.Kopecks), Card(), options),
            Operation.Charge => await order.ChargeAsync(options: options),
            Operation.Refund => await order.RefundAsync(new IdempotencyKey(orderId), options: options),
            _ => throw new ArgumentOutOfRangeException(nameof(step), step, "No flow has it."),
        };
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    private static Instrument.Card Card() =>
        Instrument.Card.TryCreate(Accounts.CardNumber, "12", "30", "Ivan Ivanov", "521", TimeProvider.System.GetUtcNow(), out var card, out _)
            ? card
            : throw new InvalidOperationException("The benchmark's card is not valid.");
}
