using Npgsql;
using PaytureActors.Domain;

namespace PaytureActors.Hints;

/// <summary>Kept hints in the journal's own PostgreSQL database.</summary>
internal sealed class PostgresHintStore(string connectionString) : IHintStore
{
    private const long TableLock = 0x5041_5954_4849_4E54; // "PAYTHINT", in a space of numbers that belongs to the database.

    private const string Insert =
        $"insert into {HintSql.Table} (merchant, order_id, kind, at) select * from unnest($1::text[], $2::text[], $3::text[], $4::bigint[]) {HintSql.OnConflict}";

    private const string Delete =
        $"delete from {HintSql.Table} where (merchant, order_id) in (select * from unnest($1::text[], $2::text[]))";

    private readonly NpgsqlDataSource _source = NpgsqlDataSource.Create(connectionString);

    public async Task<IReadOnlyList<ParkedHint>> OpenAsync(CancellationToken cancellationToken)
    {
        // One after another: two that find no table would both make it.
        await using (var create = _source.CreateCommand(
            $"select pg_advisory_xact_lock({TableLock}); {HintSql.Create("text collate \"C\"", "bigint")}"))
        {
            await create.ExecuteNonQueryAsync(cancellationToken);
        }

        await using var read = _source.CreateCommand(HintSql.ReadAll);
        await using var reader = await read.ExecuteReaderAsync(cancellationToken);
        var hints = new List<ParkedHint>();
        while (await reader.ReadAsync(cancellationToken))
        {
            hints.Add(new ParkedHint(
                new OrderKey(reader.GetString(0), reader.GetString(1)), reader.GetString(2), new DateTimeOffset(reader.GetInt64(3), TimeSpan.Zero)));
        }

        return hints;
    }

    public async Task WriteAsync(
        IReadOnlyCollection<ParkedHint> keep, IReadOnlyCollection<OrderKey> forget, CancellationToken cancellationToken)
    {
        await using var connection = await _source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (keep.Count > 0)
        {
            await using var insert = new NpgsqlCommand(Insert, connection, transaction);
            insert.Parameters.Add(Texts(keep.Select(hint => hint.Order.Merchant.ToString())));
            insert.Parameters.Add(Texts(keep.Select(hint => hint.Order.Order.ToString())));
            insert.Parameters.Add(Texts(keep.Select(hint => hint.Kind)));
            insert.Parameters.Add(new NpgsqlParameter { Value = keep.Select(hint => hint.At.UtcTicks).ToArray() });
            await insert.ExecuteNonQueryAsync(cancellationToken);
        }

        if (forget.Count > 0)
        {
            await using var delete = new NpgsqlCommand(Delete, connection, transaction);
            delete.Parameters.Add(Texts(forget.Select(order => order.Merchant.ToString())));
            delete.Parameters.Add(Texts(forget.Select(order => order.Order.ToString())));
            await delete.ExecuteNonQueryAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    private static NpgsqlParameter Texts(IEnumerable<string> texts) => new() { Value = texts.ToArray() };
}
