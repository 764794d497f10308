using System.Threading.Channels;
using Akka.Actor;
using Microsoft.Extensions.Hosting;

namespace PaytureActors.SampleShop;

/// <summary>
/// Goes on with orders when the payment engine says that something happened to them. The engine publishes while it lives and to who listens, so
/// that each open order is looked at once more at every start, and every ten minutes: the shop's own table says which are open.
/// </summary>
public sealed class Fulfilment(ActorSystem system, Shop shop, ShopDatabase database, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMinutes(10);
    private readonly Channel<string> _orders = Channel.CreateUnbounded<string>();

    /// <inheritdoc />
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        // First the events, then the table: what happens in between is seen twice, which does no harm, and not never.
        var listener = system.ActorOf(Props.Create(() => new Listener(_orders.Writer)), "fulfilment");
        system.EventStream.Subscribe(listener, typeof(OrderEventRecorded));
        return base.StartAsync(cancellationToken);
    }

    /// <inheritdoc />
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(LookAsync(stoppingToken), GoOnAsync(stoppingToken));

    private async Task LookAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LookEvery, time);
        do
        {
            foreach (var id in database.OpenOrders())
                _orders.Writer.TryWrite(id);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task GoOnAsync(CancellationToken stoppingToken)
    {
        await foreach (var id in _orders.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                if (database.IsOpen(id))
                    await shop.GoOnAsync(id);
            }
            catch (TimeoutException)
            {
                // The order could not be read just now: there is a next look.
            }
        }
    }

    private sealed class Listener : ReceiveActor
    {
        public Listener(ChannelWriter<string> orders) => Receive<OrderEventRecorded>(recorded => orders.TryWrite(recorded.Key.Order.ToString()));
    }
}
