using PaytureActors.Benchmarks.Measuring;
using PaytureActors.Hosting;
using PaytureActors.Tests.Journal;

namespace PaytureActors.Benchmarks.Surroundings;

/// <summary>An empty database of its own.</summary>
/// <param name="Provider">Which kind.</param>
/// <param name="ConnectionString">Where.</param>
/// <param name="Server">The server's processes; none for a file.</param>
internal sealed record Database(JournalProvider Provider, string ConnectionString, IEnumerable<Spender> Server);

/// <summary>Makes databases: files of a folder, or databases of a PostgreSQL server of the benchmark's own.</summary>
internal sealed class Databases : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("payture-benchmark-");
    private PostgresServer? _server;
    private int _files;

    /// <summary>Where files may be put that go with the databases.</summary>
    public string Folder => _folder.FullName;

    public async Task<Database> CreateAsync(JournalProvider provider)
    {
        if (provider is JournalProvider.Sqlite)
            return new Database(provider, $"Data Source={Path.Combine(Folder, $"journal-{++_files}.db")}", []);
        if (PostgresServer.Missing is { } missing)
            throw new InvalidOperationException($"{missing} Install postgresql, or measure with --databases Sqlite.");
        var server = _server ??= new PostgresServer();
        return new Database(provider, await server.CreateDatabaseAsync(), [new Spender(SpenderKind.Database, server.Processes)]);
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
