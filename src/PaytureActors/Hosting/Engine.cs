using Akka.Actor;
using PaytureActors.Domain;
using PaytureActors.Gateway;
using PaytureActors.Orders;
using PaytureActors.Transport;
using PaytureActors.Vault;

namespace PaytureActors.Hosting;

/// <summary>What an engine needs to know and to touch.</summary>
internal sealed record EngineSettings
{
    /// <summary>The options, already validated.</summary>
    public required PaytureActorsOptions Options { get; init; }

    /// <summary>The clock.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>Where keys and tickets come from.</summary>
    public required IdSource Ids { get; init; }

    /// <summary>The journal's configuration path.</summary>
    public required string Journal { get; init; }

    /// <summary>Hears why the journal did not take a fact.</summary>
    public Action<Exception>? JournalFailed { get; init; }
}

/// <summary>The engine of one process: its actors, once they are started, as the door for callers needs them.</summary>
internal sealed class Engine : IDisposable
{
    /// <summary>How much longer than its call an instrument waits in the vault.</summary>
    private static readonly TimeSpan TicketSpare = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan LongestTicket = TimeSpan.FromMinutes(5);

    private readonly EngineSettings _settings;
    private readonly CancellationTokenSource _closing = new();
    private readonly TaskCompletionSource<OrderCalls> _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IActorRef _vault = ActorRefs.Nobody;
    private IActorRef _commands = ActorRefs.Nobody;

    public Engine(EngineSettings settings)
    {
        _settings = settings;
        Terms = settings.Options.Merchants.ToDictionary(
            merchant => new MerchantAlias(merchant.Key),
            merchant => new OrderTerms(merchant.Value.ToPolicy(), merchant.Value.Sandbox));
        Merchants = [.. Terms.Keys];
    }

    /// <summary>The configured merchants.</summary>
    public IReadOnlyCollection<MerchantAlias> Merchants { get; }

    /// <summary>The terms of each configured merchant.</summary>
    public IReadOnlyDictionary<MerchantAlias, OrderTerms> Terms { get; }

    /// <summary>How long a call waits when it does not say so itself.</summary>
    public TimeSpan AnswerWithin => _settings.Options.AnswerWithin;

    /// <summary>Where keys and tickets come from.</summary>
    public IdSource Ids => _settings.Ids;

    /// <summary>The parent of all orders, once started.</summary>
    public IActorRef Orders { get; private set; } = ActorRefs.Nobody;

    /// <summary>Speaks with orders, as soon as the engine has started.</summary>
    public Task<OrderCalls> CallsAsync(CancellationToken cancellationToken) => _started.Task.WaitAsync(cancellationToken);

    /// <summary>Starts transport, vault and orders in an actor system.</summary>
    public void Start(ActorSystem system, IPaytureGateway gateway)
    {
        var (options, time) = (_settings.Options, _settings.Time);
        var limits = options.Merchants.ToDictionary(merchant => new MerchantAlias(merchant.Key), merchant => merchant.Value.MaxConcurrency);
        var inquiries = Lane(options.InquirySeats, "payture-inquiries");
        _commands = Lane(options.TransportSeats, "payture-commands");
        _vault = system.ActorOf(Props.Create<VaultActor>(new TicketTable(), _commands, time), "payture-vault");
        Orders = system.ActorOf(Props.Create<OrdersActor>(new OrderSurroundings
        {
            Time = time,
            Terms = Terms,
            Commands = _commands,
            Inquiries = inquiries,
            Journal = _settings.Journal,
            IdleAfter = options.IdleAfter,
            MaxOrders = options.MaxOrdersInMemory,
            JitterSeed = Ids.NextSeed(),
            JournalFailed = _settings.JournalFailed,
        }), "payture-orders");
        _started.TrySetResult(new OrderCalls(Orders, time, Ids, _closing.Token));

        IActorRef Lane(int seats, string name) => system.ActorOf(
            Props.Create<TransportLaneActor>(new LaneSettings(seats, options.QueueLength, alias => limits[alias]), gateway, time), name);
    }

    /// <summary>Puts an instrument into this process's vault.</summary>
    /// <returns>The claim on it.</returns>
    public Ticket Keep(Deposit deposit, TimeSpan limit)
    {
        var ticket = new Ticket(Ids.Next(), _vault);
        var lifetime = limit + TicketSpare;
        _vault.Tell(new KeepInstrument(ticket.Id, deposit, lifetime < LongestTicket ? lifetime : LongestTicket));
        return ticket;
    }

    /// <summary>Ends the waiting of all callers, and waits until no call is open, so that their outcomes are still written down.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _closing.CancelAsync();
        await _commands.Ask<LaneDrained>(DrainLane.Instance, Timeout.InfiniteTimeSpan, cancellationToken);
    }

    public void Dispose()
    {
        _closing.Cancel();
        _closing.Dispose();
    }
}
