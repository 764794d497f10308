using System.Collections.Concurrent;
using PaytureActors.Domain;

namespace PaytureActors.Gateway;

/// <summary>The end of a named client: gives each merchant connections of its own, or the handler that replaces them.</summary>
internal sealed class MerchantHandler(PaytureGatewayOptions options) : HttpMessageHandler
{
    /// <summary>Whose request it is; stays in the process.</summary>
    public static readonly HttpRequestOptionsKey<MerchantAlias> Merchant = new("PaytureActors.Merchant");

    private readonly ConcurrentDictionary<MerchantAlias, Lazy<HttpMessageInvoker>> _invokers = new();

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (!request.Options.TryGetValue(Merchant, out var merchant))
            throw new InvalidOperationException("This client is for requests of PaytureActors.Gateway only.");
        return _invokers.GetOrAdd(merchant, Connect).Value.SendAsync(request, cancellationToken);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            foreach (var invoker in _invokers.Values.Where(lazy => lazy.IsValueCreated))
                invoker.Value.Dispose();
        }

        base.Dispose(disposing);
    }

    private Lazy<HttpMessageInvoker> Connect(MerchantAlias merchant) => new(() => options.PrimaryHandler?.Invoke(merchant) is { } replaced
        ? new HttpMessageInvoker(replaced, disposeHandler: false)
        : new HttpMessageInvoker(GatewaySockets.Create(), disposeHandler: true));
}
