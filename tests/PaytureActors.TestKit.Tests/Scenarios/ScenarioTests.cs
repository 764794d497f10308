using PaytureActors.Domain;
using PaytureActors.TestKit.Scenarios;
using PaytureActors.TestKit.Tests.Time;
using static PaytureActors.TestKit.Scenarios.Words;

namespace PaytureActors.TestKit.Tests.Scenarios;

[Collection(OneAtATime.Name)]
public sealed class ScenarioTests
{
    [Fact]
    public async Task A_charge_whose_answer_dies_with_the_process_is_settled_by_inquiry() => await Scenario
        .Given(Order("42").Blocked(Rub(2_589)))
        .When(Order("42").Charge().ButTheProcessDiesMeanwhile())
        .After(TimeSpan.FromMinutes(2))
        .Then(Order("42").IsCharged(Rub(2_589)), Order("42").IsSettled(), Order("42").Moved(Operation.Charge));

    [Fact]
    public async Task A_lost_answer_leaves_a_doubt_with_a_clock_on_it() => await Scenario
        .Given(Order("42").Blocked(Rub(100)))
        .When(Order("42").Charge().ButTheRequestIsLost())
        .Then(Order("42").WasAnswered<OrderReply.Pending>(), Order("42").IsBlocked(Rub(100)))
        .After(TimeSpan.FromSeconds(40))
        .Then(Order("42").IsInDoubt(after: TimeSpan.FromSeconds(90)))
        .After(TimeSpan.FromMinutes(5))
        .Then(Order("42").IsCharged(Rub(100)), Order("42").Moved(Operation.Charge), AnAuditFindsNothing);

    [Fact]
    public async Task A_small_refund_in_doubt_is_not_sent_again_before_the_horizon() => await Scenario
        .Given(Order("42").Charged(Rub(1_000)))
        .When(Order("42").Refund(Rub(100)).ButTheRequestIsLost())
        .After(TimeSpan.FromHours(23))
        .Then(Order("42").Moved(Operation.Refund, times: 0), Order("42").IsInDoubt())
        .After(TimeSpan.FromHours(2))
        .Then(Order("42").IsRefunded(Rub(100)), Order("42").Moved(Operation.Refund), AnAuditFindsNothing);

    [Fact]
    public async Task Every_fault_by_name_ends_well() => await Scenario
        .Given(Order("1").Blocked(Rub(1)), Order("2").Blocked(Rub(2)), Order("3").Blocked(Rub(3)), Order("4").Blocked(Rub(4)), Order("5").Blocked(Rub(5)))
        .When(Order("1").Charge().ButTheConnectionBreaks(), Order("2").Charge().ButNoConnectionIsMade(), Order("3").Charge().ButTheAnswerIsGarbage())
        .When(Order("4").Charge().ButTheServerFails().ButItIsSeenOnlyAfter(TimeSpan.FromSeconds(5)), Order("5").Charge().ButTheAnswerTakes(TimeSpan.FromSeconds(70)))
        .When(Order("6").Pay(Rub(6)).ButTheGatewayIsAtWorkFor(TimeSpan.FromMinutes(20)), Order("7").Pay(Rub(7)).ButTheGatewaySays("PROCESSING_ERROR"))
        .When(Order("8").Pay(Rub(8)).ButTheProcessDiesBefore(), TheProcessDies, EverythingHeals)
        .Then(AnAuditFindsNothing, Order("4").IsCharged(Rub(4)), Order("6").IsCharged(Rub(6)), Order("8").Moved(Operation.Pay, times: 0));

    [Fact]
    public async Task What_does_not_hold_is_told_with_the_story()
    {
        var failure = await Assert.ThrowsAsync<ScenarioException>(() => Scenario
            .Given(Order("42").Blocked(Rub(2_589)))
            .When(Order("42").Charge().ButTheAnswerIsLost())
            .After(TimeSpan.FromMinutes(2))
            .Then(Order("42").IsSettled(), Order("42").IsRefunded(Rub(1))).RunAsync());

        foreach (var words in (string[])
        [
            "Then order 42 is refunded 1.00\n    but it is Charged, held 2589.00, captured 2589.00, refunded 0.00",
            "    When order 42 is asked to charge, but the answer is lost\n    After 00:02:00",
            "  > Then order 42 is refunded 1.00",
            "Order shop/42, from 2030-01-01 00:00:00Z:",
            "at the gateway: Charge 2589.00",
            "Nobody knows what",
            "had its effect, as an inquiry showed",
        ])
            Assert.Contains(words, failure.Message, StringComparison.Ordinal);
    }
}
