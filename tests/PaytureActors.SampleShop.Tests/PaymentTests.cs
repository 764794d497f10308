using PaytureActors.Domain;
using PaytureActors.Gateway;
using PaytureActors.TestKit.Lab;
using PaytureActors.TestKit.Scenarios;
using static PaytureActors.TestKit.Scenarios.Words;

namespace PaytureActors.SampleShop.Tests;

/// <summary>What the shop relies on: the payment engine alone, in the words of scenarios.</summary>
public sealed class PaymentTests
{
    #region example 1
    [Fact]
    public async Task A_charge_whose_answer_is_lost_is_settled_by_asking_the_gateway() => await Scenario
        .Given(Order("42").Blocked(Rub(2_589.00m)))
        .When(Order("42").Charge().ButTheAnswerIsLost())
        .After(TimeSpan.FromMinutes(2))
        .Then(Order("42").IsCharged(Rub(2_589.00m)), Order("42").IsSettled(), Order("42").Moved(Operation.Charge, times: 1));
    #endregion

    #region example 2
    [Fact]
    public async Task A_part_is_given_back_once_even_if_the_process_dies_and_a_day_passes() => await Scenario
        .Given(Order("42").Charged(Rub(1_000)))
        .When(Order("42").Refund(Rub(100), key: "return 7").ButTheProcessDiesBefore())
        .After(TimeSpan.FromHours(23))
        .Then(Order("42").IsInDoubt(), Order("42").Moved(Operation.Refund, times: 0)) // It could still be on its way.
        .After(TimeSpan.FromHours(2))
        .Then(Order("42").IsRefunded(Rub(100)), Order("42").Moved(Operation.Refund, times: 1), AnAuditFindsNothing);
    #endregion

    #region example 3
    [Fact]
    public async Task A_customer_who_paid_on_the_gateway_s_page_has_paid_although_nobody_told_us()
    {
        await using var lab = await PaytureLab.StartAsync();
        var order = lab.Orders["shop", "42"];
        var page = new SessionPage { Ip = "203.0.113.7", Url = "https://shop.example/back" };
        Assert.IsType<OrderReply.ChallengeRequired>(await order.InitAsync(Operation.Pay, Rub(990), page));

        await lab.PassAsync(TimeSpan.FromMinutes(10));
        lab.Gateway.CustomerPays("42");
        await lab.CrashAsync();
        await lab.PassAsync(TimeSpan.FromHours(2));

        Assert.Equal(Rub(990), (await order.GetAsync())!.Books.Captured);
    }
    #endregion
}
