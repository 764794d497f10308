using System.Text;
using System.Xml;
using System.Xml.Linq;
using PaytureActors.Domain;

namespace PaytureActors.Gateway.Tests;

public sealed class ParserTests
{
    private const string Approved = "<Charge Success=\"True\" OrderId=\"order-42\" Amount=\"258900\" />";
    private static readonly GatewayOutcome Malformed = new GatewayOutcome.Unknown(UnknownReason.Malformed);

    [Theory]
    [InlineData("<Charge Success=\"True\" OrderId=\"order-42\" Amount=\"258900\" />")]
    [InlineData("<Charge Amount='258900' New='x' OrderId='order-42' Key='ShopTerm7' Success='true'/>")]
    [InlineData("\uFEFF\r\n  <?xml version=\"1.0\" encoding=\"utf-8\"?>\r\n<!-- hello --><Charge Success=\" TRUE \" Amount=\" 258900 \"></Charge>\r\n")]
    [InlineData("<Charge Success=\"True\" OrderId=\"order&#45;42\" Amount=\"258900\" ErrCode=\"NONE\"><AddInfo Key=\"a\" Value=\"b\"/></Charge>")]
    [InlineData("<Charge xmlns:x=\"urn:x\" x:Success=\"False\" Success=\"True\" Amount=\"258900\"/>")]
    public void A_success_is_read_in_any_shape(string xml) =>
        Assert.Equal(new GatewayOutcome.Approved(Money.Kopecks(258_900), null), Read(GatewayCommand.Charge, xml));

    [Fact]
    public void What_an_answer_leaves_out_is_absent_and_not_nothing()
    {
        Assert.Equal(new GatewayOutcome.Approved(null, null), Read(GatewayCommand.Refund, "<Refund Success=\"True\"/>"));
        Assert.Equal(new GatewayOutcome.Approved(null, Money.Zero), Read(GatewayCommand.Unblock, "<Unblock Success=\"True\" OrderId=\"order-42\" NewAmount=\"0\"/>"));
    }

    [Fact]
    public void A_success_with_another_amount_is_handed_on_with_that_amount() =>
        Assert.Equal(
            new GatewayOutcome.Approved(Money.Kopecks(1), null),
            Read(GatewayCommand.Pay, "<Pay Success=\"True\" OrderId=\"order-42\" Amount=\"1\"/>"));

    [Fact]
    public void A_refusal_has_its_code_and_class() => Assert.Equal(
        new GatewayOutcome.Refused(new Refusal("ILLEGAL_ORDER_STATE", ErrorClass.StateConflict, IsInferred: false)),
        Read(GatewayCommand.Charge, "<Charge Success=\"False\" OrderId=\"order-42\" Amount=\"0\" ErrCode=\"ILLEGAL_ORDER_STATE\"/>"));

    [Theory]
    [InlineData("NONE")]
    [InlineData("SUCCESS")]
    [InlineData("ISSUER_FAIL")]
    [InlineData("INTERNAL_ERROR")]
    [InlineData("NEVER_HEARD_OF")]
    public void A_failure_whose_code_settles_nothing_is_of_the_unknown_class(string code) => Assert.Equal(
        ErrorClass.OutcomeUnknown,
        Assert.IsType<GatewayOutcome.Refused>(Read(GatewayCommand.Pay, $"<Pay Success=\"False\" ErrCode=\"{code}\"/>")).Refusal.Class);

    [Theory]
    [InlineData(GatewayCommand.Pay, true)]
    [InlineData(GatewayCommand.Block, true)]
    [InlineData(GatewayCommand.Charge, false)]
    [InlineData(GatewayCommand.Refund, false)]
    public void A_challenge_is_an_answer_to_pay_and_block_only(GatewayCommand command, bool expected)
    {
        var outcome = Read(command, $"<{command} Success=\"3ds\" OrderId=\"order-42\" ACSUrl=\"https://acs\" PaReq=\"x\" ThreeDSKey=\"k\"/>");
        Assert.Equal(expected ? typeof(GatewayOutcome.ChallengeRequired) : typeof(GatewayOutcome.Unknown), outcome.GetType());
    }

    [Theory]
    [InlineData("order-43")]
    [InlineData("ORDER-42")]
    [InlineData("")]
    [InlineData(" order-42")]
    public void An_answer_about_another_order_is_unknown(string echoed)
    {
        Assert.Equal(
            new GatewayOutcome.Unknown(UnknownReason.OtherOrder),
            Read(GatewayCommand.Charge, $"<Charge Success=\"True\" OrderId=\"{echoed}\" Amount=\"258900\"/>"));
        Assert.Equal(
            (null, new GatewayOutcome.Unknown(UnknownReason.OtherOrder)),
            ReadStanding($"<GetState Success=\"False\" OrderId=\"{echoed}\" ErrCode=\"ORDER_NOT_FOUND\"/>"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("True")]
    [InlineData("<Charge Success=\"True\" Amount=\"258900\"")]
    [InlineData("<Charge Success=\"True\" Amount=\"258900\">")]
    [InlineData("<Charge Success=\"True\" Amount=\"258900\"/><Charge/>")]
    [InlineData("<Charge Success=\"True\" Amount=\"258900\"/>trailing")]
    [InlineData("<Charge Success=\"True\" Success=\"False\"/>")]
    [InlineData("<Charge Amount=\"258900\"/>")]
    [InlineData("<Charge Success=\"\"/>")]
    [InlineData("<Charge Success=\"1\"/>")]
    [InlineData("<Charge Success=\"Yes\"/>")]
    [InlineData("<Charge success=\"True\"/>")]
    [InlineData("<charge Success=\"True\"/>")]
    [InlineData("<Block Success=\"True\"/>")]
    [InlineData("<Charge xmlns=\"urn:other\" Success=\"True\"/>")]
    [InlineData("<x:Charge xmlns:x=\"urn:other\" Success=\"True\"/>")]
    [InlineData("<Answer><Charge Success=\"True\"/></Answer>")]
    [InlineData("<Charge><Charge Success=\"True\"/></Charge>")]
    [InlineData("<Charge Success=\"True\" ErrCode=\"INTERNAL_ERROR\"/>")]
    [InlineData("<Charge Success=\"True\" Amount=\"\"/>")]
    [InlineData("<Charge Success=\"True\" Amount=\"2589.00\"/>")]
    [InlineData("<Charge Success=\"True\" Amount=\"-1\"/>")]
    [InlineData("<Charge Success=\"True\" Amount=\"+1\"/>")]
    [InlineData("<Charge Success=\"True\" Amount=\"1e3\"/>")]
    [InlineData("<Charge Success=\"True\" Amount=\"٣\"/>")]
    [InlineData("<Charge Success=\"True\" Amount=\"99999999999999999999\"/>")]
    [InlineData("<Charge Success=\"True\" NewAmount=\"x\"/>")]
    [InlineData("<Charge Success=\"False\"/>")]
    [InlineData("<Charge Success=\"False\" ErrCode=\"\"/>")]
    [InlineData("<Charge Success=\"False\" ErrCode=\"Card 4111111111100031 is wrong\"/>")]
    [InlineData("<Charge Success=\"False\" ErrCode=\"4111111111100031\"/>")]
    [InlineData("<Charge Success=\"False\" ErrCode=\"AMOUNT_ERROR\" Amount=\"x\"/>")]
    [InlineData("<!DOCTYPE Charge [<!ENTITY x \"True\">]><Charge Success=\"&x;\"/>")]
    [InlineData("<!DOCTYPE Charge SYSTEM \"file:///etc/passwd\"><Charge Success=\"True\"/>")]
    public void Anything_else_is_malformed(string xml) => Assert.Equal(Malformed, Read(GatewayCommand.Charge, xml));

    [Fact]
    public void Bytes_that_are_not_utf8_and_bodies_without_end_are_malformed()
    {
        Assert.Equal(Malformed, ResponseParser.ReadOutcome(GatewayCommand.Charge, GatewayUnderTest.Order, [.. Encoding.UTF8.GetBytes(Approved), 0xC3]));
        Assert.Equal(Malformed, ResponseParser.ReadOutcome(GatewayCommand.Charge, GatewayUnderTest.Order, Encoding.Unicode.GetBytes(Approved)));
        Assert.Equal(Malformed, Read(GatewayCommand.Charge, Approved + new string(' ', ResponseParser.MaxBytes)));
    }

    [Theory]
    [InlineData("New", GatewayState.New)]
    [InlineData("PreAuthorized3DS", GatewayState.PreAuthorized3DS)]
    [InlineData("PreAuthorizedAF", GatewayState.PreAuthorizedAF)]
    [InlineData("authorized", GatewayState.Authorized)]
    [InlineData("Voided", GatewayState.Voided)]
    [InlineData("CHARGED", GatewayState.Charged)]
    [InlineData("Refunded", GatewayState.Refunded)]
    [InlineData("Forwarded", GatewayState.Forwarded)]
    [InlineData("Forwarded(Terminal2)", GatewayState.Forwarded)]
    [InlineData("Rejected", GatewayState.Rejected)]
    [InlineData("Rejected(Terminal)", GatewayState.Rejected)]
    [InlineData("Error", GatewayState.Error)]
    [InlineData("Chargeback", GatewayState.Chargeback)]
    [InlineData("Obsolete", GatewayState.Obsolete)]
    [InlineData("AuthorizationClosed", GatewayState.AuthorizationClosed)]
    [InlineData("PendingRefund", GatewayState.Pending)]
    [InlineData("pending", GatewayState.Pending)]
    public void Every_state_is_known_by_its_name(string word, GatewayState state)
    {
        Assert.Equal((new Standing(state, Money.Kopecks(5)), null), ReadStanding($"<GetState Success=\"True\" OrderId=\"order-42\" State=\"{word}\" Amount=\"5\"/>"));
        Assert.Equal((new Standing(state), null), ReadStanding($"<GetState Success=\"True\" OrderId=\"order-42\" Status=\"{word}\"/>"));
    }

    [Theory]
    [InlineData("Session_Inited", "Session_Inited")]
    [InlineData("Charged(Terminal)", "Charged(Terminal)")]
    [InlineData("5", "5")]
    [InlineData("NotFound", "NotFound")]
    [InlineData("4111111111100031", "****************")]
    public void A_state_that_nobody_knows_is_kept_as_it_was_said(string word, string said) => Assert.Equal(
        (new Standing(GatewayState.Unrecognized) { Said = said }, null),
        ReadStanding($"<GetState Success=\"True\" OrderId=\"order-42\" State=\"{word}\"/>"));

    [Fact]
    public void A_standing_keeps_what_the_bank_calls_it() => Assert.Equal(
        (new Standing(GatewayState.Charged, Money.Kopecks(5)) { Rrn = "003770024290", MerchantContract = "Shop" }, null),
        ReadStanding("<GetState Success=\"True\" OrderId=\"order-42\" State=\"Charged\" Forwarded=\"False\" MerchantContract=\"Shop\" Amount=\"5\" RRN=\"003770024290\"><AddInfo Key=\"BankCity\" Value=\"X\"/></GetState>"));

    [Fact]
    public void Only_order_not_found_means_that_there_is_no_order()
    {
        Assert.Equal((Standing.NotFound, null), ReadStanding("<GetState Success=\"False\" OrderId=\"order-42\" Forwarded=\"False\" ErrCode=\"ORDER_NOT_FOUND\"/>"));
        Assert.IsType<GatewayOutcome.Refused>(ReadStanding("<GetState Success=\"False\" ErrCode=\"NONE\"/>").Failure);
        Assert.IsType<GatewayOutcome.Refused>(ReadStanding("<GetState Success=\"False\" ErrCode=\"INTERNAL_ERROR\"/>").Failure);
        Assert.Equal((null, Malformed), ReadStanding("<GetState Success=\"False\"/>"));
        Assert.Equal((null, Malformed), ReadStanding("<GetState Success=\"True\" OrderId=\"order-42\"/>"));
        Assert.Equal((null, Malformed), ReadStanding("<GetState Success=\"True\" State=\"Charged\" Amount=\"5,00\"/>"));
        Assert.Equal((null, Malformed), ReadStanding("<GetState Success=\"3DS\" State=\"Charged\"/>"));
    }

    [Fact]
    public void No_input_throws_and_nothing_but_a_success_is_approved()
    {
        var random = new Random(20260301);
        string[] samples =
        [
            Approved,
            "<Charge Success=\"False\" OrderId=\"order-42\" ErrCode=\"AMOUNT_ERROR\" />",
            "<GetState Success=\"True\" OrderId=\"order-42\" State=\"Charged\" Amount=\"5\" RRN=\"1\"><AddInfo Key=\"a\" Value=\"b\"/></GetState>",
            "<!DOCTYPE html><html><head><title>502</title></head><body>Success=\"True\"</body></html>",
        ];
        string[] pieces = ["Success", "\"True\"", "\"False\"", "<", ">", "/", "&", "&#0;", "&lt;", "<![CDATA[", "]]>", "<!--", "<?", "\0", "\uFEFF", "=", "\"", "Charge", "Amount", " "];
        var approved = 0;

        for (var i = 0; i < 120_000; i++)
        {
            var body = i % 10 == 0 ? new byte[random.Next(200)] : Encoding.UTF8.GetBytes(samples[random.Next(samples.Length)]);
            if (i % 10 == 0)
                random.NextBytes(body);
            for (var mutations = random.Next(4); mutations > 0; mutations--)
                body = Mutate(body, random, pieces);

            var outcome = ResponseParser.ReadOutcome(GatewayCommand.Charge, GatewayUnderTest.Order, body);
            ResponseParser.ReadStanding(GatewayCommand.GetState, GatewayUnderTest.Order, body);
            if (outcome is not GatewayOutcome.Approved)
                continue;
            approved++;
            AssertSaysYes(body);
        }

        Assert.InRange(approved, 1_000, 60_000); // Else the mutations were too wild, or too tame, to tell anything.
    }

    // An independent reader: whatever is approved is a whole document that says Success="True" of our order at its root.
    private static void AssertSaysYes(byte[] body)
    {
        using var text = new StringReader(Encoding.UTF8.GetString(body).Trim('\uFEFF', ' ', '\r', '\n', '\t'));
        using var xml = XmlReader.Create(text);
        var root = XDocument.Load(xml).Root!;
        Assert.Equal("Charge", root.Name.ToString());
        Assert.Equal("true", root.Attribute("Success")!.Value.Trim(), ignoreCase: true);
        Assert.Contains(root.Attribute("OrderId")?.Value, new[] { null, "order-42" });
        Assert.True(root.Attribute("Amount") is not { } amount || amount.Value.Trim().All(char.IsAsciiDigit));
    }

    private static byte[] Mutate(byte[] body, Random random, string[] pieces)
    {
        if (body.Length == 0)
            return body;
        var at = random.Next(body.Length);
        switch (random.Next(4))
        {
            case 0:
                var flipped = (byte[])body.Clone();
                flipped[at] ^= (byte)(1 << random.Next(8));
                return flipped;
            case 1:
                return body[..at];
            case 2:
                return [.. body[..at], .. Encoding.UTF8.GetBytes(pieces[random.Next(pieces.Length)]), .. body[at..]];
            default:
                return [.. body[..at], .. body[Math.Min(body.Length, at + random.Next(1, 12))..]];
        }
    }

    private static GatewayOutcome Read(GatewayCommand command, string xml) =>
        ResponseParser.ReadOutcome(command, GatewayUnderTest.Order, Encoding.UTF8.GetBytes(xml));

    private static (Standing? Standing, GatewayOutcome? Failure) ReadStanding(string xml) =>
        ResponseParser.ReadStanding(GatewayCommand.GetState, GatewayUnderTest.Order, Encoding.UTF8.GetBytes(xml));
}
