using System.Data;
using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;
using PaytureActors.Benchmarks.Measuring;
using PaytureActors.Benchmarks.Surroundings;
using PaytureActors.Domain;
using PaytureActors.Hosting;

namespace PaytureActors.Benchmarks.Contenders;

/// <summary>
/// What most services do: a row an order; before each exchange a transaction that locks it and writes what is meant, after it another one that
/// writes what came of it. Nobody settles a doubt.
/// </summary>
internal sealed class TextbookContender : IContender
{
    private const string Table =
        """
        create table if not exists textbook_orders (
          id varchar(255) primary key, phase integer not null, held bigint not null, captured bigint not null, refunded bigint not null,
          attempt integer not null, operation varchar(20), status varchar(20) not null, changed bigint not null)
        """;

    private const string Add = "insert into textbook_orders values (@id, 0, 0, 0, 0, 0, null, 'New', @now) on conflict (id) do nothing";
    private const string Intend = "update textbook_orders set attempt = attempt + 1, operation = @operation, status = 'Sending', changed = @now where id = @id";
    private const string Settle =
        """
        update textbook_orders set phase = @phase, held = @held, captured = @captured, refunded = @refunded, status = 'Approved', changed = @now where id = @id
        """;

    private readonly Database _database;
    private readonly GatewayClient _gateway;
    private readonly string _lock;

    // SQLite's second writer sleeps inside the driver until the first one is done; a queue is the kinder way to wait.
    private readonly SemaphoreSlim? _oneWriter;

    private TextbookContender(Database database, Uri gateway)
    {
        (_database, _gateway) = (database, new GatewayClient(gateway, Accounts.Connections));
        var isFile = database.Provider is JournalProvider.Sqlite;
        _oneWriter = isFile ? new SemaphoreSlim(1) : null;
        _lock = "select phase, attempt, status from textbook_orders where id = @id" + (isFile ? "" : " for update");
    }

    public IEnumerable<Spender> Spenders => [Spender.ThisProcess, .. _database.Server];

    public static async Task<TextbookContender> StartAsync(Database database, Uri gateway)
    {
        var contender = new TextbookContender(database, gateway);
        await using var connection = await contender.OpenAsync();
        if (database.Provider is JournalProvider.Sqlite)
            await ExecuteAsync(connection, null, "pragma journal_mode=wal");
        await ExecuteAsync(connection, null, Table);
        return contender;
    }

    public async Task StepAsync(string orderId, Operation step)
    {
        await ChangeAsync(orderId, isFirst: step is Operation.Pay or Operation.Block, Intend, ("@operation", $"{step}"));
        await _gateway.ChangeAsync(orderId, step);
        await ChangeAsync(orderId, isFirst: false, Settle,
            ("@phase", (int)step),
            ("@held", step is Operation.Block ? Flow.Kopecks : 0),
            ("@captured", step is Operation.Pay or Operation.Charge ? Flow.Kopecks : 0),
            ("@refunded", step is Operation.Refund ? Flow.Kopecks : 0));
    }

    public ValueTask DisposeAsync()
    {
        _gateway.Dispose();
        _oneWriter?.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task ChangeAsync(string orderId, bool isFirst, string update, params (string Name, object Value)[] values)
    {
        if (_oneWriter is not null)
            await _oneWriter.WaitAsync();
        try
        {
            await using var connection = await OpenAsync();
            await using var transaction = await connection.BeginTransactionAsync();
            (string, object) id = ("@id", orderId), now = ("@now", TimeProvider.System.GetUtcNow().UtcTicks);
            if (isFirst)
                await ExecuteAsync(connection, transaction, Add, id, now);
            await using (var select = Command(connection, transaction, _lock, id))
            await using (var reader = await select.ExecuteReaderAsync(CommandBehavior.SingleRow))
            {
                if (!await reader.ReadAsync() || reader.GetString(2) is "Sending" && update == Intend)
                    throw new InvalidOperationException($"The order {orderId} is not there, or at work.");
            }

            await ExecuteAsync(connection, transaction, update, [id, now, .. values]);
            await transaction.CommitAsync();
        }
        finally
        {
            _oneWriter?.Release();
        }
    }

    private async Task<DbConnection> OpenAsync()
    {
        DbConnection connection = _database.Provider is JournalProvider.Sqlite
            ? new SqliteConnection(_database.ConnectionString)
            : new NpgsqlConnection(_database.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    private static async Task ExecuteAsync(DbConnection connection, DbTransaction? transaction, string text, params (string Name, object Value)[] values)
    {
        await using var command = Command(connection, transaction, text, values);
        await command.ExecuteNonQueryAsync();
    }

    private static DbCommand Command(DbConnection connection, DbTransaction? transaction, string text, params (string Name, object Value)[] values)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants of this class.
        command.CommandText = text;
#pragma warning restore CA2100
        command.Transaction = transaction;
        foreach (var (name, value) in values)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }

        return command;
    }
}
