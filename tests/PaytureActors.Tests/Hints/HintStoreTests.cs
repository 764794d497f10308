using Microsoft.Data.Sqlite;
using PaytureActors.Hints;
using PaytureActors.Tests.Journal;

namespace PaytureActors.Tests.Hints;

public sealed class SqliteHintStoreTests : HintStoreTests
{
    private readonly string _folder = Directory.CreateTempSubdirectory("payture-hints-").FullName;

    protected override Task<string> MakeDatabaseAsync() => Task.FromResult($"Data Source={Path.Combine(_folder, "journal.hints.db")}");

    private protected override IHintStore Open(string database) => new SqliteHintStore(database);

    protected override void Clean()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }
}

[Collection(PostgresTests.Name)]
public sealed class PostgresHintStoreTests(PostgresServer server) : HintStoreTests
{
    protected override Task<string> MakeDatabaseAsync() => server.CreateDatabaseAsync();

    private protected override IHintStore Open(string database) => new PostgresHintStore(database);

    protected override void Clean() { }
}

public abstract class HintStoreTests : IDisposable
{
    private static readonly DateTimeOffset At = new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero).AddTicks(7);

    [SkippableFact]
    public async Task What_is_kept_is_there_after_a_restart_newest_word_and_oldest_first()
    {
        var database = await MakeDatabaseAsync();
        await using (var first = Open(database))
        {
            Assert.Empty(await first.OpenAsync(default));
            await first.WriteAsync([Hint("1", "A", 5), Hint("Заказ;%'2", "B", 2), Hint("3", "C", 3)], [], default);
            await first.WriteAsync([Hint("1", "D", 1)], [new("shop", "3"), new("shop", "never")], default);
        }

        await using var second = Open(database);
        Assert.Equal([Hint("1", "D", 1), Hint("Заказ;%'2", "B", 2)], await second.OpenAsync(default));
    }

    public void Dispose()
    {
        Clean();
        GC.SuppressFinalize(this);
    }

    protected abstract Task<string> MakeDatabaseAsync();

    private protected abstract IHintStore Open(string database);

    protected abstract void Clean();

    private static ParkedHint Hint(string order, string kind, int second) => new(new("shop", order), kind, At.AddSeconds(second));
}
