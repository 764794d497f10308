using PaytureActors.TestKit.Gateway;

namespace PaytureActors.Host.Tests.Campaigns;

/// <summary>The shortest story of a doubt: the gateway acts, its answer is lost, and then the service dies, too.</summary>
public sealed class LostAnswerTests
{
    private static readonly TimeSpan SettleWithin = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_charge_in_doubt_is_settled_by_itself_after_the_service_was_killed()
    {
        using var folder = new TemporaryFolder();
        var canaries = new Canaries(seed: 1, taken: []);
        await using var installation = await Installation.CreateAsync(
            folder.Path, Database.InFolder(folder.Path), canaries.Password, slow: TimeSpan.FromSeconds(10), isPatient: true);
        await installation.StartAsync();
        var plan = new OrderPlan("lost-answer", TestCards.SlowCharge, [new Step("Block", 258_900, "block"), new Step("Charge", 258_900, "charge")]);
        using var clients = new LoadGenerator(installation.Service, canaries, seed: 1, clients: 0);

        Assert.Equal(200, (await clients.AskAsync(plan, plan.Steps[0], "block")).Status);
        var (status, json) = await clients.AskAsync(plan, plan.Steps[1], "charge");
        Assert.Equal((202, "charge"), (status, (string?)json["attempt"]?["operation"]));
        await installation.KillAsync();
        await installation.StartAsync();

        using var limit = new CancellationTokenSource(SettleWithin);
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while ((await installation.BookAsync()) is not [var line] || (string)line["phase"]! != "charged")
            await pause.WaitForNextTickAsync(limit.Token);

        var ledger = await Ledger.ReadAsync(installation.Sandbox);
        Assert.Equal([new Effect("Block", 258_900), new Effect("Charge", 258_900)], ledger.EffectsOf(plan.OrderId));
        Assert.Equal(200, (await clients.AskAsync(plan, plan.Steps[1], "charge")).Status);
        Assert.Equal(2, (await Ledger.ReadAsync(installation.Sandbox)).Count);
    }
}
