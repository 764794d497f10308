using PaytureActors.Domain;
using PaytureActors.Domain.Orders;
using PaytureActors.TestKit.Auditing;
using PaytureActors.TestKit.Gateway;

namespace PaytureActors.TestKit.Tests.Auditing;

/// <summary>An order whose journal, ledger and clients agree: 300 held, 200 of it captured, 50 of that refunded.</summary>
internal static class SettledOrder
{
    public static readonly MerchantPolicy Policy = new();
    public static readonly OrderKey Key = new("shop", "42");
    public static readonly DateTimeOffset Start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static readonly IdempotencyKey BlockKey = new("block");
    public static readonly IdempotencyKey ChargeKey = new("charge");
    public static readonly IdempotencyKey RefundKey = new("refund");

    public static readonly Books Blocked = new(OrderPhase.Blocked, Rub(300), Money.Zero, Money.Zero);
    public static readonly Books Charged = new(OrderPhase.Charged, Rub(300), Rub(200), Money.Zero);
    public static readonly Books Refunded = new(OrderPhase.Charged, Rub(300), Rub(200), Rub(50));

    public static readonly SimulatedEffect Block = Effect(1, Operation.Block, 300);
    public static readonly SimulatedEffect Charge = Effect(2, Operation.Charge, 200);
    public static readonly SimulatedEffect Refund = Effect(3, Operation.Refund, 50);

    public static readonly LedgerPayment Payment = new(LedgerState.Charged, Rub(300), Rub(200), Rub(50), Rub(150));

    public static Money Rub(long rubles) => Money.Kopecks(rubles * 100);

    public static DateTimeOffset At(double seconds) => Start + TimeSpan.FromSeconds(seconds);

    public static SimulatedEffect Effect(long serial, Operation operation, long rubles, double seconds = 0) =>
        new(serial, At(seconds), "Merchant", "42", operation, Rub(rubles), EffectBy.Request);

    public static OrderEvent Request(int attempt, IdempotencyKey key, Operation operation, long rubles, Fence? fence = null, double seconds = 0) =>
        new OrderEvent.AttemptRequested(new AttemptId(attempt), key, operation, Rub(rubles), Rub(rubles), At(seconds) + Policy.SendBy, fence, At(seconds));

    public static OrderEvent Approved(int attempt, Books books, Standing? evidence = null, double seconds = 0) =>
        new OrderEvent.Approved(new AttemptId(attempt), books, evidence, At(seconds));

    public static OrderEvent[] Events =>
    [
        Request(1, BlockKey, Operation.Block, 300),
        Approved(1, Blocked),
        Request(2, ChargeKey, Operation.Charge, 200),
        Approved(2, Charged),
        new OrderEvent.RefundAccepted(RefundKey, Rub(50), Start),
        Request(3, RefundKey, Operation.Refund, 50, new Fence(Rub(200), Rub(150))),
        Approved(3, Refunded),
    ];

    /// <summary>All that is known of the order, when its journal has these events.</summary>
    public static OrderRecord With(params OrderEvent[] events)
    {
        RecordedEvent[] journal = [.. events.Select((each, i) => new RecordedEvent(i + 1, each))];
        var state = events.Aggregate(OrderState.Initial, OrderDecider.Evolve);
        return new OrderRecord
        {
            Key = Key,
            Journal = journal,
            Published = journal,
            Effects = [Block, Charge, Refund],
            Payment = Payment,
            View = OrderView.Of(Key, state, Policy, isCalling: false, sandbox: true),
            Answers = [.. state.Answers.Select(answer => new Answer(answer.Key, answer.Operation, answer.Asked, Told.By(answer)))],
            Sightings = [new Sighting(2, Blocked), new Sighting(state.Sequence, state.Books)],
        };
    }

    public static OrderRecord Good => With(Events);
}
