namespace PaytureActors.TestKit.Gateway;

/// <summary>
/// A payment gateway that speaks the wire of the families Api, InPay and EWallet and of the wallets' MobilePay, keeps a ledger, writes
/// down every movement of money, serves the pages that customers see, and misbehaves as its fault plan says. Thread-safe.
/// </summary>
/// <remarks>
/// It is written from the wire's documented facts and knows nothing of the engine that it tests. Card numbers and the merchants'
/// passwords are neither kept with payments nor shown anywhere.
/// </remarks>
public sealed partial class SimulatedGateway
{
    private readonly GatewayBooks _books;
    private readonly TimeProvider _time;
    private readonly RequestDoor _door;
    private readonly PageDoor _pages;
    private volatile IFaultPlan _faults;
    private volatile Uri _acsUrl;

    /// <summary>Opens a gateway with empty books.</summary>
    /// <param name="options">Accounts and manners; null for the documentation's account and documented manners.</param>
    /// <param name="time">The gateway's clock and its delays; null for the system's.</param>
    /// <param name="faults">What goes wrong; null for nothing.</param>
    public SimulatedGateway(SimulatedGatewayOptions? options = null, TimeProvider? time = null, IFaultPlan? faults = null)
    {
        _books = new GatewayBooks(options ?? new SimulatedGatewayOptions());
        _time = time ?? TimeProvider.System;
        _faults = faults ?? FaultPlan.None;
        _acsUrl = _books.Options.AcsUrl;
        _door = new RequestDoor(_books, _time);
        _pages = new PageDoor(this, _books);
    }

    /// <summary>What goes wrong from now on; may be changed at any time, for example to <see cref="FaultPlan.None"/> to heal everything.</summary>
    public IFaultPlan Faults
    {
        get => _faults;
        set => _faults = value ?? throw new ArgumentNullException(nameof(value));
    }

    /// <summary>Where 3-D Secure answers send the customer from now on; a host sets it when it knows its own address.</summary>
    /// <value>At first <see cref="SimulatedGatewayOptions.AcsUrl"/>.</value>
    public Uri AcsUrl
    {
        get => _acsUrl;
        set => _acsUrl = value ?? throw new ArgumentNullException(nameof(value));
    }

    /// <summary>The clock that delays, dates and expiry checks go by.</summary>
    public TimeProvider Time => _time;

    /// <summary>Every payment as it truly stands, whatever inquiries may show; ordered by merchant and OrderId.</summary>
    public IReadOnlyList<SimulatedPayment> Payments =>
    [
        .. Audit().Where(order => order.File.Payment is not null)
            .Select(order => new SimulatedPayment(order.Order.Merchant.Key, order.Order.Name, order.File.Payment!)),
    ];

    /// <summary>One payment as it truly stands, or null.</summary>
    /// <param name="orderId">Which payment.</param>
    /// <param name="merchantKey">Whose; null for the first merchant of the options.</param>
    public LedgerPayment? Payment(string orderId, string? merchantKey = null) => File(orderId, merchantKey).Payment;

    /// <summary>Every movement of money of the orders, in the order in which it happened, however it was asked for.</summary>
    /// <remarks>
    /// A payment on a page, the completion of 3-D Secure and MobilePay are a Pay or a Block here, when their money moves. What adding a card
    /// holds belongs to no order and is not among them: see <see cref="CardHolds"/>.
    /// </remarks>
    public IReadOnlyList<SimulatedEffect> Effects() => [.. Audit().SelectMany(order => order.Effects).OrderBy(effect => effect.Serial)];

    /// <summary>Every movement of one payment's money, in the order in which it happened.</summary>
    /// <param name="orderId">Which payment.</param>
    /// <param name="merchantKey">Whose; null for the first merchant of the options.</param>
    public IReadOnlyList<SimulatedEffect> Effects(string orderId, string? merchantKey = null) => Order(orderId, merchantKey).Audit(Now).Effects;

    /// <summary>How many calls of a command an order (or a customer) has seen, lost ones included; refused fields do not count.</summary>
    /// <param name="orderId">Which order; for commands about customers and cards, the login.</param>
    /// <param name="command">The command's name on the wire, for example <c>Charge</c>.</param>
    /// <param name="merchantKey">Whose; null for the first merchant of the options.</param>
    public int Calls(string orderId, string command, string? merchantKey = null) =>
        Order(orderId, merchantKey).Calls(command) + _books.Customer(_books.Merchant(merchantKey), orderId).Calls(command);

    /// <summary>Answers a request at once and correctly: no fault, no delay.</summary>
    /// <param name="path">The path, for example <c>/api/Charge</c>.</param>
    /// <param name="fields">The form's fields (or, for GET, the query's), decoded once.</param>
    public SimulatedAnswer.Respond Answer(string path, IReadOnlyDictionary<string, string> fields)
    {
        var (request, subject, refused) = Read(path, fields);
        if (request is null || subject is null)
            return refused!;
        subject.Count(request.Command);
        return Write(request, subject.Do(request, Now, TimeSpan.Zero));
    }

    /// <summary>Answers a request with all the delays and faults that the plan and the slow cards order.</summary>
    /// <param name="path">The path, for example <c>/api/Charge</c>.</param>
    /// <param name="fields">The form's fields (or, for GET, the query's), decoded once.</param>
    /// <param name="cancellationToken">The client has gone: ends the waiting, never the effect.</param>
    /// <exception cref="OperationCanceledException">The client has gone.</exception>
    public async Task<SimulatedAnswer> AnswerAsync(
        string path, IReadOnlyDictionary<string, string> fields, CancellationToken cancellationToken = default)
    {
        var (request, subject, refused) = Read(path, fields);
        if (request is null || subject is null)
            return refused!;

        var options = _books.Options;
        var fault = _faults.Next(subject.Count(request.Command) with { Operation = request.Deed.Asks });
        if (fault is Fault.None && subject.IsSlow(request))
        {
            if (!options.SlowCardApplies)
            {
                await Task.Delay(options.SlowCardDuration, _time, cancellationToken);
                return Answers.Refused(request, "PROCESSING_TIME_OUT");
            }
            fault = new Fault.Slow(options.SlowCardDuration, options.SlowCardEffect) { VisibleAfter = fault.VisibleAfter };
        }
        return await new FaultyCall(this, subject, request, fault).AnswerAsync(cancellationToken);
    }

    internal bool RefusesConnection(string path) => CommandRow.At(path) is { } row && _faults.RefusesConnection(row.Name);

    internal SimulatedAnswer.Respond Write(WireRequest request, Verdict verdict) => Answers.Write(request, verdict, _books, _acsUrl);

    private DateTimeOffset Now => _time.GetUtcNow();

    private Reading Read(string path, IReadOnlyDictionary<string, string> fields)
    {
        if (_pages.Answer(path, fields) is { } page)
            return new Reading(null, null, page);
        return CommandRow.At(path) is { } row ? _door.Read(row, fields) : new Reading(null, null, Answers.NotFound);
    }

    private IEnumerable<(SimulatedOrder Order, OrderFile File, SimulatedEffect[] Effects)> Audit()
    {
        var now = Now;
        return
            from order in _books.Orders.OrderBy(order => order.Merchant.Key, StringComparer.Ordinal).ThenBy(order => order.Name, StringComparer.Ordinal)
            let audit = order.Audit(now)
            select (order, audit.File, audit.Effects);
    }

    private SimulatedOrder Order(string orderId, string? merchantKey) => _books.Order(_books.Merchant(merchantKey), orderId);

    private OrderFile File(string orderId, string? merchantKey) => Order(orderId, merchantKey).Audit(Now).File;
}
