using System.Data.Common;
using LinqToDB.Interceptors;

namespace PaytureActors.Journal;

/// <summary>
/// Sets up each connection to a SQLite file, on a thread that may wait: SQLite's asynchronous calls block their caller, and a blocked
/// journal writes one event a transaction (4 thousand events a second instead of 70).
/// </summary>
internal sealed class SqliteConnections(string synchronous, TimeSpan busyTimeout) : ConnectionInterceptor
{
    private readonly string _pragmas = $"pragma busy_timeout={busyTimeout.TotalMilliseconds:0}; pragma synchronous={synchronous};";

    public override async Task ConnectionOpeningAsync(ConnectionEventData eventData, DbConnection connection, CancellationToken cancellationToken) =>
        await Task.Run(static () => { }, cancellationToken); // What follows goes on there.

    public override void ConnectionOpened(ConnectionEventData eventData, DbConnection connection) => SetUp(connection);

    public override Task ConnectionOpenedAsync(ConnectionEventData eventData, DbConnection connection, CancellationToken cancellationToken)
    {
        SetUp(connection);
        return Task.CompletedTask;
    }

    private void SetUp(DbConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = _pragmas;
        command.ExecuteNonQuery();
    }
}
