using System.Net;
using PaytureActors.TestKit.Gateway;

namespace PaytureActors.AspNetCore.Tests;

/// <summary>What customers do, through the doors, the whole engine and a simulated gateway: pages, 3-D Secure, ways back and notifications.</summary>
public sealed class JourneyTests : IAsyncLifetime
{
    private EngineServer _engine = null!;

    public async Task InitializeAsync() => _engine = await EngineServer.StartAsync();

    public async Task DisposeAsync() => await _engine.DisposeAsync();

    [Fact]
    public async Task A_customer_pays_on_the_page_and_comes_back_to_the_shop()
    {
        var session = await Post("i1/init",
            """{"family":"inPay","sessionType":"pay","amount":258900,"product":"Ticket","returnUrl":"https://shop.example/thanks"}""", "k");
        Assert.Equal((HttpStatusCode.OK, "awaitingCustomer", "inPay"),
            (session.Status, (string)session.Json["phase"]!, (string)session.Json["family"]!));
        Assert.Contains("/apim/Pay?SessionId=", (string)session.Json["challenge"]!["redirectUrl"]!, StringComparison.Ordinal);
        Assert.Equal("no-challenge", (await Post("i1/challenge")).Problem);

        Assert.Equal(PageOutcome.Succeeded, _engine.Gateway.CustomerPays("i1").Outcome);
        var back = await _engine.Rest.GetAsync("/payture/shop/return?order=i1&success=False");

        Assert.Equal(HttpStatusCode.SeeOther, back.Status);
        Assert.Equal("https://shop.example/thanks?order=i1", back.Headers.Location!.OriginalString);
        await EngineServer.EventuallyAsync(async () => await PhaseOf("i1") == "charged");
    }

    [Fact]
    public async Task A_notification_brings_the_truth_and_a_forged_one_changes_nothing()
    {
        await Post("n1/init", """{"family":"inPay","sessionType":"block","amount":258900,"url":"https://shop.example/thanks"}""");
        Assert.Equal(HttpStatusCode.OK, (await Notify("n1")).Status);
        Assert.Equal("awaitingCustomer", await PhaseOf("n1"));

        _engine.Gateway.CustomerPays("n1");
        await EngineServer.EventuallyAsync(async () =>
        {
            await Notify("n1");
            return await PhaseOf("n1") == "blocked";
        });

        Assert.Equal(HttpStatusCode.OK, (await Notify("nobody-knows-it-yet")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await _engine.Rest.GetAsync("/merchants/shop/orders/nobody-knows-it-yet")).Status);
    }

    [Fact]
    public async Task The_bank_sees_the_customer_and_the_payment_goes_on()
    {
        var asked = await Post("t1/pay", Payment(TestCards.Challenge));
        Assert.Equal((HttpStatusCode.OK, "awaitingCustomer"), (asked.Status, (string)asked.Json["phase"]!));
        var challenge = asked.Json["challenge"]!;
        Assert.Equal($"{EngineServer.PublicUrl}/payture/shop/3ds/t1", (string)challenge["termUrl"]!);
        var (md, paRes) = _engine.Gateway.ThreeDSecureResult("t1", passes: true);
        Assert.Equal(md, (string)challenge["form"]!["md"]!);
        Assert.Equal("challenge-elsewhere", (await Post("t1/challenge")).Problem);

        Assert.Equal(HttpStatusCode.Conflict, (await _engine.Rest.PostFormAsync("/payture/shop/3ds/t1", ("MD", md + "x"), ("PaRes", paRes))).Status);
        Assert.Equal("awaitingCustomer", await PhaseOf("t1"));

        var back = await _engine.Rest.PostFormAsync("/payture/shop/3ds/t1", ("MD", md), ("PaRes", paRes));
        Assert.Equal("https://shop.example/thanks?order=t1", back.Headers.Location?.OriginalString);
        Assert.Equal("charged", await PhaseOf("t1"));

        await _engine.Rest.PostFormAsync("/payture/shop/3ds/t1", ("MD", md), ("PaRes", paRes));
        Assert.Single(_engine.Gateway.Effects("t1"));
        var traces = await _engine.TracesAsync() + (await _engine.Rest.GetAsync("/merchants/shop/orders/t1/history")).Text;
        foreach (var secret in new[] { md, paRes, (string)challenge["form"]!["paReq"]!, TestCards.Challenge })
            Assert.DoesNotContain(secret, traces, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_that_nobody_waited_for_is_fetched_once_and_a_failed_authentication_declines()
    {
        _engine.Faults.On("t2", "Block", new Fault.Slow(TimeSpan.FromSeconds(5), EffectAt.Start));
        var left = await _engine.Rest.PostAsync("/merchants/shop/orders/t2/block", Payment(TestCards.Challenge), prefer: "wait=2");
        Assert.Equal(HttpStatusCode.Accepted, left.Status);
        await EngineServer.EventuallyAsync(async () => await PhaseOf("t2") == "awaitingCustomer");

        var form = (await Post("t2/challenge")).Json["challenge"]!["form"]!;
        Assert.Equal("challenge-elsewhere", (await Post("t2/challenge")).Problem);
        var (md, paRes) = _engine.Gateway.ThreeDSecureResult("t2", passes: false);
        Assert.Equal(md, (string)form["md"]!);

        var answer = await Post("t2/complete", $$"""{"md":"{{md}}","paRes":"{{paRes}}"}""");
        Assert.Equal((HttpStatusCode.PaymentRequired, "declined"), (answer.Status, answer.Problem));
        Assert.Equal("declined", await PhaseOf("t2"));
    }

    [Fact]
    public async Task A_part_of_a_receipt_is_captured_by_its_positions()
    {
        const string ticket = """{"text":"Ticket","quantity":1,"price":200000,"tax":1}""";
        var blocked = await Post("r1/block", Payment(TestCards.Success).Replace("\"returnUrl\"",
            $$"""
            "cheque":{"positions":[{{ticket}},{"text":"Cherries","quantity":0.5,"price":117800,"tax":2}],"taxationSystem":0,"contact":"anna@shop.example"},"returnUrl"
            """, StringComparison.Ordinal));
        Assert.Equal("blocked", (string)blocked.Json["phase"]!);

        Assert.Equal("items-required", (await Post("r1/charge", """{"amount":200000}""")).Problem);
        Assert.Equal("not-in-cheque", (await Post("r1/charge", $$"""{"amount":200000,"items":[{{ticket}},{{ticket}}]}""")).Problem);
        Assert.Equal("charged", (string)(await Post("r1/charge", $$"""{"amount":200000,"items":[{{ticket}}]}""")).Json["phase"]!);
    }

    [Fact]
    public async Task An_order_that_was_opened_elsewhere_is_taken_over_once()
    {
        _engine.Gateway.Answer("api/Block", new Dictionary<string, string>
        {
            ["Key"] = "Merchant", ["OrderId"] = "a1", ["Amount"] = "500",
            ["PayInfo"] = $"PAN={TestCards.Success};EMonth=12;EYear=35;SecureCode=123;OrderId=a1;Amount=500",
        });

        var adopted = await Post("a1/adopt", """{"family":"api"}""");
        Assert.Equal((HttpStatusCode.OK, "blocked", 500L), (adopted.Status, (string)adopted.Json["phase"]!, (long)adopted.Json["held"]!));
        Assert.Equal("order-known", (await Post("a1/adopt", """{"family":"api"}""")).Problem);
        Assert.Equal("charged", (string)(await Post("a1/charge")).Json["phase"]!);
    }

    private static string Payment(string card) =>
        $$$"""
        {"amount":258900,"card":{"number":"{{{card}}}","expiryMonth":12,"expiryYear":2035,"holder":"ANNA KOVAL","securityCode":"123"},"returnUrl":"https://shop.example/thanks"}
        """;

    private Task<RestAnswer> Post(string path, string? json = null, string? key = null) =>
        _engine.Rest.PostAsync($"/merchants/shop/orders/{path}", json, key, prefer: "wait=30");

    private Task<RestAnswer> Notify(string order) => _engine.Rest.PostFormAsync(
        "/payture/shop/notifications", ("Notification", "EnginePaySuccess"), ("Success", "True"), ("OrderId", order), ("Amount", "1"));

    private async Task<string> PhaseOf(string order) => (string)(await _engine.Rest.GetAsync($"/merchants/shop/orders/{order}")).Json["phase"]!;
}
