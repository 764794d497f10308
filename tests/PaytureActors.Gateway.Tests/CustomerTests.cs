using System.Text;
using PaytureActors.Domain;
using PaytureActors.Domain.Customers;

namespace PaytureActors.Gateway.Tests;

/// <summary>Answers about eWallet customers and their cards, and the way over the wire.</summary>
public sealed class CustomerTests
{
    private const string Cards = """
        <GetList Success="True" VWUserLgn="Anna@example.com">
          <Item CardName="411111xxxxxx1112" CardId="f224dd93-ac8c-3025-65dd-963c5b3fc0cc" CardHolder="ANNA KOVAL" Status="IsActive" NoCVV="false" Expired="False" />
          <Item CardName="5218851946955484" CardId="0a24dd93-ac8c-3025-65dd-963c5b3fc0cc" Status="NotActive" NoCVV="true" Expired="True" New="x" />
          <Item />
        </GetList>
        """;

    private static readonly GatewayOutcome Done = new GatewayOutcome.Approved(null, null);

    [Fact]
    public void Cards_are_listed_and_their_numbers_masked_again()
    {
        var result = Read(CustomerOperation.GetList, Cards.ReplaceLineEndings("\r\n"));

        Assert.Equal(Done, result.Outcome);
        Assert.Equal(
            [
                new StoredCard("f224dd93-ac8c-3025-65dd-963c5b3fc0cc", "411111xxxxxx1112", "IsActive") { CardHolder = "ANNA KOVAL" },
                new StoredCard("0a24dd93-ac8c-3025-65dd-963c5b3fc0cc", "521885******5484", "NotActive") { NoCvv = true, Expired = true },
            ],
            result.Cards);
        Assert.Equal([true, false], result.Cards.Select(card => card.IsActive));
    }

    [Fact]
    public void A_customer_without_cards_has_one_item_with_nothing_in_it()
    {
        var result = Read(CustomerOperation.GetList, "<GetList Success=\"True\" VWUserLgn=\"anna@example.com\">\r\n  <Item />\r\n</GetList>");
        Assert.Equal((Done, 0), (result.Outcome, result.Cards.Count));
    }

    [Theory]
    [InlineData(CustomerOperation.Register, "<Register Success=\"True\" VWUserLgn=\"anna@example.com\" />")]
    [InlineData(CustomerOperation.Update, "<Update Success=\"True\" VWUserLgn=\"anna@example.com\" />")]
    [InlineData(CustomerOperation.Check, "<Check Success=\"True\" VWUserLgn=\"anna@example.com\" />")]
    [InlineData(CustomerOperation.Delete, "<Delete Success=\"True\" VWUserLgn=\"anna@example.com\" />")]
    [InlineData(CustomerOperation.Remove, "<Remove Success=\"True\" VWUserLgn=\"anna@example.com\" CardId=\"x\" />")]
    [InlineData(CustomerOperation.Activate, "<Activate Success=\"True\" VWUserLgn=\"anna@example.com\" CardId=\"x\" />")]
    [InlineData(CustomerOperation.SendCode, "<SendCode Success=\"True\" VWUserLgn=\"anna@example.com\" Amount=\"500\" OrderId=\"order-42\" />")]
    public void A_yes_is_a_yes(CustomerOperation operation, string xml) => Assert.Equal(Done, Read(operation, xml).Outcome);

    [Theory]
    [InlineData("DUPLICATE_USER", ErrorClass.StateConflict)]
    [InlineData("DUPLICATE_CUSTOMER", ErrorClass.StateConflict)]
    [InlineData("USER_NOT_FOUND", ErrorClass.BadRequest)]
    [InlineData("CUSTOMER_NOT_FOUND", ErrorClass.BadRequest)]
    public void A_no_has_its_class_in_the_old_and_the_new_spelling(string code, ErrorClass @class) => Assert.Equal(
        @class,
        Assert.IsType<GatewayOutcome.Refused>(Read(CustomerOperation.Register, $"<Register Success=\"False\" VWUserLgn=\"anna@example.com\" ErrCode=\"{code}\" />").Outcome).Refusal.Class);

    [Fact]
    public void A_stored_card_has_an_id_and_a_masked_number()
    {
        var result = Read(CustomerOperation.Add, "<Add VWUserLgn=\"\" Success=\"True\" CardName=\"411111xxxxxx1112\" CardId=\"f224dd93-ac8c-3025-65dd-963c5b3fc0cc\" />");
        Assert.Equal((Done, "f224dd93-ac8c-3025-65dd-963c5b3fc0cc", "411111xxxxxx1112"), (result.Outcome, result.CardId, result.CardName));
        Assert.Equal(result, Read(CustomerOperation.AddSubmit3DS, "<Add Success=\"True\" CardName=\"411111xxxxxx1112\" CardId=\"f224dd93-ac8c-3025-65dd-963c5b3fc0cc\" />"));
    }

    [Fact]
    public void Adding_a_card_may_ask_for_3D_Secure()
    {
        var result = Read(CustomerOperation.Add, "<Add VWUserLgn=\"anna@example.com\" Success=\"3DS\" ACSUrl=\"https://acs.example\" PaReq=\"eJ\" ThreeDSKey=\"key \"/>");
        Assert.Equal(new GatewayOutcome.ChallengeRequired("https://acs.example", ChallengeForm.HashOf("key")), result.Outcome);
        Assert.Equal("key", result.Form!.Md.Reveal(md => md));

        Assert.Equal(
            new GatewayOutcome.Unknown(UnknownReason.LostChallenge), Read(CustomerOperation.Add, "<Add Success=\"3DS\" ACSUrl=\"https://acs.example\"/>").Outcome);
        Assert.Equal(
            new GatewayOutcome.Unknown(UnknownReason.Malformed),
            Read(CustomerOperation.Activate, "<Activate Success=\"3DS\" ACSUrl=\"https://acs.example\" PaReq=\"eJ\" ThreeDSKey=\"key\"/>").Outcome);
    }

    [Fact]
    public void A_page_for_adding_a_card_has_the_path_of_Add() => Assert.Equal(
        new GatewayOutcome.SessionOpened("36a02faf", "https://sandbox3.payture.com/vwapi/Add?SessionId=36a02faf"),
        Read(CustomerOperation.InitAdd, "<Init Success=\"True\" Amount=\"0\" SessionId=\"36a02faf\" SessionType=\"Add\"/>").Outcome);

    [Theory]
    [InlineData("<Check Success=\"True\" VWUserLgn=\"boris\"/>", UnknownReason.OtherOrder)]
    [InlineData("<Register Success=\"True\" VWUserLgn=\"anna@example.com\"/>", UnknownReason.Malformed)]
    [InlineData("<Check VWUserLgn=\"anna@example.com\"/>", UnknownReason.Malformed)]
    public void An_answer_to_something_else_is_none(string xml, UnknownReason reason) =>
        Assert.Equal(new GatewayOutcome.Unknown(reason), Read(CustomerOperation.Check, xml).Outcome);

    [Fact]
    public async Task A_customers_command_leaves_once_and_a_question_may_be_asked_again()
    {
        await using var server = new RawServer(async connection =>
        {
            while (true)
            {
                var (head, _) = await connection.ReadRequestAsync();
                await connection.AnswerAsync(head.Contains("vwapi/GetList", StringComparison.Ordinal) ? Cards : "<nothing/>");
            }
        });
        using var gateway = new GatewayUnderTest(server.Host);

        Task<CustomerResult> Call(CustomerOperation operation) => gateway.Gateway.CallCustomerAsync(
            Requests.Of(operation) with { SendBy = gateway.Time.GetUtcNow() + TimeSpan.FromSeconds(10) },
            Requests.InstrumentOf(operation),
            CancellationToken.None);

        Assert.Equal(2, (await Eventually.Within(Call(CustomerOperation.GetList))).Cards.Count);
        Assert.Equal(new GatewayOutcome.Unknown(UnknownReason.Malformed), (await Eventually.Within(Call(CustomerOperation.Add))).Outcome);
        Assert.Equal(1, server.CountOf("vwapi/Add"));

        gateway.Time.Advance(TimeSpan.FromSeconds(11));
        var late = Requests.Of(CustomerOperation.Remove) with { SendBy = gateway.Time.GetUtcNow() - TimeSpan.FromSeconds(1) };
        Assert.Equal(
            new CustomerResult(new GatewayOutcome.NotSent(NotSentReason.SendByPassed)),
            await Eventually.Within(gateway.Gateway.CallCustomerAsync(late, Requests.InstrumentOf(CustomerOperation.Remove), CancellationToken.None)));
        Assert.Equal(0, server.CountOf("vwapi/Remove"));
    }

    private static CustomerResult Read(CustomerOperation operation, string xml) => ResponseParser.ReadCustomer(
        new Asked(CommandTable.Of(operation), GatewayUnderTest.Account, GatewayUnderTest.Order) { Login = Requests.Login, Page = GatewayCommand.Add },
        Encoding.UTF8.GetBytes(xml));
}
