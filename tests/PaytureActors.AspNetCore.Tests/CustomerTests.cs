using System.Net;
using PaytureActors.Domain;
using PaytureActors.Domain.Customers;
using PaytureActors.Domain.Orders;
using PaytureActors.Gateway;

namespace PaytureActors.AspNetCore.Tests;

/// <summary>eWallet customers and their cards, as they pass the doors.</summary>
public sealed class CustomerTests : IAsyncLifetime
{
    private const string Anna = "/merchants/shop/customers/anna%40shop.example";
    private const string Password = "Payture-Customer-Password";

    private readonly ScriptedCustomers _customers = new();
    private RestServer _server = null!;

    public async Task InitializeAsync() => _server = await RestServer.StartAsync(new ScriptedOrders(), customers: _customers);

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData("PUT", "", """{"phoneNumber":"79031234567","email":"anna@shop.example"}""", CustomerOperation.Register)]
    [InlineData("PUT", "", null, CustomerOperation.Register)]
    [InlineData("PATCH", "", """{"phoneNumber":"79031234567","email":"anna@shop.example"}""", CustomerOperation.Update)]
    [InlineData("GET", "", null, CustomerOperation.Check)]
    [InlineData("DELETE", "", null, CustomerOperation.Delete)]
    [InlineData("GET", "/cards", null, CustomerOperation.GetList)]
    [InlineData("POST", "/cards", """{"card":CARD,"phoneNumber":"79031234567"}""", CustomerOperation.Add)]
    [InlineData("POST", "/cards/complete", """{"paRes":"eJxQ","md":"md-1"}""", CustomerOperation.AddSubmit3DS)]
    [InlineData("POST", "/cards/sessions", """{"ip":"203.0.113.9","url":"https://shop.example/cards"}""", CustomerOperation.InitAdd)]
    [InlineData("POST", "/cards/40252318-de07-4853-b43d-4b67f2cd2077/activate", """{"amount":101}""", CustomerOperation.Activate)]
    [InlineData("DELETE", "/cards/40252318-de07-4853-b43d-4b67f2cd2077", null, CustomerOperation.Remove)]
    [InlineData("POST", "/send-code", """{"cardId":"40252318-de07-4853-b43d-4b67f2cd2077","orderId":"42","amount":101}""", CustomerOperation.SendCode)]
    public async Task Each_command_is_asked_for_by_its_door(string method, string path, string? json, CustomerOperation operation)
    {
        var answer = await SendAsync(method, path, json);

        Assert.Equal((HttpStatusCode.OK, "anna@shop.example"), (answer.Status, (string)answer.Json["login"]!));
        Assert.Equal((operation, "anna@shop.example"), (_customers.Asked!.Operation, _customers.Login));
        Assert.Equal(operation is CustomerOperation.Delete ? null : "word", _customers.Wallet?.Password.Reveal(text => text));
        Assert.Equal(operation is CustomerOperation.Add, _customers.Wallet?.Card is not null);
        Assert.Equal(operation is CustomerOperation.AddSubmit3DS, _customers.Result is not null);
        var one = _customers.Asked;
        Assert.Equal(path.Contains("40252318-de07-4853-b43d-4b67f2cd2077", StringComparison.Ordinal) || operation is CustomerOperation.SendCode ? "40252318-de07-4853-b43d-4b67f2cd2077" : null, one.CardId);
        Assert.Equal(json?.Contains("101", StringComparison.Ordinal) is true ? 101 : null, one.Amount?.InKopecks);
        Assert.Equal(json?.Contains("phoneNumber", StringComparison.Ordinal) is true ? "79031234567" : null, one.PhoneNumber);
        Assert.Equal(operation is CustomerOperation.InitAdd ? "https://shop.example/cards" : null, one.Page?.Url);
        Assert.Equal(operation is CustomerOperation.SendCode ? "42" : null, one.Order?.ToString());
    }

    [Theory]
    [InlineData("PUT", "", """{"phoneNumber":"+7 903","email":"anna"}""", "email phoneNumber")]
    [InlineData("POST", "/cards", "{}", "card")]
    [InlineData("POST", "/cards", """{"card":{"number":"1","expiryMonth":1,"expiryYear":2039}}""", "card.number")]
    [InlineData("POST", "/cards/complete", "{}", "md paRes")]
    [InlineData("POST", "/send-code", """{"cardId":"c-1"}""", "cardId")]
    [InlineData("POST", "/cards/40252318-de07-4853-b43d-4b67f2cd2077/activate", "{}", "amount")]
    [InlineData("POST", "/send-code", """{"orderId":"","amount":0}""", "amount orderId")]
    [InlineData("GET", "", """{"x":1}""", "x")]
    [InlineData("DELETE", "/cards/LONG", null, "cardId")]
    public async Task A_field_that_is_wrong_is_named_and_nothing_is_done(string method, string path, string? json, string fields)
    {
        var answer = await SendAsync(method, path.Replace("LONG", new string('x', 51), StringComparison.Ordinal), json);

        Assert.Equal(fields.Split(' '), answer.Fields);
        Assert.Null(_customers.Asked);
    }

    [Fact]
    public async Task A_login_that_is_too_long_and_a_missing_password_are_told_at_once()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/merchants/shop/customers/{new string('x', 51)}");
        var answer = await _server.SendAsync(request);

        Assert.Equal([Password, "login"], answer.Fields);
    }

    [Fact]
    public async Task Cards_are_listed_and_a_stored_one_is_shown()
    {
        var card = new StoredCard("c-1", "411111xxxxxx0031", "IsActive") { CardHolder = "ANNA KOVAL" };
        _customers.Reply = new CustomerReply.Done { Cards = [card] };
        var list = await SendAsync("GET", "/cards");
        Assert.Equal(
            """{"cardId":"c-1","cardName":"411111xxxxxx0031","status":"IsActive","isActive":true,"cardHolder":"ANNA KOVAL","noCvv":false,"expired":false}""",
            list.Json["cards"]![0]!.ToJsonString());

        _customers.Reply = new CustomerReply.Done();
        Assert.Empty((await SendAsync("GET", "/cards")).Json["cards"]!.AsArray());
        Assert.Null((await SendAsync("GET", "")).Json["cards"]);

        _customers.Reply = new CustomerReply.Done { Card = card };
        Assert.Equal("c-1", (string)(await SendAsync("POST", "/cards", """{"card":CARD}""")).Json["card"]!["cardId"]!);

        _customers.Reply = new CustomerReply.Done { RedirectUrl = "https://gate.example/vwapi/Add?SessionId=s" };
        Assert.Equal("https://gate.example/vwapi/Add?SessionId=s", (string)(await SendAsync("POST", "/cards/sessions")).Json["challenge"]!["redirectUrl"]!);
    }

    [Theory]
    [InlineData("", """{"cardId":"c-1"}""")]
    [InlineData("411111xxxxxx0031", """{"cardId":"c-1","cardName":"411111xxxxxx0031"}""")]
    public async Task Of_a_card_no_more_is_said_than_the_gateway_said_about_it(string cardName, string shown)
    {
        _customers.Reply = new CustomerReply.Done { Card = new StoredCard("c-1", cardName, Status: "") };

        var answer = await SendAsync("POST", "/cards", """{"card":CARD}""");

        Assert.Equal(shown, answer.Json["card"]!.ToJsonString());
    }

    [Fact]
    public async Task A_card_whose_bank_wants_to_see_the_customer_brings_the_form()
    {
        _customers.Reply = new CustomerReply.ChallengeRequired(
            new ChallengeForm("https://acs.example/auth", new Sensitive<string>("eJx+"), new Sensitive<string>("md-1")), DateTimeOffset.UnixEpoch);
        var challenge = (await SendAsync("POST", "/cards", """{"card":CARD}""")).Json["challenge"]!;

        Assert.Equal(("https://acs.example/auth", "eJx+", "md-1"),
            ((string)challenge["acsUrl"]!, (string)challenge["form"]!["paReq"]!, (string)challenge["form"]!["md"]!));
    }

    [Theory]
    [InlineData("USER_NOT_FOUND", ErrorClass.BadRequest, 404, "unknown-customer")]
    [InlineData("CUSTOMER_NOT_FOUND", ErrorClass.BadRequest, 404, "unknown-customer")]
    [InlineData("DUPLICATE_CUSTOMER", ErrorClass.StateConflict, 409, "customer-known")]
    [InlineData("DUPLICATE_CARD", ErrorClass.StateConflict, 409, "card-known")]
    [InlineData("CARD_NOT_FOUND", ErrorClass.BadRequest, 404, "unknown-card")]
    [InlineData("AMOUNT_ERROR", ErrorClass.BadRequest, 409, "wrong-amount")]
    [InlineData("CARD_EXPIRED", ErrorClass.Declined, 402, "declined")]
    [InlineData("WRONG_CONFIRM_CODE", ErrorClass.Customer, 402, "declined")]
    [InlineData("ACCESS_DENIED", ErrorClass.Access, 409, "refused-by-gateway")]
    public async Task A_refusal_of_the_gateway_says_what_to_do(string code, ErrorClass @class, int status, string problem)
    {
        _customers.Reply = new CustomerReply.Refused(new Refusal(code, @class, false));
        var answer = await SendAsync("GET", "");

        Assert.Equal((status, problem, code), ((int)answer.Status, answer.Problem, (string)answer.Json["code"]!));
    }

    [Fact]
    public async Task Everything_else_has_an_answer_too()
    {
        _customers.Reply = new CustomerReply.InDoubt(CustomerOperation.Add, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddDays(1));
        var doubt = await SendAsync("GET", "/cards");
        Assert.Equal((HttpStatusCode.Accepted, "add"), (doubt.Status, (string)doubt.Json["inDoubt"]!["operation"]!));
        Assert.StartsWith("1970-01-02", (string)doubt.Json["inDoubt"]!["until"]!, StringComparison.Ordinal);
        Assert.NotNull(doubt.Headers.RetryAfter);

        _customers.Reply = new CustomerReply.NotApplied(null);
        Assert.Equal("not-applied", (await SendAsync("GET", "")).Problem);
        _customers.Reply = new CustomerReply.NotApplied(NotSentReason.BreakerOpen);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await SendAsync("GET", "")).Status);
        _customers.Reply = new CustomerReply.Rejected("cardId", "Give the card.");
        Assert.Equal(["cardId"], (await SendAsync("GET", "")).Fields);
        _customers.Reply = new CustomerReply.Busy("The journal's disk is full.");
        Assert.Equal("busy", (await SendAsync("GET", "")).Problem);

        _customers.HasWallet = false;
        Assert.Equal("no-wallet", (await SendAsync("GET", "")).Problem);
        Assert.DoesNotContain("word", _server.Log.Text.Replace("password", "", StringComparison.OrdinalIgnoreCase), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(CustomerRejection.CommandInProgress, "command-in-progress")]
    [InlineData(CustomerRejection.KeyReused, "key-reused")]
    [InlineData(CustomerRejection.NoChallenge, "no-challenge")]
    [InlineData(CustomerRejection.OtherChallenge, "other-challenge")]
    [InlineData(CustomerRejection.ChallengeOver, "challenge-over")]
    [InlineData(CustomerRejection.FormHandedOut, "challenge-elsewhere")]
    [InlineData(CustomerRejection.NothingToResolve, "nothing-to-resolve")]
    public async Task A_refusal_of_ours_is_409_with_a_type_of_its_own_as_for_orders(CustomerRejection why, string problem)
    {
        _customers.Reply = new CustomerReply.Rejected("key", "No.") { Why = why };
        var answer = await SendAsync("POST", "/cards", """{"card":CARD}""");
        Assert.Equal((HttpStatusCode.Conflict, problem), (answer.Status, answer.Problem));
    }

    [Fact]
    public async Task What_was_handed_on_and_not_answered_is_503_and_may_be_asked_again()
    {
        _customers.Reply = new CustomerReply.Unanswered(null);
        var silent = await SendAsync("POST", "/send-code");
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "gateway-silent"), (silent.Status, silent.Problem));
        Assert.NotNull(silent.Headers.RetryAfter);

        _customers.Reply = new CustomerReply.Unanswered(new Refusal("INTERNAL_ERROR", ErrorClass.OutcomeUnknown, true));
        var told = await SendAsync("GET", "/cards");
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "INTERNAL_ERROR"), (told.Status, (string)told.Json["code"]!));
    }

    [Fact]
    public async Task A_person_ends_a_doubt_that_nobody_could_settle()
    {
        _customers.Reply = new CustomerReply.NeverLearnt(CustomerOperation.Add);
        var never = await SendAsync("POST", "/cards", """{"card":CARD}""");
        Assert.Equal((HttpStatusCode.Conflict, "never-learnt"), (never.Status, never.Problem));

        _customers.Reply = new CustomerReply.Resolved(CustomerOperation.Add);
        var answer = await _server.PostAsync(Anna + "/resolve", """{"decision":"notApplied","reason":"Gone.","by":"Anna Koval"}""");
        Assert.Equal((HttpStatusCode.OK, "add"), (answer.Status, (string)answer.Json["operation"]!));
        Assert.Equal((ManualDecision.NotApplied, "Gone.", "Anna Koval"), _customers.Resolution);
        Assert.Equal(["by", "decision", "reason"], (await _server.PostAsync(Anna + "/resolve", "{}")).Fields);
    }

    [Fact]
    public async Task A_3D_Secure_result_needs_no_password()
    {
        var answer = await _server.PostAsync(Anna + "/cards/complete", """{"paRes":"eJxQ","md":"md-1"}""");
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Null(_customers.Wallet);
    }

    [Fact]
    public async Task A_login_is_not_in_the_log_of_what_failed()
    {
        _customers.Failure = new InvalidOperationException("a bug");
        Assert.Equal(HttpStatusCode.InternalServerError, (await SendAsync("GET", "/cards")).Status);
        var ours = _server.Log.Text.Split('\n').Single(line => line.Contains("failed unexpectedly", StringComparison.Ordinal));
        Assert.Contains("/cards", ours, StringComparison.Ordinal);
        Assert.DoesNotContain("anna", ours, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_bank_leads_a_customer_who_adds_a_card_through_our_door_to_the_shop()
    {
        const string door = "/payture/shop/3ds/cards/abc";
        var answer = await _server.PostFormAsync(door, ("MD", "md-1 "), ("PaRes", "eJx+/Q\r\nVJlcw=="));
        Assert.Equal((HttpStatusCode.SeeOther, "https://shop.example/cards?a=1"), (answer.Status, answer.Headers.Location!.OriginalString));
        Assert.Equal(("abc", "md-1", "eJx+/Q\r\nVJlcw=="),
            (_customers.Door, _customers.Result!.Md.Reveal(text => text), _customers.Result.PaRes.Reveal(text => text)));
        Assert.DoesNotContain("eJx+", _server.Log.Text + answer.Headers, StringComparison.Ordinal);

        _customers.Back = new(new CustomerReply.Done(), null);
        var page = await _server.PostFormAsync(door, ("MD", "md-1"), ("PaRes", "eJxQ"));
        Assert.Equal((HttpStatusCode.OK, "text/html"), (page.Status, page.Type));
        Assert.Contains("Your card is being added", page.Text, StringComparison.Ordinal);

        _customers.Back = new(new CustomerReply.Rejected("md", "No.") { Why = CustomerRejection.OtherChallenge }, "https://shop.example/cards");
        Assert.Equal(HttpStatusCode.Conflict, (await _server.PostFormAsync(door, ("MD", "md-2"), ("PaRes", "eJxQ"))).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await _server.PostFormAsync(door, ("MD", "md-2"))).Status);
        _customers.Back = null;
        Assert.Equal(HttpStatusCode.NotFound, (await _server.PostFormAsync(door, ("MD", "md-1"), ("PaRes", "eJxQ"))).Status);
        _customers.Failure = new TimeoutException();
        Assert.Equal(HttpStatusCode.OK, (await _server.PostFormAsync(door, ("MD", "md-1"), ("PaRes", "eJxQ"))).Status);
    }

    [Fact]
    public async Task A_card_may_say_where_its_customer_goes_on()
    {
        _customers.Reply = new CustomerReply.ChallengeRequired(
            new ChallengeForm("https://acs.example/auth", new Sensitive<string>("eJx+"), new Sensitive<string>("md-1")), DateTimeOffset.UnixEpoch)
        {
            TermUrl = "https://pay.example/payture/shop/3ds/cards/abc",
        };
        var answer = await SendAsync("POST", "/cards", """{"card":CARD,"returnUrl":"https://shop.example/cards"}""");
        Assert.Equal("https://pay.example/payture/shop/3ds/cards/abc", (string)answer.Json["challenge"]!["termUrl"]!);
        Assert.Equal("https://shop.example/cards", _customers.Asked!.ReturnUrl);
        Assert.Equal(["returnUrl"], (await SendAsync("POST", "/cards", """{"card":CARD,"returnUrl":"http://shop.example"}""")).Fields);
    }

    private async Task<RestAnswer> SendAsync(string method, string path, string? json = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), Anna + path);
        request.Headers.TryAddWithoutValidation(Password, "word");
        if (json is not null)
        {
            request.Content = new StringContent(
                json.Replace("CARD", RestServer.Card, StringComparison.Ordinal), System.Text.Encoding.UTF8, "application/json");
        }

        return await _server.SendAsync(request);
    }
}
