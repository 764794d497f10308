using PaytureActors.Hosting;

namespace PaytureActors.Journal;

/// <summary>One process writes a journal. Two would be a money risk, and one conflicting row fails the orders of both.</summary>
internal abstract class InstallationLock : IAsyncDisposable
{
    /// <summary>Whether this process still owns the journal. While it does not, nothing may be persisted.</summary>
    public abstract bool IsHeld { get; }

    /// <summary>Whether it will not be owned again: what the journal has, this process may not know.</summary>
    public virtual bool IsLostForGood => false;

    /// <summary>Takes the journal for this process.</summary>
    /// <exception cref="JournalException">Another process owns it, or the database cannot be reached; the message says what to do.</exception>
    public static async Task<InstallationLock> TakeAsync(JournalConfiguration journal, TimeProvider time, CancellationToken cancellationToken) =>
        journal.Options.Provider is JournalProvider.Sqlite
            ? SqliteLock.Take(journal.SqliteFile, time)
            : await PostgresLock.TakeAsync(journal.ConnectionString, time, cancellationToken);

    public abstract ValueTask DisposeAsync();

    protected static string Me(TimeProvider time) => $"process {Environment.ProcessId} on {Environment.MachineName} since {time.GetUtcNow():u}";

    protected static JournalException Owned(string what, string? by) => new(
        $"{what} belongs to {(string.IsNullOrWhiteSpace(by) ? "another process" : by)}: one process owns the orders of a database. Stop that one, give "
        + "this one a database of its own (Payture:Journal:ConnectionString), or share the orders out over nodes with WithPaytureSharding.");
}
