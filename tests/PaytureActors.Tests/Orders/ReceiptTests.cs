using PaytureActors.Domain;
using PaytureActors.Domain.Cheques;
using PaytureActors.Domain.Orders;
using static PaytureActors.Tests.Orders.EngineUnderTest;

namespace PaytureActors.Tests.Orders;

/// <summary>Receipts on their way: with the payment, and what remains of them with each part of it.</summary>
[Collection(OneAtATime.Name)]
public sealed class ReceiptTests
{
    private static readonly ChequePosition Book = new("Book", 1_000, Rub(60), 6);
    private static readonly ChequePosition Pens = new("Pens", 2_000, Rub(20), 6);
    private static readonly CallOptions WithCheque = new() { Cheque = new Cheque([Book, Pens], 0, "buyer@shop.example") };

    [Fact]
    public void The_gateway_hears_of_the_whole_receipt_and_then_of_what_remains()
    {
        using var engine = new EngineUnderTest();

        engine.Run(() => engine["42"].BlockAsync(Rub(100), Card(), WithCheque));
        Assert.Equal((10_000, true), Receipt(engine));

        Assert.IsType<OrderReply.Approved>(engine.Run(() => engine["42"].ChargeAsync(Rub(80), new CallOptions
        {
            Items = [Book, Pens with { Quantity = 1_000 }],
        })));
        Assert.Equal((8_000, true), Receipt(engine));

        Assert.IsType<OrderReply.Approved>(engine.Run(
            () => engine["42"].RefundAsync(new IdempotencyKey("r"), Rub(60), new CallOptions { Items = [Book] })));
        Assert.Equal((2_000, true), Receipt(engine));
    }

    [Fact]
    public void A_part_without_its_positions_is_refused_and_so_is_a_receipt_that_does_not_fit()
    {
        using var engine = new EngineUnderTest();
        engine.Run(() => engine["42"].BlockAsync(Rub(100), Card(), WithCheque));

        Assert.Equal(Rejection.ItemsRequired, Assert.IsType<OrderReply.Rejected>(engine.Run(() => engine["42"].ChargeAsync(Rub(80)))).Reason);
        Assert.Throws<ArgumentException>(() => engine.Run(() => engine["43"].BlockAsync(Rub(99), Card(), WithCheque)));
        Assert.Throws<ArgumentException>(() => engine.Run(() => engine["42"].ChargeAsync(options: WithCheque)));
    }

    [Fact]
    public void Positions_that_cannot_be_said_are_refused_by_their_fields_name()
    {
        using var engine = new EngineUnderTest();
        engine.Run(() => engine["42"].BlockAsync(Rub(100), Card(), WithCheque));

        Refused("items[0].quantity", Book with { Quantity = 0 });
        Refused("items[1].text", Book, Pens with { Text = "" });
        Assert.Equal(OrderPhase.Blocked, engine.View("42")!.Books.Phase);

        void Refused(string field, params ChequePosition[] items) => Assert.Equal(field, Assert.Throws<ArgumentException>(
            () => engine.Run(() => engine["42"].ChargeAsync(Rub(80), new CallOptions { Items = [.. items] }))).ParamName);
    }

    private static (long? Total, bool? Matches) Receipt(EngineUnderTest engine)
    {
        var payment = Assert.Single(engine.Gateway.View().Payments);
        return (payment.ChequeTotal, payment.ChequeMatches);
    }
}
