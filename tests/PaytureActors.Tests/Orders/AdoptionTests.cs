using PaytureActors.Domain;
using PaytureActors.Domain.Orders;
using static PaytureActors.Tests.Orders.EngineUnderTest;

namespace PaytureActors.Tests.Orders;

[Collection(OneAtATime.Name)]
public sealed class AdoptionTests
{
    [Fact]
    public void An_order_that_was_opened_elsewhere_is_taken_over_as_the_gateway_shows_it_and_goes_on_here()
    {
        using var engine = new EngineUnderTest();
        engine.Gateway.OperatorActs("42", Operation.Block, Rub(100));

        var adopted = Assert.IsType<OrderReply.Approved>(engine.Run(() => engine["42"].AdoptAsync(ApiFamily.Api)));

        Assert.Equal(new Books(OrderPhase.Blocked, Rub(100), Money.Zero, Money.Zero), adopted.View.Books);
        Assert.IsType<OrderReply.Approved>(engine.Run(() => engine["42"].ChargeAsync()));
        Assert.Equal(Rejection.OrderKnown, Assert.IsType<OrderReply.Rejected>(engine.Run(() => engine["42"].AdoptAsync(ApiFamily.Api))).Reason);
    }

    [Fact]
    public void An_order_of_an_interface_that_the_account_does_not_have_is_refused_before_anything_is_written_down()
    {
        using var engine = new EngineUnderTest();

        var error = Assert.Throws<ArgumentException>(() => engine.Run(() => engine["42"].AdoptAsync(ApiFamily.EWallet)));

        Assert.Contains("Vwid", error.Message, StringComparison.Ordinal);
        Assert.Null(engine.View("42"));
    }

    [Fact]
    public void An_order_that_the_gateway_does_not_know_is_not_taken_over()
    {
        using var engine = new EngineUnderTest();

        Assert.Equal("ORDER_NOT_FOUND", Assert.IsType<OrderReply.Declined>(engine.Run(() => engine["42"].AdoptAsync(ApiFamily.InPay))).Refusal!.Code);
    }
}
