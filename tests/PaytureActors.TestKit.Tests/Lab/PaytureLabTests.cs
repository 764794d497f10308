using PaytureActors.Domain;
using PaytureActors.Domain.Orders;
using PaytureActors.TestKit.Lab;
using PaytureActors.TestKit.Tests.Time;

namespace PaytureActors.TestKit.Tests.Lab;

[Collection(OneAtATime.Name)]
public sealed class PaytureLabTests
{
    private static readonly Money Price = Money.Kopecks(258_900);

    [Fact]
    public async Task An_order_is_blocked_and_charged()
    {
        await using var lab = await PaytureLab.StartAsync();
        var order = lab.Orders["shop", "42"];

        Assert.IsType<OrderReply.Approved>(await order.BlockAsync(Price, lab.Card()));
        Assert.IsType<OrderReply.Approved>(await order.ChargeAsync());

        Assert.Equal([Operation.Block, Operation.Charge], lab.Gateway.Effects("42").Select(effect => effect.Operation));
    }

    [Fact]
    public async Task The_process_dies_and_the_order_lives_on()
    {
        await using var lab = await PaytureLab.StartAsync();
        await lab.Orders["shop", "42"].BlockAsync(Price, lab.Card());

        await lab.CrashAsync();

        Assert.Equal(OrderPhase.Blocked, (await lab.Orders["shop", "42"].GetAsync())!.Books.Phase);
        Assert.Single(lab.Crashes);
    }

    [Theory]
    [InlineData(CrashMoment.BeforeCall, 0)]
    [InlineData(CrashMoment.InCall, 1)]
    [InlineData(CrashMoment.AfterWrite, 0)]
    [InlineData(CrashMoment.BeforeAnswer, 1)]
    public async Task It_dies_at_the_moment_that_was_planned(CrashMoment moment, int effects)
    {
        await using var lab = await PaytureLab.StartAsync();
        await lab.Orders["shop", "42"].BlockAsync(Price, lab.Card());
        lab.CrashAtNext(moment);

        await Assert.ThrowsAsync<ProcessDiedException>(() => lab.Orders["shop", "42"].ChargeAsync());

        Assert.Equal(effects, lab.Gateway.Effects("42").Count(effect => effect.Operation == Operation.Charge));
        Assert.Equal(moment, Assert.Single(lab.Recorded.Crashes).Moment);
        await lab.PassAsync(TimeSpan.FromHours(26));
        Assert.Equal(OrderPhase.Charged, (await lab.Orders["shop", "42"].GetAsync())!.Books.Phase);
        Assert.Single(lab.Gateway.Effects("42"), effect => effect.Operation == Operation.Charge);
        Assert.Empty(await lab.AuditAsync());
    }

    [Fact]
    public async Task What_a_seed_brought_comes_again_from_its_script()
    {
        var first = await LiveAsync(Misbehaviour.OfSeed(5));
        Assert.Contains("new FaultScript()", first.ToString(), StringComparison.Ordinal);

        var again = await LiveAsync(first);

        Assert.Equal(first.ToString(), again.ToString());
    }

    private static async Task<Misbehaviour> LiveAsync(Misbehaviour misbehaviour)
    {
        await using var lab = await PaytureLab.StartAsync(new PaytureLabOptions { Misbehaviour = misbehaviour });
        OrderReply? reply = null;
        for (var visit = 0; visit < 10 && reply is not OrderReply.Approved; visit++)
        {
            try
            {
                reply = await lab.Orders["shop", "42"].PayAsync(Price, lab.Card(), new CallOptions { Key = new IdempotencyKey($"try {visit}") });
            }
            catch (ProcessDiedException)
            {
                // The customer comes again.
            }

            await lab.PassAsync(TimeSpan.FromMinutes(5));
        }

        return lab.Recorded;
    }
}
