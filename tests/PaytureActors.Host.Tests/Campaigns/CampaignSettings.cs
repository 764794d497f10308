namespace PaytureActors.Host.Tests.Campaigns;

/// <summary>How a campaign runs. Environment variables decide what anybody may want to vary; by default a build stays quick.</summary>
/// <param name="Kills">PAYTURE_KILLS: how often the service is killed, by default once.</param>
/// <param name="DatabaseKills">PAYTURE_DATABASE_KILLS: how often PostgreSQL is killed and started again, by default once.</param>
/// <param name="Outage">PAYTURE_OUTAGE: for how many seconds the gateway is gone, at the end of the run; by default 1, and 0 leaves it out.</param>
/// <param name="Seed">PAYTURE_SEED: decides the moments of the kills, and what clients ask for.</param>
/// <param name="Folder">PAYTURE_CAMPAIGN: a folder where a campaign goes on and adds up; by default each starts anew.</param>
internal sealed record CampaignSettings(int Kills, int DatabaseKills, TimeSpan Outage, int Seed, string? Folder)
{
    public const int Clients = 24;

    /// <summary>What the environment asks for.</summary>
    public static CampaignSettings Wanted() => new(
        FromEnvironment.Number("PAYTURE_KILLS", 1),
        FromEnvironment.Number("PAYTURE_DATABASE_KILLS", 1),
        TimeSpan.FromSeconds(FromEnvironment.Number("PAYTURE_OUTAGE", 1)),
        FromEnvironment.Number("PAYTURE_SEED", 20260301),
        Environment.GetEnvironmentVariable("PAYTURE_CAMPAIGN") is { Length: > 0 } folder ? Path.GetFullPath(folder) : null);
}
