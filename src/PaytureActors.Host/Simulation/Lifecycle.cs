using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using PaytureActors.Domain;
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
internal sealed record Step(Operation Operation, Money? Amount, Manner Manner, TimeSpan Pause, Money? ByOperator = null);

/// <summary>Everything that the client of one order is going to ask, decided by seed and number alone.</summary>
internal sealed record Lifecycle(OrderKey Key, string Card, IReadOnlyList<Step> Steps)
{
    public const string Merchant = "shop";

    private const long LargestAmount = 300_000;
    private const int MostRefunds = 3;
    private static readonly TimeSpan LongestStart = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LongestRest = TimeSpan.FromHours(3);

    /// <summary>The life of the order with this number.</summary>
    [SuppressMessage("Security", "CA5394:Do not use insecure randomness", Justification = "A seed must give the same lives again.")]
    public static Lifecycle Of(int seed, int number)
    {
        var chance = new Random(unchecked((seed * 1_000_003) + number));
        var amount = chance.NextInt64(1, LargestAmount + 1);
        var start = chance.NextDouble() < 0.5 ? TimeSpan.Zero : chance.NextDouble() * LongestStart;
        var steps = new List<Step>();
        var card = TestCards.Success;
        switch (chance.NextDouble())
        {
            case < 0.45:
                Add(Operation.Block, amount, start);
                var captured = chance.NextDouble() < 0.5 ? amount : chance.NextInt64(1, amount + 1);
                Add(Operation.Charge, captured == amount && chance.NextDouble() < 0.5 ? null : captured);
                AddRefunds(captured);
                break;

            case < 0.60:
                Add(Operation.Block, amount, start);
                Add(Operation.Unblock, null);
                break;

            case < 0.85:
                Add(Operation.Pay, amount, start);
                AddRefunds(amount);
                break;

            case < 0.95:
                Add(Operation.Block, amount, start);
                Add(Operation.Unblock, null, chance.NextDouble() * LongestRest);
                break;

            default:
                card = chance.NextDouble() < 0.5 ? TestCards.InventedInsufficientFunds : TestCards.InventedFraud;
                Add(chance.NextDouble() < 0.5 ? Operation.Pay : Operation.Block, amount, start);
                break;
        }

        return new Lifecycle(new OrderKey(Merchant, string.Create(CultureInfo.InvariantCulture, $"order-{number}")), card, steps);

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
}
