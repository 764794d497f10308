using Npgsql;
using PaytureActors.Tests.Journal;

namespace PaytureActors.Host.Tests.Campaigns;

/// <summary>A database of the throwaway server, as campaigns use it.</summary>
internal static class PostgresDatabase
{
    /// <summary>An empty database; its files are the whole server's, write-ahead log included.</summary>
    public static async Task<Database> DatabaseAsync(this PostgresServer server) => await OfAsync(await server.CreateDatabaseAsync());

    /// <summary>The campaign's own database, which is empty the first time.</summary>
    public static async Task<Database> CampaignDatabaseAsync(this PostgresServer server) => await OfAsync(await server.OpenDatabaseAsync("campaign"));

    private static async Task<Database> OfAsync(string connectionString)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("show data_directory", connection);
        var folder = (string)(await command.ExecuteScalarAsync())!;
        return new Database("PostgreSql", connectionString, () => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories));
    }
}
