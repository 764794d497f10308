using Microsoft.Data.Sqlite;
using PaytureActors.Domain;

namespace PaytureActors.Hints;

/// <summary>
/// Kept hints in a SQLite file of their own: they must not wait for the journal, nor it for them. As durable as the journal: whoever was
/// told that a hint is kept does not say it again.
/// </summary>
internal sealed class SqliteHintStore(string connectionString) : IHintStore
{
    public Task<IReadOnlyList<ParkedHint>> OpenAsync(CancellationToken cancellationToken) => UseAsync<IReadOnlyList<ParkedHint>>(static connection =>
    {
        Execute(connection, "pragma journal_mode=wal");
        Execute(connection, HintSql.Create("text", "integer"));
        using var command = connection.CreateCommand();
        command.CommandText = HintSql.ReadAll;
        using var reader = command.ExecuteReader();
        var hints = new List<ParkedHint>();
        while (reader.Read())
        {
            hints.Add(new ParkedHint(
                new OrderKey(reader.GetString(0), reader.GetString(1)), reader.GetString(2), new DateTimeOffset(reader.GetInt64(3), TimeSpan.Zero)));
        }

        return hints;
    }, cancellationToken);

    public Task WriteAsync(
        IReadOnlyCollection<ParkedHint> keep, IReadOnlyCollection<OrderKey> forget, CancellationToken cancellationToken) => UseAsync(connection =>
    {
        using var transaction = connection.BeginTransaction();
        using (var insert = connection.CreateCommand())
        {
            insert.CommandText =
                $"insert into {HintSql.Table} (merchant, order_id, kind, at) values (@merchant, @order, @kind, @at) {HintSql.OnConflict}";
            foreach (var hint in keep)
            {
                insert.Parameters.Clear();
                insert.Parameters.AddWithValue("@merchant", hint.Order.Merchant.ToString());
                insert.Parameters.AddWithValue("@order", hint.Order.Order.ToString());
                insert.Parameters.AddWithValue("@kind", hint.Kind);
                insert.Parameters.AddWithValue("@at", hint.At.UtcTicks);
                insert.ExecuteNonQuery();
            }
        }

        using (var delete = connection.CreateCommand())
        {
            delete.CommandText = $"delete from {HintSql.Table} where merchant = @merchant and order_id = @order";
            foreach (var order in forget)
            {
                delete.Parameters.Clear();
                delete.Parameters.AddWithValue("@merchant", order.Merchant.ToString());
                delete.Parameters.AddWithValue("@order", order.Order.ToString());
                delete.ExecuteNonQuery();
            }
        }

        transaction.Commit();
        return true;
    }, cancellationToken);

    public ValueTask DisposeAsync()
    {
        using (var connection = new SqliteConnection(connectionString))
            SqliteConnection.ClearPool(connection);
        return ValueTask.CompletedTask;
    }

    /// <summary>SQLite's calls block, whatever their names say: they must not do so on an actor's thread.</summary>
    private Task<T> UseAsync<T>(Func<SqliteConnection, T> use, CancellationToken cancellationToken) => Task.Run(() =>
    {
        using var connection = new SqliteConnection(connectionString);
        connection.Open();
        Execute(connection, "pragma busy_timeout=5000");
        Execute(connection, "pragma synchronous=full");
        return use(connection);
    }, cancellationToken);

    private static void Execute(SqliteConnection connection, string text)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Our own constants.
        command.CommandText = text;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
