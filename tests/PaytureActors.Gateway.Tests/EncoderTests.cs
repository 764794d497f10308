using System.Text;
using CsCheck;
using PaytureActors.Domain;

namespace PaytureActors.Gateway.Tests;

public sealed class EncoderTests
{
    private static readonly MerchantAccount Account = GatewayUnderTest.Account;

    // Weighted to what hurts: separators, escapes, blanks, half characters, controls, other alphabets.
    private static readonly Gen<string> NastyText = Gen.OneOf(
        Gen.Const("%"), Gen.Const(";"), Gen.Const("+"), Gen.Const("&"), Gen.Const("="), Gen.Const(" "), Gen.Const("%41"), Gen.Const("; "),
        Gen.Const("\u00A0"), Gen.Const("\u2003"), Gen.Const("\uFEFF"), Gen.Const("\t"), Gen.Const("\0"), Gen.Const("\u0085"), Gen.Const("\uD83D\uDE00"),
        Gen.Const("\uD800"), Gen.Const("Ж"), Gen.Char.AlphaNumeric.Select(c => c.ToString()), Gen.Char.Select(c => c.ToString()))
        .Array[0, 12].Select(string.Concat);

    [Fact]
    public void A_block_has_the_card_the_order_and_the_amount_with_leading_zeros_kept()
    {
        using var gateway = new GatewayUnderTest(Account.Host);

        var fields = WireForm.Fields(Encode(gateway.Request(Operation.Block), GatewayUnderTest.Card()));

        Assert.Equal(["Key", "OrderId", "Amount", "PayInfo"], fields.Select(field => field.Name));
        Assert.Equal(("ShopTerm7", "order-42", "258900"), (fields[0].Value, fields[1].Value, fields[2].Value));
        Assert.Equal(
            "PAN=4111111111100031;EMonth=03;EYear=31;CardHolder=ANNA KOVAL;SecureCode=007;OrderId=order-42;Amount=258900", fields[3].Value);
    }

    [Theory]
    [InlineData(Operation.Charge, "Key=ShopTerm7&OrderId=order-42&Amount=258900")]
    [InlineData(Operation.Unblock, "Key=ShopTerm7&OrderId=order-42")]
    [InlineData(Operation.Refund, "Key=ShopTerm7&Password=p%26ss%2Bw%3D%3B%25rd&OrderId=order-42&Amount=258900")]
    public void Later_commands_have_what_their_row_says(Operation operation, string body)
    {
        using var gateway = new GatewayUnderTest(Account.Host);
        Assert.Equal(body, Encoding.ASCII.GetString(Encode(gateway.Request(operation), null)));
    }

    [Fact]
    public void Any_text_arrives_as_it_was_or_is_refused_at_the_door()
    {
        using var gateway = new GatewayUnderTest(Account.Host);
        var refused = 0;
        var sent = 0;

        Gen.Select(NastyText, NastyText, NastyText, NastyText).Sample((order, value, holder, customer) =>
        {
            var cardIsValid = Instrument.Card.TryCreate("4111111111100031", "03", "31", holder, "007", gateway.Time.GetUtcNow(), out var card, out _);
            if (!cardIsValid || !OrderId.IsValid(order))
                return;

            var request = gateway.Request(Operation.Pay) with
            {
                Order = new OrderId(order),
                Extras = new()
                {
                    CustomFields = new Dictionary<string, string> { ["First"] = value, ["Last.one"] = value + "!" },
                    CustomerKey = customer,
                },
            };
            if (GatewayRequestRules.Check(request).Count > 0)
            {
                Interlocked.Increment(ref refused);
                Assert.Throws<ArgumentException>(() => Encode(request, card));
                return;
            }

            Interlocked.Increment(ref sent);
            var fields = WireForm.Fields(Encode(request, card)).ToDictionary(field => field.Name, field => field.Value);
            var payInfo = WireForm.Items(fields["PayInfo"]);
            var custom = WireForm.Items(fields["CustomFields"]);
            Assert.Equal(order, fields["OrderId"]);
            Assert.Equal(order, payInfo["OrderId"]);
            Assert.Equal(customer, fields["CustomerKey"]);
            Assert.Equal(string.IsNullOrEmpty(holder) ? null : holder, payInfo.GetValueOrDefault("CardHolder"));
            Assert.Equal(fields["Amount"], payInfo["Amount"]);
            Assert.Equal(value, custom["First"]);
            Assert.Equal(value + "!", custom["Last.one"]);
            Assert.Equal(2, custom.Count);
        }, iter: 200_000, seed: "0N0XIzNsQ0O2");

        Assert.True(refused > 100 && sent > 1000, $"{refused} refused and {sent} sent are too few to tell anything.");
    }

    [Theory]
    [InlineData("a b")]
    [InlineData("a;b")]
    [InlineData("a=b")]
    [InlineData("")]
    [InlineData("Ключ")]
    public void A_custom_field_with_a_name_that_breaks_the_block_is_refused(string name)
    {
        using var gateway = new GatewayUnderTest(Account.Host);
        var request = gateway.Request(Operation.Pay) with { Extras = new() { CustomFields = new Dictionary<string, string> { [name] = "x" } } };

        Assert.Equal("customFields", Assert.Single(GatewayRequestRules.Check(request)).Field);
    }

    [Fact]
    public void Amounts_fields_and_instruments_that_a_command_does_not_take_are_refused()
    {
        using var gateway = new GatewayUnderTest(Account.Host);
        var fields = new Dictionary<string, string> { ["Email"] = "a@b.example" };

        Assert.Equal("amount", Field(gateway.Request(Operation.Charge) with { Amount = null }));
        Assert.Equal("amount", Field(gateway.Request(Operation.Refund) with { Amount = Money.Zero }));
        Assert.Equal("amount", Field(gateway.Request(Operation.Unblock) with { Amount = Money.Kopecks(1) }));
        Assert.Equal("customFields", Field(gateway.Request(Operation.Charge) with { Extras = new() { CustomFields = fields } }));
        Assert.Equal("customerKey", Field(gateway.Request(Operation.Pay) with { Extras = new() { CustomerKey = "" } }));
        Assert.Equal("customFields", Field(gateway.Request(Operation.Pay) with { Extras = new() { CustomFields = new Dictionary<string, string> { ["IP"] = "1", ["ip"] = "2" } } }));
        Assert.Equal("customFields", Field(gateway.Request(Operation.Pay) with { Extras = new() { CustomFields = new Dictionary<string, string> { ["a"] = new('x', 4100) } } }));
        Assert.Equal("orderId", Field(gateway.Request(Operation.Pay) with { Order = default }));
        Assert.Throws<ArgumentException>(() => Encode(gateway.Request(Operation.Pay), null));
        Assert.Throws<ArgumentException>(() => Encode(gateway.Request(Operation.Charge), GatewayUnderTest.Card()));

        static string Field(GatewayRequest request) => Assert.Single(GatewayRequestRules.Check(request)).Field;
    }

    private static byte[] Encode(GatewayRequest request, Instrument? instrument) => WireForm.Encode(request, instrument);
}
