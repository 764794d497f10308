using PaytureActors.Domain;
using PaytureActors.Domain.Orders;
using PaytureActors.TestKit.Auditing;
using PaytureActors.TestKit.Gateway;
using Verdict = PaytureActors.TestKit.Gateway.Verdict;

namespace PaytureActors.TestKit.Simulation;

/// <summary>Who wants an order paid: asks step by step, and again under the same key until it knows. Its customer, its operator and its person act, too.</summary>
internal sealed class Caller(CoreOrder order, CoreWire wire, SimulatedOrder there, GatewayBooks books, Weather weather, Agenda agenda, Dice dice)
{
    private const int MostTries = 3;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);
    private static readonly TimeSpan LongestWatch = TimeSpan.FromDays(30);

    private readonly List<Answer> _answers = [];
    private readonly List<DateTimeOffset> _befallen = [];
    private int _asked;

    public IReadOnlyList<Answer> Answers => _answers;

    /// <summary>The commands that were asked for and never answered.</summary>
    public int Open { get; private set; }

    public OrderRecord Record => new()
    {
        Key = order.Key,
        Journal = order.Journal,
        Answers = _answers,
        Departures = wire.Of(order.Key).Departures,
        Effects = there.Audit(agenda.Wall).Effects,
        Payment = there.Audit(agenda.Wall).File.Payment,
        Befallen = _befallen,
        View = order.Journal.Count == 0 ? null : OrderView.Of(order.Key, order.State, weather.Policy, isCalling: false, sandbox: false),
        MayNeedPerson = !weather.NeedsNobody,
    };

    public void Live()
    {
        var amount = Money.Kopecks(dice.Number(1, 9));
        var conduct = dice.Unit() switch
        {
            < 0.10 => new CardConduct(DeclinedAs: "AMOUNT_EXCEED"),
            < 0.30 => new CardConduct(AsksChallenge: true),
            _ => CardConduct.Plain,
        };
        wire.Of(order.Key).Card = new PayCard(conduct);
        books.Posted += Notify;
        agenda.In(dice.Between(0, 600), () => OpenPayment(amount, 1));
        agenda.In(dice.Between(0, 4 * 3600), Watch);
    }

    private void OpenPayment(Money amount, int attempt)
    {
        switch (dice.Unit())
        {
            case < 0.45:
                Ask(Operation.Block, amount, Opened);
                break;

            case < 0.70:
                Ask(Operation.Pay, amount, Opened);
                break;

            default:
                Ask(Operation.Init, amount, Opened, AskDetails.None with
                {
                    Family = ApiFamily.InPay,
                    Session = dice.OneOf(Operation.Pay, Operation.Block),
                });
                break;
        }

        void Opened(RecordedAnswer answer)
        {
            switch (answer.Ending)
            {
                case Ending.NotApplied or Ending.NotSent when attempt < MostTries:
                    var again = dice.Falls(0.6) ? amount : Money.Kopecks(dice.Number(1, 9));
                    agenda.In(dice.Between(0, 60), () => OpenPayment(again, attempt + 1));
                    break;

                case Ending.AwaitingCustomer:
                    SendCustomer(answer.Challenge!);
                    Later(GoOn);
                    break;

                default:
                    Later(GoOn);
                    break;
            }
        }
    }

    /// <summary>What comes after an opening, whether or not it fits: the order refuses what does not.</summary>
    private void GoOn()
    {
        switch (order.State.Books.Phase)
        {
            case OrderPhase.Blocked when dice.Falls(0.7):
                Ask(Operation.Charge, dice.Half() ? null : Money.Kopecks(dice.Number(1, (int)order.State.Books.Held.InKopecks)), _ => Later(GoOn));
                if (dice.Falls(0.1))
                    Ask(Operation.Unblock, null, _ => { }); // Somebody else at the same time.
                break;

            case OrderPhase.Blocked:
                Ask(Operation.Unblock, null, _ => { });
                break;

            case OrderPhase.Charged when dice.Falls(0.8):
                var refunders = dice.Falls(0.2) ? 3 : 1;
                for (var i = 0; i < refunders; i++)
                    Ask(Operation.Refund, dice.Falls(0.2) ? null : Money.Kopecks(dice.Number(1, (int)order.State.Books.Left.InKopecks)), _ => Later(GoOn));
                break;

            case OrderPhase.AwaitingCustomer when agenda.Elapsed < TimeSpan.FromHours(4):
                Later(GoOn);
                break;
        }
    }

    private void Later(Action act) => agenda.In(dice.Falls(0.3) ? dice.Between(60, 3 * 3600) : dice.Between(0, 60), act);

    private void Ask(Operation operation, Money? amount, Action<RecordedAnswer> then, AskDetails? details = null, string? md = null)
    {
        var key = new IdempotencyKey($"{operation} {++_asked}");
        var ask = new OrderCommand.Ask(operation, key, amount) { Details = details ?? AskDetails.None, MdHash = md };
        var isDone = false;
        Open++;
        Try(TimeSpan.FromSeconds(1));
        if (dice.Falls(0.1))
            agenda.In(dice.Between(0, 1), () => Try(TimeSpan.FromSeconds(5))); // The same request twice.

        void Try(TimeSpan pause)
        {
            if (isDone)
                return;
            var isOver = false;
            agenda.In(Limit, () => Again(pause));
            order.Ask(ask, answer => Take(answer), reason => Refused(reason));

            void Take(RecordedAnswer? answer)
            {
                if (answer is null)
                {
                    Again(pause);
                    return;
                }

                isOver = true;
                _answers.Add(new Answer(key, operation, amount, Told.By(answer)));
                if (isDone)
                    return;
                isDone = true;
                Open--;
                then(answer);
                if (dice.Falls(0.2))
                    agenda.In(dice.Between(0, 2 * 24 * 3600), AskOnceMore);
            }

            void Refused(Rejection reason)
            {
                isOver = true;
                if (isDone)
                    return;
                if (reason is Rejection.CommandInProgress && agenda.Elapsed < TimeSpan.FromHours(2))
                {
                    agenda.In(dice.Between(1, 600), () => Try(pause));
                    return;
                }

                isDone = true;
                Open--;
            }

            void Again(TimeSpan after)
            {
                if (isOver || isDone)
                    return;
                isOver = true;
                agenda.In(after, () => Try(after * 2 < LongestPause ? after * 2 : LongestPause));
            }
        }

        // A caller that forgot what it was told must be told the same.
        void AskOnceMore() => order.Ask(ask, answer =>
        {
            if (answer is not null)
                _answers.Add(new Answer(key, operation, amount, Told.By(answer)));
        }, static _ => { });
    }

    private void SendCustomer(Challenge challenge)
    {
        if (challenge.Kind is ChallengeKind.ThreeDSecure)
        {
            if (dice.Falls(0.15))
                return; // Leaves for good.
            agenda.In(dice.Falls(0.2) ? dice.Between(900, 3600) : dice.Between(5, 900), () => BringPaRes(challenge.MdHash!));
        }
        else
        {
            foreach (var _ in Enumerable.Range(0, dice.OneOf(0, 1, 1, 1, 2)))
                agenda.In(dice.Falls(0.2) ? dice.Between(1800, 3600) : dice.Between(5, 1800), () => ActOnPage(challenge));
        }
    }

    private void BringPaRes(string md)
    {
        var traveller = wire.Of(order.Key);
        (traveller.Md, traveller.PaRes) = (md, books.Secrets.PaRes(md, passes: dice.Falls(0.8)));
        Ask(Operation.CompleteChallenge, null, answer =>
        {
            if (answer.Ending is Ending.NotApplied or Ending.NotSent && dice.Half())
                agenda.In(dice.Between(1, 60), () => BringPaRes(md));
        }, md: dice.Falls(0.05) ? "another" : md);
    }

    private void ActOnPage(Challenge challenge, int attempt = 1)
    {
        if (there.Audit(agenda.Wall).File.Session is not { } session)
            return;
        var card = wire.Of(order.Key).Card with { Conduct = dice.Falls(0.2) ? new CardConduct(DeclinedAs: "AMOUNT_EXCEED") : wire.Of(order.Key).Card.Conduct };
        OnPage(new Deed.Open(session.Terms.Type, session.Terms.Amount, card, Way.Page), challenge, out var verdict);
        if (verdict is Verdict.Challenge asked && dice.Falls(0.8))
        {
            agenda.In(dice.Between(5, 600), () =>
                OnPage(new Deed.Complete(null, asked.Md, books.Secrets.PaRes(asked.Md, passes: dice.Falls(0.8))), challenge, out _));
        }
        else if (verdict is not Verdict.Approved && attempt < MostTries && dice.Half())
        {
            agenda.In(dice.Between(5, 600), () => ActOnPage(challenge, attempt + 1)); // Another card, or the same once more.
        }
    }

    private void OnPage(Deed deed, Challenge challenge, out Verdict verdict)
    {
        var lag = dice.Falls(weather.Rates.LateVisibility) && !wire.IsHealed ? dice.Between(1, 10) : TimeSpan.Zero;
        verdict = there.Do(new WireRequest(CommandRow.At("apim/PaySubmit")!, there.Merchant, there.Name, deed), agenda.Wall, lag);
        if (verdict is Verdict.Approved)
            wire.Of(order.Key).Effects.Add((challenge.Opening.Key, challenge.Opening.Id));
    }

    private void Notify(SimulatedNotification notification)
    {
        if (notification.Subject != there.Name)
            return;
        for (var i = 0; i < 2 && dice.Falls(weather.Hints); i++)
            agenda.In(dice.Between(0, 120), order.Hint);
    }

    // An operator now and then, the issuer, and the person who is called.
    private void Watch()
    {
        if (agenda.Elapsed > LongestWatch)
            return;
        var state = order.State;
        if (state.Attention is not null && (state.InProgress is null || state.WaitsForPerson))
            order.Resolve(Finding(state));
        else if (dice.Falls(weather.OperatorActs) && !wire.IsHealed && state is { InProgress: null, Challenge: null, Doubts.Count: 0 })
            Operate();
        else if (weather.IssuerActs > 0 && dice.Falls(weather.IssuerActs) && there.Befall(IssuerActs, agenda.Wall))
            _befallen.Add(agenda.Wall);
        agenda.In(dice.Between(3600, 24 * 3600), Watch);
    }

    private static LedgerPayment IssuerActs(LedgerPayment payment) => payment.State switch
    {
        LedgerState.Authorized => Ledger.CloseHold(payment),
        LedgerState.Charged => Ledger.Dispute(payment),
        _ => Ledger.Restore(payment),
    };

    private ManualDecision Finding(OrderState state) => (state.InFlight ?? state.DoubtsOfCommand.LastOrDefault()) switch
    {
        null when state.InProgress is null => ManualDecision.Acknowledged,
        { } attempt when wire.Of(order.Key).Effects.Contains((attempt.Key, attempt.Id)) => ManualDecision.Applied,
        _ => ManualDecision.NotApplied,
    };

    private void Operate()
    {
        var payment = there.Audit(agenda.Wall).File.Payment;
        if (payment is { State: LedgerState.Charged, Pending: null })
            there.Act(Operation.Refund, Money.Kopecks(dice.Number(1, (int)payment.Left.InKopecks)), agenda.Wall);
        else if (payment is { State: LedgerState.Authorized, Pending: null })
            there.Act(Operation.Unblock, null, agenda.Wall);
    }
}
