using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using PaytureActors.Domain;
using PaytureActors.Domain.Cheques;
using PaytureActors.TestKit.Gateway;

namespace PaytureActors.Host.Simulation;

/// <summary>How a client asks for a step.</summary>
internal enum Manner
{
    /// <summary>Under a key of its own.</summary>
    Keyed = 1,

    /// <summary>Twice at once under the same key.</summary>
    Twice,

    /// <summary>Without a key, under the order's default one, and again without.</summary>
    Keyless,
}

/// <summary>One thing that a client wants done.</summary>
/// <param name="Operation">What.</param>
/// <param name="Amount">How much; absent for everything.</param>
/// <param name="Manner">How it is asked for.</param>
/// <param name="Pause">How long the client lets the order rest before.</param>
/// <param name="ByOperator">How much a person gives back before, at the gateway's own screen, without telling us.</param>
internal sealed record Step(Operation Operation, Money? Amount, Manner Manner, TimeSpan Pause, Money? ByOperator = null)
{
    /// <summary>Which positions of the order's receipt are given back.</summary>
    public ValueList<ChequePosition> Items { get; init; }
}

/// <summary>What the order's customer does, where one must act.</summary>
/// <param name="Comes">Whether the customer comes at all.</param>
/// <param name="Pause">How long it takes: less than any session or challenge lasts.</param>
/// <param name="Passes">Whether the customer's bank knows the customer.</param>
/// <param name="FailsFirst">Whether the first try on a page is declined.</param>
/// <param name="TellsUs">Whether the browser comes back to the merchant afterwards.</param>
internal sealed record Conduct(bool Comes, TimeSpan Pause, bool Passes, bool FailsFirst, bool TellsUs);

/// <summary>Everything that the client of one order is going to ask, decided by seed and number alone.</summary>
internal sealed record Lifecycle(OrderKey Key, Flow Flow, string Card, IReadOnlyList<Step> Steps)
{
    public const string Merchant = "shop";

    private const long LargestAmount = 300_000;
    private const int MostRefunds = 3;
    private static readonly TimeSpan LongestStart = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LongestRest = TimeSpan.FromHours(3);
    private static readonly TimeSpan LongestAbsence = TimeSpan.FromMinutes(10);

    /// <summary>When the order comes, counted from the beginning.</summary>
    public TimeSpan Arrival { get; init; }

    /// <summary>What its customer does.</summary>
    public required Conduct Customer { get; init; }

    /// <summary>Its receipt, if it has one.</summary>
    public Cheque? Receipt { get; init; }

    /// <summary>The life of the order with this number.</summary>
    [SuppressMessage("Security", "CA5394:Do not use insecure randomness", Justification = "A seed must give the same lives again.")]
    public static Lifecycle Of(SimulationSettings settings, int number)
    {
        var chance = new Random(unchecked((settings.Seed * 1_000_003) + number));
        var flow = settings.Mix.Pick(chance.NextDouble());
        var amount = chance.NextInt64(flow.Means is Means.WithReceipt ? 2 : 1, LargestAmount + 1);
        var start = chance.NextDouble() < 0.5 ? TimeSpan.Zero : chance.NextDouble() * LongestStart;
        var receipt = flow.Means is Means.WithReceipt ? ReceiptOf(amount, chance.NextInt64(1, amount)) : null;
        var steps = new List<Step>();

        Add(OpeningOf(flow, chance), amount, start);
        if (flow.Aftermath is Aftermath.Capture || (flow.Aftermath is Aftermath.Either && chance.NextDouble() < 0.7))
        {
            var captured = chance.NextDouble() < 0.5 ? amount : chance.NextInt64(1, amount + 1);
            Add(Operation.Charge, captured == amount && chance.NextDouble() < 0.5 ? null : captured);
            AddRefunds(captured);
        }
        else if (flow.Aftermath is Aftermath.Release or Aftermath.Either)
        {
            Add(Operation.Unblock, null, chance.NextDouble() < 0.4 ? chance.NextDouble() * LongestRest : TimeSpan.Zero);
        }
        else if (receipt is not null)
        {
            var part = receipt.Positions[1];
            Add(Operation.Refund, part.Amount.InKopecks);
            steps[^1] = steps[^1] with { Items = [part] };
            if (chance.NextDouble() < 0.4)
                Add(Operation.Refund, null);
        }
        else if (flow.Aftermath is Aftermath.Refunds)
        {
            AddRefunds(amount);
        }

        return new Lifecycle(new OrderKey(Merchant, string.Create(CultureInfo.InvariantCulture, $"order-{number}")), flow, CardOf(flow, chance), steps)
        {
            Customer = new Conduct(chance.NextDouble() < 0.85, chance.NextDouble() * LongestAbsence, chance.NextDouble() < 0.85, chance.NextDouble() < 0.2, chance.NextDouble() < 0.5),
            Receipt = receipt,
            Arrival = settings.Days > 0 ? chance.NextDouble() * TimeSpan.FromDays(settings.Days) : TimeSpan.Zero,
        };

        void AddRefunds(long left)
        {
            for (var refunds = chance.Next(MostRefunds + 1); refunds > 0 && left > 2; refunds--)
            {
                // Up to half of what is left the gateway cannot tell a second one from the first; above it refuses the second.
                var refund = chance.NextDouble() < 0.5 ? chance.NextInt64(1, (left / 2) + 1) : chance.NextInt64((left / 2) + 1, left);
                Add(Operation.Refund, refund, chance.NextDouble() < 0.2 ? chance.NextDouble() * LongestRest : TimeSpan.Zero);
                left -= refund;
            }

            if (chance.NextDouble() < 0.4)
                Add(Operation.Refund, null);

            if (left > 1 && steps[^1].Operation is Operation.Refund && chance.NextDouble() < 0.1)
                steps[^1] = steps[^1] with { ByOperator = Money.Kopecks(chance.NextInt64(1, left)) };
        }

        void Add(Operation operation, long? kopecks, TimeSpan pause = default) => steps.Add(new Step(
            operation,
            kopecks is { } some ? Money.Kopecks(some) : null,
            chance.NextDouble() switch
            {
                < 0.15 => Manner.Twice,
                < 0.25 when operation is Operation.Charge or Operation.Unblock => Manner.Keyless,
                _ => Manner.Keyed,
            },
            pause));
    }

    [SuppressMessage("Security", "CA5394:Do not use insecure randomness", Justification = "A seed must give the same lives again.")]
    private static Operation OpeningOf(Flow flow, Random chance) => flow.Means switch
    {
        Means.Page => Operation.Init,
        Means.Declined => chance.NextDouble() < 0.5 ? Operation.Pay : Operation.Block,
        _ => flow.Opening,
    };

    [SuppressMessage("Security", "CA5394:Do not use insecure randomness", Justification = "A seed must give the same lives again.")]
    private static string CardOf(Flow flow, Random chance) => flow.Means switch
    {
        Means.Challenged => TestCards.Challenge,
        Means.Declined => chance.NextDouble() < 0.5 ? TestCards.InventedInsufficientFunds : TestCards.InventedFraud,
        Means.Page when chance.NextDouble() < 0.3 => TestCards.Challenge,
        _ => TestCards.Success,
    };

    private static Cheque ReceiptOf(long amount, long first) => new(
        [new ChequePosition("Ticket", ChequePosition.OnePiece, Money.Kopecks(first), Tax: 1), new ChequePosition("Meal", ChequePosition.OnePiece, Money.Kopecks(amount - first), Tax: 2)],
        TaxationSystem: 0, CustomerContact: "simulation@shop.example");
}
