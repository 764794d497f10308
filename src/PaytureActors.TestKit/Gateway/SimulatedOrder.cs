using PaytureActors.Domain;

namespace PaytureActors.TestKit.Gateway;

/// <summary>An OrderId at the simulated gateway: its session, its payment, what inquiries see of them, and what is still to happen.</summary>
internal sealed class SimulatedOrder(SimulatedMerchant merchant, string orderId, GatewayBooks books) : Subject(merchant, orderId, books)
{
    private readonly Shown<OrderFile> _file = new(OrderFile.Empty);
    private readonly List<SimulatedEffect> _effects = [];

    public override bool IsSlow(WireRequest request)
    {
        lock (Gate)
        {
            var card = request.Deed is Deed.Open open ? open.Card : _file.Current.Card;
            return card.Conduct.Slow is { } slow && slow == request.Deed.Moves;
        }
    }

    /// <summary>What is true now, and how it came about.</summary>
    public (OrderFile File, SimulatedEffect[] Effects) Audit(DateTimeOffset now)
    {
        lock (Gate)
        {
            CatchUp(now);
            return (_file.Current, [.. _effects]);
        }
    }

    /// <summary>A person's act at the gateway's own screen.</summary>
    public LedgerAnswer Act(Operation operation, Money? amount, DateTimeOffset now)
    {
        lock (Gate)
        {
            CatchUp(now);
            var before = _file.Current;
            var (after, answer) = Ledger.Apply(before.Payment, operation, amount);
            if (answer is LedgerAnswer.Approved approved)
                Settle(before with { Payment = after }, operation, approved, now, TimeSpan.Zero, EffectBy.Operator);
            return answer;
        }
    }

    /// <summary>What happens to a payment without anybody's request: a closed hold, a dispute.</summary>
    /// <returns>False if it changes nothing.</returns>
    public bool Befall(Func<LedgerPayment, LedgerPayment> what, DateTimeOffset now)
    {
        lock (Gate)
        {
            CatchUp(now);
            var before = _file.Current;
            if (before.Payment is not { } payment || what(payment) is var after && after == payment)
                return false;
            _file.Change(before with { Payment = after }, now, TimeSpan.Zero);
            return true;
        }
    }

    /// <summary>The gateway sends the payment on to another terminal.</summary>
    public bool Forward(string terminal, bool showsState, DateTimeOffset now)
    {
        lock (Gate)
        {
            CatchUp(now);
            if (_file.Current.Payment is null)
                return false;
            _file.Change(_file.Current with { FinalTerminal = terminal, ShowsForwarded = showsState }, now, TimeSpan.Zero);
            return true;
        }
    }

    /// <inheritdoc />
    public override Verdict Hang(WireRequest request, DateTimeOffset now, Fault.Pending fault)
    {
        lock (Gate)
        {
            CatchUp(now);
            // Neither a payment that waits for its customer nor one that failed can hang at the bank.
            if (BeginHanging(request, now) is not { } begun)
                return request.Deed.IsReading ? Look(request, now) : Apply(request, now, fault.VisibleAfter);
            if (begun.Refused is { } refused)
                return new Verdict.Refused(refused.ErrCode);

            _file.Change(begun.File, now, fault.VisibleAfter);
            var (operation, due) = (begun.File.Payment!.Pending!.Operation, now + fault.Duration);
            var succeeds = fault.Succeeds && begun.File.Card.Conduct.DeclinedAs is null;
            Books.Post(Notices.Pending(this, begun.File, operation, now));
            Later(due, () => EndHanging(request.Deed, operation, succeeds, due, fault.VisibleAfter));
            return new Verdict.Refused("PROCESSING_TIME_OUT");
        }
    }

    protected override Verdict Apply(WireRequest request, DateTimeOffset at, TimeSpan visibleAfter) => request.Deed switch
    {
        Deed.Complete or Deed.Later when IsOfAnotherFamily(request) => new Verdict.Refused(LedgerAnswer.IllegalOrderState.ErrCode),
        Deed.Open open => Open(request, open, at, visibleAfter),
        Deed.Complete complete => Complete(complete, at, visibleAfter),
        Deed.Later later => Later(later, at, visibleAfter),
        Deed.OpenSession session => OpenSession(request, session.Terms, at, visibleAfter),
        _ => throw new InvalidOperationException($"No order does {request.Deed.GetType().Name}."),
    };

    protected override Verdict Look(WireRequest request, DateTimeOffset now)
    {
        var file = _file.At(now);
        return new Verdict.Seen(file, file is { Payment: null, Session: { } session } && session.HasEnded(now));
    }

    private Verdict Open(WireRequest request, Deed.Open deed, DateTimeOffset at, TimeSpan visibleAfter)
    {
        var (file, reason) = Attempt(request, deed, at);
        if (reason is not null)
            return new Verdict.Refused(reason);

        var (operation, conduct) = (OperationOf(deed), deed.Card.Conduct);
        if (conduct.AsksChallenge)
        {
            var (waiting, refused) = Ledger.Challenge(file.Payment, operation, deed.Amount);
            if (refused is not null)
                return new Verdict.Refused(refused.ErrCode);
            var md = Books.Secrets.Md(Merchant.Key, Name, $"{file.Attempts}");
            Books.RememberChallenge(md, this);
            _file.Change(file with { Payment = waiting, Md = md }, at, visibleAfter);
            return new Verdict.Challenge(md, deed.Amount);
        }

        var (after, answer) = conduct.DeclinedAs is { } code
            ? Ledger.Reject(file.Payment, operation, deed.Amount, code)
            : Ledger.Apply(file.Payment, operation, deed.Amount);
        return answer is LedgerAnswer.Approved approved
            ? Settle(file with { Payment = after }, operation, approved, at, visibleAfter, EffectBy.Request)
            : Fail(file with { Payment = after }, operation, (LedgerAnswer.Refused)answer, at, visibleAfter);
    }

    // The file as a new attempt finds it: a session takes several, and what the one before left is put away.
    private (OrderFile File, string? Refused) Attempt(WireRequest request, Deed.Open deed, DateTimeOffset at)
    {
        var file = _file.Current;
        var begun = file with
        {
            OpenedBy = file.OpenedBy ?? request.Row,
            Attempts = file.Attempts + 1,
            Card = deed.Card,
            Receipt = deed.Receipt ?? file.Session?.Terms.Receipt,
        };
        if (file.Session is not { } session)
            return file.Payment is null ? (begun, null) : (file, "DUPLICATE_ORDER_ID");

        var isOver = file.Payment is null or { IsFailedAttempt: true };
        var reason = deed switch
        {
            { Way: Way.Direct } => "DUPLICATE_ORDER_ID",
            _ when IsOfAnotherFamily(request) => "DUPLICATE_ORDER_ID",
            _ when !isOver => "DUPLICATE_ORDER_ID",
            _ when session.HasEnded(at) => "ORDER_TIME_OUT",
            _ when file.Attempts >= session.MostAttempts => "LIMIT_EXCHAUST",
            _ when deed.Amount != session.Terms.Amount => "AMOUNT_ERROR",
            _ => null,
        };
        var isAbandoned = file.Payment is { State: LedgerState.PreAuthorized3DS };
        return (begun with { Payment = null, Md = null, ErrCode = null, Obsolete = file.Obsolete + (isAbandoned ? 1 : 0) }, reason);
    }

    // INF: nothing says that an interface may change what another one opened, and "any other combination" is refused by state. A page is its
    // session's own, and what a person did at the gateway's screen belongs to all.
    private bool IsOfAnotherFamily(WireRequest request) =>
        request.Row.Kind != CommandKind.Page && _file.Current.OpenedBy is { } opened && opened.Family != request.Row.Family;

    // REC div: the type of a merchant-side Pay that names none is its session's; without one the terminal decides (INF).
    private Operation OperationOf(Deed.Open deed) => deed.Operation
        ?? _file.Current.Session?.Terms.Type
        ?? (Merchant.IsTwoStep ? Operation.Block : Operation.Pay);

    private Verdict Complete(Deed.Complete deed, DateTimeOffset at, TimeSpan visibleAfter)
    {
        var file = _file.Current;
        var operation = OperationOf(deed);
        if (IsOfAnotherAttempt(deed))
            return new Verdict.Refused(LedgerAnswer.IllegalOrderState.ErrCode);
        var (after, answer) = Ledger.Complete(file.Payment, operation, Passes(deed));
        return answer is LedgerAnswer.Approved approved
            ? Settle(file with { Payment = after, Is3DS = true }, operation, approved, at, visibleAfter, EffectBy.Request)
            : Fail(file with { Payment = after }, operation, (LedgerAnswer.Refused)answer, at, visibleAfter);
    }

    private Operation OperationOf(Deed.Complete deed) => deed.Operation ?? _file.Current.Payment?.Awaits ?? Operation.Pay;

    // A PaRes of an attempt that was replaced proves nothing about the newest one.
    private bool IsOfAnotherAttempt(Deed.Complete deed) => deed.Md is { } md && _file.Current.Md != md.Trim();

    private bool Passes(Deed.Complete deed) => _file.Current.Md is { } md && Books.Secrets.Passes(md, deed.PaRes);

    private Verdict Later(Deed.Later deed, DateTimeOffset at, TimeSpan visibleAfter)
    {
        var file = _file.Current;
        var (after, answer) = Ledger.Apply(file.Payment, deed.Operation, deed.Amount);
        return answer is LedgerAnswer.Approved approved
            ? Settle(file with { Payment = after, Receipt = deed.Receipt ?? file.Receipt }, deed.Operation, approved, at, visibleAfter, EffectBy.Request)
            : new Verdict.Refused(((LedgerAnswer.Refused)answer).ErrCode);
    }

    private Verdict OpenSession(WireRequest request, SessionTerms terms, DateTimeOffset at, TimeSpan visibleAfter)
    {
        var file = _file.Current;
        if (file.Payment is not null || file.Session is not null)
            return new Verdict.Refused(LedgerAnswer.DuplicateOrderId.ErrCode);
        var id = Books.Secrets.Id("session", Merchant.Key, Name);
        var session = new SessionFile(id, Name, terms, at, at + Books.Options.SessionLifetime, Books.Options.AttemptsCount);
        Books.RememberSession(id, this);
        _file.Change(file with { OpenedBy = request.Row, Session = session }, at, visibleAfter);
        return new Verdict.SessionOpened(session);
    }

    private (OrderFile File, LedgerAnswer.Refused? Refused)? BeginHanging(WireRequest request, DateTimeOffset now)
    {
        var file = _file.Current;
        switch (request.Deed)
        {
            case Deed.Complete or Deed.Later when IsOfAnotherFamily(request):
                return null;

            case Deed.Open { Card.Conduct.AsksChallenge: false } open when Attempt(request, open, now) is (var attempt, null):
                var (opened, refusedOpening) = Ledger.Begin(attempt.Payment, OperationOf(open), open.Amount);
                return (attempt with { Payment = opened }, refusedOpening);

            case Deed.Complete complete when Passes(complete) && !IsOfAnotherAttempt(complete):
                var (completing, refusedCompletion) = Ledger.BeginCompletion(file.Payment, OperationOf(complete));
                return (file with { Payment = completing, Is3DS = true }, refusedCompletion);

            case Deed.Later later:
                var (begun, refused) = Ledger.Begin(file.Payment, later.Operation, later.Amount);
                return (file with { Payment = begun }, refused);

            default:
                return null;
        }
    }

    private void EndHanging(Deed deed, Operation operation, bool succeeds, DateTimeOffset due, TimeSpan visibleAfter)
    {
        var before = _file.Current;
        var after = before with { Payment = Ledger.End(before.Payment!, succeeds) };
        if (!succeeds)
        {
            Fail(after, operation, new LedgerAnswer.Refused(before.Card.Conduct.DeclinedAs ?? "PROCESSING_ERROR"), due, visibleAfter);
            return;
        }

        var receipt = (deed as Deed.Later)?.Receipt ?? before.Receipt;
        var (amount, left) = operation == Operation.Refund ? ((Money?)null, (Money?)after.Payment.Left) : (after.Payment.Reported, null);
        Settle(after with { Receipt = receipt }, operation, new LedgerAnswer.Approved(amount, left), due, visibleAfter, EffectBy.Request);
    }

    private Verdict.Approved Settle(
        OrderFile after, Operation operation, LedgerAnswer.Approved answer, DateTimeOffset at, TimeSpan visibleAfter, EffectBy by)
    {
        var (before, payment) = (_file.Current.Payment, after.Payment!);
        var settled = after with { ErrCode = null };
        _file.Change(settled, at, visibleAfter);
        var amount = operation switch
        {
            Operation.Pay or Operation.Block or Operation.Unblock => payment.Held,
            Operation.Charge => payment.Captured,
            _ => payment.Refunded - before!.Refunded,
        };
        _effects.Add(new SimulatedEffect(Books.NextSerial(), at, Merchant.Key, Name, operation, amount, by));
        if (operation is Operation.Pay or Operation.Block && settled.Card is { Login: { } login, CardId: { } cardId })
            Books.CardUsed(Merchant, login, cardId);
        Books.Post(Notices.Done(this, settled, operation, answer, at));
        return new Verdict.Approved(answer, settled);
    }

    private Verdict.Refused Fail(OrderFile after, Operation operation, LedgerAnswer.Refused answer, DateTimeOffset at, TimeSpan visibleAfter)
    {
        // What the state refused has touched nothing; what the bank refused is a failed attempt.
        if (after.Payment != _file.Current.Payment || after.Attempts != _file.Current.Attempts)
        {
            var failed = after with { ErrCode = answer.ErrCode };
            _file.Change(failed, at, visibleAfter);
            Books.Post(Notices.Failed(this, failed, operation, answer.ErrCode, at));
        }
        return new Verdict.Refused(answer.ErrCode);
    }
}
