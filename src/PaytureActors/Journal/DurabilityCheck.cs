using Microsoft.Data.Sqlite;
using Npgsql;
using PaytureActors.Hosting;

namespace PaytureActors.Journal;

/// <summary>Acknowledged facts must survive a power cut: the engine does not start on a database that is told to lose some.</summary>
internal static class DurabilityCheck
{
    private const string Allow = "or accept the loss with Payture:Journal:AllowLossOfAcknowledgedFacts";

    /// <summary>Checks what the database promises, and makes a SQLite file ready for its journal.</summary>
    /// <exception cref="JournalException">It may lose acknowledged facts, or cannot be opened; the message says what to do.</exception>
    public static async Task RunAsync(JournalConfiguration journal, CancellationToken cancellationToken)
    {
        var doubts = journal.Options.Provider is JournalProvider.Sqlite
            ? CheckSqlite(journal)
            : await CheckPostgresAsync(journal.ConnectionString, cancellationToken);
        if (doubts.Count > 0 && !journal.Options.AllowLossOfAcknowledgedFacts)
            throw new JournalException($"A power cut could lose facts that were acknowledged: {string.Join("; ", doubts)}. Turn that on, {Allow}.");
    }

    private static List<string> CheckSqlite(JournalConfiguration journal)
    {
        try
        {
            using var connection = new SqliteConnection(journal.ConnectionString);
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "pragma journal_mode=wal"; // It stays in the file. A rollback journal has a quarter of the speed.
            command.ExecuteScalar();
            command.CommandText = "pragma user_version=1"; // Fails now, not at the first order, where the file cannot be written.
            command.ExecuteNonQuery();
        }
        catch (SqliteException error)
        {
            throw new JournalException(
                $"The journal {journal.SqliteFile} cannot be used ({error.Message.TrimEnd('.')}): is it a SQLite file, is it writable, and is its disk "
                + "full? Name another file in Payture:Journal:ConnectionString if need be.", error);
        }

        return journal.IsDurable ? [] : ["payture.sqlite.synchronous is less than full (in the application's HOCON)"];
    }

    private static async Task<List<string>> CheckPostgresAsync(string connectionString, CancellationToken cancellationToken)
    {
        var doubts = new List<string>();
        await using var connection = new NpgsqlConnection(connectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
        }
        catch (Exception error) when (error is NpgsqlException or TimeoutException)
        {
            throw new JournalException("The journal's database cannot be reached: check Payture:Journal:ConnectionString and the server.", error);
        }

        await using var ask = new NpgsqlCommand(
            "select name, source from pg_settings where name in ('synchronous_commit', 'fsync', 'full_page_writes') and setting = 'off' order by name", connection);
        await using var found = await ask.ExecuteReaderAsync(cancellationToken);
        while (await found.ReadAsync(cancellationToken))
            doubts.Add($"{found.GetString(0)} is off on the PostgreSQL server (set by its {found.GetString(1)})");
        return doubts;
    }
}
