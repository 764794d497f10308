using PaytureActors.Domain;
using PaytureActors.Domain.Orders;
using PaytureActors.TestKit.Gateway;
using static PaytureActors.Tests.Orders.EngineUnderTest;

namespace PaytureActors.Tests.Orders;

[Collection(OneAtATime.Name)]
public sealed class DoubtTests
{
    [Fact]
    public void A_charge_whose_answer_is_lost_is_pending_at_the_limit_and_settled_by_an_inquiry()
    {
        using var engine = new EngineUnderTest(new FaultScript().On("42", "Charge", new Fault.LostAfterEffect(Loss.Silence)));
        engine.Run(() => engine["42"].BlockAsync(Rub(100), Card()));

        var reply = engine.Run(() => engine["42"].ChargeAsync(Rub(100)));
        var pending = Assert.IsType<OrderReply.Pending>(reply).View;
        Assert.Equal((AttemptStatus.Sent, OrderPhase.Blocked), (pending.Attempt!.Status, pending.Books.Phase));

        Assert.True(engine.Time.AdvanceUntil(() => engine.IsAt("42", OrderPhase.Charged), TimeSpan.FromMinutes(2)));
        Assert.Equal(1, engine.Gateway.Calls("42", "Charge"));
    }

    [Fact]
    public void A_charge_that_was_reset_after_its_effect_is_approved_within_the_same_call()
    {
        using var engine = new EngineUnderTest(new FaultScript().On("42", "Charge", new Fault.LostAfterEffect(Loss.Reset)));
        engine.Run(() => engine["42"].BlockAsync(Rub(100), Card()));

        Assert.IsType<OrderReply.Approved>(engine.Run(() => engine["42"].ChargeAsync()));
        Assert.Equal(1, engine.Gateway.Calls("42", "Charge"));
    }

    [Fact]
    public void A_charge_that_never_arrived_is_in_doubt_for_the_quiet_period_and_then_sent_again()
    {
        using var engine = new EngineUnderTest(new FaultScript().On("42", "Charge", new Fault.LostBefore(Loss.Reset)));
        engine.Run(() => engine["42"].BlockAsync(Rub(100), Card()));

        var started = engine.Time.GetUtcNow();
        var pending = Assert.IsType<OrderReply.Pending>(engine.Run(() => engine["42"].ChargeAsync())).View;
        Assert.Equal(AttemptStatus.InDoubt, pending.Attempt!.Status);
        Assert.Equal(started.AddSeconds(90), pending.Attempt.InDoubtUntil!.Value, TimeSpan.FromSeconds(1));

        Assert.True(engine.Time.AdvanceUntil(() => engine.IsAt("42", OrderPhase.Charged), TimeSpan.FromMinutes(3)));
        Assert.InRange(engine.Time.GetUtcNow() - started, TimeSpan.FromSeconds(90), TimeSpan.FromSeconds(95));
        Assert.Equal(2, engine.Gateway.Calls("42", "Charge"));
        Assert.Single(engine.Gateway.Effects("42"), effect => effect.Operation is Operation.Charge);
    }

    [Fact]
    public void Who_sent_no_key_is_not_told_that_it_belongs_to_another_request()
    {
        using var engine = new EngineUnderTest(new FaultScript().On("42", "Block", new Fault.LostAfterEffect(Loss.Silence)));
        var keyless = new CallOptions { UseDefaultKey = true };
        Assert.IsType<OrderReply.Pending>(engine.Run(() => engine["42"].BlockAsync(Rub(100), Card(), keyless)));

        var other = Assert.IsType<OrderReply.Rejected>(engine.Run(() => engine["42"].BlockAsync(Rub(200), Card(), keyless)));

        Assert.Equal(Rejection.CommandInProgress, other.Reason);
        Assert.Equal(1, engine.Calls("42", "Block"));
    }

    [Fact]
    public void A_block_that_never_arrived_ends_as_not_applied_and_may_be_asked_again_under_another_key()
    {
        using var engine = new EngineUnderTest(new FaultScript().On("42", "Block", new Fault.LostBefore(Loss.Reset)));
        var key = new CallOptions { Key = new IdempotencyKey("first"), Limit = TimeSpan.FromMinutes(3) };

        var first = engine.Run(() => engine["42"].BlockAsync(Rub(100), Card(), key), TimeSpan.FromMinutes(5));
        Assert.False(Assert.IsType<OrderReply.NotApplied>(first).IsProved);
        Assert.Equal(first, engine.Run(() => engine["42"].BlockAsync(Rub(100), Card(), key)));
        Assert.IsType<OrderReply.Approved>(engine.Run(() => engine["42"].BlockAsync(Rub(100), Card())));
        Assert.Single(engine.Gateway.Effects("42"));
    }

    [Fact]
    public void A_connection_that_was_refused_proves_that_nothing_left()
    {
        using var engine = new EngineUnderTest(new FaultScript().RefuseConnection("Block"));

        var reply = Assert.IsType<OrderReply.NotApplied>(engine.Run(() => engine["42"].BlockAsync(Rub(100), Card())));
        Assert.Equal((true, NotSentReason.Connect), (reply.IsProved, reply.Reason!.Value));
        Assert.Equal(0, engine.Gateway.Calls("42", "Block"));
    }

    [Fact]
    public void An_unguarded_refund_in_doubt_says_that_it_may_take_until_the_horizon()
    {
        using var engine = new EngineUnderTest(new FaultScript().On("42", "Refund", new Fault.LostBefore(Loss.Reset)));
        engine.Run(() => engine["42"].PayAsync(Rub(100), Card()));

        var started = engine.Time.GetUtcNow();
        var pending = Assert.IsType<OrderReply.Pending>(engine.Run(() => engine["42"].RefundAsync(new IdempotencyKey("r"), Rub(10)))).View;
        Assert.Equal(started.AddHours(24).AddSeconds(10), pending.Attempt!.InDoubtUntil!.Value, TimeSpan.FromSeconds(5));

        Assert.True(engine.Time.AdvanceUntil(() => engine.Gateway.Payment("42")!.Refunded == Rub(10), TimeSpan.FromHours(25)));
        Assert.InRange(engine.Time.GetUtcNow() - started, TimeSpan.FromHours(24), TimeSpan.FromHours(24.1));
    }
}
