using Akka.Actor;
using Akka.Persistence;
using PaytureActors.Domain;
using PaytureActors.Domain.Customers;
using PaytureActors.Domain.Orders;
using PaytureActors.Gateway;
using PaytureActors.Orders;
using PaytureActors.Vault;

namespace PaytureActors.Customers;

/// <summary>
/// An eWallet customer: decide, persist, evolve, react, answer, in that order, and one command after another. It decides nothing itself, and does
/// nothing by itself. When the journal does not take a fact it stops, and the copy that recovers answers.
/// </summary>
internal sealed partial class CustomerActor : ReceivePersistentActor, IWithTimers
{
    private const int LongestLine = 100;

    private readonly CustomerKey _key;
    private readonly MerchantPolicy _policy;
    private readonly CustomerSurroundings _around;
    private readonly Waiting<IdempotencyKey> _callers = new();
    private readonly List<Asker> _line = []; // They wait for the exchange that is open, in their order.

    private CustomerState _state = CustomerState.Initial;
    private MonotonicTime _learnt; // When this copy learnt of what may be in doubt: by its own persist, or by its recovery.
    private Exchange? _open;
    private long _exchanges;
    private (IdempotencyKey Key, ChallengeForm Form)? _form; // Until somebody takes it; never anywhere else.
    private MonotonicTime _touched;
    private (string Call, CustomerReply Reply)? _told; // A caller who asks again may have missed the answer; what only is handed on must not go twice.
    private bool _writing;
    private bool _leaving;

    public CustomerActor(CustomerKey key, MerchantPolicy policy, CustomerSurroundings around)
    {
        _key = key;
        _policy = policy;
        _around = around;
        PersistenceId = key.PersistenceId;
        JournalPluginId = around.Journal;
        SnapshotPluginId = "akka.persistence.no-snapshot-store"; // A few events a customer: a snapshot would cost more than it saves.

        Recover<CustomerEvent>(@event => _state = CustomerDecider.Evolve(_state, @event));
        Recover<RecoveryCompleted>(_ => Open());

        Command<AskCustomer>(ask => Take(new Asker(ask, Sender)));
        Command<ResolveCustomer>(Resolve);
        Command<LookAtCustomer>(Show);
        Command<CustomerCallEnded>(End);
        Command<ExchangeOverdue>(overdue => End(new(overdue.Tag, new(new GatewayOutcome.Unknown(UnknownReason.ProcessLost)))));
        Command<ReceiveTimeout>(_ => RestWhenIdle());
        Command<LeaveMemory>(_ => Leave());
    }

    public override string PersistenceId { get; }

    public ITimerScheduler Timers { get; set; } = null!;

    public override Recovery Recovery { get; } = new(SnapshotSelectionCriteria.None);

    private bool IsAtRest => _open is null && _line.Count == 0 && _callers.IsEmpty;

    /// <summary>The journal may have the fact or not: only recovery can tell.</summary>
    protected override void OnPersistFailure(Exception cause, object @event, long sequenceNr)
    {
        _around.JournalFailed(cause);
        base.OnPersistFailure(cause, @event, sequenceNr); // And the actor stops.
    }

    protected override void OnPersistRejected(Exception cause, object @event, long sequenceNr)
    {
        _around.JournalFailed(cause);
        base.OnPersistRejected(cause, @event, sequenceNr);
        Context.Stop(Self);
    }

    protected override void PostStop()
    {
        _callers.Answer(_ => AskAgain.Instance);
        foreach (var asker in _line.Append(_open?.For).OfType<Asker>())
            asker.Who.Tell(AskAgain.Instance);
        _form?.Form.PaReq.Clear();
        _form?.Form.Md.Clear();
        base.PostStop();
    }

    private void Open()
    {
        _learnt = _touched = _around.Now.Monotonic;
        if (CustomerProcess.Resume(_state) is CustomerEffect.Call call)
            throw new InvalidOperationException($"A restart sends nothing: {call.Change}.");
        Context.SetReceiveTimeout(_around.IdleAfter);
        Context.Parent.Tell(new CustomerIsOpen(_key));
    }

    private void Take(Asker asker)
    {
        _touched = _around.Now.Monotonic;
        if (_open?.For is { } busy && busy.Ask.Call == asker.Ask.Call)
        {
            _open = _open with { For = asker }; // Asked again, by one who has not heard yet.
            return;
        }

        if (_told is { } told && told.Call == asker.Ask.Call)
        {
            asker.Who.Tell(new CustomerAnswered(told.Reply));
            return;
        }

        _line.RemoveAll(waiting => waiting.Ask.Call == asker.Ask.Call || waiting.Until < _touched);
        if (_open is null && _line.Count == 0)
            Handle(asker);
        else if (Decide(asker) is CustomerDecision.Joined or CustomerDecision.Repeated)
            Handle(asker); // Nothing leaves for its sake.
        else if (_line.Count < LongestLine)
            _line.Add(asker with { Until = _touched + asker.Ask.Within });
        else
            asker.Who.Tell(new NotTaken($"{LongestLine} commands of this customer wait already: try again shortly."));
    }

    private void Handle(Asker asker)
    {
        var ask = asker.Ask;
        switch (Decide(asker))
        {
            case CustomerDecision.Forwarded:
                Exchanges(ExchangeKind.Forward, asker, ask.Ticket, ask.Operation, sendBy: null);
                break;

            case CustomerDecision.ReadFirst read:
                Exchanges(ExchangeKind.Read, asker, ask.ReadTicket!, read.Read, sendBy: null);
                break;

            case CustomerDecision.SettledFirst settled:
                Write(settled.Events, then: () => Handle(asker));
                break;

            case CustomerDecision.Accepted accepted:
                Revoke(ask.ReadTicket);
                WaitFor(ask.Idempotency, asker);
                Write(accepted.Events, asker);
                break;

            case CustomerDecision.Joined joined:
                WaitFor(joined.Key, asker);
                Revoke(ask.Ticket, ask.ReadTicket);
                break;

            case CustomerDecision.Repeated repeated:
                Answer(asker, ReplyTo(repeated.Answer));
                break;

            case CustomerDecision.Rejected rejected:
                Answer(asker, CustomerReplies.From(rejected.Reason));
                break;

            case CustomerDecision.InDoubt when asker.ReadRefusal is { } refusal: // A wrong password, most likely: the command would hear the same.
                Answer(asker, new CustomerReply.Refused(refusal));
                break;

            case CustomerDecision.InDoubt inDoubt:
                Answer(asker, CustomerReplies.From(inDoubt.Doubt, _policy));
                break;
        }
    }

    private void Resolve(ResolveCustomer resolve)
    {
        _touched = _around.Now.Monotonic;
        var (sender, doubt) = (Sender, _state.InProgress);
        switch (Decide(new CustomerCommand.Resolve(resolve.Decision, resolve.Reason, resolve.By, Asking())))
        {
            case CustomerDecision.Accepted accepted:
                Write(accepted.Events, then: () => sender.Tell(new CustomerAnswered(new CustomerReply.Resolved(doubt!.Operation))));
                break;

            case CustomerDecision.Rejected rejected:
                sender.Tell(new CustomerAnswered(CustomerReplies.From(rejected.Reason)));
                break;
        }
    }

    private void Show(LookAtCustomer look)
    {
        _touched = _around.Now.Monotonic;
        CustomerReply? known = look.About switch
        {
            { } key when _state.Recorded(key) is { } answer => ReplyTo(answer),
            { } key when _state.InProgress is { } change && change.Key == key => CustomerReplies.From(change, _policy),
            _ => null,
        };
        Sender.Tell(new CustomerSeen(known, look.Operation is { } operation ? _state.DefaultKey(operation) : null, _state.ReturnUrl));
    }

    private ValueList<CustomerEvent> FactsOf(CustomerCommand command) => Decide(command) is CustomerDecision.Accepted accepted ? accepted.Events : [];

    // Those who waited, while nothing is open.
    private void GoOn()
    {
        while (_open is null && !_writing && _line.Count > 0)
        {
            var next = _line[0];
            _line.RemoveAt(0);
            if (next.Until >= _around.Now.Monotonic)
                Handle(next);
            else
                Revoke(next.Ask.Ticket, next.Ask.ReadTicket);
        }
    }

    private CustomerDecision Decide(Asker asker) => Decide(new CustomerCommand.Ask(asker.Ask.Operation, asker.Ask.Idempotency, Asking())
    {
        CardId = asker.Ask.CardId,
        Amount = asker.Ask.Amount,
        MaskedPan = asker.Ask.MaskedPan,
        ReturnUrl = asker.Ask.ReturnUrl,
        MdHash = asker.Ask.MdHash,
        HasPassword = asker.Ask.ReadTicket is not null,
        HasRead = asker.HasRead,
    });

    private CustomerDecision Decide(CustomerCommand command) => CustomerDecider.Decide(command, _state, _policy, _around.Now.Wall);

    private Asked Asking()
    {
        var now = _around.Now;
        return new(now.Wall, now.Monotonic - _learnt, _open?.Kind is ExchangeKind.Change);
    }

    private void Write(ValueList<CustomerEvent> events, Asker? asker = null, Action? then = null)
    {
        var left = events.Count;
        if (left == 0)
        {
            then?.Invoke();
            GoOn();
            return;
        }

        if (!_around.MayWrite()) // Another process may own the customers by now.
        {
            Context.Stop(Self);
            return;
        }

        _writing = true;
        PersistAll(events, @event =>
        {
            _state = CustomerDecider.Evolve(_state, @event);
            if (CustomerProcess.React(@event, _state) is CustomerEffect.Call call)
            {
                _learnt = _around.Now.Monotonic;
                Exchanges(ExchangeKind.Change, asker!, asker!.Ask.Ticket, call.Change.Operation, call.Change.SendBy);
            }

            if (--left > 0)
                return;
            _writing = false;
            _callers.Answer(key => _state.Recorded(key) is { } answer ? new CustomerAnswered(ReplyTo(answer)) : null);
            then?.Invoke();
            GoOn();
        });
    }

    private void Answer(Asker asker, CustomerReply reply)
    {
        _told = (asker.Ask.Call, reply);
        asker.Who.Tell(new CustomerAnswered(reply));
        Revoke(asker.Ask.Ticket, asker.Ask.ReadTicket); // Used or not, nothing more is done with it.
    }

    private CustomerReply ReplyTo(CustomerAnswer answer)
    {
        var form = _form is { } kept && kept.Key == answer.Key ? kept.Form : null;
        if (form is not null)
            _form = null; // Handed out once.
        return CustomerReplies.From(answer, form);
    }

    private void WaitFor(IdempotencyKey key, Asker asker) =>
        _callers.Add(key, asker.Ask.Call, asker.Who, asker.Ask.Within, _around.Now.Monotonic);

    private static void Revoke(params ReadOnlySpan<Ticket?> tickets)
    {
        foreach (var ticket in tickets)
            ticket?.Vault.Tell(new RevokeTicket(ticket.Id));
    }

    /// <summary>
    /// A customer in doubt stays for longer: a copy that comes back knows nothing of what was on its way, and must let a quiet period pass before it
    /// believes anything.
    /// </summary>
    private void RestWhenIdle()
    {
        var now = _around.Now.Monotonic;
        _callers.Prune(now);
        var stays = _state.InProgress is null ? _around.IdleAfter : _policy.Horizon;
        if (_leaving || !IsAtRest || now - _touched < stays)
            return;
        _leaving = true;
        Context.Parent.Tell(new CustomerIsIdle(_key));
    }

    private void Leave()
    {
        if (IsAtRest)
        {
            Context.Stop(Self);
            return;
        }

        _leaving = false;
        Context.Parent.Tell(new CustomerIsOpen(_key));
    }

    /// <summary>A command and who asked it.</summary>
    private sealed record Asker(AskCustomer Ask, IActorRef Who)
    {
        public MonotonicTime Until { get; init; }

        public bool HasRead { get; init; }

        public Refusal? ReadRefusal { get; init; }
    }
}
