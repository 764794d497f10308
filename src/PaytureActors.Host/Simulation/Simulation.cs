using System.Diagnostics.CodeAnalysis;
using PaytureActors.TestKit.Gateway;
using PaytureActors.TestKit.Journal;
using PaytureActors.TestKit.Lab;
using PaytureActors.TestKit.Time;

namespace PaytureActors.Host.Simulation;

/// <summary>
/// Orders live their lives through the whole engine, on virtual time, against a simulated gateway, with faults and crashes; then
/// everything heals, everything that is due is done, and every order is audited.
/// </summary>
internal sealed class Simulation : IDisposable
{
    private const int CallsBeforeCrash = 12;
    private static readonly string[] Commands = ["Pay", "Block", "Charge", "Unblock", "Refund"];
    private const int AuditedAtOnce = 32;
    private static readonly TimeSpan LongestLife = TimeSpan.FromDays(20);
    private static readonly TimeSpan LongestBusy = TimeSpan.FromMinutes(10); // Other work of a busy machine is no failure of this one.

    private readonly SimulationSettings _settings;
    private readonly Action<SimulationProgress> _progress;
    private readonly VirtualTime _time = new() { IdleLimit = LongestBusy };
    private readonly DoubtCount _doubts = new();
    private readonly EventLog _log;
    private readonly FaultLog _faults;
    private readonly JournalFaults _journal;
    private readonly SimulatedGateway _gateway;
    private readonly Installation _installation;
    private readonly OrderClient[] _clients;
    private readonly Random _chance;
    private readonly Lock _gate = new();
    private string _stage = "";
    private int _taken;
    private int _finished;

    private Simulation(SimulationSettings settings, string database, bool verbose, Action<SimulationProgress> progress)
    {
        _settings = settings;
        _progress = progress;
        _chance = new Random(settings.Seed);
        _log = new EventLog(_doubts.Hear);
        _faults = new FaultLog(settings.Plan, _time);
        _journal = new JournalFaults(settings.Seed, settings.Faults.Journal, _time);
        _gateway = new SimulatedGateway(time: _time, faults: _faults);
        _installation = new Installation(new NodeSurroundings(_time, _gateway, database, _log, _journal, settings.BookLooksEvery, verbose));
        _clients = [.. Enumerable.Range(0, settings.Orders)
            .Select(number => new OrderClient(Lifecycle.Of(settings, number), _installation, _gateway, _time)).OrderBy(client => client.Arrival)];
    }

    /// <summary>Simulates.</summary>
    /// <param name="settings">What.</param>
    /// <param name="verbose">Whether the engine's log is shown.</param>
    /// <param name="progress">Hears how far it is, on the thread that moves the hand.</param>
    public static async Task<SimulationResult> RunAsync(SimulationSettings settings, bool verbose, Action<SimulationProgress> progress)
    {
        var folder = settings.Journal?.FullName ?? Directory.CreateTempSubdirectory("payture-simulation-").FullName;
        Directory.CreateDirectory(folder);
        var database = Path.Combine(folder, "payture.db");
        if (File.Exists(database))
            throw new InvalidOperationException($"{database} exists: a simulation begins with an empty journal. Name another folder with --journal.");
        try
        {
            // The hand waits for the machine to become idle, so that it must not be a thread of the pool that it watches.
            return await Task.Factory.StartNew(
                () =>
                {
                    using var simulation = new Simulation(settings, database, verbose, progress);
                    return simulation.Run();
                },
                CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }
        finally
        {
            if (settings.Journal is null)
                Directory.Delete(folder, recursive: true);
        }
    }

    private SimulationResult Run()
    {
        var started = TimeProvider.System.GetTimestamp();
        _installation.Start();
        var lives = Task.WhenAll(Enumerable.Range(0, Math.Min(_settings.AtOnce, _settings.Orders)).Select(_ => Task.Run(LiveAsync)));
        RunUntil("lives", lives, TimeSpan.FromDays(_settings.Days) + (LongestLife * (1 + (_settings.Orders / _settings.AtOnce))));
        var lived = TimeProvider.System.GetElapsedTime(started);

        _faults.Heal();
        _journal.Heal();
        LetEverythingComeDue();
        RunUntil("asked again", EachAsync(client => client.AskAgainAsync()), LongestLife);

        var trail = new AuditTrail(_settings.Policy, _installation.Crashes);
        RunUntil("audit", EachAsync(client => AuditAsync(client, trail)), LongestLife);
        return new SimulationResult
        {
            Settings = _settings,
            Trail = trail,
            Lived = lived,
            Took = TimeProvider.System.GetElapsedTime(started),
            Virtual = _time.Elapsed,
            Commands = _faults.Commands,
            Inquiries = _faults.Inquiries,
            Faults = _faults.Faults.Concat(_journal.Met).ToDictionary(),
            Crashes = _installation.Crashes,
        };
    }

    public void Dispose() => _installation.Dispose();

    private async Task LiveAsync()
    {
        while (Interlocked.Increment(ref _taken) - 1 is var number && number < _clients.Length)
        {
            if (_clients[number].Arrival - _time.Elapsed is { Ticks: > 0 } early)
                await Task.Delay(early, _time);
            await _clients[number].RunAsync();
            if (Interlocked.Increment(ref _finished) is var finished && _settings.CrashEvery > 0 && finished % _settings.CrashEvery == 0)
                PlanCrash();
        }
    }

    // In the middle of a call to the gateway, and of whatever else is under way at that moment. A frozen process thaws within the quiet
    // period, after it, or when even the horizon has passed.
    [SuppressMessage("Security", "CA5394:Do not use insecure randomness", Justification = "A seed must give the same moments again.")]
    private void PlanCrash()
    {
        lock (_gate)
        {
            var policy = _settings.Policy;
            switch (_chance.Next(4))
            {
                case 0:
                    Freeze(Commands[_chance.Next(Commands.Length)], policy.QuietPeriod * (0.2 + (2 * _chance.NextDouble())));
                    break;

                case 1:
                    Freeze("Refund", policy.Horizon + (policy.LookAfter * (0.1 + _chance.NextDouble())));
                    break;

                default:
                    _installation.PlanCrash(1 + _chance.Next(CallsBeforeCrash), command: null, freeze: null);
                    break;
            }
        }

        void Freeze(string command, TimeSpan span) => _installation.PlanCrash(calls: 1, command, span);
    }

    private void LetEverythingComeDue()
    {
        var policy = _settings.Policy;
        var holds = _settings.Days > 0 && _settings.Mix.Flows.Any(flow => flow is { Aftermath: Aftermath.Nothing, Means: not Means.Declined });
        var span = (holds ? policy.HoldActsAfter : TimeSpan.Zero) + policy.Horizon + (2 * policy.QuietPeriod) + (2 * policy.LookAfter) + (2 * _settings.BookLooksEvery);
        RunUntil("comes due", Task.Delay(span, _time), span);
    }

    private void RunUntil(string stage, Task task, TimeSpan limit)
    {
        _stage = stage;
        if (!_installation.RunUntil(task, limit, Report))
            throw new TimeoutException($"Nothing ended within {limit.TotalDays:0} days of virtual time; {_finished} of {_clients.Length} orders had.");
    }

    private void Report() => _progress(new SimulationProgress
    {
        Stage = _stage,
        Finished = Volatile.Read(ref _finished),
        Orders = _clients.Length,
        Virtual = _time.Elapsed,
        Commands = _faults.Commands,
        OpenDoubts = _doubts.Open,
        SettledDoubts = _doubts.Settled,
        Crashes = _installation.Crashes.Count,
        Faults = _faults.Met + _journal.Met.Values.Sum(),
    });

    private Task EachAsync(Func<OrderClient, Task> act) => Parallel.ForEachAsync(
        _clients, new ParallelOptions { MaxDegreeOfParallelism = AuditedAtOnce }, async (client, _) => await act(client));

    private async Task AuditAsync(OrderClient client, AuditTrail trail)
    {
        var order = (await _installation.NodeAsync()).Orders[client.Order];
        var view = await order.GetAsync();
        trail.Add(client.Known with
        {
            Journal = await order.HistoryAsync(),
            Published = _log.Of(client.Order),
            Departures = _faults.Of(client.Order.Order.ToString()),
            Effects = _gateway.Effects(client.Order.Order.ToString()),
            Payment = _gateway.Payment(client.Order.Order.ToString()),
            View = view,
        });
    }
}
