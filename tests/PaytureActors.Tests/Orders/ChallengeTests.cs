using PaytureActors.Domain;
using PaytureActors.Domain.Orders;
using PaytureActors.Gateway;
using PaytureActors.TestKit.Gateway;
using static PaytureActors.Tests.Orders.EngineUnderTest;

namespace PaytureActors.Tests.Orders;

/// <summary>3-D Secure: the customer passes, fails, comes late, never comes, or comes with somebody else's result.</summary>
[Collection(OneAtATime.Name)]
public sealed class ChallengeTests
{
    private static readonly CallOptions Key = new() { Key = new IdempotencyKey("block") };

    [Fact]
    public void A_customer_who_passes_leaves_the_money_held_and_the_form_is_handed_out_once()
    {
        using var engine = Engine();

        var reply = Challenged(engine);
        Assert.Equal(OrderPhase.AwaitingCustomer, reply.View.Books.Phase);
        Assert.Equal("https://pay.shop.example/payture/shop/3ds/42", reply.View.Challenge!.TermUrl);
        Assert.Equal(reply.View.Challenge.Url, reply.Form!.AcsUrl);
        Assert.Equal(engine.Gateway.ThreeDSecureResult("42", passes: true).MD, reply.Form.Md.Reveal(md => md));
        Assert.False(reply.Form.PaReq.IsEmpty);

        var again = Assert.IsType<OrderReply.ChallengeRequired>(engine.Run(() => engine["42"].BlockAsync(Rub(100), ChallengeCard(), Key)));
        Assert.Null(again.Form);
        Assert.Equal(reply.View, again.View);
        Assert.Null(engine.Run(() => engine["42"].TakeChallengeFormAsync()));

        Assert.Equal(OrderPhase.Blocked, Assert.IsType<OrderReply.Approved>(Complete(engine)).View.Books.Phase);
        Assert.Null(engine.View("42")!.Challenge);
        Assert.Equal(Rub(100), engine.Gateway.Payment("42")!.Held);
        Assert.Single(engine.Gateway.Effects("42"));
    }

    [Fact]
    public void A_form_that_came_after_its_caller_had_gone_waits_for_whoever_asks_first()
    {
        using var engine = Engine(new FaultScript().On("42", "Block", new Fault.Slow(TimeSpan.FromSeconds(5), EffectAt.Start)));
        var shortly = Key with { Limit = TimeSpan.FromSeconds(1) };
        Assert.IsType<OrderReply.Pending>(engine.Run(() => engine["42"].BlockAsync(Rub(100), ChallengeCard(), shortly)));
        engine.Time.RunFor(TimeSpan.FromSeconds(10));

        // A repeated answer brings none: it may be another caller's.
        Assert.Null(Assert.IsType<OrderReply.ChallengeRequired>(engine.Run(() => engine["42"].BlockAsync(Rub(100), ChallengeCard(), Key))).Form);
        Assert.NotNull(engine.Run(() => engine["42"].TakeChallengeFormAsync()));
        Assert.Null(engine.Run(() => engine["42"].TakeChallengeFormAsync()));
    }

    [Fact]
    public void A_form_that_nobody_took_is_forgotten_when_its_challenge_ends()
    {
        using var engine = Engine(new FaultScript().On("42", "Block", new Fault.Slow(TimeSpan.FromSeconds(5), EffectAt.Start)));
        engine.Run(() => engine["42"].BlockAsync(Rub(100), ChallengeCard(), Key with { Limit = TimeSpan.FromSeconds(1) }));

        engine.Time.RunFor(TimeSpan.FromMinutes(15.5));

        Assert.Null(engine.Run(() => engine["42"].TakeChallengeFormAsync()));
    }

    [Fact]
    public void A_form_whose_challenge_an_inquiry_has_ended_is_not_handed_out()
    {
        using var engine = Engine(new FaultScript().On("42", "Block", new Fault.Slow(TimeSpan.FromSeconds(5), EffectAt.Start)));
        engine.Run(() => engine["42"].BlockAsync(Rub(100), ChallengeCard(), Key with { Limit = TimeSpan.FromSeconds(1) }));
        engine.Time.RunFor(TimeSpan.FromSeconds(10));

        var result = engine.Gateway.ThreeDSecureResult("42", passes: true);
        engine.Gateway.Answer("/api/Block3DS", new Dictionary<string, string> { ["Key"] = "Merchant", ["OrderId"] = "42", ["PaRes"] = result.PaRes });
        Assert.True(engine.Time.AdvanceUntil(() => engine.IsAt("42", OrderPhase.Blocked), TimeSpan.FromMinutes(1)));

        Assert.Null(engine.Run(() => engine["42"].TakeChallengeFormAsync()));
    }

    [Fact]
    public void A_customer_who_fails_is_declined()
    {
        using var engine = Engine();
        Challenged(engine);

        Assert.Equal(OrderPhase.Declined, Assert.IsType<OrderReply.Declined>(Complete(engine, passes: false)).View.Books.Phase);
        Assert.Empty(engine.Gateway.Effects("42"));
    }

    [Fact]
    public void A_challenge_that_nobody_answers_expires_by_inquiry_and_a_late_result_is_refused()
    {
        using var engine = Engine();
        Challenged(engine);
        var (md, paRes) = engine.Gateway.ThreeDSecureResult("42", passes: true);

        engine.Time.RunFor(TimeSpan.FromMinutes(29));
        Assert.True(engine.IsAt("42", OrderPhase.AwaitingCustomer)); // A deadline ends nothing by itself.
        engine.Time.RunFor(TimeSpan.FromMinutes(2));

        Assert.True(engine.IsAt("42", OrderPhase.Expired));
        var late = engine.Run(() => engine["42"].CompleteAsync(new Instrument.ThreeDSecureResult(md, paRes)));
        Assert.Equal(Rejection.NoChallenge, Assert.IsType<OrderReply.Rejected>(late).Reason);
        Assert.Equal(0, engine.Calls("42", "Block3DS"));
    }

    [Fact]
    public void Another_orders_result_is_refused_and_both_can_still_be_completed()
    {
        using var engine = Engine();
        Challenged(engine);
        Challenged(engine, "43");
        var (md, paRes) = engine.Gateway.ThreeDSecureResult("43", passes: true);

        var swapped = engine.Run(() => engine["42"].CompleteAsync(new Instrument.ThreeDSecureResult(md, paRes)));

        Assert.Equal(Rejection.OtherChallenge, Assert.IsType<OrderReply.Rejected>(swapped).Reason);
        Assert.IsType<OrderReply.Approved>(Complete(engine));
        Assert.IsType<OrderReply.Approved>(Complete(engine, "43"));
    }

    [Fact]
    public void A_result_that_comes_twice_is_sent_once()
    {
        using var engine = Engine();
        Challenged(engine);

        Assert.IsType<OrderReply.Approved>(Complete(engine));
        Assert.Equal(Rejection.NoChallenge, Assert.IsType<OrderReply.Rejected>(Complete(engine)).Reason);
        Assert.Equal(1, engine.Calls("42", "Block3DS"));
    }

    [Fact]
    public void After_a_crash_the_customer_can_still_come_back_but_nobody_has_the_form()
    {
        var engine = Engine();
        Challenged(engine);

        using var next = engine.Restart();
        Assert.Equal(ChallengeKind.ThreeDSecure, next.View("42")!.Challenge!.Kind);
        Assert.Null(next.Run(() => next["42"].TakeChallengeFormAsync()));

        Assert.IsType<OrderReply.Approved>(Complete(next));
        Assert.Single(next.Gateway.Effects("42"));
    }

    [Fact]
    public void A_completion_whose_answer_dies_with_the_node_is_settled_by_inquiry_and_not_sent_again()
    {
        var engine = Engine(new FaultScript().On("42", "Block3DS", new Fault.LostAfterEffect(Loss.Silence)));
        Challenged(engine);
        _ = Task.Run(() => CompleteAsync(engine, "42", passes: true));
        Assert.True(engine.Time.AdvanceUntil(() => engine.Calls("42", "Block3DS") == 1, TimeSpan.FromSeconds(5)));

        using var next = engine.Restart();
        next.Run(() => next["42"].GetAsync());

        Assert.True(next.Time.AdvanceUntil(() => next.IsAt("42", OrderPhase.Blocked), TimeSpan.FromSeconds(5)));
        Assert.Equal(1, next.Calls("42", "Block3DS"));
        Assert.Single(next.Gateway.Effects("42"));
    }

    [Fact]
    public void Without_a_public_address_a_challenge_has_no_door_of_ours()
    {
        using var engine = new EngineUnderTest();

        Assert.Null(Challenged(engine).View.Challenge!.TermUrl);
    }

    private static EngineUnderTest Engine(FaultScript? faults = null) =>
        new(faults, options => options.PublicUrl = new Uri("https://pay.shop.example/"));

    private static Instrument.Card ChallengeCard() => Card(TestCards.Challenge);

    private static OrderReply.ChallengeRequired Challenged(EngineUnderTest engine, string order = "42") =>
        Assert.IsType<OrderReply.ChallengeRequired>(engine.Run(() => engine[order].BlockAsync(Rub(100), ChallengeCard(), Key)));

    private static OrderReply Complete(EngineUnderTest engine, string order = "42", bool passes = true) =>
        engine.Run(() => CompleteAsync(engine, order, passes));

    private static Task<OrderReply> CompleteAsync(EngineUnderTest engine, string order, bool passes)
    {
        var (md, paRes) = engine.Gateway.ThreeDSecureResult(order, passes);
        return engine[order].CompleteAsync(new Instrument.ThreeDSecureResult(md, paRes));
    }
}
