using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using PaytureActors.AspNetCore.Answers;
using PaytureActors.AspNetCore.Description;
using PaytureActors.AspNetCore.Doors;
using PaytureActors.Hosting;

namespace PaytureActors.AspNetCore;

/// <summary>Puts the REST doors of the orders into an ASP.NET Core application.</summary>
public static class PaytureRestExtensions
{
    /// <summary>
    /// Adds what the REST doors need. The engine itself is added apart from it; both read the same options, of which
    /// <see cref="PaytureActorsOptions.ApiKeys"/> are the doors' own.
    /// </summary>
    /// <param name="services">The services.</param>
    public static IServiceCollection AddPaytureRest(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);

        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ApiKeyRing>();
        services.TryAddSingleton<OrderDoors>();
        services.TryAddSingleton<BookDoor>();
        services.TryAddSingleton<HealthDoors>();
        services.Configure<JsonOptions>(options => options.SerializerOptions.TypeInfoResolverChain.Insert(0, PaytureJson.Default));
        return services.AddPaytureDescription();
    }

    /// <summary>
    /// Maps the doors: commands and views of orders, the order book, health, and the OpenAPI document at <c>/openapi/v1.json</c>.
    /// As soon as an API key is configured, all but <c>/health/live</c> ask for one.
    /// </summary>
    /// <param name="endpoints">Where to map; inside a group the group's prefix goes before every path.</param>
    /// <returns>All doors, to put conventions on, for example an authorization policy.</returns>
    /// <exception cref="InvalidOperationException"><see cref="AddPaytureRest"/> was not called, or an API key's hash is none.</exception>
    public static IEndpointConventionBuilder MapPayture(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        if (endpoints.ServiceProvider.GetService<IServiceProviderIsService>() is { } known && !known.IsService(typeof(OrderDoors)))
            throw new InvalidOperationException("MapPayture needs services that are missing: call builder.Services.AddPaytureRest() first.");
        _ = endpoints.ServiceProvider.GetRequiredService<ApiKeyRing>(); // A key that is none is told now, not to the first caller.

        var doors = endpoints.MapGroup("");
        Door.Guard(doors);

        var order = doors.MapGroup("/merchants/{merchant}/orders/{orderId}").WithTags("Orders");
        Command("/pay", OrderTexts.Pay, (door, http) => door.PayAsync(http));
        Command("/block", OrderTexts.Block, (door, http) => door.BlockAsync(http));
        Command("/charge", OrderTexts.Charge, (door, http) => door.ChargeAsync(http));
        Command("/unblock", OrderTexts.Unblock, (door, http) => door.UnblockAsync(http));
        Command("/refund", OrderTexts.Refund, (door, http) => door.RefundAsync(http));
        Command("/inquire", OrderTexts.Inquire, (door, http) => door.InquireAsync(http));
        Command("/resolve", OrderTexts.Resolve, (door, http) => door.ResolveAsync(http));
        order.MapGet("", (string merchant, string orderId, HttpContext http, OrderDoors door) => door.GetAsync(http)).Describe(OrderTexts.Get);
        order.MapGet("/history", (string merchant, string orderId, HttpContext http, OrderDoors door) => door.HistoryAsync(http))
            .Describe(OrderTexts.History);

        doors.MapGet("/orders", (HttpContext http, BookDoor door) => door.FindAsync(http)).WithTags("Order book").Describe(OrderTexts.Book);
        doors.MapGet("/health/live", () => HealthDoors.Live()).WithTags("Health").WithMetadata(new OpenDoor()).Describe(OrderTexts.Live);
        doors.MapGet("/health/ready", (HealthDoors door) => door.Ready()).WithTags("Health").Describe(OrderTexts.Ready);
        doors.MapOpenApi("/openapi/{documentName}.json");
        return doors;

        void Command(string path, DoorText text, Func<OrderDoors, HttpContext, Task<IResult>> run) =>
            order.MapPost(path, (string merchant, string orderId, HttpContext http, OrderDoors door) => run(door, http)).Describe(text);
    }
}
