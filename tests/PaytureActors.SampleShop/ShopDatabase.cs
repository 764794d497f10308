using System.Globalization;
using Microsoft.Data.Sqlite;
using PaytureActors.Domain;

namespace PaytureActors.SampleShop;

/// <summary>The shop's own database: what was ordered, and what was handed to the parcel service. The engine knows nothing of it.</summary>
public sealed class ShopDatabase : IDisposable
{
    private readonly SqliteConnection _kept;
    private readonly string _connectionString;

    /// <summary>Opens the database, and makes its tables where they are missing.</summary>
    /// <param name="connectionString">A SQLite connection string; a database in memory lives as long as this object.</param>
    public ShopDatabase(string connectionString)
    {
        _connectionString = connectionString;
        _kept = Open();
        Do("create table if not exists orders (id text primary key, kopecks integer not null, state text not null, try integer not null default 1)");
        Do("create table if not exists parcels (number integer primary key, order_id text not null)");
    }

    /// <summary>Takes an order in; nothing happens if it is known.</summary>
    public void Add(string id, Money price) => Do("insert or ignore into orders (id, kopecks, state) values (@id, @kopecks, 'open')", ("@id", id), ("@kopecks", price.InKopecks));

    /// <summary>What an order costs.</summary>
    public Money PriceOf(string id) => Money.Kopecks(Convert.ToInt64(Ask("select kopecks from orders where id = @id", ("@id", id)).Single(), CultureInfo.InvariantCulture));

    /// <summary>Which try to pay is the order's newest, counted from 1.</summary>
    public long TryOf(string id) => (long)Ask("select try from orders where id = @id", ("@id", id)).Single();

    /// <summary>The newest try had no effect, and never will: another one may begin.</summary>
    public void NextTry(string id) => Do("update orders set try = try + 1 where id = @id", ("@id", id));

    /// <summary>Where an order stands: <c>open</c>, <c>shipped</c> or <c>cancelled</c>.</summary>
    public string StateOf(string id) => (string)Ask("select state from orders where id = @id", ("@id", id)).Single();

    /// <summary>The orders that are neither shipped nor cancelled.</summary>
    public IReadOnlyList<string> OpenOrders() => [.. Ask("select id from orders where state = 'open'").Cast<string>()];

    /// <summary>Whether an order is known, and neither shipped nor cancelled.</summary>
    public bool IsOpen(string id) => Ask("select id from orders where id = @id and state = 'open'", ("@id", id)).Count > 0;

    /// <summary>How many parcels have left for an order.</summary>
    public int ParcelsOf(string id) => Ask("select number from parcels where order_id = @id", ("@id", id)).Count;

    /// <summary>Hands a parcel over, unless the order is not open any more: both in one transaction, so that it happens once, whoever asks how often.</summary>
    public void Ship(string id)
    {
        using var connection = Open();
        using var transaction = connection.BeginTransaction();
        if (Do(connection, "update orders set state = 'shipped' where id = @id and state = 'open'", ("@id", id)) == 1)
            Do(connection, "insert into parcels (order_id) values (@id)", ("@id", id));
        transaction.Commit();
    }

    /// <summary>Gives an order up, if it is open.</summary>
    public void Cancel(string id) => Do("update orders set state = 'cancelled' where id = @id and state = 'open'", ("@id", id));

    /// <inheritdoc />
    public void Dispose() => _kept.Dispose();

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection(_connectionString);
        connection.Open();
        return connection;
    }

    private void Do(string sql, params (string Name, object Value)[] values)
    {
        using var connection = Open();
        Do(connection, sql, values);
    }

    private static int Do(SqliteConnection connection, string sql, params (string Name, object Value)[] values)
    {
        using var command = Command(connection, sql, values);
        return command.ExecuteNonQuery();
    }

    private List<object> Ask(string sql, params (string Name, object Value)[] values)
    {
        using var connection = Open();
        using var command = Command(connection, sql, values);
        using var reader = command.ExecuteReader();
        var rows = new List<object>();
        while (reader.Read())
            rows.Add(reader.GetValue(0));
        return rows;
    }

    private static SqliteCommand Command(SqliteConnection connection, string sql, (string Name, object Value)[] values)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in values)
            command.Parameters.AddWithValue(name, value);
        return command;
    }
}
