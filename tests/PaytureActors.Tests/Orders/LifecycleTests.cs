using PaytureActors.Domain;
using PaytureActors.Domain.Orders;
using static PaytureActors.Tests.Orders.EngineUnderTest;

namespace PaytureActors.Tests.Orders;

[Collection(OneAtATime.Name)]
public sealed class LifecycleTests
{
    [Fact]
    public void A_block_a_charge_and_a_refund_each_settle_and_move_money_once()
    {
        using var engine = new EngineUnderTest();

        var blocked = engine.Run(() => engine["42"].BlockAsync(Rub(100), Card()));
        var charged = engine.Run(() => engine["42"].ChargeAsync(Rub(60)));
        var refunded = engine.Run(() => engine["42"].RefundAsync(new IdempotencyKey("r1"), Rub(10)));

        Assert.Equal(new Books(OrderPhase.Blocked, Rub(100), Money.Zero, Money.Zero), Assert.IsType<OrderReply.Approved>(blocked).View.Books);
        Assert.Equal(OrderPhase.Charged, Assert.IsType<OrderReply.Approved>(charged).View.Books.Phase);
        Assert.Equal(Rub(10), Assert.IsType<OrderReply.Approved>(refunded).View.Books.Refunded);
        Assert.Equal([Operation.Block, Operation.Charge, Operation.Refund], engine.Gateway.Effects("42").Select(effect => effect.Operation));
    }

    [Fact]
    public void Who_asks_the_gateway_is_shown_what_it_said_also_when_that_changes_nothing()
    {
        using var engine = new EngineUnderTest();
        engine.Run(() => engine["42"].PayAsync(Rub(100), Card()));

        var inquired = Assert.IsType<OrderReply.Inquired>(engine.Run(() => engine["42"].InquireAsync()));

        var said = inquired.View!.Gateway;
        Assert.Equal((GatewayState.Charged, Rub(100)), (said?.State, said?.Amount));
        Assert.NotNull(said!.Rrn);
        Assert.Equal(said, engine.Run(() => engine["42"].GetAsync())!.Gateway);
    }
}
