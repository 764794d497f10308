using PaytureActors.Tests.Journal;
using Xunit.Abstractions;

namespace PaytureActors.Host.Tests.Campaigns;

/// <summary>
/// <c>PAYTURE_KILLS=150 PAYTURE_DATABASE_KILLS=25 PAYTURE_OUTAGE=120 PAYTURE_CAMPAIGN=/var/tmp/kills dotnet test tests/PaytureActors.Host.Tests
/// --filter KillCampaign --logger "console;verbosity=detailed"</c> harms both installations as often, and prints what came of it. The folder
/// keeps databases, ledgers and totals: the same command once more goes on there and adds up.
/// </summary>
public sealed class KillCampaignTests(ITestOutputHelper output)
{
    private readonly CampaignSettings _settings = CampaignSettings.Wanted();

    [Fact]
    public async Task On_SQLite_no_kill_loses_a_fact_or_moves_money_twice()
    {
        using var temporary = _settings.Folder is null ? new TemporaryFolder() : null;
        var folder = Directory.CreateDirectory(Path.Combine(temporary?.Path ?? _settings.Folder!, "sqlite"));
        var database = Database.InFolder(folder.CreateSubdirectory("database").FullName);
        Assert.Empty(await new KillCampaign(_settings, folder.FullName, database, null, output).RunAsync());
    }

    [SkippableFact]
    public async Task On_PostgreSQL_no_kill_loses_a_fact_or_moves_money_twice()
    {
        Skip.If(PostgresServer.Missing is not null, PostgresServer.Missing);
        using var temporary = _settings.Folder is null ? new TemporaryFolder() : null;
        var folder = Directory.CreateDirectory(Path.Combine(temporary?.Path ?? _settings.Folder!, "postgresql"));
        var server = _settings.Folder is null ? new PostgresServer() : new PostgresServer(Path.Combine(folder.FullName, "database"));
        try
        {
            var database = await server.CampaignDatabaseAsync();
            Assert.Empty(await new KillCampaign(_settings, folder.FullName, database, server, output).RunAsync());
        }
        finally
        {
            await server.DisposeAsync();
        }
    }
}
