using System.Globalization;
using PaytureActors.Domain;
using PaytureActors.TestKit.Lab;
using PaytureActors.TestKit.Tests.Time;
using PaytureActors.TestKit.Trials;
using Xunit.Abstractions;

namespace PaytureActors.TestKit.Tests.Trials;

[Collection(OneAtATime.Name)]
public sealed class SurvivalTests(ITestOutputHelper output)
{
    private static readonly Money Price = Money.Kopecks(258_900);
    private static readonly int Seeds = int.Parse(Environment.GetEnvironmentVariable("PAYTURE_SURVIVAL_SEEDS") ?? "4", CultureInfo.InvariantCulture);

    [Fact]
    public async Task A_careful_checkout_survives()
    {
        var certificate = await Survival.OfAsync(async lab =>
        {
            var order = lab.Orders["shop", "42"];
            await SettleAsync(lab, "block", options => order.BlockAsync(Price, lab.Card(), options));
            await SettleAsync(lab, "charge", options => order.ChargeAsync(null, options));
            await SettleAsync(lab, "refund", options => order.RefundAsync(options.Key!.Value, Money.Kopecks(1_000), options));
        }, Seeds);

        output.WriteLine(certificate.ToString());
        Assert.Equal(Seeds, certificate.Seeds);
    }

    [Fact]
    public async Task A_checkout_that_takes_a_new_OrderId_for_every_try_is_found_out()
    {
        var failure = await Assert.ThrowsAsync<SurvivalException>(() => Survival.OfTrialAsync(_ =>
        {
            var tries = 0;
            return new SurvivalTrial
            {
                Checkout = async lab =>
                {
                    OrderReply reply;
                    do
                        reply = await lab.Orders["shop", $"42-{++tries}"].PayAsync(Price, lab.Card());
                    while (reply is not OrderReply.Approved);
                },
                Expect = lab =>
                {
                    Assert.Single(lab.Gateway.Effects(), effect => effect.Operation == Operation.Pay);
                    return Task.CompletedTask;
                },
            };
        }));

        output.WriteLine(failure.Message);
        Assert.Contains("at the gateway: Pay 2589.00", failure.Message, StringComparison.Ordinal);
        Assert.Contains($"firstSeed: {failure.Seed}", failure.Message, StringComparison.Ordinal);
    }

    private static async Task SettleAsync(PaytureLab lab, string step, Func<CallOptions, Task<OrderReply>> ask)
    {
        for (var number = 1; ; number++)
        {
            OrderReply reply;
            do
            {
                reply = await ask(new CallOptions { Key = new IdempotencyKey($"{step} {number}") });
                if (reply is OrderReply.Pending or OrderReply.Busy)
                    await lab.PassAsync(TimeSpan.FromMinutes(20));
            }
            while (reply is OrderReply.Pending or OrderReply.Busy);

            if (reply is not OrderReply.NotApplied)
                return;
        }
    }
}
