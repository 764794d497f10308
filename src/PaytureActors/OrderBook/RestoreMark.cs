using System.Data.Common;
using System.Globalization;
using Akka.Actor;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Npgsql;
using PaytureActors.Journal;

namespace PaytureActors.OrderBook;

/// <summary>When it was noticed that the journal had been set back to a backup.</summary>
/// <param name="First">For the first time.</param>
/// <param name="Last">For the last time.</param>
internal readonly record struct RestoreTimes(DateTimeOffset First, DateTimeOffset Last);

/// <summary>
/// When the journal was set back to a backup, if ever. It is written down beside the journal before the first order opens, so that no crash
/// forgets it, and stays there: whether an order has been inquired since, its own events say.
/// </summary>
internal sealed partial class RestoreMark(ActorSystem system, JournalConfiguration journal, TimeProvider time, ILogger log)
{
    private const int Mark = 1;
    private const int Timeline = 2;
    private const int FirstMark = 3;
    private const int NoSuchTable = 1; // SQLITE_ERROR: the statement itself is right.
    private const string Create = "create table if not exists payture_restore (id integer primary key, value bigint not null)";
    private const string Read = "select value from payture_restore where id = @id";
    private const string Write = "insert into payture_restore (id, value) values (@id, @value) on conflict (id) do update set value = excluded.value";

    private const string Keep = "insert into payture_restore (id, value) values (@id, @value) on conflict (id) do nothing";

    /// <summary>Finds out whether the journal was set back since the last start, and writes it down.</summary>
    /// <returns>When that was noticed; null if never.</returns>
    /// <exception cref="JournalException">It cannot be found out; the message says what to do.</exception>
    public async Task<RestoreTimes?> FindAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await FindOutAsync(cancellationToken);
        }
        catch (DbException error)
        {
            throw new JournalException(
                $"Whether the journal was set back to a backup cannot be found out ({error.Message.TrimEnd('.')}): is its database up, and is there room on its "
                + "disk? A SQLite order book that is damaged (the file …-book.db beside the journal) may be deleted: it is made anew.", error);
        }
    }

    private async Task<RestoreTimes?> FindOutAsync(CancellationToken cancellationToken)
    {
        await using var book = LiveOrderBook.OpenStore(journal);
        var seen = await SeenAsync(book, cancellationToken); // Before a book of another version is dropped, and its memory with it.
        await using var connection = journal.Connect();
        await connection.OpenAsync(cancellationToken);
        await RunAsync(Create);

        var (before, timeline) = (await NumberAsync(Timeline), connection is NpgsqlConnection server ? await PostgresLock.TimelineAsync(server, cancellationToken) : null);
        if (await WhyAsync(seen, before, timeline, cancellationToken) is { } why)
        {
            var noticed = time.GetUtcNow().UtcTicks;
            await RunAsync(Keep, ("@id", FirstMark), ("@value", await NumberAsync(Mark) ?? noticed));
            await RunAsync(Write, ("@id", Mark), ("@value", noticed));
            await book.PrepareAsync(cancellationToken);
            await book.ClearAsync(cancellationToken); // It may have seen what the journal does not have any more.
            LogRestored(log, why);
        }

        if (timeline is { } now && now != before)
            await RunAsync(Write, ("@id", Timeline), ("@value", now));
        return await NumberAsync(Mark) is { } last
            ? new RestoreTimes(new DateTimeOffset(await NumberAsync(FirstMark) ?? last, TimeSpan.Zero), new DateTimeOffset(last, TimeSpan.Zero))
            : null;

        async Task RunAsync(string text, params (string Name, object Value)[] parameters)
        {
            await using var command = JournalTable.Command(connection, text, parameters);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        async Task<long?> NumberAsync(int id)
        {
            await using var command = JournalTable.Command(connection, Read, ("@id", id));
            return await command.ExecuteScalarAsync(cancellationToken) as long?;
        }
    }

    private static async Task<long> SeenAsync(IOrderBookStore book, CancellationToken cancellationToken)
    {
        try
        {
            return await book.ReadOffsetAsync(cancellationToken);
        }
        catch (DbException missing) when (missing is PostgresException { SqlState: PostgresErrorCodes.UndefinedTable } or SqliteException { SqliteErrorCode: NoSuchTable })
        {
            return 0; // A first start. Any other failure must not pass for one: it would hide a restore.
        }
    }

    private async Task<string?> WhyAsync(long seen, long? before, long? timeline, CancellationToken cancellationToken)
    {
        if (journal.Options.Restored)
            return "so says --restored, or Payture:Journal:Restored";
        var end = await new JournalTable(system, journal).MaxOrderingAsync(cancellationToken);
        if (seen > end)
            return string.Create(CultureInfo.InvariantCulture, $"the order book has seen its event {seen}, and it ends at {end}");
        return before is not null && timeline is not null && before != timeline
            ? string.Create(CultureInfo.InvariantCulture, $"its server went from timeline {before} to {timeline}: it was restored, or a standby took over")
            : null;
    }

    [LoggerMessage(LogLevel.Error, "The journal was set back to a backup ({Why}). Each order that it has is inquired before it accepts anything, and "
        + "refunds that may have been done before wait for a person; watch the orders that need attention. README, \"After a restore\".")]
    private static partial void LogRestored(ILogger log, string why);
}
