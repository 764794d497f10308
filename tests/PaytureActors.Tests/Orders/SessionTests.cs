using PaytureActors.Domain;
using PaytureActors.Domain.Orders;
using PaytureActors.Gateway;
using PaytureActors.TestKit.Gateway;
using static PaytureActors.Tests.Orders.EngineUnderTest;

namespace PaytureActors.Tests.Orders;

/// <summary>Sessions: the customer pays on the gateway's page, in one or several tries, and nobody need tell us.</summary>
[Collection(OneAtATime.Name)]
public sealed class SessionTests
{
    private static readonly SessionPage Page = new() { Ip = "203.0.113.7", Product = "Book", Total = "100.00" };
    private static readonly CallOptions Key = new() { Key = new IdempotencyKey("init") };

    [Fact]
    public void Paid_in_the_last_second_with_every_hint_lost_the_order_is_charged()
    {
        using var engine = Engine();
        Opened(engine);

        engine.Time.RunFor(new TimeSpan(0, 59, 59));
        Assert.Equal(PageOutcome.Succeeded, engine.Gateway.CustomerPays("42").Outcome);

        Assert.True(engine.Time.AdvanceUntil(() => engine.IsAt("42", OrderPhase.Charged), TimeSpan.FromMinutes(2)));
        Assert.Equal(Rub(100), engine.View("42")!.Books.Captured);
        engine.Time.RunFor(TimeSpan.FromDays(2));
        Assert.True(engine.IsAt("42", OrderPhase.Charged));
    }

    [Fact]
    public void The_page_is_repeated_under_its_key_and_leads_back_to_our_own_door()
    {
        using var engine = Engine();

        var reply = Opened(engine);

        Assert.Equal((ChallengeKind.Page, null), (reply.View.Challenge!.Kind, reply.View.Challenge.TermUrl));
        Assert.Contains("SessionId=", reply.View.Challenge.Url, StringComparison.Ordinal);
        Assert.Null(reply.Form);
        Assert.Equal(ApiFamily.InPay, reply.View.Family);
        Assert.Equal(reply, Opened(engine));
        Assert.Equal(1, engine.Calls("42", "Init"));
        Assert.Equal("https://pay.shop.example/payture/shop/return?order=42&success={success}", engine.Engine.Doors!.ReturnUrl(new("shop", "42")));
    }

    [Fact]
    public void A_declined_try_is_not_the_end_and_a_session_that_nobody_pays_in_expires()
    {
        using var engine = Engine();
        Opened(engine);
        Opened(engine, "43");

        engine.Time.RunFor(TimeSpan.FromMinutes(5));
        Assert.Equal(PageOutcome.Refused, engine.Gateway.CustomerPays("42", TestCards.InventedInsufficientFunds).Outcome);
        engine.Time.RunFor(TimeSpan.FromMinutes(5));
        Assert.True(engine.IsAt("42", OrderPhase.AwaitingCustomer));
        Assert.Equal(PageOutcome.Succeeded, engine.Gateway.CustomerPays("42").Outcome);
        engine.Time.RunFor(TimeSpan.FromMinutes(70));

        Assert.True(engine.IsAt("42", OrderPhase.Charged));
        Assert.True(engine.IsAt("43", OrderPhase.Expired));
    }

    [Fact]
    public void A_hint_brings_the_inquiry_forward()
    {
        using var engine = Engine();
        Opened(engine);
        engine.Time.RunFor(TimeSpan.FromMinutes(30.5));
        engine.Gateway.CustomerPays("42");

        Assert.True(engine.Run(() => engine["42"].HintAsync("MerchantPay")));

        Assert.True(engine.Time.AdvanceUntil(() => engine.IsAt("42", OrderPhase.Charged), TimeSpan.FromSeconds(4)));
    }

    [Fact]
    public void A_crash_while_the_session_is_open_loses_no_payment()
    {
        var engine = Engine();
        Opened(engine, session: Operation.Block);
        engine.Gateway.CustomerPays("42");

        using var next = engine.Restart();
        next.Run(() => next["42"].GetAsync());

        Assert.True(next.Time.AdvanceUntil(() => next.IsAt("42", OrderPhase.Blocked), TimeSpan.FromSeconds(30)));
        Assert.IsType<OrderReply.Approved>(next.Run(() => next["42"].ChargeAsync()));
    }

    [Fact]
    public void A_page_that_leads_nowhere_is_refused_and_the_setting_is_named()
    {
        using var engine = new EngineUnderTest();

        var error = Assert.Throws<ArgumentException>(() => engine.Run(() => engine["42"].InitAsync(Operation.Pay, Rub(100), Page)));

        Assert.Contains("Payture:PublicUrl", error.Message, StringComparison.Ordinal);
        Assert.IsType<OrderReply.ChallengeRequired>(
            engine.Run(() => engine["42"].InitAsync(Operation.Pay, Rub(100), Page with { Url = "https://shop.example/back" })));
    }

    private static EngineUnderTest Engine() => new(configure: options => options.PublicUrl = new Uri("https://pay.shop.example/"));

    private static OrderReply.ChallengeRequired Opened(EngineUnderTest engine, string order = "42", Operation session = Operation.Pay) =>
        Assert.IsType<OrderReply.ChallengeRequired>(engine.Run(() => engine[order].InitAsync(session, Rub(100), Page, options: Key)));
}
