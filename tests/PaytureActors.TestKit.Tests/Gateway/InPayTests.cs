using PaytureActors.Domain;
using PaytureActors.TestKit.Gateway;

namespace PaytureActors.TestKit.Tests.Gateway;

public sealed class InPayTests
{
    private const string Data = "SessionType=Pay;OrderId=order-1;Amount=300;Url=https://shop.invalid/?o={orderid}&ok={success};Product=Ticket";

    private readonly Wire _wire = new();

    [Fact]
    public void A_session_is_opened_to_the_letter()
    {
        var answer = Init();
        var id = Wire.Attribute(answer, "SessionId")!;

        Assert.Equal(36, id.Length);
        Assert.Equal(
            $"""<Init Success="True" OrderId="order-1" Amount="300" SessionId="{id}" SessionType="Pay" SessionLifeTime="60" AttemptsCount="3" />""", answer);
        Assert.Equal(id, _wire.Gateway.SessionId(Wire.Order));
        Assert.Equal("""<Init Success="False" ErrCode="DUPLICATE_ORDER_ID" />""", Init());
    }

    [Theory]
    [InlineData("OrderId=1;Amount=300", "WRONG_PARAMS")]
    [InlineData("SessionType=Add;OrderId=1;Amount=300", "WRONG_PARAMS")]
    [InlineData("SessionType=Pay;Amount=300", "WRONG_PARAMS")]
    [InlineData("SessionType=Pay;OrderId=1", "AMOUNT_ERROR")]
    [InlineData("SessionType=Pay;OrderId=1;Amount=1.5", "AMOUNT_ERROR")]
    [InlineData("SessionType=Pay;OrderId=1;Amount=3;Cheque=x", "WRONG_PARAMS")]
    public void A_session_that_nobody_could_pay_is_refused(string data, string code) =>
        Assert.Equal($"""<Init Success="False" ErrCode="{code}" />""", Init(data));

    [Fact]
    public void Before_any_attempt_the_order_is_not_there_and_its_payment_is_none()
    {
        Init();
        Assert.Equal("""<PayStatus Success="False" OrderId="order-1" ErrCode="NONE" />""", Status());
        Assert.Equal("ORDER_NOT_FOUND", State());
        Assert.Equal("""<PayStatus Success="False" OrderId="order-2" ErrCode="ORDER_NOT_FOUND" />""", Status("order-2"));

        var told = new Wire(options: new SimulatedGatewayOptions { GetStateKnowsSessions = true });
        told.SayTo("apim/Init", ("Data", Data));
        Assert.Equal("NONE", Wire.Attribute(told.SayTo("apim/GetState", ("OrderId", Wire.Order)), "ErrCode"));
    }

    [Theory]
    [InlineData("Pay", "Charged", Operation.Pay)]
    [InlineData("Block", "Authorized", Operation.Block)]
    public void A_customer_pays_on_the_page_once(string type, string state, Operation operation)
    {
        Init(Data.Replace("SessionType=Pay", $"SessionType={type}", StringComparison.Ordinal));

        Assert.Equal(new PageResult(PageOutcome.Succeeded, null), _wire.Gateway.CustomerPays(Wire.Order));
        Assert.Equal(new PageResult(PageOutcome.Refused, "DUPLICATE_ORDER_ID"), _wire.Gateway.CustomerPays(Wire.Order));
        Assert.Matches($"""^<PayStatus Success="True" OrderId="order-1" Amount="300" State="{state}" RRN="\d+" Forwarded="False" />$""", Status());
        Assert.Equal(state, State());
        Assert.Equal(operation, Assert.Single(_wire.Gateway.Effects()).Operation);
    }

    [Fact]
    public void A_declined_attempt_leaves_the_session_open_for_the_next_one()
    {
        Init();
        Assert.Equal(new PageResult(PageOutcome.Refused, "AMOUNT_EXCEED"), _wire.Gateway.CustomerPays(Wire.Order, TestCards.InventedInsufficientFunds));
        Assert.Equal("Rejected", State());
        Assert.Equal(new PageResult(PageOutcome.Refused, "CANCELED_BY_CLIENT"), _wire.Gateway.CustomerCancels(Wire.Order));
        Assert.Equal(PageOutcome.Succeeded, _wire.Gateway.CustomerPays(Wire.Order).Outcome);
        Assert.Equal("Charged", State());
        Assert.Equal(3, Assert.Single(_wire.Gateway.View().Payments).Attempts);
    }

    [Fact]
    public void Attempts_are_counted()
    {
        var wire = new Wire(options: new SimulatedGatewayOptions { AttemptsCount = 1 });
        wire.SayTo("apim/Init", ("Data", Data));
        wire.Gateway.CustomerPays(Wire.Order, TestCards.InventedFraud);
        Assert.Equal("LIMIT_EXCHAUST", wire.Gateway.CustomerPays(Wire.Order).ErrCode);
        Assert.Equal("Rejected", wire.State());
    }

    [Fact]
    public void A_number_that_is_refused_at_the_form_is_no_attempt()
    {
        Init();
        Assert.Equal("WRONG_EXPIRE_DATE", _wire.Gateway.CustomerPays(Wire.Order, TestCards.WrongExpiry).ErrCode);
        Assert.Equal("NONE", Wire.Attribute(Status(), "ErrCode"));
    }

    [Theory]
    [InlineData(true, "Charged")]
    [InlineData(false, "Rejected")]
    public void The_page_takes_its_customer_through_authentication(bool passes, string state)
    {
        Init();
        var challenged = _wire.Gateway.CustomerPays(Wire.Order, TestCards.Challenge);
        Assert.Equal(PageOutcome.Challenged, challenged.Outcome);
        Assert.Equal("PreAuthorized3DS", State());

        Assert.Equal(passes ? PageOutcome.Succeeded : PageOutcome.Refused, _wire.Gateway.CustomerAuthenticates(Wire.Order, passes).Outcome);
        Assert.Equal(state, State());
    }

    [Fact]
    public void An_authentication_that_is_left_becomes_obsolete_and_its_PaRes_worthless()
    {
        Init();
        var first = _wire.Gateway.CustomerPays(Wire.Order, TestCards.Challenge).MD!;
        Assert.True(_wire.Gateway.CustomerAbandons(Wire.Order));
        Assert.False(_wire.Gateway.CustomerAbandons(Wire.Order));
        Assert.Equal("Obsolete", State());

        var second = _wire.Gateway.CustomerPays(Wire.Order, TestCards.Challenge).MD!;
        Assert.NotEqual(first, second);
        _wire.Gateway.CustomerPays(Wire.Order); // A newer attempt: the one before is put away unasked.
        Assert.Equal("Charged", State());
        Assert.Equal(1, Assert.Single(_wire.Gateway.View().Payments).ObsoleteAttempts);
        Assert.Throws<InvalidOperationException>(() => _wire.Gateway.CustomerAuthenticates(Wire.Order, passes: true));
        Assert.Single(_wire.Gateway.Effects());
    }

    [Fact]
    public void A_session_runs_out_at_its_minute()
    {
        Init();
        _wire.Time.Advance(TimeSpan.FromMinutes(60) - TimeSpan.FromTicks(1));
        Assert.Equal("NONE", Wire.Attribute(Status(), "ErrCode"));

        _wire.Time.Advance(TimeSpan.FromTicks(1));
        Assert.Equal("ORDER_TIME_OUT", _wire.Gateway.CustomerPays(Wire.Order).ErrCode);
        Assert.Equal("""<PayStatus Success="False" OrderId="order-1" ErrCode="ORDER_TIME_OUT" />""", Status());
        Assert.Equal("ORDER_TIME_OUT", State());
        Assert.Empty(_wire.Gateway.Effects());
    }

    [Fact]
    public void Who_paid_in_the_last_second_has_paid()
    {
        Init();
        _wire.Time.Advance(new TimeSpan(0, 59, 59));
        _wire.Gateway.CustomerPays(Wire.Order);
        _wire.Time.Advance(TimeSpan.FromHours(5));
        Assert.Equal("Charged", State());
    }

    [Fact]
    public void What_follows_a_page_needs_the_accounts_password()
    {
        Init(Data.Replace("SessionType=Pay", "SessionType=Block", StringComparison.Ordinal));
        _wire.Gateway.CustomerPays(Wire.Order);

        Assert.Equal("""<Charge Success="False" OrderId="order-1" ErrCode="ACCESS_DENIED" />""", _wire.SayTo("apim/Charge", ("OrderId", Wire.Order)));
        Assert.Equal("""<Charge Success="True" OrderId="order-1" Amount="200" />""", Later("Charge", 200));
        Assert.Equal("""<Refund Success="True" OrderId="order-1" NewAmount="150" />""", Later("Refund", 50));
    }

    [Theory] // 11.2: kits still send the amount.
    [InlineData(null, "True")]
    [InlineData(300L, "True")]
    [InlineData(299L, "False")]
    [InlineData(301L, "False")]
    public void A_release_may_name_the_whole_hold_and_nothing_else(long? amount, string success)
    {
        Init(Data.Replace("SessionType=Pay", "SessionType=Block", StringComparison.Ordinal));
        _wire.Gateway.CustomerPays(Wire.Order);
        Assert.Equal(success, Wire.Attribute(Later("Unblock", amount), "Success"));
    }

    [Fact]
    public void An_order_of_a_session_is_not_paid_beside_its_page()
    {
        Init();
        Assert.Equal("DUPLICATE_ORDER_ID", Wire.Attribute(_wire.Pay(), "ErrCode"));
        Assert.Equal("NONE", Wire.Attribute(Status(), "ErrCode"));
    }

    [Fact] // RUN: the kits of Payture put these forms on the wire.
    public void A_block_is_read_as_the_kits_write_it()
    {
        Assert.Equal("True", Wire.Attribute(Init("SessionType=Pay;OrderId=a;Amount=1;IP=127.0.0.1;Url=https%3A%2F%2Fh%2F%3Fo%3D%7Borderid%7D;"), "Success"));
        Assert.Equal("True", Wire.Attribute(Init("SessionType%3DPay%3BOrderId%3Db%3BAmount%3D1"), "Success"));
        Assert.Equal("True", Wire.Attribute(Init("SessionType=Pay; OrderId=c; Amount=1; Total=124.8"), "Success"));
        Assert.Equal("True", Wire.Attribute(Init("sessiontype=Pay;orderid=d;amount=1;ip=127.0.0.1"), "Success"));
    }

    private string Init(string data = Data) => _wire.SayTo("apim/Init", ("Data", data));

    private string Status(string order = Wire.Order) => _wire.SayTo("apim/PayStatus", ("OrderId", order));

    private string State()
    {
        var answer = _wire.SayTo("apim/GetState", ("OrderId", Wire.Order));
        return Wire.Attribute(answer, "State") ?? Wire.Attribute(answer, "ErrCode")!;
    }

    private string Later(string command, long? amount) => amount is null
        ? _wire.SayTo("apim/" + command, ("OrderId", Wire.Order), ("Password", "123"))
        : _wire.SayTo("apim/" + command, ("OrderId", Wire.Order), ("Password", "123"), ("Amount", $"{amount}"));
}
