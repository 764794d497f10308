using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace PaytureActors.Tests.Journal;

/// <summary>A PostgreSQL server of the tests' own, made from the installed binaries and thrown away at the end.</summary>
public sealed class PostgresServer : IAsyncLifetime
{
    private static readonly string? Binaries = FindBinaries();

    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"payture-pg-{Environment.ProcessId}-{Environment.TickCount64:x}");
    private readonly int _port = FreePort();
    private int _databases;
    private bool _isUp;

    /// <summary>Makes a database that is empty. The server starts with the first one.</summary>
    /// <returns>Its connection string.</returns>
    public async Task<string> CreateDatabaseAsync()
    {
        Skip.If(Missing is not null, Missing);
        if (!Directory.Exists(_folder))
            Initialize();
        if (!_isUp)
            await StartAsync();

        var name = $"test{++_databases}";
        await ExecuteAsync(ConnectionString("postgres"), $"create database {name}");
        return ConnectionString(name);
    }

    /// <summary>Why there can be no server; null when there can.</summary>
    public static string? Missing { get; } = Binaries is null
        ? "PostgreSQL is not installed: neither PATH nor /usr/lib/postgresql/*/bin has initdb and pg_ctl."
        : null;

    /// <summary>Runs a statement on a connection of its own.</summary>
    public static async Task ExecuteAsync(string connectionString, string text)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
#pragma warning disable CA2100 // Constants of tests.
        await using var command = new NpgsqlCommand(text, connection);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Starts the server again.</summary>
    public Task StartAsync() => Task.Run(Start);

    /// <summary>Kills the server, as a crash would.</summary>
    public Task KillAsync() => Task.Run(Crash);

    private void Start()
    {
        Run("pg_ctl", "-D", Data, "-l", Path.Combine(Data, "log"), "-w", "-o",
            $"-p {_port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c max_connections=200", "start");
        _isUp = true;
    }

    private void Crash()
    {
        Run("pg_ctl", "-D", Data, "-m", "immediate", "-w", "stop");
        _isUp = false;
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        if (_isUp)
            Crash();
        if (Directory.Exists(_folder))
            Directory.Delete(_folder, recursive: true);
        return Task.CompletedTask;
    }

    private string Data => Path.Combine(_folder, "data");

    private void Initialize()
    {
        Directory.CreateDirectory(_folder);
        if (Environment.IsPrivilegedProcess)
            Execute("chown", "postgres", _folder);
        Run("initdb", "-D", Data, "-U", "payture", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync");
    }

    private string ConnectionString(string database) => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1", Port = _port, Username = "payture", Database = database, Timeout = 5,
    }.ConnectionString;

    // The server's programs refuse to run as root.
    private static void Run(string program, params string[] arguments)
    {
        var path = Path.Combine(Binaries!, program);
        if (Environment.IsPrivilegedProcess)
            Execute("runuser", ["-u", "postgres", "--", path, .. arguments]);
        else
            Execute(path, arguments);
    }

    private static void Execute(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Path.GetTempPath(), RedirectStandardError = true, RedirectStandardOutput = true,
        })!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        if (!process.WaitForExit(TimeSpan.FromMinutes(1)))
            throw new TimeoutException($"{program} does not end.");
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} failed: {output.Result}{error.Result}");
    }

    private static string? FindBinaries()
    {
        var installed = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").OrderByDescending(version => version, StringComparer.Ordinal).Select(version => Path.Combine(version, "bin"))
            : [];
        return (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Concat(installed)
            .FirstOrDefault(folder => folder.Length > 0 && File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "pg_ctl")));
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

/// <summary>Tests that share one PostgreSQL server.</summary>
[CollectionDefinition(Name)]
public sealed class PostgresTests : ICollectionFixture<PostgresServer>
{
    public const string Name = "PostgreSQL";
}
