using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace PaytureActors.Tests.Journal;

/// <summary>A PostgreSQL server of the tests' own, made from the installed binaries and, unless it was given a folder, thrown away at the end.</summary>
public sealed class PostgresServer : IAsyncLifetime
{
    private static readonly string? Binaries = FindBinaries();
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    private readonly string _folder;
    private readonly bool _isKept;
    private readonly int _port = FreePort();
    private int _databases;
    private bool _isUp;

    /// <summary>A server that is thrown away.</summary>
    public PostgresServer() => _folder = Path.Combine(Path.GetTempPath(), $"payture-pg-{Environment.ProcessId}-{Environment.TickCount64:x}");

    /// <summary>A server that stays in a folder of its own and goes on there the next time.</summary>
    /// <param name="folder">Where; the user postgres must be able to enter the folders above it.</param>
    internal PostgresServer(string folder) => (_folder, _isKept) = (folder, true);

    /// <summary>Makes a database that is empty. The server starts with the first one.</summary>
    /// <returns>Its connection string.</returns>
    public async Task<string> CreateDatabaseAsync()
    {
        await EnsureStartedAsync();
        var name = $"test{++_databases}";
        await ExecuteAsync(ConnectionString("postgres"), $"create database {name}");
        return ConnectionString(name);
    }

    /// <summary>A database that stays: empty the first time.</summary>
    /// <returns>Its connection string.</returns>
    internal async Task<string> OpenDatabaseAsync(string name)
    {
        await EnsureStartedAsync();
        try
        {
            await ExecuteAsync(ConnectionString("postgres"), $"create database {name}");
        }
        catch (PostgresException error) when (error.SqlState is PostgresErrorCodes.DuplicateDatabase)
        {
            // From the last time.
        }

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

    /// <summary>Stops the server, and keeps a copy of all that it has; then it goes on.</summary>
    internal async Task BackUpAsync()
    {
        await Task.Run(Stop);
        await Task.Run(() => Copy(Data, Data + ".backup"));
        await StartAsync();
    }

    /// <summary>Puts that copy back and recovers it as from an archive, which begins a new timeline.</summary>
    internal async Task RecoverAsync()
    {
        await Task.Run(Stop);
        await Task.Run(() =>
        {
            Execute("rm", "-r", Data);
            Copy(Data + ".backup", Data);
            Execute("sh", "-c", $"echo \"restore_command = '/bin/false'\" >> '{Data}/postgresql.auto.conf' && cp -p '{Data}/PG_VERSION' '{Data}/recovery.signal'");
        });
        await StartAsync();
        await using var connection = new NpgsqlConnection(ConnectionString("postgres"));
        await connection.OpenAsync();
        await using var ask = new NpgsqlCommand("select pg_is_in_recovery()", connection);
        using var limit = new CancellationTokenSource(Limit);
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (await ask.ExecuteScalarAsync(limit.Token) is true)
            await pause.WaitForNextTickAsync(limit.Token);
    }

    private static void Copy(string from, string to) => Execute("cp", "-a", from, to);

    private void Stop()
    {
        NpgsqlConnection.ClearAllPools();
        Run("pg_ctl", "-D", Data, "-m", "fast", "-w", "stop");
        _isUp = false;
    }

    /// <summary>SIGKILL for the server's first process; ends when its children, who notice that, are gone, too. Linux only.</summary>
    internal async Task KillHardAsync()
    {
        var identity = Path.Combine(Data, "postmaster.pid");
        using (var server = Process.GetProcessById(int.Parse(File.ReadLines(identity).First(), System.Globalization.CultureInfo.InvariantCulture)))
            server.Kill();
        _isUp = false;
        using var limit = new CancellationTokenSource(Limit);
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (Processes().Any())
            await pause.WaitForNextTickAsync(limit.Token);
        File.Delete(identity); // A dead process that nobody buries would be taken for a server that runs.
    }

    /// <summary>The server's processes now. Linux only.</summary>
    internal IEnumerable<int> Processes() => Directory.EnumerateDirectories("/proc").Where(WorksHere)
        .Select(process => int.Parse(Path.GetFileName(process), System.Globalization.CultureInfo.InvariantCulture));

    private bool WorksHere(string process)
    {
        try
        {
            return char.IsAsciiDigit(Path.GetFileName(process)[0]) && new FileInfo(Path.Combine(process, "cwd")).LinkTarget == Data;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false; // Gone meanwhile, or somebody else's.
        }
    }

    private void Start()
    {
        Run("pg_ctl", "-D", Data, "-l", Path.Combine(Data, "log"), "-w", "-o",
            $"-p {_port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c max_connections=200 -c max_wal_size=256MB", "start");
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
        if (!_isKept && Directory.Exists(_folder))
            Directory.Delete(_folder, recursive: true);
        return Task.CompletedTask;
    }

    private async Task EnsureStartedAsync()
    {
        Skip.If(Missing is not null, Missing);
        if (!Directory.Exists(Data))
            Initialize();
        else if (!_isUp && File.Exists(Path.Combine(Data, "postmaster.pid")))
            TryCrash(); // Whoever started it was killed.
        if (!_isUp)
            await StartAsync();
    }

    private void TryCrash()
    {
        try
        {
            Crash();
        }
        catch (InvalidOperationException)
        {
            // It is not running: the machine was started anew since.
        }
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
        if (!process.WaitForExit(Limit))
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
