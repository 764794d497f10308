using PaytureActors.Domain;
using PaytureActors.Domain.Orders;
using PaytureActors.TestKit.Gateway;
using static PaytureActors.Tests.Orders.EngineUnderTest;

namespace PaytureActors.Tests.Orders;

/// <summary>The journal is set back to a backup, and the engine is told so at its start. What a database does is in Hosting.DatabaseRestoreTests.</summary>
[Collection(OneAtATime.Name)]
public sealed class RestoreTests
{
    [Fact]
    public void An_order_is_inquired_before_anything_is_sent_for_it_and_what_it_forgot_is_found()
    {
        using var first = new EngineUnderTest();
        first.Run(() => first["42"].BlockAsync(Rub(100), Card()));
        var backup = first.Journal.BackUp();
        first.Run(() => first["42"].ChargeAsync());
        using var engine = SetBack(first, backup);
        engine.Gateway.Faults = new FaultScript().On("42", "GetState", new Fault.Slow(TimeSpan.FromSeconds(5), EffectAt.Start));

        Assert.Equal(Rejection.Restored, Assert.IsType<OrderReply.Rejected>(engine.Run(() => engine["42"].UnblockAsync())).Reason);
        Assert.True(engine.Time.AdvanceUntil(() => engine.IsAt("42", OrderPhase.Charged), Soon));

        Assert.Equal((1, 0), (engine.Calls("42", "GetState"), engine.Calls("42", "Unblock")));
        Assert.Equal(Rejection.NothingBlocked, Assert.IsType<OrderReply.Rejected>(engine.Run(() => engine["42"].UnblockAsync())).Reason);
    }

    [Fact]
    public void An_order_that_has_forgotten_nothing_goes_on()
    {
        using var first = new EngineUnderTest();
        first.Run(() => first["42"].BlockAsync(Rub(100), Card()));
        using var engine = SetBack(first, first.Journal.BackUp());
        engine.Gateway.Faults = new FaultScript().On("42", "GetState", new Fault.Slow(TimeSpan.FromSeconds(5), EffectAt.Start));

        Assert.Equal(Rejection.Restored, Assert.IsType<OrderReply.Rejected>(engine.Run(() => engine["42"].ChargeAsync())).Reason);
        Assert.True(engine.Time.AdvanceUntil(() => engine.State("42").SeenAt >= engine.Journal.RestoredAt, Soon));
        Assert.IsType<OrderReply.Approved>(engine.Run(() => engine["42"].ChargeAsync()));

        using var again = engine.Restart(); // The mark stays; the order has been inquired since.
        Assert.IsType<OrderReply.Approved>(again.Run(() => again["42"].RefundAsync(new IdempotencyKey("all"))));
    }

    [Fact]
    public void A_charge_that_was_driven_on_is_not_sent_again_when_its_next_try_was_forgotten()
    {
        using var first = new EngineUnderTest();
        first.Run(() => first["42"].BlockAsync(Rub(100), Card()));
        first.Gateway.Faults = new FaultScript().RefuseConnection("Charge");
        var charge = Task.Run(() => first["42"].ChargeAsync());
        Assert.True(first.Time.AdvanceUntil(() => first.State("42") is { InProgress: not null, InFlight: null }, Soon));
        var backup = first.Journal.BackUp();
        Assert.IsType<OrderReply.Approved>(first.Run(() => charge));

        using var engine = SetBack(first, backup);
        engine.View("42"); // The order book wakes it elsewhere.
        Assert.True(engine.Time.AdvanceUntil(() => engine.State("42").InProgress is null, Soon));

        Assert.Equal((1, Ending.Approved), (engine.Calls("42", "Charge"), engine.State("42").Answers[^1].Ending));
    }

    [Fact]
    public void A_payment_that_the_journal_does_not_know_any_more_is_told_and_not_taken_twice()
    {
        using var first = new EngineUnderTest();
        var backup = first.Journal.BackUp();
        first.Run(() => first["42"].PayAsync(Rub(100), Card()));
        using var engine = SetBack(first, backup);

        var reply = engine.Run(() => engine["42"].PayAsync(Rub(100), Card()));

        Assert.Equal(OrderPhase.Charged, Assert.IsType<OrderReply.Approved>(reply).View.Books.Phase);
        Assert.Single(engine.Gateway.Effects("42"));
    }

    [Fact]
    public void A_refund_that_could_be_doubled_waits_until_a_person_has_compared()
    {
        using var first = new EngineUnderTest();
        first.Run(() => first["42"].PayAsync(Rub(100), Card()));
        var backup = first.Journal.BackUp();
        first.Run(() => first["42"].RefundAsync(new IdempotencyKey("part"), Rub(30)));
        using var engine = SetBack(first, backup);
        engine.View("42");
        Assert.True(engine.Time.AdvanceUntil(() => engine.State("42").Books.Left == Rub(70), Soon));

        Assert.IsType<OrderReply.Pending>(engine.Run(() => engine["42"].RefundAsync(new IdempotencyKey("part"), Rub(30))));
        engine.Time.RunFor(TimeSpan.FromHours(1));
        Assert.Equal((1, AttentionReason.Restored), (engine.Calls("42", "Refund"), engine.View("42")!.Attention));

        engine.Run(() => engine["42"].ResolveAsync(ManualDecision.NotApplied, "The shop had asked for it once.", "Ann"));
        engine.Time.RunFor(TimeSpan.FromDays(2));
        Assert.Equal((1, Rub(70)), (engine.Calls("42", "Refund"), engine.View("42")!.Books.Left));
    }

    private static EngineUnderTest SetBack(EngineUnderTest engine, IReadOnlyDictionary<string, List<Akka.Persistence.IPersistentRepresentation>> backup)
    {
        engine.Dispose();
        engine.Time.RunFor(TimeSpan.FromMinutes(1));
        engine.Journal.SetBack(backup, engine.Time.GetUtcNow());
        return engine.Restart();
    }
}
