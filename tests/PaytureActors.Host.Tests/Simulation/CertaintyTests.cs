using PaytureActors.Domain;
using PaytureActors.Domain.Orders;
using PaytureActors.Host.Simulation;
using PaytureActors.TestKit.Auditing;
using static PaytureActors.TestKit.Tests.Auditing.SettledOrder;

namespace PaytureActors.Host.Tests.Simulation;

public sealed class CertaintyTests
{
    private static readonly Standing Held = new(GatewayState.Authorized, Rub(300));

    [Fact]
    public void An_answer_ends_no_doubt() => Assert.Empty(Certainty.Of(Good, [], Policy));

    [Fact]
    public void An_applied_doubt_is_measured_from_the_moment_that_it_was_known()
    {
        var doubt = Single(Applied(known: 60, settled: 63, effect: 0));

        Assert.Equal((DoubtKind.Applied, 3), (doubt.Kind, doubt.Took.TotalSeconds));
    }

    [Fact]
    public void An_applied_doubt_is_measured_from_a_later_effect() => Assert.Equal(5, Single(Applied(known: 60, settled: 70, effect: 65)).Took.TotalSeconds);

    [Fact]
    public void A_doubt_that_a_crash_left_is_known_from_the_crash()
    {
        var order = With(Request(1, BlockKey, Operation.Block, 300), Approved(1, Blocked, Held, 50)) with { Effects = [Effect(1, Operation.Block, 300, 1)] };

        Assert.Equal(10, Single(order, At(40)).Took.TotalSeconds);
    }

    [Fact]
    public void What_the_gateway_had_pending_is_a_kind_of_its_own()
    {
        var order = With(
            Request(1, BlockKey, Operation.Block, 300), Unknown(1, 1), new OrderEvent.PendingSeen(new AttemptId(1), At(2)), Approved(1, Blocked, Held, 1000));

        Assert.Equal(DoubtKind.Late, Single(order with { Effects = [Effect(1, Operation.Block, 300, 900)] }).Kind);
    }

    [Fact]
    public void What_came_after_the_quiet_period_is_of_the_same_kind() =>
        Assert.Equal((DoubtKind.Late, 600), (Single(Applied(known: 60, settled: 1600, effect: 1000)).Kind, Single(Applied(known: 60, settled: 1600, effect: 1000)).Took.TotalSeconds));

    [Fact]
    public void What_was_not_applied_is_measured_from_the_end_of_the_quiet_period()
    {
        var order = With(Request(1, BlockKey, Operation.Block, 300), Unknown(1, 60), NotApplied(1, 92, null));

        Assert.Equal((DoubtKind.NotApplied, 2), (Single(order).Kind, Single(order).Took.TotalSeconds));
        Assert.Equal(0, Single(order, At(2)).Took.TotalSeconds);
    }

    [Fact]
    public void Not_there_that_was_believed_within_the_quiet_period_is_found()
    {
        var order = With(Request(1, BlockKey, Operation.Block, 300), Unknown(1, 60), NotApplied(1, 89, null));
        var soon = new AuditTrail(Policy, []);
        var soonAfterCrash = new AuditTrail(Policy, [At(50)]);
        var inTime = new AuditTrail(Policy, []);
        soon.Add(order);
        soonAfterCrash.Add(With(Request(1, BlockKey, Operation.Block, 300), NotApplied(1, 92, null)));
        inTime.Add(With(Request(1, BlockKey, Operation.Block, 300), Unknown(1, 60), NotApplied(1, 91, null)));

        Assert.Contains(soon.Violations, violation => violation.Promise is Promise.InTime);
        Assert.Contains(soonAfterCrash.Violations, violation => violation.Promise is Promise.InTime);
        Assert.DoesNotContain(inTime.Violations, violation => violation.Promise is Promise.InTime);
    }

    [Fact]
    public void A_refund_that_could_be_doubled_and_was_given_up_before_the_horizon_is_found()
    {
        var trail = new AuditTrail(Policy, []);
        trail.Add(With([.. Events[..6], Unknown(3, 60), NotApplied(3, 3600, At(3600))]));

        Assert.Contains(trail.Violations, violation => violation.Promise is Promise.InTime);
    }

    [Fact]
    public void A_refund_that_could_be_doubled_is_measured_from_the_horizon()
    {
        var end = (Policy.SendBy + Policy.Horizon).TotalSeconds + 7;
        var order = With([.. Events[..6], Unknown(3, 60), NotApplied(3, end, At(end))]);

        var doubt = Single(order);

        Assert.Equal((DoubtKind.Unguarded, 7), (doubt.Kind, doubt.Took.TotalSeconds));
    }

    [Fact] // The gateway may work on it for longer than the horizon, and nothing tells when that ended.
    public void Of_a_refund_that_was_pending_it_is_only_seen_that_it_was_not_given_up_too_soon()
    {
        var pending = new OrderEvent.PendingSeen(new AttemptId(3), At(61));
        var late = (Policy.SendBy + Policy.Horizon).TotalSeconds + 40_000;

        Assert.Empty(Certainty.Of(With([.. Events[..6], Unknown(3, 60), pending, NotApplied(3, late, At(late))]), [], Policy));
        Assert.True(Single(With([.. Events[..6], Unknown(3, 60), pending, NotApplied(3, 3600, At(3600))])).Took < TimeSpan.Zero);
    }

    [Fact]
    public void A_refund_that_cannot_be_doubled_is_measured_from_the_end_of_the_quiet_period()
    {
        var order = With([.. Events[..5], Request(3, RefundKey, Operation.Refund, 150, new Fence(Rub(200), Rub(50))), Unknown(3, 60), NotApplied(3, 91, At(91))]);

        Assert.Equal(DoubtKind.NotApplied, Single(order).Kind);
    }

    [Fact]
    public void Ninety_nine_of_a_hundred_values_do_not_exceed_their_percentile()
    {
        TimeSpan[] values = [.. Enumerable.Range(1, 100).Select(i => TimeSpan.FromSeconds(i))];

        Assert.Equal(99, Certainty.Percentile(values, 0.99).TotalSeconds);
        Assert.Equal(50, Certainty.Percentile(values, 0.5).TotalSeconds);
        Assert.Equal(100, Certainty.Percentile(values, 1).TotalSeconds);
        Assert.Equal(TimeSpan.Zero, Certainty.Percentile([], 0.99));
    }

    [Fact]
    public void Doubts_that_last_too_long_break_a_promise_once_they_are_many()
    {
        var few = new AuditTrail(Policy, []);
        var many = new AuditTrail(Policy, []);
        var slow = Applied(known: 1, settled: 70, effect: 1);
        few.Add(slow);
        for (var i = 0; i < AuditTrail.FewestDoubts; i++)
            many.Add(slow);

        Assert.Empty(few.Violations);
        Assert.Equal(Promise.InTime, Assert.Single(many.Violations).Promise);
        Assert.Contains(many.Stories, story => story.Violation.Promise is Promise.InTime && story.Story.Length > 0);
    }

    [Theory]
    [InlineData(18, true)] // Ten are the goal, and 3 x sqrt(10) more may be chance.
    [InlineData(20, false)]
    public void One_of_a_hundred_may_last_longer_and_chance_may_add_to_that(int late, bool isKept)
    {
        var trail = new AuditTrail(Policy, []);
        for (var i = 0; i < 1_000; i++)
            trail.Add(Applied(known: 1, settled: i < late ? 70 : 2, effect: 1));

        Assert.Equal(isKept, trail.Violations.Count == 0);
    }

    private static OrderRecord Applied(double known, double settled, double effect) =>
        With(Request(1, BlockKey, Operation.Block, 300), Unknown(1, known), Approved(1, Blocked, Held, settled)) with
        {
            Effects = [Effect(1, Operation.Block, 300, effect)],
            Sightings = [],
            Payment = new(TestKit.Gateway.LedgerState.Authorized, Rub(300), Money.Zero, Money.Zero, Rub(300)),
        };

    private static OrderEvent Unknown(int attempt, double seconds) =>
        new OrderEvent.OutcomeUnknown(new AttemptId(attempt), UnknownReason.Timeout, null, null, At(seconds));

    private static OrderEvent NotApplied(int attempt, double seconds, DateTimeOffset? retryAt) =>
        new OrderEvent.NotApplied(new AttemptId(attempt), Standing.NotFound, retryAt, At(seconds));

    private static DoubtEnded Single(OrderRecord order, params DateTimeOffset[] crashes) => Assert.Single(Certainty.Of(order, crashes, Policy));
}
