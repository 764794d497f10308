using System.Text;
using PaytureActors.Domain;

namespace PaytureActors.Gateway.Tests;

/// <summary>What inquiries of all families say.</summary>
public sealed class StandingTests
{
    // The published states, written down a second time.
    private const string Published =
        "New PreAuthorized3DS PreAuthorizedAF Authorized Voided Charged Refunded Forwarded Rejected Error Chargeback Obsolete AuthorizationClosed";

    [Fact]
    public void Every_published_state_is_known_and_no_other_is()
    {
        var read = Published.Split(' ').Select(word => Read(ApiFamily.Api, $"<GetState Success=\"True\" State=\"{word}\"/>").State.ToString());
        Assert.Equal(Published.Split(' '), read);

        var ours = Enum.GetNames<GatewayState>().Except(Published.Split(' '));
        Assert.Equal(["Unrecognized", "NotFound", "Pending", "NotPaid", "TimedOut"], ours);
    }

    [Theory]
    [InlineData("Pending")]
    [InlineData("PendingBlock")]
    [InlineData("PendingCharge")]
    [InlineData("PendingUnblock")]
    [InlineData("PendingRefund")]
    [InlineData("pendingSomething")]
    public void A_state_that_begins_with_pending_is_under_way(string word) => Assert.Equal(
        new Standing(GatewayState.Pending, Money.Kopecks(5)),
        Read(ApiFamily.Api, $"<GetState Success=\"True\" OrderId=\"order-42\" State=\"{word}\" Status=\"{word}\" TimeToPendingStatusEnd=\"71:59\" Amount=\"5\"/>"));

    [Theory]
    [InlineData("Session_Inited")]
    [InlineData("NotPaid")]
    [InlineData("TimedOut")]
    [InlineData("Charged(Terminal)")]
    public void A_state_that_nobody_published_is_not_recognised(string word) => Assert.Equal(
        new Standing(GatewayState.Unrecognized) { Said = word }, Read(ApiFamily.InPay, $"<GetState Success=\"True\" State=\"{word}\"/>"));

    [Theory]
    [InlineData("Forwarded(Terminal2)", "", GatewayState.Forwarded, "Terminal2")]
    [InlineData("Forwarded", "FinalTerminal=\"Bank2\" Forwarded=\"True\"", GatewayState.Forwarded, "Bank2")]
    [InlineData("Charged", "FinalTerminal=\"Bank2\" Forwarded=\"True\"", GatewayState.Charged, "Bank2")]
    [InlineData("Charged", "Forwarded=\"True\"", GatewayState.Charged, null)]
    [InlineData("Charged", "Forwarded=\"False\"", GatewayState.Charged, null)]
    [InlineData("Charged", "Forwarded=\"Bank2\"", GatewayState.Charged, "Bank2")]
    [InlineData("Rejected(Terminal)", "", GatewayState.Rejected, null)]
    public void Where_a_payment_was_sent_on_to_is_kept(string word, string more, GatewayState state, string? terminal) => Assert.Equal(
        new Standing(state) { FinalTerminal = terminal }, Read(ApiFamily.Api, $"<GetState Success=\"True\" State=\"{word}\" {more}/>"));

    [Fact]
    public void An_eWallet_order_is_read_from_either_inquiry()
    {
        Assert.Equal(
            new Standing(GatewayState.Authorized, Money.Kopecks(10_000)),
            Read(ApiFamily.EWallet, "<PayStatus Success=\"True\" VWUserLgn=\"anna@example.com\" OrderId=\"order-42\" Forwarded=\"False\" Amount=\"10000\" CardId=\"f224dd93\" Status=\"Authorized\" />", SessionInquiry.PayStatus));
        Assert.Equal(
            new Standing(GatewayState.Refunded, Money.Kopecks(12_611)) { Rrn = "003770024290", MerchantContract = "Merchant", MaskedPan = "521885xxxxxx5484" },
            Read(ApiFamily.EWallet, "<GetState Success=\"True\" OrderId=\"order-42\" State=\"Refunded\" Forwarded=\"False\" MerchantContract=\"Merchant\" Amount=\"12611\" RRN=\"003770024290\" VWUserLgn=\"123@ya.ru\" CardId=\"f224dd93\" PANMask=\"521885xxxxxx5484\"/>"));
    }

    [Theory]
    [InlineData("NONE", GatewayState.NotPaid)]
    [InlineData("none", GatewayState.NotPaid)]
    [InlineData("ORDER_TIME_OUT", GatewayState.TimedOut)]
    [InlineData("ORDER_NOT_FOUND", GatewayState.NotFound)]
    public void A_session_that_is_open_or_ran_out_is_a_standing(string code, GatewayState state)
    {
        foreach (var family in new[] { ApiFamily.InPay, ApiFamily.EWallet })
        {
            foreach (var inquiry in Enum.GetValues<SessionInquiry>())
            {
                Assert.Equal(new Standing(state), Read(
                    family, $"<{inquiry} Success=\"False\" VWUserLgn=\"\" OrderId=\"order-42\" Forwarded=\"False\" ErrCode=\"{code}\" />", inquiry));
            }
        }
    }

    [Theory]
    [InlineData("411111xxxxxx1112", "411111xxxxxx1112")]
    [InlineData("4111111111100031", "411111******0031")]
    [InlineData("4111 1111 1110 0031", "4111 11** **** 0031")]
    [InlineData("4111111xxxxx0031", "411111*xxxxx0031")]
    [InlineData("411111**11110031", "411111******0031")]
    [InlineData("6390028880000000010", "639002*********0010")]
    [InlineData("４１１１１１１１１１１０００３１", "４１１１１１******００３１")]
    public void Of_a_card_no_more_than_six_and_four_digits_are_kept_whatever_the_gateway_shows(string said, string kept) =>
        Assert.Equal(kept, Read(ApiFamily.Api, $"<GetState Success=\"True\" State=\"Charged\" PANMask=\"{said}\"/>").MaskedPan);

    [Fact]
    public void What_else_the_gateway_tells_is_kept_within_bounds_and_without_a_card()
    {
        var many = string.Concat(Enumerable.Range(0, 100).Select(i => $"<AddInfo Key=\"K{i}\" Value=\"V{i}\"/>"));
        var info = Read(ApiFamily.Api, $"""
            <GetState Success="True" State="Charged">
              <AddInfo Key="BankHumanName" Value="Bank &amp; Sons"/><Other Key="a" Value="b"/>
              <AddInfo Key="Pan" Value="4111111111100031 or 4111-1111-1110-0031"/><AddInfo Key="Rrn" Value="003770024290"/>
              <AddInfo Key="Long" Value="{new string('x', 1000)}"/><AddInfo Key="" Value="b"/><AddInfo Value="b"/>
              <AddInfo Key="Deep" Value="1"><AddInfo Key="Deeper" Value="2"/></AddInfo>{many}
            </GetState>
            """).AddInfo;

        Assert.Equal(32, info.Count);
        Assert.Equal(new AddInfo("BankHumanName", "Bank & Sons"), info[0]);
        Assert.Equal(new AddInfo("Pan", "411111******0031 or 4111-11**-****-0031"), info[1]);
        Assert.Equal(new AddInfo("Rrn", "003770024290"), info[2]);
        Assert.Equal(256, info[3].Value.Length);
        Assert.Equal(new AddInfo("Deep", "1"), info[4]);
        Assert.Equal(new AddInfo("K0", "V0"), info[5]);
    }

    [Fact]
    public void A_terminal_with_the_digits_of_a_card_is_masked()
    {
        var standing = Read(ApiFamily.Api, "<GetState Success=\"True\" State=\"Charged\" RRN=\"4111111111100031\" MerchantContract=\"4111111111100031\" FinalTerminal=\"4111111111100031\"/>");
        Assert.All([standing.Rrn, standing.MerchantContract, standing.FinalTerminal], text => Assert.Equal("411111******0031", text));
    }

    private static Standing Read(ApiFamily family, string xml, SessionInquiry inquiry = SessionInquiry.GetState)
    {
        var row = CommandTable.InquiryOf(family, inquiry);
        var (standing, failure) = ResponseParser.ReadStanding(new Asked(row, GatewayUnderTest.Account, GatewayUnderTest.Order), Encoding.UTF8.GetBytes(xml));
        Assert.Null(failure);
        return standing!;
    }
}
