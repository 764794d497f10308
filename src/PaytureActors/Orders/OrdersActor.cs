using System.Diagnostics.CodeAnalysis;
using Akka.Actor;
using Akka.Event;
using PaytureActors.Domain;

namespace PaytureActors.Orders;

/// <summary>
/// All orders of this process: opens them when they are spoken to, lets them leave, and opens those that failed again after a pause that
/// grows. An order hears a message only once it has recovered, so what an order that cannot be opened was sent is known not to be taken.
/// </summary>
internal sealed class OrdersActor : ReceiveActor, IWithTimers
{
    private const double Jitter = 0.2;
    private const string CannotBeOpened = "The order cannot be read from its journal or written to it right now; the log has the reason.";
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(0.2);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(3);

    private readonly Dictionary<OrderKey, OrderSlot> _slots = [];
    private readonly OrderSurroundings _around;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly Random _chance;

    public OrdersActor(OrderSurroundings around)
    {
        _around = around;
        _chance = new Random(around.JitterSeed);

        Receive<IOrderMessage>(message => Deliver(message, Sender));
        Receive<ReadHistory>(read => Context.ActorOf(Props.Create<OrderHistoryActor>(read.Key, around.Journal, Sender)));
        Receive<OrderIsOpen>(open => WhenCurrent(open.Key, Opened));
        Receive<OrderIsIdle>(idle => WhenCurrent(idle.Key, Close));
        Receive<OrderStays>(stays => WhenCurrent(stays.Key, Opened));
        Receive<OrderIsBehind>(behind => WhenCurrent(behind.Key, slot => Reopen(slot, behind)));
        Receive<CopyStopped>(Stopped);
        Receive<OpenAgain>(again => OpenFailed(again.Key));
    }

    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>An order that throws has a bug; its next copy knows only what the journal knows.</summary>
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Stop);

    private void Deliver(IOrderMessage message, IActorRef sender)
    {
        if (!_slots.TryGetValue(message.Key, out var slot))
        {
            if (_slots.Count >= _around.MaxOrders)
            {
                sender.Tell(new NotTaken($"{_around.MaxOrders} orders are in memory (Payture:MaxOrdersInMemory): try again shortly."));
                return;
            }

            if (!_around.Terms.ContainsKey(message.Key.Merchant))
            {
                _log.Warning("Order {0} is due, but its merchant is not configured: add Payture:Merchants:{1}.", message.Key, message.Key.Merchant);
                sender.Tell(new NotTaken($"No merchant is configured under the alias '{message.Key.Merchant}'."));
                return;
            }

            slot = new OrderSlot(message.Key);
            _slots.Add(message.Key, slot);
            OpenCopy(slot);
        }

        switch (slot.Phase)
        {
            case SlotPhase.Open:
                slot.Copy.Tell(message, sender);
                break;

            case SlotPhase.Failed:
                sender.Tell(new NotTaken(CannotBeOpened));
                break;

            default:
                if (!slot.TryHold(message, sender))
                    sender.Tell(new NotTaken($"{OrderSlot.MaxWaiting} messages wait for this order: try again shortly."));
                break;
        }
    }

    private void OpenCopy(OrderSlot slot)
    {
        var (key, terms) = (slot.Key, _around.Terms[slot.Key.Merchant]);
        slot.Phase = SlotPhase.Opening;
        slot.Since = _around.Now.Monotonic;
        slot.Copy = Context.ActorOf(Props.Create<OrderActor>(key, terms, _around));
        Context.WatchWith(slot.Copy, new CopyStopped(key, slot.Copy));
    }

    private void Opened(OrderSlot slot)
    {
        slot.Phase = SlotPhase.Open;
        foreach (var (message, sender) in slot.TakeWaiting())
            slot.Copy.Tell(message, sender);
    }

    private static void Close(OrderSlot slot)
    {
        slot.Phase = SlotPhase.Closing;
        slot.Copy.Tell(LeaveMemory.Instance);
    }

    private static void Reopen(OrderSlot slot, OrderIsBehind behind)
    {
        slot.Phase = SlotPhase.Closing; // It stops by itself.
        slot.TryHold(behind.Message, behind.Waker);
    }

    private void Stopped(CopyStopped stopped)
    {
        if (!_slots.TryGetValue(stopped.Key, out var slot) || !slot.Copy.Equals(stopped.Copy))
            return;

        switch (slot.Phase)
        {
            case SlotPhase.Closing when slot.HasWaiting:
                OpenCopy(slot);
                break;

            case SlotPhase.Closing:
                _slots.Remove(slot.Key);
                break;

            default:
                Fail(slot);
                break;
        }
    }

    private void Fail(OrderSlot slot)
    {
        slot.Phase = SlotPhase.Failed;
        slot.Failures = _around.Now.Monotonic - slot.Since > LongestPause ? 1 : slot.Failures + 1;
        foreach (var (_, sender) in slot.TakeWaiting())
            sender.Tell(new NotTaken(CannotBeOpened));
        Timers.StartSingleTimer(slot.Key, new OpenAgain(slot.Key), Pause(slot.Failures));
    }

    [SuppressMessage("Security", "CA5394:Do not use insecure randomness", Justification = "Spreads tries in time; protects nothing.")]
    private TimeSpan Pause(int failures)
    {
        var pause = ShortestPause * Math.Pow(2, Math.Min(failures - 1, 10));
        return (pause < LongestPause ? pause : LongestPause) * (1 + (Jitter * _chance.NextDouble()));
    }

    private void OpenFailed(OrderKey key)
    {
        if (_slots.TryGetValue(key, out var slot) && slot.Phase is SlotPhase.Failed)
            OpenCopy(slot);
    }

    private void WhenCurrent(OrderKey key, Action<OrderSlot> act)
    {
        if (_slots.TryGetValue(key, out var slot) && slot.Copy.Equals(Sender))
            act(slot);
    }

    private sealed record CopyStopped(OrderKey Key, IActorRef Copy) : INoSerializationVerificationNeeded;

    private sealed record OpenAgain(OrderKey Key) : INoSerializationVerificationNeeded;
}
