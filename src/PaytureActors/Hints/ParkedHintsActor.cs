using System.Diagnostics.Metrics;
using Akka.Actor;
using Akka.Event;
using PaytureActors.Domain;
using PaytureActors.Orders;

namespace PaytureActors.Hints;

/// <summary>What the keeper of hints needs.</summary>
/// <param name="Store">Where it keeps them.</param>
/// <param name="Orders">The parent of all orders.</param>
/// <param name="IsConfigured">Whether a merchant's orders can be opened.</param>
/// <param name="Time">The clock.</param>
internal sealed record ParkedHintsSurroundings(IHintStore Store, IActorRef Orders, Func<MerchantAlias, bool> IsConfigured, TimeProvider Time)
{
    /// <summary>How long a hint is kept.</summary>
    /// <value>The default is 72 hours.</value>
    public TimeSpan Lifetime { get; init; } = TimeSpan.FromHours(72);

    /// <summary>For how many orders of one merchant a hint is kept.</summary>
    /// <value>The default is 10 000.</value>
    public int MostPerMerchant { get; init; } = 10_000;

    /// <summary>How many hints may be on their way at once; one more is not taken.</summary>
    /// <value>The default is 10 000.</value>
    public int MostUnderWay { get; init; } = 10_000;
}

/// <summary>
/// Brings hints to their orders. What an order does not know yet is kept, in the database before it is acknowledged, and brought again when
/// the order's first fact is seen, and once after a start. A hint that is on its way is noted first: an order that comes into being
/// meanwhile is not missed.
/// </summary>
internal sealed class ParkedHintsActor : ReceiveActor, IWithTimers
{
    private const int Batch = 500;
    private const int DeliveriesAtOnce = 100;
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan GiveUpAfter = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan TurnEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan SweepEvery = TimeSpan.FromMinutes(10);

    private static readonly Meter Meter = new("PaytureActors");
    private static readonly Counter<long> Kept = Meter.CreateCounter<long>("payture.hints.kept", description: "Hints for orders that were not known yet.");
    private static readonly Counter<long> Dropped =
        Meter.CreateCounter<long>("payture.hints.dropped", description: "Kept hints that were forgotten before their order was known.");

    private readonly ParkedHintsSurroundings _around;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly ParkedHints _parked;
    private readonly Dictionary<OrderKey, HintUnderWay> _underWay = [];
    private readonly Queue<OrderKey> _toBring = new();
    private readonly Dictionary<OrderKey, ParkedHint> _toKeep = [];
    private readonly HashSet<OrderKey> _toForget = [];
    private bool _isOpen;
    private bool _isWriting;
    private bool _turns;

    public ParkedHintsActor(ParkedHintsSurroundings around)
    {
        _around = around;
        _parked = new ParkedHints(around.MostPerMerchant);

        Receive<GiveHint>(Take);
        Receive<HintHeard>(Heard);
        Receive<NotTaken>(_ => { }); // It is asked again.
        Receive<OrderEventRecorded>(recorded =>
        {
            if (recorded.Sequence == 1)
                Born(recorded.Key);
        });
        Receive<Opened>(Open);
        Receive<OpenFailed>(failed =>
        {
            _log.Warning("The hints that are kept cannot be read right now, and will be soon: {0}", failed.Cause.Message);
            Timers.StartSingleTimer(nameof(Opened), OpenNow.Instance, AskAgainAfter);
        });
        Receive<OpenNow>(_ => OpenStore());
        Receive<Written>(Acknowledge);
        Receive<WriteFailed>(Refuse);
        Receive<Turn>(_ => AskAgain());
        Receive<SweepNow>(_ => Sweep());
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private Moment Now => _around.Time.GetMoment();

    protected override void PreStart()
    {
        Context.System.EventStream.Subscribe(Self, typeof(OrderEventRecorded));
        Timers.StartPeriodicTimer(SweepNow.Instance, SweepNow.Instance, SweepEvery);
        OpenStore();
    }

    protected override void PostStop() => Context.System.EventStream.Unsubscribe(Self);

    private void OpenStore() => _around.Store.OpenAsync(CancellationToken.None)
        .PipeTo(Self, success: hints => new Opened(hints), failure: error => new OpenFailed(error));

    private void Open(Opened opened)
    {
        _isOpen = true;
        foreach (var hint in opened.Hints.Where(hint => !_parked.Has(hint.Order)))
        {
            Park(hint);
            if (_around.IsConfigured(hint.Order.Merchant))
                _toBring.Enqueue(hint.Order); // Its order may have come into being while nobody looked.
        }

        Sweep();
        Bring();
        Write();
    }

    private void Take(GiveHint give)
    {
        if (!_underWay.TryGetValue(give.Order, out var hint))
        {
            if (_underWay.Count >= _around.MostUnderWay)
            {
                Sender.Tell(new HintKept(false));
                return;
            }

            hint = new HintUnderWay();
            _underWay.Add(give.Order, hint);
            Ask(give.Order, hint);
        }

        hint.Given(give.Kind, Now.Wall);
        hint.Waiting.Add(Sender);
    }

    private void Ask(OrderKey order, HintUnderWay hint)
    {
        hint.AskedAt = Now.Monotonic;
        hint.Since ??= hint.AskedAt;
        _around.Orders.Tell(new HintOrder(order));
        if (_turns)
            return;
        _turns = true;
        Timers.StartPeriodicTimer(Turn.Instance, Turn.Instance, TurnEvery);
    }

    private void Heard(HintHeard heard)
    {
        if (!_underWay.TryGetValue(heard.Key, out var hint))
            return;

        if (heard.IsKnown)
        {
            End(heard.Key, hint, isKept: true);
            _toKeep.Remove(heard.Key);
            Forget(heard.Key);
        }
        else if (hint.WasBorn)
        {
            hint.WasBorn = false; // The answer is older than the order's first fact.
            Ask(heard.Key, hint);
            return;
        }
        else if (hint.Waiting.Count > 0)
        {
            _toKeep[heard.Key] = new ParkedHint(heard.Key, hint.Kind, hint.At);
            Write();
            return; // It stays under way until it is written.
        }
        else
        {
            _underWay.Remove(heard.Key);
        }

        Bring();
        Write();
    }

    private void Born(OrderKey order)
    {
        if (_underWay.TryGetValue(order, out var hint))
            hint.WasBorn = true;
        else if (_parked.Has(order))
            _toBring.Enqueue(order);
        else
            return;
        Bring();
    }

    /// <summary>Brings kept hints to their orders, a few at a time: each may have to be opened.</summary>
    private void Bring()
    {
        while (_underWay.Count < DeliveriesAtOnce && _toBring.TryDequeue(out var order))
        {
            if (!_parked.Has(order) || _underWay.ContainsKey(order))
                continue;
            var hint = new HintUnderWay();
            _underWay.Add(order, hint);
            Ask(order, hint);
        }
    }

    private void Write()
    {
        _toForget.ExceptWith(_toKeep.Keys); // The newer hint takes the place of the one that was to go.
        if (!_isOpen || _isWriting || (_toKeep.Count == 0 && _toForget.Count == 0))
            return;

        ParkedHint[] keep = [.. _toKeep.Values.Take(Batch)];
        OrderKey[] forget = [.. _toForget.Take(Batch)];
        foreach (var hint in keep)
            _toKeep.Remove(hint.Order);
        _toForget.ExceptWith(forget);
        _isWriting = true;
        _around.Store.WriteAsync(keep, forget, CancellationToken.None).PipeTo(
            Self, success: () => new Written(keep), failure: error => new WriteFailed(keep, forget, error));
    }

    private void Acknowledge(Written written)
    {
        _isWriting = false;
        foreach (var kept in written.Kept)
        {
            Kept.Add(1, new KeyValuePair<string, object?>("merchant", kept.Order.Merchant.ToString()));
            Park(kept);
            if (!_underWay.TryGetValue(kept.Order, out var hint))
                continue;
            End(kept.Order, hint, isKept: true);
            if (hint.WasBorn)
                _toBring.Enqueue(kept.Order);
        }

        Bring();
        Write();
    }

    private void Refuse(WriteFailed failed)
    {
        _isWriting = false;
        _log.Warning("Hints cannot be kept right now, and whoever brings them is told so: {0}", failed.Cause.Message);
        foreach (var lost in failed.Kept)
        {
            if (_underWay.TryGetValue(lost.Order, out var hint))
                End(lost.Order, hint, isKept: false);
        }

        _toForget.UnionWith(failed.Forgotten.Where(order => !_parked.Has(order))); // Written with what comes next.
    }

    private void Park(ParkedHint hint)
    {
        _toForget.Remove(hint.Order);
        if (_parked.Add(hint) is not { } oldest)
            return;
        Drop(oldest);
    }

    private void Sweep()
    {
        foreach (var old in _parked.Before(Now.Wall - _around.Lifetime).ToList())
        {
            _parked.Remove(old);
            Drop(old);
        }

        Write();
    }

    private void Drop(OrderKey order)
    {
        Dropped.Add(1, new KeyValuePair<string, object?>("merchant", order.Merchant.ToString()));
        _toForget.Add(order);
    }

    private void Forget(OrderKey order)
    {
        if (_parked.Remove(order))
            _toForget.Add(order);
    }

    private void End(OrderKey order, HintUnderWay hint, bool isKept)
    {
        _underWay.Remove(order);
        foreach (var giver in hint.Waiting)
            giver.Tell(new HintKept(isKept));
    }

    /// <summary>An order that stopped with the hint unread is asked again; one that cannot be opened for long is let go, and its hint is not kept.</summary>
    private void AskAgain()
    {
        var now = Now.Monotonic;
        foreach (var (order, hint) in _underWay.Where(pair => now - pair.Value.AskedAt >= AskAgainAfter).ToList())
        {
            if (_toKeep.ContainsKey(order))
                continue; // It waits for the database.
            if (now - hint.Since >= GiveUpAfter && hint.Waiting.Count > 0)
                End(order, hint, isKept: false);
            else
                Ask(order, hint);
        }

        Bring();
        Write();
        if (_underWay.Count > 0 || _toBring.Count > 0 || _toForget.Count > 0)
            return;
        _turns = false;
        Timers.Cancel(Turn.Instance);
    }

    private sealed class HintUnderWay
    {
        public List<IActorRef> Waiting { get; } = [];

        public string Kind { get; private set; } = "";

        public DateTimeOffset At { get; private set; }

        public MonotonicTime AskedAt { get; set; }

        public MonotonicTime? Since { get; set; }

        /// <summary>Whether the order's first fact was seen since it was asked.</summary>
        public bool WasBorn { get; set; }

        public void Given(string kind, DateTimeOffset at) => (Kind, At) = (kind, at);
    }

    private sealed record Opened(IReadOnlyList<ParkedHint> Hints) : INoSerializationVerificationNeeded, IDeadLetterSuppression;

    private sealed record OpenFailed(Exception Cause) : INoSerializationVerificationNeeded, IDeadLetterSuppression;

    private sealed record Written(ParkedHint[] Kept) : INoSerializationVerificationNeeded, IDeadLetterSuppression;

    private sealed record WriteFailed(ParkedHint[] Kept, OrderKey[] Forgotten, Exception Cause)
        : INoSerializationVerificationNeeded, IDeadLetterSuppression;

    private sealed record OpenNow : INoSerializationVerificationNeeded
    {
        public static OpenNow Instance { get; } = new();
    }

    private sealed record Turn : INoSerializationVerificationNeeded
    {
        public static Turn Instance { get; } = new();
    }

    private sealed record SweepNow : INoSerializationVerificationNeeded
    {
        public static SweepNow Instance { get; } = new();
    }
}
