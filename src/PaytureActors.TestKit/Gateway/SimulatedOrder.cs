using PaytureActors.Domain;

namespace PaytureActors.TestKit.Gateway;

/// <summary>What one command came to at an order.</summary>
internal abstract record Verdict
{
    private Verdict() { } // Closed: every case is in this file.

    public sealed record Approved(LedgerAnswer.Approved Answer) : Verdict;

    public sealed record Refused(string ErrCode) : Verdict;

    public sealed record Challenge : Verdict;
}

/// <summary>
/// An OrderId at the simulated gateway: its payment, what inquiries see of it, and what is still going to happen to it.
/// </summary>
/// <remarks>
/// What happens later is done when somebody next looks, dated as it was due: so the gateway needs no thread and no timer of its
/// own, and a client that went away stops nothing. One lock serialises the commands of an order.
/// </remarks>
internal sealed class SimulatedOrder(SimulatedMerchant merchant, string orderId, Func<long> nextSerial)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _calls = [];
    private readonly PriorityQueue<Action, (DateTimeOffset Due, int Turn)> _later = new();
    private readonly List<SimulatedEffect> _effects = [];
    private LedgerPayment? _payment;
    private CardConduct _card = CardConduct.Plain;
    private LedgerPayment? _seenMeanwhile;
    private DateTimeOffset _hiddenUntil;
    private int _turns;

    /// <summary>Counts a call and says which one of its command it is.</summary>
    public FaultCall Count(string command)
    {
        lock (_gate)
        {
            var ordinal = _calls[command] = _calls.GetValueOrDefault(command) + 1;
            return new FaultCall(merchant.Key, orderId, command, ordinal);
        }
    }

    public int Calls(string command)
    {
        lock (_gate)
            return _calls.GetValueOrDefault(command);
    }

    /// <summary>Whether the payment's card (or the one that comes with the request) keeps the answer of this operation back.</summary>
    public bool IsSlow(ApiRequest request)
    {
        lock (_gate)
            return request.Operation is { } operation && (request.Card ?? _card).Slow == operation;
    }

    /// <summary>Does a command now.</summary>
    public Verdict Do(ApiRequest request, DateTimeOffset now, TimeSpan visibleAfter)
    {
        lock (_gate)
        {
            CatchUp(now);
            return Apply(request, now, visibleAfter);
        }
    }

    /// <summary>Does a command at a later time, whoever still waits for it.</summary>
    /// <returns>Gives the verdict; may be asked when that time has come.</returns>
    public Func<Verdict> DoLater(ApiRequest request, DateTimeOffset due, TimeSpan visibleAfter)
    {
        Verdict? verdict = null;
        lock (_gate)
            Later(due, () => verdict = Apply(request, due, visibleAfter));
        return () =>
        {
            lock (_gate)
            {
                CatchUp(due); // Timers and clocks may differ by a tick: whoever waited is never too early.
                return verdict!;
            }
        };
    }

    /// <summary>Takes a command in and ends it at a later time.</summary>
    /// <returns>The refusal, or null if the command is pending now.</returns>
    public Verdict.Refused? Hang(ApiRequest request, DateTimeOffset now, Fault.Pending fault)
    {
        lock (_gate)
        {
            CatchUp(now);
            var (pending, refused) = Ledger.Begin(_payment, request.Operation!.Value, request.Amount);
            if (refused is not null)
                return new Verdict.Refused(refused.ErrCode);

            Change(pending, now, fault.VisibleAfter);
            _card = request.Card ?? _card;
            var due = now + fault.Duration;
            var succeeds = fault.Succeeds && _card.DeclinedAs is null;
            Later(due, () =>
            {
                var before = _payment!;
                Change(Ledger.End(before, succeeds), due, fault.VisibleAfter);
                if (succeeds)
                    Record(request.Operation.Value, before, due, EffectBy.Request);
            });
            return null;
        }
    }

    /// <summary>A person's act at the gateway's own screen.</summary>
    public LedgerAnswer Act(Operation operation, Money? amount, DateTimeOffset now)
    {
        lock (_gate)
        {
            CatchUp(now);
            var before = _payment;
            var (after, answer) = Ledger.Apply(before, operation, amount);
            Change(after, now, TimeSpan.Zero);
            if (answer is LedgerAnswer.Approved)
                Record(operation, before, now, EffectBy.Operator);
            return answer;
        }
    }

    /// <summary>The issuer drops the hold.</summary>
    public bool CloseHold(DateTimeOffset now)
    {
        lock (_gate)
        {
            CatchUp(now);
            if (_payment is null || Ledger.CloseHold(_payment) is var closed && closed == _payment)
                return false;
            Change(closed, now, TimeSpan.Zero);
            return true;
        }
    }

    /// <summary>What an inquiry sees now.</summary>
    public LedgerPayment? Look(DateTimeOffset now)
    {
        lock (_gate)
        {
            CatchUp(now);
            return now < _hiddenUntil ? _seenMeanwhile : _payment;
        }
    }

    /// <summary>What is true now, and how it came about.</summary>
    public (SimulatedPayment? Payment, SimulatedEffect[] Effects) Audit(DateTimeOffset now)
    {
        lock (_gate)
        {
            CatchUp(now);
            return (_payment is null ? null : new SimulatedPayment(merchant.Key, orderId, _payment), [.. _effects]);
        }
    }

    private Verdict Apply(ApiRequest request, DateTimeOffset at, TimeSpan visibleAfter)
    {
        var (operation, before) = (request.Operation!.Value, _payment);
        if (request.Card is { AsksChallenge: true })
        {
            var (waiting, refused) = Ledger.Challenge(before, operation, request.Amount);
            Change(waiting, at, visibleAfter);
            return refused is null ? new Verdict.Challenge() : new Verdict.Refused(refused.ErrCode);
        }

        var (after, answer) = request.Card?.DeclinedAs is { } code
            ? Ledger.Reject(before, operation, request.Amount, code)
            : Ledger.Apply(before, operation, request.Amount);
        Change(after, at, visibleAfter);
        if (answer is not LedgerAnswer.Approved approved)
            return new Verdict.Refused(((LedgerAnswer.Refused)answer).ErrCode);

        _card = request.Card ?? _card;
        Record(operation, before, at, EffectBy.Request);
        return new Verdict.Approved(approved);
    }

    private void Change(LedgerPayment? after, DateTimeOffset at, TimeSpan visibleAfter)
    {
        if (after == _payment)
            return;
        if (visibleAfter > TimeSpan.Zero)
        {
            // What is hidden stays hidden as a whole: a reader that lags does not see the second effect before the first.
            if (at >= _hiddenUntil)
                _seenMeanwhile = _payment;
            _hiddenUntil = at + visibleAfter > _hiddenUntil ? at + visibleAfter : _hiddenUntil;
        }
        _payment = after;
    }

    private void Record(Operation operation, LedgerPayment? before, DateTimeOffset at, EffectBy by)
    {
        var after = _payment!;
        var amount = operation switch
        {
            Operation.Pay or Operation.Block or Operation.Unblock => after.Held,
            Operation.Charge => after.Captured,
            _ => after.Refunded - before!.Refunded,
        };
        _effects.Add(new SimulatedEffect(nextSerial(), at, merchant.Key, orderId, operation, amount, by));
    }

    private void Later(DateTimeOffset due, Action act) => _later.Enqueue(act, (due, _turns++));

    private void CatchUp(DateTimeOffset now)
    {
        while (_later.TryPeek(out var act, out var when) && when.Due <= now)
        {
            _later.Dequeue();
            act();
        }
    }
}
