using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace PaytureActors.Gateway;

/// <summary>Wires the gateway ring.</summary>
public static class PaytureGatewayServiceCollectionExtensions
{
    /// <summary>
    /// Adds <see cref="IPaytureGateway"/> over named clients of its own. They log nothing and take no handlers from
    /// <c>ConfigureHttpClientDefaults</c>: a standard resilience handler there would repeat a POST.
    /// A <see cref="TimeProvider"/> in the services is used; else the system's.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">
    /// Sets the accounts; may be left out where <see cref="PaytureGatewayOptions"/> is configured otherwise. Options may be
    /// configured again later, as by a test that replaces <see cref="PaytureGatewayOptions.PrimaryHandler"/>.
    /// </param>
    public static IServiceCollection AddPaytureGateway(this IServiceCollection services, Action<PaytureGatewayOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);

        services.AddOptions<PaytureGatewayOptions>();
        if (configure is not null)
            services.Configure(configure);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IPaytureGateway, PaytureGateway>();

        foreach (var name in new[] { PaytureGateway.CommandClient, PaytureGateway.InquiryClient })
        {
            services.AddHttpClient(name)
                .ConfigureHttpClient(client => client.Timeout = Timeout.InfiniteTimeSpan) // The lane's limit runs on the TimeProvider.
                .ConfigurePrimaryHttpMessageHandler(
                    provider => new MerchantHandler(provider.GetRequiredService<IOptions<PaytureGatewayOptions>>().Value))
                .ConfigureAdditionalHttpMessageHandlers((handlers, _) => handlers.Clear())
                .SetHandlerLifetime(Timeout.InfiniteTimeSpan) // Connections have a lifetime of their own.
                .RemoveAllLoggers();
        }

        return services;
    }
}
