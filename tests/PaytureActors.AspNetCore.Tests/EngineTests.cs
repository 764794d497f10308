using System.Net;
using PaytureActors.TestKit.Gateway;

namespace PaytureActors.AspNetCore.Tests;

/// <summary>The doors before the whole engine and a simulated gateway: what callers see of real orders.</summary>
public sealed class EngineTests : IAsyncLifetime
{
    private const string SecurityCode = "907";

    private EngineServer _engine = null!;

    private RestServer Server => _engine.Rest;

    private SimulatedGateway Gateway => _engine.Gateway;

    private FaultScript Faults => _engine.Faults;

    public async Task InitializeAsync() => _engine = await EngineServer.StartAsync();

    public async Task DisposeAsync() => await _engine.DisposeAsync();

    [Fact]
    public async Task An_order_goes_from_Block_to_Refund_and_a_repetition_moves_nothing()
    {
        var blocked = await Block("1");
        Assert.Equal((HttpStatusCode.OK, "blocked", 258_900L), (blocked.Status, (string)blocked.Json["phase"]!, (long)blocked.Json["held"]!));
        Assert.True((bool)blocked.Json["sandbox"]!);

        var charged = await Post("1/charge", """{"amount":150000}""");
        Assert.Equal((HttpStatusCode.OK, "charged", 150_000L), (charged.Status, (string)charged.Json["phase"]!, (long)charged.Json["captured"]!));

        var refunded = await Post("1/refund", """{"amount":50000}""", "r1");
        Assert.Equal((HttpStatusCode.OK, 50_000L), (refunded.Status, (long)refunded.Json["refunded"]!));
        Assert.Equal(refunded.Text, (await Post("1/refund", """{"amount":50000}""", "r1")).Text);

        var reused = await Post("1/refund", """{"amount":60000}""", "r1");
        Assert.Equal((HttpStatusCode.Conflict, "key-reused"), (reused.Status, reused.Problem));
        Assert.Equal(["Block", "Charge", "Refund"], Gateway.Effects("1").Select(effect => effect.Operation.ToString()));

        var view = await Server.GetAsync("/merchants/shop/orders/1");
        Assert.Equal((150_000L, 50_000L), ((long)view.Json["captured"]!, (long)view.Json["refunded"]!));
        var history = (await Server.GetAsync("/merchants/shop/orders/1/history")).Json["items"]!.AsArray();
        Assert.Equal("attemptRequested", (string)history[0]!["type"]!);
        Assert.Equal(Enumerable.Range(1, history.Count), history.Select(item => (int)item!["sequence"]!));
    }

    [Fact]
    public async Task A_one_step_payment_is_charged_and_refunded_whole()
    {
        Assert.Equal("charged", (string)(await Post("p/pay", Payment())).Json["phase"]!);
        Assert.Equal("refunded", (string)(await Post("p/refund", null, "all")).Json["phase"]!);
    }

    [Fact]
    public async Task A_hold_is_released()
    {
        await Block("u");

        Assert.Equal("unblocked", (string)(await Post("u/unblock")).Json["phase"]!);
    }

    [Fact]
    public async Task Without_a_key_a_settled_repetition_is_refused_with_the_order()
    {
        await Block("2");
        var again = await Block("2");

        Assert.Equal((HttpStatusCode.Conflict, "order-id-used"), (again.Status, again.Problem));
        Assert.Equal("blocked", (string)again.Json["order"]!["phase"]!);
        Assert.Single(Gateway.Effects("2"));
    }

    [Fact]
    public async Task A_declined_card_is_402_with_theGateways_code()
    {
        var answer = await Post("3/pay", Payment(TestCards.InventedInsufficientFunds));

        Assert.Equal((HttpStatusCode.PaymentRequired, "AMOUNT_EXCEED"), (answer.Status, (string)answer.Json["code"]!));
        Assert.Equal("declined", (string)answer.Json["order"]!["phase"]!);
    }

    [Theory]
    [InlineData("charge", "{}", "nothing-blocked")]
    [InlineData("unblock", "{}", "nothing-blocked")]
    [InlineData("refund", "{}", "nothing-charged")]
    [InlineData("resolve", """{"decision":"applied","reason":"r","by":"b"}""", "nothing-to-resolve")]
    public async Task An_order_that_is_not_there_refuses_what_needs_one(string command, string json, string problem)
    {
        var answer = await Post($"4/{command}", json, "k");

        Assert.Equal((HttpStatusCode.Conflict, problem), (answer.Status, answer.Problem));
    }

    [Fact]
    public async Task More_than_is_there_is_refused()
    {
        await Block("5");
        Assert.Equal("amount-exceeds-hold", (await Post("5/charge", """{"amount":258901}""")).Problem);
        await Post("5/charge", """{"amount":100}""");
        Assert.Equal("amount-exceeds-left", (await Post("5/refund", """{"amount":101}""", "r")).Problem);
    }

    [Fact]
    public async Task A_charge_whose_answer_is_late_is_202_and_a_second_command_must_wait()
    {
        await Block("6");
        Faults.On("6", "Charge", new Fault.LostAfterEffect(Loss.Silence));

        var pending = await Server.PostAsync("/merchants/shop/orders/6/charge", null, "c", prefer: "wait=1");
        Assert.Equal(HttpStatusCode.Accepted, pending.Status);
        Assert.Equal("/merchants/shop/orders/6", pending.Headers.Location!.OriginalString);
        Assert.Equal("charge", (string)pending.Json["attempt"]!["operation"]!);

        Assert.Equal("command-in-progress", (await Post("6/unblock")).Problem);
    }

    [Fact]
    public async Task A_charge_whose_answer_is_lost_is_settled_by_asking_theGateway()
    {
        await Block("7");
        Faults.On("7", "Charge", new Fault.LostAfterEffect(Loss.Reset));

        var answer = await Post("7/charge");
        Assert.Equal((HttpStatusCode.OK, "charged"), (answer.Status, (string)answer.Json["phase"]!));
        Assert.Equal(1, Gateway.Calls("7", "Charge"));
    }

    [Fact]
    public async Task A_block_that_provably_never_left_may_be_asked_again()
    {
        Faults.RefuseConnection("Block");

        var answer = await Block("8");
        Assert.Equal((HttpStatusCode.Conflict, "not-sent"), (answer.Status, answer.Problem));
        Assert.Equal("new", (string)answer.Json["order"]!["phase"]!);
        Assert.Equal("blocked", (string)(await Block("8")).Json["phase"]!);
    }

    [Fact]
    public async Task An_inquiry_shows_what_theGateway_says()
    {
        await Block("9");

        var answer = await Post("9/inquire");
        Assert.Equal((HttpStatusCode.OK, "blocked"), (answer.Status, (string)answer.Json["phase"]!));
        Assert.Equal("unknown-order", (await Server.GetAsync("/merchants/shop/orders/never")).Problem);
    }

    [Fact]
    public async Task The_service_is_ready_and_its_book_shows_the_orders()
    {
        await Block("10");
        await Post("11/pay", Payment());
        await EngineServer.EventuallyAsync(async () => (await Server.GetAsync("/health/ready")).Status == HttpStatusCode.OK);
        await EngineServer.EventuallyAsync(async () => (await Server.GetAsync("/orders?merchant=shop&phase=blocked")).Json["items"]!.AsArray().Count == 1
            && (await Server.GetAsync("/orders?phase=charged")).Json["items"]!.AsArray().Count == 1);

        var first = await Server.GetAsync("/orders?limit=1");
        var second = await Server.GetAsync($"/orders?limit=1&after={Uri.EscapeDataString((string)first.Json["next"]!)}");
        Assert.Equal(["10", "11"], new[] { first, second }.Select(page => (string)page.Json["items"]![0]!["orderId"]!).Order());
        Assert.Equal("11", (string)(await Server.GetAsync("/orders?phase=charged")).Json["items"]!.AsArray().Single()!["orderId"]!);
        Assert.Equal(["after"], (await Server.GetAsync("/orders?after=nonsense")).Fields);
    }

    [Fact]
    public async Task No_answer_log_or_file_holds_a_card()
    {
        Faults.On("12", "Block", new Fault.LostBefore(Loss.Reset)).On("13", "Pay", new Fault.Html(WithEffect: true));
        var answers = new[]
        {
            await Server.PostAsync("/merchants/shop/orders/12/block", Payment(), prefer: "wait=1"), // In doubt for the quiet period.
            await Post("13/pay", Payment(TestCards.SuccessWithSecurityCode)),
            await Post("14/pay", Payment(TestCards.InventedFraud)),
            await Server.GetAsync("/merchants/shop/orders/13/history"),
        };

        var texts = answers.Select(answer => answer.Text).Append(await _engine.TracesAsync()).ToList();
        foreach (var secret in new[] { TestCards.Success, TestCards.SuccessWithSecurityCode, TestCards.InventedFraud, $"\"{SecurityCode}\"", "SecureCode", "ANNA KOVAL" })
            Assert.DoesNotContain(texts, text => text.Contains(secret, StringComparison.Ordinal));
    }

    private static string Payment(string card = TestCards.Success) =>
        $$$"""{"amount":258900,"card":{"number":"{{{card}}}","expiryMonth":12,"expiryYear":2035,"holder":"ANNA KOVAL","securityCode":"{{{SecurityCode}}}"}}""";

    private Task<RestAnswer> Block(string order) => Post($"{order}/block", Payment());

    private Task<RestAnswer> Post(string path, string? json = null, string? key = null) =>
        Server.PostAsync($"/merchants/shop/orders/{path}", json, key, prefer: "wait=10");
}
