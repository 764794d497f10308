using System.Net;
using PaytureActors.Domain;
using PaytureActors.Domain.Cheques;
using PaytureActors.Domain.Orders;

namespace PaytureActors.AspNetCore.Tests;

/// <summary>What HTTP says to each reply of the engine.</summary>
public sealed class AnswerTests : IAsyncLifetime
{
    [Fact]
    public async Task An_answer_is_written_for_people_and_no_browser_takes_it_for_a_page()
    {
        var answer = await Charge(new OrderReply.Busy("Say \"please\" <b>и подождите</b>."));
        Assert.Contains("""Say \"please\" <b>и подождите</b>""", answer.Text, StringComparison.Ordinal);
        Assert.Equal("application/problem+json", answer.Type);
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
    }

    private readonly ScriptedOrders _orders = new();
    private RestServer _server = null!;

    public async Task InitializeAsync() => _server = await RestServer.StartAsync(_orders);

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_view_has_these_fields_and_no_others()
    {
        var answer = await _server.GetAsync("/merchants/shop/orders/42");

        Assert.Equal(
            """
            {"merchant":"shop","orderId":"42","family":"api","phase":"charged","held":258900,"captured":150000,"refunded":50000,
            "attempt":{"operation":"refund","amount":10,"status":"inDoubt","since":"1970-01-01T00:00:00+00:00","inDoubtUntil":"1970-01-01T01:00:00+00:00"},
            "challenge":null,
            "gateway":{"state":"charged","rrn":"003770024290","merchantContract":"Merchant","finalTerminal":"Second","maskedPan":"411111xxxxxx0031",
            "addInfo":{"BankHumanName":"A Bank"}},
            "lastError":{"code":"AMOUNT_ERROR","class":"stateConflict"},"attention":"amountDiffers","holdDue":null,"sandbox":true,"sequence":7}
            """.Replace("\n", "", StringComparison.Ordinal),
            answer.Text);
        Assert.Equal("no-store", answer.Headers.CacheControl!.ToString());
    }

    [Fact]
    public async Task A_settled_command_is_200()
    {
        var answer = await Charge(new OrderReply.Approved(ScriptedOrders.View));

        Assert.Equal((HttpStatusCode.OK, "application/json"), (answer.Status, answer.Type));
        Assert.Equal("charged", (string)answer.Json["phase"]!);
    }

    [Fact]
    public async Task A_command_that_is_not_settled_is_202_and_says_where_and_when_to_look()
    {
        var view = ScriptedOrders.View with { Key = new OrderKey("shop", "a/b c") };
        var answer = await Charge(new OrderReply.Pending(view));

        Assert.Equal(HttpStatusCode.Accepted, answer.Status);
        Assert.Equal("/merchants/shop/orders/a%2Fb%20c", answer.Headers.Location!.OriginalString);
        Assert.NotNull(answer.Headers.RetryAfter!.Delta);
        Assert.Equal("inDoubt", (string)answer.Json["attempt"]!["status"]!);
    }

    [Theory]
    [InlineData(ErrorClass.Declined, "declined", "another card")]
    [InlineData(ErrorClass.Customer, "customer", "customer must")]
    [InlineData(ErrorClass.Access, "access", "Password")]
    [InlineData(ErrorClass.BadRequest, "badRequest", "correct it")]
    [InlineData(ErrorClass.StateConflict, "stateConflict", "state")]
    public async Task A_decline_is_402_with_the_gateways_code_and_what_to_do(ErrorClass @class, string word, string advice)
    {
        var answer = await Charge(new OrderReply.Declined(ScriptedOrders.View, new Refusal("SOME_CODE", @class, false)));

        Assert.Equal((HttpStatusCode.PaymentRequired, "declined"), (answer.Status, answer.Problem));
        Assert.Equal(("SOME_CODE", word), ((string)answer.Json["code"]!, (string)answer.Json["class"]!));
        Assert.Contains(advice, (string)answer.Json["detail"]!, StringComparison.Ordinal);
        Assert.Equal(7, (int)answer.Json["order"]!["sequence"]!);
    }

    [Fact]
    public async Task A_command_that_was_overtaken_is_402_without_a_code()
    {
        var answer = await Charge(new OrderReply.Declined(ScriptedOrders.View, null));

        Assert.Equal("declined", answer.Problem);
        Assert.Null(answer.Json["code"]);
    }

    [Theory]
    [InlineData(false, null, 409, "not-applied", "A new OrderId is not safe yet")]
    [InlineData(true, NotSentReason.Connect, 409, "not-sent", "a new OrderId is safe")]
    [InlineData(true, NotSentReason.SendByPassed, 409, "not-sent", "a new OrderId is safe")]
    [InlineData(true, null, 409, "not-sent", "a new OrderId is safe")]
    [InlineData(false, NotSentReason.Connect, 409, "not-sent", "a new OrderId is not safe yet")]
    [InlineData(false, NotSentReason.BreakerOpen, 503, "not-sent", "a new OrderId is not safe yet")]
    [InlineData(true, NotSentReason.QueueFull, 503, "not-sent", "Retry-After")]
    [InlineData(true, NotSentReason.BreakerOpen, 503, "not-sent", "Retry-After")]
    [InlineData(true, NotSentReason.ShuttingDown, 503, "not-sent", "Retry-After")]
    public async Task A_command_without_effect_says_how_to_ask_again(bool proved, NotSentReason? reason, int status, string type, string advice)
    {
        var answer = await Charge(new OrderReply.NotApplied(ScriptedOrders.View with { Books = default }, proved, reason));

        Assert.Equal((status, type), ((int)answer.Status, answer.Problem));
        Assert.Contains(advice, (string)answer.Json["detail"]!, StringComparison.Ordinal);
        Assert.Equal(status == 503, answer.Headers.RetryAfter is not null);
        Assert.Equal("42", (string)answer.Json["order"]!["orderId"]!);
    }

    [Fact]
    public async Task A_refund_that_a_person_called_not_applied_is_not_said_to_be_safe_to_ask_for_again()
    {
        var charged = ScriptedOrders.View with { Books = new(OrderPhase.Charged, Money.Kopecks(3), Money.Kopecks(3), default) };

        var answer = await Charge(new OrderReply.NotApplied(charged, IsProved: false, null));

        Assert.Equal("not-applied", answer.Problem);
        Assert.Contains("second refund", (string)answer.Json["detail"]!, StringComparison.Ordinal);
        Assert.DoesNotContain("only one of the two", (string)answer.Json["detail"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_expired_payment_is_409()
    {
        var answer = await Charge(new OrderReply.Expired(ScriptedOrders.View));

        Assert.Equal((HttpStatusCode.Conflict, "expired"), (answer.Status, answer.Problem));
    }

    [Fact]
    public async Task Each_refusal_has_a_type_of_its_own()
    {
        var types = new HashSet<string>();
        foreach (var rejection in Enum.GetValues<Rejection>())
        {
            var answer = await Charge(new OrderReply.Rejected(rejection, ScriptedOrders.View));

            var expected = rejection is Rejection.AmountRequired or Rejection.KeyRequired or Rejection.SessionRequired or Rejection.ChequeDoesNotFit
                or Rejection.ItemsRequired or Rejection.NoCheque or Rejection.NotInCheque or Rejection.SplitLosesKopecks
                ? HttpStatusCode.UnprocessableEntity : HttpStatusCode.Conflict;
            Assert.Equal(expected, answer.Status);
            Assert.Equal("42", (string)answer.Json["order"]!["orderId"]!);
            Assert.True(types.Add(answer.Problem!), $"{rejection} shares the type {answer.Problem}");
        }

        Assert.DoesNotContain("refused", types);
        Assert.Contains("key-reused", types);
    }

    [Fact]
    public async Task A_refusal_of_an_unknown_order_has_no_view()
    {
        var answer = await Charge(new OrderReply.Rejected(Rejection.NothingBlocked, null));
        Assert.DoesNotContain("order shown", (string)answer.Json["detail"]!, StringComparison.Ordinal);
        Assert.Contains("nothing is known of the order here", (string)answer.Json["detail"]!, StringComparison.Ordinal);

        Assert.Equal("nothing-blocked", answer.Problem);
        Assert.Null(answer.Json["order"]);
    }

    [Fact]
    public async Task A_busy_service_is_503_and_says_when_to_come_back()
    {
        var answer = await Charge(new OrderReply.Busy("The journal's disk is full."));

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "busy"), (answer.Status, answer.Problem));
        Assert.NotNull(answer.Headers.RetryAfter);
        Assert.Contains("disk is full", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_inquiry_tells_what_is_known_and_whether_the_gateway_was_heard()
    {
        async Task<RestAnswer> Inquire(OrderView? view, bool heard)
        {
            _orders.Reply = new OrderReply.Inquired(view, heard);
            return await _server.PostAsync("/merchants/shop/orders/42/inquire");
        }

        Assert.Equal(HttpStatusCode.OK, (await Inquire(ScriptedOrders.View, true)).Status);
        Assert.Equal("gateway-silent", (await Inquire(ScriptedOrders.View, false)).Problem);
        Assert.Equal("unknown-order", (await Inquire(null, true)).Problem);
    }

    [Fact]
    public async Task An_order_of_which_nothing_is_known_is_not_found()
    {
        _orders.Known = null;

        Assert.Equal("unknown-order", (await _server.GetAsync("/merchants/shop/orders/42")).Problem);
        Assert.Equal("unknown-order", (await _server.GetAsync("/merchants/shop/orders/42/history")).Problem);
    }

    [Fact]
    public async Task A_bug_of_ours_is_500_without_its_words_and_is_logged()
    {
        _orders.Failure = new InvalidOperationException("the inside of the machine");
        var answer = await Charge(_orders.Reply);

        Assert.Equal((HttpStatusCode.InternalServerError, "unexpected"), (answer.Status, answer.Problem));
        Assert.DoesNotContain("inside", answer.Text, StringComparison.Ordinal);
        Assert.Contains("the inside of the machine", _server.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_event_has_a_line_in_the_history()
    {
        var at = DateTimeOffset.UnixEpoch;
        var (attempt, key, kopeck) = (new AttemptId(1), new IdempotencyKey("k"), Money.Kopecks(1));
        var (books, standing, refusal) = (ScriptedOrders.View.Books, new Standing(GatewayState.Charged), new Refusal("X", ErrorClass.Declined, false));
        var cheque = new Cheque([new ChequePosition("A thing", 1000, kopeck, 1)], 0, "anna@shop.example");
        var pay = new Attempt(attempt, key, Operation.Init, kopeck, at, at, null) { LeadsTo = Operation.Pay };
        var challenge = new Challenge(ChallengeKind.Page, pay, at, at.AddHours(1)) { Url = "https://gate.example/apim/Pay?SessionId=s" };
        OrderEvent[] all =
        [
            new OrderEvent.RefundAccepted(key, kopeck, at),
            new OrderEvent.AttemptRequested(attempt, key, Operation.Refund, kopeck, kopeck, at, new Fence(kopeck, Money.Zero), at),
            new OrderEvent.Approved(attempt, books, standing, at),
            new OrderEvent.Declined(attempt, refusal, books, standing, at),
            new OrderEvent.NotApplied(attempt, standing, at, at),
            new OrderEvent.NotSent(attempt, NotSentReason.BreakerOpen, at, at),
            new OrderEvent.RefusedForNow(attempt, refusal, at, at),
            new OrderEvent.Expired(attempt, books, standing, at),
            new OrderEvent.Overtaken(attempt, books, standing, at),
            new OrderEvent.Resolved(ManualDecision.Applied, "why", "who", books, at),
            new OrderEvent.OutcomeUnknown(attempt, UnknownReason.HttpStatus, refusal, kopeck, at),
            new OrderEvent.RefusedByState(attempt, refusal, at),
            new OrderEvent.PendingSeen(attempt, at),
            new OrderEvent.AttentionRaised(AttentionReason.ResendsUsedUp, key, at),
            new OrderEvent.LooksOrdered([at], at),
            new OrderEvent.Looked(at, true, at),
            new OrderEvent.LateEffectFound([attempt], [attempt.Next()], books, standing, at),
            new OrderEvent.DriftFound([attempt], books, standing, at),
            new OrderEvent.AttemptRequested(attempt, key, Operation.Init, kopeck, kopeck, at, null, at)
            {
                Details = new AskDetails { Family = ApiFamily.InPay, Session = Operation.Pay }, LeadsTo = Operation.Pay, Cheque = cheque,
            },
            new OrderEvent.ChallengeIssued(attempt, challenge, at),
            new OrderEvent.ChallengeSeen(standing, at),
            new OrderEvent.ChallengePassed(books, standing, at),
            new OrderEvent.ChallengeFailed(books, standing, at),
            new OrderEvent.ChallengeExpired(books, standing, at),
            new OrderEvent.AdoptionAccepted(key, ApiFamily.EWallet, at),
            new OrderEvent.Adopted(books, standing, at),
        ];
        var kinds = typeof(OrderEvent).GetNestedTypes().Where(type => type.IsSubclassOf(typeof(OrderEvent))).Select(type => type.Name);
        Assert.Equal(kinds.Order(), all.Select(e => e.GetType().Name).Distinct().Order());
        _orders.Events.AddRange(all.Select((e, index) => new RecordedEvent(index + 1, e)));

        var items = (await _server.GetAsync("/merchants/shop/orders/42/history")).Json["items"]!.AsArray();

        Assert.Equal(all.Length, items.Count);
        Assert.Equal(
            """{"sequence":2,"type":"attemptRequested","at":"1970-01-01T00:00:00+00:00","attempt":1,"key":"k","operation":"refund","amount":1,"sendBy":"1970-01-01T00:00:00+00:00","fence":{"before":1,"expected":0}}""",
            items[1]!.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
        Assert.Equal("breakerOpen", (string)items[5]!["reason"]!);
        Assert.Equal(("inPay", "pay"), ((string)items[18]!["family"]!, (string)items[18]!["leadsTo"]!));
        Assert.Equal("""{"positions":1,"total":1}""", items[18]!["cheque"]!.ToJsonString());
        Assert.Equal("https://gate.example/apim/Pay?SessionId=s", (string)items[19]!["challenge"]!["redirectUrl"]!);
        Assert.Equal("eWallet", (string)items[24]!["family"]!);
        Assert.DoesNotContain(items, item => item!.ToJsonString().Contains("anna@", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Health_says_live_always_and_ready_when_the_engine_is()
    {
        Assert.Equal("ready", (string)(await _server.GetAsync("/health/ready")).Json["status"]!);

        _orders.Troubles.AddRange(["The order book has not caught up.", "The database is gone."]);
        var ready = await _server.GetAsync("/health/ready");
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "notReady"), (ready.Status, (string)ready.Json["status"]!));
        Assert.Equal("The order book has not caught up. The database is gone.", (string)ready.Json["detail"]!);
        Assert.Equal("live", (string)(await _server.GetAsync("/health/live")).Json["status"]!);
    }

    private Task<RestAnswer> Charge(OrderReply reply)
    {
        _orders.Reply = reply;
        return _server.PostAsync("/merchants/shop/orders/42/charge");
    }
}
