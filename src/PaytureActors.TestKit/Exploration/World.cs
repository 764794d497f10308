using PaytureActors.Domain;
using PaytureActors.Domain.Orders;
using PaytureActors.TestKit.Gateway;

namespace PaytureActors.TestKit.Exploration;

/// <summary>
/// One order, the gateway's ledger, and everything on the road between them: immutable, and equal when nothing that matters differs.
/// Both clocks show the same time; the network, the gateway, the process and people do what their setting allows.
/// </summary>
internal sealed record World(WorldSetting Setting)
{
    public static readonly TimeSpan RestoreTakes = TimeSpan.FromSeconds(1);

    private static readonly DateTimeOffset Epoch = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public OrderState Order { get; init; } = OrderState.Initial;

    public Incarnation Here { get; init; } = Incarnation.Recovered(default);

    public TimeSpan Time { get; init; }

    public ValueList<Call> Calls { get; init; }

    public Inquiry? Inquiry { get; init; }

    public LedgerPayment? Ledger { get; init; }

    /// <summary>What GetState still shows instead of the ledger.</summary>
    public Lag? Lag { get; init; }

    public ValueList<Effect> Effects { get; init; }

    /// <summary>Attempts that a late effect or a drift has named after their command was answered.</summary>
    public ValueList<AttemptId> Named { get; init; }

    /// <summary>The commands that were accepted.</summary>
    public ValueList<IdempotencyKey> Accepted { get; init; }

    /// <summary>The session that is open at the gateway: what its Init leads to.</summary>
    public Attempt? Session { get; init; }

    /// <summary>Until when the gateway lets the customer pay in the session.</summary>
    public TimeSpan SessionUntil { get; init; }

    /// <summary>Whether the caller was told where the customer pays.</summary>
    public bool HasPage { get; init; }

    /// <summary>How often the customer may act on the page.</summary>
    public int CustomerActsLeft { get; init; }

    /// <summary>How often somebody may say, without proof, that something happened.</summary>
    public int HintsLeft { get; init; }

    public int WishesDone { get; init; }

    public int FaultsLeft { get; init; }

    public int CrashesLeft { get; init; }

    public int OperatorActsLeft { get; init; }

    public int ResolutionsLeft { get; init; }

    /// <summary>Whether an operator has acted since the gateway was last asked, and nobody has told of it.</summary>
    public bool HasUnseenAct { get; init; }

    /// <summary>The events so far, newest first.</summary>
    public JournalLine? Journal { get; init; }

    /// <summary>How often the journal may be set back to a backup.</summary>
    public int RestoresLeft { get; init; }

    /// <summary>What the order goes by: the setting's, and when its journal was set back.</summary>
    public MerchantPolicy Policy { get; init; } = Setting.Policy;

    public Moment Now => new(Epoch + Time, new(Time));

    public static World Of(WorldSetting setting) => new(setting)
    {
        FaultsLeft = setting.Faults,
        CrashesLeft = setting.Crashes,
        OperatorActsLeft = setting.OperatorActs,
        ResolutionsLeft = setting.Resolutions,
        CustomerActsLeft = setting.CustomerActs,
        HintsLeft = setting.Hints,
        RestoresLeft = setting.Restores,
        Ledger = setting.ForeignHold is { } hold ? Gateway.Ledger.Apply(null, Operation.Block, hold).Payment : null,
    };

    /// <summary>The order decides a command, writes its events down, and goes on as far as it can by itself.</summary>
    public World Do(OrderCommand command) =>
        OrderDecider.Decide(command, Order, Policy, Now.Wall) is Decision.Accepted accepted
            ? accepted.Events.Aggregate(this, (world, @event) => world.Write(@event)).GoOn()
            : GoOn();

    /// <summary>What the order does at this moment without anything from outside: it never waits with a question.</summary>
    public World GoOn()
    {
        var world = Here.IsAsking ? this : this with { Inquiry = null };
        return OrderProcess.Next(world.Order, world.Here, Policy, Now) switch
        {
            OrderEffect.Inquire => world with
            {
                Inquiry = new(world.Here.Asking(world.Order, Now), Time, null),
                Here = world.Here.Asks(Now),
            },
            OrderEffect.Remind remind when remind.In <= TimeSpan.Zero => world.Do(new OrderCommand.Continue()),
            _ => world,
        };
    }

    /// <summary>When the order wants to be reminded, if at all.</summary>
    public TimeSpan? Reminder =>
        OrderProcess.Next(Order, Here, Policy, Now) is OrderEffect.Remind remind ? Time + remind.In : null;

    /// <summary>The report of a call reaches the order.</summary>
    public World Report(Call call, GatewayOutcome outcome) => (this with
    {
        Here = Here.CallEnded(call.Attempt.Id),
        HasUnseenAct = HasUnseenAct && (call.Answer is not null || outcome is not (GatewayOutcome.Approved or GatewayOutcome.Refused)),
    }).Do(new OrderCommand.Settle(call.Attempt.Id, outcome));

    /// <summary>A request reaches the gateway, which answers; with lag, GetState goes on showing what was before.</summary>
    public (World World, GatewayOutcome Outcome) Arrive(Call call, bool lags = false)
    {
        var attempt = call.Attempt;
        if (attempt.Operation is Operation.Init)
            return OpenSession(attempt);
        if (attempt.Operation is Operation.CompleteChallenge)
            return Complete(attempt);
        var amount = attempt.Operation is Operation.Unblock ? (Money?)null : attempt.Amount;
        var (after, answer) = Gateway.Ledger.Apply(Ledger, attempt.Operation, amount);
        return answer switch
        {
            LedgerAnswer.Approved approved => (WithEffect(attempt, after!, lags), new GatewayOutcome.Approved(approved.Amount, approved.NewAmount)),
            LedgerAnswer.Refused refused => (this, new GatewayOutcome.Refused(Classify(refused.ErrCode))),
            _ => throw new InvalidOperationException($"The ledger does not answer {answer.GetType().Name}."),
        };
    }

    private (World World, GatewayOutcome Outcome) OpenSession(Attempt init) => Session is null && Ledger is null
        ? (this with { Session = init, SessionUntil = Time + Setting.SessionOutlives + Policy.SessionLifetime },
            new GatewayOutcome.SessionOpened("session", "https://gateway.invalid/pay"))
        : (this, new GatewayOutcome.Refused(Classify("DUPLICATE_ORDER_ID")));

    private (World World, GatewayOutcome Outcome) Complete(Attempt completion) => Ledger is { State: LedgerState.PreAuthorized3DS }
        ? (WithEffect(completion, Gateway.Ledger.Apply(null, completion.Effect, completion.Amount).Payment!, lags: false),
            new GatewayOutcome.Approved(completion.Amount, null))
        : (this, new GatewayOutcome.Refused(Classify("ILLEGAL_ORDER_STATE")));

    public World WithEffect(Attempt attempt, LedgerPayment after, bool lags) => this with
    {
        Ledger = after,
        Lag = lags ? new(Shown, Time + Setting.Visibility) : null,
        Effects = Effects.Add(new(attempt.Key, attempt.Id, attempt.Effect, attempt.Amount)),
    };

    /// <summary>Somebody says, without proof, that something happened to the order: what an operator did is no excuse any more.</summary>
    public World Hint() =>
        (this with { HintsLeft = HintsLeft - 1, HasUnseenAct = false, Here = Here.Hinted() }).Do(new OrderCommand.TakeHint(Here.HintMayAskAt(Now.Wall), Here.AskingSince));

    /// <summary>The standing of an inquiry reaches the order.</summary>
    public World Take(Asked asked, Standing standing) =>
        (this with { Here = Here.HasHeard(), Inquiry = null, HasUnseenAct = HasUnseenAct && standing != Gateway.Ledger.Read(Ledger) })
            .Do(new OrderCommand.TakeStanding(standing, asked));

    /// <summary>The order is read back from its journal. What its process held is gone; if only the order died, its calls go on without it.</summary>
    public World Crash(bool wholeProcess) => (this with
    {
        Order = Replay(),
        Here = Incarnation.Recovered(Now.Monotonic),
        Inquiry = null,
        Calls = wholeProcess
            ? ValueList.From(from call in Calls where call.SentAt is not null select call with { IsAwaited = false })
            : Calls,
    }).GoOn();

    /// <summary>The process dies, its journal is set back, and a second later another one starts on it and knows that. The caller may ask again.</summary>
    public World SetBack(JournalLine? backup)
    {
        var later = this with { Time = Time + RestoreTakes, Journal = backup, RestoresLeft = RestoresLeft - 1 };
        var order = later.Replay();
        return (later with
        {
            Policy = Policy with { RestoredAt = later.Now.Wall, FirstRestoredAt = Policy.FirstRestoredAt ?? later.Now.Wall },
            Accepted = ValueList.From(Accepted.Where(key => order.InProgress?.Key == key || order.Recorded(key) is not null)),
            WishesDone = Setting.AsksAgain ? 0 : WishesDone,
        }).Crash(wholeProcess: true);
    }

    public OrderState Replay() => JournalLine.OldestFirst(Journal).Aggregate(OrderState.Initial, OrderDecider.Evolve);

    public LedgerPayment? Shown => Lag is { } lag ? lag.Shown : Ledger;

    public static Refusal Classify(string code) => code switch
    {
        "AMOUNT_ERROR" => new(code, ErrorClass.BadRequest, false),
        "AMOUNT_EXCEED" => new(code, ErrorClass.Declined, false),
        _ => new(code, ErrorClass.StateConflict, false),
    };

    private bool IsAnswered(AttemptId attempt) =>
        Order.Doubts.Any(doubt => doubt.Id == attempt && Order.Recorded(doubt.Key) is not null);

    private World Write(OrderEvent @event)
    {
        var order = OrderDecider.Evolve(Order, @event);
        var world = this with
        {
            Order = order,
            Here = Here.After(@event, Now.Monotonic),
            Journal = new(@event, Journal),
            Named = @event switch
            {
                OrderEvent.LateEffectFound found => ValueList.From(Named.Concat(found.Attempts.Concat(found.Twins).Where(IsAnswered))),
                OrderEvent.DriftFound found => ValueList.From(Named.Concat(found.MayInclude.Where(IsAnswered))),
                _ => Named,
            },
            HasPage = HasPage || order.Challenge is { Kind: ChallengeKind.Page },
            Accepted = order.InProgress is { } command && !Accepted.Contains(command.Key) ? Accepted.Add(command.Key) : Accepted,
        };
        return OrderProcess.React(@event, order) is OrderEffect.Call call
            ? world with { Calls = world.Calls.Add(new(call.Attempt, Time)) }
            : world;
    }
}

/// <summary>One call, from the journal to the gateway and back.</summary>
/// <param name="Attempt">What it sends.</param>
/// <param name="PersistedAt">When its intent was persisted in this process.</param>
internal sealed record Call(Attempt Attempt, TimeSpan PersistedAt)
{
    /// <summary>When it left; not yet when absent.</summary>
    public TimeSpan? SentAt { get; init; }

    /// <summary>Whether our process still waits for the answer.</summary>
    public bool IsAwaited { get; init; } = true;

    /// <summary>Whether it is on its way to the gateway still.</summary>
    public bool IsOnRoad { get; init; } = true;

    /// <summary>The answer that is on its way back, where it may still come in.</summary>
    public GatewayOutcome? Answer { get; init; }

    /// <summary>Until when the gateway works on it; the ledger shows it as pending.</summary>
    public TimeSpan? PendingUntil { get; init; }
}

/// <summary>An inquiry on its way.</summary>
internal sealed record Inquiry(Asked Asked, TimeSpan LeftAt, Standing? Read);

/// <summary>What GetState shows instead of the ledger, and until when at the latest.</summary>
internal sealed record Lag(LedgerPayment? Shown, TimeSpan Until);

/// <summary>An effect in the gateway's ledger, and whose it was.</summary>
internal sealed record Effect(IdempotencyKey Key, AttemptId Attempt, Operation Operation, Money Amount);

/// <summary>The journal as a list that grows at its head.</summary>
internal sealed record JournalLine(OrderEvent Event, JournalLine? Earlier)
{
    public static IEnumerable<OrderEvent> OldestFirst(JournalLine? newest)
    {
        var events = new Stack<OrderEvent>();
        for (var line = newest; line is not null; line = line.Earlier)
            events.Push(line.Event);
        return events;
    }
}
