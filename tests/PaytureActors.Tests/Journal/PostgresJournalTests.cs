using Npgsql;
using PaytureActors.Hosting;
using PaytureActors.Journal;

namespace PaytureActors.Tests.Journal;

public sealed class PostgresJournalTests(PostgresServer server) : IClassFixture<PostgresServer>
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    [SkippableFact]
    public async Task A_second_process_is_told_whose_the_database_is_and_what_to_do()
    {
        var journal = await DatabaseAsync();
        await using var first = await InstallationLock.TakeAsync(journal, TimeProvider.System, default);

        var error = await Assert.ThrowsAsync<JournalException>(() => InstallationLock.TakeAsync(journal, TimeProvider.System, default));

        Assert.Contains($"process {Environment.ProcessId}", error.Message, StringComparison.Ordinal);
        Assert.Contains("WithPaytureSharding", error.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Two_databases_of_one_server_have_two_owners()
    {
        await using var one = await InstallationLock.TakeAsync(await DatabaseAsync(), TimeProvider.System, default);
        await using var other = await InstallationLock.TakeAsync(await DatabaseAsync(), TimeProvider.System, default);
        Assert.True(one.IsHeld && other.IsHeld);
    }

    [SkippableFact]
    public async Task A_database_that_was_let_go_can_be_taken_again()
    {
        var journal = await DatabaseAsync();
        await (await InstallationLock.TakeAsync(journal, TimeProvider.System, default)).DisposeAsync();
        await using var again = await InstallationLock.TakeAsync(journal, TimeProvider.System, default);
        Assert.True(again.IsHeld);
    }

    [SkippableFact]
    public async Task A_lock_whose_connection_died_is_not_held_until_it_is_taken_again()
    {
        var journal = await DatabaseAsync();
        await using var mine = await InstallationLock.TakeAsync(journal, TimeProvider.System, default);

        await server.KillAsync();
        await UntilAsync(() => !mine.IsHeld);
        await server.StartAsync();

        await UntilAsync(() => mine.IsHeld);
        await Assert.ThrowsAsync<JournalException>(() => InstallationLock.TakeAsync(journal, TimeProvider.System, default));
    }

    [SkippableFact]
    public async Task A_lock_that_another_process_took_meanwhile_stays_lost()
    {
        var journal = await DatabaseAsync();
        await using var mine = await InstallationLock.TakeAsync(journal, TimeProvider.System, default);
        await using var other = new NpgsqlConnection(journal.ConnectionString + ";Pooling=false");
        await other.OpenAsync();

        // The lock's own session ends, and another process waits in the queue for just that.
        await using var take = new NpgsqlCommand(
            """
            with mine as (select classid, objid, pid from pg_locks where locktype = 'advisory' and granted
                          and database = (select oid from pg_database where datname = current_database()))
            select pg_terminate_backend(pid), pg_advisory_lock((classid::bigint << 32) | objid::bigint) from mine
            """, other);
        await take.ExecuteNonQueryAsync();

        await UntilAsync(() => !mine.IsHeld);
        await StaysAsync(() => !mine.IsHeld, TimeSpan.FromSeconds(3));
    }

    [SkippableFact]
    public async Task A_lock_that_had_another_owner_meanwhile_is_not_taken_again()
    {
        var journal = await DatabaseAsync();
        await using var mine = await InstallationLock.TakeAsync(journal, TimeProvider.System, default);
        await PostgresServer.ExecuteAsync(journal.ConnectionString, "update payture_installation set owner = 'another process'");

        await PostgresServer.ExecuteAsync(
            journal.ConnectionString, "select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and granted");

        await UntilAsync(() => !mine.IsHeld);
        await StaysAsync(() => !mine.IsHeld, TimeSpan.FromSeconds(3));
    }

    [SkippableTheory]
    [InlineData("synchronous_commit")]
    [InlineData("fsync")]
    [InlineData("full_page_writes")]
    public async Task A_server_that_may_lose_acknowledged_facts_is_refused(string setting)
    {
        var journal = await DatabaseAsync();
        await DurabilityCheck.RunAsync(journal, default);
        await SetAsync($"alter system set {setting} = off", isRefused: true);
        try
        {
            var error = await Assert.ThrowsAsync<JournalException>(() => DurabilityCheck.RunAsync(journal, default));
            Assert.Contains($"{setting} is off on the PostgreSQL server (set by its configuration file)", error.Message, StringComparison.Ordinal);
            Assert.Contains("Turn that on, or accept the loss with Payture:Journal:AllowLossOfAcknowledgedFacts", error.Message, StringComparison.Ordinal);

            await DurabilityCheck.RunAsync(JournalConfiguration.For(new()
            {
                Provider = JournalProvider.PostgreSql, ConnectionString = journal.Options.ConnectionString, AllowLossOfAcknowledgedFacts = true,
            }), default);
        }
        finally
        {
            await SetAsync($"alter system reset {setting}", isRefused: false);
        }

        // The server's processes hear of it one after the other.
        async Task SetAsync(string text, bool isRefused)
        {
            await PostgresServer.ExecuteAsync(journal.ConnectionString, text);
            await PostgresServer.ExecuteAsync(journal.ConnectionString, "select pg_reload_conf()");
            await UntilAsync(() => IsRefused() == isRefused);
        }

        bool IsRefused()
        {
            NpgsqlConnection.ClearAllPools();
            return Record.Exception(() => DurabilityCheck.RunAsync(journal, default).GetAwaiter().GetResult()) is JournalException;
        }
    }

    [SkippableFact]
    public async Task So_is_a_database_that_is_told_to_lose_them()
    {
        var journal = await DatabaseAsync();
        await PostgresServer.ExecuteAsync(
            journal.ConnectionString, "do $$ begin execute format('alter database %I set synchronous_commit = off', current_database()); end $$");
        NpgsqlConnection.ClearAllPools(); // The setting is for new sessions.

        var error = await Assert.ThrowsAsync<JournalException>(() => DurabilityCheck.RunAsync(journal, default));

        Assert.Contains("synchronous_commit is off on the PostgreSQL server (set by its database)", error.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_database_that_is_not_there_is_told_by_its_setting_and_without_the_password()
    {
        var there = await DatabaseAsync();
        var text = new NpgsqlConnectionStringBuilder(there.ConnectionString) { Database = "nowhere", Password = "hunter2" }.ConnectionString;
        var journal = JournalConfiguration.For(new() { Provider = JournalProvider.PostgreSql, ConnectionString = text });

        var error = await Assert.ThrowsAsync<JournalException>(() => InstallationLock.TakeAsync(journal, TimeProvider.System, default));

        Assert.Contains("Payture:Journal:ConnectionString", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", error.ToString(), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task No_statement_of_the_journal_lasts_longer_than_a_gap_is_waited_for()
    {
        var journal = await DatabaseAsync();
        await using var connection = new NpgsqlConnection(journal.ConnectionString);
        await connection.OpenAsync();
        await using var show = new NpgsqlCommand("show statement_timeout", connection);
        Assert.Equal("5s", await show.ExecuteScalarAsync());
    }

    private async Task<JournalConfiguration> DatabaseAsync()
    {
        Skip.If(PostgresServer.Missing is not null, PostgresServer.Missing);
        return JournalConfiguration.For(new() { Provider = JournalProvider.PostgreSql, ConnectionString = await server.CreateDatabaseAsync() });
    }

    private static Task UntilAsync(Func<bool> condition) => Wait.UntilAsync(condition, Soon);

    private static async Task StaysAsync(Func<bool> condition, TimeSpan span)
    {
        var start = TimeProvider.System.GetTimestamp();
        await Wait.UntilAsync(() => !condition() || TimeProvider.System.GetElapsedTime(start) > span, span * 2);
        Assert.True(condition());
    }
}
