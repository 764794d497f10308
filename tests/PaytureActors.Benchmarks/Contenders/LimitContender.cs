using PaytureActors.Benchmarks.Measuring;
using PaytureActors.Benchmarks.Surroundings;
using PaytureActors.Domain;
using PaytureActors.Hosting;

namespace PaytureActors.Benchmarks.Contenders;

/// <summary>
/// The limit: the engine's exchanges and the engine's rows, without an engine. Nothing is decided, kept in memory, recovered or projected.
/// </summary>
internal sealed class LimitContender : IContender
{
    private readonly JournalTemplate _template;
    private readonly Database _database;
    private readonly GatewayClient _gateway;
    private readonly GroupCommit _journal;

    private LimitContender(JournalTemplate template, Database database, GatewayClient gateway, GroupCommit journal) =>
        (_template, _database, _gateway, _journal) = (template, database, gateway, journal);

    public IEnumerable<Spender> Spenders => [Spender.ThisProcess, .. _database.Server];

    public static async Task<LimitContender> StartAsync(JournalTemplate template, Database database, Uri gateway) => new(
        template, database, new GatewayClient(gateway, Accounts.Connections),
        database.Provider is JournalProvider.Sqlite ? new SqliteGroupCommit(database) : await PostgresGroupCommit.OpenAsync(database));

    public async Task StepAsync(string orderId, Operation step)
    {
        var persistenceId = Accounts.PersistenceId(orderId);
        foreach (var move in _template[step])
        {
            await _journal.WriteAsync(persistenceId, move.Rows);
            switch (move.Exchange)
            {
                case ExchangeKind.Inquiry:
                    await _gateway.InquireAsync(orderId);
                    break;
                case ExchangeKind.Change:
                    await _gateway.ChangeAsync(orderId, step);
                    break;
                default:
                    break;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _journal.DisposeAsync();
        _gateway.Dispose();
    }
}
