using Microsoft.Extensions.DependencyInjection;
using PaytureActors.Domain;
using PaytureActors.Gateway;
using PaytureActors.TestKit.Gateway;

namespace PaytureActors.TestKit.Tests.Gateway;

/// <summary>The engine's own client over the simulated gateway: two independent readings of the wire must agree.</summary>
public sealed class SimulatedGatewayHandlerTests : IAsyncDisposable
{
    private static readonly MerchantAlias Shop = new("shop");
    private static readonly OrderId Order = new(Wire.Order);

    private readonly FaultScript _script = new();
    private readonly Wire _wire;
    private readonly SimulatedGatewayHandler _handler;
    private readonly ServiceProvider _services;
    private readonly IPaytureGateway _client;

    public SimulatedGatewayHandlerTests()
    {
        _wire = new Wire(_script);
        _handler = new SimulatedGatewayHandler(_wire.Gateway);
        _services = new ServiceCollection()
            .AddSingleton<TimeProvider>(_wire.Time)
            .AddPaytureGateway(options =>
            {
                options.Merchants[Shop] = new MerchantAccount
                {
                    Host = new Uri("https://sandbox.invalid"),
                    Key = "Merchant",
                    Password = new Sensitive<string>("123"),
                };
                options.PrimaryHandler = _ => _handler;
            })
            .BuildServiceProvider();
        _client = _services.GetRequiredService<IPaytureGateway>();
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        _handler.Dispose();
    }

    [Fact]
    public async Task A_whole_life_is_understood_by_both_sides()
    {
        _wire.Block();
        Assert.Equal(new Standing(GatewayState.Authorized, Money.Kopecks(300)), await Standing());
        Assert.Equal(new GatewayOutcome.Approved(Money.Kopecks(200), null), await Call(Operation.Charge, 200));
        Assert.Equal(new GatewayOutcome.Approved(null, Money.Kopecks(150)), await Call(Operation.Refund, 50));
        Assert.Equal(new Standing(GatewayState.Charged, Money.Kopecks(150)), await Standing());
        Assert.Equal("AMOUNT_ERROR", Assert.IsType<GatewayOutcome.Refused>(await Call(Operation.Refund, 151)).Refusal.Code);
    }

    [Fact]
    public async Task An_order_that_is_not_there_reads_as_not_found() => Assert.Equal(GatewayState.NotFound, (await Standing()).State);

    [Fact]
    public async Task A_refused_connection_is_provably_not_sent()
    {
        _wire.Block();
        _script.RefuseConnection("Charge");

        Assert.Equal(new GatewayOutcome.NotSent(NotSentReason.Connect), await Call(Operation.Charge, 300));
        Assert.Equal(0, _wire.Gateway.Calls(Wire.Order, "Charge"));
        Assert.IsType<GatewayOutcome.Approved>(await Call(Operation.Charge, 300));
    }

    [Fact]
    public async Task A_broken_connection_is_unknown_with_the_effect_and_without()
    {
        _wire.Block();
        _script.OnAny("Charge", new Fault.LostBefore(Loss.Reset), new Fault.LostAfterEffect(Loss.Reset));

        Assert.Equal(new GatewayOutcome.Unknown(UnknownReason.ConnectionLost), await Call(Operation.Charge, 300));
        Assert.Equal("Authorized", _wire.State());
        Assert.Equal(new GatewayOutcome.Unknown(UnknownReason.ConnectionLost), await Call(Operation.Charge, 300));
        Assert.Equal("Charged", _wire.State());
    }

    [Fact]
    public async Task Silence_and_slowness_end_at_the_clients_limit_by_the_virtual_clock()
    {
        _wire.Block();
        _script.OnAny("Charge", new Fault.LostBefore(Loss.Silence), new Fault.Slow(TimeSpan.FromSeconds(70), EffectAt.End));

        Assert.Equal(new GatewayOutcome.Unknown(UnknownReason.Timeout), await Within(60, Call(Operation.Charge, 300)));
        Assert.Equal(new GatewayOutcome.Unknown(UnknownReason.Timeout), await Within(60, Call(Operation.Charge, 300)));
        Assert.Equal("Authorized", _wire.State());
        _wire.Time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal("Charged", _wire.State());
    }

    [Fact]
    public async Task Answers_that_are_none_are_unknown_and_say_why()
    {
        _wire.Block();
        _script.OnAny("Charge", new Fault.ServerError(503, false), new Fault.Html(false), new Fault.OtherOrder("x"),
            new Fault.Garbage(GarbageKind.CutOff, false), new Fault.Garbage(GarbageKind.OtherRoot, false),
            new Fault.Garbage(GarbageKind.NoSuccess, false), new Fault.Garbage(GarbageKind.Empty, false), new Fault.Garbage(GarbageKind.Noise, false));
        _script.OnAny("Unblock", new Fault.ErrorCode("INTERNAL_ERROR", false));

        UnknownReason[] expected = [UnknownReason.HttpStatus, UnknownReason.Malformed, UnknownReason.OtherOrder,
            UnknownReason.Malformed, UnknownReason.Malformed, UnknownReason.Malformed, UnknownReason.Malformed, UnknownReason.Malformed];
        foreach (var reason in expected)
        {
            Assert.Equal(new GatewayOutcome.Unknown(reason), await Call(Operation.Charge, 300));
        }
        Assert.Equal(ErrorClass.OutcomeUnknown, Assert.IsType<GatewayOutcome.Refused>(await Call(Operation.Unblock, null)).Refusal.Class);
    }

    [Fact]
    public async Task A_plain_client_may_ask_by_query_and_gets_the_gateways_own_headers()
    {
        using var client = new HttpClient(_handler, disposeHandler: false);
        _wire.Block();

        using var found = await client.GetAsync(new Uri("https://sandbox.invalid/api/GetState?Key=Merchant&OrderId=order%2D1"));
        using var lost = await client.GetAsync(new Uri("https://sandbox.invalid/nowhere"));
        using var json = await client.PostAsync(new Uri("https://sandbox.invalid/api/GetState"), new StringContent("{}"));

        Assert.Equal("text/xml; charset=utf-8", found.Content.Headers.ContentType!.ToString());
        Assert.Equal("Authorized", Wire.Attribute(await found.Content.ReadAsStringAsync(), "State"));
        Assert.Equal(404, (int)lost.StatusCode);
        Assert.Equal("ACCESS_DENIED", Wire.Attribute(await json.Content.ReadAsStringAsync(), "ErrCode"));
    }

    private async Task<Standing> Standing()
    {
        var read = Assert.IsType<InquiryResult.Read>(await _client.InquireAsync(Shop, ApiFamily.Api, Order, CancellationToken.None));
        return read.Standing with { Said = null, Rrn = null, MerchantContract = null };
    }

    private async Task<GatewayOutcome> Call(Operation operation, long? amount) => (await _client.CallAsync(
        new GatewayRequest(Shop, Order, operation, amount is { } kopecks ? Money.Kopecks(kopecks) : null, new AttemptId(1), _wire.Time.GetUtcNow().AddSeconds(10)),
        null, CancellationToken.None)).Outcome;

    // The call may hop over the pool before its timer exists: the hand waits for that without needing an idle machine.
    private async Task<GatewayOutcome> Within(int seconds, Task<GatewayOutcome> call)
    {
        while (_wire.Time.NextDue is null)
            await Task.Yield();
        _wire.Time.Advance(TimeSpan.FromSeconds(seconds));
        return await call;
    }
}
