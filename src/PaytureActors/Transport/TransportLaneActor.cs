using Akka.Actor;
using PaytureActors.Domain;
using PaytureActors.Gateway;

namespace PaytureActors.Transport;

/// <summary>What a lane is made of.</summary>
/// <param name="Seats">How many exchanges may be open at once.</param>
/// <param name="QueueLength">How many may wait for a seat.</param>
/// <param name="LimitOf">How many of a merchant may be open at once.</param>
internal sealed record LaneSettings(int Seats, int QueueLength, Func<MerchantAlias, int> LimitOf);

/// <summary>
/// One lane of the transport pool. Its idle seats ask for work, so nothing ever waits behind a slow exchange; what finds no room, or
/// waits past its send-by, is answered with certainty: it was not sent.
/// </summary>
internal sealed class TransportLaneActor : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly TimeProvider _time;
    private readonly LaneQueue<LaneWork> _queue;
    private readonly Stack<IActorRef> _idle = new();
    private readonly int _seats;
    private bool _looking;
    private IActorRef? _drainer;

    public TransportLaneActor(LaneSettings settings, IPaytureGateway gateway, TimeProvider time)
    {
        _time = time;
        _seats = settings.Seats;
        _queue = new LaneQueue<LaneWork>(settings.QueueLength, settings.LimitOf);
        for (var seat = 1; seat <= settings.Seats; seat++)
            Context.ActorOf(Props.Create(() => new GatewaySeatActor(gateway)), $"seat-{seat}");

        Receive<SendAttempt>(attempt => Take(new GatewayCall(attempt.Request, null, Sender)));
        Receive<SendInquiry>(inquiry => Take(new GatewayInquiry(inquiry, Sender)));
        Receive<LaneWork>(Take);
        Receive<SeatIsIdle>(Seat);
        Receive<LookForLate>(_ => EndLate());
        Receive<DrainLane>(_ => Drain());
    }

    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>A seat that fails has a bug; it answers as it stops, and a new one takes its place.</summary>
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(-1, TimeSpan.Zero, _ => Directive.Restart);

    protected override void PreRestart(Exception reason, object message)
    {
        EndAll();
        base.PreRestart(reason, message);
    }

    protected override void PostStop() => EndAll();

    private void Take(LaneWork work)
    {
        if (_drainer is not null)
        {
            work.EndUnsent(NotSentReason.ShuttingDown);
            return;
        }

        if (!_queue.TryAdd(work.Merchant, work))
        {
            work.EndUnsent(NotSentReason.QueueFull);
            return;
        }

        HandOut();
        if (_queue.Count > 0 && !_looking)
        {
            _looking = true;
            Timers.StartPeriodicTimer(LookForLate.Instance, LookForLate.Instance, LookEvery);
        }
    }

    private void Seat(SeatIsIdle seat)
    {
        if (seat.Done is { } merchant)
            _queue.Release(merchant);
        _idle.Push(Sender);
        HandOut();
        TellWhenDrained();
    }

    private void Drain()
    {
        _drainer = Sender;
        EndAll();
        TellWhenDrained();
    }

    private void TellWhenDrained()
    {
        if (_idle.Count == _seats)
            _drainer?.Tell(LaneDrained.Instance);
    }

    private void HandOut()
    {
        while (_idle.Count > 0 && _queue.TryTake(out var work))
        {
            if (work.IsLate(_time))
            {
                _queue.Release(work.Merchant);
                work.EndUnsent(NotSentReason.SendByPassed);
            }
            else
            {
                _idle.Pop().Tell(work);
            }
        }
    }

    private void EndLate()
    {
        foreach (var late in _queue.TakeWhere(work => work.IsLate(_time)))
            late.EndUnsent(NotSentReason.SendByPassed);
        if (_queue.Count > 0)
            return;
        _looking = false;
        Timers.Cancel(LookForLate.Instance);
    }

    private void EndAll()
    {
        foreach (var work in _queue.TakeWhere(static _ => true))
            work.EndUnsent(NotSentReason.ShuttingDown);
    }

    private sealed record LookForLate : INoSerializationVerificationNeeded
    {
        public static LookForLate Instance { get; } = new();
    }
}
