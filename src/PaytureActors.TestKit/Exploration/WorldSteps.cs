using PaytureActors.Domain;
using PaytureActors.Domain.Orders;
using PaytureActors.TestKit.Gateway;

namespace PaytureActors.TestKit.Exploration;

/// <summary>Everything that can happen next in a world, in words.</summary>
internal static class WorldSteps
{
    private static readonly TimeSpan InquiryLimit = TimeSpan.FromSeconds(2);

    public static IEnumerable<(string Label, World World)> From(World world) =>
    [
        .. Wishes(world),
        .. world.Calls.SelectMany((call, index) => call switch
        {
            { SentAt: null } => Sending(world, call, index),
            { PendingUntil: not null } => Pending(world, call, index),
            _ => OnRoad(world, call, index),
        }),
        .. Inquiring(world),
        .. Crashing(world),
        .. Restoring(world),
        .. People(world),
        .. Customer(world),
        .. Showing(world),
        .. Waiting(world),
    ];

    private static IEnumerable<(string, World)> Wishes(World world)
    {
        if (world.Policy.RestoredAt + world.Policy.Horizon < world.Now.Wall && world is { Setting.AsksAgain: true, Order.Sequence: 0 })
            yield break; // Who remembers a payment that we have forgotten asks again before long.
        if (world.WishesDone < world.Setting.Wishes.Count && (world.Setting.IsImpatient || world.Order.InProgress is null))
        {
            var wish = world.Setting.Wishes[world.WishesDone];
            yield return ($"the caller asks for {wish.Operation}({wish.Amount})", (world with { WishesDone = world.WishesDone + 1 }).Do(wish));
        }
    }

    private static IEnumerable<(string, World)> Sending(World world, Call call, int index)
    {
        var name = $"{call.Attempt.Operation}{call.Attempt.Id}";
        var gone = world with { Calls = Without(world.Calls, index) };
        if (world.Now.Wall > call.Attempt.SendBy || world.Time - call.PersistedAt > world.Policy.SendBy)
        {
            yield return ($"{name} is too late to leave", gone.Report(call, new GatewayOutcome.NotSent(NotSentReason.SendByPassed)));
            yield break;
        }

        var (arrived, answer) = gone.Arrive(call);
        yield return ($"{name} is sent and answered", arrived.Report(call, answer));
        if (world.Setting.RepeatsPosts && arrived.Ledger is not null)
            yield return ($"{name} is sent, repeated on the way, and answered", arrived.Arrive(call).World.Report(call, answer));
        if (world.Setting.Banks && call.Attempt.Operation is Operation.Pay or Operation.Block && world.Ledger is null)
        {
            var rejected = gone with { Ledger = Ledger.Reject(null, call.Attempt.Operation, call.Attempt.Amount, "AMOUNT_EXCEED").Payment };
            yield return ($"{name} is declined by the bank", rejected.Report(call, new GatewayOutcome.Refused(World.Classify("AMOUNT_EXCEED"))));
            var challenged = gone with { Ledger = Ledger.Challenge(null, call.Attempt.Operation, call.Attempt.Amount).Payment };
            yield return ($"{name} asks for 3-D Secure", challenged.Report(call, new GatewayOutcome.ChallengeRequired("https://acs.invalid", "md")));
            if (Faulty(rejected) is { } lost)
                yield return ($"{name} is declined by the bank, the answer is lost", lost.Report(call, new GatewayOutcome.Unknown(UnknownReason.ConnectionLost)));
            if (Faulty(challenged) is { } unheard)
                yield return ($"{name} asks for 3-D Secure, the answer is lost", unheard.Report(call, new GatewayOutcome.Unknown(UnknownReason.ConnectionLost)));
        }

        if (Faulty(gone) is not { } faulty)
            yield break;
        var unknown = new GatewayOutcome.Unknown(UnknownReason.ConnectionLost);
        yield return ($"{name} finds no connection", faulty.Report(call, new GatewayOutcome.NotSent(NotSentReason.Connect)));
        yield return ($"{name} is lost on its way", faulty.Report(call, unknown));
        yield return ($"{name} is sent, the answer is lost", faulty.Arrive(call).World.Report(call, unknown));
        yield return ($"{name} is sent, the answer is lost, the effect is not visible yet", faulty.Arrive(call, lags: true).World.Report(call, unknown));
        var slow = call with { SentAt = world.Time };
        yield return ($"{name} is sent and slow", faulty with { Calls = faulty.Calls.Add(slow) });
        if (world.Setting.Pends && Ledger.Begin(faulty.Ledger, call.Attempt.Operation, call.Attempt.Amount) is (var pending, null))
        {
            var begun = slow with { IsAwaited = false, PendingUntil = world.Time + world.Policy.PendingLifetime };
            yield return ($"{name} is pending at the gateway",
                (faulty with { Ledger = pending, Calls = faulty.Calls.Add(begun) }).Report(call, unknown));
        }
    }

    private static IEnumerable<(string, World)> OnRoad(World world, Call call, int index)
    {
        var name = $"{call.Attempt.Operation}{call.Attempt.Id}";
        if (call.IsOnRoad)
        {
            var gone = world with { Calls = Without(world.Calls, index) };
            var (arrived, answer) = gone.Arrive(call);
            if (call.IsAwaited)
            {
                yield return ($"{name} arrives and is answered", arrived.Report(call, answer));
                yield return ($"{name} arrives, its answer waits", arrived with
                {
                    Calls = arrived.Calls.Add(call with { IsOnRoad = false, Answer = world.Setting.LateAnswers ? answer : null }),
                });
                yield return ($"{name} is given up, and still on its way",
                    (world with { Calls = Replace(world.Calls, index, call with { IsAwaited = false }) })
                    .Report(call, new GatewayOutcome.Unknown(UnknownReason.Timeout)));
            }
            else
            {
                yield return ($"{name} arrives unheard", arrived);
                yield return ($"{name} gets lost at last", gone);
            }
        }
        else
        {
            if (call.Answer is { } late)
                yield return ($"the answer to {name} comes in", (world with { Calls = Without(world.Calls, index) }).Report(call, late));
            yield return ($"the answer to {name} is lost",
                (world with { Calls = Without(world.Calls, index) }).Report(call, new GatewayOutcome.Unknown(UnknownReason.Timeout)));
        }
    }

    private static IEnumerable<(string, World)> Pending(World world, Call call, int index)
    {
        var name = $"{call.Attempt.Operation}{call.Attempt.Id}";
        var gone = world with { Calls = Without(world.Calls, index) };
        yield return ($"{name} ends well at the gateway", gone.WithEffect(call.Attempt, Ledger.End(world.Ledger!, succeeds: true), lags: false));
        yield return ($"{name} fails at the gateway", gone with { Ledger = Ledger.End(world.Ledger!, succeeds: false) });
    }

    private static IEnumerable<(string, World)> Inquiring(World world)
    {
        if (world.Inquiry is not { } inquiry)
            yield break;
        if (inquiry.Read is { } read)
        {
            yield return ($"the slow answer {Say(read)} comes in", world.Take(inquiry.Asked, read));
            yield break;
        }

        var standing = Ledger.Read(world.Shown);
        yield return ($"GetState answers {Say(standing)}", world.Take(inquiry.Asked, standing));
        if (Faulty(world) is { } faulty)
        {
            yield return ($"GetState reads {Say(standing)} and is slow", faulty with { Inquiry = inquiry with { Read = standing } });
            yield return ("GetState is lost", (faulty with { Here = world.Here.HasAsked(), Inquiry = null }).GoOn());
        }
    }

    private static IEnumerable<(string, World)> Crashing(World world)
    {
        if (world.CrashesLeft == 0 || world.Order.Sequence == 0)
            yield break;
        var crashed = world with { CrashesLeft = world.CrashesLeft - 1 };
        yield return ("the process crashes", crashed.Crash(wholeProcess: true));
        yield return ("the order crashes", crashed.Crash(wholeProcess: false));
    }

    private static IEnumerable<(string, World)> Restoring(World world)
    {
        if (world.RestoresLeft == 0 || Limits(world).Any(limit => limit < world.Time + World.RestoreTakes))
            yield break;
        for (var line = world.Journal; line is not null; line = line.Earlier)
            yield return ($"the journal is set back to event {JournalLine.OldestFirst(line.Earlier).Count()}", world.SetBack(line.Earlier));
    }

    private static IEnumerable<(string, World)> People(World world)
    {
        var isAtRest = world.Order is { InProgress: null, Doubts.Count: 0 } && world.Calls.Count == 0;
        if (world.OperatorActsLeft > 0 && world.Ledger is not null && (isAtRest || !world.Setting.OperatorWaits))
        {
            foreach (var (operation, amount) in new (Operation, Money?)[] { (Operation.Refund, Money.Kopecks(1)), (Operation.Unblock, null) })
            {
                if (Ledger.Objection(world.Ledger, operation, amount) is null)
                {
                    yield return ($"an operator does {operation}({amount})", world with
                    {
                        Ledger = Ledger.Apply(world.Ledger, operation, amount).Payment,
                        Lag = null,
                        OperatorActsLeft = world.OperatorActsLeft - 1,
                        HasUnseenAct = true,
                    });
                }
            }
        }

        if (world.ResolutionsLeft > 0 && world.Order.InFlight is { IsDoubted: true })
        {
            var world2 = world with { ResolutionsLeft = world.ResolutionsLeft - 1 };
            yield return ("a person says not applied", world2.Do(new OrderCommand.Resolve(ManualDecision.NotApplied, "Looked it up.", "Anna")));
        }
    }

    private static IEnumerable<(string, World)> Customer(World world)
    {
        if (world is { HintsLeft: > 0, Order.Sequence: > 0 })
            yield return ("a hint comes", world.Hint());
        if (world is not { CustomerActsLeft: > 0, HasPage: true, Session: { } session, Ledger: null or { State: LedgerState.Rejected } }
            || world.Time > world.SessionUntil)
        {
            yield break;
        }

        var acted = world with { CustomerActsLeft = world.CustomerActsLeft - 1 };
        var paid = Ledger.Apply(null, session.Effect, session.Amount).Payment!;
        yield return ("the customer pays on the page", acted.WithEffect(session, paid, lags: false));
        yield return ("the customer pays on the page, not visible yet", acted.WithEffect(session, paid, lags: true));
        yield return ("the customer is declined on the page",
            acted with { Ledger = Ledger.Reject(null, session.Effect, session.Amount, "AMOUNT_EXCEED").Payment });
    }

    private static IEnumerable<(string, World)> Showing(World world)
    {
        if (world.Lag is not null)
            yield return ("the effect becomes visible", world with { Lag = null });
    }

    /// <summary>Time passes to the next moment at which something may change, and never past one at which something must happen.</summary>
    private static IEnumerable<(string, World)> Waiting(World world)
    {
        if (world.Calls.Any(call => call.SentAt is null) && !world.Setting.Pauses)
            yield break;
        var limits = Limits(world).ToArray();
        if (limits.Any(limit => limit <= world.Time))
            yield break;
        var moments = limits.Concat(Moments(world)).Where(moment => moment > world.Time).ToArray();
        if (moments.Length > 0)
            yield return ($"time passes until {moments.Min().TotalSeconds}", (world with { Time = moments.Min() }).GoOn());
    }

    private static IEnumerable<TimeSpan> Limits(World world)
    {
        foreach (var call in world.Calls)
        {
            if (call.SentAt is { } sent && call.IsAwaited)
                yield return sent + world.Policy.MoneyTimeout;
            if (call is { SentAt: { } left, IsAwaited: false, IsOnRoad: true, PendingUntil: null })
                yield return left + world.Setting.Road;
            if (call.PendingUntil is { } until)
                yield return until;
        }

        if (world.Inquiry is { } inquiry)
            yield return inquiry.LeftAt + InquiryLimit;
        if (world.Lag is { } lag)
            yield return lag.Until;
    }

    private static IEnumerable<TimeSpan> Moments(World world)
    {
        if (world.Reminder is { } reminder)
            yield return reminder;
        foreach (var call in world.Calls.Where(call => call.SentAt is null))
            yield return call.PersistedAt + world.Policy.SendBy + TimeSpan.FromMilliseconds(1);
    }

    private static World? Faulty(World world) => world.FaultsLeft > 0 ? world with { FaultsLeft = world.FaultsLeft - 1 } : null;

    private static ValueList<Call> Without(ValueList<Call> calls, int index) => ValueList.From(calls.Where((_, i) => i != index));

    private static ValueList<Call> Replace(ValueList<Call> calls, int index, Call call) =>
        ValueList.From(calls.Select((other, i) => i == index ? call : other));

    private static string Say(Standing standing) => standing.Amount is { } amount ? $"{standing.State} {amount}" : $"{standing.State}";
}
