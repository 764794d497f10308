using System.Globalization;
using PaytureActors.Benchmarks.Surroundings;
using PaytureActors.Hosting;

namespace PaytureActors.Benchmarks.Contenders;

/// <summary>Fills a journal with orders that have the events of one that the engine led.</summary>
internal static class Generator
{
    private const int AtOnce = 2_000;

    /// <summary>Writes so many orders.</summary>
    /// <param name="database">A journal that has its tables.</param>
    /// <param name="rows">What each order has.</param>
    /// <param name="orders">How many.</param>
    /// <param name="prefix">What their OrderIds begin with; a number follows.</param>
    public static async Task FillAsync(Database database, IReadOnlyList<JournalRow> rows, int orders, string prefix)
    {
        await using GroupCommit journal = database.Provider is JournalProvider.Sqlite ? new SqliteGroupCommit(database) : await PostgresGroupCommit.OpenAsync(database);
        for (var first = 0; first < orders; first += AtOnce)
        {
            await Task.WhenAll(Enumerable.Range(first, Math.Min(AtOnce, orders - first))
                .Select(number => journal.WriteAsync(Accounts.PersistenceId(Name(prefix, number)), rows)));
        }
    }

    public static string Name(string prefix, int number) => string.Create(CultureInfo.InvariantCulture, $"{prefix}{number:x8}");
}
