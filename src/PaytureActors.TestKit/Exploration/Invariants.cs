using PaytureActors.Domain;
using PaytureActors.Domain.Orders;
using PaytureActors.TestKit.Gateway;

namespace PaytureActors.TestKit.Exploration;

/// <summary>What must be true of every world that can be reached.</summary>
internal static class Invariants
{
    /// <summary>The names of the invariants that a world breaks, but for those that its setting breaks by its nature.</summary>
    public static IEnumerable<string> Broken(World world, World? before) =>
        AllBroken(world, before).Where(name => !world.Setting.Accepts.Contains(name));

    private static IEnumerable<string> AllBroken(World world, World? before)
    {
        if (world.Effects.GroupBy(effect => effect.Key).Any(effects => effects.Count() > 1))
            yield return "I1";
        if (world.Order.Books.Captured > world.Order.Books.Held || world.Order.Books.Refunded > world.Order.Books.Captured)
            yield return "I2";
        if (world.Order.Answers.Any(answer => IsContradicted(answer, world)))
            yield return "I3";
        if (before is not null && before.CrashesLeft != world.CrashesLeft && before.Order != before.Replay())
            yield return "I5";
        if (IsAtRest(world) && !IsUnknown(world) && !world.HasUnseenAct && world.Order.Books.Compare(Ledger.Read(world.Ledger)) is not Comparison.Same && !IsCalled(world))
            yield return "I7";
        if (before is not null && before.RestoresLeft == world.RestoresLeft && IsTerminal(before.Order.Books.Phase) && world.Order.Books.Phase != before.Order.Books.Phase)
            yield return "I8";
        if (world.Accepted.Any(key => world.Order.InProgress?.Key != key && world.Order.Recorded(key) is null))
            yield return "Command dropped";
        if (world.Setting.NeedsNobody && (IsCalled(world) || world.Named.Count > 0))
            yield return "Needless doubt";
        if (OrderProcess.Resume(world.Order, world.Policy, world.Now) is OrderEffect.Call)
            yield return "Resume calls";
        if (world.Order.Answers.Any(answer => !IsRepeated(answer, world)))
            yield return "Key forgotten";
    }

    /// <summary>Whether nothing is promised, sent or to be looked at.</summary>
    public static bool IsAtRest(World world) =>
        world is { Order: { InProgress: null, Challenge: null, Looks.Count: 0 }, Calls.Count: 0, Inquiry: null, Ledger: null or { Pending: null } }
        && !world.Order.IsQuarantined(world.Policy);

    /// <summary>Whether the caller knows, or a person was called for this very matter.</summary>
    public static bool IsCertain(World world) => world.Order is { InProgress: null, Challenge: null } || world.Order.WaitsForPerson;

    // That a hold comes to its end is no doubt, and excuses none.
    private static bool IsCalled(World world) => world.Order.Attention is { Reason: not AttentionReason.HoldEnds };

    /// <summary>Nobody here can know of an order whose every event was forgotten, until somebody asks for it.</summary>
    private static bool IsUnknown(World world) => world is { Policy.RestoredAt: not null, Order.Sequence: 0 };

    private static bool IsTerminal(OrderPhase phase) => phase is OrderPhase.Refunded or OrderPhase.Unblocked or OrderPhase.HoldClosed;

    private static bool IsContradicted(RecordedAnswer answer, World world)
    {
        var effects = world.Effects.Where(effect => effect.Key == answer.Key).ToArray();
        return answer.Ending switch
        {
            Ending.Approved => effects.Length == 0 && !HasEffectOfAnother(answer, world),
            Ending.AwaitingCustomer => false, // Nothing was said of money.
            Ending.NotSent => effects.Length > 0 && !HasDoubtBefore(answer, world),
            _ => IsAtRest(world) && effects.Any(effect => !world.Named.Contains(effect.Attempt) && !IsClaimedByAnother(effect, world)),
        };
    }

    /// <summary>
    /// A retry of a Pay or Block under the same OrderId may be answered with the effect of the try before it, and whatever is asked for after the
    /// journal was set back with an effect that was forgotten.
    /// </summary>
    private static bool HasEffectOfAnother(RecordedAnswer answer, World world) =>
        world.Effects.Any(effect => IsOf(answer.Operation, effect) && (answer.Asked is null || effect.Amount == answer.Asked)
            && (world.Order.Answers.Any(other => other.Key == effect.Key && other.Ending is Ending.NotApplied or Ending.NotSent)
                || (world.Policy.RestoredAt is not null && world.Order.Recorded(effect.Key) is null)));

    private static bool IsClaimedByAnother(Effect effect, World world) =>
        world.Order.Answers.Any(other => other.Key != effect.Key && (
            (IsOf(other.Operation, effect) && other.Ending is Ending.Approved)
            || (other.Challenge?.Opening is { } opening && (opening.Effect, opening.Amount) == (effect.Operation, effect.Amount))));

    private static bool IsOf(Operation operation, Effect effect) =>
        operation == effect.Operation
        || (operation is Operation.CompleteChallenge && effect.Operation is Operation.Pay or Operation.Block);

    private static bool HasDoubtBefore(RecordedAnswer answer, World world) => world.Order.Doubts.Any(doubt => doubt.Key == answer.Key);

    private static bool IsRepeated(RecordedAnswer answer, World world) =>
        OrderDecider.Decide(new OrderCommand.Ask(answer.Operation, answer.Key, answer.Asked) { Details = answer.Details }, world.Order, world.Policy, world.Now.Wall)
            is Decision.Repeated repeated && repeated.Answer == answer
        && OrderDecider.Decide(new OrderCommand.Ask(answer.Operation, answer.Key, Money.Kopecks(99)), world.Order, world.Policy, world.Now.Wall)
            is Decision.Rejected { Reason: Rejection.KeyReused };
}
