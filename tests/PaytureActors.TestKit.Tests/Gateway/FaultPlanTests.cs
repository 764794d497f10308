using PaytureActors.TestKit.Gateway;

namespace PaytureActors.TestKit.Tests.Gateway;

public sealed class FaultPlanTests
{
    private const int Calls = 100_000;

    [Fact]
    public void The_same_seed_gives_the_same_call_the_same_fault_whatever_the_threads_do()
    {
        var (one, other) = (FaultPlan.Heavy(17), FaultPlan.Heavy(17));
        var forwards = CallsOf("Charge").Select(one.Next).ToArray();
        var backwards = new Fault[Calls];
        Parallel.For(0, Calls, i => backwards[Calls - 1 - i] = other.Next(CallsOf("Charge", Calls - i).First()));

        Assert.Equal(forwards, backwards);
    }

    [Fact]
    public void Another_seed_another_order_another_command_or_another_call_draws_anew()
    {
        var plan = FaultPlan.Heavy(1);
        var faults = CallsOf("Charge").Select(plan.Next).ToArray();

        Assert.NotEqual(faults, CallsOf("Charge").Select(FaultPlan.Heavy(2).Next));
        Assert.NotEqual(faults, CallsOf("Refund").Select(plan.Next));
        Assert.NotEqual(faults, CallsOf("Charge").Select(call => plan.Next(call with { Ordinal = 2 })));
        Assert.NotEqual(faults, CallsOf("Charge").Select(call => plan.Next(call with { OrderId = call.OrderId + "x" })));
    }

    [Fact]
    public void A_seed_means_the_same_on_every_machine_and_in_every_version()
    {
        // Whoever changes this invalidates every seed that somebody has written down.
        var plan = FaultPlan.Heavy(1);
        var drawn = string.Concat(CallsOf("Charge").Take(40).Select(call => plan.Next(call).GetType().Name[0]));
        Assert.Equal(Expected, drawn);
    }

    [Fact]
    public void A_bad_day_is_as_bad_as_it_says()
    {
        var plan = FaultPlan.Heavy(3);
        var faults = CallsOf("Charge").Select(plan.Next).ToArray();

        Near(0.10, faults.Count(fault => fault is Fault.LostBefore));
        Near(0.10, faults.Count(fault => fault is Fault.LostAfterEffect));
        Near(0.05, faults.Count(fault => fault is Fault.Slow));
        Near(0.05, faults.Count(fault => fault is Fault.Html or Fault.ServerError or Fault.Garbage));
        Near(0.03, faults.Count(fault => fault is Fault.ErrorCode));
        Near(0.02, faults.Count(fault => fault is Fault.Pending));
        Near(0.05, faults.Count(fault => fault.VisibleAfter > TimeSpan.Zero));
        Near(0.65, faults.Count(fault => fault is Fault.None));
    }

    [Fact]
    public void An_ordinary_day_is_a_tenth_as_bad()
    {
        var plan = FaultPlan.Light(3);
        var faults = CallsOf("Charge").Select(plan.Next).ToArray();

        Near(0.965, faults.Count(fault => fault is Fault.None));
        Near(0.01, faults.Count(fault => fault is Fault.LostAfterEffect));
    }

    [Fact]
    public void Nothing_but_pending_outlasts_the_limit_and_the_margin()
    {
        var times = new FaultTimes();
        var plan = FaultPlan.Heavy(5);
        foreach (var fault in CallsOf("Refund").Select(plan.Next))
        {
            var effectAt = fault is Fault.Slow { Effect: EffectAt.End } slow ? slow.Duration : TimeSpan.Zero;
            Assert.True(effectAt + fault.VisibleAfter < times.MoneyTimeout + times.Margin);
            Assert.True(fault.VisibleAfter <= TimeSpan.FromSeconds(15));
            Assert.True(fault is not Fault.Slow late || late.Duration > times.MoneyTimeout);
            Assert.True(fault is not Fault.Pending pending || pending.Duration <= times.LongestPending);
        }
    }

    [Fact]
    public void Shorter_limits_make_shorter_faults()
    {
        var times = new FaultTimes { MoneyTimeout = TimeSpan.FromSeconds(3), Margin = TimeSpan.FromSeconds(2), LongestPending = TimeSpan.FromSeconds(8) };
        var plan = FaultPlan.Heavy(5, times);
        var faults = CallsOf("Refund").Select(plan.Next).ToArray();

        Assert.InRange(faults.OfType<Fault.Slow>().Max(slow => slow.Duration), TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(5));
        Assert.InRange(faults.OfType<Fault.Pending>().Max(pending => pending.Duration), TimeSpan.FromSeconds(6), TimeSpan.FromSeconds(8));
    }

    [Fact]
    public void An_inquiry_meets_only_what_can_happen_to_a_reading()
    {
        var plan = FaultPlan.Heavy(5);
        var faults = CallsOf("GetState").Select(plan.Next).ToArray();

        Assert.DoesNotContain(faults, fault => fault is Fault.Pending || fault.VisibleAfter > TimeSpan.Zero);
        Assert.Contains(faults, fault => fault is Fault.LostBefore);
        var inquiryLimit = new FaultTimes().InquiryTimeout;
        Assert.All(faults.OfType<Fault.Slow>(), slow => Assert.InRange(slow.Duration, inquiryLimit, inquiryLimit * 2));
    }

    [Fact]
    public void Rates_that_cannot_be_are_refused()
    {
        Assert.Throws<ArgumentException>(() => FaultPlan.Seeded(1, new FaultRates { LostBefore = 0.6, Pending = 0.5 }));
        Assert.Throws<ArgumentException>(() => FaultPlan.Seeded(1, new FaultRates { LostBefore = -0.1 }));
        Assert.Throws<ArgumentException>(() => FaultPlan.Seeded(1, new FaultRates { LateVisibility = 1.1 }));
        Assert.Throws<ArgumentException>(() => FaultPlan.Seeded(1, new FaultRates { LateVisibility = double.NaN }));
        Assert.Throws<ArgumentException>(() => FaultPlan.Seeded(1, new FaultRates { Pending = double.NaN }));
    }

    private const string Expected = "NGNNNHNLNNNNNNSNNNNPNNNLNLNNLNNNHNLNNPPN";

    private static IEnumerable<FaultCall> CallsOf(string command, int from = 1) =>
        Enumerable.Range(from, Calls).Select(i => new FaultCall("Merchant", $"order-{i}", command, 1));

    private static void Near(double share, int count)
    {
        var sigma = Math.Sqrt(Calls * share * (1 - share));
        Assert.InRange(count, (Calls * share) - (5 * sigma), (Calls * share) + (5 * sigma));
    }
}
