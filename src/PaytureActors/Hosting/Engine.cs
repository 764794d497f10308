using System.Diagnostics.CodeAnalysis;
using Akka.Actor;
using PaytureActors.Customers;
using PaytureActors.Domain;
using PaytureActors.Gateway;
using PaytureActors.Hints;
using PaytureActors.Orders;
using PaytureActors.Transport;
using PaytureActors.Vault;

namespace PaytureActors.Hosting;

/// <summary>
/// The engine of one process. It starts from the bottom up (database, transport, vault, orders, order book, waker) and stops from the top:
/// first no call leaves any more, then those that are open end, then nobody waits any longer.
/// </summary>
internal sealed class Engine : IAsyncDisposable
{
    /// <summary>How long open calls may take to end when the process stops; an outcome that comes later is learnt by inquiry.</summary>
    public static readonly TimeSpan DrainWithin = TimeSpan.FromSeconds(4);

    /// <summary>How much longer than its call an instrument waits in the vault.</summary>
    private static readonly TimeSpan TicketSpare = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan LongestTicket = TimeSpan.FromMinutes(5);

    private readonly PaytureActorsOptions _options;
    private readonly TimeProvider _time;
    private readonly IEngineStore _store;
    private readonly CancellationTokenSource _closing = new();
    private readonly TaskCompletionSource<OrderCalls> _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private CustomerCalls? _customers;
    private IActorRef _vault = ActorRefs.Nobody;
    private IActorRef _commands = ActorRefs.Nobody;
    private Task? _opened;
    private Task? _stopped;
    private int _disposed;

    /// <param name="options">The options, already validated.</param>
    /// <param name="store">Where orders are kept.</param>
    /// <param name="time">The clock.</param>
    /// <param name="ids">Where keys and tickets come from.</param>
    public Engine(PaytureActorsOptions options, IEngineStore store, TimeProvider time, IdSource ids)
    {
        _options = options;
        _store = store;
        _time = time;
        Ids = ids;
        Doors = options.PublicUrl is { } address ? new DoorAddresses(address) : null;
        Terms = options.Merchants.ToDictionary(
            merchant => new MerchantAlias(merchant.Key),
            merchant => new OrderTerms(merchant.Value.ToPolicy(), merchant.Value.Sandbox) { Doors = Doors });
        Merchants = [.. Terms.Keys];
        Health = new PaytureHealth(Problems);
    }

    /// <summary>The configured merchants.</summary>
    public IReadOnlyCollection<MerchantAlias> Merchants { get; }

    /// <summary>The terms of each configured merchant.</summary>
    public IReadOnlyDictionary<MerchantAlias, OrderTerms> Terms { get; private set; }

    /// <summary>Where customers' browsers find our doors; null when this installation has no public address.</summary>
    public DoorAddresses? Doors { get; }

    /// <summary>How long a call waits when it does not say so itself.</summary>
    public TimeSpan AnswerWithin => _options.AnswerWithin;

    /// <summary>Where keys and tickets come from.</summary>
    public IdSource Ids { get; }

    /// <summary>Whether the engine can be given work.</summary>
    public PaytureHealth Health { get; }

    /// <summary>Where orders are kept.</summary>
    public IEngineStore Store => _store;

    /// <summary>The parent of all orders, once started.</summary>
    public IActorRef Orders { get; private set; } = ActorRefs.Nobody;

    /// <summary>Speaks with orders, as soon as the engine has started.</summary>
    public Task<OrderCalls> CallsAsync(CancellationToken cancellationToken) => _started.Task.WaitAsync(cancellationToken);

    /// <summary>Speaks with eWallet customers, as soon as the engine has started.</summary>
    public async Task<CustomerCalls> CustomersAsync(CancellationToken cancellationToken)
    {
        await CallsAsync(cancellationToken);
        return _customers!;
    }

    /// <summary>Whether a merchant has an eWallet terminal.</summary>
    public bool HasCustomers(MerchantAlias merchant) =>
        _options.Merchants.TryGetValue(merchant.ToString(), out var options) && !string.IsNullOrWhiteSpace(options.Vwid);

    /// <summary>Which customer a login stands for, in this installation.</summary>
    public CustomerKey CustomerKeyOf(MerchantAlias merchant, string login) => CustomerKey.Of(merchant, login, _options.CustomerIdKey);

    /// <summary>The customer that an address of our doors names; null where it is none of ours.</summary>
    public CustomerKey? CustomerAt(MerchantAlias merchant, string address) => CustomerKey.Named(merchant, address, _options.CustomerIdKey);

    /// <summary>Where the bank sends a customer who adds a card; null when this installation has no public address.</summary>
    public string? CardTermUrlOf(CustomerKey key) => Doors?.CardTermUrl(key.Merchant, key.AddressIn(_options.CustomerIdKey));

    /// <summary>Makes sure that the database is this process's own. The first call does it, every other one waits for that.</summary>
    public Task OpenAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
            return _opened ??= _store.OpenAsync(cancellationToken);
    }

    /// <summary>Starts everything in an actor system.</summary>
    public async Task StartAsync(ActorSystem system, IPaytureGateway gateway)
    {
        await OpenAsync(CancellationToken.None);
        if (await _store.FindRestoreAsync(system, CancellationToken.None) is { } restored)
            Terms = Terms.ToDictionary(each => each.Key, each => each.Value with { Policy = each.Value.Policy with { RestoredAt = restored.Last, FirstRestoredAt = restored.First } });
        var limits = _options.Merchants.ToDictionary(merchant => new MerchantAlias(merchant.Key), merchant => merchant.Value.MaxConcurrency);
        var inquiries = Lane(_options.InquirySeats, "payture-inquiries");
        _commands = Lane(_options.TransportSeats, "payture-commands");
        _vault = system.ActorOf(Props.Create<VaultActor>(
            new TicketTable(), _commands, inquiries, (MerchantAlias alias) => Terms[alias].Policy.ChallengeLifetime, _time), "payture-vault");
        Orders = system.ActorOf(Props.Create<OrdersActor>(new OrderSurroundings
        {
            Time = _time,
            Terms = Terms,
            Commands = _commands,
            Inquiries = inquiries,
            Journal = _store.Journal,
            IdleAfter = _options.IdleAfter,
            MaxOrders = _options.MaxOrdersInMemory,
            JitterSeed = Ids.NextSeed(),
            MayWrite = () => _store.MayWrite,
            JournalFailed = _store.JournalFailed,
        }), "payture-orders");
        var customers = system.ActorOf(Props.Create<CustomersActor>(new CustomerSurroundings
        {
            Time = _time,
            Terms = Terms,
            Journal = _store.Journal,
            IdleAfter = _options.IdleAfter,
            MaxCustomers = _options.MaxOrdersInMemory,
            JitterSeed = Ids.NextSeed(),
            MayWrite = () => _store.MayWrite,
            JournalFailed = _store.JournalFailed,
        }), "payture-customers");
        _customers = new CustomerCalls(customers, _time, Ids, _options.MaxOrdersInMemory, _closing.Token);
        await _store.StartBookAsync(system, Orders, Terms);
        var hints = system.ActorOf(Props.Create<ParkedHintsActor>(new ParkedHintsSurroundings(_store.Hints, Orders, Terms.ContainsKey, _time)), "payture-hints");
        _started.TrySetResult(new OrderCalls(Orders, hints, _time, Ids, _options.MaxOrdersInMemory, _closing.Token));

        IActorRef Lane(int seats, string name) => system.ActorOf(
            Props.Create<TransportLaneActor>(new LaneSettings(seats, _options.QueueLength, alias => limits[alias]), gateway, _time), name);
    }

    /// <summary>Tells those who wait for the start that there will be none.</summary>
    public void Fail(Exception reason) => _started.TrySetException(reason);

    /// <summary>Puts an instrument into this process's vault.</summary>
    /// <returns>The claim on it.</returns>
    public Ticket Keep(Deposit deposit, TimeSpan limit)
    {
        var ticket = new Ticket(Ids.Next(), _vault);
        var lifetime = limit + TicketSpare;
        _vault.Tell(new KeepInstrument(ticket.Id, deposit, lifetime < LongestTicket ? lifetime : LongestTicket));
        return ticket;
    }

    /// <summary>Finds what a merchant's account lacks for a family.</summary>
    public IEnumerable<FieldError> CheckAccount(MerchantAlias merchant, ApiFamily family) =>
        GatewayRequestRules.CheckAccount(merchant, _options.Merchants[merchant.ToString()].ToAccount(), family);

    /// <summary>Takes a 3-D Secure form out of this process's vault, once.</summary>
    /// <param name="key">Whose challenge.</param>
    /// <param name="ticket">Only the form of this ticket's call; null for whichever waits.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<ChallengeForm?> TakeFormAsync(OrderKey key, Ticket? ticket, CancellationToken cancellationToken) =>
        await (await CallsAsync(cancellationToken)).TakeFormAsync(_vault, new TakeForm(key, ticket?.Id), cancellationToken);

    /// <summary>Forgets an order's 3-D Secure form: its challenge has ended.</summary>
    public void DropForm(OrderKey key) => _vault.Tell(new DropForm(key));

    /// <summary>Looks into the order book.</summary>
    public async Task<OrderPage> FindAsync(OrderQuery query, CancellationToken cancellationToken)
    {
        await CallsAsync(cancellationToken);
        return await _store.FindAsync(query, cancellationToken);
    }

    /// <summary>
    /// Lets nothing more leave, waits a short while for the calls that are open, so that their outcomes are written down, and ends all waiting.
    /// </summary>
    public Task StopAsync()
    {
        lock (_gate)
            return _stopped ??= DrainAsync();
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
            return;
        await _closing.CancelAsync();
        await _store.DisposeAsync();
        _closing.Dispose();
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Whatever it is, the callers must be let go.")]
    private async Task DrainAsync()
    {
        using var limit = new CancellationTokenSource(DrainWithin, _time);
        try
        {
            if (_started.Task.IsCompletedSuccessfully)
                await _commands.Ask<LaneDrained>(DrainLane.Instance, Timeout.InfiniteTimeSpan, limit.Token);
        }
        catch (Exception)
        {
            // What is still open is asked about after the next start.
        }

        if (_disposed == 0)
            await _closing.CancelAsync();
        await _store.StopBookAsync();
    }

    private IEnumerable<string> Problems() =>
        _stopped is not null ? ["The engine is stopping."]
        : _started.Task.IsFaulted ? ["The engine could not start; the log has the reason."]
        : !_started.Task.IsCompletedSuccessfully ? ["The engine is starting."]
        : _store.Problems();
}
