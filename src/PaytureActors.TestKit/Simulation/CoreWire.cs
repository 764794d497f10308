using PaytureActors.Domain;
using PaytureActors.Domain.Orders;
using PaytureActors.Gateway;
using PaytureActors.TestKit.Auditing;
using PaytureActors.TestKit.Gateway;
using CommandRow = PaytureActors.TestKit.Gateway.CommandRow;
using Verdict = PaytureActors.TestKit.Gateway.Verdict;

namespace PaytureActors.TestKit.Simulation;

/// <summary>
/// The road between the orders of a process and the simulated gateway, which is asked below its text: what is sent, when it arrives, what
/// comes back, and what of that anybody still hears.
/// </summary>
internal sealed class CoreWire(GatewayBooks books, CoreProcess process, Weather weather, Agenda agenda, Dice dice, int seed)
{
    private static readonly TimeSpan InquiryTimeout = TimeSpan.FromSeconds(15);

    private readonly Dictionary<OrderKey, Traveller> _travellers = [];
    private IFaultPlan _faults = FaultPlan.Seeded(seed, weather.Rates, new FaultTimes { LongestPending = TimeSpan.FromHours(2) });

    public bool IsHealed { get; private set; }

    /// <summary>From now on nothing goes wrong.</summary>
    public void Heal()
    {
        IsHealed = true;
        _faults = FaultPlan.None;
    }

    /// <summary>What travels with the requests of an order and is in no journal, and what became of them.</summary>
    public Traveller Of(OrderKey key) => _travellers.TryGetValue(key, out var traveller) ? traveller : _travellers[key] = new Traveller();

    public void Send(CoreOrder order, Attempt attempt, ApiFamily family)
    {
        var (life, persisted) = (process.Life, agenda.Elapsed);
        var pause = !IsHealed && dice.Falls(weather.Pauses) ? dice.Between(weather.Policy.SendBy, weather.Policy.QuietPeriod * 2) : dice.Between(0, 0.05);
        agenda.In(pause, () =>
        {
            if (life == process.Life)
                Leave(new Departing(order, attempt, family, life), persisted);
        });
    }

    public void Inquire(CoreOrder order, long inquiry, ApiFamily family)
    {
        var life = process.Life;
        var subject = books.Order(books.Merchant(null), order.Key.Order.ToString());
        var row = CommandRow.At(family is ApiFamily.InPay ? "apim/GetState" : "api/GetState")!;
        var request = new WireRequest(row, subject.Merchant, subject.Name, new Deed.Read());
        var fault = _faults.Next(subject.Count(row.Name));
        var there = dice.Between(0.005, 0.3);
        agenda.In(there, () =>
        {
            var standing = StandingOf((Verdict.Seen)subject.Do(request, agenda.Wall, TimeSpan.Zero));
            var isLost = fault is not (Fault.None or Fault.Pending or Fault.WrongAmount);
            var back = fault is Fault.Slow or Fault.LostBefore or Fault.LostAfterEffect ? InquiryTimeout
                : dice.Falls(0.05) && !IsHealed ? dice.Between(1, 14) // Read early, and heard late.
                : dice.Between(0.005, 0.3);
            agenda.In(back, () =>
            {
                if (life == process.Life)
                    order.Learn(inquiry, isLost ? null : standing);
            });
        });
    }

    private void Leave(Departing call, TimeSpan persisted)
    {
        var attempt = call.Attempt;
        if (agenda.Wall > attempt.SendBy || agenda.Elapsed - persisted > weather.Policy.SendBy)
            Report(call, TimeSpan.Zero, new GatewayOutcome.NotSent(NotSentReason.SendByPassed));
        else if (!IsHealed && dice.Falls(weather.NotSent))
            Report(call, TimeSpan.Zero, new GatewayOutcome.NotSent(dice.OneOf(NotSentReason.Connect, NotSentReason.QueueFull, NotSentReason.BreakerOpen)));
        else
            Travel(call);
    }

    private void Travel(Departing call)
    {
        var traveller = Of(call.Order.Key);
        traveller.Departures.Add(new Departure(agenda.Wall, call.Attempt.Operation));
        var subject = books.Order(books.Merchant(null), call.Order.Key.Order.ToString());
        var request = RequestOf(call, subject, traveller);
        var fault = _faults.Next(subject.Count(request.Command));
        var (there, back) = (dice.Between(0.005, 0.5), dice.Between(0.005, 0.5));
        if (!IsHealed && dice.Falls(weather.Ghosts))
        {
            Arrive(call, subject, request, GhostDelay(), fault.VisibleAfter, static _ => { });
            Report(call, dice.Half() ? there : weather.Policy.MoneyTimeout, Unknown(UnknownReason.ConnectionLost));
            return;
        }

        switch (fault)
        {
            case Fault.LostBefore lost:
                Report(call, HeardAfter(lost.How, there), Unknown(UnknownReason.ConnectionLost));
                break;

            case Fault.LostAfterEffect lost:
                Arrive(call, subject, request, there, fault.VisibleAfter, static _ => { });
                Report(call, HeardAfter(lost.How, there + back), Unknown(UnknownReason.ConnectionLost));
                break;

            case Fault.Slow slow:
                Arrive(call, subject, request, slow.Effect is EffectAt.Start ? there : slow.Duration, fault.VisibleAfter, static _ => { });
                Report(call, weather.Policy.MoneyTimeout, Unknown(UnknownReason.Timeout));
                break;

            case Fault.Garbage { WithEffect: true } or Fault.Html { WithEffect: true } or Fault.ServerError { WithEffect: true }:
                Arrive(call, subject, request, there, fault.VisibleAfter, _ => Report(call, back, Unknown(UnknownReason.Malformed)));
                break;

            case Fault.Garbage or Fault.Html or Fault.ServerError:
                Report(call, there + back, Unknown(UnknownReason.HttpStatus));
                break;

            case Fault.ErrorCode { WithEffect: true } code:
                Arrive(call, subject, request, there, fault.VisibleAfter, _ => Report(call, back, Refused(code.Code)));
                break;

            case Fault.ErrorCode code:
                Report(call, there + back, Refused(code.Code));
                break;

            case Fault.Pending pending:
                agenda.In(there, () =>
                {
                    var before = subject.Audit(agenda.Wall).Effects.Length;
                    var verdict = subject.Hang(request, agenda.Wall, pending);
                    if (verdict is Verdict.Refused { ErrCode: "PROCESSING_TIME_OUT" })
                        agenda.In(pending.Duration, () => Note(call, subject.Audit(agenda.Wall).Effects.Skip(before).Any(effect => effect.Operation == call.Attempt.Effect)));
                    else
                        Note(call, verdict is Verdict.Approved);
                    Report(call, back, OutcomeOf(verdict));
                });
                break;

            default:
                Arrive(call, subject, request, there, fault.VisibleAfter, verdict => Report(call, back, OutcomeOf(verdict)));
                break;
        }
    }

    /// <summary>Any time later, and most of all when an order begins to believe that nothing comes any more.</summary>
    private TimeSpan GhostDelay()
    {
        var policy = weather.Policy;
        return dice.Half() || weather.LongestGhost < policy.QuietPeriod
            ? dice.Between(policy.MoneyTimeout, weather.LongestGhost)
            : dice.Between(policy.QuietPeriod - TimeSpan.FromSeconds(1), policy.QuietPeriod + TimeSpan.FromSeconds(10));
    }

    private void Arrive(Departing call, SimulatedOrder subject, WireRequest request, TimeSpan after, TimeSpan visibleAfter, Action<Verdict> then) =>
        agenda.In(after, () =>
        {
            var verdict = subject.Do(request, agenda.Wall, visibleAfter);
            Note(call, verdict is Verdict.Approved);
            then(verdict);
        });

    private void Note(Departing call, bool hasEffect)
    {
        if (hasEffect && call.Attempt.Operation is not Operation.Init) // Its page is the customer's.
            Of(call.Order.Key).Effects.Add((call.Attempt.Key, call.Attempt.Id));
    }

    private void Report(Departing call, TimeSpan after, GatewayOutcome outcome) => agenda.In(after, () =>
    {
        if (call.Life == process.Life)
            call.Order.Settle(call.Attempt.Id, outcome);
    });

    private TimeSpan HeardAfter(Loss how, TimeSpan soon) => how is Loss.Reset ? soon : weather.Policy.MoneyTimeout;

    private static WireRequest RequestOf(Departing call, SimulatedOrder subject, Traveller traveller)
    {
        var attempt = call.Attempt;
        var (row, deed) = attempt.Operation switch
        {
            Operation.Init => (Row("apim/Init"), new Deed.OpenSession(new SessionTerms(attempt.LeadsTo, attempt.Amount, "https://shop.example/{orderid}"))),
            Operation.CompleteChallenge => (Row($"api/{attempt.Effect}3DS"), new Deed.Complete(attempt.Effect, traveller.Md, traveller.PaRes)),
            Operation.Pay or Operation.Block => (Row($"api/{attempt.Operation}"), new Deed.Open(attempt.Operation, attempt.Amount, traveller.Card, Way.Direct)),
            _ => (Row($"{(call.Family is ApiFamily.InPay ? "apim" : "api")}/{attempt.Operation}"),
                (Deed)new Deed.Later(attempt.Operation, attempt.Operation is Operation.Unblock ? null : attempt.Amount, null)),
        };
        return new WireRequest(row, subject.Merchant, subject.Name, deed);

        static CommandRow Row(string path) => CommandRow.At(path)!;
    }

    private static GatewayOutcome OutcomeOf(Verdict verdict) => verdict switch
    {
        Verdict.Approved approved => new GatewayOutcome.Approved(approved.Answer.Amount, approved.Answer.NewAmount),
        Verdict.Refused refused => Refused(refused.ErrCode),
        Verdict.Challenge challenge => new GatewayOutcome.ChallengeRequired("https://acs.invalid", challenge.Md),
        Verdict.SessionOpened opened => new GatewayOutcome.SessionOpened(opened.Session.Id, "https://gateway.invalid/pay"),
        _ => throw new InvalidOperationException($"No command is answered with {verdict.GetType().Name}."),
    };

    private static Standing StandingOf(Verdict.Seen seen) =>
        seen.HasTimedOut ? new Standing(GatewayState.TimedOut) : Ledger.Read(seen.File.Payment);

    private static GatewayOutcome Refused(string code) => new GatewayOutcome.Refused(ErrorCodes.Read(code));

    private static GatewayOutcome Unknown(UnknownReason reason) => new GatewayOutcome.Unknown(reason);

    private sealed record Departing(CoreOrder Order, Attempt Attempt, ApiFamily Family, int Life);
}

/// <summary>What travels with an order's requests and is in no journal, and what became of them.</summary>
internal sealed class Traveller
{
    /// <summary>The customer's card.</summary>
    public PayCard Card { get; set; } = new(CardConduct.Plain);

    /// <summary>What the customer's browser brought back from the bank.</summary>
    public string PaRes { get; set; } = "";

    public string? Md { get; set; }

    /// <summary>What left and could change something.</summary>
    public List<Departure> Departures { get; } = [];

    /// <summary>Whose requests moved money, in the order in which they did.</summary>
    public List<(IdempotencyKey Key, AttemptId Attempt)> Effects { get; } = [];
}
