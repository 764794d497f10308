using System.Text;
using PaytureActors.Domain;

namespace PaytureActors.Gateway.Tests;

/// <summary>3-D Secure 1: the challenge that comes back, and how its result is said.</summary>
public sealed class ThreeDSecureTests
{
    private const string Challenge =
        "<Pay OrderId=\"order-42\" Key=\"ShopTerm7\" Success=\"3DS\" Amount=\"258900\" ACSUrl=\"https://acs.example/a?b=1&amp;c=2\" PaReq=\"eJxV+a/b==\" ThreeDSKey=\"8b1c-42 \"/>";

    [Fact]
    public void A_challenge_is_handed_on_with_its_form_and_known_again_by_its_hash()
    {
        var (outcome, form) = Read(Challenge);

        Assert.Equal(new GatewayOutcome.ChallengeRequired("https://acs.example/a?b=1&c=2", ChallengeForm.HashOf("8b1c-42")), outcome);
        Assert.Equal("https://acs.example/a?b=1&c=2", form!.AcsUrl);
        Assert.Equal("eJxV+a/b==", form.PaReq.Reveal(text => text));
        Assert.Equal("8b1c-42", form.Md.Reveal(text => text)); // The sample of an official client ends in a blank.
        Assert.Equal("Challenge form", form.ToString());
        Assert.DoesNotContain("8b1c-42", outcome.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ACSUrl=\"https://acs.example/a?b=1&amp;c=2\" ", "")]
    [InlineData("PaReq=\"eJxV+a/b==\" ", "")]
    [InlineData("ThreeDSKey=\"8b1c-42 \"", "")]
    [InlineData("8b1c-42 ", "  ")]
    [InlineData("eJxV+a/b==", "")]
    [InlineData("https://acs.example/a?b=1&amp;c=2", "javascript:alert(1)")]
    [InlineData("https://acs.example/a?b=1&amp;c=2", "/acs")]
    public void A_challenge_with_a_part_missing_is_lost(string part, string instead) => Assert.Equal(
        new CallResult(new GatewayOutcome.Unknown(UnknownReason.LostChallenge)), Read(Challenge.Replace(part, instead, StringComparison.Ordinal)));

    [Fact]
    public void A_challenge_with_an_error_is_a_contradiction() => Assert.Equal(
        new CallResult(new GatewayOutcome.Unknown(UnknownReason.Malformed)),
        Read(Challenge.Replace("Amount=", "ErrCode=\"THREE_DS_FAIL\" Amount=", StringComparison.Ordinal)));

    [Theory]
    [InlineData(ApiFamily.Api, Operation.Pay, "api/Pay3DS", "Key=ShopTerm7&OrderId=order-42&PaRes=cGFS+ZXM/=")]
    [InlineData(ApiFamily.Api, Operation.Block, "api/Block3DS", "Key=ShopTerm7&OrderId=order-42&PaRes=cGFS+ZXM/=")]
    [InlineData(ApiFamily.AndroidPay, Operation.Pay, "api/Pay3DS", "Key=ShopTerm7&OrderId=order-42&PaRes=cGFS+ZXM/=")]
    [InlineData(ApiFamily.EWallet, Operation.Pay, "vwapi/PaySubmit3DS", "MD=md-1&PaRes=cGFS+ZXM/=")]
    [InlineData(ApiFamily.EWallet, Operation.Block, "vwapi/PaySubmit3DS", "MD=md-1&PaRes=cGFS+ZXM/=")]
    public void A_result_is_said_as_its_family_has_it(ApiFamily family, Operation leadsTo, string path, string form)
    {
        var request = Requests.Of(Operation.CompleteChallenge, family) with { LeadsTo = leadsTo, Amount = null };

        Assert.Equal(path, CommandTable.Find(family, Operation.CompleteChallenge, leadsTo)!.Path);
        Assert.Equal(form, WireForm.Text(WireForm.Encode(request, new Instrument.ThreeDSecureResult(" md-1 ", "cGFS+ZXM/="))));
    }

    [Theory]
    [InlineData("<Pay3DS Success=\"True\" OrderId=\"order-42\" Amount=\"258900\"/>")]
    [InlineData("<Pay Success=\"True\" OrderId=\"order-42\" Amount=\"258900\"/>")] // "Equals the answer to Pay": that may mean its name, too.
    public void The_answer_to_a_result_may_have_either_name(string xml) => Assert.Equal(
        new CallResult(new GatewayOutcome.Approved(Money.Kopecks(258_900), null)), Read(xml, GatewayCommand.Pay3DS));

    [Fact]
    public async Task A_challenge_goes_over_the_wire_and_back()
    {
        (string Head, string Body) request = ("", "");
        await using var server = new RawServer(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.AnswerAsync(Challenge);
            request = await connection.ReadRequestAsync();
            await connection.AnswerAsync("<Pay3DS Success=\"True\" OrderId=\"order-42\" Amount=\"258900\"/>");
        });
        using var gateway = new GatewayUnderTest(server.Host);

        var paid = await Eventually.Within(gateway.Gateway.CallAsync(gateway.Request(Operation.Pay), GatewayUnderTest.Card(), CancellationToken.None));
        var completed = await Eventually.Within(gateway.Gateway.CallAsync(
            gateway.Request(Operation.CompleteChallenge) with { LeadsTo = Operation.Pay },
            paid.Form!.Md.Reveal(md => new Instrument.ThreeDSecureResult(md, "cGFSZXM+\r\n/w==")),
            CancellationToken.None));

        Assert.IsType<GatewayOutcome.ChallengeRequired>(paid.Outcome);
        Assert.Equal(new CallResult(new GatewayOutcome.Approved(Money.Kopecks(258_900), null)), completed);
        Assert.StartsWith("POST /api/Pay3DS ", request.Head, StringComparison.Ordinal);
        Assert.Equal("Key=ShopTerm7&OrderId=order-42&PaRes=cGFSZXM%2B%0D%0A%2Fw%3D%3D", request.Body);
    }

    private static CallResult Read(string xml, GatewayCommand command = GatewayCommand.Pay) => ResponseParser.ReadCall(
        new Asked(CommandTable.Rows[(ApiFamily.Api, command)], GatewayUnderTest.Account, GatewayUnderTest.Order), Encoding.UTF8.GetBytes(xml));
}
