using Microsoft.Extensions.DependencyInjection;
using PaytureActors.Domain;

namespace PaytureActors.Gateway.Tests;

/// <summary>The place of 3-D Secure 2: between the intent and the request, and nowhere else.</summary>
public sealed class PreAuthenticationTests : IDisposable
{
    private readonly Asked _asked = new();
    private readonly Wire _wire = new();

    public void Dispose() => _wire.Dispose();

    [Fact]
    public async Task One_that_is_registered_is_asked_before_the_payment_leaves_and_says_what_goes_with_it()
    {
        _asked.Answer = (request, _) =>
        {
            Assert.Empty(_wire.Bodies);
            return Task.FromResult<PaymentExtras?>(request.Extras with { CustomFields = new Dictionary<string, string> { ["Browser"] = "known" } });
        };
        using var gateway = Gateway();
        Assert.IsType<GatewayOutcome.Approved>(await Eventually.Within(gateway.CallAsync(Operation.Block)));
        Assert.Contains("Browser", Assert.Single(_wire.Bodies), StringComparison.Ordinal);
        Assert.Equal(Operation.Block, Assert.Single(_asked.Requests).Operation);
    }

    [Fact]
    public async Task What_moves_no_card_and_what_a_page_does_is_not_asked_about()
    {
        using var gateway = Gateway();
        await Eventually.Within(gateway.CallAsync(Operation.Charge));
        await Eventually.Within(gateway.CallAsync(Operation.Refund));
        await Eventually.Within(gateway.SendAsync("InPay Init"));
        await Eventually.Within(gateway.SendAsync("ApplePay Pay"));
        Assert.Empty(_asked.Requests);
        Assert.Equal(4, _wire.Bodies.Count);
    }

    [Fact]
    public async Task What_it_keeps_back_or_fails_on_is_provably_not_sent()
    {
        using var gateway = Gateway();
        var kept = new GatewayOutcome.NotSent(NotSentReason.PreAuthentication);
        _asked.Answer = (_, _) => Task.FromResult<PaymentExtras?>(null);
        Assert.Equal(kept, await Eventually.Within(gateway.CallAsync(Operation.Pay)));
        _asked.Answer = (_, _) => throw new InvalidOperationException("a bug of theirs");
        Assert.Equal(kept, await Eventually.Within(gateway.CallAsync(Operation.Pay)));
        _asked.Answer = (request, _) => Task.FromResult<PaymentExtras?>(request.Extras with { CustomerKey = new string('x', 5000) });
        Assert.Equal(kept, await Eventually.Within(gateway.CallAsync(Operation.Pay)));
        Assert.Empty(_wire.Bodies);
    }

    [Fact]
    public async Task One_that_takes_longer_than_the_send_by_holds_the_payment_back_whether_it_listens_or_not()
    {
        using var gateway = Gateway();
        _asked.Answer = (_, _) => new TaskCompletionSource<PaymentExtras?>().Task;
        var call = gateway.CallAsync(Operation.Pay);
        await Eventually.Holds(() => _asked.Requests.Count == 1);
        gateway.Time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(new GatewayOutcome.NotSent(NotSentReason.SendByPassed), await Eventually.Within(call));
        Assert.Empty(_wire.Bodies);
    }

    private GatewayUnderTest Gateway() =>
        new(new Uri("https://gateway.invalid"), () => _wire, more: services => services.AddSingleton<IPreAuthentication>(_asked));

    private sealed class Asked : IPreAuthentication
    {
        public List<GatewayRequest> Requests { get; } = [];

        public Func<GatewayRequest, Instrument, Task<PaymentExtras?>> Answer { get; set; } = (request, _) => Task.FromResult<PaymentExtras?>(request.Extras);

        public Task<PaymentExtras?> PrepareAsync(GatewayRequest request, Instrument instrument, CancellationToken cancellationToken)
        {
            Requests.Add(request);
            return Answer(request, instrument);
        }
    }

    private sealed class Wire : HttpMessageHandler
    {
        public List<string> Bodies { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Bodies.Add(await request.Content!.ReadAsStringAsync(cancellationToken));
            var command = request.RequestUri!.Segments[^1];
            return new HttpResponseMessage { Content = new StringContent($"<{command} Success=\"True\" OrderId=\"order-42\" Amount=\"258900\"/>") };
        }
    }
}
