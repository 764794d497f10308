using System.Text;
using PaytureActors.Domain;

namespace PaytureActors.Gateway.Tests;

/// <summary>Init: what is said, and which answers open a page.</summary>
public sealed class SessionTests
{
    private static readonly SessionPage Page = new()
    {
        Url = "https://shop.example/back?o={orderid}&ok={success}",
        Ip = "203.0.113.9",
        Product = "Ticket; 50 %",
        Total = "2589.00",
        Phone = "79001234567",
        Description = "Moscow + Kazan",
        TemplateTag = "wide",
        Language = "EN",
    };

    [Fact]
    public void An_InPay_session_has_its_items_in_one_block() => Assert.Equal(
        "Key=ShopTerm7&Data=SessionType=Block;OrderId=order-42;Amount=258900;IP=203.0.113.9;Url=https://shop.example/back?o={orderid}%26ok={success};"
        + "Product=Ticket%3B 50 %25;Total=2589.00;Phone=79001234567;Description=Moscow %2B Kazan;TemplateTag=wide;Language=EN;Campaign=spring",
        WireForm.Text(WireForm.Encode(Init(ApiFamily.InPay), null)));

    [Fact]
    public void An_eWallet_session_names_its_customer() => Assert.Equal(
        "VWID=ShopWallet7&DATA=VWUserLgn=anna@example.com;VWUserPsw=p%2Bw;SessionType=Block;OrderId=order-42;Amount=258900;"
        + "CardId=f224dd93-ac8c-3025-65dd-963c5b3fc0cc;IP=203.0.113.9;Url=https://shop.example/back?o={orderid}%26ok={success};"
        + "Product=Ticket%3B 50 %25;Total=2589.00;PhoneNumber=79001234567;Description=Moscow %2B Kazan;TemplateTag=wide;Language=EN;Campaign=spring",
        WireForm.Text(WireForm.Encode(
            Init(ApiFamily.EWallet), new Instrument.Wallet("anna@example.com", "p+w") { CardId = "f224dd93-ac8c-3025-65dd-963c5b3fc0cc" })));

    [Theory]
    [InlineData(ApiFamily.InPay, "apim")]
    [InlineData(ApiFamily.EWallet, "vwapi")]
    public void A_session_leads_to_the_familys_page_for_pay_and_for_block(ApiFamily family, string path) => Assert.Equal(
        new GatewayOutcome.SessionOpened("36a02faf-ae1b-443b-8fcc-188614390a91", $"https://sandbox3.payture.com/{path}/Pay?SessionId=36a02faf-ae1b-443b-8fcc-188614390a91"),
        Read(family, "<Init Success=\"True\" OrderId=\"order-42\" Amount=\"258900\" SessionId=\"36a02faf-ae1b-443b-8fcc-188614390a91\" SessionType=\"Block\" AttemptsCount=\"3\" />"));

    [Theory]
    [InlineData("<Init Success=\"True\" OrderId=\"order-42\" Amount=\"258900\"/>", UnknownReason.Malformed)]
    [InlineData("<Init Success=\"True\" OrderId=\"order-42\" SessionId=\"\"/>", UnknownReason.Malformed)]
    [InlineData("<Init Success=\"True\" OrderId=\"order-42\" SessionId=\"a b&amp;x=1\"/>", UnknownReason.Malformed)]
    [InlineData("<Init Success=\"True\" OrderId=\"order-42\" SessionId=\"../Elsewhere\"/>", UnknownReason.Malformed)]
    [InlineData("<Init Success=\"3DS\" OrderId=\"order-42\" SessionId=\"s\" ACSUrl=\"https://acs\" PaReq=\"x\" ThreeDSKey=\"k\"/>", UnknownReason.Malformed)]
    [InlineData("<Init Success=\"True\" OrderId=\"order-42\" Amount=\"258901\" SessionId=\"s\"/>", UnknownReason.AmountDiffers)]
    [InlineData("<Init Success=\"True\" OrderId=\"order-43\" Amount=\"258900\" SessionId=\"s\"/>", UnknownReason.OtherOrder)]
    public void A_session_that_could_not_be_paid_right_is_not_handed_out(string xml, UnknownReason reason) =>
        Assert.Equal(new GatewayOutcome.Unknown(reason), Read(ApiFamily.InPay, xml));

    [Fact]
    public void A_refused_session_has_its_code() => Assert.Equal(
        new GatewayOutcome.Refused(new Refusal("DUPLICATE_ORDER_ID", ErrorClass.StateConflict, IsInferred: false)),
        Read(ApiFamily.EWallet, "<Init Success=\"False\" ErrCode=\"DUPLICATE_ORDER_ID\"/>"));

    private static GatewayRequest Init(ApiFamily family) => Requests.Of(Operation.Init) with
    {
        Family = family,
        LeadsTo = Operation.Block,
        Extras = new() { Page = Page, CustomFields = new Dictionary<string, string> { ["Campaign"] = "spring" } },
    };

    private static GatewayOutcome Read(ApiFamily family, string xml) => ResponseParser.ReadCall(
        new Asked(CommandTable.Rows[(family, GatewayCommand.Init)], GatewayUnderTest.Account, GatewayUnderTest.Order)
        {
            Amount = Money.Kopecks(258_900),
            Page = GatewayCommand.Pay,
        },
        Encoding.UTF8.GetBytes(xml)).Outcome;
}
