namespace PaytureActors.Domain.Orders;

/// <summary>
/// What this incarnation of an order knows and the journal does not: since when it has known what it waits for, and what it
/// has on the wire. A restart loses it, and must: only what this incarnation saw itself lets it judge by its own clock.
/// </summary>
public sealed record Incarnation
{
    private Incarnation() { }

    /// <summary>When this incarnation learnt what it now waits for: by its own persist, or by its recovery.</summary>
    public MonotonicTime Learnt { get; private init; }

    /// <summary>The attempt whose call is open in this process.</summary>
    public AttemptId? OpenCall { get; private init; }

    /// <summary>How many inquiries have left about what it now waits for.</summary>
    public int Inquiries { get; private init; }

    /// <summary>How many inquiries in a row were not answered.</summary>
    public int Unheard { get; private init; }

    /// <summary>When the newest inquiry left, by both clocks.</summary>
    public Moment? AskedAt { get; private init; }

    /// <summary>When the newest inquiry left, whatever it was about.</summary>
    public Moment? LastAskedAt { get; private init; }

    /// <summary>Whether an inquiry is on its way.</summary>
    public bool IsAsking { get; private init; }

    /// <summary>Whether somebody said, without proof, that something happened, and no inquiry has left since.</summary>
    public bool IsHinted { get; private init; }

    /// <summary>Hints that come within this time of an inquiry wait for its end: one hint-caused inquiry an order in 3 seconds.</summary>
    public static TimeSpan HintsAreMergedFor { get; } = TimeSpan.FromSeconds(3);

    /// <summary>An incarnation that has just recovered.</summary>
    public static Incarnation Recovered(MonotonicTime now) => new() { Learnt = now };

    /// <summary>What changes as this incarnation writes down an event. An inquiry from before a new stage proves nothing about it, and is let go.</summary>
    public Incarnation After(OrderEvent @event, MonotonicTime now) => @event switch
    {
        OrderEvent.PendingSeen or OrderEvent.ChallengeSeen or OrderEvent.AttentionRaised or OrderEvent.LooksOrdered => this,
        OrderEvent.OutcomeUnknown or OrderEvent.RefusedByState or OrderEvent.Looked =>
            this with { Inquiries = 0, Unheard = 0, AskedAt = null },
        _ => new() { Learnt = now, OpenCall = @event is OrderEvent.AttemptRequested e ? e.Attempt : OpenCall, LastAskedAt = LastAskedAt },
    };

    /// <summary>The call of an attempt has ended, in whatever way.</summary>
    public Incarnation CallEnded(AttemptId attempt) => OpenCall == attempt ? this with { OpenCall = null } : this;

    /// <summary>A hint came.</summary>
    public Incarnation Hinted() => this with { IsHinted = true };

    /// <summary>When the inquiry that is on its way left; null when none is.</summary>
    public DateTimeOffset? AskingSince => IsAsking ? LastAskedAt?.Wall : null;

    /// <summary>When a hint may cause an inquiry at the earliest.</summary>
    public DateTimeOffset HintMayAskAt(DateTimeOffset now) =>
        LastAskedAt is { } asked && asked.Wall + HintsAreMergedFor > now ? asked.Wall + HintsAreMergedFor : now;

    /// <summary>An inquiry leaves.</summary>
    public Incarnation Asks(Moment now) => this with
    {
        IsHinted = false, IsAsking = true, Inquiries = Inquiries + 1, Unheard = Unheard + 1, AskedAt = now, LastAskedAt = now,
    };

    /// <summary>The inquiry has ended, in whatever way.</summary>
    public Incarnation HasAsked() => this with { IsAsking = false };

    /// <summary>The inquiry has ended with an answer of the gateway.</summary>
    public Incarnation HasHeard() => HasAsked() with { Unheard = 0 };

    /// <summary>What an inquiry that leaves now can prove.</summary>
    public Asked Asking(OrderState state, Moment now) =>
        new(now.Wall, now.Monotonic - Learnt, OpenCall is { } open && open == state.InFlight?.Id);
}
