using PaytureActors.Domain.Orders;
using static PaytureActors.Domain.Tests.Orders.Given;

namespace PaytureActors.Domain.Tests.Orders;

public sealed class JudgeTests
{
    private static readonly TimeSpan Early = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(91);
    private static readonly TimeSpan Late = TimeSpan.FromHours(25);

    public static TheoryData<Operation, GatewayState, long?, Verdict, Verdict> Table() => new()
    {
        // what was asked      what the gateway shows               amount  early               after the quiet period
        { Operation.Block, GatewayState.Authorized, 3, Verdict.Applied, Verdict.Applied },
        { Operation.Block, GatewayState.Authorized, 2, Verdict.Undecided, Verdict.Contradiction },
        { Operation.Block, GatewayState.Voided, 3, Verdict.AppliedThenReleased, Verdict.AppliedThenReleased },
        { Operation.Block, GatewayState.NotFound, null, Verdict.Undecided, Verdict.NotApplied },
        { Operation.Block, GatewayState.Rejected, 3, Verdict.Declined, Verdict.Declined },
        { Operation.Block, GatewayState.PreAuthorized3DS, 3, Verdict.Undecided, Verdict.Expired },
        { Operation.Block, GatewayState.New, 3, Verdict.Undecided, Verdict.Undecided },
        { Operation.Block, GatewayState.Charged, 3, Verdict.Undecided, Verdict.Contradiction },
        { Operation.Block, GatewayState.Unrecognized, 3, Verdict.Undecided, Verdict.Contradiction },
        { Operation.Pay, GatewayState.Charged, 3, Verdict.Applied, Verdict.Applied },
        { Operation.Pay, GatewayState.Charged, 2, Verdict.Undecided, Verdict.Contradiction },
        { Operation.Pay, GatewayState.NotFound, null, Verdict.Undecided, Verdict.NotApplied },
        { Operation.Pay, GatewayState.Authorized, 3, Verdict.Undecided, Verdict.Contradiction },
        { Operation.Charge, GatewayState.Charged, 3, Verdict.Applied, Verdict.Applied },
        { Operation.Charge, GatewayState.Charged, 2, Verdict.Undecided, Verdict.Contradiction },
        { Operation.Charge, GatewayState.Authorized, 3, Verdict.Undecided, Verdict.NotApplied },
        { Operation.Charge, GatewayState.Voided, 3, Verdict.Overtaken, Verdict.Overtaken },
        { Operation.Charge, GatewayState.AuthorizationClosed, 3, Verdict.Overtaken, Verdict.Overtaken },
        { Operation.Charge, GatewayState.NotFound, null, Verdict.Undecided, Verdict.Undecided },
        { Operation.Charge, GatewayState.Refunded, 3, Verdict.Undecided, Verdict.Contradiction },
        { Operation.Unblock, GatewayState.Voided, 3, Verdict.Applied, Verdict.Applied },
        { Operation.Unblock, GatewayState.Authorized, 3, Verdict.Undecided, Verdict.NotApplied },
        { Operation.Unblock, GatewayState.Charged, 3, Verdict.Overtaken, Verdict.Overtaken },
        { Operation.Unblock, GatewayState.AuthorizationClosed, 3, Verdict.Overtaken, Verdict.Overtaken },
        { Operation.Charge, GatewayState.Pending, null, Verdict.Pending, Verdict.Pending },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void A_standing_is_compared_by_operation_state_and_amount(
        Operation operation, GatewayState state, long? amount, Verdict early, Verdict quiet)
    {
        var attempt = new Attempt(new(1), new("key"), operation, Kopecks(3), Now, Now + Policy.SendBy, null);
        Assert.Equal(early, Judge(attempt, state, amount, Early));
        Assert.Equal(quiet, Judge(attempt, state, amount, Quiet));
    }

    [Theory]
    [InlineData(2, GatewayState.Charged, 1L, Verdict.Applied, Verdict.Applied, Verdict.Applied)]
    [InlineData(2, GatewayState.Charged, 3L, Verdict.Undecided, Verdict.NotApplied, Verdict.NotApplied)]
    [InlineData(1, GatewayState.Charged, 2L, Verdict.Applied, Verdict.Applied, Verdict.Applied)]
    [InlineData(1, GatewayState.Charged, 3L, Verdict.Undecided, Verdict.Undecided, Verdict.NotApplied)]
    [InlineData(1, GatewayState.Charged, 4L, Verdict.Undecided, Verdict.Undecided, Verdict.Contradiction)]
    [InlineData(1, GatewayState.Charged, 1L, Verdict.Undecided, Verdict.Contradiction, Verdict.Contradiction)]
    [InlineData(3, GatewayState.Refunded, 3L, Verdict.Applied, Verdict.Applied, Verdict.Applied)]
    [InlineData(1, GatewayState.Authorized, 3L, Verdict.Undecided, Verdict.Undecided, Verdict.Contradiction)]
    public void A_refund_is_judged_by_what_is_left(long amount, GatewayState state, long left, Verdict early, Verdict quiet, Verdict late)
    {
        var attempt = new Attempt(new(1), new("key"), Operation.Refund, Kopecks(amount), Now, Now + Policy.SendBy, new(Kopecks(3), Kopecks(3 - amount)));
        Assert.Equal(early, Judge(attempt, state, left, Early));
        Assert.Equal(quiet, Judge(attempt, state, left, Quiet));
        Assert.Equal(late, Judge(attempt, state, left, Late));
    }

    [Fact]
    public void Nothing_is_judged_as_not_applied_while_its_call_is_open()
    {
        var attempt = new Attempt(new(1), new("key"), Operation.Block, Kopecks(3), Now, Now + Policy.SendBy, null);
        Assert.Equal(Verdict.Undecided, OrderJudge.Judge(attempt, Standing.NotFound, new(Now + Quiet, Quiet, CallOpen: true), Policy));
    }

    [Fact]
    public void The_horizon_needs_a_quiet_period_of_this_incarnation_as_well()
    {
        var attempt = new Attempt(new(1), new("key"), Operation.Refund, Kopecks(1), Now, Now + Policy.SendBy, new(Kopecks(3), Kopecks(2)));
        Assert.Equal(Verdict.Undecided, OrderJudge.Judge(attempt, new(GatewayState.Charged, Kopecks(3)), new(Now + Late, Early, false), Policy));
    }

    [Theory]
    [InlineData(1, 3, false)]
    [InlineData(1, 2, false)]
    [InlineData(2, 3, true)]
    [InlineData(3, 3, true)]
    public void A_refund_is_guarded_when_it_leaves_too_little_for_a_second_one(long amount, long before, bool guarded) =>
        Assert.Equal(guarded, new Attempt(new(1), new("k"), Operation.Refund, Kopecks(amount), Now, Now, new(Kopecks(before), Kopecks(before - amount))).IsGuarded);

    private static Verdict Judge(Attempt attempt, GatewayState state, long? amount, TimeSpan after) => OrderJudge.Judge(
        attempt, new(state, amount is { } kopecks ? Kopecks(kopecks) : null), new(Now + after, after, CallOpen: false), Policy);
}
