using System.Globalization;
using PaytureActors.Domain;
using PaytureActors.Host.Simulation;

namespace PaytureActors.Host.Tests.Simulation;

public sealed class MixTests
{
    [Fact]
    public void The_default_has_every_family_and_nothing_that_takes_weeks() => Assert.Equal(
        (Enum.GetValues<ApiFamily>().Length, Flow.All.Count - 1),
        (Mix.Default.Flows.DistinctBy(flow => flow.Family).Count(), Mix.Default.Flows.Count(flow => flow.Name != "api.block-forget")));

    [Fact]
    public void Its_text_is_read_as_the_same_mix()
    {
        Assert.True(Mix.TryParse("ewallet.BLOCK-charge=5, api.pay=0.5", out var mix, out _));

        Assert.Equal("eWallet.block-charge=5,api.pay=0.5", mix.ToString());
        Assert.True(Mix.TryParse(Mix.Default.ToString(), out var again, out _));
        Assert.Equal(Mix.Default.ToString(), again.ToString());
    }

    [Theory]
    [InlineData("api.pya=1", "there is no flow 'api.pya'; the flows are api.block-charge, ")]
    [InlineData("api.pay", "the weight of api.pay must be a number above 0, as in api.pay=5, not ''")]
    [InlineData("api.pay=0", "not '0'")]
    [InlineData("api.pay=-1", "not '-1'")]
    [InlineData("api.pay=much", "not 'much'")]
    [InlineData("api.pay=1,API.pay=2", "api.pay comes twice")]
    [InlineData("", "there is no flow ''")]
    public void What_is_wrong_is_named_with_what_there_is(string text, string expected)
    {
        Assert.False(Mix.TryParse(text, out _, out var error));
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    [Fact]
    public void Orders_take_flows_by_their_weights()
    {
        Assert.True(Mix.TryParse("inPay.page-pay=3,applePay.pay=1", out var mix, out _));
        var settings = new SimulationSettings { Seed = 1, Mix = mix };

        var flows = Enumerable.Range(0, 2000).Select(number => Lifecycle.Of(settings, number).Flow.Name).CountBy(name => name).ToDictionary();

        Assert.Equal(2, flows.Count);
        Assert.InRange(flows["inPay.page-pay"], 1400, 1600);
    }

    [Fact]
    public void Orders_come_spread_over_the_days_that_there_are()
    {
        var arrivals = Enumerable.Range(0, 1000).Select(number => Lifecycle.Of(new SimulationSettings { Seed = 1, Days = 10 }, number).Arrival.TotalDays).ToList();

        Assert.All(arrivals, arrival => Assert.InRange(arrival, 0, 10));
        foreach (var day in Enumerable.Range(0, 10))
            Assert.True(arrivals.Count(arrival => (int)arrival == day) is > 60 and < 140, string.Create(CultureInfo.InvariantCulture, $"Day {day} has too few orders, or too many."));
        Assert.Equal(TimeSpan.Zero, Lifecycle.Of(new SimulationSettings { Seed = 1 }, 5).Arrival);
    }
}
