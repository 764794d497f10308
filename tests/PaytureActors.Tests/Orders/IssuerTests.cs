using PaytureActors.Domain;
using PaytureActors.Domain.Orders;
using static PaytureActors.Tests.Orders.EngineUnderTest;

namespace PaytureActors.Tests.Orders;

/// <summary>What the customer's bank does behind everybody's back.</summary>
[Collection(OneAtATime.Name)]
public sealed class IssuerTests
{
    [Fact]
    public void A_hold_that_its_issuer_has_closed_cannot_be_charged_and_the_books_follow()
    {
        using var engine = new EngineUnderTest();
        engine.Run(() => engine["42"].BlockAsync(Rub(100), Card()));
        Assert.True(engine.Gateway.IssuerClosesHold("42"));

        Assert.IsType<OrderReply.Declined>(engine.Run(() => engine["42"].ChargeAsync()));

        Assert.True(engine.Time.AdvanceUntil(() => engine.IsAt("42", OrderPhase.HoldClosed), TimeSpan.FromSeconds(5)));
        Assert.Equal(Rejection.NothingBlocked, Assert.IsType<OrderReply.Rejected>(engine.Run(() => engine["42"].ChargeAsync())).Reason);
        Assert.Equal(1, engine.Calls("42", "Charge"));
    }

    [Fact]
    public void A_disputed_payment_is_not_refunded_until_the_dispute_is_won()
    {
        using var engine = new EngineUnderTest();
        engine.Run(() => engine["42"].PayAsync(Rub(100), Card()));
        engine.Run(() => engine["42"].RefundAsync(new IdempotencyKey("before"), Rub(30)));
        Assert.True(engine.Gateway.IssuerDisputes("42"));

        Assert.IsType<OrderReply.Declined>(engine.Run(() => engine["42"].RefundAsync(new IdempotencyKey("during"), Rub(10))));
        Assert.Equal(1, engine.Calls("42", "Refund"));
        Assert.True(engine.IsAt("42", OrderPhase.Chargeback));

        Assert.True(engine.Gateway.IssuerGivesIn("42"));
        Assert.True(engine.Run(() => engine["42"].HintAsync("EnginePaySuccess")));
        Assert.True(engine.Time.AdvanceUntil(() => engine.IsAt("42", OrderPhase.Charged), TimeSpan.FromSeconds(5)));
        Assert.Equal(new Books(OrderPhase.Charged, Rub(100), Rub(100), Rub(30)), engine.View("42")!.Books);
        Assert.IsType<OrderReply.Approved>(engine.Run(() => engine["42"].RefundAsync(new IdempotencyKey("after"), Rub(70))));
    }
}
