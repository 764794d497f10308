using System.Collections.Concurrent;
using PaytureActors.Domain;

namespace PaytureActors.TestKit.Gateway;

/// <summary>
/// A payment gateway that speaks the Api family's wire (Pay, Block, Charge, Unblock, Refund, GetState), keeps a ledger, writes
/// down every movement of money, and misbehaves as its fault plan says. Thread-safe.
/// </summary>
/// <remarks>
/// It is written from the wire's documented facts and knows nothing of the engine that it tests. Card numbers and passwords are
/// neither kept with payments nor shown anywhere.
/// </remarks>
public sealed class SimulatedGateway
{
    private readonly ConcurrentDictionary<(string MerchantKey, string OrderId), SimulatedOrder> _orders = new();
    private readonly SimulatedGatewayOptions _options;
    private readonly TimeProvider _time;
    private readonly ApiDoor _door;
    private volatile IFaultPlan _faults;
    private long _serial;

    /// <summary>Opens a gateway with empty books.</summary>
    /// <param name="options">Accounts and manners; null for the documentation's account and documented manners.</param>
    /// <param name="time">The gateway's clock and its delays; null for the system's.</param>
    /// <param name="faults">What goes wrong; null for nothing.</param>
    public SimulatedGateway(SimulatedGatewayOptions? options = null, TimeProvider? time = null, IFaultPlan? faults = null)
    {
        _options = options ?? new SimulatedGatewayOptions();
        _time = time ?? TimeProvider.System;
        _faults = faults ?? FaultPlan.None;
        _door = new ApiDoor(_options.Merchants, _time);
    }

    /// <summary>What goes wrong from now on; may be changed at any time, for example to <see cref="FaultPlan.None"/> to heal everything.</summary>
    public IFaultPlan Faults
    {
        get => _faults;
        set => _faults = value ?? throw new ArgumentNullException(nameof(value));
    }

    /// <summary>The clock that delays, dates and expiry checks go by.</summary>
    public TimeProvider Time => _time;

    /// <summary>Every payment as it truly stands, whatever inquiries may show; ordered by merchant and OrderId.</summary>
    public IReadOnlyList<SimulatedPayment> Payments =>
    [
        .. Audit().Select(audit => audit.Payment).OfType<SimulatedPayment>()
            .OrderBy(payment => payment.MerchantKey, StringComparer.Ordinal).ThenBy(payment => payment.OrderId, StringComparer.Ordinal),
    ];

    /// <summary>One payment as it truly stands, or null.</summary>
    /// <param name="orderId">Which payment.</param>
    /// <param name="merchantKey">Whose; null for the first merchant of the options.</param>
    public LedgerPayment? Payment(string orderId, string? merchantKey = null) => Order(orderId, merchantKey).Audit(Now).Payment?.Payment;

    /// <summary>Every movement of money, in the order in which it happened.</summary>
    public IReadOnlyList<SimulatedEffect> Effects() => [.. Audit().SelectMany(audit => audit.Effects).OrderBy(effect => effect.Serial)];

    /// <summary>Every movement of one payment's money, in the order in which it happened.</summary>
    /// <param name="orderId">Which payment.</param>
    /// <param name="merchantKey">Whose; null for the first merchant of the options.</param>
    public IReadOnlyList<SimulatedEffect> Effects(string orderId, string? merchantKey = null) => Order(orderId, merchantKey).Audit(Now).Effects;

    /// <summary>How many calls of a command an order has seen, lost ones included; refused fields do not count.</summary>
    /// <param name="orderId">Which order.</param>
    /// <param name="command">The command's name on the wire, for example <c>Charge</c>.</param>
    /// <param name="merchantKey">Whose; null for the first merchant of the options.</param>
    public int Calls(string orderId, string command, string? merchantKey = null) => Order(orderId, merchantKey).Calls(command);

    /// <summary>Payments and effects in plain values, for JSON.</summary>
    public SimulatedGatewayView View()
    {
        var effects = Effects();
        return new SimulatedGatewayView(
            [.. Payments.Select(p => new PaymentView(p.MerchantKey, p.OrderId, p.Payment.StateName,
                p.Payment.Held.InKopecks, p.Payment.Captured.InKopecks, p.Payment.Refunded.InKopecks))],
            [.. effects.Select(e => new EffectView(e.Serial, e.At, e.MerchantKey, e.OrderId,
                e.Operation.ToString(), e.Amount.InKopecks, e.By.ToString()))]);
    }

    /// <summary>A person acts at the gateway's own screen.</summary>
    /// <param name="orderId">Which payment.</param>
    /// <param name="operation">What to do.</param>
    /// <param name="amount">How much; null for everything.</param>
    /// <param name="merchantKey">Whose; null for the first merchant of the options.</param>
    public LedgerAnswer OperatorActs(string orderId, Operation operation, Money? amount = null, string? merchantKey = null) =>
        Order(orderId, merchantKey).Act(operation, amount, Now);

    /// <summary>The issuer drops a hold: the state becomes AuthorizationClosed.</summary>
    /// <returns>False if nothing was held.</returns>
    public bool IssuerClosesHold(string orderId, string? merchantKey = null) => Order(orderId, merchantKey).CloseHold(Now);

    /// <summary>Answers a request at once and correctly: no fault, no delay.</summary>
    /// <param name="path">The path, for example <c>/api/Charge</c>.</param>
    /// <param name="fields">The form's fields (or, for GET, the query's), decoded once.</param>
    public SimulatedAnswer.Respond Answer(string path, IReadOnlyDictionary<string, string> fields)
    {
        var (request, refused) = _door.Read(path, fields);
        if (request is null)
            return refused!;
        var order = Order(request.OrderId, request.Merchant.Key);
        order.Count(request.Command);
        return request.Operation is null
            ? ApiAnswers.State(request, order.Look(Now))
            : Write(request, order.Do(request, Now, TimeSpan.Zero));
    }

    /// <summary>Answers a request with all the delays and faults that the plan and the slow cards order.</summary>
    /// <param name="path">The path, for example <c>/api/Charge</c>.</param>
    /// <param name="fields">The form's fields (or, for GET, the query's), decoded once.</param>
    /// <param name="cancellationToken">The client has gone: ends the waiting, never the effect.</param>
    /// <exception cref="OperationCanceledException">The client has gone.</exception>
    public async Task<SimulatedAnswer> AnswerAsync(
        string path, IReadOnlyDictionary<string, string> fields, CancellationToken cancellationToken = default)
    {
        var (request, refused) = _door.Read(path, fields);
        if (request is null)
            return refused!;

        var order = Order(request.OrderId, request.Merchant.Key);
        var fault = _faults.Next(order.Count(request.Command));
        if (fault is Fault.None && order.IsSlow(request))
        {
            if (!_options.SlowCardApplies)
            {
                await Task.Delay(_options.SlowCardDuration, _time, cancellationToken);
                return ApiAnswers.Refused(request, "PROCESSING_TIME_OUT");
            }
            fault = new Fault.Slow(_options.SlowCardDuration, _options.SlowCardEffect) { VisibleAfter = fault.VisibleAfter };
        }
        return await new FaultyCall(this, order, request, fault).AnswerAsync(cancellationToken);
    }

    internal bool RefusesConnection(string path) => ApiCommand.At(path) is { } command && _faults.RefusesConnection(command);

    internal SimulatedAnswer.Respond Write(ApiRequest request, Verdict verdict) => verdict switch
    {
        Verdict.Approved approved => ApiAnswers.Approved(request, approved.Answer),
        Verdict.Refused refused => ApiAnswers.Refused(request, refused.ErrCode),
        _ => ApiAnswers.Challenge(request, _options.AcsUrl),
    };

    private DateTimeOffset Now => _time.GetUtcNow();

    private IEnumerable<(SimulatedPayment? Payment, SimulatedEffect[] Effects)> Audit()
    {
        var now = Now;
        return _orders.Values.Select(order => order.Audit(now));
    }

    private SimulatedOrder Order(string orderId, string? merchantKey)
    {
        var merchant = merchantKey is null
            ? _options.Merchants[0]
            : _options.Merchants.FirstOrDefault(known => known.Key == merchantKey)
                ?? throw new ArgumentException(
                    $"The gateway has no merchant {merchantKey}: add it to SimulatedGatewayOptions.Merchants.", nameof(merchantKey));
        return _orders.GetOrAdd((merchant.Key, orderId), _ => new SimulatedOrder(merchant, orderId, () => Interlocked.Increment(ref _serial)));
    }
}
