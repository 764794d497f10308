using System.Diagnostics;
using Akka.Configuration;
using Akka.Persistence.Sql.Config;
using LinqToDB.Data;
using Microsoft.Data.Sqlite;
using PaytureActors.Hosting;
using PaytureActors.Journal;

namespace PaytureActors.Tests.Journal;

public sealed class JournalSetUpTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("payture-journal").FullName;

    private JournalOptions Options => new() { ConnectionString = $"Data Source={Path.Combine(_folder, "orders.db")}" };

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_second_process_is_told_whose_the_journal_is_and_what_to_do()
    {
        await using var first = await InstallationLock.TakeAsync(JournalConfiguration.For(Options), TimeProvider.System, default);

        var error = await Assert.ThrowsAsync<JournalException>(
            () => InstallationLock.TakeAsync(JournalConfiguration.For(Options), TimeProvider.System, default));

        Assert.True(first.IsHeld);
        Assert.Contains($"process {Environment.ProcessId}", error.Message, StringComparison.Ordinal);
        Assert.Contains("WithPaytureSharding", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_journal_that_was_let_go_can_be_taken_again()
    {
        await (await InstallationLock.TakeAsync(JournalConfiguration.For(Options), TimeProvider.System, default)).DisposeAsync();
        await using var again = await InstallationLock.TakeAsync(JournalConfiguration.For(Options), TimeProvider.System, default);
        Assert.True(again.IsHeld);
    }

    [Fact]
    public async Task A_full_disk_is_not_taken_for_another_process()
    {
        var owner = Path.Combine(_folder, "orders.db.lock.owner");
        File.CreateSymbolicLink(owner, "/dev/full");

        var error = Assert.Throws<JournalException>(() => SqliteLock.Take(Path.Combine(_folder, "orders.db"), TimeProvider.System));
        Assert.Contains("No space left", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("another process", error.Message, StringComparison.Ordinal);

        File.Delete(owner);
        await using var taken = SqliteLock.Take(Path.Combine(_folder, "orders.db"), TimeProvider.System); // It was let go.
    }

    [Fact]
    public async Task The_lock_of_a_killed_process_is_free()
    {
        var path = Path.Combine(_folder, "orders.db.lock");
        using var other = Process.Start(new ProcessStartInfo("flock", ["-x", path, "sleep", "600"]))!;
        await Wait.UntilAsync(() => TakeFails(), TimeSpan.FromSeconds(10));

        other.Kill(entireProcessTree: true);

        await Wait.UntilAsync(() => !TakeFails(), TimeSpan.FromSeconds(10));

        bool TakeFails()
        {
            try
            {
                SqliteLock.Take(Path.Combine(_folder, "orders.db"), TimeProvider.System).DisposeAsync().AsTask().Wait();
                return false;
            }
            catch (JournalException)
            {
                return true;
            }
        }
    }

    [Theory]
    [InlineData("normal")]
    [InlineData("off")]
    public async Task Less_than_full_durability_needs_a_word(string synchronous)
    {
        var careless = ConfigurationFactory.ParseString($"payture.sqlite.synchronous = {synchronous}");

        var error = await Assert.ThrowsAsync<JournalException>(() => DurabilityCheck.RunAsync(JournalConfiguration.For(Options, careless), default));
        Assert.Contains("payture.sqlite.synchronous is less than full", error.Message, StringComparison.Ordinal);
        Assert.Contains("AllowLossOfAcknowledgedFacts", error.Message, StringComparison.Ordinal);

        var allowed = new JournalOptions { ConnectionString = Options.ConnectionString, AllowLossOfAcknowledgedFacts = true };
        await DurabilityCheck.RunAsync(JournalConfiguration.For(allowed, careless), default);
    }

    [Theory]
    [InlineData("", 2L)]
    [InlineData("payture.sqlite.synchronous = extra", 3L)]
    public async Task What_the_check_promises_is_what_the_journal_s_connections_do(string own, long synchronous)
    {
        var journal = JournalConfiguration.For(Options, ConfigurationFactory.ParseString(own));
        await DurabilityCheck.RunAsync(journal, default);

        Assert.True(((MultiDataOptionsSetup)journal.Setup).TryGetDataOptionsFor(JournalConfiguration.JournalPluginId, out var options));
        using var data = new DataConnection(options!);

        Assert.Equal(synchronous, data.Execute<long>("pragma synchronous"));
        Assert.Equal("wal", data.Execute<string>("pragma journal_mode"));
    }

    [Fact]
    public async Task The_file_is_set_to_write_ahead_and_a_wrong_file_is_named()
    {
        await DurabilityCheck.RunAsync(JournalConfiguration.For(Options), default);
        using var connection = new SqliteConnection(Options.ConnectionString);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "pragma journal_mode";
        Assert.Equal("wal", command.ExecuteScalar());

        var text = Path.Combine(_folder, "not-a-database.db");
        await File.WriteAllTextAsync(text, new string('x', 4096));
        var error = await Assert.ThrowsAsync<JournalException>(
            () => DurabilityCheck.RunAsync(JournalConfiguration.For(new() { ConnectionString = $"Data Source={text}" }), default));
        Assert.Contains(text, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(JournalProvider.Sqlite, "Data Source=:memory:")]
    [InlineData(JournalProvider.Sqlite, "Nonsense=1;Password=hunter2")]
    [InlineData(JournalProvider.PostgreSql, "Database=only")]
    [InlineData(JournalProvider.PostgreSql, "Nonsense=1;Password=hunter2")]
    public void A_connection_string_that_cannot_work_is_refused_by_its_setting(JournalProvider provider, string text)
    {
        var error = Assert.Throws<JournalException>(() => JournalConfiguration.For(new() { Provider = provider, ConnectionString = text }));
        Assert.Contains("Payture:Journal:ConnectionString", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_gap_in_the_journal_is_waited_for_longer_than_a_transaction_lasts()
    {
        var settings = JournalConfiguration.For(new() { Provider = JournalProvider.PostgreSql, ConnectionString = "Host=db" }).Settings;
        var reader = settings.GetConfig("payture.read-journal.journal-sequence-retrieval");

        Assert.True(reader.GetTimeSpan("query-delay") * reader.GetInt("max-tries") >= TimeSpan.FromSeconds(12));
        Assert.True(settings.GetTimeSpan("payture.postgres.statement-timeout") <= TimeSpan.FromSeconds(5));
    }
}
