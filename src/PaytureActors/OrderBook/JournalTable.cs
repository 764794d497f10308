using System.Data.Common;
using Akka.Actor;
using Akka.Persistence.Sql;
using Akka.Persistence.Sql.Config;
using Microsoft.Data.Sqlite;
using Npgsql;
using PaytureActors.Domain;
using PaytureActors.Hosting;
using PaytureActors.Journal;
using PaytureActors.Orders;

namespace PaytureActors.OrderBook;

/// <summary>What the book asks the journal's table itself: how far it goes, and how many events an order has.</summary>
internal sealed class JournalTable
{
    private readonly Func<DbConnection> _connect;
    private readonly bool _blocks;
    private readonly string _maxOrdering;
    private readonly string _newest;
    private readonly string _touchedAfter;
    private readonly string _touchedBetween;

    public JournalTable(ActorSystem system, JournalConfiguration journal)
    {
        var table = new JournalConfig(system.Settings.Config.GetConfig(JournalConfiguration.JournalPluginId)
            .WithFallback(SqlPersistence.DefaultJournalConfiguration)).TableConfig;
        var (events, schema) = (table.EventJournalTable, table.SchemaName);
        var name = string.IsNullOrEmpty(schema) ? Quote(events.Name) : $"{Quote(schema)}.{Quote(events.Name)}";
        var columns = events.ColumnNames;
        var (ordering, id, number, created) =
            (Quote(columns.Ordering), Quote(columns.PersistenceId), Quote(columns.SequenceNumber), Quote(columns.Created));

        _blocks = journal.Options.Provider is JournalProvider.Sqlite;
        _connect = journal.Connect;
        _maxOrdering = $"select coalesce(max({ordering}), 0) from {name}";
        _newest = $"select coalesce(max({created}), 0) from {name}";
        _touchedAfter = $"select {id}, max({number}) from {name} where {ordering} > @from group by {id}";
        _touchedBetween = $"select {id}, max({number}) from {name} where {created} > @from and {created} <= @to group by {id}";
    }

    /// <summary>The highest ordering that can be seen.</summary>
    /// <returns>0 for a journal that is empty, or not there yet.</returns>
    public Task<long> MaxOrderingAsync(CancellationToken cancellationToken) => UseAsync(_maxOrdering, [], ReadNumberAsync, cancellationToken);

    /// <summary>When the newest event was written, as the journal counts: ticks of 100 ns since year 1, UTC.</summary>
    /// <returns>0 for a journal that is empty, or not there yet.</returns>
    public Task<long> NewestAsync(CancellationToken cancellationToken) => UseAsync(_newest, [], ReadNumberAsync, cancellationToken);

    /// <summary>The orders that have events above an ordering, with how many events they have.</summary>
    public async Task<IReadOnlyDictionary<OrderKey, long>> TouchedAfterAsync(long ordering, CancellationToken cancellationToken) =>
        await UseAsync(_touchedAfter, [("@from", ordering)], ReadSequencesAsync, cancellationToken) ?? [];

    /// <summary>The orders that have events of a span of the journal's time, with how many events they have in it or before.</summary>
    public async Task<IReadOnlyDictionary<OrderKey, long>> TouchedBetweenAsync(long from, long to, CancellationToken cancellationToken) =>
        await UseAsync(_touchedBetween, [("@from", from), ("@to", to)], ReadSequencesAsync, cancellationToken) ?? [];

    private static async Task<long> ReadNumberAsync(DbDataReader reader, CancellationToken cancellationToken)
    {
        await reader.ReadAsync(cancellationToken);
        return reader.GetInt64(0);
    }

    private static async Task<Dictionary<OrderKey, long>?> ReadSequencesAsync(DbDataReader reader, CancellationToken cancellationToken)
    {
        var sequences = new Dictionary<OrderKey, long>();
        while (await reader.ReadAsync(cancellationToken))
        {
            if (OrderPersistenceId.TryParse(reader.GetString(0), out var key))
                sequences[key] = reader.GetInt64(1);
        }

        return sequences;
    }

    private Task<T?> UseAsync<T>(
        string text, (string Name, object Value)[] parameters, Func<DbDataReader, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        return _blocks ? Task.Run(RunAsync, cancellationToken) : RunAsync();

        async Task<T?> RunAsync()
        {
            await using var connection = _connect();
            await connection.OpenAsync(cancellationToken);
            await using var command = Command(connection, text, parameters);
            try
            {
                await using var reader = await command.ExecuteReaderAsync(cancellationToken);
                return await read(reader, cancellationToken);
            }
            catch (DbException error) when (IsTableMissing(error))
            {
                return default; // The journal makes it with its first order.
            }
        }
    }

    /// <summary>A command in a database of ours.</summary>
    /// <param name="connection">The open connection.</param>
    /// <param name="text">Constants, and names from the journal's own settings; what changes is in parameters.</param>
    /// <param name="parameters">The parameters.</param>
    public static DbCommand Command(DbConnection connection, string text, params (string Name, object Value)[] parameters)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // See the text.
        command.CommandText = text;
#pragma warning restore CA2100
        foreach (var (name, value) in parameters)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }

        return command;
    }

    private static bool IsTableMissing(DbException error) =>
        error is PostgresException { SqlState: PostgresErrorCodes.UndefinedTable }
        || (error is SqliteException { SqliteErrorCode: 1 } && error.Message.Contains("no such table", StringComparison.Ordinal));

    private static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
