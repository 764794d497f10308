using Microsoft.Extensions.DependencyInjection;
using PaytureActors.Domain;

namespace PaytureActors.Gateway.Tests;

/// <summary>The whole ring as a user wires it, on a clock of the test's.</summary>
internal sealed class GatewayUnderTest : IDisposable
{
    public static readonly MerchantAlias Shop = new("shop");
    public static readonly OrderId Order = new("order-42");
    public static readonly MerchantAccount Account = new()
    {
        Host = new Uri("https://sandbox3.payture.com"),
        Key = "ShopTerm7",
        Vwid = "ShopWallet7",
        Password = new Sensitive<string>("p&ss+w=;%rd"),
    };

    private readonly ServiceProvider _services;

    public GatewayUnderTest(
        Uri host,
        Func<HttpMessageHandler>? handler = null,
        int maxConcurrency = 16,
        int maxQueued = 256,
        Action<IServiceCollection>? more = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Time);
        services.AddPaytureGateway(options =>
        {
            options.Merchants[Shop] = new MerchantAccount
            {
                Host = host,
                Key = "ShopTerm7",
                Vwid = "ShopWallet7",
                Password = new Sensitive<string>("p&ss+word"),
                MaxConcurrency = maxConcurrency,
                MaxQueued = maxQueued,
            };
            options.PrimaryHandler = _ => handler?.Invoke();
        });
        more?.Invoke(services);
        _services = services.BuildServiceProvider();
        Gateway = _services.GetRequiredService<IPaytureGateway>();
    }

    public ManualTime Time { get; } = new();

    public IPaytureGateway Gateway { get; }

    public static Instrument.Card Card() => Instrument.Card.TryCreate(
        "4111111111100031", "03", "31", "ANNA KOVAL", "007", new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero), out var card, out _)
        ? card
        : throw new InvalidOperationException("The test's card is not valid.");

    public GatewayRequest Request(Operation operation, int attempt = 1) => new(
        Shop,
        Order,
        operation,
        operation == Operation.Unblock ? null : Money.Kopecks(258_900),
        new AttemptId(attempt),
        Time.GetUtcNow() + TimeSpan.FromSeconds(10));

    public Task<GatewayOutcome> CallAsync(Operation operation, CancellationToken cancellationToken = default) => CallAsync(Request(operation), cancellationToken);

    public async Task<GatewayOutcome> CallAsync(GatewayRequest request, CancellationToken cancellationToken = default) =>
        (await Gateway.CallAsync(request, request.Operation is Operation.Pay or Operation.Block ? Card() : null, cancellationToken)).Outcome;

    public Task<InquiryResult> InquireAsync() => Gateway.InquireAsync(Shop, ApiFamily.Api, Order, CancellationToken.None);

    public void Dispose() => _services.Dispose();
}

/// <summary>Waiting for what another thread does, with a limit.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    public static async Task<T> Within<T>(Task<T> task) => await task.WaitAsync(Limit);

    public static Task Within(Task task) => task.WaitAsync(Limit);

    public static async Task Holds(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (!condition())
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
