using PaytureActors.TestKit.Gateway;

namespace PaytureActors.TestKit.Tests.Gateway;

/// <summary>A payment belongs to the interface that opened it: the others may read it, and change nothing (INF from "any other combination").</summary>
public sealed class FamilyTests
{
    private const string User = "VWUserLgn=anna;VWUserPsw=secret";

    private readonly Wire _wire = new();

    public FamilyTests() => _wire.SayTo("vwapi/Register", ("DATA", User));

    public static TheoryData<string, string, string> Strangers()
    {
        string[] families = ["api", "apim", "vwapi"];
        var cases = new TheoryData<string, string, string>();
        foreach (var opened in families.Append("vwapi page"))
        {
            foreach (var other in families.Where(family => family != opened.Split(' ')[0]))
            {
                foreach (var command in (string[])["Charge", "Unblock", "Refund"])
                    cases.Add(opened, other, command);
            }
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Strangers))]
    public void Another_familys_payment_is_no_business_of_a_command(string opened, string other, string command)
    {
        Open(opened);
        if (command == "Refund")
            Assert.Contains("Success=\"True\"", Later(opened.Split(' ')[0], "Charge"), StringComparison.Ordinal);
        var (before, effects) = (_wire.State(), _wire.Gateway.Effects(Wire.Order).Count);

        Assert.Contains("ErrCode=\"ILLEGAL_ORDER_STATE\"", Later(other, command), StringComparison.Ordinal);
        Assert.Equal((before, effects), (_wire.State(), _wire.Gateway.Effects(Wire.Order).Count));

        Assert.Contains("Success=\"True\"", Later(opened.Split(' ')[0], command), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("api")]
    [InlineData("apim")]
    [InlineData("vwapi")]
    [InlineData("vwapi page")]
    public void A_challenge_is_completed_by_the_family_that_asked(string opened)
    {
        Open(opened, TestCards.Challenge);
        var (md, paRes) = _wire.Gateway.ThreeDSecureResult(Wire.Order, passes: true);
        if (opened != "api")
            Assert.Contains("ILLEGAL_ORDER_STATE", _wire.Say("Block3DS", ("OrderId", Wire.Order), ("PaRes", paRes)), StringComparison.Ordinal);
        if (!opened.StartsWith("vwapi", StringComparison.Ordinal))
            Assert.Contains("ILLEGAL_ORDER_STATE", _wire.SayTo("vwapi/PaySubmit3DS", ("MD", md), ("PaRes", paRes)), StringComparison.Ordinal);
        Assert.Equal("PreAuthorized3DS", _wire.State());

        if (opened == "api")
            _wire.Say("Block3DS", ("OrderId", Wire.Order), ("PaRes", paRes));
        else if (opened == "vwapi")
            _wire.SayTo("vwapi/PaySubmit3DS", ("MD", md), ("PaRes", paRes));
        else
            _wire.Gateway.CustomerAuthenticates(Wire.Order, passes: true);
        Assert.Equal("Authorized", _wire.State());
    }

    [Fact]
    public void A_session_of_another_family_takes_no_merchant_side_payment()
    {
        _wire.SayTo("apim/Init", ("Data", "SessionType=Block;OrderId=order-1;Amount=300"));
        var answer = _wire.SayTo("vwapi/Pay", ("DATA", $"{User};CardId=FreePay;OrderId=order-1;Amount=300;{WalletCard(TestCards.Success)}"));
        Assert.Contains("DUPLICATE_ORDER_ID", answer, StringComparison.Ordinal);
        Assert.Empty(_wire.Gateway.Effects(Wire.Order));
    }

    [Fact] // Nothing says that reading is a family's own; an order that was opened elsewhere is adopted by what is read.
    public void Every_family_may_read()
    {
        Open("api");
        Assert.All((string[])["api/GetState", "apim/GetState", "vwapi/GetState", "apim/PayStatus"],
            path => Assert.Contains("Authorized", _wire.SayTo(path, ("OrderId", Wire.Order)), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_command_that_hangs_is_refused_to_a_stranger_as_well()
    {
        Open("apim");
        _wire.Gateway.Faults = new FaultScript().OnAny("Charge", new Fault.Pending(TimeSpan.FromMinutes(1), Succeeds: true));
        var answer = Wire.Body(await _wire.SayAsync("Charge", ("OrderId", Wire.Order)));
        Assert.Contains("ILLEGAL_ORDER_STATE", answer, StringComparison.Ordinal);
        _wire.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal("Authorized", _wire.State());
    }

    private void Open(string how, string card = TestCards.Success)
    {
        switch (how)
        {
            case "api":
                _wire.Block(card: Wire.Card(card));
                break;
            case "vwapi":
                _wire.SayTo("vwapi/Pay", ("DATA", $"{User};SessionType=Block;CardId=FreePay;OrderId=order-1;Amount=300;{WalletCard(card)}"));
                break;
            case "apim":
                _wire.SayTo("apim/Init", ("Data", "SessionType=Block;OrderId=order-1;Amount=300"));
                _wire.Gateway.CustomerPays(Wire.Order, card);
                break;
            default:
                _wire.SayTo("vwapi/Init", ("DATA", $"{User};SessionType=Block;OrderId=order-1;Amount=300"));
                _wire.Gateway.CustomerPays(Wire.Order, card);
                break;
        }
    }

    private static string WalletCard(string number) => $"CardNumber={number};EMonth=12;EYear=30;CardHolder=ANNA KOVAL;SecureCode=123";

    private string Later(string family, string command) => family == "vwapi" && command == "Refund"
        ? _wire.SayTo("vwapi/Refund", ("DATA", "OrderId=order-1;Amount=100;Password=123"))
        : _wire.SayTo($"{family}/{command}", ("OrderId", Wire.Order), ("Password", "123"));
}
