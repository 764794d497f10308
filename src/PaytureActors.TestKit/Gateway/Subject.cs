namespace PaytureActors.TestKit.Gateway;

/// <summary>Whom a call is about: an order, or a customer of the wallet. One lock serialises its commands.</summary>
/// <remarks>
/// What happens later is done when somebody next looks, dated as it was due: so the gateway needs no thread and no timer of its
/// own, and a client that went away stops nothing.
/// </remarks>
internal abstract class Subject(SimulatedMerchant merchant, string name, GatewayBooks books)
{
    private readonly Dictionary<string, int> _calls = [];
    private readonly PriorityQueue<Action, (DateTimeOffset Due, int Turn)> _later = new();
    private int _turns;

    public SimulatedMerchant Merchant => merchant;

    /// <summary>The OrderId, or the customer's login.</summary>
    public string Name => name;

    protected GatewayBooks Books => books;

    protected Lock Gate { get; } = new();

    /// <summary>Counts a call and says which one of its command it is.</summary>
    public FaultCall Count(string command)
    {
        lock (Gate)
        {
            var ordinal = _calls[command] = _calls.GetValueOrDefault(command) + 1;
            return new FaultCall(merchant.Key, name, command, ordinal);
        }
    }

    public int Calls(string command)
    {
        lock (Gate)
            return _calls.GetValueOrDefault(command);
    }

    /// <summary>Whether the payment's card (or the one that comes with the request) keeps the answer back.</summary>
    public virtual bool IsSlow(WireRequest request) => false;

    /// <summary>Does a command now, or reads what inquiries see.</summary>
    public Verdict Do(WireRequest request, DateTimeOffset now, TimeSpan visibleAfter)
    {
        lock (Gate)
        {
            CatchUp(now);
            return request.Deed.IsReading ? Look(request, now) : Apply(request, now, visibleAfter);
        }
    }

    /// <summary>Does a command at a later time, whoever still waits for it.</summary>
    /// <returns>Gives the verdict; may be asked when that time has come.</returns>
    public Func<Verdict> DoLater(WireRequest request, DateTimeOffset due, TimeSpan visibleAfter)
    {
        Verdict? verdict = null;
        lock (Gate)
            Later(due, () => verdict = Apply(request, due, visibleAfter));
        return () =>
        {
            lock (Gate)
            {
                CatchUp(due); // Timers and clocks may differ by a tick: whoever waited is never too early.
                return verdict!;
            }
        };
    }

    /// <summary>Takes a command in and ends it at a later time.</summary>
    /// <returns>What is said at once: PROCESSING_TIME_OUT (INF), or why the command cannot hang.</returns>
    public virtual Verdict Hang(WireRequest request, DateTimeOffset now, Fault.Pending fault) => Do(request, now, fault.VisibleAfter);

    /// <summary>Does what has become due.</summary>
    public void Wake(DateTimeOffset now)
    {
        lock (Gate)
            CatchUp(now);
    }

    protected abstract Verdict Apply(WireRequest request, DateTimeOffset at, TimeSpan visibleAfter);

    protected abstract Verdict Look(WireRequest request, DateTimeOffset now);

    protected void Later(DateTimeOffset due, Action act)
    {
        _later.Enqueue(act, (due, _turns++));
        books.Schedule(this, due);
    }

    protected void CatchUp(DateTimeOffset now)
    {
        while (_later.TryPeek(out var act, out var when) && when.Due <= now)
        {
            _later.Dequeue();
            act();
        }
    }
}

/// <summary>A file with what inquiries see of it, which may lag behind.</summary>
internal sealed class Shown<TFile>(TFile empty) where TFile : class
{
    private TFile _seenMeanwhile = empty;
    private DateTimeOffset _hiddenUntil;

    /// <summary>What is true.</summary>
    public TFile Current { get; private set; } = empty;

    /// <summary>What an inquiry sees.</summary>
    public TFile At(DateTimeOffset now) => now < _hiddenUntil ? _seenMeanwhile : Current;

    public void Change(TFile after, DateTimeOffset at, TimeSpan visibleAfter)
    {
        if (after == Current)
            return;
        if (visibleAfter > TimeSpan.Zero)
        {
            // What is hidden stays hidden as a whole: a reader that lags does not see the second effect before the first.
            if (at >= _hiddenUntil)
                _seenMeanwhile = Current;
            _hiddenUntil = at + visibleAfter > _hiddenUntil ? at + visibleAfter : _hiddenUntil;
        }
        Current = after;
    }
}
