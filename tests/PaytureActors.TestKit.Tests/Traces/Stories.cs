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

    public static OrderCommand.Ask Init(Operation session, long amount) =>
        Ask(Operation.Init, amount, "init") with { Details = AskDetails.None with { Family = ApiFamily.InPay, Session = session } };

    public static OrderCommand.Ask Complete(string key = "complete") => Ask(Operation.CompleteChallenge, null, key) with { MdHash = "md" };

    public static void IsClean(this Explored seen)
    {
        Assert.True(seen.Violations.Count == 0, string.Join("\n", seen.Violations.Select(each => $"{each.Key}: {each.Value}")));
        Assert.True(seen.IsComplete);
    }

    private static OrderCommand.Ask Ask(Operation operation, long? amount, string key) =>
        new(operation, new IdempotencyKey(key), amount is { } kopecks ? Money.Kopecks(kopecks) : null);
}
