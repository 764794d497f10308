using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using PaytureActors.Domain;
using PaytureActors.Hints;
using PaytureActors.Journal;
using PaytureActors.OrderBook;
using PaytureActors.Orders;

namespace PaytureActors.Hosting;

/// <summary>Orders in a database: SQLite or PostgreSQL.</summary>
internal sealed class DatabaseStore(JournalOptions options, TimeProvider time) : IEngineStore
{
    private JournalConfiguration _journal = null!;
    private JournalAlarms _alarms = new(NullLogger<JournalAlarms>.Instance);
    private ILogger _log = NullLogger.Instance;
    private InstallationLock? _lock;
    private LiveOrderBook? _book;
    private IHintStore? _hints;

    public string Journal => JournalConfiguration.JournalPluginId;

    public IHintStore Hints => _hints ??= options.Provider is JournalProvider.Sqlite
        ? new SqliteHintStore(_journal.HintsConnectionString)
        : new PostgresHintStore(_journal.HintsConnectionString);

    public bool MayWrite => _lock is { IsHeld: true };

    public (Config Settings, IReadOnlyList<Setup> Setups) Configure(Config own)
    {
        _journal = JournalConfiguration.For(options, own);
        return (_journal.Settings, [_journal.Setup, _journal.PersonalData]);
    }

    public void LogTo(ILoggerFactory loggers) =>
        (_alarms, _log) = (new JournalAlarms(loggers.CreateLogger<JournalAlarms>()), loggers.CreateLogger<DatabaseStore>());

    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        _lock = await InstallationLock.TakeAsync(_journal, time, cancellationToken);
        await DurabilityCheck.RunAsync(_journal, cancellationToken);
    }

    public async Task<RestoreTimes?> FindRestoreAsync(ActorSystem system, CancellationToken cancellationToken)
    {
        await JournalStart.ReadyAsync(system);
        return await new RestoreMark(system, _journal, time, _log).FindAsync(cancellationToken);
    }

    public Task StartBookAsync(ActorSystem system, IActorRef orders, IReadOnlyDictionary<MerchantAlias, OrderTerms> terms)
    {
        _book = LiveOrderBook.Start(system, orders, _journal, terms, time);
        return Task.CompletedTask;
    }

    public Task StopBookAsync() => _book?.StopAsync() ?? Task.CompletedTask;

    public Task<OrderPage> FindAsync(OrderQuery query, CancellationToken cancellationToken) => _book!.FindAsync(query, cancellationToken);

    public void JournalFailed(Exception cause) => _alarms.Inspect(cause);

    public IEnumerable<string> Problems()
    {
        if (_lock is { IsLostForGood: true })
            yield return "The database was another process's meanwhile, or is on another timeline (it was restored, or a standby took over): start this process again.";
        else if (_lock is { IsHeld: false })
            yield return "The lock on the database was lost and is being retaken: nothing is written meanwhile.";
        if (_book is { IsCaughtUp: false })
            yield return "The order book has not caught up with the journal yet.";
    }

    public async ValueTask DisposeAsync()
    {
        if (_book is { } book)
            await book.LetGoAsync();
        if (_hints is { } hints)
            await hints.DisposeAsync();
        if (_lock is { } held)
            await held.DisposeAsync();
    }
}
