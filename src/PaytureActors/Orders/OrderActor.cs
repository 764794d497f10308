using Akka.Actor;
using Akka.Event;
using Akka.Persistence;
using PaytureActors.Domain;
using PaytureActors.Domain.Orders;
using PaytureActors.Gateway;
using PaytureActors.Transport;
using PaytureActors.Vault;

namespace PaytureActors.Orders;

/// <summary>
/// An order: decide, persist, evolve, react, answer, in that order. It decides nothing itself. When the journal does not take a
/// fact, it does not know what is true: it stops, and the copy that recovers answers.
/// </summary>
internal sealed partial class OrderActor : ReceivePersistentActor, IWithTimers
{
    private readonly OrderKey _key;
    private readonly OrderTerms _terms;
    private readonly OrderSurroundings _around;
    private readonly Waiting<IdempotencyKey> _callers = new();
    private readonly Waiting<Unit> _inquirers = new();

    private OrderState _state = OrderState.Initial;
    private Incarnation _here = null!;
    private Asked _asked; // What the inquiry that is on its way can prove.
    private long _inquiry; // The newest inquiry's number; answers to older ones are let go.

    public OrderActor(OrderKey key, OrderTerms terms, OrderSurroundings around)
    {
        _key = key;
        _terms = terms;
        _around = around;
        PersistenceId = OrderPersistenceId.Of(key);
        JournalPluginId = around.Journal;
        SnapshotPluginId = "akka.persistence.no-snapshot-store"; // Some ten events an order: a snapshot would cost more than it saves.

        Recover<OrderEvent>(@event => _state = OrderDecider.Evolve(_state, @event));
        Recover<RecoveryCompleted>(_ => Open());

        Command<AskOrder>(Ask);
        Command<ResolveOrder>(Resolve);
        Command<InquireOrder>(inquire => Wait(inquire));
        Command<HintOrder>(Hint);
        Command<LookAtOrder>(Show);
        Command<WakeOrder>(wake => Wake(wake.Sequence, isAgain: false));
        Command<WakeAgain>(wake => Wake(wake.Sequence, isAgain: true));
        Command<CallEnded>(Settle);
        Command<InquiryEnded>(Learn);
        Command<AlarmRang>(_ => Continue());
        Command<LeaveMemory>(_ => Leave());
    }

    public override string PersistenceId { get; }

    public ITimerScheduler Timers { get; set; } = null!;

    public override Recovery Recovery { get; } = new(SnapshotSelectionCriteria.None);

    private bool MayLeave =>
        _callers.IsEmpty && _inquirers.IsEmpty && OrderProcess.MaySleep(_state, _here, _terms.Policy, _around.Now);

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
        _inquirers.Answer(_ => AskAgain.Instance);
        base.PostStop();
    }

    private void Open()
    {
        var now = _around.Now.Monotonic;
        _here = Incarnation.Recovered(now);
        _touched = now;
        Context.Parent.Tell(new OrderIsOpen(_key));
        GoOn();
    }

    private void Ask(AskOrder ask)
    {
        Touch();
        switch (Decide(ask.Command))
        {
            case Decision.Accepted accepted:
                WaitFor(ask.Command.Key ?? _state.DefaultKey(ask.Command.Operation), ask);
                Write(accepted.Events, ask.Ticket);
                return;

            case Decision.Joined joined:
                WaitFor(joined.Key, ask);
                break;

            case Decision.Repeated repeated:
                Sender.Tell(ReplyTo(repeated.Answer));
                break;

            case Decision.Rejected rejected:
                Sender.Tell(new OrderReply.Rejected(rejected.Reason, View()));
                break;
        }

        ask.Ticket?.Vault.Tell(new RevokeTicket(ask.Ticket.Id)); // Nobody else needs what it stands for.
        GoOn();
    }

    private void Resolve(ResolveOrder resolve)
    {
        Touch();
        var sender = Sender;
        switch (Decide(resolve.Command))
        {
            case Decision.Accepted accepted:
                Write(accepted.Events, then: () => sender.Tell(new OrderReply.Approved(View()!)));
                break;

            case Decision.Rejected rejected:
                sender.Tell(new OrderReply.Rejected(rejected.Reason, View()));
                GoOn();
                break;
        }
    }

    private void Wait(InquireOrder inquire)
    {
        Touch();
        _inquirers.Add(default, inquire.Call, Sender, inquire.Within, _around.Now.Monotonic);
        GoOn();
    }

    private void Show(LookAtOrder look)
    {
        Touch();
        var about = look.About is { } ask ? Decide(ask) : null; // Only what is known already is told; nothing new is begun.
        Sender.Tell(new OrderSeen(
            View(),
            about switch
            {
                Decision.Repeated repeated => ReplyTo(repeated.Answer),
                Decision.Rejected { Reason: Rejection.KeyReused } taken => new OrderReply.Rejected(taken.Reason, View()),
                _ => null,
            },
            about is Decision.Joined,
            look.Operation is { } operation ? _state.DefaultKey(operation) : null));
        GoOn();
    }

    private void Wake(long sequence, bool isAgain)
    {
        _touched = _around.Now.Monotonic;
        switch (Decide(new OrderCommand.Wake(sequence)))
        {
            case Decision.Behind when isAgain:
                Log.Error("The order book has seen {0} events of order {1}, the journal holds {2}: the journal was set back. "
                    + "Start again with --restored, or Payture:Journal:Restored, before money is moved on.", sequence, _key, _state.Sequence);
                GoOn();
                break;

            case Decision.Behind:
                Context.Parent.Tell(new OrderIsBehind(_key, new WakeAgain(_key, sequence), Sender));
                Context.Stop(Self);
                break;

            default:
                GoOn();
                break;
        }
    }

    private void Settle(CallEnded call)
    {
        _here = _here.CallEnded(call.Attempt);
        Handle(new OrderCommand.Settle(call.Attempt, call.Outcome));
    }

    private void Learn(InquiryEnded inquiry)
    {
        if (inquiry.Tag != _inquiry || !_here.IsAsking)
            return; // It was asked about what is no longer waited for, and proves nothing now.

        if (inquiry.Result is InquiryResult.Read read)
        {
            _here = _here.HasHeard();
            Handle(new OrderCommand.TakeStanding(read.Standing, _asked), then: () => AnswerInquirers(read.Standing));
        }
        else
        {
            _here = _here.HasAsked();
            AnswerInquirers(heard: null);
            if (inquiry.Result is InquiryResult.Failed { Reason: GatewayOutcome.Refused refused })
                Handle(new OrderCommand.TakeRefusal(refused.Refusal));
            else
                GoOn();
        }
    }

    private void Continue()
    {
        _alarm = null;
        Handle(new OrderCommand.Continue());
    }

    private void Leave()
    {
        if (MayLeave)
        {
            Context.Stop(Self);
            return;
        }

        _leaving = false;
        Context.Parent.Tell(new OrderStays(_key));
        GoOn();
    }

    private Decision Decide(OrderCommand command) => OrderDecider.Decide(command, _state, _terms.Policy, _around.Now.Wall);

    private void Handle(OrderCommand command, Action? then = null) =>
        Write(Decide(command) is Decision.Accepted accepted ? accepted.Events : [], then: then);

    private void Write(ValueList<OrderEvent> events, Ticket? ticket = null, Action? then = null)
    {
        var left = events.Count;
        if (left == 0)
        {
            End();
            return;
        }

        if (!_around.MayWrite()) // Another process may own the orders by now.
        {
            Context.Stop(Self);
            return;
        }

        PersistAll(events, @event =>
        {
            Apply(@event, ticket);
            if (--left == 0)
                End();
        });

        void End()
        {
            _callers.Answer(key => _state.Recorded(key) is { } answer ? ReplyTo(answer) : null);
            then?.Invoke();
            GoOn();
        }
    }

    private void Apply(OrderEvent @event, Ticket? ticket)
    {
        _state = OrderDecider.Evolve(_state, @event);
        _here = _here.After(@event, _around.Now.Monotonic);
        if (OrderProcess.React(@event, _state) is OrderEffect.Call call)
            Send(AttemptRequests.For(_key, call.Attempt, _state, _terms.Policy, _around.Time), ticket);
        Context.System.EventStream.Publish(new OrderEventRecorded(_key, _state.Sequence, @event));
    }

    private void Send(GatewayRequest request, Ticket? ticket)
    {
        if (ticket is not null)
            ticket.Vault.Tell(new SendWithTicket(ticket.Id, request));
        else
            _around.Commands.Tell(new SendAttempt(request));
    }

    private void WaitFor(IdempotencyKey key, AskOrder ask) => _callers.Add(key, ask.Call, Sender, ask.Within, _around.Now.Monotonic);

    // Who asked is shown what the gateway said, also where it caused no event that keeps it.
    private void AnswerInquirers(Standing? heard) => _inquirers.Answer(
        _ => new OrderReply.Inquired(heard is not null && View() is { } view ? view with { Gateway = heard } : View(), heard is not null));

    private OrderReply ReplyTo(RecordedAnswer answer) => OrderReplies.From(_key, answer, _state, _terms);

    private OrderView? View() => _state.Sequence == 0
        ? null
        : OrderView.Of(_key, _state, _terms.Policy, _here.OpenCall is { } open && open == _state.InFlight?.Id, _terms.Sandbox).With(_terms.Doors);

    private void Touch() => (_touched, _isWanted) = (_around.Now.Monotonic, true);

    private readonly record struct Unit;
}
