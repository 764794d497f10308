using PaytureActors.Domain;
using PaytureActors.TestKit.Gateway;

namespace PaytureActors.TestKit.Tests.Gateway;

public sealed class WireTests
{
    private readonly Wire _wire = new();

    [Fact]
    public void A_hold_its_capture_and_a_refund_are_answered_to_the_letter()
    {
        Assert.Equal("""<Block OrderId="order-1" Key="Merchant" Success="True" Amount="300" />""", _wire.Block());
        Assert.Equal("""<Charge Success="True" OrderId="order-1" Amount="200" />""", _wire.Charge(200));
        Assert.Equal("""<Refund Success="True" OrderId="order-1" NewAmount="150" />""", _wire.Refund(50));
        Assert.Equal("""<Refund Success="False" OrderId="order-1" ErrCode="AMOUNT_ERROR" />""", _wire.Refund(151));
        Assert.Equal("""<Charge Success="False" OrderId="order-1" ErrCode="ILLEGAL_ORDER_STATE" />""", _wire.Charge());
        Assert.Equal("""<Block OrderId="order-1" Key="Merchant" Success="False" ErrCode="DUPLICATE_ORDER_ID" />""", _wire.Block());
    }

    [Fact]
    public void A_payment_in_one_step_and_a_released_hold_are_answered_to_the_letter()
    {
        Assert.Equal("""<Pay OrderId="order-1" Key="Merchant" Success="True" Amount="300" />""", _wire.Pay());
        _wire.Block(order: "order-2");
        Assert.Equal("""<Unblock Success="True" OrderId="order-2" NewAmount="0" />""", _wire.Say("Unblock", ("OrderId", "order-2")));
        Assert.Equal("""<Unblock Success="False" OrderId="order-3" ErrCode="ORDER_NOT_FOUND" />""", _wire.Say("Unblock", ("OrderId", "order-3")));
    }

    [Fact]
    public void An_inquiry_is_answered_to_the_letter()
    {
        Assert.Equal("""<GetState Success="False" OrderId="order-1" Forwarded="False" ErrCode="ORDER_NOT_FOUND" />""",
            _wire.Say("GetState", ("OrderId", Wire.Order)));
        _wire.Block();
        Assert.Matches("""^<GetState Success="True" OrderId="order-1" State="Authorized" Forwarded="False" MerchantContract="Merchant" Amount="300" RRN="\d{12}" />$""",
            _wire.Say("GetState", ("OrderId", Wire.Order)));
        _wire.Charge(200);
        _wire.Refund(200);
        var refunded = _wire.Say("GetState", ("OrderId", Wire.Order));
        Assert.Equal(("Refunded", "200"), (Wire.Attribute(refunded, "State"), Wire.Attribute(refunded, "Amount")));
    }

    [Fact]
    public void An_answer_says_that_it_is_xml()
    {
        var answer = _wire.Gateway.Answer("/api/GetState", new Dictionary<string, string> { ["Key"] = "Merchant", ["OrderId"] = "x" });
        Assert.Equal((200, "text/xml; charset=utf-8"), (answer.Status, answer.ContentType));
    }

    [Theory] // OBS adm: what a bad Block is answered, and what of it is repeated.
    [InlineData("Key", null, """<Block Success="False" ErrCode="ACCESS_DENIED" />""")]
    [InlineData("Key", "Nobody", """<Block Success="False" ErrCode="ACCESS_DENIED" />""")]
    [InlineData("OrderId", null, """<Block OrderId="" Success="False" ErrCode="WRONG_PARAMS" />""")]
    [InlineData("OrderId", "123456789012345678901234567890123456789012345678901", """<Block OrderId="" Success="False" ErrCode="WRONG_PARAMS" />""")]
    [InlineData("Amount", null, """<Block OrderId="order-1" Key="Merchant" Success="False" ErrCode="AMOUNT_ERROR" />""")]
    [InlineData("Amount", "0", """<Block OrderId="order-1" Key="Merchant" Success="False" ErrCode="AMOUNT_ERROR" />""")]
    [InlineData("Amount", "-5", """<Block OrderId="order-1" Key="Merchant" Success="False" ErrCode="AMOUNT_ERROR" />""")]
    [InlineData("Amount", "12.50", """<Block OrderId="order-1" Key="Merchant" Success="False" ErrCode="AMOUNT_ERROR" />""")]
    [InlineData("Amount", "9999999999999999", """<Block OrderId="order-1" Key="Merchant" Success="False" ErrCode="AMOUNT_ERROR" />""")]
    [InlineData("PayInfo", null, """<Block Success="False" ErrCode="WRONG_PAY_INFO" />""")]
    [InlineData("PayInfo", "EMonth=12;EYear=30", """<Block OrderId="order-1" Key="Merchant" Success="False" ErrCode="WRONG_PAN" />""")]
    [InlineData("PayInfo", "PAN=4111111111100032;EMonth=12;EYear=30", """<Block OrderId="order-1" Key="Merchant" Success="False" ErrCode="WRONG_PAN" />""")]
    [InlineData("PayInfo", "PAN=4111111111100031;EYear=30", """<Block OrderId="order-1" Key="Merchant" Success="False" ErrCode="WRONG_EXPIRE_DATE" />""")]
    [InlineData("PayInfo", "PAN=4111111111100031;EMonth=13;EYear=30", """<Block OrderId="order-1" Key="Merchant" Success="False" ErrCode="WRONG_EXPIRE_DATE" />""")]
    [InlineData("PayInfo", "PAN=4111111111100031;EMonth=5;EYear=30", """<Block OrderId="order-1" Key="Merchant" Success="False" ErrCode="WRONG_EXPIRE_DATE" />""")]
    [InlineData("PayInfo", "PAN=4111111111100031;EMonth=12", """<Block OrderId="order-1" Key="Merchant" Success="False" ErrCode="CARD_EXPIRED" />""")]
    [InlineData("PayInfo", "PAN=4111111111100031;EMonth=12;EYear=2030", """<Block OrderId="order-1" Key="Merchant" Success="False" ErrCode="WRONG_EXPIRE_DATE" />""")]
    [InlineData("PayInfo", "PAN=4111111111100031;EMonth=04;EYear=26", """<Block OrderId="order-1" Key="Merchant" Success="False" ErrCode="CARD_EXPIRED" />""")]
    [InlineData("PayInfo", "PAN=4111111111100023;EMonth=12;EYear=30", """<Block OrderId="order-1" Key="Merchant" Success="False" ErrCode="WRONG_CVV" />""")]
    [InlineData("PayInfo", "PAN=4400000000000008;EMonth=12;EYear=30", """<Block OrderId="order-1" Key="Merchant" Success="False" ErrCode="WRONG_EXPIRE_DATE" />""")]
    public void Bad_input_is_refused_as_recorded_and_burns_no_order_id(string field, string? value, string expected)
    {
        var fields = new Dictionary<string, string>
        {
            ["Key"] = "Merchant",
            ["OrderId"] = Wire.Order,
            ["Amount"] = "300",
            ["PayInfo"] = Wire.Card(),
        };
        fields.Remove(field);
        if (value is not null)
            fields[field] = value;

        Assert.Equal(expected, _wire.Gateway.Answer("/api/Block", fields).Body);
        Assert.Equal("ORDER_NOT_FOUND", _wire.State());
        Assert.Contains("Success=\"True\"", _wire.Block(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_card_is_good_to_the_end_of_its_month() =>
        Assert.Contains("Success=\"True\"", _wire.Block(card: Wire.Card(month: "05", year: "26")), StringComparison.Ordinal);

    [Theory]
    [InlineData(null)]
    [InlineData("wrong")]
    public void A_refund_needs_the_accounts_password(string? password)
    {
        _wire.Pay();
        (string, string)[] fields = password is null ? [("OrderId", Wire.Order)] : [("OrderId", Wire.Order), ("Password", password)];

        Assert.Equal("""<Refund Success="False" OrderId="order-1" ErrCode="ACCESS_DENIED" />""", _wire.Say("Refund", fields));
        Assert.Equal("Charged", _wire.State());
    }

    [Fact]
    public void Names_are_exact_at_the_top_and_free_in_a_block()
    {
        Assert.Contains("ACCESS_DENIED", _wire.Gateway.Answer("/api/GetState",
            new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["key"] = "Merchant", ["OrderId"] = "x" }).Body, StringComparison.Ordinal);
        Assert.Contains("Success=\"True\"", _wire.Block(card: "pan=4111111111100031; emonth=12; eyear=30;"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PAN=4111111111100031;EMonth=12;EYear=30;CardHolder=A%3BB%3DC")]
    [InlineData("PAN=4111111111100031;EMonth=12;EYear=30;CardHolder=A+B;")]
    [InlineData("PAN%3D4111111111100031%3BEMonth%3D12%3BEYear%3D30")]
    [InlineData("EYear=30;Url=https://h/?o=1;EMonth=%31%32;PAN=4111111111100031")]
    public void A_block_is_read_raw_or_encoded_once_more(string block) =>
        Assert.Contains("Success=\"True\"", _wire.Block(card: block), StringComparison.Ordinal);

    [Theory]
    [InlineData("/api/Nothing")]
    [InlineData("/api/block")]
    [InlineData("/Block")]
    [InlineData("/")]
    public void An_unknown_path_is_a_page_not_an_answer(string path)
    {
        var answer = _wire.Gateway.Answer(path, new Dictionary<string, string>());
        Assert.Equal((404, "text/html; charset=utf-8"), (answer.Status, answer.ContentType));
    }

    [Fact]
    public void A_slash_at_the_end_of_a_path_is_harmless() =>
        Assert.Equal(200, _wire.Gateway.Answer("/api/GetState/", new Dictionary<string, string>()).Status);

    [Fact]
    public void What_a_request_says_cannot_break_the_answers_xml()
    {
        const string Nasty = "a\"<&>'b";
        Assert.Equal(Nasty, Wire.Attribute(_wire.Block(order: Nasty), "OrderId"));
        Assert.Contains("WRONG_PARAMS", _wire.Block(order: "\ud800"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(TestCards.InventedInsufficientFunds, "AMOUNT_EXCEED")]
    [InlineData(TestCards.InventedBlockedCard, "ISSUER_BLOCKED_CARD")]
    [InlineData(TestCards.InventedFraud, "FRAUD_ERROR")]
    [InlineData(TestCards.InventedRefusal, "REFUSAL_BY_GATE")]
    public void A_declined_card_leaves_a_rejected_payment_and_a_used_order_id(string number, string code)
    {
        Assert.Equal(code, Wire.Attribute(_wire.Block(card: Wire.Card(number)), "ErrCode"));
        Assert.Equal("Rejected", _wire.State());
        Assert.Equal("DUPLICATE_ORDER_ID", Wire.Attribute(_wire.Block(), "ErrCode"));
        Assert.Empty(_wire.Gateway.Effects());
    }

    [Theory]
    [InlineData(TestCards.Challenge)]
    [InlineData("5486732058864471")]
    [InlineData("2202208311110010")]
    [InlineData("6390028880000000010")]
    public void A_card_with_three_d_secure_waits_for_its_customer(string number)
    {
        var answer = _wire.Block(card: Wire.Card(number));

        Assert.Equal("3DS", Wire.Attribute(answer, "Success"));
        Assert.All(["ACSUrl", "PaReq", "ThreeDSKey"], name => Assert.NotEmpty(Wire.Attribute(answer, name)!));
        Assert.Equal("PreAuthorized3DS", _wire.State());
        Assert.Equal("ILLEGAL_ORDER_STATE", Wire.Attribute(_wire.Charge(), "ErrCode"));
        Assert.Empty(_wire.Gateway.Effects());
    }

    [Theory]
    [InlineData(TestCards.Success)]
    [InlineData(TestCards.SuccessWithSecurityCode)]
    [InlineData("5218851946955484")]
    [InlineData("4011111111111112")]
    [InlineData("4111111111111112")]
    [InlineData("4539578763621486")] // Nobody's documented card, but a valid number.
    public void A_good_card_succeeds(string number) =>
        Assert.Equal("True", Wire.Attribute(_wire.Block(card: Wire.Card(number)), "Success"));

    [Fact]
    public void Effects_are_written_down_with_their_amounts_and_times_and_nothing_secret()
    {
        _wire.Block();
        _wire.Time.Advance(TimeSpan.FromMinutes(1));
        _wire.Charge(200);
        _wire.Gateway.OperatorActs(Wire.Order, Operation.Refund, Money.Kopecks(20));
        _wire.Refund(30);
        _wire.Charge(1);

        Assert.Equal(
            ["1 Block 3.00 Request", "2 Charge 2.00 Request", "3 Refund 0.20 Operator", "4 Refund 0.30 Request"],
            _wire.Gateway.Effects(Wire.Order).Select(effect => $"{effect.Serial} {effect.Operation} {effect.Amount} {effect.By}"));
        Assert.Equal(TimeSpan.FromMinutes(1), _wire.Gateway.Effects()[1].At - _wire.Gateway.Effects()[0].At);

        var json = System.Text.Json.JsonSerializer.Serialize(_wire.Gateway.View());
        Assert.Contains("\"Captured\":200,\"Refunded\":50", json, StringComparison.Ordinal);
        Assert.DoesNotContain(TestCards.Success, json, StringComparison.Ordinal);
        Assert.DoesNotContain("123", SimulatedMerchant.Documented.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Merchants_have_books_of_their_own()
    {
        var wire = new Wire(options: new SimulatedGatewayOptions
        {
            Merchants = [SimulatedMerchant.Documented, new SimulatedMerchant("Other", "456")],
        });
        wire.Block();
        Assert.Equal("True", Wire.Attribute(wire.Say("Pay", ("Key", "Other"), ("OrderId", Wire.Order), ("Amount", "5"), ("PayInfo", Wire.Card())), "Success"));

        Assert.Equal(LedgerState.Authorized, wire.Gateway.Payment(Wire.Order)!.State);
        Assert.Equal(LedgerState.Charged, wire.Gateway.Payment(Wire.Order, "Other")!.State);
        Assert.Equal(2, wire.Gateway.Payments.Count);
        Assert.Contains("SimulatedGatewayOptions.Merchants",
            Assert.Throws<ArgumentException>(() => wire.Gateway.Payment(Wire.Order, "Third")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_issuer_can_close_a_hold_and_nothing_else()
    {
        _wire.Block();
        Assert.True(_wire.Gateway.IssuerClosesHold(Wire.Order));
        Assert.False(_wire.Gateway.IssuerClosesHold(Wire.Order));
        Assert.Equal("AuthorizationClosed", _wire.State());
    }
}
