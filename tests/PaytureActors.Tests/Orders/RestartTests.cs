using PaytureActors.Domain;
using PaytureActors.Domain.Orders;
using PaytureActors.Orders;
using PaytureActors.TestKit.Gateway;
using static PaytureActors.Tests.Orders.EngineUnderTest;

namespace PaytureActors.Tests.Orders;

[Collection(OneAtATime.Name)]
public sealed class RestartTests
{
    private static readonly IdempotencyKey RefundKey = new("refund");

    [Theory]
    [InlineData("Block")]
    [InlineData("Charge")]
    [InlineData("Refund")]
    [InlineData("Unblock")]
    public void A_process_that_dies_after_the_effect_and_before_the_answer_settles_by_inquiry_and_sends_nothing_again(string command)
    {
        var faults = new FaultScript().On("42", command, new Fault.LostAfterEffect(Loss.Silence));
        var engine = new EngineUnderTest(faults);
        Reach(engine, command);
        var effects = engine.Gateway.Effects("42").Count;

        using var next = engine.Restart();
        next.Run(() => next["42"].GetAsync());

        Assert.True(next.Time.AdvanceUntil(() => next.State("42").InProgress is null, TimeSpan.FromSeconds(5)));
        next.Time.RunFor(TimeSpan.FromDays(3));
        Assert.Equal(Ending.Approved, next.State("42").Answers[^1].Ending);
        Assert.Equal(1, next.Calls("42", command));
        Assert.Equal(effects, next.Gateway.Effects("42").Count);
    }

    [Theory]
    [InlineData("Charge", Ending.Approved, 2)]
    [InlineData("Unblock", Ending.Approved, 2)]
    [InlineData("Block", Ending.NotApplied, 1)]
    public void A_process_that_dies_before_the_effect_waits_a_quiet_period_of_its_next_life_before_it_believes_that(
        string command, Ending ending, int calls)
    {
        var engine = new EngineUnderTest(new FaultScript().On("42", command, new Fault.LostBefore(Loss.Silence)));
        Reach(engine, command);

        using var next = engine.Restart();
        next.Run(() => next["42"].GetAsync());
        next.Time.RunFor(TimeSpan.FromSeconds(89));
        Assert.NotNull(next.State("42").InFlight);
        Assert.Equal(1, next.Calls("42", command));

        Assert.True(next.Time.AdvanceUntil(() => next.State("42").InProgress is null, TimeSpan.FromSeconds(10)));
        Assert.Equal(ending, next.State("42").Answers[^1].Ending);
        Assert.Equal(calls, next.Calls("42", command));
    }

    [Fact]
    public void A_process_that_dies_before_an_intent_was_kept_has_promised_and_sent_nothing()
    {
        var engine = new EngineUnderTest();
        engine.Journal.Pace = new TaskCompletionSource().Task; // The database takes for ever.
        var key = new CallOptions { Key = new IdempotencyKey("k") };
        _ = Task.Run(() => engine["42"].BlockAsync(Rub(100), Card(), key));
        engine.Time.RunFor(TimeSpan.FromSeconds(1));

        using var next = engine.Restart();
        next.Journal.Pace = Task.CompletedTask;
        Assert.Null(next.View("42"));
        Assert.Equal(0, next.Calls("42", "Block"));

        Assert.IsType<OrderReply.Approved>(next.Run(() => next["42"].BlockAsync(Rub(100), Card(), key)));
        Assert.Single(next.Gateway.Effects("42"));
    }

    [Fact]
    public void A_refund_that_was_accepted_and_not_sent_goes_on_after_a_restart()
    {
        var engine = new EngineUnderTest(new FaultScript().On("42", "GetState", new Fault.Slow(TimeSpan.FromSeconds(5), EffectAt.Start)));
        engine.Run(() => engine["42"].PayAsync(Rub(100), Card()));
        _ = Task.Run(() => engine["42"].RefundAsync(RefundKey, Rub(10)));
        Assert.True(engine.Time.AdvanceUntil(() => engine.Calls("42", "GetState") == 1, TimeSpan.FromSeconds(1)));
        Assert.Null(engine.State("42").InFlight);

        using var next = engine.Restart();
        next.Run(() => next["42"].GetAsync());

        Assert.True(next.Time.AdvanceUntil(() => next.State("42").InProgress is null, TimeSpan.FromSeconds(5)));
        Assert.Equal((Ending.Approved, Rub(90)), (next.State("42").Answers[^1].Ending, next.State("42").Books.Left));
        Assert.Equal(1, next.Calls("42", "Refund"));
    }

    [Fact]
    public void A_restart_while_a_resend_is_due_goes_on_with_one_new_intent()
    {
        var engine = new EngineUnderTest(new FaultScript().RefuseConnection("Charge", times: 4));
        engine.Run(() => engine["42"].BlockAsync(Rub(100), Card()));
        _ = engine["42"].ChargeAsync();
        Assert.True(engine.Time.AdvanceUntil(() => engine.State("42") is { InFlight: null, InProgress.Attempts: 3 }, TimeSpan.FromMinutes(1)));

        using var next = engine.Restart();
        next.Run(() => next["42"].GetAsync());

        Assert.True(next.Time.AdvanceUntil(() => next.IsAt("42", OrderPhase.Charged), TimeSpan.FromMinutes(2)));
        Assert.Equal(1, next.Calls("42", "Charge"));
    }

    [Fact]
    public void A_recorded_answer_is_given_again_after_a_restart_and_with_another_amount_the_key_is_refused()
    {
        var engine = new EngineUnderTest();
        engine.Run(() => engine["42"].PayAsync(Rub(100), Card()));
        var first = engine.Run(() => engine["42"].RefundAsync(RefundKey, Rub(10)));
        engine.Run(() => engine["42"].RefundAsync(new IdempotencyKey("other"), Rub(5)));

        using var next = engine.Restart();

        Assert.Equal(first, next.Run(() => next["42"].RefundAsync(RefundKey, Rub(10))));
        var reused = Assert.IsType<OrderReply.Rejected>(next.Run(() => next["42"].RefundAsync(RefundKey, Rub(11))));
        Assert.Equal(Rejection.KeyReused, reused.Reason);
        Assert.Equal(2, next.Calls("42", "Refund"));
    }

    [Fact]
    public void V11_a_copy_that_is_behind_the_book_stops_recovers_and_finishes_what_the_dead_copy_began()
    {
        var first = new EngineUnderTest(
            new FaultScript().On("42", "Charge", new Fault.LostAfterEffect(Loss.Silence)), options => options.IdleAfter = TimeSpan.FromDays(1));
        first.Run(() => first["42"].BlockAsync(Rub(100), Card()));
        using var second = first.SecondNode();
        Assert.Equal(OrderPhase.Blocked, second.View("42")!.Books.Phase); // It has recovered, too early.
        Start(first, () => first["42"].ChargeAsync(), "Charge");
        first.Dispose();

        second.Time.RunFor(TimeSpan.FromMinutes(5));
        Assert.NotNull(second.State("42").InFlight); // And knows of nothing.

        second.Engine.Orders.Tell(new WakeOrder(new OrderKey("shop", "42"), second.State("42").Sequence), Akka.Actor.ActorRefs.NoSender);

        Assert.True(second.Time.AdvanceUntil(() => second.IsAt("42", OrderPhase.Charged), TimeSpan.FromSeconds(5)));
        Assert.Equal(OrderPhase.Charged, second.View("42")!.Books.Phase);
    }

    [Fact]
    public void A_book_that_is_beyond_the_journal_raises_an_alarm_and_does_not_restart_the_order_for_ever()
    {
        using var engine = new EngineUnderTest();
        engine.Run(() => engine["42"].BlockAsync(Rub(100), Card()));

        var alarms = engine.Listen<Akka.Event.Error>();

        engine.Engine.Orders.Tell(new WakeOrder(new OrderKey("shop", "42"), 1_000), Akka.Actor.ActorRefs.NoSender);

        Assert.Equal(OrderPhase.Blocked, engine.View("42")!.Books.Phase);
        Assert.Contains("the journal was set back", Assert.Single(alarms).ToString(), StringComparison.Ordinal);
    }

    private static void Reach(EngineUnderTest engine, string command)
    {
        if (command is "Block")
        {
            Start(engine, () => engine["42"].BlockAsync(Rub(100), Card()), command);
            return;
        }

        engine.Run(() => command is "Refund" ? engine["42"].PayAsync(Rub(100), Card()) : engine["42"].BlockAsync(Rub(100), Card()));
        Start(engine, () => command switch
        {
            "Charge" => engine["42"].ChargeAsync(),
            "Unblock" => engine["42"].UnblockAsync(),
            _ => engine["42"].RefundAsync(RefundKey, Rub(10)),
        }, command);
    }

    private static void Start(EngineUnderTest engine, Func<Task<OrderReply>> call, string command)
    {
        _ = Task.Run(call);
        Assert.True(engine.Time.AdvanceUntil(() => engine.Calls("42", command) == 1, TimeSpan.FromSeconds(5)));
    }
}
