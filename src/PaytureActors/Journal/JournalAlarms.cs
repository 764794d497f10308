using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace PaytureActors.Journal;

/// <summary>Says loudly what must never happen: a second writer of the same order.</summary>
internal sealed partial class JournalAlarms(ILogger<JournalAlarms> log)
{
    private const int SqliteConstraint = 19;
    private static readonly Meter Meter = new("PaytureActors");
    private static readonly Counter<long> Failures = Meter.CreateCounter<long>("payture.journal.failures", description: "Facts that the journal did not take.");
    private static readonly Counter<long> SecondWriters = Meter.CreateCounter<long>("payture.journal.second_writers", description: "Facts that another writer had already numbered.");

    /// <summary>Counts a failure of the journal, and raises the alarm when it shows a second writer.</summary>
    public void Inspect(Exception failure)
    {
        Failures.Add(1);
        if (Causes(failure).Any(cause =>
            cause is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation }
            or Microsoft.Data.Sqlite.SqliteException { SqliteErrorCode: SqliteConstraint }))
        {
            SecondWriters.Add(1);
            SecondWriter(log);
        }
        else
        {
            NotWritten(log, failure.GetBaseException().GetType().Name, failure.GetBaseException().Message);
        }
    }

    private static IEnumerable<Exception> Causes(Exception error) => error switch
    {
        AggregateException many => many.InnerExceptions.SelectMany(Causes).Prepend(many),
        { InnerException: { } inner } => Causes(inner).Prepend(error),
        _ => [error],
    };

    [LoggerMessage(Level = LogLevel.Critical, Message = "Two writers number the events of the same order (unique violation in the journal). "
        + "Another process uses this database, or an order lives twice: stop one of them now.")]
    private static partial void SecondWriter(ILogger log);

    [LoggerMessage(Level = LogLevel.Error, Message = "The journal did not take a fact ({Kind}: {Why}). The order stops, and comes back by recovery.")]
    private static partial void NotWritten(ILogger log, string kind, string why);
}
