using PaytureActors.Domain;
using PaytureActors.Domain.Orders;
using PaytureActors.Gateway;
using PaytureActors.TestKit.Gateway;
using static PaytureActors.Tests.Orders.EngineUnderTest;

namespace PaytureActors.Tests.Orders;

[Collection(OneAtATime.Name)]
public sealed class JournalFailureTests
{
    [Theory]
    [InlineData(WriteFault.Fail)]
    [InlineData(WriteFault.Reject)]
    internal void A_charge_whose_intent_was_not_kept_is_asked_again_by_the_same_call_and_sent_once(WriteFault fault)
    {
        using var engine = new EngineUnderTest();
        engine.Run(() => engine["42"].BlockAsync(Rub(100), Card()));
        engine.Journal.FailNext(fault, fault);

        Assert.IsType<OrderReply.Approved>(engine.Run(() => engine["42"].ChargeAsync()));
        Assert.Equal(1, engine.Calls("42", "Charge"));
        Assert.Equal(2, engine.Journal.Failures.Count); // Each is inspected for an alarm.
    }

    [Fact]
    public void A_charge_whose_intent_may_have_been_kept_is_not_sent_before_the_gateway_has_told_that_it_was_not()
    {
        using var engine = new EngineUnderTest();
        engine.Run(() => engine["42"].BlockAsync(Rub(100), Card()));
        engine.Journal.FailNext(WriteFault.KeepAndFail);

        Assert.IsType<OrderReply.Pending>(engine.Run(() => engine["42"].ChargeAsync()));
        Assert.Equal(0, engine.Calls("42", "Charge"));

        Assert.True(engine.Time.AdvanceUntil(() => engine.IsAt("42", OrderPhase.Charged), TimeSpan.FromMinutes(3)));
        Assert.Equal(1, engine.Calls("42", "Charge"));
    }

    [Theory]
    [InlineData(WriteFault.Fail)]
    [InlineData(WriteFault.Reject)]
    [InlineData(WriteFault.KeepAndFail)]
    internal void A_charge_whose_outcome_was_not_acknowledged_by_the_journal_is_answered_rightly_and_never_sent_again(WriteFault fault)
    {
        using var engine = new EngineUnderTest();
        engine.Run(() => engine["42"].BlockAsync(Rub(100), Card()));
        engine.Journal.FailSecond(fault);

        Assert.IsType<OrderReply.Approved>(engine.Run(() => engine["42"].ChargeAsync()));
        engine.Time.RunFor(TimeSpan.FromHours(1));
        Assert.Equal(1, engine.Calls("42", "Charge"));
    }

    [Fact]
    public void Who_asks_under_a_key_that_is_another_command_s_is_told_so_by_a_journal_that_is_slow_as_well()
    {
        using var engine = new EngineUnderTest();
        var key = new IdempotencyKey("everybody's");
        engine.Journal.Pace = Task.Delay(TimeSpan.FromSeconds(1.5), engine.Time);
        var block = engine["42"].BlockAsync(Rub(100), Card(), new CallOptions { Key = key });
        engine.Time.RunFor(TimeSpan.FromMilliseconds(100));

        var charge = engine.Run(() => engine["42"].ChargeAsync(null, new CallOptions { Key = key, Limit = TimeSpan.FromSeconds(1) }));

        Assert.Equal(Rejection.KeyReused, Assert.IsType<OrderReply.Rejected>(charge).Reason);
        Assert.IsType<OrderReply.Approved>(engine.Run(() => block));
    }

    [Fact]
    public void A_block_whose_intent_may_have_been_kept_never_sends_its_card()
    {
        using var engine = new EngineUnderTest();
        engine.Journal.FailNext(WriteFault.KeepAndFail);
        var card = Card();
        var options = new CallOptions { Limit = TimeSpan.FromMinutes(3) };

        var reply = engine.Run(() => engine["42"].BlockAsync(Rub(100), card, options), TimeSpan.FromMinutes(4));

        Assert.False(Assert.IsType<OrderReply.NotApplied>(reply).IsProved);
        Assert.Equal(0, engine.Calls("42", "Block"));
        Assert.True(card.Data.IsEmpty);
    }

    [Fact]
    public void A_database_that_is_down_is_waited_for_and_a_call_that_reached_no_order_says_so_for_certain()
    {
        using var engine = new EngineUnderTest();
        engine.Journal.IsDown = true;
        var key = new CallOptions { Key = new IdempotencyKey("k") };

        var busy = Assert.IsType<OrderReply.Busy>(engine.Run(() => engine["42"].BlockAsync(Rub(100), Card(), key)));
        Assert.False(busy.MayBeAccepted);
        Assert.ThrowsAny<TimeoutException>(() => engine.Run(() => engine["42"].GetAsync()));

        engine.Journal.IsDown = false;
        Assert.IsType<OrderReply.Approved>(engine.Run(() => engine["42"].BlockAsync(Rub(100), Card(), key)));
        Assert.Equal(1, engine.Calls("42", "Block"));
    }

    [Fact]
    public void A_full_disk_never_makes_a_call_claim_that_nothing_was_accepted()
    {
        using var engine = new EngineUnderTest();
        engine.Journal.IsFull = true;
        var key = new CallOptions { Key = new IdempotencyKey("k") };

        var busy = Assert.IsType<OrderReply.Busy>(engine.Run(() => engine["42"].BlockAsync(Rub(100), Card(), key)));
        Assert.True(busy.MayBeAccepted);
        Assert.Equal(0, engine.Calls("42", "Block"));

        engine.Journal.IsFull = false;
        Assert.IsType<OrderReply.Approved>(engine.Run(() => engine["42"].BlockAsync(Rub(100), Card(), key)));
        Assert.Equal(1, engine.Calls("42", "Block"));
    }

    [Fact]
    public void A_process_that_lost_its_database_writes_nothing_and_goes_on_when_it_has_it_back()
    {
        using var engine = new EngineUnderTest();
        engine.Run(() => engine["42"].BlockAsync(Rub(100), Card()));
        engine.Journal.IsOurs = false;
        var charge = Task.Run(() => engine["42"].ChargeAsync());
        engine.Time.RunFor(TimeSpan.FromSeconds(10));
        Assert.False(charge.IsCompleted);
        Assert.Equal(2, engine.State("42").Sequence);

        engine.Journal.IsOurs = true;
        Assert.IsType<OrderReply.Approved>(engine.Run(() => charge));
        Assert.Equal(1, engine.Calls("42", "Charge"));
    }

    [Theory]
    [InlineData(WriteFault.Fail)]
    [InlineData(WriteFault.Reject)]
    [InlineData(WriteFault.KeepAndFail)]
    internal void A_look_whose_finding_the_journal_did_not_acknowledge_is_taken_again_and_found_once(WriteFault fault)
    {
        using var engine = new EngineUnderTest();
        engine.Run(() => engine["42"].BlockAsync(Rub(100), Card()));
        engine.Gateway.OperatorActs("42", Operation.Unblock);
        engine.Journal.FailSecond(fault);

        Assert.True(engine.Run(() => engine["42"].HintAsync("EnginePaySuccess")));

        Assert.True(engine.Time.AdvanceUntil(() => engine.State("42").Looks.Count == 0 && engine.IsAt("42", OrderPhase.Unblocked), TimeSpan.FromMinutes(1)));
        engine.Time.RunFor(TimeSpan.FromHours(1));
        var facts = engine.Run(() => engine["42"].HistoryAsync()).Select(entry => entry.Event).ToList();
        Assert.Single(facts.OfType<OrderEvent.DriftFound>());
        Assert.Single(facts.OfType<OrderEvent.Looked>());
    }

    [Theory]
    [InlineData(WriteFault.Fail)]
    [InlineData(WriteFault.Reject)]
    [InlineData(WriteFault.KeepAndFail)]
    internal void A_challenge_whose_issue_the_journal_did_not_acknowledge_is_open_for_its_customer_or_over(WriteFault fault)
    {
        using var engine = new EngineUnderTest();
        engine.Journal.FailSecond(fault);
        var options = new CallOptions { Limit = TimeSpan.FromMinutes(3) };

        var reply = engine.Run(() => engine["42"].BlockAsync(Rub(100), Card(TestCards.Challenge), options), TimeSpan.FromMinutes(4));

        if (fault is WriteFault.KeepAndFail)
            Assert.NotNull(Assert.IsType<OrderReply.ChallengeRequired>(reply).Form);
        else
            Assert.IsType<OrderReply.Expired>(reply);
        Assert.Null(engine.Run(() => engine["42"].TakeChallengeFormAsync()));
        Assert.Equal(1, engine.Calls("42", "Block"));
        Assert.Empty(engine.Gateway.Effects("42"));
    }

    [Theory]
    [InlineData(WriteFault.Fail)]
    [InlineData(WriteFault.Reject)]
    [InlineData(WriteFault.KeepAndFail)]
    internal void A_page_whose_opening_the_journal_did_not_acknowledge_is_handed_out_only_if_it_was_kept(WriteFault fault)
    {
        using var engine = new EngineUnderTest(configure: options => options.PublicUrl = new Uri("https://pay.shop.example/"));
        engine.Journal.FailSecond(fault);
        var page = new SessionPage { Ip = "203.0.113.7", Product = "Book", Total = "100.00" };
        var options = new CallOptions { Limit = TimeSpan.FromMinutes(3) };

        var reply = engine.Run(() => engine["42"].InitAsync(Operation.Pay, Rub(100), page, options: options), TimeSpan.FromMinutes(4));

        if (fault is WriteFault.KeepAndFail)
            Assert.NotNull(Assert.IsType<OrderReply.ChallengeRequired>(reply).View.Challenge!.Url);
        else
            Assert.IsType<OrderReply.Expired>(reply);
        Assert.Equal(1, engine.Calls("42", "Init"));
    }

    [Theory]
    [InlineData(WriteFault.Fail, false)]
    [InlineData(WriteFault.Reject, false)]
    [InlineData(WriteFault.KeepAndFail, true)]
    internal void A_persons_decision_that_the_journal_did_not_acknowledge_is_not_said_to_hold(WriteFault fault, bool holds)
    {
        using var engine = new EngineUnderTest(new FaultScript().On("42", "Charge", new Fault.LostBefore(Loss.Reset)));
        engine.Run(() => engine["42"].BlockAsync(Rub(100), Card()));
        engine.Run(() => engine["42"].ChargeAsync(options: new CallOptions { Limit = TimeSpan.FromSeconds(1) }));
        engine.Journal.FailNext(fault);

        var reply = engine.Run(() => engine["42"].ResolveAsync(ManualDecision.NotApplied, "The bank has nothing.", "Ann"));

        Assert.True(Assert.IsType<OrderReply.Busy>(reply).MayBeAccepted);
        Assert.Equal(holds, engine.State("42").InProgress is null);
    }

    [Fact]
    public void A_second_writer_stops_recovers_and_then_answers_with_what_is_true()
    {
        using var first = new EngineUnderTest();
        first.Run(() => first["42"].BlockAsync(Rub(100), Card()));
        using var second = first.SecondNode();
        Assert.IsType<OrderReply.Approved>(second.Run(() => second["42"].ChargeAsync()));

        // The first copy still believes in the hold: its intent collides with what the second wrote.
        var reply = first.Run(() => first["42"].UnblockAsync());

        Assert.Equal(Rejection.NothingBlocked, Assert.IsType<OrderReply.Rejected>(reply).Reason);
        Assert.Equal(0, first.Calls("42", "Unblock"));
        Assert.Equal(OrderPhase.Charged, first.View("42")!.Books.Phase);
    }
}
