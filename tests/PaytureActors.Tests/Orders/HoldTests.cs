using PaytureActors.Domain.Orders;
using static PaytureActors.Tests.Orders.EngineUnderTest;

namespace PaytureActors.Tests.Orders;

/// <summary>What becomes of money that is held and that nobody charges or releases.</summary>
[Collection(OneAtATime.Name)]
public sealed class HoldTests
{
    private static readonly TimeSpan Week = TimeSpan.FromDays(7);

    [Theory]
    [InlineData(HoldPolicy.Charge, OrderPhase.Charged, "Charge")]
    [InlineData(HoldPolicy.Unblock, OrderPhase.Unblocked, "Unblock")]
    public void A_hold_is_charged_or_released_as_its_merchant_chose_once_and_whatever_dies_meanwhile(HoldPolicy policy, OrderPhase phase, string command)
    {
        using var first = new EngineUnderTest(configure: options => (options.Merchants["shop"].HoldPolicy, options.IdleAfter) = (policy, TimeSpan.FromDays(30)));
        first.Run(() => first["42"].BlockAsync(Rub(100), Card()));
        Assert.Equal(first.Time.GetUtcNow() + TimeSpan.FromDays(6), first.View("42")!.HoldDue!.Value, TimeSpan.FromMinutes(1));
        first.Time.RunFor(TimeSpan.FromDays(5.9));
        Assert.Equal(0, first.Calls("42", command));

        using var engine = first.Restart();
        engine.View("42"); // The order book wakes it elsewhere: see StartTests.
        Assert.True(engine.Time.AdvanceUntil(() => engine.IsAt("42", phase), Week));
        using var again = engine.Restart();
        again.View("42");
        again.Time.RunFor(Week);

        Assert.Equal((1, phase), (again.Calls("42", command), again.View("42")!.Books.Phase));
        Assert.Null(again.View("42")!.Attention);
        Assert.Contains(again.Gateway.Effects("42"), effect => effect.Operation.ToString() == command && effect.Amount == Rub(100));
    }

    [Fact]
    public void By_default_a_person_is_called_and_nothing_is_done_until_the_hold_ends_which_takes_the_mark_off()
    {
        using var engine = new EngineUnderTest(configure: options => options.IdleAfter = TimeSpan.FromDays(30));
        engine.Run(() => engine["42"].BlockAsync(Rub(100), Card()));

        Assert.True(engine.Time.AdvanceUntil(() => engine.State("42").Attention is { Reason: AttentionReason.HoldEnds }, Week));

        engine.Time.RunFor(Week);
        Assert.Equal((OrderPhase.Blocked, AttentionReason.HoldEnds), (engine.View("42")!.Books.Phase, engine.View("42")!.Attention));
        Assert.IsType<OrderReply.Approved>(engine.Run(() => engine["42"].ChargeAsync()));
        Assert.Null(engine.View("42")!.Attention);
    }
}
