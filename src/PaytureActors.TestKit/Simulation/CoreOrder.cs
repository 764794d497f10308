using PaytureActors.Domain;
using PaytureActors.Domain.Orders;

namespace PaytureActors.TestKit.Simulation;

/// <summary>
/// The thinnest shell that the core can have: decide, write down, evolve, react, answer; stop when the journal does not say yes, and come
/// back by recovery. It keeps the same order of things as the engine's actor, without actors.
/// </summary>
internal sealed class CoreOrder(OrderKey key, CoreProcess process, CoreWire wire, Weather weather, Agenda agenda, Dice dice)
{
    private static readonly TimeSpan IdleAfter = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestAlarm = TimeSpan.FromDays(1);

    private readonly List<RecordedEvent> _journal = [];
    private readonly Queue<Action> _stash = [];
    private readonly List<(IdempotencyKey Key, Action<RecordedAnswer?> Answer)> _callers = [];

    private OrderState? _state; // Null: not in memory.
    private Incarnation _here = null!;
    private Asked _asked;
    private long _inquiry;
    private int _copy; // What was planned for an earlier copy is let go.
    private int _alarm;
    private TimeSpan? _rings;
    private bool _isRecovering;
    private ValueList<OrderEvent>? _writing;
    private TimeSpan _touched;

    public OrderKey Key => key;

    public IReadOnlyList<RecordedEvent> Journal => _journal;

    /// <summary>The state that a caller would be shown; not that of a copy that writes.</summary>
    public OrderState State => _state ?? Replay();

    /// <summary>Asks for a command; the answer is null when the order stopped meanwhile.</summary>
    public void Ask(OrderCommand.Ask ask, Action<RecordedAnswer?> answer, Action<Rejection> refuse) => Tell(
        () =>
        {
            switch (Decide(ask))
            {
                case Decision.Accepted accepted:
                    _callers.Add((ask.Key ?? _state!.DefaultKey(ask.Operation), answer));
                    Write(accepted.Events);
                    return;

                case Decision.Joined joined:
                    _callers.Add((joined.Key, answer));
                    break;

                case Decision.Repeated repeated:
                    answer(repeated.Answer);
                    break;

                case Decision.Rejected rejected:
                    refuse(rejected.Reason);
                    break;
            }

            GoOn();
        },
        broken: () => answer(null));

    /// <summary>A person decides; what does not fit any more is let go.</summary>
    public void Resolve(ManualDecision decision) => Tell(() => Handle(new OrderCommand.Resolve(decision, "Looked it up at the gateway.", "Anna")));

    public void Settle(AttemptId attempt, GatewayOutcome outcome) => Tell(() =>
    {
        _here = _here.CallEnded(attempt);
        Handle(new OrderCommand.Settle(attempt, outcome));
    });

    /// <summary>An inquiry has ended: with a standing, with a refusal, or (null) without an answer.</summary>
    public void Learn(long inquiry, Standing? standing) => Tell(() =>
    {
        if (inquiry != _inquiry || !_here.IsAsking)
            return;
        _here = standing is null ? _here.HasAsked() : _here.HasHeard();
        if (standing is null)
            GoOn();
        else
            Handle(new OrderCommand.TakeStanding(standing, _asked));
    });

    public void Hint()
    {
        if (_journal.Count > 0)
            Tell(TakeHint);
    }

    /// <summary>What the waker does: an order that has something to do comes back into memory.</summary>
    public void Wake()
    {
        if (_journal.Count > 0)
            Tell(GoOn);
    }

    /// <summary>The process is gone, and what it held; a batch on its way to the journal may have arrived.</summary>
    public void Crash()
    {
        if (_writing is { } batch && dice.Half())
            Append(batch);
        Forget();
    }

    public OrderState Replay() => _journal.Aggregate(OrderState.Initial, static (state, line) => OrderDecider.Evolve(state, line.Event));

    private void Tell(Action handle, Action? broken = null)
    {
        if (!process.IsUp)
        {
            broken?.Invoke();
            return;
        }

        _touched = agenda.Elapsed;
        if (_writing is not null || _isRecovering)
        {
            _stash.Enqueue(handle);
            return;
        }

        if (_state is null)
            Open();
        handle();
    }

    private void Open()
    {
        _state = Replay();
        _here = Incarnation.Recovered(agenda.Now.Monotonic);
        GoOn();
    }

    private Decision Decide(OrderCommand command) => OrderDecider.Decide(command, _state!, weather.Policy, agenda.Wall);

    private void Handle(OrderCommand command) => Write(Decide(command) is Decision.Accepted accepted ? accepted.Events : []);

    private void Write(ValueList<OrderEvent> events)
    {
        if (events.Count == 0)
        {
            Settle();
            return;
        }

        _writing = events;
        var copy = _copy;
        agenda.In(dice.Falls(weather.JournalSlow) ? dice.Between(1, 15) : dice.Between(0.001, 0.02), () =>
        {
            if (copy == _copy)
                EndWrite(events);
        });
    }

    private void EndWrite(ValueList<OrderEvent> events)
    {
        if (dice.Falls(weather.JournalFails))
        {
            Stop();
            return;
        }

        Append(events);
        if (dice.Falls(weather.JournalAmbiguous))
        {
            Stop();
            return;
        }

        _writing = null;
        foreach (var @event in events)
        {
            _state = OrderDecider.Evolve(_state!, @event);
            _here = _here.After(@event, agenda.Now.Monotonic);
            if (OrderProcess.React(@event, _state) is OrderEffect.Call call)
                wire.Send(this, call.Attempt, _state.Family);
        }

        Settle();
        Unstash();
    }

    private void Append(ValueList<OrderEvent> events)
    {
        foreach (var @event in events)
            _journal.Add(new RecordedEvent(_journal.Count + 1, @event));
    }

    private void Settle()
    {
        for (var i = _callers.Count - 1; i >= 0; i--)
        {
            if (_state!.Recorded(_callers[i].Key) is not { } answer)
                continue;
            var caller = _callers[i];
            _callers.RemoveAt(i);
            caller.Answer(answer);
        }

        GoOn();
    }

    private void Unstash()
    {
        while (_writing is null && !_isRecovering && _state is not null && _stash.TryDequeue(out var handle))
            handle();
    }

    private void GoOn()
    {
        if (_writing is not null)
            return;
        switch (OrderProcess.Next(_state!, _here, weather.Policy, agenda.Now))
        {
            case OrderEffect.Inquire:
                _asked = _here.Asking(_state!, agenda.Now);
                _here = _here.Asks(agenda.Now);
                wire.Inquire(this, ++_inquiry, _state!.InquiryFamily);
                break;

            case OrderEffect.Remind remind:
                SetAlarm(remind.In);
                break;
        }

        if (MayLeave)
            SetAlarm(_touched + IdleAfter - agenda.Elapsed);
    }

    private bool MayLeave => _callers.Count == 0 && OrderProcess.MaySleep(_state!, _here, weather.Policy, agenda.Now);

    private void SetAlarm(TimeSpan wait)
    {
        wait = wait < TimeSpan.Zero ? TimeSpan.Zero : wait < LongestAlarm ? wait : LongestAlarm;
        var due = agenda.Elapsed + wait;
        if (_rings <= due)
            return;
        _rings = due;
        var alarm = ++_alarm;
        agenda.In(wait, () =>
        {
            if (alarm != _alarm || _state is null)
                return;
            _rings = null;
            if (_writing is not null)
                _stash.Enqueue(GoOn);
            else if (MayLeave && agenda.Elapsed >= _touched + IdleAfter)
                Leave();
            else
                Handle(new OrderCommand.Continue());
        });
    }

    private void Leave()
    {
        if (_state!.WaitsForPerson)
            agenda.In(weather.Policy.WatchEvery, Wake);
        else if (_state.LooksDue is [var due, ..])
            agenda.At(due, Wake);
        Forget();
    }

    /// <summary>The journal did not say yes: nobody knows what is true, and only recovery tells.</summary>
    private void Stop()
    {
        var waiting = _stash.ToArray();
        Forget();
        _isRecovering = true;
        foreach (var handle in waiting)
            _stash.Enqueue(handle);
        var copy = _copy;
        agenda.In(dice.Between(0.2, 10), () =>
        {
            if (copy != _copy)
                return;
            _isRecovering = false;
            Open();
            Unstash();
        });
    }

    private void Forget()
    {
        _copy++;
        _alarm++;
        _rings = null;
        _state = null;
        _writing = null;
        _isRecovering = false;
        _stash.Clear();
        var callers = _callers.ToArray();
        _callers.Clear();
        foreach (var (_, answer) in callers)
            agenda.In(TimeSpan.Zero, () => answer(null));
    }

    private void TakeHint()
    {
        var command = new OrderCommand.TakeHint(_here.HintMayAskAt(agenda.Wall), _here.AskingSince);
        _here = _here.Hinted();
        Handle(command);
    }
}
