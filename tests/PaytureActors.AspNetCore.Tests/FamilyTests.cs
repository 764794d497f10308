using System.Net;
using PaytureActors.Domain;
using PaytureActors.Domain.Cheques;
using PaytureActors.Domain.Orders;
using PaytureActors.Gateway;

namespace PaytureActors.AspNetCore.Tests;

/// <summary>What pays and how: tokens, wallets, sessions and 3-D Secure, as they pass the doors.</summary>
public sealed class FamilyTests : IAsyncLifetime
{
    private const string Order = "/merchants/shop/orders/42";
    private const string Password = "Payture-Customer-Password";

    private static readonly OrderView Waiting = ScriptedOrders.View with
    {
        Books = new Books(OrderPhase.AwaitingCustomer, Money.Zero, Money.Zero, Money.Zero),
        Challenge = new ChallengeView(ChallengeKind.ThreeDSecure, "https://acs.example/auth", DateTimeOffset.UnixEpoch.AddMinutes(15))
        {
            TermUrl = "https://pay.example/payture/shop/3ds/42",
        },
    };

    private readonly ScriptedOrders _orders = new();
    private RestServer _server = null!;

    public async Task InitializeAsync() => _server = await RestServer.StartAsync(
        _orders, options => options.PublicUrl = new Uri("https://pay.example"));

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData("applePay", ApiFamily.ApplePay)]
    [InlineData("googlePay", ApiFamily.AndroidPay)]
    [InlineData("samsungPay", ApiFamily.AndroidPay)]
    public async Task A_token_pays(string name, ApiFamily family)
    {
        await PostAsync("pay", $$$"""{"amount":5,"{{{name}}}":{"token":"dG9r+/4=","securityCode":"0123"}}""");

        var token = Assert.IsType<Instrument.Token>(_orders.Brought.Instrument);
        Assert.Equal((family, "dG9r+/4=", "0123"), (token.Family, token.PayToken.Reveal(text => text), token.SecurityCode.Reveal(text => text)));
    }

    [Theory]
    [InlineData("""{"login":"anna","cardId":"40252318-de07-4853-b43d-4b67f2cd2077","securityCode":"012","confirmCode":"A1B2C3"}""", "40252318-de07-4853-b43d-4b67f2cd2077", "012", "A1B2C3")]
    [InlineData("""{"login":"anna","cardId":"40252318-de07-4853-b43d-4b67f2cd2077"}""", "40252318-de07-4853-b43d-4b67f2cd2077", null, null)]
    [InlineData("""{"login":"anna","card":CARD,"confirmCode":"7"}""", null, null, "7")]
    [InlineData("""{"login":"anna","token":"YQ=="}""", null, null, null)]
    public async Task A_wallet_pays(string wallet, string? cardId, string? code, string? confirm)
    {
        await PostAsync("block", $$"""{"amount":5,"wallet":{{wallet.Replace("CARD", RestServer.Card, StringComparison.Ordinal)}}}""", password: "päss");

        var paid = Assert.IsType<Instrument.Wallet>(_orders.Brought.Instrument);
        Assert.Equal(("anna", "päss", cardId), (paid.Login, paid.Password.Reveal(text => text), paid.CardId));
        Assert.Equal((code, confirm), (Shown(paid.SecurityCode), Shown(paid.ConfirmCode)));
        Assert.Equal((wallet.Contains("CARD", StringComparison.Ordinal), wallet.Contains("token", StringComparison.Ordinal)),
            (paid.Card is not null, paid.Token is not null));
    }

    [Theory]
    [InlineData("""{"cardId":"40252318-de07-4853-b43d-4b67f2cd2077"}""", "wallet.login")]
    [InlineData("""{"login":"LONG","cardId":"40252318-de07-4853-b43d-4b67f2cd2077"}""", "wallet.login")]
    [InlineData("""{"login":"anna"}""", "wallet")]
    [InlineData("""{"login":"anna","cardId":"c-1"}""", "wallet.cardId")]
    [InlineData("""{"login":"anna","token":"not base64"}""", "wallet.token")]
    [InlineData("""{"login":"anna","cardId":"40252318-de07-4853-b43d-4b67f2cd2077","token":"YQ=="}""", "wallet")]
    [InlineData("""{"login":"anna","cardId":"40252318-de07-4853-b43d-4b67f2cd2077","securityCode":"12345"}""", "wallet.securityCode")]
    [InlineData("""{"login":"anna","token":"YQ==","securityCode":"123"}""", "wallet.securityCode")]
    [InlineData("""{"login":"anna","cardId":"40252318-de07-4853-b43d-4b67f2cd2077","confirmCode":"a b"}""", "wallet.confirmCode")]
    [InlineData("""{"login":"anna","card":{"number":"4111111111100032","expiryMonth":1,"expiryYear":2039}}""", "wallet.card.number")]
    [InlineData("""{"login":"anna","cardId":"40252318-de07-4853-b43d-4b67f2cd2077","password":"x"}""", "wallet.password")]
    public async Task A_wallet_that_is_wrong_names_its_field(string wallet, string field)
    {
        var answer = await PostAsync(
            "pay", $$"""{"amount":5,"wallet":{{wallet.Replace("LONG", new string('x', 51), StringComparison.Ordinal)}}}""", password: "secret word");

        Assert.Equal([field], answer.Fields);
        Assert.Null(_orders.Asked);
        Assert.DoesNotContain("secret word", answer.Text + _server.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_goes_with_a_payment_is_passed_on()
    {
        await PostAsync("pay",
            $$$"""
            {"amount":258900,"card":{{{RestServer.Card}}},"customFields":{"Product":"Ticket"},"customerKey":"c-7","paytureId":"device","returnUrl":"https://shop.example/спасибо?a=1",
             "cheque":{"positions":[{"text":"Ticket","quantity":1,"price":200000,"tax":1},{"text":"Cherries","quantity":0.5,"price":117800,"tax":2}],
              "taxationSystem":0,"contact":"anna@shop.example","message":"Thanks"}}
            """);

        var options = _orders.Asked!.Value.Options!;
        Assert.Equal(("Ticket", "c-7", "device"), (options.Extras!.CustomFields["Product"], options.Extras.CustomerKey, options.Extras.PaytureId));
        Assert.Equal("https://shop.example/%D1%81%D0%BF%D0%B0%D1%81%D0%B8%D0%B1%D0%BE?a=1", options.ReturnUrl);
        Assert.Equal(
            new Cheque(
                [new("Ticket", 1000, Money.Kopecks(200_000), 1), new("Cherries", 500, Money.Kopecks(117_800), 2)], 0, "anna@shop.example") { Message = "Thanks" },
            options.Cheque);
    }

    [Fact]
    public async Task A_session_is_opened_with_what_the_page_shows()
    {
        _orders.Reply = new OrderReply.ChallengeRequired(Waiting with
        {
            Family = ApiFamily.InPay, Challenge = new ChallengeView(ChallengeKind.Page, "https://gate.example/apim/Pay?SessionId=s", DateTimeOffset.UnixEpoch),
        }, null);
        var answer = await PostAsync("init",
            """
            {"family":"inPay","sessionType":"block","amount":258900,"ip":"203.0.113.9","url":"https://shop.example/thanks?o={orderid}&s={success}",
             "product":"Билет","total":"2589.00","templateTag":"Mobile","language":"RU","phone":"79031234567","description":"Row 7","customFields":{"Trip":"7"}}
            """);

        Assert.Equal((HttpStatusCode.OK, "inPay"), (answer.Status, (string)answer.Json["family"]!));
        Assert.Equal(
            """{"kind":"page","redirectUrl":"https://gate.example/apim/Pay?SessionId=s","expiresAt":"1970-01-01T00:00:00+00:00"}""",
            answer.Json["challenge"]!.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
        var (command, amount, options) = _orders.Asked!.Value;
        Assert.Equal(("Init Block", 258_900L, "7"), (command, amount!.Value.InKopecks, options!.Extras!.CustomFields["Trip"]));
        Assert.Equal(
            new SessionPage
            {
                Ip = "203.0.113.9", Url = "https://shop.example/thanks?o={orderid}&s={success}", Product = "Билет", Total = "2589.00", TemplateTag = "Mobile",
                Language = "RU", Phone = "79031234567", Description = "Row 7",
            },
            _orders.Brought.Page);
    }

    [Fact]
    public async Task A_session_of_a_wallet_brings_its_customer()
    {
        await PostAsync("init", """{"family":"eWallet","sessionType":"pay","amount":5,"wallet":{"login":"anna","cardId":"40252318-de07-4853-b43d-4b67f2cd2077"}}""", password: "word");

        var wallet = Assert.IsType<Instrument.Wallet>(_orders.Brought.Instrument);
        Assert.Equal(("Init Pay", "anna", "word", "40252318-de07-4853-b43d-4b67f2cd2077"),
            (_orders.Asked!.Value.Command, wallet.Login, wallet.Password.Reveal(text => text), wallet.CardId));
    }

    [Theory]
    [InlineData("""{}""", "amount family sessionType")]
    [InlineData("""{"family":"api","sessionType":"add","amount":5}""", "family sessionType")]
    [InlineData("""{"family":"inPay","sessionType":"pay","amount":5,"wallet":{"login":"anna"}}""", "wallet")]
    [InlineData("""{"family":"eWallet","sessionType":"pay","amount":5}""", "Payture-Customer-Password wallet")]
    [InlineData("""{"family":"inPay","sessionType":"pay","amount":5,"ip":"here","language":"DE","phone":"+7 903","product":""}""", "ip language phone product")]
    [InlineData("""{"family":"inPay","sessionType":"pay","amount":5,"url":"http://shop.example/{orderid}"}""", "url")]
    [InlineData("""{"family":"inPay","sessionType":"pay","amount":5,"card":{}}""", "card")]
    public async Task A_session_that_is_wrong_names_its_fields(string json, string fields)
    {
        var answer = await PostAsync("init", json);

        Assert.Equal(fields.Split(' '), answer.Fields);
        Assert.Null(_orders.Asked);
    }

    [Fact]
    public async Task Without_a_public_address_a_session_says_where_its_page_leads()
    {
        const string session = """{"family":"inPay","sessionType":"pay","amount":5,"returnUrl":"https://shop.example/"}""";
        await PostAsync("init", session);
        Assert.Equal(("https://shop.example/", null), (_orders.Asked!.Value.Options!.ReturnUrl, _orders.Brought.Page!.Url));

        await using var server = await RestServer.StartAsync(_orders);
        var answer = await server.PostAsync($"{Order}/init", session);
        Assert.Equal(["url"], answer.Fields);
        Assert.Contains("Payture:PublicUrl", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_answer_that_was_waited_for_brings_the_form_once_and_the_view_never()
    {
        _orders.Reply = new OrderReply.ChallengeRequired(Waiting, Form());
        var answer = await PostAsync("pay", $$"""{"amount":5,"card":{{RestServer.Card}}}""");

        Assert.Equal((HttpStatusCode.OK, "awaitingCustomer"), (answer.Status, (string)answer.Json["phase"]!));
        var challenge = answer.Json["challenge"]!;
        Assert.Equal(("threeDSecure", "https://acs.example/auth", "eJx+/=", "md-1"),
            ((string)challenge["kind"]!, (string)challenge["acsUrl"]!, (string)challenge["form"]!["paReq"]!, (string)challenge["form"]!["md"]!));
        Assert.Equal("https://pay.example/payture/shop/3ds/42", (string)challenge["termUrl"]!);
        Assert.Equal("no-store", answer.Headers.CacheControl!.ToString());

        _orders.Known = Waiting;
        Assert.Null((await _server.GetAsync(Order)).Json["challenge"]!["form"]);
        Assert.DoesNotContain("eJx+", _server.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_form_is_handed_out_once_and_then_it_is_told_what_to_do()
    {
        (_orders.Known, _orders.Form) = (Waiting, Form());

        Assert.Equal("md-1", (string)(await PostAsync("challenge")).Json["challenge"]!["form"]!["md"]!);
        var again = await PostAsync("challenge");
        Assert.Equal((HttpStatusCode.Conflict, "challenge-elsewhere"), (again.Status, again.Problem));
        Assert.Contains("new OrderId", (string)again.Json["detail"]!, StringComparison.Ordinal);

        _orders.Known = ScriptedOrders.View;
        Assert.Equal("no-challenge", (await PostAsync("challenge")).Problem);
        _orders.Known = null;
        Assert.Equal("unknown-order", (await PostAsync("challenge")).Problem);
    }

    [Fact]
    public async Task A_result_of_3D_Secure_is_passed_on_and_not_repeated()
    {
        _orders.Reply = new OrderReply.Rejected(Rejection.OtherChallenge, Waiting);
        var answer = await PostAsync("complete", """{"paRes":"eJxQYVJlcw==","md":" md-1 "}""");

        var result = Assert.IsType<Instrument.ThreeDSecureResult>(_orders.Brought.Instrument);
        Assert.Equal(("md-1", "eJxQYVJlcw=="), (result.Md.Reveal(text => text), result.PaRes.Reveal(text => text)));
        Assert.Equal("other-challenge", answer.Problem);
        Assert.DoesNotContain("eJxQ", answer.Text + _server.Log.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("api", ApiFamily.Api)]
    [InlineData("inPay", ApiFamily.InPay)]
    [InlineData("eWallet", ApiFamily.EWallet)]
    [InlineData("applePay", ApiFamily.ApplePay)]
    [InlineData("androidPay", ApiFamily.AndroidPay)]
    public async Task An_order_that_was_opened_elsewhere_is_taken_over(string word, ApiFamily family)
    {
        await PostAsync("adopt", $$"""{"family":"{{word}}"}""");

        Assert.Equal($"Adopt {family}", _orders.Asked!.Value.Command);
    }

    private static ChallengeForm Form() => new("https://acs.example/auth", new Sensitive<string>("eJx+/="), new Sensitive<string>("md-1"));

    private static string? Shown(Sensitive<string> secret) => secret.IsEmpty ? null : secret.Reveal(text => text);

    private async Task<RestAnswer> PostAsync(string command, string? json = null, string? password = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{Order}/{command}");
        if (json is not null)
            request.Content = new StringContent(json, System.Text.Encoding.UTF8, "application/json");
        if (password is not null)
            request.Headers.TryAddWithoutValidation(Password, password);
        return await _server.SendAsync(request);
    }
}
