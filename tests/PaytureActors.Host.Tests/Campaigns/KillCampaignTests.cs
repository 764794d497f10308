using Xunit.Abstractions;

namespace PaytureActors.Host.Tests.Campaigns;

/// <summary>
/// <c>PAYTURE_KILLS=20 dotnet test tests/PaytureActors.Host.Tests --filter KillCampaign --logger "console;verbosity=detailed"</c>
/// kills the service twenty times under load on each database, and prints what came of it.
/// </summary>
public sealed class KillCampaignTests(PaytureActors.Tests.Journal.PostgresServer postgres, ITestOutputHelper output)
    : IClassFixture<PaytureActors.Tests.Journal.PostgresServer>
{
    [Fact]
    public async Task On_SQLite_no_kill_loses_a_fact_or_moves_money_twice()
    {
        using var folder = new TemporaryFolder();
        Assert.Empty(await new KillCampaign(CampaignSettings.FromEnvironment(), output).RunAsync(folder.Path, Database.InFolder(folder.Path)));
    }

    [SkippableFact]
    public async Task On_PostgreSQL_no_kill_loses_a_fact_or_moves_money_twice()
    {
        Skip.If(PaytureActors.Tests.Journal.PostgresServer.Missing is not null, PaytureActors.Tests.Journal.PostgresServer.Missing);
        using var folder = new TemporaryFolder();
        Assert.Empty(await new KillCampaign(CampaignSettings.FromEnvironment(), output).RunAsync(folder.Path, await postgres.DatabaseAsync()));
    }
}
