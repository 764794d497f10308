using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
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
    private readonly ConcurrentDictionary<MerchantAlias, Lazy<Lanes>> _lanes = new();
    private readonly Random _jitter;
    private readonly Lock _jitterLock = new();

    /// <summary>Takes the named clients of <see cref="PaytureGatewayServiceCollectionExtensions.AddPaytureGateway"/>.</summary>
    public PaytureGateway(IHttpClientFactory clients, IOptions<PaytureGatewayOptions> options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        _clients = clients;
        _options = options.Value;
        _time = time;
        _jitter = new Random(_options.JitterSeed);
    }

    /// <inheritdoc />
    public async Task<CallResult> CallAsync(GatewayRequest request, Instrument? instrument, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var lanes = LanesOf(request.Merchant);
        var row = CommandTable.Rows[(ApiFamily.Api, CommandTable.CommandFor(request.Operation))];
        using var content = new SendOnceContent(ApiEncoder.Encode(row, lanes.Account, request, instrument), () => IsLate(request));

        using var activity = GatewayDiagnostics.Start(row.Command, request.Merchant);
        var started = _time.GetTimestamp();
        var client = _clients.CreateClient(CommandClient);
        var exchanged = await lanes.Commands.RunAsync(
            token => IsLate(request) // A request that waited too long in the queue need not even connect.
                ? ValueTask.FromResult(Exchanged.NotSent(NotSentReason.SendByPassed, hurtsBreaker: false))
                : GatewayWire.ExchangeAsync(client, request.Merchant, Address(lanes.Account, row), content, token),
            cancellationToken);

        var outcome = exchanged.Failure ?? ResponseParser.ReadOutcome(row.Command, request.Order, exchanged.Body, lanes.Account.ErrorClasses);
        GatewayDiagnostics.End(activity, row.Command, request.Merchant, outcome, _time.GetElapsedTime(started));
        return new CallResult(outcome);
    }

    /// <inheritdoc />
    public async Task<InquiryResult> InquireAsync(MerchantAlias merchant, ApiFamily family, OrderId order, CancellationToken cancellationToken)
    {
        var lanes = LanesOf(merchant);
        var row = CommandTable.Rows[(ApiFamily.Api, GatewayCommand.GetState)];
        var askedAt = 0L;

        using var activity = GatewayDiagnostics.Start(row.Command, merchant);
        var started = _time.GetTimestamp();
        var client = _clients.CreateClient(InquiryClient);
        ApiEncoder.EncodeInquiry(row, lanes.Account, order); // To throw before the lane, if it must.
        var exchanged = await lanes.Inquiries.RunAsync(
            async token =>
            {
                askedAt = _time.GetTimestamp();
                using var content = new SendOnceContent(ApiEncoder.EncodeInquiry(row, lanes.Account, order), isLate: () => false);
                return await GatewayWire.ExchangeAsync(client, merchant, Address(lanes.Account, row), content, token);
            },
            cancellationToken);

        var (standing, failure) = exchanged.Failure is { } lost
            ? (null, lost)
            : ResponseParser.ReadStanding(row.Command, order, exchanged.Body, lanes.Account.ErrorClasses);
        GatewayDiagnostics.End(activity, row.Command, merchant, failure, _time.GetElapsedTime(started));
        return standing is not null ? new InquiryResult.Read(standing, askedAt) : new InquiryResult.Failed(failure!);
    }

    /// <inheritdoc />
    public Task<CustomerResult> CallCustomerAsync(CustomerRequest request, Instrument? instrument, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Commands about customers are not encoded yet.");

    /// <summary>Ends the lanes' queues.</summary>
    public void Dispose()
    {
        foreach (var lanes in _lanes.Values.Where(lazy => lazy.IsValueCreated))
            lanes.Value.Dispose();
    }

    private static Uri Address(MerchantAccount account, CommandRow row) => new(account.Host, row.Path);

    private bool IsLate(GatewayRequest request) =>
        _time.GetUtcNow() > request.SendBy
        || (request.PersistedAt is { } persisted && _time.GetElapsedTime(persisted) > request.SendWithin);

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
