using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using PaytureActors.Domain;
using PaytureActors.Gateway;
using PaytureActors.Hosting;
using PaytureActors.TestKit.Auditing;
using PaytureActors.TestKit.Gateway;
using PaytureActors.TestKit.Journal;
using PaytureActors.TestKit.Time;

namespace PaytureActors.TestKit.Lab;

/// <summary>What all processes of a lab have in common.</summary>
internal sealed record LabWorld(
    VirtualTime Time, SimulatedGateway Gateway, JournalFaults Journal, CrashWatch Crashes, EventLog Events, CallerLog Callers,
    IReadOnlyDictionary<string, string?> Settings, Action<IServiceCollection, IConfiguration>? Application);

/// <summary>What callers were told and shown.</summary>
internal sealed class CallerLog
{
    private readonly ConcurrentDictionary<OrderKey, ConcurrentQueue<Answer>> _answers = new();
    private readonly ConcurrentDictionary<OrderKey, ConcurrentQueue<Sighting>> _sightings = new();

    public IEnumerable<OrderKey> Orders => _answers.Keys.Concat(_sightings.Keys).Distinct();

    public IReadOnlyList<Answer> Answers(OrderKey key) => _answers.TryGetValue(key, out var answers) ? [.. answers] : [];

    public IReadOnlyList<Sighting> Sightings(OrderKey key) => _sightings.TryGetValue(key, out var sightings) ? [.. sightings.Distinct()] : [];

    public void Add(OrderKey key, Asked asked, OrderReply reply)
    {
        if (asked.Key is { } own && Told.By(reply) is { } told)
            _answers.GetOrAdd(key, static _ => new()).Enqueue(new Answer(own, asked.Operation, asked.Amount, told));
        if (Sighting.By(reply) is { } sighting)
            _sightings.GetOrAdd(key, static _ => new()).Enqueue(sighting);
    }
}

/// <summary>One life of the application with the engine in it, from its start to its death.</summary>
internal sealed class LabProcess : ICallRunner, IDisposable
{
    // Weeks of virtual time pass: an order book that looks for news every few milliseconds of them would leave time for nothing else.
    private const string Hocon =
        """
        akka.loglevel = WARNING
        akka.stdout-loglevel = OFF
        akka.log-dead-letters = off
        payture.sqlite.synchronous = off
        payture.read-journal.refresh-interval = 1h
        payture.read-journal.journal-sequence-retrieval.query-delay = 1h
        payture.order-book.batch-within = 1h
        payture.order-book.look-every = 1h
        payture.order-book.repair-every = 12h
        akka.coordinated-shutdown.run-by-actor-system-terminate = off
        akka.coordinated-shutdown.run-by-clr-shutdown-hook = off
        """;

    private readonly LabWorld _world;
    private readonly ProcessLife _life;
    private readonly IHost _host;
    private ActorSystem? _system;

    private LabProcess(LabWorld world, Action died)
    {
        _world = world;
        _life = new ProcessLife(() =>
        {
            _ = _system?.Terminate();
            died();
        });
        _host = Build();
    }

    /// <inheritdoc />
    public IServiceProvider Services => _host.Services;

    public ActorSystem System => _system!;

    /// <summary>Whether it has died.</summary>
    public bool IsDead => _life.IsOver;

    /// <summary>Whether everything that belonged to the dead process has ended.</summary>
    public bool IsGone => _system is null || _system.WhenTerminated.IsCompleted;

    /// <summary>Starts a process; a start may itself end in a crash.</summary>
    public static async Task<LabProcess> StartAsync(LabWorld world, Action<LabProcess> born, Action died)
    {
        var process = new LabProcess(world, died);
        born(process);
        process._system = process._host.Services.GetRequiredService<ActorSystem>();
        world.Events.Listen(process._system);
        await process._host.StartAsync();
        return process;
    }

    /// <summary>Ends it in the middle of whatever it does.</summary>
    public void Crash() => _life.End();

    /// <inheritdoc />
    public async Task<T> RunAsync<T>(Func<IServiceProvider, Task<T>> call)
    {
        if (!_life.IsOver)
        {
            try
            {
                var answer = await call(_host.Services);
                if (_world.Crashes.IsMet(CrashMoment.BeforeAnswer, null))
                    _life.End();
                if (!_life.IsOver)
                    return answer;
            }
            catch (Exception) when (_life.IsOver)
            {
                // Nobody is left to hear of it.
            }
        }

        return await ProcessLife.NeverAsync<T>();
    }

    public void Dispose()
    {
        _host.Dispose();
        _life.Dispose();
    }

    private IHost Build()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddSingleton<IHostLifetime, DeafLifetime>();
        builder.Configuration.AddInMemoryCollection(_world.Settings);
        var clock = new ProcessClock(_world.Time, _life.Over);
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.Services.AddSingleton(new ActorSystemAddition(akka => akka
            .AddHocon(Hocon, HoconAddMode.Prepend)
            .AddHocon(_world.Time.Configuration, HoconAddMode.Prepend)
            .AddHocon(JournalFaults.Configuration, HoconAddMode.Prepend)
            .AddSetup(_world.Journal)));
        _world.Application?.Invoke(builder.Services, builder.Configuration);
        if (builder.Services.All(static service => service.ServiceType != typeof(IPaytureOrders)))
            builder.Services.AddPaytureActors(builder.Configuration.GetSection("Payture"));

        // What the application is given knows when the process is dead: then nothing is answered any more.
        builder.Services.AddSingleton<IPaytureOrders>(new ForwardedOrders(this, static services => new PaytureOrders(services.GetRequiredService<Engine>()), _world.Callers.Add));
        builder.Services.AddSingleton<IPaytureCustomers>(new ForwardedCustomers(this, static services => new PaytureCustomers(services.GetRequiredService<Engine>())));
        builder.Services.AddSingleton<TimeProvider>(clock); // Whatever the application says: the last one counts.
        builder.Services.AddOptions<PaytureGatewayOptions>().PostConfigure(options =>
            options.PrimaryHandler = _ => new ProcessWire(new SimulatedGatewayHandler(_world.Gateway), _world.Crashes, _life));
        return builder.Build();
    }
}
