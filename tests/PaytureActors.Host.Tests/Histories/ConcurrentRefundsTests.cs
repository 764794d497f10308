using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using PaytureActors.Domain;
using PaytureActors.Host.Simulation;
using PaytureActors.Host.Tests.Simulation;
using PaytureActors.TestKit.Gateway;
using Xunit.Abstractions;

namespace PaytureActors.Host.Tests.Histories;

/// <summary>
/// Eight at a time give parts of the same payment back, more than there is in all, while answers are lost after the money has moved: what was promised was
/// given once, and no kopeck more than was taken.
/// </summary>
[Collection(nameof(SimulationTests))]
public sealed class ConcurrentRefundsTests(ITestOutputHelper output)
{
    private const int Refunders = 8;
    private const int Paid = 1_000;
    private const int AtOnce = 200;
    private const int CrashEvery = 100;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Patience = TimeSpan.FromDays(30);
    private static readonly FaultRates Rates = new() { LostAfterEffect = 0.05 };
    private static readonly int Orders = FromEnvironment.Number("PAYTURE_REFUNDED_ORDERS", 200);

    /// <summary>A build does this with 200 orders, the campaign with PAYTURE_REFUNDED_ORDERS.</summary>
    [Fact]
    public async Task Refunds_at_the_same_time_give_back_what_was_promised_and_no_more()
    {
        var started = TimeProvider.System.GetTimestamp();

        var run = await VirtualShop.RunAsync(seed: Orders, Rates, journalFaults: 0, PlayAsync);

        Assert.Empty(run.Problems);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{Orders} orders, {Orders * Refunders} refunds asked, {run.Given} given, {run.Lost} answers lost, {run.Crashes} crashes, 0 violations, "
            + $"{TimeProvider.System.GetElapsedTime(started).TotalSeconds:0} s."));
        Assert.InRange(run.Given, Orders * 3, (Orders * Refunders) - 1);
        Assert.True(run.Lost > Orders / 10, "Hardly any answer was lost.");
    }

    private static async Task<(IReadOnlyCollection<string> Problems, int Given, int Lost, int Crashes)> PlayAsync(VirtualShop shop)
    {
        var (given, finished) = (0, 0);
        await Parallel.ForEachAsync(Enumerable.Range(0, Orders), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (number, _) =>
        {
            Interlocked.Add(ref given, await RefundAsync(shop, new OrderKey(Lifecycle.Merchant, string.Create(CultureInfo.InvariantCulture, $"order-{number}")), number));
            if (Interlocked.Increment(ref finished) % CrashEvery == 0)
                shop.CrashSoon();
        });
        return (shop.Notebook.Complaints, given, shop.Faults.Faults.GetValueOrDefault(nameof(Fault.LostAfterEffect)), shop.Installation.Crashes.Count);
    }

    /// <returns>How many refunds were given.</returns>
    [SuppressMessage("Security", "CA5394:Do not use insecure randomness", Justification = "A seed must ask the same again.")]
    private static async Task<int> RefundAsync(VirtualShop shop, OrderKey order, int number)
    {
        var payer = shop.Client(order, Refunders);
        for (var @try = 1; await payer.AskAsync(new Question(Verb.Pay, $"pay {@try}", Paid), Patience, waits: true) is not Outcome.Done; @try++)
        {
            if (@try == 20)
                shop.Notebook.Complaints.Enqueue($"{order} could not be paid.");
            await Task.Delay(Pause, shop.Time); // After lost answers nothing may be sent for a while: who asks on without a pause is told so as fast.
        }

        // Each its own amount, so that the gateway's ledger shows whose refund it was.
        var chance = new Random(number);
        var questions = Enumerable.Range(0, Refunders).Select(place => new Question(Verb.Refund, $"refund {place}", 60 + (place * 30) + chance.Next(30))).ToList();
        var outcomes = await Task.WhenAll(questions.Select((question, place) => Task.Run(() => shop.Client(order, place).AskAsync(question, Patience, waits: true))));
        var again = await Task.WhenAll(questions.Select((question, place) => Task.Run(() => shop.Client(order, place).AskAsync(question, Patience, waits: true))));

        var promised = questions.Where((_, place) => outcomes[place] is Outcome.Done).Select(question => question.Amount!.Value).Order().ToList();
        var moved = shop.Gateway.Effects(order.Order.ToString()).Where(effect => effect.Operation is Operation.Refund).Select(effect => effect.Amount.InKopecks).Order().ToList();
        Check(promised.SequenceEqual(moved), $"promised {string.Join('+', promised)}, moved {string.Join('+', moved)}");
        Check(moved.Sum() <= Paid, $"{moved.Sum()} of {Paid} were given back");
        Check(!outcomes.Any(outcome => outcome is Outcome.Unknown or Outcome.Nothing), "a refund was lost");
        Check(outcomes.Zip(again, static (first, second) => first is not Outcome.Done || first == second).All(static holds => holds), "an answer changed");
        Check(outcomes.Zip(again, static (first, second) => first is not Outcome.Refused || second is Outcome.Refused).All(static holds => holds), "what exceeded the rest was given later");
        return promised.Count;

        void Check(bool isTrue, string problem)
        {
            if (!isTrue)
                shop.Notebook.Complaints.Enqueue($"{order}: {problem}");
        }
    }
}
