using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using PaytureActors.Hosting;

namespace PaytureActors.SampleShop;

/// <summary>The shop's composition root.</summary>
public static class ShopExtensions
{
    /// <summary>Adds the shop, and the payment engine in it.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configuration">The application's configuration.</param>
    /// <param name="database">The shop's own database.</param>
    public static IServiceCollection AddShop(this IServiceCollection services, IConfiguration configuration, ShopDatabase database)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        services.AddPaytureActors(configuration.GetSection("Payture"));
        services.AddSingleton(database);
        services.AddSingleton<Shop>();
        services.AddHostedService<Fulfilment>();
        return services;
    }
}
