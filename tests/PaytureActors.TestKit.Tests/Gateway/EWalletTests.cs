using PaytureActors.Domain;
using PaytureActors.TestKit.Gateway;

namespace PaytureActors.TestKit.Tests.Gateway;

public sealed class EWalletTests
{
    private const string User = "VWUserLgn=anna;VWUserPsw=secret";

    private readonly Wire _wire = new();

    public EWalletTests() => Assert.Equal("""<Register Success="True" VWUserLgn="anna" />""", Say("Register", $"{User};PhoneNumber=79001234567;Email=a@b.c"));

    [Fact]
    public void A_customer_is_registered_once_checked_updated_and_deleted()
    {
        Assert.Equal("""<Register Success="False" VWUserLgn="anna" ErrCode="DUPLICATE_USER" />""", Say("Register", User));
        Assert.Equal("""<Check Success="True" VWUserLgn="anna" />""", Say("Check", User));
        Assert.Equal("""<Check Success="False" VWUserLgn="ben" ErrCode="USER_NOT_FOUND" />""", Say("Check", "VWUserLgn=ben;VWUserPsw=secret"));
        Assert.Equal("""<Check Success="False" VWUserLgn="anna" ErrCode="WRONG_USER_PARAMS" />""", Say("Check", "VWUserLgn=anna;VWUserPsw=other"));
        Assert.Equal("""<Update Success="True" VWUserLgn="anna" />""", Say("Update", $"{User};PhoneNumber=7"));
        Assert.Equal("""<Update Success="False" VWUserLgn="anna" ErrCode="WRONG_PHONE" />""", Say("Update", $"{User};PhoneNumber=+7"));
        Assert.Equal("""<Delete Success="False" VWUserLgn="anna" ErrCode="ACCESS_DENIED" />""", Say("Delete", "VWUserLgn=anna;Password=secret")); // Go.
        Assert.Equal("""<Delete Success="True" VWUserLgn="anna" />""", Say("Delete", "VWUserLgn=anna;Password=123"));
        Assert.Equal("USER_NOT_FOUND", Code(Say("Check", User)));
    }

    [Fact]
    public void The_current_codes_are_there_for_who_wants_them()
    {
        var wire = new Wire(options: new SimulatedGatewayOptions { UsesCurrentCustomerCodes = true });
        Assert.Equal("CUSTOMER_NOT_FOUND", Code(wire.SayTo("vwapi/Check", ("DATA", User))));
        wire.SayTo("vwapi/Register", ("DATA", User));
        Assert.Equal("DUPLICATE_CUSTOMER", Code(wire.SayTo("vwapi/Register", ("DATA", User))));
    }

    [Fact]
    public void A_card_is_added_activated_listed_paid_with_and_removed()
    {
        Assert.Equal("<GetList Success=\"True\" VWUserLgn=\"anna\">\r\n  <Item />\r\n</GetList>", Say("GetList", User));
        var added = Add();
        var id = Wire.Attribute(added, "CardId")!;
        Assert.Equal($"""<Add VWUserLgn="anna" Success="True" CardName="411111xxxxxx0031" CardId="{id}" />""", added);
        Assert.Equal("""<Add VWUserLgn="anna" Success="False" ErrCode="DUPLICATE_CARD" />""", Add());
        Assert.Equal("WRONG_CARD", Code(Pay(id)));
        Assert.Contains("Status=\"NotActive\"", Say("GetList", User), StringComparison.Ordinal);

        Assert.Equal($"""<Activate Success="True" VWUserLgn="anna" CardId="{id}" />""", Say("Activate", $"{User};CardId={id};Amount=100"));
        Assert.Equal(
            $"<GetList Success=\"True\" VWUserLgn=\"anna\">\r\n  <Item CardName=\"411111xxxxxx0031\" CardId=\"{id}\" CardHolder=\"ANNA KOVAL\" Status=\"IsActive\" NoCVV=\"False\" Expired=\"False\" />\r\n</GetList>",
            Say("GetList", User));
        Assert.Equal("""<Pay VWUserLgn="anna" OrderId="order-1" Success="True" Amount="300" />""", Pay(id));

        Assert.Equal($"""<Remove Success="True" VWUserLgn="anna" CardId="{id}" />""", Say("Remove", $"{User};CardId={id}"));
        Assert.Equal("CARD_NOT_FOUND", Code(Pay(id, order: "order-2")));
        Assert.Single(_wire.Gateway.Effects()); // What adding held is no effect of an order.
        Assert.NotNull(Assert.Single(_wire.Gateway.CardHolds()).ReleasedAt);
    }

    [Fact]
    public void A_wrong_amount_releases_the_hold_and_ends_the_cards_chance()
    {
        var id = Wire.Attribute(Add(), "CardId")!;
        Assert.Null(Assert.Single(_wire.Gateway.CardHolds()).ReleasedAt);

        Assert.Equal("""<Activate Success="False" VWUserLgn="anna" ErrCode="AMOUNT_ERROR" />""", Say("Activate", $"{User};CardId={id};Amount=101"));
        Assert.NotNull(Assert.Single(_wire.Gateway.CardHolds()).ReleasedAt);
        Assert.Equal("WRONG_CARD", Code(Say("Activate", $"{User};CardId={id};Amount=100")));
    }

    [Theory]
    [InlineData(true, null)]
    [InlineData(false, "THREE_DS_AUTH_ERROR")]
    public void A_card_is_added_through_authentication(bool passes, string? code)
    {
        var asked = Add(TestCards.Challenge);
        Assert.Equal("3DS", Wire.Attribute(asked, "Success"));
        var md = Wire.Attribute(asked, "ThreeDSKey")!;

        var answer = _wire.SayTo("vwapi/AddSubmit3DS", ("MD", md + " "), ("PaRes", _wire.Gateway.PaRes(md, passes)));

        Assert.Equal(code, Code(answer));
        Assert.Equal("ILLEGAL_ORDER_STATE", Code(_wire.SayTo("vwapi/AddSubmit3DS", ("MD", md), ("PaRes", _wire.Gateway.PaRes(md, passes: true)))));
        Assert.Equal(passes, Say("GetList", User).Contains("CardId", StringComparison.Ordinal));
    }

    [Fact]
    public void A_list_shows_the_newest_use_first_twenty_cards_and_none_that_expired()
    {
        string[] numbers = [TestCards.Success, TestCards.SuccessWithSecurityCode];
        var ids = numbers.Select(number => Wire.Attribute(Add(number), "CardId")!).ToList();
        Assert.Equal([ids[1], ids[0]], Listed());
        Say("Activate", $"{User};CardId={ids[0]};Amount=100");
        Pay(ids[0]);
        Assert.Equal(ids, Listed());

        _wire.Time.Advance(TimeSpan.FromDays(365 * 5));
        Assert.Empty(Listed());
    }

    [Fact]
    public void A_card_that_is_not_stored_pays_and_its_payment_is_told_as_recorded()
    {
        Assert.Equal("""<Pay VWUserLgn="anna" OrderId="order-1" Success="True" Amount="300" />""", FreePay());
        Assert.Equal("""<Pay VWUserLgn="anna" OrderId="order-1" Success="False" ErrCode="DUPLICATE_ORDER_ID" />""", FreePay());
        Assert.Equal("""<PayStatus Success="True" VWUserLgn="anna" OrderId="order-1" Forwarded="False" Amount="300" CardId="FreePay" Status="Charged" />""", Status());
        Assert.Equal("""<PayStatus Success="False" VWUserLgn="" OrderId="order-2" Forwarded="False" ErrCode="ORDER_NOT_FOUND" />""", Status("order-2"));
        Assert.Equal("""<Refund VWUserLgn="" OrderId="order-1" Success="True" NewAmount="200" />""", Say("Refund", "Password=123;OrderId=order-1;Amount=100"));
        Assert.Equal("""<Refund VWUserLgn="" OrderId="order-1" Success="False" ErrCode="AMOUNT_ERROR" />""", Say("Refund", "Password=123;OrderId=order-1;Amount=201"));
        Assert.Equal("ACCESS_DENIED", Code(Say("Refund", "OrderId=order-1;Amount=100")));
    }

    [Fact] // 11.2: documented with Key, sent with VWID by two kits.
    public void GetState_takes_either_name_of_the_account()
    {
        FreePay();
        foreach (var (name, value) in (ReadOnlySpan<(string, string)>)[("Key", "Merchant"), ("Key", "VWMerchantside"), ("VWID", "VWMerchantside")])
        {
            var answer = _wire.Gateway.Answer("/vwapi/GetState", new Dictionary<string, string> { [name] = value, ["OrderId"] = Wire.Order }).Body;
            Assert.Matches("""^<GetState Success="True" OrderId="order-1" VWUserLgn="anna" State="Charged" .* PANMask="411111xxxxxx0031" />$""", answer);
        }
        Assert.Equal("ACCESS_DENIED", Code(_wire.Gateway.Answer("/vwapi/PayStatus", new Dictionary<string, string> { ["Key"] = "Merchant" }).Body));
    }

    [Fact] // REC div: Init with Block, then a merchant-side Pay that names no type.
    public void A_merchant_side_payment_takes_its_type_from_the_session_of_its_order()
    {
        var init = Say("Init", $"SessionType=Block;{User};OrderId=order-1;Amount=300;IP=127.0.0.1");
        Assert.Matches("""^<Init Success="True" OrderId="order-1" Amount="300" SessionId=".{36}" SessionType="Block" />$""", init);
        Assert.Equal("""<PayStatus Success="False" VWUserLgn="" OrderId="order-1" Forwarded="False" ErrCode="NONE" />""", Status());

        Assert.Equal("True", Wire.Attribute(FreePay(), "Success"));
        Assert.Equal("Authorized", Wire.Attribute(Status(), "Status"));
        Assert.Equal("ACCESS_DENIED", Code(_wire.SayTo("vwapi/Charge", ("OrderId", Wire.Order))));
        Assert.Equal("""<Charge Success="True" OrderId="order-1" Amount="300" />""", _wire.SayTo("vwapi/Charge", ("OrderId", Wire.Order), ("Password", "123")));
    }

    [Theory]
    [InlineData("", false, "Charged")]
    [InlineData("", true, "Authorized")]
    [InlineData(";SessionType=Block", false, "Authorized")]
    [InlineData(";SessionType=Pay", true, "Charged")]
    public void Without_a_session_the_request_decides_and_then_the_terminal(string type, bool isTwoStep, string state)
    {
        var wire = new Wire(options: new SimulatedGatewayOptions { Merchants = [SimulatedMerchant.Documented with { IsTwoStep = isTwoStep }] });
        wire.SayTo("vwapi/Register", ("DATA", User));
        wire.SayTo("vwapi/Pay", ("DATA", $"{User};CardId=FreePay;OrderId=order-1;Amount=300;{Numbers()}{type}"));
        Assert.Equal(state, wire.State());
    }

    [Fact]
    public void A_merchant_side_payment_goes_through_authentication_by_its_MD_alone()
    {
        var asked = FreePay(TestCards.Challenge);
        Assert.Equal(("3DS", "order-1"), (Wire.Attribute(asked, "Success"), Wire.Attribute(asked, "OrderId")));
        var (md, paRes) = _wire.Gateway.ThreeDSecureResult(Wire.Order, passes: true);

        var answer = _wire.Gateway.Answer("/vwapi/PaySubmit3DS", new Dictionary<string, string> { ["MD"] = md + " ", ["PaRes"] = paRes }).Body;

        Assert.Equal("""<PaySubmit3DS VWUserLgn="anna" OrderId="order-1" Success="True" Amount="300" />""", answer);
        Assert.Equal("WRONG_PARAMS", Code(_wire.SayTo("vwapi/PaySubmit3DS", ("MD", "nobody's"), ("PaRes", paRes))));
        Assert.Equal("WRONG_PARAMS", Code(_wire.SayTo("vwapi/AddSubmit3DS", ("MD", md), ("PaRes", paRes))));
    }

    [Fact]
    public void A_recurring_payment_brings_no_code_and_asks_nobody()
    {
        var asked = Add(TestCards.Challenge);
        var md = Wire.Attribute(asked, "ThreeDSKey")!;
        var id = Wire.Attribute(_wire.SayTo("vwapi/AddSubmit3DS", ("MD", md), ("PaRes", _wire.Gateway.PaRes(md, passes: true))), "CardId")!;
        Say("Activate", $"{User};CardId={id};Amount=100");

        Assert.Equal("True", Wire.Attribute(Say("Pay", $"{User};CardId={id};OrderId=a;Amount=5"), "Success"));
        Assert.Equal("3DS", Wire.Attribute(Say("Pay", $"{User};CardId={id};OrderId=b;Amount=5;SecureCode=123"), "Success"));
    }

    [Fact]
    public void A_wallets_token_pays_for_a_customer() => Assert.Equal("Authorized", Paid(
        $"{User};CardId=FreePay;SessionType=Block;OrderId=order-1;Amount=300;PayToken={Uri.EscapeDataString(SimulatedToken.Apple(Money.Kopecks(300)))}"));

    [Fact]
    public void A_code_is_sent_and_good_once()
    {
        var wire = new Wire(options: new SimulatedGatewayOptions { RequiresConfirmCode = true });
        wire.SayTo("vwapi/Register", ("DATA", User));
        var pay = $"{User};CardId=FreePay;Amount=300;{Numbers()}";
        Assert.Equal("WRONG_CONFIRM_CODE", Code(wire.SayTo("vwapi/Pay", ("DATA", pay + ";OrderId=order-1"))));

        Assert.Equal("""<SendCode Success="True" VWUserLgn="anna" Amount="300" OrderId="order-1" />""", wire.SayTo("vwapi/SendCode", ("DATA", $"{User};OrderId=order-1;Amount=300")));
        var code = wire.Gateway.SentCode("anna")!;
        Assert.Equal(6, code.Length);
        Assert.Equal(code, wire.Gateway.Notifications().Single(sent => sent.Kind == "CustomerSendCode")["ConfirmCode"]);
        Assert.Equal("WRONG_CONFIRM_CODE", Code(wire.SayTo("vwapi/Pay", ("DATA", $"{pay};OrderId=order-2;ConfirmCode={code}"))));
        Assert.Equal("True", Wire.Attribute(wire.SayTo("vwapi/Pay", ("DATA", $"{pay};OrderId=order-1;ConfirmCode={code}")), "Success"));
        Assert.Null(wire.Gateway.SentCode("anna"));
    }

    [Fact]
    public void A_card_is_added_on_its_page()
    {
        var init = Say("Init", $"SessionType=Add;{User};IP=127.0.0.1");
        Assert.Equal(("0", "Add"), (Wire.Attribute(init, "Amount"), Wire.Attribute(init, "SessionType")));
        Assert.Equal(PageOutcome.Succeeded, _wire.Gateway.CustomerAddsCard(Wire.Attribute(init, "SessionId")!).Outcome);
        Assert.Single(Listed());
        Assert.Contains(_wire.Gateway.Notifications(), sent => sent.Kind == "CustomerAddSuccess");
    }

    [Fact]
    public void A_block_may_be_named_as_one_kit_names_it_and_must_be_there()
    {
        Assert.Equal("True", Wire.Attribute(_wire.SayTo("vwapi/Check", ("Data", User)), "Success"));
        Assert.Equal("WRONG_PARAMS", Code(_wire.SayTo("vwapi/Check")));
        Assert.Equal("ACCESS_DENIED", Code(_wire.SayTo("vwapi/Check", ("VWID", "Merchant"), ("DATA", User))));
    }

    [Fact]
    public async Task Faults_meet_commands_about_customers_by_their_login()
    {
        _wire.Gateway.Faults = new FaultScript().On("anna", "Add", new Fault.LostAfterEffect(Loss.Reset) { VisibleAfter = TimeSpan.FromMinutes(1) });

        Assert.IsType<SimulatedAnswer.AbortConnection>(await _wire.SayToAsync("vwapi/Add", ("DATA", $"{User};{Numbers()}")));

        Assert.Empty(Listed());
        Assert.Equal("DUPLICATE_CARD", Code(Add()));
        _wire.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Single(Listed());
        Assert.Equal(2, _wire.Gateway.Calls("anna", "Add"));
    }

    private static string? Code(string answer) => Wire.Attribute(answer, "ErrCode");

    private static string Numbers(string number = TestCards.Success) =>
        $"CardNumber={number};EMonth=12;EYear=30;CardHolder=ANNA KOVAL;SecureCode=123";

    private string Say(string command, string data) => _wire.SayTo("vwapi/" + command, ("DATA", data));

    private string Add(string number = TestCards.Success) => Say("Add", $"{User};{Numbers(number)}");

    private string Pay(string cardId, string order = Wire.Order) => Say("Pay", $"{User};CardId={cardId};OrderId={order};Amount=300;SecureCode=123");

    private string FreePay(string number = TestCards.Success) => Pay("FreePay;" + Numbers(number));

    private string Status(string order = Wire.Order) => Say("PayStatus", $"OrderId={order}");

    private string Paid(string data)
    {
        Say("Pay", data);
        return _wire.State();
    }

    private string[] Listed() =>
    [
        .. System.Xml.Linq.XElement.Parse(Say("GetList", User)).Elements("Item").Select(item => (string?)item.Attribute("CardId")).OfType<string>(),
    ];
}
