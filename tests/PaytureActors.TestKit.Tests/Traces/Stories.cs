using PaytureActors.Domain;
using PaytureActors.Domain.Orders;
using PaytureActors.TestKit.Exploration;

namespace PaytureActors.TestKit.Tests.Traces;

/// <summary>Words for the beginnings of stories.</summary>
internal static class Stories
{
    public static MerchantPolicy AfterQuiet { get; } = WorldSetting.SmallTimes with { UnguardedRefunds = UnguardedRefunds.AfterQuiet };

    /// <summary>Nothing that was sent survives the quiet period: send-by 1 + money timeout 2 + margin 1.</summary>
    public static TimeSpan ShortRoad { get; } = TimeSpan.FromSeconds(2);

    public static OrderCommand.Ask Pay(long amount) => Ask(Operation.Pay, amount, "pay");

    public static OrderCommand.Ask Block(long amount, string key = "block") => Ask(Operation.Block, amount, key);

    public static OrderCommand.Ask Charge(long? amount, string key = "charge") => Ask(Operation.Charge, amount, key);

    public static OrderCommand.Ask Unblock() => Ask(Operation.Unblock, null, "unblock");

    public static OrderCommand.Ask Refund(long? amount, string key = "refund") => Ask(Operation.Refund, amount, key);

    public static void IsClean(this Explored seen)
    {
        Assert.True(seen.Violations.Count == 0, string.Join("\n", seen.Violations.Select(each => $"{each.Key}: {each.Value}")));
        Assert.True(seen.IsComplete);
    }

    private static OrderCommand.Ask Ask(Operation operation, long? amount, string key) =>
        new(operation, new IdempotencyKey(key), amount is { } kopecks ? Money.Kopecks(kopecks) : null);
}
