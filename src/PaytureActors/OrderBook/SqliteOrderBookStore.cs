using Microsoft.Data.Sqlite;
using PaytureActors.Domain;

namespace PaytureActors.OrderBook;

/// <summary>The order book in a SQLite file of its own. A power cut may cost it its last rows: they are made anew from the journal.</summary>
internal sealed class SqliteOrderBookStore(string connectionString) : IOrderBookStore
{
    private readonly SemaphoreSlim _writing = new(1, 1); // Two writers would wait for each other inside the driver.

    public Task PrepareAsync(CancellationToken cancellationToken) => WriteAloneAsync(static (connection, _) =>
    {
        Execute(connection, "pragma journal_mode=wal");
        using var transaction = connection.BeginTransaction();
        Execute(connection, OrderBookSql.CreateOffset("integer"));
        using (var version = Command(connection, OrderBookSql.ReadVersion, []))
        {
            if (version.ExecuteScalar() is not OrderBookSql.Version)
                Execute(connection, OrderBookSql.Drop);
        }

        Execute(connection, OrderBookSql.Create("text", "integer"));
        transaction.Commit();
    }, cancellationToken);

    public Task<long> ReadOffsetAsync(CancellationToken cancellationToken) => UseAsync(static connection =>
    {
        using var command = Command(connection, OrderBookSql.ReadOffset, []);
        return command.ExecuteScalar() is long offset ? offset : 0;
    }, cancellationToken);

    public Task MarkRestoredAsync(DateTimeOffset restoredAt, CancellationToken cancellationToken) => WriteAloneAsync((connection, _) =>
    {
        using var command = Command(connection, OrderBookSql.MarkRestored, [("@restored", restoredAt.UtcTicks)]);
        command.CommandTimeout = 0; // A pass over the whole book.
        command.ExecuteNonQuery();
    }, cancellationToken);

    public Task<IReadOnlyList<OrderBookRow>> ReadAsync(IReadOnlyCollection<OrderKey> keys, CancellationToken cancellationToken) =>
        UseAsync<IReadOnlyList<OrderBookRow>>(connection =>
        {
            using var command = Command(connection, OrderBookSql.ReadOne, [("@merchant", ""), ("@order", "")]);
            var rows = new List<OrderBookRow>(keys.Count);
            foreach (var key in keys)
            {
                command.Parameters[0].Value = key.Merchant.ToString();
                command.Parameters[1].Value = key.Order.ToString();
                using var reader = command.ExecuteReader();
                if (reader.Read())
                    rows.Add(OrderBookColumns.Read(reader));
            }

            return rows;
        }, cancellationToken);

    public Task WriteAsync(IReadOnlyCollection<OrderBookRow> rows, long? offset, CancellationToken cancellationToken) =>
        WriteAloneAsync((connection, token) =>
        {
            using var transaction = connection.BeginTransaction();
            using var command = Command(connection, Upsert, [.. OrderBookColumns.All.Select(column => ($"@{column.Name}", (object)DBNull.Value))]);
            foreach (var row in rows)
            {
                token.ThrowIfCancellationRequested();
                for (var i = 0; i < OrderBookColumns.All.Count; i++)
                    command.Parameters[i].Value = OrderBookColumns.All[i].Value(row) ?? DBNull.Value;
                command.ExecuteNonQuery();
            }

            if (offset is { } value)
            {
                using var mark = Command(connection, OrderBookSql.WriteOffset, [("@offset", value)]);
                mark.ExecuteNonQuery();
            }

            transaction.Commit();
        }, cancellationToken);

    public Task<IReadOnlyList<OrderBookRow>> FindAsync(OrderQuery query, BookPosition? after, int limit, CancellationToken cancellationToken)
    {
        var (text, parameters) = OrderBookSql.Find(query, after, limit);
        return SelectAsync(text, parameters, cancellationToken);
    }

    public Task<IReadOnlyList<OrderBookRow>> FindDueAsync(
        BookPosition after, DateTimeOffset until, int limit, CancellationToken cancellationToken) =>
        SelectAsync(OrderBookSql.Due, [.. OrderBookSql.After(after, limit), ("@until", until.UtcTicks)], cancellationToken);

    public Task<IReadOnlyList<OrderBookRow>> FindInProgressAsync(BookPosition after, int limit, CancellationToken cancellationToken) =>
        SelectAsync(OrderBookSql.InProgress, OrderBookSql.After(after, limit), cancellationToken);

    public Task ClearAsync(CancellationToken cancellationToken) => WriteAloneAsync(static (connection, _) =>
    {
        using var transaction = connection.BeginTransaction();
        Execute(connection, OrderBookSql.Clear);
        transaction.Commit();
    }, cancellationToken);

    public ValueTask DisposeAsync()
    {
        using (var connection = new SqliteConnection(connectionString))
            SqliteConnection.ClearPool(connection);
        _writing.Dispose();
        return ValueTask.CompletedTask;
    }

    private static readonly string Upsert =
        $"""
        insert into {OrderBookSql.Book} ({OrderBookSql.Columns})
        values ({string.Join(", ", OrderBookColumns.All.Select(column => $"@{column.Name}"))})
        {OrderBookSql.OnConflict}
        """;

    private Task<IReadOnlyList<OrderBookRow>> SelectAsync(
        string text, List<(string Name, object Value)> parameters, CancellationToken cancellationToken) =>
        UseAsync<IReadOnlyList<OrderBookRow>>(connection =>
        {
            using var command = Command(connection, text, parameters);
            using var reader = command.ExecuteReader();
            var rows = new List<OrderBookRow>();
            while (reader.Read())
                rows.Add(OrderBookColumns.Read(reader));
            return rows;
        }, cancellationToken);

    private async Task WriteAloneAsync(Action<SqliteConnection, CancellationToken> write, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            await UseAsync(connection =>
            {
                write(connection, cancellationToken);
                return true;
            }, cancellationToken);
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>SQLite's calls block, whatever their names say: they must not do so on an actor's thread.</summary>
    private Task<T> UseAsync<T>(Func<SqliteConnection, T> use, CancellationToken cancellationToken) => Task.Run(() =>
    {
        using var connection = new SqliteConnection(connectionString);
        connection.Open();
        Execute(connection, "pragma busy_timeout=5000; pragma synchronous=normal");
        return use(connection);
    }, cancellationToken);

    private static void Execute(SqliteConnection connection, string text)
    {
        using var command = Command(connection, text, []);
        command.ExecuteNonQuery();
    }

    private static SqliteCommand Command(SqliteConnection connection, string text, List<(string Name, object Value)> parameters)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // Built from our own constants; what callers say is in parameters.
        command.CommandText = text;
#pragma warning restore CA2100
        foreach (var (name, value) in parameters)
            command.Parameters.AddWithValue(name, value);
        return command;
    }
}
