using PaytureActors.Domain;
using PaytureActors.Domain.Orders;
using PaytureActors.Hosting;
using PaytureActors.TestKit.Gateway;
using PaytureActors.Tests.Orders;
using static PaytureActors.Tests.Orders.EngineUnderTest;

namespace PaytureActors.Tests.Transport;

[Collection(OneAtATime.Name)]
public sealed class SendByTests
{
    [Fact]
    public void V3_an_intent_that_its_process_held_back_beyond_its_send_by_is_not_sent()
    {
        using var engine = new EngineUnderTest();
        engine.Run(() => engine["42"].BlockAsync(Rub(100), Card()));
        var pause = new TaskCompletionSource();
        engine.Journal.Pace = pause.Task;
        var charge = Task.Run(() => engine["42"].ChargeAsync());
        engine.Time.RunFor(TimeSpan.FromSeconds(12)); // The intent says: before 10 s.
        engine.Journal.Pace = Task.CompletedTask;
        pause.SetResult();

        Assert.IsType<OrderReply.Approved>(engine.Run(() => charge));
        var facts = engine.Run(() => engine["42"].HistoryAsync()).Select(entry => entry.Event).ToList();
        Assert.Equal(NotSentReason.SendByPassed, Assert.Single(facts.OfType<OrderEvent.NotSent>()).Reason);
        Assert.Equal(1, engine.Calls("42", "Charge"));
    }

    [Fact]
    public void V3_an_intent_that_waits_in_the_queue_beyond_its_send_by_ends_there_without_a_seat()
    {
        using var engine = new EngineUnderTest(
            new FaultScript().On("slow", "Pay", new Fault.Slow(TimeSpan.FromSeconds(50), EffectAt.Start)),
            options => options.TransportSeats = 1);
        var slow = Task.Run(() => engine["slow"].PayAsync(Rub(1), Card(), new CallOptions { Limit = TimeSpan.FromMinutes(2) }));
        Assert.True(engine.Time.AdvanceUntil(() => engine.Calls("slow", "Pay") == 1, TimeSpan.FromSeconds(1)));
        var started = engine.Time.GetUtcNow();

        var reply = Assert.IsType<OrderReply.NotApplied>(engine.Run(() => engine["next"].PayAsync(Rub(1), Card())));

        Assert.Equal((true, NotSentReason.SendByPassed), (reply.IsProved, reply.Reason!.Value));
        Assert.InRange(engine.Time.GetUtcNow() - started, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(12));
        Assert.IsType<OrderReply.Approved>(engine.Run(() => slow));
        Assert.Equal(0, engine.Calls("next", "Pay"));
    }

    [Fact]
    public void A_full_queue_refuses_with_certainty_and_keeps_no_inquiry_waiting()
    {
        using var engine = new EngineUnderTest(
            new FaultScript().On("1", "Pay", new Fault.Slow(TimeSpan.FromSeconds(5), EffectAt.Start)),
            options => (options.TransportSeats, options.QueueLength) = (1, 1));
        var first = Task.Run(() => engine["1"].PayAsync(Rub(1), Card()));
        Assert.True(engine.Time.AdvanceUntil(() => engine.Calls("1", "Pay") == 1, TimeSpan.FromSeconds(1)));
        var second = Task.Run(() => engine["2"].PayAsync(Rub(1), Card()));
        engine.Time.RunFor(TimeSpan.FromMilliseconds(1));

        var third = Assert.IsType<OrderReply.NotApplied>(engine.Run(() => engine["3"].PayAsync(Rub(1), Card())));
        Assert.Equal((true, NotSentReason.QueueFull), (third.IsProved, third.Reason!.Value));
        Assert.True(Assert.IsType<OrderReply.Inquired>(engine.Run(() => engine["9"].InquireAsync())).GatewayAnswered);
        Assert.False(first.IsCompleted);

        Assert.IsType<OrderReply.Approved>(engine.Run(() => first));
        Assert.IsType<OrderReply.Approved>(engine.Run(() => second));
    }

    [Fact]
    public void A_process_that_stops_answers_its_callers_and_sends_nothing_that_waits()
    {
        using var engine = new EngineUnderTest(
            new FaultScript().On("1", "Pay", new Fault.Slow(TimeSpan.FromSeconds(3), EffectAt.Start)),
            options => options.TransportSeats = 1);
        var first = Task.Run(() => engine["1"].PayAsync(Rub(1), Card()));
        Assert.True(engine.Time.AdvanceUntil(() => engine.Calls("1", "Pay") == 1, TimeSpan.FromSeconds(1)));
        var second = Task.Run(() => engine["2"].PayAsync(Rub(1), Card()));
        engine.Time.RunFor(TimeSpan.FromMilliseconds(1));

        var third = Task.Run(() => engine["1"].RefundAsync(new IdempotencyKey("r"))); // Joins nothing: the order is busy.
        var stopped = Task.Run(() => engine.Engine.StopAsync());
        engine.Time.RunFor(TimeSpan.FromMilliseconds(1));

        Assert.False(stopped.IsCompleted); // One call is open, and its outcome is worth waiting for.
        Assert.Equal(NotSentReason.ShuttingDown, Assert.IsType<OrderReply.NotApplied>(engine.Run(() => second)).Reason);
        Assert.Equal(Rejection.CommandInProgress, Assert.IsType<OrderReply.Rejected>(engine.Run(() => third)).Reason);
        Assert.IsType<OrderReply.Approved>(engine.Run(() => first));
        engine.Run(async () =>
        {
            await stopped;
            return true;
        });
        Assert.Equal(0, engine.Calls("2", "Pay"));
        Assert.False(engine.Engine.Health.IsReady);
    }

    [Fact]
    public void A_process_that_stops_does_not_wait_for_ever_and_says_what_is_in_progress()
    {
        using var engine = new EngineUnderTest(new FaultScript().On("1", "Pay", new Fault.LostBefore(Loss.Silence)));
        var pay = Task.Run(() => engine["1"].PayAsync(Rub(1), Card()));
        Assert.True(engine.Time.AdvanceUntil(() => engine.Calls("1", "Pay") == 1, TimeSpan.FromSeconds(1)));
        var started = engine.Time.GetUtcNow();

        var stopped = Task.Run(() => engine.Engine.StopAsync());

        Assert.IsType<OrderReply.Pending>(engine.Run(() => pay));
        Assert.True(engine.Time.AdvanceUntil(() => stopped.IsCompleted, TimeSpan.FromSeconds(1)));
        Assert.InRange(engine.Time.GetUtcNow() - started, Engine.DrainWithin, Engine.DrainWithin * 1.5);
    }
}
