using Akka.Actor;
using PaytureActors.Domain;
using PaytureActors.Domain.Orders;
using PaytureActors.Hints;
using PaytureActors.Orders;
using PaytureActors.TestKit.Gateway;
using PaytureActors.Tests.Orders;
using static PaytureActors.Tests.Orders.EngineUnderTest;

namespace PaytureActors.Tests.Hints;

/// <summary>Hints: they prove nothing, they cause an inquiry, and none that was acknowledged is lost.</summary>
[Collection(OneAtATime.Name)]
public sealed class HintTests
{
    private const string Kind = "EnginePaySuccess";

    [Fact]
    public void A_hint_about_an_order_at_rest_has_the_gateway_asked_and_books_follow_the_answer()
    {
        using var engine = new EngineUnderTest();
        engine.Run(() => engine["42"].BlockAsync(Rub(100), Card()));
        engine.Gateway.OperatorActs("42", Operation.Unblock);

        Assert.True(Hint(engine, "42"));

        Assert.True(engine.Time.AdvanceUntil(() => engine.IsAt("42", OrderPhase.Unblocked), TimeSpan.FromSeconds(2)));
        Assert.Equal(1, engine.Calls("42", "GetState"));
    }

    [Fact]
    public void A_hint_that_comes_while_the_gateway_is_being_asked_has_it_asked_again()
    {
        using var engine = new EngineUnderTest(new FaultScript().On("42", "GetState", new Fault.Slow(TimeSpan.FromSeconds(5), EffectAt.Start)));
        engine.Run(() => engine["42"].BlockAsync(Rub(100), Card()));
        Assert.True(Hint(engine, "42"));
        engine.Time.RunFor(TimeSpan.FromSeconds(1));

        engine.Gateway.OperatorActs("42", Operation.Unblock); // Too late for the answer that is on its way.
        Assert.True(Hint(engine, "42"));

        Assert.True(engine.Time.AdvanceUntil(() => engine.IsAt("42", OrderPhase.Unblocked), TimeSpan.FromSeconds(10)));
        Assert.Equal(2, engine.Calls("42", "GetState"));
    }

    [Fact]
    public void A_hint_that_comes_during_a_command_is_not_lost_when_the_command_is_answered()
    {
        using var engine = new EngineUnderTest(new FaultScript().On("42", "Charge", new Fault.Slow(TimeSpan.FromSeconds(5), EffectAt.Start)));
        engine.Run(() => engine["42"].BlockAsync(Rub(100), Card()));
        var charge = Task.Run(() => engine["42"].ChargeAsync());
        engine.Time.RunFor(TimeSpan.FromSeconds(1));

        engine.Gateway.OperatorActs("42", Operation.Refund, Rub(100));
        Assert.True(Hint(engine, "42"));

        Assert.IsType<OrderReply.Approved>(engine.Run(() => charge));
        Assert.True(engine.Time.AdvanceUntil(() => engine.IsAt("42", OrderPhase.Refunded), TimeSpan.FromSeconds(5)));
    }

    [Fact]
    public void Hints_that_come_together_cause_one_inquiry_in_three_seconds()
    {
        using var engine = new EngineUnderTest();
        engine.Run(() => engine["42"].BlockAsync(Rub(100), Card()));

        for (var second = 0; second < 9; second++)
        {
            for (var i = 0; i < 5; i++)
                Assert.True(Hint(engine, "42"));
            engine.Time.RunFor(TimeSpan.FromSeconds(1));
        }

        engine.Time.RunFor(TimeSpan.FromSeconds(10));
        Assert.InRange(engine.Calls("42", "GetState"), 3, 4); // At 0, 3, 6 and 9 seconds.
    }

    [Fact]
    public void A_hint_for_an_order_that_is_not_known_yet_is_kept_and_brought_when_the_order_comes_into_being()
    {
        using var engine = new EngineUnderTest();

        Assert.True(Hint(engine, "42"));
        var kept = Assert.Single(MemoryHints.Named(engine.Store).All);
        Assert.Equal((new OrderKey("shop", "42"), Kind, engine.Time.GetUtcNow()), (kept.Order, kept.Kind, kept.At));

        engine.Run(() => engine["42"].BlockAsync(Rub(100), Card()));
        engine.Time.RunFor(TimeSpan.FromSeconds(1));
        Assert.Empty(MemoryHints.Named(engine.Store).All);
        Assert.Equal(0, engine.Calls("41", "GetState"));
    }

    [Fact]
    public void A_hint_that_is_being_kept_while_its_order_comes_into_being_is_not_missed()
    {
        using var engine = new EngineUnderTest();
        var pace = new TaskCompletionSource();
        MemoryHints.Named(engine.Store).Pace = pace.Task;
        var hint = Task.Run(() => engine["42"].HintAsync(Kind));
        engine.Time.RunFor(TimeSpan.FromSeconds(1));
        Assert.False(hint.IsCompleted);

        engine.Run(() => engine["42"].BlockAsync(Rub(100), Card()));
        MemoryHints.Named(engine.Store).Pace = Task.CompletedTask;
        pace.SetResult();

        Assert.True(engine.Run(() => hint));
        engine.Time.RunFor(TimeSpan.FromSeconds(5));
        Assert.Empty(MemoryHints.Named(engine.Store).All);
        Assert.Equal(1, engine.Calls("42", "GetState"));
    }

    [Fact]
    public void A_hint_that_cannot_be_kept_is_not_acknowledged()
    {
        using var engine = new EngineUnderTest();
        MemoryHints.Named(engine.Store).IsDown = true;

        Assert.False(Hint(engine, "42"));

        MemoryHints.Named(engine.Store).IsDown = false;
        Assert.True(Hint(engine, "42"));
    }

    [Fact]
    public void A_hint_whose_order_could_not_write_it_down_is_brought_again()
    {
        using var engine = new EngineUnderTest();
        engine.Run(() => engine["42"].BlockAsync(Rub(100), Card()));
        engine.Gateway.OperatorActs("42", Operation.Unblock);
        engine.Journal.FailNext(WriteFault.Fail);

        Assert.True(Hint(engine, "42"));

        Assert.True(engine.Time.AdvanceUntil(() => engine.IsAt("42", OrderPhase.Unblocked), TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public void A_hint_that_comes_while_an_older_one_of_its_order_is_being_forgotten_is_kept()
    {
        using var engine = new EngineUnderTest();
        var (store, pace) = (new MemoryHints(), new TaskCompletionSource());
        var keeper = engine.System.ActorOf(Props.Create(() => new ParkedHintsActor(
            new ParkedHintsSurroundings(store, engine.System.ActorOf(Props.Create<Strangers>(), "strangers"), _ => true, engine.Time) { MostPerMerchant = 1 })));
        Assert.True(engine.Run(() => Give("1")).IsKept);

        store.Pace = pace.Task;
        var second = Give("2"); // Once it is written the first has to go.
        var again = Give("1");
        engine.Time.RunFor(TimeSpan.FromMilliseconds(1));
        store.Pace = Task.CompletedTask;
        pace.SetResult();

        Assert.True(engine.Run(() => second).IsKept && engine.Run(() => again).IsKept);
        engine.Time.RunFor(TimeSpan.FromSeconds(5));
        Assert.Equal("1", Assert.Single(store.All).Order.Order.ToString());

        Task<HintKept> Give(string order) => keeper.Ask<HintKept>(new GiveHint(new OrderKey("shop", order), Kind));
    }

    [Fact]
    public void Hints_that_are_kept_are_brought_once_after_a_start()
    {
        var engine = new EngineUnderTest();
        using var other = engine.SecondNode();
        other.Time.RunFor(TimeSpan.FromSeconds(1)); // It has read what is kept.
        Hint(engine, "42");
        Hint(engine, "unknown");
        other.Run(() => other["42"].BlockAsync(Rub(100), Card())); // Where nobody has seen the hint.
        other.Time.RunFor(TimeSpan.FromSeconds(1));
        Assert.Equal(2, MemoryHints.Named(engine.Store).All.Count);

        using var next = engine.Restart();
        next.Time.RunFor(TimeSpan.FromSeconds(5));

        Assert.Equal("unknown", Assert.Single(MemoryHints.Named(next.Store).All).Order.Order.ToString());
        Assert.Equal(1, next.Calls("42", "GetState"));
    }

    [Fact]
    public void A_hint_whose_order_never_comes_is_forgotten_after_three_days()
    {
        using var engine = new EngineUnderTest();
        Hint(engine, "42");

        engine.Time.RunFor(TimeSpan.FromHours(71.5));
        Assert.Single(MemoryHints.Named(engine.Store).All);
        engine.Time.RunFor(TimeSpan.FromHours(1));

        Assert.Empty(MemoryHints.Named(engine.Store).All);
    }

    [Theory]
    [InlineData("")]
    [InlineData("with blank")]
    [InlineData("карта")]
    public void A_kind_that_could_carry_anything_is_refused(string kind)
    {
        using var engine = new EngineUnderTest();

        Assert.Throws<ArgumentException>(() => engine.Run(() => engine["42"].HintAsync(kind)));
    }

    private sealed class Strangers : ReceiveActor
    {
        public Strangers() => Receive<HintOrder>(hint => Sender.Tell(new HintHeard(hint.Key, IsKnown: false)));
    }

    private static bool Hint(EngineUnderTest engine, string order) => engine.Run(() => engine[order].HintAsync(Kind));
}
