namespace PaytureActors.Domain.Orders;

/// <summary>From facts to effects: what an order does as things happen, as time passes, and after a restart.</summary>
public static class OrderProcess
{
    /// <summary>What one fact sets off at once. The only place from which money is moved.</summary>
    public static OrderEffect? React(OrderEvent @event, OrderState state) => (@event, state.InFlight) switch
    {
        (OrderEvent.AttemptRequested requested, { } attempt) when attempt.Id == requested.Attempt => new OrderEffect.Call(attempt),
        _ => null,
    };

    /// <summary>
    /// What to do after a restart. It may have fallen before, during or after a call, and nothing in the journal says which:
    /// so an attempt in flight is asked about, and never sent again.
    /// </summary>
    public static OrderEffect? Resume(OrderState state, MerchantPolicy policy, Moment now) =>
        Next(state, Incarnation.Recovered(now.Monotonic), policy, now);

    /// <summary>What an order waits for now: an inquiry to send, or a moment at which to look again. Never a call.</summary>
    public static OrderEffect? Next(OrderState state, Incarnation here, MerchantPolicy policy, Moment now) => state switch
    {
        _ when here.IsAsking => null, // The inquiry lane always answers.
        { InFlight: { } init } when OrderDecider.IsSessionLost(init, policy, now.Wall) => AwaitSession(init, policy, now),
        { InFlight: not null } or { InProgress: null } when here.IsHinted => InquireIn(UntilHintMayAsk(here, now)),
        { InFlight: { } attempt } => AwaitTruth(attempt, state, here, policy, now),
        { InProgress: { } command } => GoOn(command, state, here, policy, now),
        { Challenge: { } challenge } => AwaitCustomer(challenge, state, here, policy, now),
        _ when state.IsQuarantined(policy) => AwaitLook([policy.RestoredAt!.Value], here, policy, now),
        { LooksDue: { Count: > 0 } looks } => AwaitLook(looks, here, policy, now),
        _ => null,
    };

    /// <summary>
    /// Whether an order may leave memory: nothing is promised or due, or it waits for a person and has been judged in this incarnation.
    /// The order book wakes it when something is due. Only one that stays awake can tell what a look proves: each waking begins a quiet period.
    /// </summary>
    public static bool MaySleep(OrderState state, Incarnation here, MerchantPolicy policy, Moment now) =>
        here is { IsAsking: false, OpenCall: null }
        && ((state is { InProgress: null, Challenge: null } && !state.IsLookDue(now.Wall) && !state.IsQuarantined(policy))
            || (state.WaitsForPerson && now.Monotonic - here.Learnt > policy.QuietPeriod + policy.WatchEvery));

    private static OrderEffect? AwaitTruth(Attempt attempt, OrderState state, Incarnation here, MerchantPolicy policy, Moment now)
    {
        var quietEnd = here.Learnt + JustPast(policy.QuietPeriod);
        if (here.OpenCall == attempt.Id && now.Monotonic < quietEnd)
            return new OrderEffect.Remind(quietEnd - now.Monotonic); // The call answers first, unless its process is gone.

        var wait = UntilNextInquiry(state, here, policy, now);
        if (wait is not { } pause)
            return null;

        // The moments at which "not there" begins to prove something are worth an inquiry of their own.
        if (here.AskedAt is { } asked)
        {
            if (asked.Monotonic < quietEnd)
                pause = Min(pause, quietEnd - now.Monotonic);
            var horizonEnd = attempt.SendBy + JustPast(policy.Horizon);
            if (!attempt.IsGuarded && asked.Wall < horizonEnd)
                pause = Min(pause, horizonEnd - now.Wall);
        }

        return InquireIn(pause);
    }

    private static OrderEffect? GoOn(CommandInProgress command, OrderState state, Incarnation here, MerchantPolicy policy, Moment now) =>
        command.RetryAt > now.Wall ? new OrderEffect.Remind(command.RetryAt - now.Wall)
        : command.Operation is not (Operation.Refund or Operation.Adopt) && !state.IsQuarantined(policy)
            ? new OrderEffect.Remind(TimeSpan.Zero) // Back through Decide: a new intent.
        : UntilNextInquiry(state, here, policy, now) is { } pause ? InquireIn(pause) // A refund first looks at its fence, an adoption at all there is.
        : null;

    /// <summary>The answer to Init comes while its call is open, or never: then nobody has the session.</summary>
    private static OrderEffect AwaitSession(Attempt init, MerchantPolicy policy, Moment now)
    {
        var lost = init.RequestedAt + JustPast(policy.QuietPeriod) - now.Wall;
        return new OrderEffect.Remind(lost > TimeSpan.Zero ? lost : TimeSpan.Zero);
    }

    private static OrderEffect? AwaitCustomer(Challenge challenge, OrderState state, Incarnation here, MerchantPolicy policy, Moment now)
    {
        var first = challenge.HandedOutAt + policy.ChallengeInquiryAfter;
        if (now.Wall < first)
            return new OrderEffect.Remind(first - now.Wall);
        if (here.AskedAt is not { } asked)
            return new OrderEffect.Inquire();
        if (state.WaitsForPerson)
            return UntilNextInquiry(state, here, policy, now) is { } watch ? InquireIn(watch) : null;

        var pause = AfterPlannedPause(policy.ChallengePlan, here, now, asked, asked.Wall - first);
        var over = challenge.Deadline + JustPast(policy.ChallengeGrace);
        return InquireIn(asked.Wall < over ? Min(pause, over - now.Wall) : pause);
    }

    private static TimeSpan UntilHintMayAsk(Incarnation here, Moment now) =>
        here.LastAskedAt is { } asked ? asked.Monotonic + Incarnation.HintsAreMergedFor - now.Monotonic : TimeSpan.Zero;

    private static OrderEffect AwaitLook(ValueList<DateTimeOffset> looks, Incarnation here, MerchantPolicy policy, Moment now)
    {
        if (here.AskedAt is not { } asked || asked.Wall < looks[0])
            return InquireIn(looks[0] - now.Wall);

        // Asked about in vain so far. One that falls due meanwhile does not wait for the plan.
        var planned = AfterPlannedPause(policy.InquiryPlan, here, now, asked, TimeSpan.Zero);
        return InquireIn(looks.FirstOrDefault(look => look > asked.Wall) is var next && next != default ? Min(planned, next - now.Wall) : planned);
    }

    private static TimeSpan? UntilNextInquiry(OrderState state, Incarnation here, MerchantPolicy policy, Moment now) => here.AskedAt switch
    {
        _ when state.WaitsForPerson && now.Wall > state.Attention!.Since + policy.WatchFor => null,
        null => TimeSpan.Zero,
        { } asked when state.WaitsForPerson && here.Inquiries > 1 => asked.Monotonic + policy.WatchEvery - now.Monotonic,
        { } asked => AfterPlannedPause(policy.InquiryPlan, here, now, asked, state.InFlight is { } attempt ? asked.Wall - attempt.RequestedAt : TimeSpan.Zero),
    };

    /// <summary>
    /// What was not heard is asked again as soon as a first inquiry: hours into the plan, its next pause would be long. But a restart
    /// does not begin the plan anew for an old doubt: thousands of them would be asked about every few seconds.
    /// </summary>
    private static TimeSpan AfterPlannedPause(InquiryPlan plan, Incarnation here, Moment now, Moment asked, TimeSpan age)
    {
        var place = here.Unheard > 0 ? here.Unheard : Math.Max(here.Inquiries, plan.InquiriesBy(age));
        return asked.Monotonic + plan.PauseAfter(place) - now.Monotonic;
    }

    private static OrderEffect InquireIn(TimeSpan pause) =>
        pause <= TimeSpan.Zero ? new OrderEffect.Inquire() : new OrderEffect.Remind(pause);

    private static TimeSpan JustPast(TimeSpan span) => span + TimeSpan.FromMilliseconds(1);

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
