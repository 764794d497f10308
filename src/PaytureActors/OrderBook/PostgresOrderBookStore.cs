using Npgsql;
using NpgsqlTypes;
using PaytureActors.Domain;

namespace PaytureActors.OrderBook;

/// <summary>The order book in the journal's own PostgreSQL database.</summary>
internal sealed class PostgresOrderBookStore(string connectionString) : IOrderBookStore
{
    private const long TablesLock = 0x5041_5954_424F_4F4B; // "PAYTBOOK", in a space of numbers that belongs to the database.

    private static readonly string Upsert =
        $"""
        insert into {OrderBookSql.Book} ({OrderBookSql.Columns})
        select * from unnest({string.Join(", ", OrderBookColumns.All.Select((column, i) => $"${i + 1}::{Array(column.Type)}"))})
        {OrderBookSql.OnConflict}
        """;

    private static readonly string ReadMany =
        $"select {OrderBookSql.Columns} from {OrderBookSql.Book} where (merchant, order_id) in (select * from unnest($1::text[], $2::text[]))";

    private readonly NpgsqlDataSource _source = NpgsqlDataSource.Create(connectionString);

    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await using var connection = await _source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);

        // One after another: two that find no table would both make it.
        await ExecuteAsync($"select pg_advisory_xact_lock({TablesLock})");
        await ExecuteAsync(OrderBookSql.CreateOffset("bigint"));
        await using (var version = new NpgsqlCommand(OrderBookSql.ReadVersion, connection, transaction))
        {
            if (await version.ExecuteScalarAsync(cancellationToken) is not OrderBookSql.Version)
                await ExecuteAsync(OrderBookSql.Drop);
        }

        await ExecuteAsync(OrderBookSql.Create("text collate \"C\"", "bigint"));
        await transaction.CommitAsync(cancellationToken);

        async Task ExecuteAsync(string text)
        {
#pragma warning disable CA2100 // Our own constants.
            await using var command = new NpgsqlCommand(text, connection, transaction);
#pragma warning restore CA2100
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    public async Task<long> ReadOffsetAsync(CancellationToken cancellationToken)
    {
        await using var command = _source.CreateCommand(OrderBookSql.ReadOffset);
        return await command.ExecuteScalarAsync(cancellationToken) is long offset ? offset : 0;
    }

    public async Task MarkRestoredAsync(DateTimeOffset restoredAt, CancellationToken cancellationToken)
    {
        await using var connection = await _source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using (var unhurried = new NpgsqlCommand("set local statement_timeout = 0", connection, transaction)) // A pass over the whole book.
            await unhurried.ExecuteNonQueryAsync(cancellationToken);
        await using (var mark = new NpgsqlCommand(OrderBookSql.MarkRestored, connection, transaction) { CommandTimeout = 0 })
        {
            mark.Parameters.AddWithValue("restored", restoredAt.UtcTicks);
            await mark.ExecuteNonQueryAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }

    public async Task<IReadOnlyList<OrderBookRow>> ReadAsync(IReadOnlyCollection<OrderKey> keys, CancellationToken cancellationToken)
    {
        await using var command = _source.CreateCommand(ReadMany);
        command.Parameters.Add(new NpgsqlParameter { Value = keys.Select(key => key.Merchant.ToString()).ToArray() });
        command.Parameters.Add(new NpgsqlParameter { Value = keys.Select(key => key.Order.ToString()).ToArray() });
        return await ReadRowsAsync(command, cancellationToken);
    }

    public async Task WriteAsync(IReadOnlyCollection<OrderBookRow> rows, long? offset, CancellationToken cancellationToken)
    {
        await using var connection = await _source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (rows.Count > 0)
        {
            await using var upsert = new NpgsqlCommand(Upsert, connection, transaction);
            foreach (var column in OrderBookColumns.All)
                upsert.Parameters.Add(Values(column, rows));
            await upsert.ExecuteNonQueryAsync(cancellationToken);
        }

        if (offset is { } value)
        {
            await using var mark = new NpgsqlCommand(OrderBookSql.WriteOffset, connection, transaction);
            mark.Parameters.AddWithValue("offset", value);
            await mark.ExecuteNonQueryAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }

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

    public async Task ClearAsync(CancellationToken cancellationToken)
    {
        await using var connection = await _source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using (var command = new NpgsqlCommand(
            $"truncate {OrderBookSql.Book}; delete from {OrderBookSql.Offset} where id = 1", connection, transaction))
        {
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    private async Task<IReadOnlyList<OrderBookRow>> SelectAsync(
        string text, List<(string Name, object Value)> parameters, CancellationToken cancellationToken)
    {
        await using var command = _source.CreateCommand(text);
        foreach (var (name, value) in parameters)
            command.Parameters.AddWithValue(name, value);
        return await ReadRowsAsync(command, cancellationToken);
    }

    private static async Task<IReadOnlyList<OrderBookRow>> ReadRowsAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<OrderBookRow>();
        while (await reader.ReadAsync(cancellationToken))
            rows.Add(OrderBookColumns.Read(reader));
        return rows;
    }

    private static NpgsqlParameter Values(BookColumn column, IReadOnlyCollection<OrderBookRow> rows) => column.Type is BookType.Text
        ? new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text, Value = rows.Select(row => (string?)column.Value(row)).ToArray() }
        : new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint, Value = rows.Select(row => (long?)column.Value(row)).ToArray() };

    private static string Array(BookType type) => type is BookType.Text ? "text[]" : "bigint[]";
}
