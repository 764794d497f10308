using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;
using PaytureActors.Benchmarks.Surroundings;
using PaytureActors.Domain;
using PaytureActors.Domain.Orders;
using PaytureActors.Hosting;

namespace PaytureActors.Benchmarks.Contenders;

/// <summary>One row of the journal but for its order and its time.</summary>
internal sealed record JournalRow(long Sequence, byte[] Message, int Serializer, string Manifest, string Writer);

/// <summary>What is written down together, and which exchange follows it.</summary>
/// <param name="Rows">One transaction's rows.</param>
/// <param name="Exchange">None; the step's own; or an inquiry before it.</param>
internal sealed record JournalMove(IReadOnlyList<JournalRow> Rows, ExchangeKind Exchange);

/// <summary>What an exchange with the gateway does.</summary>
internal enum ExchangeKind
{
    None = 0,
    Inquiry,
    Change,
}

/// <summary>
/// What the engine writes down and asks in an order's life, read off one that it led: whoever repeats it writes the same bytes between the
/// same exchanges.
/// </summary>
internal sealed class JournalTemplate
{
    private static int _recorded; // A gateway takes each OrderId once, whatever journal it comes from.

    private readonly Dictionary<Operation, IReadOnlyList<JournalMove>> _steps = [];

    /// <summary>What a step consists of.</summary>
    public IReadOnlyList<JournalMove> this[Operation step] => _steps[step];

    /// <summary>Rows of a whole life.</summary>
    public IEnumerable<JournalRow> Rows(Flow flow) => flow.Steps.SelectMany(step => _steps[step]).SelectMany(move => move.Rows);

    /// <summary>Leads one order through a life, on a database that has its tables afterwards.</summary>
    public static async Task<JournalTemplate> RecordAsync(Database database, Uri gateway, Flow flow)
    {
        var template = new JournalTemplate();
        await using var engine = await EngineContender.StartAsync(database, gateway);
        var (orderId, seen) = (NextOrderId(), 0);
        foreach (var step in flow.Steps)
        {
            await engine.StepAsync(orderId, step);
            var history = await engine.Orders[Accounts.Alias, orderId].HistoryAsync();
            var rows = await ReadAsync(database, Accounts.PersistenceId(orderId));
            template._steps[step] = [.. Moves(history.Skip(seen), rows)];
            seen = history.Count;
        }

        return template;
    }

    /// <summary>What there is of a Block whose answer does not come.</summary>
    public static async Task<IReadOnlyList<JournalRow>> RecordIntentAsync(Database database, EngineContender engine)
    {
        var orderId = NextOrderId();
        await engine.AskAsync(orderId, Operation.Block, new CallOptions { Limit = TimeSpan.FromSeconds(2) });
        var rows = await ReadAsync(database, Accounts.PersistenceId(orderId));
        return [.. rows.Values.Where(row => row.Sequence == 1)];
    }

    private static string NextOrderId() => $"template{Interlocked.Increment(ref _recorded)}";

    private static IEnumerable<JournalMove> Moves(IEnumerable<RecordedEvent> history, Dictionary<long, JournalRow> rows)
    {
        var together = new List<JournalRow>();
        foreach (var (sequence, @event) in history)
        {
            together.Add(rows[sequence]);
            if (@event is not (OrderEvent.RefundAccepted or OrderEvent.AttemptRequested))
                continue;
            yield return new JournalMove([.. together], @event is OrderEvent.AttemptRequested ? ExchangeKind.Change : ExchangeKind.Inquiry);
            together.Clear();
        }

        yield return new JournalMove([.. together], ExchangeKind.None);
    }

    private static async Task<Dictionary<long, JournalRow>> ReadAsync(Database database, string persistenceId)
    {
        await using DbConnection connection = database.Provider is JournalProvider.Sqlite
            ? new SqliteConnection(database.ConnectionString)
            : new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "select sequence_number, message, identifier, manifest, writer_uuid from payture_journal where persistence_id = @id";
        var id = command.CreateParameter();
        (id.ParameterName, id.Value) = ("@id", persistenceId);
        command.Parameters.Add(id);

        var rows = new Dictionary<long, JournalRow>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            var sequence = reader.GetInt64(0);
            rows[sequence] = new JournalRow(sequence, (byte[])reader[1], reader.GetInt32(2), reader.GetString(3), reader.GetString(4));
        }

        return rows;
    }
}
