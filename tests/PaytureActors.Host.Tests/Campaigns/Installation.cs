using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace PaytureActors.Host.Tests.Campaigns;

/// <summary>Where an installation keeps its orders.</summary>
/// <param name="Provider">The provider's name in the settings.</param>
/// <param name="ConnectionString">The database.</param>
/// <param name="Files">The files that the database consists of now.</param>
internal sealed record Database(string Provider, string ConnectionString, Func<IEnumerable<string>> Files)
{
    public static Database InFolder(string folder) => new(
        "Sqlite", $"Data Source={Path.Combine(folder, "payture.db")}", () => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories));
}

/// <summary>
/// A sandbox and a service, each the built Host in a process of its own, with times that are scaled to seconds. The service may be killed and
/// started again as often as one likes; it keeps its port.
/// </summary>
internal sealed class Installation : IAsyncDisposable
{
    public const string Account = "KillShop";

    public static readonly TimeSpan QuietPeriod = TimeSpan.FromSeconds(6);
    public static readonly TimeSpan Horizon = TimeSpan.FromSeconds(14);

    private const string Processes = "processes.txt";

    private readonly string _folder;
    private readonly Database _database;
    private readonly string _password;
    private readonly TimeSpan _slow;
    private readonly bool _isPatient;
    private readonly List<HostProcess> _sandboxes = [];
    private readonly List<HostProcess> _services = [];

    private Installation(string folder, Database database, string password, TimeSpan slow, bool isPatient)
    {
        (_folder, _database, _password, _slow, _isPatient) = (folder, database, password, slow, isPatient);
        Sandbox = new HttpClient { BaseAddress = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePort()}")) };
        Service = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 256 })
        {
            BaseAddress = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePort()}")),
            Timeout = TimeSpan.FromSeconds(20),
        };
    }

    /// <summary>Speaks with the service that runs now.</summary>
    public HttpClient Service { get; }

    /// <summary>Speaks with the sandbox.</summary>
    public HttpClient Sandbox { get; }

    /// <summary>Whether the service has ended, which it does not do by itself.</summary>
    public bool HasEnded => _services[^1].HasExited;

    /// <summary>Everything that all processes wrote to their two streams.</summary>
    public IEnumerable<(string Name, string Text)> Logs => _services
        .Select((process, i) => (string.Create(CultureInfo.InvariantCulture, $"The log of start {i + 1}"), process.Output + process.Errors))
        .Concat(_sandboxes.Select(process => ("The log of the sandbox", process.Output + process.Errors)));

    /// <summary>Starts the sandbox.</summary>
    /// <param name="folder">Where the processes run, and where the sandbox keeps its ledger; what an earlier run left running there is ended.</param>
    /// <param name="database">Where the service keeps its orders.</param>
    /// <param name="password">The merchant's password.</param>
    /// <param name="slow">How long the slow cards keep their answers back.</param>
    /// <param name="isPatient">Whether calls may wait for seconds until they leave, as on a machine that has other things to do.</param>
    public static async Task<Installation> CreateAsync(string folder, Database database, string password, TimeSpan slow, bool isPatient = false)
    {
        EndLeftovers(folder);
        var installation = new Installation(folder, database, password, slow, isPatient);
        try
        {
            await installation.StartSandboxAsync();
            return installation;
        }
        catch
        {
            await installation.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts the sandbox again, with the money that it had.</summary>
    public async Task StartSandboxAsync()
    {
        var sandbox = HostProcess.Start(_folder, $"sandbox --urls {Sandbox.BaseAddress} --slow {_slow} --merchant {Account}:{_password} --ledger sandbox-ledger.jsonl");
        Note(sandbox);
        _sandboxes.Add(sandbox);
        await sandbox.AddressAsync();
    }

    /// <summary>SIGKILL for the sandbox: nobody listens at the gateway's address any more.</summary>
    public Task KillSandboxAsync() => _sandboxes[^1].KillAsync();

    /// <summary>Starts the service and waits until it says over HTTP that it is ready.</summary>
    /// <returns>How long that took.</returns>
    public async Task<TimeSpan> StartAsync()
    {
        var start = TimeProvider.System.GetTimestamp();
        var service = Launch(Service.BaseAddress!.ToString());
        _services.Add(service);
        using var limit = new CancellationTokenSource(HostProcess.Limit);
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        try
        {
            while (!await IsReadyAsync(limit.Token))
            {
                if (service.HasExited)
                    throw new InvalidOperationException($"The service ended: {service.Errors} {service.Output}");
                await pause.WaitForNextTickAsync(limit.Token);
            }
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"The service is not ready after {TimeProvider.System.GetElapsedTime(start)}: {service.Errors} {service.Output}");
        }

        return TimeProvider.System.GetElapsedTime(start);
    }

    /// <summary>SIGKILL for the service.</summary>
    public Task KillAsync() => _services[^1].KillAsync();

    /// <summary>Starts a second service on the same database, which must end by itself.</summary>
    public async Task<(int ExitCode, string Errors)> StartSecondAsync()
    {
        await using var second = Launch("http://127.0.0.1:0");
        return (await second.ExitAsync(), second.Errors);
    }

    /// <summary>All lines of the order book, newest first, until enough were seen.</summary>
    public async Task<List<JsonNode>> BookAsync(Func<List<JsonNode>, bool>? isEnough = null)
    {
        var items = new List<JsonNode>();
        string? after = null;
        do
        {
            var page = await Service.GetJsonAsync($"/orders?merchant={OrderPlan.Merchant}&limit=500{(after is null ? "" : $"&after={Uri.EscapeDataString(after)}")}");
            items.AddRange(page["items"]!.AsArray().Select(item => item!));
            after = (string?)page["next"];
        }
        while (after is not null && isEnough?.Invoke(items) is not true);
        return items;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _services.Concat(_sandboxes))
            await process.DisposeAsync();
        Service.Dispose();
        Sandbox.Dispose();
    }

    private HostProcess Launch(string url)
    {
        const string merchant = $"Payture__Merchants__{OrderPlan.Merchant}__";
        var service = HostProcess.Start(
            _folder,
            $"serve --urls {url}",
            (merchant + "Host", Sandbox.BaseAddress!.ToString()),
            (merchant + "Key", Account),
            (merchant + "Password", _password),
            (merchant + "Sandbox", "true"),
            (merchant + "SendBy", _isPatient ? "00:00:10" : "00:00:01"),
            (merchant + "MoneyTimeout", "00:00:03"),
            (merchant + "Margin", "00:00:02"),
            (merchant + "QuietPeriod", _isPatient ? "00:00:15" : QuietPeriod.ToString()),
            (merchant + "InquiryTimeout", "00:00:02"),
            (merchant + "InquiryPlan", "00:00:01*10, 00:00:05"),
            (merchant + "LookAfter", "00:00:05"),
            (merchant + "Horizon", _isPatient ? "00:00:40" : Horizon.ToString()),
            ("Payture__Journal__Provider", _database.Provider),
            ("Payture__Journal__ConnectionString", _database.ConnectionString));
        Note(service);
        return service;
    }

    private void Note(HostProcess process) =>
        File.AppendAllText(Path.Combine(_folder, Processes), string.Create(CultureInfo.InvariantCulture, $"{process.Id}\n"));

    /// <summary>A run that was killed itself leaves its processes behind, one of which holds the database.</summary>
    private static void EndLeftovers(string folder)
    {
        var file = Path.Combine(folder, Processes);
        if (!File.Exists(file))
            return;
        foreach (var id in File.ReadLines(file))
        {
            // The number may belong to somebody else by now.
            var command = Path.Combine("/proc", id, "cmdline");
            if (File.Exists(command) && File.ReadAllText(command).Contains("PaytureActors.Host.dll", StringComparison.Ordinal))
            {
                using var process = Process.GetProcessById(int.Parse(id, CultureInfo.InvariantCulture));
                process.Kill();
                process.WaitForExit();
            }
        }

        File.Delete(file);
    }

    private async Task<bool> IsReadyAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await Service.GetAsync(new Uri("/health/ready", UriKind.Relative), cancellationToken);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false; // It took longer than a client waits.
        }
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
