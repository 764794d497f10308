using System.Text;
using PaytureActors.Domain;
using PaytureActors.TestKit.Gateway;

namespace PaytureActors.TestKit.Tests.Gateway;

public sealed class TokenAndReceiptTests
{
    private readonly Wire _wire = new();

    public static TheoryData<string, string?, string?, string?> TokenAmounts => new()
    {
        { SimulatedToken.Apple(Money.Kopecks(300)), null, null, null },
        { SimulatedToken.Apple(Money.Kopecks(300)), "5", null, null }, // The token's amount counts.
        { SimulatedToken.Samsung(Money.Kopecks(300)), "5", "True", "AMOUNT_ERROR" },
        { SimulatedToken.Samsung(Money.Kopecks(300)), "300", "True", null },
        { SimulatedToken.Google(Money.Kopecks(300)), "300", null, null },
        { SimulatedToken.Google(Money.Kopecks(300)), null, null, "AMOUNT_ERROR" },
        { SimulatedToken.Google(Money.Kopecks(300)), "299", null, "AMOUNT_ERROR" },
        { "no token", "300", null, "WRONG_PARAMS" },
    };

    [Theory]
    [MemberData(nameof(TokenAmounts))]
    public void A_tokens_amount_meets_the_requests_by_its_wallets_rule(string token, string? amount, string? checksum, string? code)
    {
        (string, string)[] fields =
        [
            ("OrderId", Wire.Order), ("PayToken", token), .. amount is null ? [] : new[] { ("Amount", amount) }, .. checksum is null ? [] : new[] { ("Checksum", checksum) },
        ];
        var answer = _wire.Say("MobilePay", fields);

        Assert.Equal(code, Wire.Attribute(answer, "ErrCode"));
        if (code is null)
            Assert.Equal("""<MobilePay OrderId="order-1" Key="Merchant" Success="True" Amount="300" />""", answer);
        Assert.Equal(code is null ? "Charged" : "ORDER_NOT_FOUND", _wire.State());
    }

    [Theory]
    [InlineData("ApplePay", "PAY", "Charged")]
    [InlineData("ApplePay", "BLOCK", "Authorized")]
    [InlineData("ApplePay", "Pay", "ORDER_NOT_FOUND")]
    [InlineData("AndroidPay", "BLOCK", "Authorized")]
    public void The_old_commands_take_their_method(string command, string method, string state)
    {
        var amount = Money.Kopecks(300);
        var token = command == "ApplePay" ? SimulatedToken.Apple(amount) : SimulatedToken.Google(amount);
        var answer = _wire.Say(command, ("OrderId", Wire.Order), ("PayToken", token), ("Method", method), ("Amount", "300"));
        if (state != "ORDER_NOT_FOUND")
            Assert.Equal($"""<{command} Success="True" OrderId="order-1" Amount="300" Key="Merchant" />""", answer);
        Assert.Equal(state, _wire.State());
    }

    [Fact]
    public void A_card_behind_Google_that_is_no_token_goes_through_authentication()
    {
        var answer = _wire.Say("MobileBlock", ("OrderId", Wire.Order), ("Amount", "300"), ("PayToken", SimulatedToken.Google(Money.Kopecks(300), challenge: true)));
        Assert.Equal("3DS", Wire.Attribute(answer, "Success"));
        _wire.Say("Block3DS", ("OrderId", Wire.Order), ("PaRes", _wire.Gateway.ThreeDSecureResult(Wire.Order, passes: true).PaRes));
        Assert.Equal("Authorized", _wire.State());
    }

    [Fact]
    public void A_token_can_be_declined() => Assert.Equal("ISSUER_BLOCKED_CARD", Wire.Attribute(
        _wire.Say("MobilePay", ("OrderId", Wire.Order), ("PayToken", SimulatedToken.Apple(Money.Kopecks(300), "ISSUER_BLOCKED_CARD"))), "ErrCode"));

    [Fact]
    public void The_latest_receipt_is_kept_and_compared_with_the_money_that_is_left()
    {
        Say("Block", 30000, Cheque((1m, 111.45m), (1m, 188.55m)));
        Assert.Equal((Money.Kopecks(30000), true), (_wire.Gateway.Receipt(Wire.Order)!.Total, Matches()));

        Say("Charge", 11145, null);
        Assert.False(Matches()); // Part of the hold was taken, and nobody said which positions remain.
        Say("Refund", 1145, Cheque((1m, 100m)));
        Assert.True(Matches());
        Say("Refund", 10000, null);
        Assert.Null(Matches());
        Assert.DoesNotContain("@", System.Text.Json.JsonSerializer.Serialize(_wire.Gateway.View()), StringComparison.Ordinal);
    }

    [Fact]
    public void Kopecks_of_a_receipt_are_exact()
    {
        Say("Block", 1, Cheque((0.333m, 0.01m), (3m, 0.1m), (1.5m, 33.33m)));
        Assert.Equal([0, 30, 5000], _wire.Gateway.Receipt(Wire.Order)!.Positions.Select(position => (int)position.Total.InKopecks));
    }

    [Theory]
    [InlineData("not base64!")]
    [InlineData("[]")]
    [InlineData("""{"Positions":[],"CustomerContact":"a@b.c"}""")]
    [InlineData("""{"Positions":[{"Quantity":1,"Price":1,"Tax":7,"Text":"x"}],"CustomerContact":"a@b.c"}""")]
    [InlineData("""{"Positions":[{"Quantity":1,"Price":1.001,"Tax":1,"Text":"x"}],"CustomerContact":"a@b.c"}""")]
    [InlineData("""{"Positions":[{"Quantity":1,"Price":1,"Tax":1,"Text":"x"}]}""")]
    public void A_receipt_that_is_none_is_refused(string cheque)
    {
        var text = cheque.StartsWith('n') ? cheque : Convert.ToBase64String(Encoding.UTF8.GetBytes(cheque));
        Assert.Equal("WRONG_PARAMS", Wire.Attribute(Say("Block", 100, text), "ErrCode"));
        Assert.Equal("ORDER_NOT_FOUND", _wire.State());
    }

    [Fact]
    public void A_payment_that_was_sent_on_says_where_and_old_spellings_can_be_had()
    {
        var wire = new Wire(options: new SimulatedGatewayOptions { SpellsTerminals = true, ShowsAddInfo = true });
        wire.Block(card: Wire.Card(TestCards.InventedFraud), order: "declined");
        wire.Block();
        Assert.Equal("Rejected(Merchant)", wire.State("declined"));

        Assert.True(wire.Gateway.Forward(Wire.Order, "Terminal2", showsState: true));
        var answer = wire.Say("GetState", ("OrderId", Wire.Order));
        Assert.Equal(("Forwarded(Terminal2)", "True", "Terminal2"),
            (Wire.Attribute(answer, "State"), Wire.Attribute(answer, "Forwarded"), Wire.Attribute(answer, "FinalTerminal")));
        Assert.Contains("""<AddInfo Key="PaymentSystem" Value="Visa" />""", answer, StringComparison.Ordinal);
        Assert.True(_wire.Pay() is not null && _wire.Gateway.Forward(Wire.Order, "Terminal2"));
        Assert.Equal("Charged", _wire.State());
    }

    [Fact]
    public void An_issuer_disputes_and_gives_in()
    {
        _wire.Pay();
        Assert.True(_wire.Gateway.IssuerDisputes(Wire.Order));
        Assert.Equal("Chargeback", _wire.State());
        Assert.Equal("ILLEGAL_ORDER_STATE", Wire.Attribute(_wire.Refund(1), "ErrCode"));
        Assert.True(_wire.Gateway.IssuerGivesIn(Wire.Order));
        Assert.Equal("Charged", _wire.State());
    }

    private static string Cheque(params (decimal Quantity, decimal Price)[] positions)
    {
        var lines = positions.Select(each => FormattableString.Invariant($$"""{"Quantity":{{each.Quantity}},"Price":{{each.Price}},"Tax":1,"Text":"Ticket"}"""));
        return Convert.ToBase64String(Encoding.UTF8.GetBytes(
            $$"""{"Positions":[{{string.Join(',', lines)}}],"CheckClose":{"TaxationSystem":0},"CustomerContact":"anna@shop.invalid"}"""));
    }

    private string Say(string command, long amount, string? cheque)
    {
        (string, string)[] fields = [("OrderId", Wire.Order), ("Amount", $"{amount}"), ("Password", "123"), ("PayInfo", Wire.Card()), .. cheque is null ? [] : new[] { ("Cheque", cheque) }];
        return _wire.Say(command, fields);
    }

    private bool? Matches() => Assert.Single(_wire.Gateway.View().Payments).ChequeMatches;
}
