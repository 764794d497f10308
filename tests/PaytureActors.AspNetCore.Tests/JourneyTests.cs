using System.Net;
using PaytureActors.Domain;
using PaytureActors.TestKit.Gateway;

namespace PaytureActors.AspNetCore.Tests;

/// <summary>What customers do, through the doors, the whole engine and a simulated gateway: pages, 3-D Secure, ways back and notifications.</summary>
public sealed class JourneyTests : IAsyncLifetime
{
    private const string Password = "a password of a customer";

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

    [Theory]
    [InlineData("applePay")]
    [InlineData("googlePay")]
    [InlineData("samsungPay")]
    public async Task A_token_pays_and_the_order_follows_its_family(string wallet)
    {
        var amount = Money.Kopecks(500);
        var token = wallet switch
        {
            "applePay" => SimulatedToken.Apple(amount),
            "googlePay" => SimulatedToken.Google(amount),
            _ => SimulatedToken.Samsung(amount),
        };
        var paid = await Post($"{wallet}-1/pay", $$$"""{"amount":500,"{{{wallet}}}":{"token":"{{{token}}}"}}""");

        Assert.Equal((HttpStatusCode.OK, "charged"), (paid.Status, (string)paid.Json["phase"]!));
        Assert.Equal(wallet == "applePay" ? "applePay" : "androidPay", (string)paid.Json["family"]!);
        Assert.Equal("refunded", (string)(await Post($"{wallet}-1/refund", null, "all")).Json["phase"]!);
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

    [Fact]
    public async Task A_customer_stores_a_card_activates_it_pays_with_it_and_takes_it_out()
    {
        Assert.Equal(HttpStatusCode.OK, (await Customer("PUT", "", """{"email":"anna@shop.example"}""")).Status);
        Assert.Equal("customer-known", (await Customer("PUT", "", """{"email":"anna@shop.example"}""", "again")).Problem);
        Assert.Equal(HttpStatusCode.OK, (await Customer("GET", "")).Status);

        var added = await Customer("POST", "/cards", Card(TestCards.Success));
        Assert.Equal(HttpStatusCode.OK, added.Status);
        var cardId = (string)added.Json["card"]!["cardId"]!;
        var held = _engine.Gateway.CardHolds().Single().Amount.InKopecks;
        Assert.Equal(HttpStatusCode.OK, (await Customer("POST", $"/cards/{cardId}/activate", $$"""{"amount":{{held}}}""")).Status);
        var listed = (await Customer("GET", "/cards")).Json["cards"]!.AsArray().Single()!;
        Assert.Equal((cardId, true), ((string)listed["cardId"]!, (bool)listed["isActive"]!));

        using var payment = Request("POST", "/merchants/shop/orders/e1/pay",
            $$$"""{"amount":500,"wallet":{"login":"anna@shop.example","cardId":"{{{cardId}}}","securityCode":"123"}}""");
        var paid = await _engine.Rest.SendAsync(payment);
        Assert.Equal((HttpStatusCode.OK, "charged", "eWallet"), (paid.Status, (string)paid.Json["phase"]!, (string)paid.Json["family"]!));

        Assert.Equal(HttpStatusCode.OK, (await Customer("DELETE", $"/cards/{cardId}")).Status);
        Assert.Empty((await Customer("GET", "/cards")).Json["cards"]!.AsArray());
        Assert.DoesNotContain(Password, await _engine.TracesAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_card_whose_bank_wants_to_see_the_customer_is_stored_afterwards()
    {
        await Customer("PUT", "");
        var asked = await Customer("POST", "/cards", Card(TestCards.Challenge));
        var md = (string)asked.Json["challenge"]!["form"]!["md"]!;

        var stored = await Customer("POST", "/cards/complete", $$"""{"md":"{{md}}","paRes":"{{_engine.Gateway.PaRes(md, passes: true)}}"}""");
        Assert.Equal(HttpStatusCode.OK, stored.Status);
        Assert.Single((await Customer("GET", "/cards")).Json["cards"]!.AsArray());
    }

    [Fact]
    public async Task A_customer_adds_a_card_on_the_gateways_page()
    {
        await Customer("PUT", "");
        var page = (string)(await Customer("POST", "/cards/sessions", """{"ip":"203.0.113.9","url":"https://shop.example/cards"}""")).Json["challenge"]!["redirectUrl"]!;

        Assert.Equal(PageOutcome.Succeeded, _engine.Gateway.CustomerAddsCard(page.Split("SessionId=")[1]).Outcome);
        Assert.Single((await Customer("GET", "/cards")).Json["cards"]!.AsArray());
    }

    [Fact]
    public async Task An_account_without_an_eWallet_terminal_says_which_setting_it_lacks()
    {
        await using var engine = await EngineServer.StartAsync(hasWallet: false);

        using var payment = Request("POST", "/merchants/shop/orders/e2/pay", """{"amount":500,"wallet":{"login":"anna","token":"YQ=="}}""");
        Assert.Contains("Payture:Merchants:shop:Vwid", (await engine.Rest.SendAsync(payment)).Json["errors"]!["wallet"]![0]!.ToString(), StringComparison.Ordinal);
        using var check = Request("GET", "/merchants/shop/customers/anna", null);
        Assert.Equal("no-wallet", (await engine.Rest.SendAsync(check)).Problem);
    }

    private static string Card(string number) =>
        $$$"""{"card":{"number":"{{{number}}}","expiryMonth":12,"expiryYear":2035,"holder":"ANNA KOVAL","securityCode":"123"}}""";

    private static HttpRequestMessage Request(string method, string path, string? json, string? key = null)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.TryAddWithoutValidation("Payture-Customer-Password", Password);
        request.Headers.TryAddWithoutValidation("Prefer", "wait=30");
        if (key is not null)
            request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        if (json is not null)
            request.Content = new StringContent(json, System.Text.Encoding.UTF8, "application/json");
        return request;
    }

    private async Task<RestAnswer> Customer(string method, string path, string? json = null, string? key = null)
    {
        using var request = Request(method, $"/merchants/shop/customers/anna%40shop.example{path}", json, key);
        return await _engine.Rest.SendAsync(request);
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
