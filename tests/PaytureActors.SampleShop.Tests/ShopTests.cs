using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using PaytureActors.Domain;
using PaytureActors.TestKit.Lab;
using PaytureActors.TestKit.Scenarios;
using PaytureActors.TestKit.Trials;
using Xunit.Abstractions;
using static PaytureActors.TestKit.Scenarios.Words;

namespace PaytureActors.SampleShop.Tests;

/// <summary>The shop as it is, in a world where everything dies and nothing is lost.</summary>
public sealed class ShopTests(ITestOutputHelper output) : IDisposable
{
    private static readonly Money Price = Rub(2_589.00m);
    private static readonly int Seeds = int.Parse(Environment.GetEnvironmentVariable("PAYTURE_SURVIVAL_SEEDS") ?? "10", CultureInfo.InvariantCulture);

    private readonly List<ShopDatabase> _databases = [];

    public void Dispose() => _databases.ForEach(database => database.Dispose());

    #region example 4
    [Fact]
    public async Task The_shop_dies_between_payment_and_parcel_and_ships_once()
    {
        var database = NewDatabase();
        var world = new PaytureLabOptions
        {
            Application = (services, configuration) => services.AddShop(configuration, database),
            Misbehaviour = new Misbehaviour
            {
                Crashes = [new CrashPoint(CrashMoment.AfterWrite, 4)], // The journal's fourth batch says that the charge was approved.
            },
        };
        await Scenario.In(world)
            .When("a customer checks out", lab => CheckOutAsync(lab, "42"))
            .Then("the process has died", lab => Assert.Single(lab.Crashes))
            .After(TimeSpan.FromHours(1))
            .Then(Order("42").IsCharged(Price), Order("42").Moved(Operation.Charge))
            .Then("one parcel has left", _ => Assert.Equal(1, database.ParcelsOf("42")));
    }
    #endregion

    [Fact]
    public async Task A_gateway_that_takes_no_connection_for_a_while_leaves_no_order_behind()
    {
        var database = NewDatabase();
        await Scenario.In(new PaytureLabOptions { Application = (services, configuration) => services.AddShop(configuration, database) })
            .When("a customer presses the button again and again, in vain", async lab =>
            {
                lab.Faults.RefuseConnection("Block", times: 30);
                for (var press = 0; press < 30; press++)
                    Assert.Equal(CheckoutResult.TryAgain, await CheckOutAsync(lab, "42"));
            })
            .After(TimeSpan.FromMinutes(5))
            .When("the gateway is back, and the customer presses it once more", async lab =>
            {
                lab.Heal();
                Assert.Equal(CheckoutResult.Paid, await CheckOutAsync(lab, "42"));
            })
            .Then(Order("42").IsCharged(Price))
            .Then("one parcel has left", _ => Assert.Equal(1, database.ParcelsOf("42")));
    }

    #region example 5
    [Fact]
    public async Task The_shop_survives_all_legal_misbehaviour()
    {
        SurvivalCertificate certificate = await Survival.OfTrialAsync(seed =>
        {
            var database = NewDatabase();
            return new SurvivalTrial
            {
                Application = (services, configuration) => services.AddShop(configuration, database),
                Checkout = async lab =>
                {
                    while (await CheckOutAsync(lab, "42") is CheckoutResult.YouWillHearFromUs or CheckoutResult.TryAgain)
                        await lab.PassAsync(TimeSpan.FromHours(1)); // The customer presses the button again.
                },
                Expect = lab =>
                {
                    Assert.Single(lab.Gateway.Effects("42"), effect => effect.Operation == Operation.Charge);
                    Assert.Equal(1, database.ParcelsOf("42"));
                    return Task.CompletedTask;
                },
            };
        }, seeds: Seeds);

        output.WriteLine(certificate.ToString());
    }
    #endregion

    private static Task<CheckoutResult> CheckOutAsync(PaytureLab lab, string id) =>
        lab.Services.GetRequiredService<Shop>().CheckOutAsync(id, Price, () => lab.Card());

    private ShopDatabase NewDatabase()
    {
        var database = new ShopDatabase($"Data Source=shop-{_databases.Count}-{GetHashCode()};Mode=Memory;Cache=Shared");
        _databases.Add(database);
        return database;
    }
}
