using System.Data.Common;
using Akka.Actor;
using Akka.Configuration;
using Microsoft.Data.Sqlite;
using Npgsql;
using PaytureActors.Domain.Orders;

namespace PaytureActors.Host.Tests.Campaigns;

/// <summary>The orders' journal as it stands in the database, read past the service and with nothing of it but the events' own format.</summary>
internal sealed class JournalReader(Database database) : IDisposable
{
    private const int SerializerId = 7_218_001;
    private const string Prefix = $"order|{OrderPlan.Merchant}/";
    private const long Overlap = 10_000; // A row that was committed late stands before others that were read.

    private readonly ActorSystem _system = ActorSystem.Create("audit", Settings());
    private readonly Dictionary<string, SortedList<long, OrderEvent>> _orders = [];
    private long _from;

    /// <summary>How many events there are.</summary>
    public long Events => _orders.Values.Sum(events => (long)events.Count);

    /// <summary>Reads what is new since everything was read, or everything anew.</summary>
    /// <returns>The orders that have such events.</returns>
    public async Task<IReadOnlyCollection<string>> ReadAsync(bool everything)
    {
        if (everything)
        {
            _orders.Clear();
            _from = 0;
        }

        var end = _from;

        var touched = new HashSet<string>();
        await using var connection = Connect();
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "select ordering, persistence_id, sequence_number, manifest, message from payture_journal where ordering > @after order by ordering";
        command.CommandTimeout = 120;
        var after = command.CreateParameter();
        (after.ParameterName, after.Value) = ("@after", Math.Max(0, _from - Overlap));
        command.Parameters.Add(after);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            end = reader.GetInt64(0);
            if (!reader.GetString(1).StartsWith(Prefix, StringComparison.Ordinal))
                continue;
            var orderId = reader.GetString(1)[Prefix.Length..];
            touched.Add(orderId);
            if (!_orders.TryGetValue(orderId, out var events))
                _orders[orderId] = events = [];
            if (!events.ContainsKey(reader.GetInt64(2)))
                events.Add(reader.GetInt64(2), (OrderEvent)_system.Serialization.Deserialize((byte[])reader[4], SerializerId, reader.GetString(3)));
        }

        if (everything)
            _from = end;
        return touched;
    }

    /// <summary>All orders that were read.</summary>
    public IReadOnlyCollection<string> Orders => _orders.Keys;

    /// <summary>An order's events; none if there are none.</summary>
    public IReadOnlyList<RecordedEvent> EventsOf(string orderId) =>
        _orders.TryGetValue(orderId, out var events) ? [.. events.Select(each => new RecordedEvent(each.Key, each.Value))] : [];

    /// <summary>How many events an order has.</summary>
    public int CountOf(string orderId) => _orders.TryGetValue(orderId, out var events) ? events.Count : 0;

    /// <summary>Where an order stands.</summary>
    public OrderState StateOf(string orderId) => EventsOf(orderId).Aggregate(OrderState.Initial, (state, line) => OrderDecider.Evolve(state, line.Event));

    public void Dispose() => _system.Dispose();

    private DbConnection Connect() => database.Provider is "Sqlite"
        ? new SqliteConnection(new SqliteConnectionStringBuilder(database.ConnectionString) { Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ConnectionString)
        : new NpgsqlConnection(new NpgsqlConnectionStringBuilder(database.ConnectionString) { Pooling = false }.ConnectionString);

    private static Config Settings()
    {
        using var stream = typeof(OrderReply).Assembly.GetManifestResourceStream("hocon/payture.conf")!;
        using var reader = new StreamReader(stream);
        return ConfigurationFactory.ParseString(reader.ReadToEnd());
    }
}
