using System.Diagnostics.CodeAnalysis;
using Akka.Actor;
using Akka.Event;
using PaytureActors.Domain;
using PaytureActors.Gateway;

namespace PaytureActors.Transport;

/// <summary>One seat of a lane: one HTTP exchange at a time, and always an answer.</summary>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "An actor's end is PostStop.")]
internal sealed class GatewaySeatActor : ReceiveActor
{
    private readonly IPaytureGateway _gateway;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly CancellationTokenSource _stopping = new();
    private LaneWork? _work;

    public GatewaySeatActor(IPaytureGateway gateway)
    {
        _gateway = gateway;
        Receive<LaneWork>(Begin);
        Receive<Ended>(End);
    }

    protected override void PreStart() => Context.Parent.Tell(new SeatIsIdle(null));

    /// <summary>What is on the wire when the seat goes is lost to us, and must not stay open in its order's eyes.</summary>
    protected override void PostStop()
    {
        _stopping.Cancel();
        _stopping.Dispose();
        _work?.EndUnknown();
        _work = null;
    }

    private void Begin(LaneWork work)
    {
        _work = work;
        ExchangeAsync(work, _stopping.Token).PipeTo(Self);
    }

    private void End(Ended ended)
    {
        if (ended.Bug is { } bug)
        {
            var what = $"{_work}"; // As text: a log event must not hold what pays.
            _log.Error(bug, bug is UnsayableException
                ? "The gateway ring was asked for what cannot be said on the wire ({0}): nothing has left."
                : "The gateway ring failed where it promised an outcome ({0}): its order takes that as unknown, and asks.", what);
        }

        var work = _work!;
        _work = null;
        if (ended.Reply is { } reply)
            work.End(reply);
        else if (ended.Bug is UnsayableException)
            work.EndUnsent(NotSentReason.Unsayable);
        else
            work.EndUnknown();
        Context.Parent.Tell(new SeatIsIdle(work.Merchant));
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Whatever it is, the order must hear of it.")]
    private async Task<Ended> ExchangeAsync(LaneWork work, CancellationToken cancellationToken)
    {
        try
        {
            return new Ended(await work.ExchangeAsync(_gateway, cancellationToken), null);
        }
        catch (Exception bug)
        {
            return new Ended(null, bug);
        }
    }

    private sealed record Ended(object? Reply, Exception? Bug) : INoSerializationVerificationNeeded, IDeadLetterSuppression;
}
