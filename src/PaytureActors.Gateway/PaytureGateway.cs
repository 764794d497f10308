using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using PaytureActors.Domain;

namespace PaytureActors.Gateway;

/// <summary>The gateway over HTTP: encodes, sends through the merchant's lanes, and reads what comes back.</summary>
public sealed class PaytureGateway : IPaytureGateway, IDisposable
{
    internal const string CommandClient = "PaytureActors.Commands";
    internal const string InquiryClient = "PaytureActors.Inquiries";

    private readonly IHttpClientFactory _clients;
    private readonly PaytureGatewayOptions _options;
    private readonly TimeProvider _time;
    private readonly IPreAuthentication? _preAuthentication;
    private readonly ConcurrentDictionary<MerchantAlias, Lazy<Lanes>> _lanes = new();
    private readonly Random _jitter;
    private readonly Lock _jitterLock = new();

    /// <summary>Takes the named clients of <see cref="PaytureGatewayServiceCollectionExtensions.AddPaytureGateway"/>.</summary>
    /// <param name="clients">Makes them.</param>
    /// <param name="options">The accounts.</param>
    /// <param name="time">The clock.</param>
    /// <param name="preAuthentication">What is asked before a payment leaves; null for nothing.</param>
    public PaytureGateway(
        IHttpClientFactory clients, IOptions<PaytureGatewayOptions> options, TimeProvider time, IPreAuthentication? preAuthentication = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        _clients = clients;
        _options = options.Value;
        _time = time;
        _preAuthentication = preAuthentication;
        _jitter = new Random(_options.JitterSeed);
    }

    /// <inheritdoc />
    public async Task<CallResult> CallAsync(GatewayRequest request, Instrument? instrument, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var (lanes, row) = Say(() => Find(request));
        var asked = new Asked(row, lanes.Account, request.Order) { Amount = request.Amount, Page = GatewayCommand.Pay };

        bool IsLate() => this.IsLate(request.SendBy, request.PersistedAt, request.SendWithin);
        using var activity = GatewayDiagnostics.Start(row.Command, request.Merchant);
        var started = _time.GetTimestamp();
        if (_preAuthentication is { } preAuthentication && HasPreAuthentication(request) && instrument is not null)
        {
            var (extras, withheld) = await PrepareAsync(preAuthentication, request, instrument, activity, cancellationToken);
            if (withheld is not null)
            {
                GatewayDiagnostics.End(activity, row.Command, request.Merchant, withheld, _time.GetElapsedTime(started));
                return new CallResult(withheld);
            }

            request = request with { Extras = extras! };
        }

        using var content = new SendOnceContent(Say(() => GatewayEncoder.Encode(row, lanes.Account, request, instrument)), IsLate);
        var exchanged = await SendOnceAsync(lanes, row, request.Merchant, content, IsLate, cancellationToken);
        var result = exchanged.Failure is { } failure ? new CallResult(failure) : ResponseParser.ReadCall(asked, exchanged.Body);
        GatewayDiagnostics.End(activity, row.Command, request.Merchant, result.Outcome, _time.GetElapsedTime(started));
        return result;
    }

    /// <inheritdoc />
    public async Task<InquiryResult> InquireAsync(MerchantAlias merchant, ApiFamily family, OrderId order, CancellationToken cancellationToken)
    {
        var lanes = LanesOf(merchant);
        var row = CommandTable.InquiryOf(family, lanes.Account.SessionInquiry);
        var asked = new Asked(row, lanes.Account, order);
        byte[] Encode() => GatewayEncoder.EncodeInquiry(row, merchant, lanes.Account, order);

        using var activity = GatewayDiagnostics.Start(row.Command, merchant);
        var started = _time.GetTimestamp();
        var (exchanged, askedAt) = await AskAsync(lanes, row, merchant, Encode, isLate: () => false, cancellationToken);
        var (standing, failure) = exchanged.Failure is { } lost ? (null, lost) : ResponseParser.ReadStanding(asked, exchanged.Body);
        GatewayDiagnostics.End(activity, row.Command, merchant, failure, _time.GetElapsedTime(started));
        return standing is not null ? new InquiryResult.Read(standing, askedAt) : new InquiryResult.Failed(failure!);
    }

    /// <inheritdoc />
    public async Task<CustomerResult> CallCustomerAsync(CustomerRequest request, Instrument? instrument, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var lanes = LanesOf(request.Merchant);
        var row = CommandTable.Of(request.Operation);
        var asked = new Asked(row, lanes.Account, request.Order) { Login = request.Login.Length > 0 ? request.Login : null, Page = GatewayCommand.Add };
        byte[] Encode() => GatewayEncoder.Encode(row, lanes.Account, request, instrument);
        bool IsLate() => this.IsLate(request.SendBy, request.PersistedAt, request.SendWithin);

        using var activity = GatewayDiagnostics.Start(row.Command, request.Merchant);
        var started = _time.GetTimestamp();
        Exchanged exchanged;
        if (row.Hazard == Hazard.ReadsOnly)
        {
            (exchanged, _) = await AskAsync(lanes, row, request.Merchant, Encode, IsLate, cancellationToken);
        }
        else
        {
            using var content = new SendOnceContent(Encode(), IsLate);
            exchanged = await SendOnceAsync(lanes, row, request.Merchant, content, IsLate, cancellationToken);
        }

        var result = exchanged.Failure is { } failure ? new CustomerResult(failure) : ResponseParser.ReadCustomer(asked, exchanged.Body);
        GatewayDiagnostics.End(activity, row.Command, request.Merchant, result.Outcome, _time.GetElapsedTime(started));
        return result;
    }

    /// <summary>Ends the lanes' queues.</summary>
    public void Dispose()
    {
        foreach (var lanes in _lanes.Values.Where(lazy => lazy.IsValueCreated))
            lanes.Value.Dispose();
    }

    private (Lanes Lanes, CommandRow Row) Find(GatewayRequest request)
    {
        var lanes = LanesOf(request.Merchant);
        return (lanes, CommandTable.Find(request.Family, request.Operation, request.LeadsTo, lanes.Account.WalletForm)
            ?? throw new NotSupportedException($"{request.Family} has no command of the merchant's side that does {request.Operation}."));
    }

    // What is wrong with a request by itself is found here, before any lane has it.
    private static T Say<T>(Func<T> say)
    {
        try
        {
            return say();
        }
        catch (Exception bug)
        {
            throw new UnsayableException(bug.Message, bug);
        }
    }

    private static bool HasPreAuthentication(GatewayRequest request) =>
        request.Operation is Operation.Pay or Operation.Block && CommandTable.Rows.ContainsKey((request.Family, GatewayCommand.PreAuth));

    // Whatever goes wrong here, nothing of the payment has left.
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Somebody else's code; its failure proves that nothing was sent.")]
    private async Task<(PaymentExtras? Extras, GatewayOutcome? Withheld)> PrepareAsync(
        IPreAuthentication preAuthentication, GatewayRequest request, Instrument instrument, Activity? activity, CancellationToken cancellationToken)
    {
        var left = request.SendBy - _time.GetUtcNow();
        using var clock = new CancellationTokenSource(left > TimeSpan.Zero ? left : TimeSpan.Zero, _time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(clock.Token, cancellationToken);
        try
        {
            return await preAuthentication.PrepareAsync(request, instrument, limit.Token).WaitAsync(limit.Token) is not { } extras
                ? (null, new GatewayOutcome.NotSent(NotSentReason.PreAuthentication))
                : GatewayRequestRules.Check(request with { Extras = extras }, instrument) is [var wrong, ..]
                ? throw new InvalidOperationException($"The pre-authentication's extras cannot be said on the wire: {wrong.Field}: {wrong.Message}")
                : (extras, null);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            return (null, new GatewayOutcome.NotSent(cancellationToken.IsCancellationRequested ? NotSentReason.ShuttingDown : NotSentReason.SendByPassed));
        }
        catch (Exception failed)
        {
            activity?.SetTag("exception.type", failed.GetType().FullName); // Its words may hold what pays.
            return (null, new GatewayOutcome.NotSent(NotSentReason.PreAuthentication));
        }
    }

    private static Uri Address(MerchantAccount account, CommandRow row) => new(account.Host, row.Path);

    // What changes something leaves at most once.
    private Task<Exchanged> SendOnceAsync(
        Lanes lanes, CommandRow row, MerchantAlias merchant, SendOnceContent content, Func<bool> isLate, CancellationToken cancellationToken)
    {
        var client = _clients.CreateClient(CommandClient);
        return lanes.Commands.RunAsync(
            token => isLate() // A request that waited too long in the queue need not even connect.
                ? ValueTask.FromResult(Exchanged.NotSent(NotSentReason.SendByPassed, hurtsBreaker: false))
                : GatewayWire.ExchangeAsync(client, merchant, Address(lanes.Account, row), content, token),
            cancellationToken);
    }

    // What only reads may be tried again, each time with a body of its own.
    private async Task<(Exchanged Exchanged, long AskedAt)> AskAsync(
        Lanes lanes, CommandRow row, MerchantAlias merchant, Func<byte[]> encode, Func<bool> isLate, CancellationToken cancellationToken)
    {
        CryptographicOperations.ZeroMemory(encode()); // To throw before the lane, if it must.
        var askedAt = 0L;
        var client = _clients.CreateClient(InquiryClient);
        var exchanged = await lanes.Inquiries.RunAsync(
            async token =>
            {
                askedAt = _time.GetTimestamp();
                using var content = new SendOnceContent(encode(), isLate);
                return await GatewayWire.ExchangeAsync(client, merchant, Address(lanes.Account, row), content, token);
            },
            cancellationToken);
        return (exchanged, askedAt);
    }

    private bool IsLate(DateTimeOffset sendBy, long? persistedAt, TimeSpan sendWithin) =>
        _time.GetUtcNow() > sendBy
        || (persistedAt is { } persisted && _time.GetElapsedTime(persisted) > sendWithin);

    private Lanes LanesOf(MerchantAlias merchant) =>
        _options.Merchants.TryGetValue(merchant, out var account)
            ? _lanes.GetOrAdd(merchant, _ => new Lazy<Lanes>(() => Open(account))).Value
            : throw new ArgumentException($"No merchant is configured under this alias: add Payture:Merchants:{merchant}.", nameof(merchant));

    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "The lanes live as long as this.")]
    private Lanes Open(MerchantAccount account) =>
        new(account, GatewayLane.SendOnce(_time, account), GatewayLane.Inquire(_time, account, NextJitter));

    [SuppressMessage("Security", "CA5394:Do not use insecure randomness", Justification = "Spreads retries in time; protects nothing.")]
    private double NextJitter()
    {
        lock (_jitterLock)
            return _jitter.NextDouble();
    }

    private sealed record Lanes(MerchantAccount Account, GatewayLane Commands, GatewayLane Inquiries) : IDisposable
    {
        public void Dispose()
        {
            Commands.Dispose();
            Inquiries.Dispose();
        }
    }
}
