using PaytureActors.Domain;
using PaytureActors.Domain.Orders;
using PaytureActors.Journal;
using PaytureActors.Orders;
using static PaytureActors.Tests.Orders.EngineUnderTest;

namespace PaytureActors.Tests.Orders;

[Collection(OneAtATime.Name)]
public sealed class MemoryTests
{
    [Fact]
    public void Orders_that_leave_memory_after_every_message_lose_none()
    {
        using var engine = new EngineUnderTest(configure: options => options.IdleAfter = TimeSpan.FromTicks(1));
        const int Orders = 40;
        const int Refunds = 10;

        var replies = engine.Run(() => Task.WhenAll(Enumerable.Range(0, Orders).Select(number => Task.Run(() => LiveAsync($"{number}")))));

        Assert.All(replies.SelectMany(reply => reply), reply => Assert.IsType<OrderReply.Approved>(reply));
        Assert.Equal(Orders * (Refunds + 1), engine.Gateway.Effects().Count);

        // A message that was lost would have made its caller ask again after a while.
        Assert.InRange(engine.Time.Elapsed, TimeSpan.Zero, Conversation.Patience / 2);

        async Task<OrderReply[]> LiveAsync(string order)
        {
            var pay = await engine[order].PayAsync(Rub(100), Card());
            var refunds = new List<OrderReply>();
            for (var number = 0; number < Refunds; number++)
            {
                var looks = Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Task.Run(() => engine[order].GetAsync())));
                refunds.Add(await engine[order].RefundAsync(new IdempotencyKey($"{number}"), Rub(1)));
                Assert.All(await looks, Assert.NotNull);
            }

            return [pay, .. refunds];
        }
    }

    [Fact]
    public void However_many_orders_are_due_those_that_are_asked_for_find_room_and_what_was_only_woken_leaves_soon()
    {
        using var engine = new EngineUnderTest(configure: options => options.MaxOrdersInMemory = 4);
        var shortCall = new CallOptions { Limit = TimeSpan.FromMilliseconds(100) };
        void Wake(int order) => engine.Engine.Orders.Tell(new WakeOrder(new OrderKey("shop", $"due {order}"), 0), Akka.Actor.ActorRefs.NoSender);

        for (var order = 0; order < 10; order++)
            Wake(order);
        Assert.IsType<OrderReply.Approved>(engine.Run(() => engine["1"].BlockAsync(Rub(1), Card(), shortCall)));
        Assert.IsType<OrderReply.Approved>(engine.Run(() => engine["2"].BlockAsync(Rub(1), Card(), shortCall)));

        engine.Time.RunFor(TimeSpan.FromSeconds(2));
        Assert.IsType<OrderReply.Approved>(engine.Run(() => engine["3"].BlockAsync(Rub(1), Card(), shortCall)));
        engine.Time.RunFor(TimeSpan.FromMinutes(3)); // All are asleep.
        foreach (var order in (string[])["1", "2"])
            engine.Engine.Orders.Tell(new WakeOrder(new OrderKey("shop", order), 0), Akka.Actor.ActorRefs.NoSender);
        engine.Time.RunFor(TimeSpan.FromSeconds(2));
        foreach (var order in (string[])["4", "5", "6", "7"])
            Assert.IsType<OrderReply.Approved>(engine.Run(() => engine[order].BlockAsync(Rub(1), Card(), shortCall)));
    }

    [Fact]
    public void An_order_that_nothing_is_known_of_makes_room_soon_and_one_at_rest_later()
    {
        using var engine = new EngineUnderTest(configure: options => options.MaxOrdersInMemory = 1);
        var shortCall = new CallOptions { Limit = TimeSpan.FromMilliseconds(100) };

        Assert.Equal(Rejection.NothingBlocked,
            Assert.IsType<OrderReply.Rejected>(engine.Run(() => engine["1"].ChargeAsync(options: shortCall))).Reason);
        var busy = Assert.IsType<OrderReply.Busy>(engine.Run(() => engine["2"].BlockAsync(Rub(1), Card(), shortCall)));
        Assert.Contains("Payture:MaxOrdersInMemory", busy.Why, StringComparison.Ordinal);
        Assert.False(busy.MayBeAccepted);

        engine.Time.RunFor(TimeSpan.FromSeconds(2));
        Assert.IsType<OrderReply.Approved>(engine.Run(() => engine["2"].BlockAsync(Rub(1), Card(), shortCall)));
        engine.Time.RunFor(TimeSpan.FromSeconds(100));
        Assert.IsType<OrderReply.Busy>(engine.Run(() => engine["3"].BlockAsync(Rub(1), Card(), shortCall)));
        engine.Time.RunFor(TimeSpan.FromSeconds(30));
        Assert.IsType<OrderReply.Approved>(engine.Run(() => engine["3"].BlockAsync(Rub(1), Card(), shortCall)));
    }

    [Fact]
    public void More_calls_than_may_wait_for_an_order_that_is_being_read_are_told_so_at_once()
    {
        using var engine = new EngineUnderTest();
        var read = new TaskCompletionSource();
        engine.Journal.ReadPace = read.Task;
        var key = new CallOptions { Key = new IdempotencyKey("one"), Limit = TimeSpan.FromSeconds(1) };
        var calls = Enumerable.Range(0, CopySlot<OrderKey>.MaxWaiting + 1).Select(_ => Task.Run(() => engine["42"].AdoptAsync(ApiFamily.Api, key))).ToList();
        engine.Time.RunFor(TimeSpan.FromSeconds(2));

        var busy = calls.Where(call => call.IsCompleted).Select(call => Assert.IsType<OrderReply.Busy>(call.Result)).ToList();
        Assert.Contains(busy, reply => reply.Why.Contains("1000 messages wait", StringComparison.Ordinal) && !reply.MayBeAccepted);
        read.SetResult();
        engine.Journal.ReadPace = Task.CompletedTask;
        engine.Run(() => Task.WhenAll(calls));
    }

    [Fact]
    public void More_calls_than_may_wait_in_this_process_reach_no_order_and_are_told_so()
    {
        using var engine = new EngineUnderTest(configure: options => options.MaxOrdersInMemory = 3);
        engine.Run(() => engine["42"].BlockAsync(Rub(100), Card()));
        var write = new TaskCompletionSource();
        engine.Journal.Pace = write.Task; // The database is slow: what is asked of an open order waits in its mailbox.
        var charges = Enumerable.Range(0, 3).Select(_ => Task.Run(() => engine["42"].ChargeAsync())).ToList();
        engine.Time.RunFor(TimeSpan.FromMilliseconds(1));

        var busy = Assert.IsType<OrderReply.Busy>(engine.Run(() => engine["42"].UnblockAsync(new CallOptions { Limit = TimeSpan.FromMilliseconds(100) })));
        Assert.False(busy.MayBeAccepted);
        Assert.Contains("Payture:MaxOrdersInMemory", busy.Why, StringComparison.Ordinal);
        Assert.False(engine.Run(() => engine["42"].HintAsync("EnginePaySuccess")));

        engine.Journal.Pace = Task.CompletedTask;
        write.SetResult();
        engine.Run(() => Task.WhenAll(charges));
        Assert.Equal(1, engine.Calls("42", "Charge"));
        Assert.Equal(OrderPhase.Charged, engine.View("42")!.Books.Phase);
    }

    [Fact]
    public void An_order_with_a_command_in_progress_stays_in_memory_until_it_is_settled()
    {
        using var engine = new EngineUnderTest(
            new TestKit.Gateway.FaultScript().On("42", "Charge", new TestKit.Gateway.Fault.LostBefore(TestKit.Gateway.Loss.Reset)),
            options => options.IdleAfter = TimeSpan.FromSeconds(1));
        engine.Run(() => engine["42"].BlockAsync(Rub(100), Card()));
        engine.Run(() => engine["42"].ChargeAsync(options: new CallOptions { Limit = TimeSpan.FromSeconds(1) }));

        Assert.True(engine.Time.AdvanceUntil(() => engine.IsAt("42", OrderPhase.Charged), TimeSpan.FromMinutes(3)));
    }

    [Fact]
    public void Callers_of_one_key_all_hear_the_one_answer()
    {
        using var engine = new EngineUnderTest();
        engine.Run(() => engine["42"].BlockAsync(Rub(100), Card()));

        var options = new CallOptions { Key = new IdempotencyKey("one") };
        var replies = engine.Run(() => Task.WhenAll(Enumerable.Range(0, 20).Select(_ =>
            Task.Run(() => engine["42"].ChargeAsync(Rub(70), options)))));

        Assert.IsType<OrderReply.Approved>(Assert.Single(replies.Distinct()));
        Assert.Equal(1, engine.Calls("42", "Charge"));
    }

    [Fact]
    public void Callers_without_a_key_of_their_own_join_what_is_in_progress_and_come_too_late_for_what_has_ended()
    {
        using var engine = new EngineUnderTest(new TestKit.Gateway.FaultScript().On("42", "Charge",
            new TestKit.Gateway.Fault.Slow(TimeSpan.FromSeconds(1), TestKit.Gateway.EffectAt.End)));
        engine.Run(() => engine["42"].BlockAsync(Rub(100), Card()));

        var options = new CallOptions { UseDefaultKey = true };
        var replies = engine.Run(() => Task.WhenAll(Enumerable.Range(0, 20).Select(_ =>
            Task.Run(() => engine["42"].ChargeAsync(Rub(70), options)))));

        Assert.IsType<OrderReply.Approved>(Assert.Single(replies.Distinct()));
        var late = Assert.IsType<OrderReply.Rejected>(engine.Run(() => engine["42"].ChargeAsync(Rub(70), options)));
        Assert.Equal((Rejection.NothingBlocked, OrderPhase.Charged), (late.Reason, late.View!.Books.Phase));
        Assert.Equal(1, engine.Calls("42", "Charge"));
    }

    [Fact]
    public void A_caller_without_a_key_who_does_not_wait_is_heard_all_the_same()
    {
        using var engine = new EngineUnderTest();
        var options = new CallOptions { UseDefaultKey = true, Limit = TimeSpan.Zero };

        Assert.IsType<OrderReply.Pending>(engine.Run(() => engine["42"].BlockAsync(Rub(100), Card(), options)));
        Assert.True(engine.Time.AdvanceUntil(() => engine.Run(() => engine["42"].GetAsync())?.Books.Phase is OrderPhase.Blocked, TimeSpan.FromMinutes(5)));
    }

    [Fact]
    public void The_history_tells_everything_and_the_event_stream_told_it_before()
    {
        using var engine = new EngineUnderTest();
        var heard = engine.Listen<OrderEventRecorded>();
        engine.Run(() => engine["42"].BlockAsync(Rub(100), Card()));
        engine.Run(() => engine["42"].ChargeAsync());

        var history = engine.Run(() => engine["42"].HistoryAsync());

        Assert.Equal([1, 2, 3, 4], history.Select(entry => entry.Sequence));
        Assert.Equal(history.Select(entry => entry.Event), heard.Select(recorded => recorded.Event));
        Assert.Empty(engine.Run(() => engine["unknown"].HistoryAsync()));
    }
}
