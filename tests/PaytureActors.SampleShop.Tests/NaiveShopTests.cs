using PaytureActors.Domain;
using PaytureActors.TestKit.Gateway;
using PaytureActors.TestKit.Lab;
using PaytureActors.TestKit.Scenarios;
using PaytureActors.TestKit.Trials;
using Xunit.Abstractions;
using static PaytureActors.TestKit.Scenarios.Words;

namespace PaytureActors.SampleShop.Tests;

/// <summary>Shops that look right on a good day, and are found out.</summary>
public sealed class NaiveShopTests(ITestOutputHelper output)
{
    private static readonly Money Price = Rub(2_589.00m);

    /// <summary>Takes whatever is not a yes for a no, and tries again with a new OrderId.</summary>
    private sealed class ShopThatRetriesBlindly
    {
        private int _tries;

        public async Task CheckOutAsync(PaytureLab lab)
        {
            for (var @try = 1; @try <= 3; @try++)
            {
                if (await lab.Orders["shop", $"42-{++_tries}"].PayAsync(Price, lab.Card()) is OrderReply.Approved)
                    return;
            }
        }
    }

    /// <summary>Ships in the code that waits for the answer, and nowhere else.</summary>
    private sealed class ShopThatShipsInTheAnswer
    {
        public int Parcels { get; private set; }

        public async Task CheckOutAsync(PaytureLab lab)
        {
            if (await lab.Orders["shop", "42"].PayAsync(Price, lab.Card(), new CallOptions { Key = new IdempotencyKey("pay") }) is OrderReply.Approved)
                Parcels++;
        }
    }

    [Fact]
    public async Task A_shop_that_retries_blindly_takes_the_money_twice()
    {
        var failure = await Assert.ThrowsAsync<SurvivalException>(() => Survival.OfTrialAsync(_ =>
        {
            var shop = new ShopThatRetriesBlindly();
            return new SurvivalTrial { Checkout = shop.CheckOutAsync, Expect = ExpectOnePayment };
        }));

        output.WriteLine(failure.Message);
        Assert.Matches("the customer's payments are [2-9]", failure.Message);
        Assert.Contains("=> at the gateway: Pay 2589.00", failure.Message, StringComparison.Ordinal);
        Assert.Contains("new Misbehaviour", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_shop_that_ships_in_the_answer_keeps_the_money_and_the_goods()
    {
        var failure = await Assert.ThrowsAsync<SurvivalException>(() => Survival.OfTrialAsync(_ =>
        {
            var shop = new ShopThatShipsInTheAnswer();
            return new SurvivalTrial { Checkout = shop.CheckOutAsync, Expect = lab => ExpectOneParcelFor(lab, shop.Parcels) };
        }));

        output.WriteLine(failure.Message);
        Assert.Contains("The customer's payments are 1, and the parcels 0.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_red_seed_brought_is_a_regression_test_without_the_seed()
    {
        var shop = new ShopThatShipsInTheAnswer();
        var world = new PaytureLabOptions
        {
            Misbehaviour = new Misbehaviour { Gateway = new FaultScript().On("42", "Pay", new Fault.LostAfterEffect(Loss.Silence)) },
        };

        await Scenario.In(world)
            .When("a customer checks out", shop.CheckOutAsync)
            .After(TimeSpan.FromHours(1))
            .Then(Order("42").IsCharged(Price))
            .Then("nothing was shipped: this is the mistake", _ => Assert.Equal(0, shop.Parcels));
    }

    private static Task ExpectOnePayment(PaytureLab lab) => Payments(lab) <= 1
        ? Task.CompletedTask
        : throw new ScenarioException($"One order, and the customer's payments are {Payments(lab)}.");

    private static Task ExpectOneParcelFor(PaytureLab lab, int parcels) => Payments(lab) == parcels
        ? Task.CompletedTask
        : throw new ScenarioException($"The customer's payments are {Payments(lab)}, and the parcels {parcels}.");

    private static int Payments(PaytureLab lab) => lab.Gateway.Effects().Count(effect => effect.Operation == Operation.Pay);
}
