using System.Globalization;
using PaytureActors.TestKit.Gateway;

namespace PaytureActors.Host.Tests.Campaigns;

/// <summary>One command that a client wants done, under a key of its own; amounts are kopecks.</summary>
/// <param name="Operation">The operation's name in the sandbox's ledger.</param>
/// <param name="Amount">The amount of its effect: with the operation it belongs to this step alone.</param>
/// <param name="Key">What its Idempotency-Keys begin with.</param>
internal sealed record Step(string Operation, long Amount, string Key)
{
    public string Path => Operation.ToLowerInvariant();
}

/// <summary>All that the client of one order is going to ask, decided by seed and number alone.</summary>
internal sealed record OrderPlan(string OrderId, string Card, IReadOnlyList<Step> Steps)
{
    public const string Merchant = "shop";

    /// <summary>More digits than a security code has, so that no amount looks like one.</summary>
    private const int LeastAmount = 10_000;

    private const double ShareOfSlowCards = 0.1;

    public string Route => $"/merchants/{Merchant}/orders/{OrderId}";

    /// <summary>The plan of an order.</summary>
    /// <param name="seed">Decides the steps.</param>
    /// <param name="run">Part of the order's name, so that the runs of a campaign have orders of their own.</param>
    /// <param name="number">Which order of the run.</param>
    public static OrderPlan Of(int seed, int run, int number)
    {
        var chance = Chance(seed, run, number);
        var amount = chance.Next(20 * LeastAmount, 90 * LeastAmount);
        var steps = new List<Step>();
        switch (chance.NextDouble())
        {
            case < 0.55:
                Add("Block", amount);
                var captured = chance.NextDouble() < 0.5 ? amount : chance.Next(amount / 2, amount);
                Add("Charge", captured);
                AddRefunds(captured);
                break;

            case < 0.80:
                Add("Pay", amount);
                AddRefunds(amount);
                break;

            default:
                Add("Block", amount);
                Add("Unblock", amount);
                break;
        }

        var slow = steps.Where(step => step.Operation is not "Pay").Select(step => step.Operation).ToArray();
        var card = chance.NextDouble() < ShareOfSlowCards ? SlowCard(slow[chance.Next(slow.Length)]) : CardOfItsOwn(chance);
        return new OrderPlan(NameOf(run, number), card, steps);

        void AddRefunds(int left)
        {
            var taken = new HashSet<int>();
            for (var refunds = chance.Next(1, 4); refunds > 0 && left > 3 * LeastAmount; refunds--)
            {
                // Up to half of what is left, the gateway could not tell a second refund from the first.
                var most = chance.NextDouble() < 0.7 ? left / 2 : left - LeastAmount;
                var refund = chance.Next(LeastAmount, most);
                if (!taken.Add(refund))
                    continue;
                Add("Refund", refund);
                left -= refund;
            }
        }

        void Add(string operation, int kopecks) =>
            steps.Add(new Step(operation, kopecks, string.Create(CultureInfo.InvariantCulture, $"{operation}-{steps.Count + 1}")));
    }

    /// <summary>A plan with one Pay.</summary>
    public static OrderPlan PaymentOf(int seed, int run, int number)
    {
        var chance = Chance(seed, run, number);
        return new OrderPlan(NameOf(run, number), CardOfItsOwn(chance), [new Step("Pay", chance.Next(20 * LeastAmount, 90 * LeastAmount), "Pay-1")]);
    }

    private static Random Chance(int seed, int run, int number) => new(unchecked((((seed * 1_009) + run) * 1_000_003) + number));

    // No part has four digits: a security code has.
    private static string NameOf(int run, int number) => string.Create(CultureInfo.InvariantCulture, $"kill-{run:000}-{number:000000}");

    private static string SlowCard(string operation) => operation switch
    {
        "Block" => TestCards.SlowBlock,
        "Charge" => TestCards.SlowCharge,
        "Refund" => TestCards.SlowRefund,
        _ => TestCards.SlowUnblock,
    };

    // A number of the order's own, so that a leak would say whose it is. The sandbox takes any that passes the Luhn check.
    private static string CardOfItsOwn(Random chance)
    {
        var digits = string.Create(CultureInfo.InvariantCulture, $"427600{chance.Next(1_000_000_000):000000000}");
        var sum = digits.Reverse().Select((digit, i) => (digit - '0') * (i % 2 == 0 ? 2 : 1)).Sum(weighed => weighed > 9 ? weighed - 9 : weighed);
        return string.Create(CultureInfo.InvariantCulture, $"{digits}{(10 - (sum % 10)) % 10}");
    }
}
