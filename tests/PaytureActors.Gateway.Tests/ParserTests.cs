using System.Text;
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
    [InlineData(GatewayCommand.Pay3DS, false)]
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
        Assert.Equal(Malformed, ResponseParser.ReadCall(Asked(GatewayCommand.Charge), [.. Encoding.UTF8.GetBytes(Approved), 0xC3]).Outcome);
        Assert.Equal(Malformed, ResponseParser.ReadCall(Asked(GatewayCommand.Charge), Encoding.Unicode.GetBytes(Approved)).Outcome);
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
        ReadStanding("<GetState Success=\"True\" OrderId=\"order-42\" State=\"Charged\" Forwarded=\"False\" MerchantContract=\"Shop\" Amount=\"5\" RRN=\"003770024290\"/>"));

    [Fact]
    public void Only_order_not_found_means_that_there_is_no_order()
    {
        Assert.Equal((Standing.NotFound, null), ReadStanding("<GetState Success=\"False\" OrderId=\"order-42\" Forwarded=\"False\" ErrCode=\"ORDER_NOT_FOUND\"/>"));
        Assert.Equal((new Standing(GatewayState.NotPaid), null), ReadStanding("<GetState Success=\"False\" ErrCode=\"NONE\"/>"));
        Assert.Equal((new Standing(GatewayState.TimedOut), null), ReadStanding("<GetState Success=\"False\" ErrCode=\"order_time_out\"/>"));
        Assert.IsType<GatewayOutcome.Refused>(ReadStanding("<GetState Success=\"False\" ErrCode=\"INTERNAL_ERROR\"/>").Failure);
        Assert.Equal((null, Malformed), ReadStanding("<GetState Success=\"False\"/>"));
        Assert.Equal((null, Malformed), ReadStanding("<GetState Success=\"True\" OrderId=\"order-42\"/>"));
        Assert.Equal((null, Malformed), ReadStanding("<GetState Success=\"True\" State=\"Charged\" Amount=\"5,00\"/>"));
        Assert.Equal((null, Malformed), ReadStanding("<GetState Success=\"3DS\" State=\"Charged\"/>"));
    }

    private static GatewayOutcome Read(GatewayCommand command, string xml) =>
        ResponseParser.ReadCall(Asked(command), Encoding.UTF8.GetBytes(xml)).Outcome;

    private static (Standing? Standing, GatewayOutcome? Failure) ReadStanding(string xml) =>
        ResponseParser.ReadStanding(Asked(GatewayCommand.GetState), Encoding.UTF8.GetBytes(xml));

    private static Asked Asked(GatewayCommand command) =>
        new(CommandTable.Rows[(ApiFamily.Api, command)], GatewayUnderTest.Account, GatewayUnderTest.Order);
}
