using PaytureActors.Domain;
using PaytureActors.TestKit.Gateway;

namespace PaytureActors.TestKit.Tests.Gateway;

public sealed class FaultTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly FaultScript _script = new();
    private readonly Wire _wire;

    public FaultTests()
    {
        _wire = new Wire(_script);
        _wire.Block();
    }

    [Theory]
    [InlineData(Loss.Reset, typeof(SimulatedAnswer.AbortConnection))]
    [InlineData(Loss.Silence, typeof(SimulatedAnswer.Hang))]
    public async Task A_request_that_is_lost_has_no_effect(Loss how, Type seen)
    {
        Assert.IsType(seen, await ChargeUnder(new Fault.LostBefore(how)));
        Assert.Equal("Authorized", _wire.State());
        Assert.Equal(1, _wire.Gateway.Calls(Wire.Order, "Charge"));
    }

    [Theory]
    [InlineData(Loss.Reset, typeof(SimulatedAnswer.AbortConnection))]
    [InlineData(Loss.Silence, typeof(SimulatedAnswer.Hang))]
    public async Task A_request_whose_answer_is_lost_has_its_effect(Loss how, Type seen)
    {
        Assert.IsType(seen, await ChargeUnder(new Fault.LostAfterEffect(how)));
        Assert.Equal("Charged", _wire.State());
    }

    [Fact]
    public async Task A_call_says_what_it_asks_of_its_payment_whatever_its_name()
    {
        var asked = new List<Operation?>();
        var gateway = new SimulatedGateway(faults: new Listening(call => asked.Add(call.Operation)));
        const string Anna = "VWUserLgn=anna;VWUserPsw=secret";

        await Ask("vwapi/Register", ("VWID", "VWMerchantside"), ("DATA", Anna));
        await Ask("vwapi/Pay", ("VWID", "VWMerchantside"), ("DATA", $"{Anna};CardId=FreePay;SessionType=Block;OrderId=1;Amount=300;CardNumber={TestCards.Success};EMonth=12;EYear=40;CardHolder=A;SecureCode=123"));
        await Ask("api/MobileBlock", ("Key", "Merchant"), ("OrderId", "2"), ("Amount", "300"), ("PayToken", SimulatedToken.Google(Money.Kopecks(300), challenge: true)));
        await Ask("api/Block3DS", ("Key", "Merchant"), ("OrderId", "2"), ("PaRes", gateway.ThreeDSecureResult("2", passes: true).PaRes));
        await Ask("apim/Init", ("Key", "Merchant"), ("Data", "SessionType=Pay;OrderId=3;Amount=300;IP=203.0.113.7"));
        await Ask("api/GetState", ("Key", "Merchant"), ("OrderId", "2"));

        Assert.Equal([null, Operation.Block, Operation.Block, Operation.CompleteChallenge, Operation.Init, null], asked);

        Task<SimulatedAnswer> Ask(string path, params (string Name, string Value)[] fields) =>
            gateway.AnswerAsync(path, fields.ToDictionary(field => field.Name, field => field.Value));
    }

    [Fact]
    public async Task A_ghost_is_applied_when_nobody_waits_for_it_any_more()
    {
        Assert.IsType<SimulatedAnswer.Hang>(await ChargeUnder(new Fault.Delayed(Minute, Loss.Silence)));
        _wire.Time.Advance(Minute - TimeSpan.FromTicks(1));
        Assert.Equal("Authorized", _wire.State());

        _wire.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal("Charged", _wire.State());
        Assert.Equal(_wire.Time.GetUtcNow() - TimeSpan.FromHours(1) + TimeSpan.FromTicks(1), _wire.Gateway.Effects()[1].At);
    }

    [Fact]
    public async Task A_ghost_meets_the_rules_of_the_time_when_it_arrives()
    {
        await ChargeUnder(new Fault.Delayed(Minute, Loss.Silence));
        _wire.Say("Unblock", ("OrderId", Wire.Order));
        _wire.Time.Advance(Minute);

        Assert.Equal("Voided", _wire.State());
        Assert.Equal(2, _wire.Gateway.Effects().Count);
    }

    [Theory]
    [InlineData(EffectAt.Start, "Charged")]
    [InlineData(EffectAt.End, "Authorized")]
    public async Task A_slow_answer_comes_in_its_own_time_and_a_client_that_left_stops_nothing(EffectAt effect, string meanwhile)
    {
        _script.On(Wire.Order, "Charge", new Fault.Slow(Minute, effect));
        using var client = new CancellationTokenSource();
        var answer = _wire.Gateway.AnswerAsync("/api/Charge",
            new Dictionary<string, string> { ["Key"] = "Merchant", ["OrderId"] = Wire.Order }, client.Token);
        Assert.Equal(meanwhile, _wire.State());

        await client.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
        _wire.Time.Advance(Minute);

        Assert.Equal("Charged", _wire.State());
    }

    [Theory]
    [InlineData(EffectAt.Start, "Authorized")]
    [InlineData(EffectAt.End, "Charged")]
    public async Task A_slow_inquiry_tells_the_state_of_its_start_or_of_its_end(EffectAt read, string told)
    {
        _script.On(Wire.Order, "GetState", new Fault.Slow(Minute, read));
        var answer = _wire.SayAsync("GetState", ("OrderId", Wire.Order));
        _wire.Charge();
        Assert.False(answer.IsCompleted);

        _wire.Time.Advance(Minute);

        Assert.Equal(told, Wire.Attribute(Wire.Body(await answer), "State"));
    }

    [Theory]
    [InlineData(true, "Charged")]
    [InlineData(false, "Authorized")]
    public async Task Broken_answers_come_with_the_effect_or_without(bool withEffect, string state)
    {
        foreach (var fault in new Fault[]
                 {
                     new Fault.Html(withEffect), new Fault.ServerError(503, withEffect), new Fault.Garbage(GarbageKind.CutOff, withEffect),
                     new Fault.ErrorCode("INTERNAL_ERROR", withEffect),
                 })
        {
            var wire = new Wire(new FaultScript().OnAny("Charge", fault));
            wire.Block();
            await wire.SayAsync("Charge", ("OrderId", Wire.Order));
            Assert.Equal(state, wire.State());
        }
    }

    [Fact]
    public async Task A_page_and_a_server_error_are_html()
    {
        var page = (SimulatedAnswer.Respond)await ChargeUnder(new Fault.Html(false));
        var error = (SimulatedAnswer.Respond)await ChargeUnder(new Fault.ServerError(502, false));

        Assert.Equal((200, "text/html; charset=utf-8"), (page.Status, page.ContentType));
        Assert.Equal((502, "text/html; charset=utf-8"), (error.Status, error.ContentType));
        Assert.StartsWith("<!DOCTYPE html>", page.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(GarbageKind.CutOff, "<Charge Success=\"Tr")]
    [InlineData(GarbageKind.OtherRoot, "<Ping Success=\"True\" OrderId=\"order-1\" />")]
    [InlineData(GarbageKind.NoSuccess, "<Charge OrderId=\"order-1\" />")]
    [InlineData(GarbageKind.Empty, "")]
    [InlineData(GarbageKind.Noise, "\u0000\u0001upstream reset\u0002")]
    public async Task Garbage_is_no_answer_of_the_command(GarbageKind kind, string body) =>
        Assert.Equal(body, Wire.Body(await ChargeUnder(new Fault.Garbage(kind, false))));

    [Fact]
    public async Task An_error_code_is_a_well_formed_refusal() =>
        Assert.Equal("""<Charge Success="False" OrderId="order-1" ErrCode="INTERNAL_ERROR" />""",
            Wire.Body(await ChargeUnder(new Fault.ErrorCode("INTERNAL_ERROR", WithEffect: true))));

    [Theory]
    [InlineData(true, "Charged", 2)]
    [InlineData(false, "Authorized", 1)]
    public async Task A_pending_command_times_out_shows_itself_and_ends(bool succeeds, string end, int effects)
    {
        var answer = await ChargeUnder(new Fault.Pending(Minute, succeeds));

        Assert.Equal("PROCESSING_TIME_OUT", Wire.Attribute(Wire.Body(answer), "ErrCode"));
        var state = _wire.Say("GetState", ("OrderId", Wire.Order));
        Assert.Equal(("PendingCharge", "PendingCharge"), (Wire.Attribute(state, "State"), Wire.Attribute(state, "Status")));
        Assert.Equal("ILLEGAL_ORDER_STATE", Wire.Attribute(_wire.Charge(), "ErrCode"));

        _wire.Time.Advance(Minute);

        Assert.Equal(end, _wire.State());
        Assert.Equal(effects, _wire.Gateway.Effects().Count);
    }

    [Fact]
    public async Task A_pending_hold_that_fails_is_rejected_and_so_is_one_whose_card_is_declined()
    {
        _script.OnAny("Block", new Fault.Pending(Minute, Succeeds: false), new Fault.Pending(Minute, Succeeds: true));
        await _wire.BlockAsync(order: "fails");
        await _wire.BlockAsync(order: "declined", card: Wire.Card(TestCards.InventedFraud));
        Assert.Equal("PendingBlock", _wire.State("fails"));

        _wire.Time.Advance(Minute);

        Assert.Equal(("Rejected", "Rejected"), (_wire.State("fails"), _wire.State("declined")));
    }

    [Fact]
    public async Task What_becomes_visible_late_is_true_at_once()
    {
        var answer = await ChargeUnder(Fault.LateVisibility(Minute));

        Assert.Equal("True", Wire.Attribute(Wire.Body(answer), "Success"));
        Assert.Equal("Authorized", _wire.State());
        Assert.Equal("ILLEGAL_ORDER_STATE", Wire.Attribute(_wire.Charge(), "ErrCode"));
        Assert.Equal(LedgerState.Charged, _wire.Gateway.Payment(Wire.Order)!.State);

        _wire.Refund(100);
        Assert.Equal("Authorized", _wire.State()); // A reader that lags sees nothing newer either.
        _wire.Time.Advance(Minute);
        Assert.Equal("Charged", _wire.State());
    }

    [Fact]
    public async Task Two_late_effects_in_a_row_are_seen_together_when_the_later_one_is()
    {
        await ChargeUnder(Fault.LateVisibility(Minute));
        _wire.Time.Advance(Minute / 2);
        _script.OnAny("Refund", Fault.LateVisibility(Minute));
        await _wire.RefundAsync(300);

        Assert.Equal("Authorized", _wire.State());
        _wire.Time.Advance(Minute / 2);
        Assert.Equal("Authorized", _wire.State());
        _wire.Time.Advance(Minute / 2);
        Assert.Equal("Refunded", _wire.State());
    }

    [Fact]
    public async Task A_lost_answer_may_also_be_visible_late()
    {
        _script.OnAny("Block", new Fault.LostAfterEffect(Loss.Reset) { VisibleAfter = Minute });
        await _wire.BlockAsync(order: "new");

        Assert.Equal("ORDER_NOT_FOUND", _wire.State("new"));
        _wire.Time.Advance(Minute);
        Assert.Equal("Authorized", _wire.State("new"));
    }

    [Fact]
    public async Task An_echo_may_speak_of_another_amount_or_mean_it()
    {
        var said = await ChargeUnder(new Fault.WrongAmount(Money.Kopecks(100)));
        Assert.Equal("100", Wire.Attribute(Wire.Body(said), "Amount"));
        Assert.Equal(Money.Kopecks(300), _wire.Gateway.Payment(Wire.Order)!.Captured);

        _script.OnAny("Block", new Fault.WrongAmount(Money.Kopecks(200), AlsoApplied: true));
        var meant = await _wire.BlockAsync(order: "other");
        Assert.Equal("200", Wire.Attribute(Wire.Body(meant), "Amount"));
        Assert.Equal(Money.Kopecks(200), _wire.Gateway.Payment("other")!.Held);

        _script.OnAny("Refund", new Fault.WrongAmount(Money.Kopecks(7)));
        Assert.Equal("7", Wire.Attribute(Wire.Body(await _wire.RefundAsync(100)), "NewAmount"));
        Assert.Equal(Money.Kopecks(200), _wire.Gateway.Payment(Wire.Order)!.Left);
    }

    [Fact]
    public async Task An_echo_may_speak_of_another_order()
    {
        var answer = await ChargeUnder(new Fault.OtherOrder("somebody-else"));

        Assert.Equal("somebody-else", Wire.Attribute(Wire.Body(answer), "OrderId"));
        Assert.Equal("Charged", _wire.State());
    }

    [Theory]
    [InlineData(TestCards.SlowBlock, "Block")]
    [InlineData(TestCards.SlowCharge, "Charge")]
    [InlineData(TestCards.SlowUnblock, "Unblock")]
    [InlineData(TestCards.SlowRefund, "Refund")]
    public async Task The_payments_card_keeps_the_answer_of_its_command_back(string card, string slow)
    {
        foreach (var command in new[] { "Block", "Charge", "Refund", "Unblock" })
        {
            var wire = new Wire(options: new SimulatedGatewayOptions { SlowCardDuration = TimeSpan.FromSeconds(5) });
            if (command != "Block")
                wire.Block(card: Wire.Card(card));
            if (command == "Refund")
                wire.Charge();

            var answer = command switch
            {
                "Block" => wire.BlockAsync(card: Wire.Card(card)),
                "Refund" => wire.RefundAsync(100),
                _ => wire.SayAsync(command, ("OrderId", Wire.Order)),
            };
            Assert.Equal(command == slow, !answer.IsCompleted);
            wire.Time.Advance(TimeSpan.FromSeconds(5));
            Assert.Equal("True", Wire.Attribute(Wire.Body(await answer), "Success"));
        }
    }

    [Theory]
    [InlineData(true, EffectAt.Start, "Charged", "True")]
    [InlineData(true, EffectAt.End, "Authorized", "True")]
    [InlineData(false, EffectAt.Start, "Authorized", "False")]
    public async Task A_slow_card_has_its_effect_at_the_start_at_the_end_or_never(bool applies, EffectAt when, string meanwhile, string success)
    {
        var wire = new Wire(options: new SimulatedGatewayOptions { SlowCardApplies = applies, SlowCardEffect = when });
        wire.Block(card: Wire.Card(TestCards.SlowCharge));
        var answer = wire.SayAsync("Charge", ("OrderId", Wire.Order));
        Assert.Equal(meanwhile, wire.State());

        wire.Time.Advance(TimeSpan.FromSeconds(40));

        Assert.Equal(success, Wire.Attribute(Wire.Body(await answer), "Success"));
        Assert.Equal(applies ? "Charged" : "Authorized", wire.State());
    }

    [Fact]
    public async Task A_script_is_used_up_call_by_call_and_then_leaves_the_word_to_the_plan_beneath()
    {
        var script = new FaultScript(new FaultScript().OnAny("Charge", new Fault.ErrorCode("BENEATH", false)))
            .OnAny("Charge", new Fault.ErrorCode("ANY", false))
            .On(Wire.Order, "Charge", new Fault.ErrorCode("FIRST", false), new Fault.ErrorCode("SECOND", false));
        _wire.Gateway.Faults = script;

        var codes = new List<string?>();
        for (var call = 0; call < 5; call++)
            codes.Add(Wire.Attribute(Wire.Body(await _wire.SayAsync("Charge", ("OrderId", Wire.Order))), "ErrCode"));

        Assert.Equal(["FIRST", "SECOND", "ANY", "BENEATH", null], codes);
    }

    [Fact]
    public void A_script_for_a_command_that_does_not_exist_is_refused() =>
        Assert.Contains("it has Activate, Add, ",
            Assert.Throws<ArgumentException>(() => _script.OnAny("Capture")).Message, StringComparison.Ordinal);

    [Fact]
    public void Many_threads_move_an_orders_money_once()
    {
        Parallel.For(0, 64, _ => _wire.Charge());
        Parallel.For(0, 64, _ => _wire.Refund(50));

        Assert.Equal(8, _wire.Gateway.Effects(Wire.Order).Count); // The hold, its capture, and six times fifty of three hundred.
        Assert.Equal(Money.Zero, _wire.Gateway.Payment(Wire.Order)!.Left);
        Assert.Equal(64, _wire.Gateway.Calls(Wire.Order, "Charge"));
    }

    private Task<SimulatedAnswer> ChargeUnder(Fault fault)
    {
        _script.On(Wire.Order, "Charge", fault);
        return _wire.SayAsync("Charge", ("OrderId", Wire.Order));
    }

    [Theory] // Every family's commands meet faults by their names.
    [InlineData("apim/Init", "Init", "Data", "SessionType=Pay;OrderId=new;Amount=300", "new")]
    [InlineData("vwapi/Register", "Register", "DATA", "VWUserLgn=anna;VWUserPsw=secret", "anna")]
    [InlineData("vwapi/PayStatus", "PayStatus", "DATA", "OrderId=order-1", Wire.Order)]
    public async Task Commands_of_other_families_are_lost_and_garbled_too(string path, string command, string block, string data, string subject)
    {
        _script.On(subject, command, new Fault.LostBefore(Loss.Reset), new Fault.ErrorCode("INTERNAL_ERROR", WithEffect: false), new Fault.Garbage(GarbageKind.CutOff, WithEffect: false));

        Assert.IsType<SimulatedAnswer.AbortConnection>(await _wire.SayToAsync(path, (block, data)));
        Assert.Equal("INTERNAL_ERROR", Wire.Attribute(Wire.Body(await _wire.SayToAsync(path, (block, data))), "ErrCode"));
        Assert.StartsWith($"<{command} Success=\"Tr", Wire.Body(await _wire.SayToAsync(path, (block, data))), StringComparison.Ordinal);
        Assert.Equal("True", Wire.Attribute(Wire.Body(await _wire.SayToAsync(path, (block, data))), "Success"));
        Assert.Equal(4, _wire.Gateway.Calls(subject, command));
    }

    private sealed class Listening(Action<FaultCall> heard) : IFaultPlan
    {
        public Fault Next(FaultCall call)
        {
            heard(call);
            return Fault.Nothing;
        }
    }
}
