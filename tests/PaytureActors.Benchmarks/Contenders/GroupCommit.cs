using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using Npgsql;
using NpgsqlTypes;
using PaytureActors.Benchmarks.Surroundings;

namespace PaytureActors.Benchmarks.Contenders;

/// <summary>Writes rows of the journal's table as fast as its database takes them: whatever waits goes into one transaction.</summary>
internal abstract class GroupCommit : IAsyncDisposable
{
    private const int MostRows = 1000;

    private readonly Channel<Waiting> _waiting = Channel.CreateUnbounded<Waiting>(new UnboundedChannelOptions { SingleReader = true });
    private Task _writing = Task.CompletedTask;

    protected sealed record Waiting(string PersistenceId, IReadOnlyList<JournalRow> Rows, TaskCompletionSource Written);

    /// <summary>Ends once the rows cannot be lost any more.</summary>
    public Task WriteAsync(string persistenceId, IReadOnlyList<JournalRow> rows)
    {
        var written = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return _waiting.Writer.TryWrite(new Waiting(persistenceId, rows, written))
            ? written.Task
            : throw new InvalidOperationException("It is closed.");
    }

    public virtual async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _writing;
    }

    protected void Begin() => _writing = Task.Run(WriteAllAsync);

    /// <summary>Writes in one transaction.</summary>
    protected abstract Task WriteAsync(IReadOnlyList<Waiting> batch, int rows);

    private async Task WriteAllAsync()
    {
        var batch = new List<Waiting>();
        while (await _waiting.Reader.WaitToReadAsync())
        {
            var rows = 0;
            while (rows < MostRows && _waiting.Reader.TryRead(out var next))
            {
                batch.Add(next);
                rows += next.Rows.Count;
            }

            try
            {
                await WriteAsync(batch, rows);
                batch.ForEach(static each => each.Written.SetResult());
            }
            catch (Exception error) when (error is NpgsqlException or SqliteException)
            {
                batch.ForEach(each => each.Written.SetException(error));
            }

            batch.Clear();
        }
    }
}

/// <summary>PostgreSQL takes whole columns at once.</summary>
internal sealed class PostgresGroupCommit : GroupCommit
{
    private const string Insert =
        """
        insert into payture_journal (deleted, persistence_id, sequence_number, created, message, identifier, manifest, writer_uuid)
        select false, * from unnest($1, $2, $3, $4, $5, $6, $7)
        """;

    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlCommand _insert;

    private PostgresGroupCommit(NpgsqlConnection connection)
    {
        _connection = connection;
        _insert = new NpgsqlCommand(Insert, connection);
        foreach (var type in (NpgsqlDbType[])
            [NpgsqlDbType.Varchar, NpgsqlDbType.Bigint, NpgsqlDbType.Bigint, NpgsqlDbType.Bytea, NpgsqlDbType.Integer, NpgsqlDbType.Varchar, NpgsqlDbType.Varchar])
            _insert.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Array | type });
    }

    public static async Task<PostgresGroupCommit> OpenAsync(Database database)
    {
        var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync();
        var commit = new PostgresGroupCommit(connection);
        commit.Begin();
        return commit;
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _insert.DisposeAsync();
        await _connection.DisposeAsync();
    }

    protected override async Task WriteAsync(IReadOnlyList<Waiting> batch, int rows)
    {
        var now = TimeProvider.System.GetUtcNow().UtcTicks;
        var (ids, numbers, created, messages, serializers, manifests, writers) = (
            new string[rows], new long[rows], new long[rows], new byte[rows][], new int[rows], new string[rows], new string[rows]);
        var i = 0;
        foreach (var each in batch)
        {
            foreach (var row in each.Rows)
            {
                (ids[i], numbers[i], created[i], messages[i], serializers[i], manifests[i], writers[i]) =
                    (each.PersistenceId, row.Sequence, now, row.Message, row.Serializer, row.Manifest, row.Writer);
                i++;
            }
        }

        object[] columns = [ids, numbers, created, messages, serializers, manifests, writers];
        for (var column = 0; column < columns.Length; column++)
            _insert.Parameters[column].Value = columns[column];
        await _insert.ExecuteNonQueryAsync();
    }
}

/// <summary>SQLite takes row after row within a transaction; its commit waits for the disk.</summary>
internal sealed class SqliteGroupCommit : GroupCommit
{
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _insert;

    public SqliteGroupCommit(Database database)
    {
        _connection = new SqliteConnection(database.ConnectionString);
        _connection.Open();
        using (var pragmas = new SqliteCommand("pragma busy_timeout=5000; pragma synchronous=full", _connection))
            pragmas.ExecuteNonQuery();
        _insert = new SqliteCommand(
            """
            insert into payture_journal (deleted, persistence_id, sequence_number, created, message, identifier, manifest, writer_uuid)
            values (0, @id, @number, @created, @message, @identifier, @manifest, @writer)
            """, _connection);
        foreach (var name in (string[])["@id", "@number", "@created", "@message", "@identifier", "@manifest", "@writer"])
            _insert.Parameters.Add(new SqliteParameter { ParameterName = name });
        _insert.Prepare();
        Begin();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _insert.DisposeAsync();
        await _connection.DisposeAsync();
    }

    protected override Task WriteAsync(IReadOnlyList<Waiting> batch, int rows)
    {
        var now = TimeProvider.System.GetUtcNow().UtcTicks;
        using var transaction = _connection.BeginTransaction();
        _insert.Transaction = transaction;
        foreach (var each in batch)
        {
            foreach (var row in each.Rows)
            {
                object[] values = [each.PersistenceId, row.Sequence, now, row.Message, row.Serializer, row.Manifest, row.Writer];
                for (var column = 0; column < values.Length; column++)
                    _insert.Parameters[column].Value = values[column];
                _insert.ExecuteNonQuery();
            }
        }

        transaction.Commit();
        return Task.CompletedTask;
    }
}
