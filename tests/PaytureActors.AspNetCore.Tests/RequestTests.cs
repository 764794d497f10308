using System.Net;
using PaytureActors.Domain;
using PaytureActors.Domain.Cheques;

namespace PaytureActors.AspNetCore.Tests;

/// <summary>What a request must be, and what is said when it is not.</summary>
public sealed class RequestTests : IAsyncLifetime
{
    private const string Block = "/merchants/shop/orders/42/block";

    private readonly ScriptedOrders _orders = new();
    private RestServer _server = null!;

    public async Task InitializeAsync() => _server = await RestServer.StartAsync(_orders);

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData("""{"card":CARD}""", "amount")]
    [InlineData("""{"amount":null,"card":CARD}""", "amount")]
    [InlineData("""{"amount":-1,"card":CARD}""", "amount")]
    [InlineData("""{"amount":0,"card":CARD}""", "amount")]
    [InlineData("""{"amount":2589.5,"card":CARD}""", "amount")]
    [InlineData("""{"amount":2589.0,"card":CARD}""", "amount")]
    [InlineData("""{"amount":"258900","card":CARD}""", "amount")]
    [InlineData("""{"amount":true,"card":CARD}""", "amount")]
    [InlineData("""{"amount":1000000000001,"card":CARD}""", "amount")]
    [InlineData("""{"amount":99999999999999999999999,"card":CARD}""", "amount")]
    [InlineData("""{"amount":1}""", "card")]
    [InlineData("""{"amount":1,"card":"4111111111100031"}""", "card")]
    [InlineData("""{"amount":1,"card":{}}""", "card.expiryMonth card.expiryYear card.number")]
    [InlineData("""{"amount":1,"card":{"number":"4111111111100032","expiryMonth":"12","expiryYear":"2035"}}""", "card.number")]
    [InlineData("""{"amount":1,"card":{"number":4111111111100031,"expiryMonth":12,"expiryYear":2035}}""", "card.number")]
    [InlineData("""{"amount":1,"card":{"number":"4111111111100031","expiryMonth":13,"expiryYear":2035}}""", "card.expiryMonth")]
    [InlineData("""{"amount":1,"card":{"number":"4111111111100031","expiryMonth":1.5,"expiryYear":35}}""", "card.expiryMonth")]
    [InlineData("""{"amount":1,"card":{"number":"4111111111100031","expiryMonth":1,"expiryYear":2020}}""", "card.expiryYear")]
    [InlineData("""{"amount":1,"card":{"number":"4111111111100031","expiryMonth":1,"expiryYear":35,"securityCode":"12"}}""", "card.securityCode")]
    [InlineData("""{"amount":1,"card":{"number":"4111111111100031","expiryMonth":1,"expiryYear":35,"cvv":"123"}}""", "card.cvv")]
    [InlineData("""{"amount":1,"ammount":1,"card":CARD}""", "ammount")]
    [InlineData("""{"amount":1,"amount":2,"card":CARD}""", "amount")]
    [InlineData("""{"amount":1,"card":CARD,"customFields":[]}""", "customFields")]
    [InlineData("""{"amount":1,"card":CARD,"customFields":{"Product":1}}""", "customFields.Product")]
    [InlineData("""{"amount":1,"card":CARD,"customFields":{"a;b":"1"}}""", "customFields")]
    [InlineData("""{}""", "amount card")]
    [InlineData("""{"amount":1,"card":CARD,"customFields":{"Product":"\ud800"}}""", "customFields.Product")]
    [InlineData("""{"amount":1,"card":CARD,"\ud800":1}""", "(unusual name)")]
    [InlineData("""{"amount":1,"card":CARD,"customerKey":""}""", "customerKey")]
    [InlineData("""{"amount":1,"card":CARD,"returnUrl":"http://shop.example"}""", "returnUrl")]
    [InlineData("""{"amount":1,"card":CARD,"returnUrl":"/thanks"}""", "returnUrl")]
    [InlineData("""{"amount":1,"card":CARD,"returnUrl":"https://a:b@shop.example"}""", "returnUrl")]
    [InlineData("""{"amount":1,"card":CARD,"applePay":{"token":"YQ=="}}""", "applePay")]
    [InlineData("""{"amount":1,"applePay":{"token":"not base64"}}""", "applePay.token")]
    [InlineData("""{"amount":1,"applePay":{}}""", "applePay.token")]
    [InlineData("""{"amount":1,"googlePay":{"token":"YQ=="},"customerKey":"c"}""", "customerKey")]
    [InlineData("""{"amount":1,"samsungPay":{"token":"YQ==","securityCode":"x"}}""", "samsungPay.securityCode")]
    [InlineData("""{"amount":1,"wallet":{"login":"anna","cardId":"c-1"}}""", "Payture-Customer-Password")]
    [InlineData("""{"amount":1,"card":CARD,"cheque":{}}""", "cheque.contact cheque.positions cheque.taxationSystem")]
    [InlineData("""{"amount":1,"card":CARD,"cheque":{"positions":{},"taxationSystem":0,"contact":"a@b"}}""", "cheque.positions")]
    [InlineData("""{"amount":1,"card":CARD,"cheque":{"positions":[],"taxationSystem":0,"contact":"a@b"}}""", "cheque.positions")]
    [InlineData("""{"amount":1,"card":CARD,"cheque":{"positions":[{"text":"t","quantity":1,"price":2,"tax":1}],"taxationSystem":0,"contact":"a@b"}}""", "cheque.positions")]
    [InlineData("""{"amount":1,"card":CARD,"cheque":{"positions":[{"text":"t","quantity":1,"price":1,"tax":9}],"taxationSystem":0,"contact":"a@b"}}""", "cheque.positions[0].tax")]
    [InlineData("""{"amount":1,"card":CARD,"cheque":{"positions":[{"text":"t","quantity":0.1234,"price":1,"tax":1}],"taxationSystem":0,"contact":"a@b"}}""", "cheque.positions[0].quantity")]
    [InlineData("""{"amount":1,"card":CARD,"cheque":{"positions":[{"text":"t","quantity":"1","price":1,"tax":1}],"taxationSystem":0,"contact":"a@b"}}""", "cheque.positions[0].quantity")]
    [InlineData("""{"amount":1,"card":CARD,"cheque":{"positions":[{"text":"t","quantity":1e3,"price":1,"tax":1}],"taxationSystem":0,"contact":"a@b"}}""", "cheque.positions[0].quantity")]
    [InlineData("""{"amount":1,"card":CARD,"cheque":{"positions":[{"text":"t","quantity":-1,"price":1,"tax":1}],"taxationSystem":0,"contact":"a@b"}}""", "cheque.positions[0].quantity")]
    [InlineData("""{"amount":1,"card":CARD,"cheque":{"positions":[{"text":"t","quantity":1,"price":1.5,"tax":1,"sku":1}],"taxationSystem":0,"contact":"a@b"}}""", "cheque.positions[0].price cheque.positions[0].sku")]
    [InlineData("""{"amount":1,"card":CARD,"cheque":{"positions":[{"text":"t","quantity":1,"price":1,"tax":1}],"taxationSystem":0,"contact":"nobody"}}""", "cheque.contact")]
    public async Task A_field_that_is_wrong_is_named_and_nothing_is_done(string json, string fields)
    {
        var answer = await _server.PostAsync(Block, json.Replace("CARD", RestServer.Card, StringComparison.Ordinal));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Equal("invalid", answer.Problem);
        Assert.Equal(fields, string.Join(' ', answer.Fields));
        Assert.Null(_orders.Asked);
    }

    [Theory]
    [InlineData("1", 1000)]
    [InlineData("1.0", 1000)]
    [InlineData("0.5", 500)]
    [InlineData("2.125", 2125)]
    [InlineData("0.001", 1)]
    public async Task A_quantity_is_read_to_the_thousandth(string quantity, long thousandths)
    {
        var answer = await _server.PostAsync("/merchants/shop/orders/42/refund",
            $$"""{"amount":100,"items":[{"text":"Cherries","quantity":{{quantity}},"price":100000,"tax":2}]}""", "k");

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal([new ChequePosition("Cherries", thousandths, Money.Kopecks(100_000), 2)], _orders.Asked!.Value.Options!.Items);
    }

    [Theory]
    [InlineData("charge", """{"items":[]}""", "items")]
    [InlineData("charge", """{"items":[{"text":"","quantity":1,"price":1,"tax":1}]}""", "items[0].text")]
    [InlineData("refund", """{"items":[1]}""", "items")]
    [InlineData("adopt", """{"family":"paypal"}""", "family")]
    [InlineData("adopt", "{}", "family")]
    [InlineData("complete", "{}", "md paRes")]
    [InlineData("complete", """{"md":" ","paRes":""}""", "md paRes")]
    [InlineData("complete", """{"md":"a\u0007b","paRes":"a\u0007b"}""", "md paRes")]
    public async Task A_command_that_is_wrong_names_its_field(string command, string json, string fields)
    {
        var answer = await _server.PostAsync($"/merchants/shop/orders/42/{command}", json, "k");

        Assert.Equal(fields.Split(' '), answer.Fields);
        Assert.Null(_orders.Asked);
    }

    [Theory]
    [InlineData("/merchants/shop/orders//pay")]
    [InlineData("/merchants/shop/orders/pay")]
    [InlineData("/merchants/shop/orders/pay/")]
    [InlineData("/merchants/shop/orders/%20/pay")]
    [InlineData("/merchants/shop/orders")]
    [InlineData("/merchants/shop/orders//")]
    public async Task A_path_without_its_OrderId_says_so(string path)
    {
        await using var server = await RestServer.StartAsync(_orders, overSockets: true);
        var answer = await server.PostAsync(path, $$"""{"amount":1,"card":{{RestServer.Card}}}""");

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "invalid"), (answer.Status, answer.Problem));
        Assert.Equal(["orderId"], answer.Fields);
        Assert.Null(_orders.Asked);
    }

    [Fact]
    public async Task A_path_that_no_door_answers_says_which_there_are()
    {
        Assert.Equal("unknown-door", (await _server.PostAsync("/merchants/shop/orders/42/capture")).Problem);
        Assert.Equal("unknown-merchant", (await _server.PostAsync("/merchants/nobody/orders//pay")).Problem);
    }

    [Theory]
    [InlineData("GET", "42/pay", "POST")]
    [InlineData("PUT", "42/resolve", "POST")]
    [InlineData("POST", "42/history", "GET")]
    [InlineData("DELETE", "a%2Fb", "GET")]
    public async Task A_door_that_is_asked_by_another_method_says_which_it_takes(string method, string path, string allowed)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), $"/merchants/shop/orders/{path}");
        using var response = await _server.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.Equal([allowed], response.Content.Headers.Allow);
        Assert.Contains("wrong-method", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Null(_orders.Asked);
    }

    [Fact]
    public async Task Everything_that_is_wrong_is_said_at_once()
    {
        var answer = await _server.PostAsync($"/merchants/shop/orders/{new string('x', 51)}/refund", """{"amount":-1,"sum":3}""");

        Assert.Equal(["Idempotency-Key", "amount", "orderId", "sum"], answer.Fields);
        Assert.Contains("51", (string)answer.Json["errors"]!["orderId"]![0]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"amount\":1,\n  \"card\":{\"number\":\"4111111111100031\",}", "line 2")]
    [InlineData("{\"amount\":1", "line 1")]
    [InlineData("4111111111100031 is my card", "line 1")]
    [InlineData("{\"amount\":1} {}", "line 1")]
    [InlineData("[258900]", "JSON object")]
    public async Task Broken_JSON_is_answered_with_its_position_and_never_repeated(string body, string where)
    {
        var answer = await _server.PostAsync(Block, body);

        Assert.Equal((HttpStatusCode.BadRequest, "broken-json"), (answer.Status, answer.Problem));
        Assert.Contains(where, (string)answer.Json["detail"]!, StringComparison.Ordinal);
        Assert.DoesNotContain("4111", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_card_number_as_the_name_of_a_property_is_not_repeated()
    {
        var answer = await _server.PostAsync(Block, """{"4111111111100031":1}""");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.DoesNotContain("4111111111100031", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Neither_an_answer_nor_the_log_repeats_a_card()
    {
        const string number = "4111111111100023";
        foreach (var path in new[] { Block, "/merchants/nobody/orders/42/pay", "/merchants/shop/orders/42/charge" })
        {
            foreach (var json in new[]
            {
                """{"amount":1,"card":{"number":"PAN","expiryMonth":"12","expiryYear":"2035","securityCode":"907"}}""",
                """{"amount":1,"card":{"number":"PAN","expiryMonth":"PAN","expiryYear":"2001","holder":"PAN PAN","securityCode":"90x7"}}""",
                """{"amount":1,"card":{"number":"PAN" """,
            })
            {
                var answer = await _server.PostAsync(path, json.Replace("PAN", number, StringComparison.Ordinal));
                Assert.DoesNotContain(number, answer.Text, StringComparison.Ordinal);
                Assert.DoesNotContain("907", answer.Text, StringComparison.Ordinal);
                Assert.DoesNotContain("90x7", answer.Text, StringComparison.Ordinal);
            }
        }

        Assert.Contains("/merchants/shop/orders/42/block", _server.Log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(number, _server.Log.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/json; charset=utf-16")]
    public async Task A_body_that_is_not_declared_as_JSON_is_refused(string type)
    {
        var answer = await _server.PostAsync(Block, "{}", type: type);

        Assert.Equal((HttpStatusCode.UnsupportedMediaType, "not-json"), (answer.Status, answer.Problem));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_that_is_too_large_is_refused(bool withLength)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Block)
        {
            Content = new StringContent(new string(' ', 129 * 1024), null, "application/json"),
        };
        if (!withLength)
            request.Headers.TransferEncodingChunked = true;
        var answer = await _server.SendAsync(request);

        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "body-too-large"), (answer.Status, answer.Problem));
    }

    [Fact]
    public async Task A_merchant_that_is_not_configured_is_not_found_and_the_others_are_not_told()
    {
        foreach (var answer in new[]
        {
            await _server.PostAsync("/merchants/nobody/orders/42/charge"),
            await _server.GetAsync("/merchants/nobody/orders/42"),
            await _server.GetAsync("/merchants/not%20an%20alias/orders/42/history"),
            await _server.GetAsync("/orders?merchant=nobody"),
        })
        {
            Assert.Equal((HttpStatusCode.NotFound, "unknown-merchant"), (answer.Status, answer.Problem));
            Assert.Contains("Payture:Merchants:", answer.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("shop", answer.Text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("42", "42")]
    [InlineData("a%20b", "a b")]
    [InlineData("a%2Fb", "a/b")]
    [InlineData("a%252Fb", "a%2Fb")]
    [InlineData("%D0%B7%D0%B0%D0%BA%D0%B0%D0%B7", "заказ")]
    public async Task An_OrderId_is_taken_from_the_path_exactly(string path, string orderId)
    {
        await using var server = await RestServer.StartAsync(_orders, overSockets: true);

        await server.GetAsync($"/merchants/shop/orders/{path}");
        Assert.Equal(orderId, _orders.Key!.Value.Order.ToString());

        await server.PostAsync($"/merchants/shop/orders/{path}/charge");
        Assert.Equal(orderId, _orders.Key!.Value.Order.ToString());
    }

    [Theory]
    [InlineData(null, null, true)]
    [InlineData("k-1", "k-1", false)]
    [InlineData("\"k-1\"", "k-1", false)]
    public async Task The_key_is_passed_on_or_the_order_uses_its_own(string? sent, string? passed, bool usesDefault)
    {
        await _server.PostAsync("/merchants/shop/orders/42/charge", """{"amount":5}""", sent);

        var (command, amount, options) = _orders.Asked!.Value;
        Assert.Equal(("Charge", 5L), (command, amount!.Value.InKopecks));
        Assert.Equal((passed, usesDefault), (options!.Key?.ToString(), options.UseDefaultKey));
    }

    [Theory]
    [InlineData("\"\"")]
    [InlineData("LONG")]
    public async Task A_key_that_is_no_key_is_refused(string key)
    {
        var answer = await _server.PostAsync("/merchants/shop/orders/42/charge", null, key == "LONG" ? new string('k', 101) : key);

        Assert.Equal(["Idempotency-Key"], answer.Fields);
    }

    [Theory]
    [InlineData("wait=7", 7)]
    [InlineData("respond-async, wait=7", 7)]
    [InlineData("wait=0", 0)]
    [InlineData("wait=600", 60)]
    [InlineData("wait=soon", null)]
    [InlineData("return=minimal", null)]
    public async Task The_caller_may_say_how_long_to_wait(string prefer, int? seconds)
    {
        var answer = await _server.PostAsync("/merchants/shop/orders/42/unblock", prefer: prefer);

        Assert.Equal(seconds, _orders.Asked!.Value.Options!.Limit?.TotalSeconds);
        Assert.Equal(seconds is not null, answer.Headers.Contains("Preference-Applied"));
    }

    [Theory]
    [InlineData("""{"amount":1}""", "amount")]
    [InlineData("""{"reason":"x"}""", "reason")]
    public async Task Unblock_takes_no_properties(string json, string field)
    {
        var answer = await _server.PostAsync("/merchants/shop/orders/42/unblock", json);

        Assert.Equal([field], answer.Fields);
    }

    [Theory]
    [InlineData("""{"decision":"applied","reason":" seen on the screen ","by":"Anna"}""", "Resolve Applied seen on the screen Anna", null)]
    [InlineData("""{"decision":"notApplied","reason":"r","by":"b"}""", "Resolve NotApplied r b", null)]
    [InlineData("""{"decision":"acknowledged","reason":"r","by":"b"}""", "Resolve Acknowledged r b", null)]
    [InlineData("""{"decision":"Applied","reason":"","by":"a\nb"}""", null, "by decision reason")]
    [InlineData("""{}""", null, "by decision reason")]
    public async Task A_person_decides_with_a_reason_and_a_name(string json, string? asked, string? fields)
    {
        var answer = await _server.PostAsync("/merchants/shop/orders/42/resolve", json);

        Assert.Equal(asked, _orders.Asked?.Command);
        Assert.Equal(fields, asked is null ? string.Join(' ', answer.Fields) : null);
    }

    [Fact]
    public async Task The_book_is_asked_exactly_for_what_the_query_says()
    {
        var answer = await _server.GetAsync(
            "/orders?merchant=shop&phase=holdClosed&attention=true&from=2026-03-01&to=2026-04-01T10:00:00%2B03:00&q=4&after=abc&limit=7");

        Assert.Equal("cursor", (string)answer.Json["next"]!);
        Assert.Equal("42", (string)answer.Json["items"]![0]!["orderId"]!);
        Assert.Equal(
            new OrderQuery
            {
                Merchant = new("shop"), Phase = Domain.Orders.OrderPhase.HoldClosed, Attention = true, Text = "4", After = "abc", Limit = 7,
                From = new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero), To = new DateTimeOffset(2026, 4, 1, 7, 0, 0, TimeSpan.Zero),
            },
            _orders.Query);
    }

    [Theory]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=501", "limit")]
    [InlineData("phase=paid", "phase")]
    [InlineData("attention=1", "attention")]
    [InlineData("from=yesterday", "from")]
    [InlineData("merchant=a%20b", "merchant")]
    [InlineData("page=2", "query")]
    public async Task A_query_parameter_that_is_wrong_is_named(string query, string field)
    {
        var answer = await _server.GetAsync($"/orders?{query}");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Equal([field], answer.Fields);
    }
}
