using System.Collections.Concurrent;
using Akka.Actor;
using Microsoft.Extensions.DependencyInjection;
using PaytureActors.Domain;
using PaytureActors.Gateway;
using PaytureActors.TestKit.Gateway;
using PaytureActors.TestKit.Journal;
using PaytureActors.TestKit.Time;

namespace PaytureActors.TestKit.Lab;

/// <summary>
/// A world for a test: your application with the engine in this process, a simulated gateway, a database that misbehaves as it is told, and a clock
/// of their own. The clock moves only while a test awaits something of the lab, and then days take milliseconds.
/// </summary>
/// <remarks>
/// <para>One lab lives at a time: <see cref="StartAsync"/> waits until the one before is disposed. Run no other tests of the process meanwhile
/// that keep the thread pool busy: the clock waits for it to be idle.</para>
/// <para>A crash is the death of the process without a farewell: no answer arrives in it any more, none of its timers fires, its actors end where
/// they are; then the next process starts with the same database. Code that was awaiting an answer of the dead process awaits it for ever.</para>
/// </remarks>
public sealed partial class PaytureLab : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Turn = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LongestBusy = TimeSpan.FromMinutes(2); // Other work of a busy machine is no failure of a test.
    private static readonly SemaphoreSlim OneAtATime = new(1);

    private readonly AsyncLocal<LabProcess?> _within = new();
    private readonly Lock _gate = new();
    private readonly List<DateTimeOffset> _crashes = [];
    private readonly List<LabProcess> _dead = [];
    private readonly Hand _hand = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("payture-lab-").FullName;
    private readonly PaytureLabOptions _options;
    private readonly RecordedFaults _faults;
    private readonly CrashWatch _watch;
    private readonly JournalFaults _journal;
    private readonly EventLog _events = new();
    private readonly CallerLog _callers = new();
    private readonly LabWorld _world;
    private readonly NotificationDelivery? _notifications;
    private volatile LabProcess? _process;
    private bool _isDisposed;

    private PaytureLab(PaytureLabOptions options)
    {
        _options = options;
        var misbehaviour = options.Misbehaviour;
        Time = new VirtualTime { IdleLimit = LongestBusy };
        _faults = new RecordedFaults(misbehaviour.Gateway, Time);
        _watch = new CrashWatch(misbehaviour.Crashes);
        _journal = misbehaviour.JournalFaultRate > 0 ? new JournalFaults(misbehaviour.Seed, misbehaviour.JournalFaultRate, Time) : new JournalFaults(misbehaviour.Journal, Time);
        _journal.DiesAfterWriting = DiesAfterWriting;
        var account = SimulatedMerchant.Documented with { NotifyAt = new Uri("https://shop.invalid/") };
        Gateway = new SimulatedGateway(new SimulatedGatewayOptions { Merchants = [account] }, Time, _faults);
        _notifications = misbehaviour.Notifications is { } manners ? new NotificationDelivery(Gateway, NotifyAsync, manners) : null;
        _world = new LabWorld(Time, Gateway, _journal, _watch, _events, _callers, Settings(options, account), options.Application);
        Orders = new ForwardedOrders(new Driver(this), static services => services.GetRequiredService<IPaytureOrders>());
        Customers = new ForwardedCustomers(new Driver(this), static services => services.GetRequiredService<IPaytureCustomers>());
    }

    /// <summary>Starts a lab.</summary>
    /// <param name="options">What it is made of; null for the engine alone, and nothing that goes wrong.</param>
    /// <exception cref="TimeoutException">Another lab of this process was not disposed within five minutes.</exception>
    public static async Task<PaytureLab> StartAsync(PaytureLabOptions? options = null)
    {
        if (!await OneAtATime.WaitAsync(Turn))
            throw new TimeoutException("Another PaytureLab of this process lives: dispose it first, by 'await using'.");
        PaytureLab? lab = null;
        try
        {
            // Off the caller's thread: a clock is made where the pool is as idle as it will be.
            lab = await Task.Factory.StartNew(() => new PaytureLab(options ?? new PaytureLabOptions()), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            await lab._hand.DoAsync(lab.Rise);
            return lab;
        }
        catch
        {
            if (lab is null)
                OneAtATime.Release();
            else
                await lab.DisposeAsync();
            throw;
        }
    }

    /// <summary>The orders of the process that lives. The clock moves while a test awaits one of their answers.</summary>
    public IPaytureOrders Orders { get; }

    /// <summary>The eWallet customers of the process that lives.</summary>
    public IPaytureCustomers Customers { get; }

    /// <summary>The gateway: its ledger, its pages, and the people behind it.</summary>
    public SimulatedGateway Gateway { get; }

    /// <summary>The clock. Read it; <see cref="PassAsync"/> moves it.</summary>
    public VirtualTime Time { get; }

    /// <summary>The alias of the merchant whose orders live here.</summary>
    public MerchantAlias Merchant => new(_options.Merchant);

    /// <summary>
    /// The services of the process that lives; within <see cref="RunAsync{T}"/>, of the process that the work began in. Call your own code within that
    /// method: outside nobody moves the clock that it may wait for.
    /// </summary>
    public IServiceProvider Services => Current.Services;

    /// <summary>The actor system of the process that lives.</summary>
    public ActorSystem System => Current.System;

    /// <summary>When processes died, in order of time.</summary>
    public IReadOnlyList<DateTimeOffset> Crashes
    {
        get
        {
            lock (_gate)
                return [.. _crashes];
        }
    }

    /// <summary>What has gone wrong so far, written down: it brings the same again without a seed. Its text is C#.</summary>
    public Misbehaviour Recorded => new()
    {
        Gateway = _faults.Script(),
        Crashes = _watch.Met,
        Journal = _journal.Recorded,
        Notifications = _options.Misbehaviour.Notifications,
    };

    /// <summary>A card that pays, or any other one, for the next call of an order; each call uses one up.</summary>
    /// <param name="number">Its number.</param>
    public Instrument.Card Card(string number = TestCards.Success) =>
        Instrument.Card.TryCreate(number, "12", "40", "A CUSTOMER", "123", Time.GetUtcNow(), out var card, out var errors)
            ? card
            : throw new ArgumentException(string.Join(" ", errors.Select(error => error.Message)), nameof(number));

    /// <summary>Adds faults for the next calls of the gateway, ahead of all that goes wrong by plan.</summary>
    public FaultScript Faults => _faults.First;

    /// <summary>Lets the process die at the next such moment.</summary>
    /// <param name="moment">At which kind of moment.</param>
    /// <param name="command">Only in calls of this command, by its name on the wire; null for any.</param>
    public void CrashAtNext(CrashMoment moment, string? command = null) => _watch.PlanNext(moment, command);

    /// <summary>From now on nothing goes wrong by itself: neither the gateway nor the database misbehaves, and no planned crash comes.</summary>
    public void Heal()
    {
        _faults.Heal();
        _journal.Heal();
        _watch.Clear();
    }

    /// <summary>Kills the process now, without a farewell, and starts the next one.</summary>
    public async Task CrashAsync()
    {
        Current.Crash();
        await _hand.DoAsync(Rise);
    }

    /// <summary>Lets time pass. Processes that die meanwhile are started again. Within <see cref="RunAsync{T}"/> the work waits that long.</summary>
    /// <param name="span">How long.</param>
    public Task PassAsync(TimeSpan span) => _within.Value is { } process
        ? Task.Delay(span, process.Services.GetRequiredService<TimeProvider>())
        : _hand.DoAsync(() =>
        {
            var end = Time.Elapsed + span;
            while (true)
            {
                Time.AdvanceUntil(() => _process is { IsDead: true }, end - Time.Elapsed);
                if (_process is { IsDead: true })
                    Rise();
                else
                    return true;
            }
        });

    /// <summary>Does a piece of work in the process that lives, and moves the clock meanwhile: your own code, as a customer or a timer sets it off.</summary>
    /// <param name="work">The work; it finds its services in <see cref="Services"/>.</param>
    /// <exception cref="ProcessDiedException">The process died before the work had ended, and the next one has started.</exception>
    /// <exception cref="TimeoutException">The work took longer than <see cref="PaytureLabOptions.Patience"/> of virtual time.</exception>
    public async Task<T> RunAsync<T>(Func<PaytureLab, Task<T>> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        if (_within.Value is not null)
            return await work(this);

        var process = Current;
        var task = Task.Run(async () =>
        {
            _within.Value = process;
            return await work(this);
        });
        var ended = await _hand.DoAsync(() =>
        {
            var inTime = Time.AdvanceUntil(() => task.IsCompleted || process.IsDead, _options.Patience);
            if (process.IsDead)
                Rise();
            return inTime;
        });
        return task.IsCompleted ? await task
            : ended ? throw new ProcessDiedException()
            : throw new TimeoutException($"The work did not end within {_options.Patience.TotalDays:0.#} days of virtual time.");
    }

    /// <inheritdoc cref="RunAsync{T}"/>
    public Task RunAsync(Func<PaytureLab, Task> work) => RunAsync(async lab =>
    {
        await work(lab);
        return true;
    });

    /// <summary>Ends the world, and deletes its database.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        try
        {
            await _hand.DoAsync(() =>
            {
                _process?.Crash();
                return Time.AdvanceUntil(() => _process is not { IsGone: false }, StartLimit);
            });
            if (_notifications is { } notifications)
                await notifications.DisposeAsync();
            foreach (var process in _dead.Append(_process).OfType<LabProcess>())
                process.Dispose();
        }
        finally
        {
            _hand.Dispose();
            OneAtATime.Release();
        }

        try
        {
            Directory.Delete(_folder, recursive: true);
        }
        catch (Exception held) when (held is IOException or UnauthorizedAccessException)
        {
            // Pooled connections keep its files open on Windows: the temporary folder is left to the system.
        }
    }

    /// <summary>How long all of it lasted so far, and what met calls and batches, for a certificate.</summary>
    internal (TimeSpan Virtual, IReadOnlyDictionary<string, int> Faults, IReadOnlyDictionary<string, int> Journal, IReadOnlyList<CrashPoint> Crashes, int Calls, int Notifications) Figures() =>
        (Time.Elapsed, _faults.Counts, _journal.Met, _watch.Met, _faults.Calls, _notifications?.Delivered ?? 0);

    /// <summary>How each order's last command in a scenario was answered; null where nobody was left to hear.</summary>
    internal ConcurrentDictionary<string, OrderReply?> Replies { get; } = new();

    private LabProcess Current => _within.Value ?? _process ?? throw new InvalidOperationException("The lab has not started.");

    private Dictionary<string, string?> Settings(PaytureLabOptions options, SimulatedMerchant account)
    {
        var merchant = $"Payture:Merchants:{options.Merchant}";
        var settings = new Dictionary<string, string?>
        {
            [$"{merchant}:Host"] = "https://sandbox.invalid", // Nothing is ever sent there.
            [$"{merchant}:Key"] = account.Key,
            [$"{merchant}:Vwid"] = account.Vwid,
            [$"{merchant}:Password"] = account.Password,
            [$"{merchant}:Sandbox"] = "true",
            ["Payture:Journal:ConnectionString"] = $"Data Source={Path.Combine(_folder, "payture.db")}",
            ["Payture:Journal:AllowLossOfAcknowledgedFacts"] = "true", // In a power cut of the test's machine.
        };
        foreach (var (key, value) in options.Settings)
            settings[key] = value;
        return settings;
    }

    /// <summary>Starts the next process, on the hand's thread; again if it dies while it starts.</summary>
    private bool Rise()
    {
        while (_process is null or { IsDead: true })
        {
            if (_process is { } dead)
            {
                if (!Time.AdvanceUntil(() => dead.IsGone, StartLimit))
                    throw new TimeoutException("The crashed process did not end.");
                _dead.Add(dead);
                _process = null;
            }

            var start = Task.Run(() => LabProcess.StartAsync(_world, process => _process = process, Died));
            if (!Time.AdvanceUntil(() => start.IsCompleted || _process is { IsDead: true }, StartLimit))
                throw new TimeoutException("The application did not start within five minutes of virtual time.");
            if (_process is not { IsDead: true })
                start.GetAwaiter().GetResult();
        }

        return true;
    }

    private void Died()
    {
        lock (_gate)
            _crashes.Add(Time.GetUtcNow());
    }

    private bool DiesAfterWriting()
    {
        if (!_watch.IsMet(CrashMoment.AfterWrite, null))
            return false;
        _process?.Crash();
        return true;
    }

    private async Task<bool> NotifyAsync(Uri address, IReadOnlyList<KeyValuePair<string, string>> fields, CancellationToken cancellationToken)
    {
        var (order, kind) = (Field("OrderId"), Field("Notification"));
        if (_process is not { IsDead: false } process)
            throw new HttpRequestException("Nobody listens at the merchant's address: its process is dead.");
        return order is null || kind is null
            || await process.Services.GetRequiredService<IPaytureOrders>()[new OrderKey(_options.Merchant, order)].HintAsync(kind, cancellationToken).WaitAsync(cancellationToken);

        string? Field(string name) => fields.FirstOrDefault(field => field.Key == name).Value;
    }

    private sealed class Driver(PaytureLab lab) : ICallRunner
    {
        public IServiceProvider Services => lab.Services;

        public Task<T> RunAsync<T>(Func<IServiceProvider, Task<T>> call) => lab.RunAsync(each => call(each.Services));
    }
}
