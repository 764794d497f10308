using System.Globalization;
using Akka.Actor;
using Akka.Hosting;
using PaytureActors.Gateway;
using PaytureActors.Host.Logging;
using PaytureActors.Hosting;
using PaytureActors.TestKit.Gateway;
using PaytureActors.TestKit.Journal;
using PaytureActors.TestKit.Lab;
using PaytureActors.TestKit.Time;

namespace PaytureActors.Host.Simulation;

/// <summary>What every node of a simulation has in common.</summary>
/// <param name="Time">The clock.</param>
/// <param name="Gateway">The gateway.</param>
/// <param name="Database">The journal's file.</param>
/// <param name="Log">Hears what is written down.</param>
/// <param name="Journal">What its database does to batches.</param>
/// <param name="BookLooksEvery">How often the order book looks for news.</param>
/// <param name="Verbose">Whether the engine's log is shown.</param>
internal sealed record NodeSurroundings(VirtualTime Time, SimulatedGateway Gateway, string Database, EventLog Log, JournalFaults Journal, TimeSpan BookLooksEvery, bool Verbose);

/// <summary>One life of the engine, from its start to its crash.</summary>
internal sealed class Node : IDisposable
{
    private const string Hocon =
        """
        akka.loglevel = WARNING
        akka.stdout-loglevel = OFF
        akka.log-dead-letters = off
        akka.coordinated-shutdown.run-by-actor-system-terminate = off
        akka.coordinated-shutdown.run-by-clr-shutdown-hook = off
        payture.sqlite.synchronous = off
        """; // What crashes here is the process, never the machine.

    private const string Seats = "256";

    private readonly IHost _host;
    private readonly CancellationTokenSource _dead;
    private readonly ActorSystem _system;

    private Node(IHost host, NodeWire wire, CancellationTokenSource dead)
    {
        Wire = wire;
        _host = host;
        _dead = dead;
        _system = host.Services.GetRequiredService<ActorSystem>();
        Orders = host.Services.GetRequiredService<IPaytureOrders>();
        Customers = host.Services.GetRequiredService<IPaytureCustomers>();
    }

    /// <summary>The orders.</summary>
    public IPaytureOrders Orders { get; }

    /// <summary>The wallet's customers.</summary>
    public IPaytureCustomers Customers { get; }

    /// <summary>Its way to the gateway.</summary>
    public NodeWire Wire { get; }

    /// <summary>Says that the node is dead: whoever waits for it waits in vain.</summary>
    public CancellationToken Dead => _dead.Token;

    /// <summary>Whether everything that belonged to the dead node has ended.</summary>
    public bool IsGone => _system.WhenTerminated.IsCompleted;

    public static async Task<Node> StartAsync(NodeSurroundings around)
    {
        var dead = new CancellationTokenSource();
        var wire = new NodeWire(new SimulatedGatewayHandler(around.Gateway), around.Time, dead.Token);
        var host = Build(around, wire);
        await host.StartAsync();
        var node = new Node(host, wire, dead);
        around.Log.Listen(node._system);
        return node;
    }

    /// <summary>Ends the node in the middle of whatever it does. From any thread; returns at once.</summary>
    public void Crash()
    {
        _dead.Cancel();
        _system.Terminate();
    }

    /// <summary>Frees what a dead node held.</summary>
    public void Dispose()
    {
        _host.Dispose();
        _dead.Dispose();
    }

    private static IHost Build(NodeSurroundings around, NodeWire wire)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddSingleton<IHostLifetime, DeafLifetime>();
        var account = SimulatedMerchant.Documented;
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            [$"Payture:Merchants:{Lifecycle.Merchant}:Host"] = "https://sandbox.invalid", // Nothing is ever sent there.
            [$"Payture:Merchants:{Lifecycle.Merchant}:Key"] = account.Key,
            [$"Payture:Merchants:{Lifecycle.Merchant}:Vwid"] = account.Vwid,
            [$"Payture:Merchants:{Lifecycle.Merchant}:Password"] = account.Password,
            [$"Payture:Merchants:{Lifecycle.Merchant}:Sandbox"] = "true",
            [$"Payture:Merchants:{Lifecycle.Merchant}:MaxConcurrency"] = Seats, // Calls take no time, but those that hang do: they must not fill it.
            ["Payture:TransportSeats"] = Seats,
            ["Payture:InquirySeats"] = Seats,
            ["Payture:Journal:AllowLossOfAcknowledgedFacts"] = "true",
            ["Payture:Journal:ConnectionString"] = string.Create(CultureInfo.InvariantCulture, $"Data Source={around.Database}"),
        });
        if (around.Verbose)
            builder.AddMaskedConsole(verbose: false);
        builder.Services.AddSingleton<TimeProvider>(around.Time);
        builder.Services.AddPaytureActors(builder.Configuration.GetSection("Payture"), (akka, _) => akka
            .AddHocon(Hocon, HoconAddMode.Prepend)
            .AddHocon(Looks(around.BookLooksEvery), HoconAddMode.Prepend)
            .AddHocon(around.Time.Configuration, HoconAddMode.Prepend)
            .AddHocon(JournalFaults.Configuration, HoconAddMode.Prepend)
            .AddSetup(around.Journal));

        builder.Services.AddOptions<PaytureGatewayOptions>().PostConfigure(options => options.PrimaryHandler = _ => wire);
        return builder.Build();
    }

    private static string Looks(TimeSpan every) => string.Create(CultureInfo.InvariantCulture,
        $"""
        payture.read-journal.refresh-interval = {every.TotalSeconds}s
        payture.read-journal.journal-sequence-retrieval.query-delay = {every.TotalSeconds}s
        payture.order-book.batch-within = {every.TotalSeconds}s
        payture.order-book.look-every = {every.TotalSeconds}s
        payture.order-book.repair-every = {2 * every.TotalSeconds}s
        """);
}
