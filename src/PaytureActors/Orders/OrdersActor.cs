using Akka.Actor;
using Akka.Event;
using PaytureActors.Domain;
using PaytureActors.Journal;

namespace PaytureActors.Orders;

/// <summary>All orders of this process.</summary>
internal sealed class OrdersActor : CopiesActor<OrderKey>
{
    private readonly OrderSurroundings _around;
    private readonly ILoggingAdapter _log = Context.GetLogger();

    public OrdersActor(OrderSurroundings around)
        : base(around.Time, around.MaxOrders, around.JitterSeed)
    {
        _around = around;

        Receive<WakeOrder>(wake => Deliver(wake.Key, wake, Sender, isWake: true));
        Receive<IOrderMessage>(message => Deliver(message.Key, message, Sender));
        Receive<ReadHistory>(read => Context.ActorOf(Props.Create<OrderHistoryActor>(read.Key, around.Journal, Sender)));
        Receive<OrderIsOpen>(open => Opened(open.Key));
        Receive<OrderIsIdle>(idle => Close(idle.Key));
        Receive<OrderStays>(stays => Opened(stays.Key));
        Receive<OrderIsBehind>(behind => Reopen(behind.Key, behind.Message, behind.Waker));
    }

    protected override string Kind => "order";

    protected override Props CopyOf(OrderKey key) => Props.Create<OrderActor>(key, _around.Terms[key.Merchant], _around);

    protected override string? Objection(OrderKey key)
    {
        if (_around.Terms.ContainsKey(key.Merchant))
            return null;
        _log.Warning("Order {0} is due, but its merchant is not configured: add Payture:Merchants:{1}.", key, key.Merchant);
        return $"No merchant is configured under the alias '{key.Merchant}'.";
    }
}
