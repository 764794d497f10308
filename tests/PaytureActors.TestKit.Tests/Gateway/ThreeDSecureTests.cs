using PaytureActors.Domain;
using PaytureActors.TestKit.Gateway;

namespace PaytureActors.TestKit.Tests.Gateway;

public sealed class ThreeDSecureTests
{
    private static readonly string Card = Wire.Card(TestCards.Challenge);

    private readonly FaultScript _script = new();
    private readonly Wire _wire;

    public ThreeDSecureTests() => _wire = new Wire(_script);

    [Theory]
    [InlineData("Pay", "Pay3DS", "Charged", Operation.Pay)]
    [InlineData("Block", "Block3DS", "Authorized", Operation.Block)]
    public void A_customer_who_passes_completes_what_was_begun_and_money_moves_once(string opening, string completion, string state, Operation operation)
    {
        Open(opening);
        Assert.Empty(_wire.Gateway.Effects());

        Assert.Equal($"""<{completion} OrderId="order-1" Key="Merchant" Success="True" Amount="300" />""", Complete(completion));
        Assert.Equal(state, _wire.State());
        Assert.Equal("ILLEGAL_ORDER_STATE", Wire.Attribute(Complete(completion), "ErrCode"));
        Assert.Equal(operation, Assert.Single(_wire.Gateway.Effects()).Operation);
    }

    [Fact]
    public void A_customer_who_does_not_pass_leaves_a_rejected_payment()
    {
        Open("Pay");
        Assert.Equal("""<Pay3DS OrderId="order-1" Key="Merchant" Success="False" ErrCode="THREE_DS_AUTH_ERROR" />""", Complete("Pay3DS", passes: false));
        Assert.Equal("Rejected", _wire.State());
        Assert.Equal("ILLEGAL_ORDER_STATE", Wire.Attribute(Complete("Pay3DS"), "ErrCode"));
    }

    [Fact]
    public void A_PaRes_of_another_order_proves_nothing()
    {
        Open("Pay");
        Open("Pay", "order-2");
        var (_, foreign) = _wire.Gateway.ThreeDSecureResult("order-2", passes: true);

        var answer = _wire.Say("Pay3DS", ("OrderId", Wire.Order), ("PaRes", foreign));

        Assert.Equal("THREE_DS_AUTH_ERROR", Wire.Attribute(answer, "ErrCode"));
        Assert.Equal(("Rejected", "PreAuthorized3DS"), (_wire.State(), _wire.State("order-2")));
    }

    [Theory]
    [InlineData("Pay", "Block3DS")]
    [InlineData("Block", "Pay3DS")]
    public void A_hold_is_not_completed_as_a_payment_nor_the_other_way_round(string opening, string completion)
    {
        Open(opening);
        Assert.Equal("ILLEGAL_ORDER_STATE", Wire.Attribute(Complete(completion), "ErrCode"));
        Assert.Equal("PreAuthorized3DS", _wire.State());
    }

    [Fact]
    public void What_never_asked_for_authentication_is_not_completed()
    {
        Assert.Equal("ORDER_NOT_FOUND", Wire.Attribute(_wire.Say("Pay3DS", ("OrderId", Wire.Order), ("PaRes", "x")), "ErrCode"));
        Assert.Equal("WRONG_PARAMS", Wire.Attribute(_wire.Say("Pay3DS", ("OrderId", Wire.Order)), "ErrCode"));
        _wire.Pay();
        Assert.Equal("ILLEGAL_ORDER_STATE", Wire.Attribute(_wire.Say("Pay3DS", ("OrderId", Wire.Order), ("PaRes", "x")), "ErrCode"));
    }

    [Fact]
    public void Challenges_are_the_same_in_each_run_and_differ_with_seed_and_order()
    {
        var (first, second) = (Open("Pay"), Open("Pay", "order-2"));
        var again = new Wire().Say("Pay", ("OrderId", Wire.Order), ("Amount", "300"), ("PayInfo", Card));
        var elsewhere = new Wire(options: new SimulatedGatewayOptions { Seed = 2 }).Say("Pay", ("OrderId", Wire.Order), ("Amount", "300"), ("PayInfo", Card));

        Assert.Equal(first, again);
        Assert.All(["PaReq", "ThreeDSKey"], name =>
            Assert.Equal(3, new[] { first, second, elsewhere }.Select(answer => Wire.Attribute(answer, name)).Distinct().Count()));
    }

    [Theory]
    [InlineData(true, "Charged", 1)]
    [InlineData(false, "Rejected", 0)]
    public async Task A_completion_can_hang_at_the_bank_like_any_other_command(bool succeeds, string state, int effects)
    {
        Open("Pay");
        _script.OnAny("Pay3DS", new Fault.Pending(TimeSpan.FromMinutes(1), succeeds));
        var (_, paRes) = _wire.Gateway.ThreeDSecureResult(Wire.Order, passes: true);

        var answer = Wire.Body(await _wire.SayAsync("Pay3DS", ("OrderId", Wire.Order), ("PaRes", paRes)));

        Assert.Equal("PROCESSING_TIME_OUT", Wire.Attribute(answer, "ErrCode"));
        Assert.Equal("PendingPay", _wire.State());
        _wire.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(state, _wire.State());
        Assert.Equal(effects, _wire.Gateway.Effects().Count);
    }

    [Fact]
    public async Task A_completion_whose_answer_is_lost_has_its_effect()
    {
        Open("Block");
        _script.OnAny("Block3DS", new Fault.LostAfterEffect(Loss.Reset));
        var (_, paRes) = _wire.Gateway.ThreeDSecureResult(Wire.Order, passes: true);

        Assert.IsType<SimulatedAnswer.AbortConnection>(await _wire.SayAsync("Block3DS", ("OrderId", Wire.Order), ("PaRes", paRes)));
        Assert.Equal("Authorized", _wire.State());
    }

    [Fact]
    public void Who_asks_for_a_result_that_cannot_be_is_told_what_to_do() => Assert.Contains("TestCards.Challenge",
        Assert.Throws<InvalidOperationException>(() => _wire.Gateway.ThreeDSecureResult("nothing", passes: true)).Message, StringComparison.Ordinal);

    private string Open(string command, string order = Wire.Order) =>
        _wire.Say(command, ("OrderId", order), ("Amount", "300"), ("PayInfo", Card));

    private string Complete(string command, bool passes = true) =>
        _wire.Say(command, ("OrderId", Wire.Order), ("PaRes", _wire.Gateway.ThreeDSecureResult(Wire.Order, passes).PaRes));
}
