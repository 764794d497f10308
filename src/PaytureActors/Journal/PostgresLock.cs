using System.Globalization;
using Npgsql;

namespace PaytureActors.Journal;

/// <summary>
/// A session lock on a connection of its own, and a row that says whose it is. A lost connection is a lost lock: it is taken again as
/// soon as the database is there, unless somebody else had it meanwhile: then the orders in memory may be behind, and this process is done. So it is
/// when the server is on another timeline: a standby that took over may lack what orders in memory, or asleep, have done.
/// </summary>
internal sealed class PostgresLock : InstallationLock
{
    private const long Number = 0x5041_5954_5552_45; // "PAYTURE", in a space of numbers that belongs to the database.
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);
    private const int AnswerSeconds = 2; // A server that is silent for longer has lost us, as far as we can tell.

    private readonly string _connectionString;
    private readonly string _me;
    private readonly long? _timeline;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _closing = new();
    private readonly Task _watch;
    private NpgsqlConnection? _connection;
    private volatile bool _isHeld = true;
    private volatile bool _isLostForGood;

    private PostgresLock(string connectionString, NpgsqlConnection connection, string me, long? timeline, TimeProvider time)
    {
        _me = me;
        _timeline = timeline;
        _connectionString = connectionString;
        _connection = connection;
        _time = time;
        _watch = Task.Run(WatchAsync);
    }

    public override bool IsHeld => _isHeld;

    public override bool IsLostForGood => _isLostForGood;

    public static async Task<PostgresLock> TakeAsync(string connectionString, TimeProvider time, CancellationToken cancellationToken)
    {
        // Not from the pool: a connection that goes back to it would take the lock along.
        var own = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, Timeout = AnswerSeconds * 5, CommandTimeout = AnswerSeconds, ApplicationName = "PaytureActors lock" }.ConnectionString;
        var me = Me(time);
        NpgsqlConnection? connection = null;
        try
        {
            connection = new(own);
            await connection.OpenAsync(cancellationToken);
            if (!await TryTakeAsync(connection, cancellationToken))
                throw Owned($"The journal in database {connection.Database}", await OwnerAsync(connection, cancellationToken));
            await SignAsync(connection, me, cancellationToken);
            return new(own, connection, me, await TimelineAsync(connection, cancellationToken), time);
        }
        catch (Exception error) when (error is NpgsqlException or TimeoutException or System.Net.Sockets.SocketException)
        {
            if (connection is not null)
                await connection.DisposeAsync();
            throw new JournalException(
                $"The journal's database cannot be used ({(error as PostgresException)?.MessageText ?? error.GetType().Name}): is the server up, and are host, "
                + "user, password and database in Payture:Journal:ConnectionString right?", error);
        }
        catch
        {
            if (connection is not null)
                await connection.DisposeAsync();
            throw;
        }
    }

    public override async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _watch;
        _isHeld = false;
        if (_connection is not null)
            await _connection.DisposeAsync();
        _closing.Dispose();
    }

    private async Task WatchAsync()
    {
        using var timer = new PeriodicTimer(Every, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(_closing.Token))
                _isHeld = await IsStillOursAsync();
        }
        catch (OperationCanceledException)
        {
            // The engine is closing.
        }
    }

    private async Task<bool> IsStillOursAsync()
    {
        if (_isLostForGood)
            return false;
        try
        {
            if (_connection is not null)
            {
                await using var alive = new NpgsqlCommand("select 1", _connection);
                await alive.ExecuteScalarAsync(_closing.Token);
                return true;
            }

            return await RetakeAsync();
        }
        catch (Exception error) when (error is NpgsqlException or TimeoutException or InvalidOperationException or System.Net.Sockets.SocketException)
        {
            _isHeld = false;
            if (_connection is not null)
                await _connection.DisposeAsync();
            _connection = null;
            return false;
        }
    }

    private async Task<bool> RetakeAsync()
    {
        var connection = new NpgsqlConnection(_connectionString);
        try
        {
            await connection.OpenAsync(_closing.Token);
            if (!await TryTakeAsync(connection, _closing.Token))
                return false;
            var (owner, timeline) = (await OwnerAsync(connection, _closing.Token), await TimelineAsync(connection, _closing.Token));
            if (owner == _me && timeline == _timeline)
                _connection = connection;
            else if (owner is not null && timeline is not null)
                _isLostForGood = true; // A server that cannot tell right now is asked again.
        }
        finally
        {
            if (_connection != connection)
                await connection.DisposeAsync();
        }

        return _connection == connection;
    }

    /// <summary>Which history of its own a server writes: each restore to a point in time, and each promotion, begins a new one.</summary>
    /// <returns>Null where the server does not tell: then its operator must.</returns>
    public static async Task<long?> TimelineAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            await using var ask = new NpgsqlCommand("select substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8)", connection);
            return long.Parse((string)(await ask.ExecuteScalarAsync(cancellationToken))!, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        }
        catch (PostgresException)
        {
            return null;
        }
    }

    private static async Task<bool> TryTakeAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var take = new NpgsqlCommand("select pg_try_advisory_lock($1)", connection) { Parameters = { new() { Value = Number } } };
        return await take.ExecuteScalarAsync(cancellationToken) is true;
    }

    private static async Task SignAsync(NpgsqlConnection connection, string me, CancellationToken cancellationToken)
    {
        await using var sign = new NpgsqlCommand(
            "create table if not exists payture_installation (id integer primary key, owner text not null)", connection);
        await sign.ExecuteNonQueryAsync(cancellationToken);
        await using var name = new NpgsqlCommand(
            "insert into payture_installation (id, owner) values (1, $1) on conflict (id) do update set owner = excluded.owner", connection)
        {
            Parameters = { new() { Value = me } },
        };
        await name.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<string?> OwnerAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var ask = new NpgsqlCommand("select owner from payture_installation where id = 1", connection);
        try
        {
            return await ask.ExecuteScalarAsync(cancellationToken) as string;
        }
        catch (PostgresException)
        {
            return null; // The other one has not signed yet.
        }
    }
}
