using System.Runtime.CompilerServices;
using Akka;
using Akka.Actor;
using Akka.Configuration;
using Akka.DependencyInjection;
using Akka.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using PaytureActors.Domain;
using PaytureActors.Gateway;

namespace PaytureActors.Hosting;

/// <summary>How an application takes PaytureActors in.</summary>
public static class PaytureActorsExtensions
{
    private const string SystemName = "payture";

    private static readonly ConditionalWeakTable<ActorSystem, Engine> Engines = [];

    /// <summary>
    /// Adds everything: orders in an actor system of their own, the gateway, the vault, the order book. Afterwards
    /// <see cref="IPaytureOrders"/>, <see cref="IPaytureCustomers"/> and <see cref="PaytureHealth"/> are among the services. The options are checked when the application starts, and its start fails
    /// with all that is wrong with them.
    /// </summary>
    /// <param name="services">The services. A <see cref="TimeProvider"/> among them is used for every clock.</param>
    /// <param name="section">The section <c>Payture</c>.</param>
    /// <param name="configure">Changes the actor system, for example by HOCON of your own, which wins over ours.</param>
    public static IServiceCollection AddPaytureActors(
        this IServiceCollection services, IConfigurationSection section, Action<AkkaConfigurationBuilder, IServiceProvider>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(section);

        services.AddOptions<PaytureActorsOptions>().Bind(section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<PaytureActorsOptions>>(new PaytureActorsOptionsValidator(section.Path));
        services.AddPaytureGateway();
        services.AddOptions<PaytureGatewayOptions>().Configure<IOptions<PaytureActorsOptions>>(
            static (gateway, options) => AddAccounts(gateway, options.Value));

        services.TryAddSingleton(static provider => IdSource.Fresh());
        services.AddSingleton(static provider => new Engine(
            provider.GetRequiredService<IOptions<PaytureActorsOptions>>().Value,
            new DatabaseStore(
                provider.GetRequiredService<IOptions<PaytureActorsOptions>>().Value.Journal, provider.GetRequiredService<TimeProvider>()),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<IdSource>()));
        services.AddSingleton<IPaytureOrders, PaytureOrders>();
        services.AddSingleton<IPaytureCustomers, PaytureCustomers>();
        services.AddSingleton(static provider => provider.GetRequiredService<Engine>().Health);
        services.AddSingleton<IHostedService, EngineLifetime>();
        services.AddAkka(SystemName, (akka, provider) =>
        {
            configure?.Invoke(akka, provider);
            foreach (var addition in provider.GetServices<ActorSystemAddition>())
                addition.Configure(akka);
            akka.ConfigureLoggers(loggers =>
            {
                loggers.ClearLoggers();
                loggers.AddLoggerFactory();
            });
            akka.With(provider.GetRequiredService<Engine>(), _ => provider.GetRequiredService<IPaytureGateway>());
        });
        return services;
    }

    /// <summary>
    /// Adds orders to an actor system that the application has already; <see cref="GetPaytureOrders"/> speaks with them. An
    /// <see cref="IPaytureGateway"/> among the application's services is used. HOCON of your own wins over ours, wherever it is added.
    /// </summary>
    /// <param name="akka">The actor system's builder.</param>
    /// <param name="options">The options.</param>
    /// <exception cref="OptionsValidationException">The options are not valid; the message has everything that is wrong.</exception>
    public static AkkaConfigurationBuilder WithPayture(this AkkaConfigurationBuilder akka, PaytureActorsOptions options) =>
        akka.WithPayture(options, TimeProvider.System);

    /// <inheritdoc cref="WithPayture(AkkaConfigurationBuilder, PaytureActorsOptions)"/>
    /// <param name="akka">The actor system's builder.</param>
    /// <param name="options">The options.</param>
    /// <param name="time">The clock for everything but Akka's own timers.</param>
    public static AkkaConfigurationBuilder WithPayture(this AkkaConfigurationBuilder akka, PaytureActorsOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(akka);
        ArgumentNullException.ThrowIfNull(options);
        PaytureActorsOptionsValidator.ThrowIfInvalid(options);

        var engine = new Engine(options, new DatabaseStore(options.Journal, time), time, IdSource.Fresh());
        return akka.With(engine, resolver => resolver.GetService<IPaytureGateway>() ?? OwnGateway(options, time, resolver.GetService<IPreAuthentication>()));
    }

    /// <summary>
    /// The orders of an actor system that was started with <see cref="WithPayture(AkkaConfigurationBuilder, PaytureActorsOptions)"/>.
    /// </summary>
    /// <exception cref="InvalidOperationException">It was started without.</exception>
    public static IPaytureOrders GetPaytureOrders(this ActorSystem system) => Engines.TryGetValue(system, out var engine)
        ? new PaytureOrders(engine)
        : throw WithoutOrders(system);

    /// <summary>
    /// The eWallet customers of an actor system that was started with <see cref="WithPayture(AkkaConfigurationBuilder, PaytureActorsOptions)"/>.
    /// </summary>
    /// <exception cref="InvalidOperationException">It was started without.</exception>
    public static IPaytureCustomers GetPaytureCustomers(this ActorSystem system) => Engines.TryGetValue(system, out var engine)
        ? new PaytureCustomers(engine)
        : throw WithoutOrders(system);

    /// <summary>Whether the orders of an actor system can be given work.</summary>
    /// <exception cref="InvalidOperationException">It was started without orders.</exception>
    public static PaytureHealth GetPaytureHealth(this ActorSystem system) => Engines.TryGetValue(system, out var engine)
        ? engine.Health
        : throw WithoutOrders(system);

    internal static AkkaConfigurationBuilder With(
        this AkkaConfigurationBuilder akka, Engine engine, Func<IDependencyResolver, IPaytureGateway> gateway)
    {
        var (settings, setups) = engine.Store.Configure(akka.Configuration.HasValue ? akka.Configuration.Value : Config.Empty);
        akka.AddHocon(settings, HoconAddMode.Append);
        foreach (var setup in setups)
            akka.AddSetup(setup);
        return akka.WithActors(async (ActorSystem system, IActorRegistry _, IDependencyResolver resolver) =>
        {
            Engines.AddOrUpdate(system, engine);
            engine.Store.LogTo(resolver.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance);
            CoordinatedShutdown.Get(system).AddTask(CoordinatedShutdown.PhaseBeforeServiceUnbind, "payture-stop", async () =>
            {
                await engine.StopAsync();
                return Done.Instance;
            });
            system.RegisterOnTermination(() => engine.DisposeAsync().AsTask().GetAwaiter().GetResult());
            try
            {
                await engine.StartAsync(system, gateway(resolver));
            }
            catch (Exception reason)
            {
                engine.Fail(reason);
                throw;
            }
        });
    }

    private static InvalidOperationException WithoutOrders(ActorSystem system) =>
        new($"The actor system '{system.Name}' has no orders: add WithPayture to its configuration, and start it first.");

    private static IPaytureGateway OwnGateway(PaytureActorsOptions options, TimeProvider time, IPreAuthentication? preAuthentication)
    {
        var services = new ServiceCollection().AddSingleton(time).AddPaytureGateway(gateway => AddAccounts(gateway, options));
        if (preAuthentication is not null)
            services.AddSingleton(preAuthentication);
        return services.BuildServiceProvider().GetRequiredService<IPaytureGateway>();
    }

    private static void AddAccounts(PaytureGatewayOptions gateway, PaytureActorsOptions options)
    {
        foreach (var (alias, merchant) in options.Merchants)
            gateway.Merchants[new MerchantAlias(alias)] = merchant.ToAccount();
    }
}
