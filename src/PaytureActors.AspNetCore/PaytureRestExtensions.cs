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

/// <summary>Puts the REST doors of orders and customers into an ASP.NET Core application.</summary>
public static class PaytureRestExtensions
{
    private const string OrdersPath = "/merchants/{merchant}/orders";

    /// <summary>
    /// Adds what the REST doors need. The engine itself is added apart from it; both read the same options, of which
    /// <see cref="PaytureActorsOptions.ApiKeys"/> and <see cref="PaytureActorsOptions.Notifications"/> are the doors' own.
    /// </summary>
    /// <param name="services">The services.</param>
    public static IServiceCollection AddPaytureRest(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);

        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ApiKeyRing>();
        services.TryAddSingleton<NotificationGuard>();
        services.TryAddSingleton<OrderDoors>();
        services.TryAddSingleton<LostOrderDoor>();
        services.TryAddSingleton(static provider => new CustomerDoors( // Made when asked for: an application may have orders without customers.
            provider.GetRequiredService<IPaytureOrders>(),
            provider.GetRequiredService<IPaytureCustomers>(),
            provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(static provider => new CardReturnDoor(
            provider.GetRequiredService<IPaytureOrders>(),
            provider.GetRequiredService<IPaytureCustomers>(),
            provider.GetRequiredService<BrowserPatience>()));
        services.TryAddSingleton<BrowserPatience>();
        services.TryAddSingleton<HintDoors>();
        services.TryAddSingleton<BookDoor>();
        services.TryAddSingleton<HealthDoors>();
        services.Configure<JsonOptions>(options => options.SerializerOptions.TypeInfoResolverChain.Insert(0, PaytureJson.Default));
        return services.AddPaytureDescription();
    }

    /// <summary>
    /// Maps the doors: commands and views of orders, eWallet customers, the order book, notifications and customers' ways back, health, and
    /// the OpenAPI document at <c>/openapi/v1.json</c>. As soon as an API key is configured, all ask for one but <c>/health/live</c>, notifications and
    /// the ways back.
    /// </summary>
    /// <param name="endpoints">Where to map; inside a group the group's prefix goes before every path.</param>
    /// <returns>All doors, to put conventions on, for example an authorization policy.</returns>
    /// <exception cref="InvalidOperationException"><see cref="AddPaytureRest"/> was not called, or a setting of the doors is not valid.</exception>
    public static IEndpointConventionBuilder MapPayture(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        if (endpoints.ServiceProvider.GetService<IServiceProviderIsService>() is { } known && !known.IsService(typeof(OrderDoors)))
            throw new InvalidOperationException("MapPayture needs services that are missing: call builder.Services.AddPaytureRest() first.");
        _ = endpoints.ServiceProvider.GetRequiredService<ApiKeyRing>(); // A setting that is none is told now, not to the first caller.
        _ = endpoints.ServiceProvider.GetRequiredService<NotificationGuard>();

        var doors = endpoints.MapGroup("");
        Door.Guard(doors);
        MapOrders(doors);
        MapCustomers(doors);
        MapHints(doors);
        doors.MapGet("/orders", (HttpContext http, BookDoor door) => door.FindAsync(http)).WithTags("Order book").Describe(LookTexts.Book);
        doors.MapGet("/health/live", () => HealthDoors.Live()).WithTags("Health").WithMetadata(new OpenDoor()).Describe(LookTexts.Live);
        doors.MapGet("/health/ready", (HealthDoors door) => door.Ready()).WithTags("Health").Describe(LookTexts.Ready);
        doors.MapOpenApi("/openapi/{documentName}.json");
        return doors;
    }

    private static void MapOrders(RouteGroupBuilder doors)
    {
        var order = doors.MapGroup(OrdersPath + "/{orderId}").WithTags("Orders");
        Command("/pay", OrderTexts.Pay, (door, http) => door.PayAsync(http));
        Command("/block", OrderTexts.Block, (door, http) => door.BlockAsync(http));
        Command("/init", SessionTexts.Init, (door, http) => door.InitAsync(http));
        Command("/challenge", SessionTexts.Challenge, (door, http) => door.ChallengeAsync(http));
        Command("/complete", SessionTexts.Complete, (door, http) => door.CompleteAsync(http));
        Command("/charge", OrderTexts.Charge, (door, http) => door.ChargeAsync(http));
        Command("/unblock", OrderTexts.Unblock, (door, http) => door.UnblockAsync(http));
        Command("/refund", OrderTexts.Refund, (door, http) => door.RefundAsync(http));
        Command("/inquire", OrderTexts.Inquire, (door, http) => door.InquireAsync(http));
        Command("/adopt", OrderTexts.Adopt, (door, http) => door.AdoptAsync(http));
        Command("/resolve", OrderTexts.Resolve, (door, http) => door.ResolveAsync(http));
        order.MapGet("", (string merchant, string orderId, HttpContext http, OrderDoors door) => door.GetAsync(http)).Describe(LookTexts.Get);
        order.MapGet("/history", (string merchant, string orderId, HttpContext http, OrderDoors door) => door.HistoryAsync(http))
            .Describe(LookTexts.History);
        string[] all = [HttpMethods.Get, HttpMethods.Head, HttpMethods.Post, HttpMethods.Put, HttpMethods.Patch, HttpMethods.Delete];
        doors.MapMethods(OrdersPath + "/{**rest}", all, (HttpContext http, LostOrderDoor door) => door.Find(http))
            .ExcludeFromDescription();

        void Command(string path, DoorText text, Func<OrderDoors, HttpContext, Task<IResult>> run) =>
            order.MapPost(path, (string merchant, string orderId, HttpContext http, OrderDoors door) => run(door, http)).Describe(text);
    }

    private static void MapCustomers(RouteGroupBuilder doors)
    {
        var customer = doors.MapGroup("/merchants/{merchant}/customers/{login}").WithTags("Customers");
        Command(HttpMethods.Put, "", CustomerTexts.Register, (door, http) => door.RegisterAsync(http));
        Command(HttpMethods.Patch, "", CustomerTexts.Update, (door, http) => door.UpdateAsync(http));
        Command(HttpMethods.Get, "", CustomerTexts.Check, (door, http) => door.CheckAsync(http));
        Command(HttpMethods.Delete, "", CustomerTexts.Delete, (door, http) => door.DeleteAsync(http));
        Command(HttpMethods.Post, "/send-code", CustomerTexts.SendCode, (door, http) => door.SendCodeAsync(http));
        Command(HttpMethods.Post, "/resolve", CustomerTexts.Resolve, (door, http) => door.ResolveAsync(http));
        Command(HttpMethods.Get, "/cards", CustomerTexts.ListCards, (door, http) => door.ListCardsAsync(http));
        Command(HttpMethods.Post, "/cards", CustomerTexts.AddCard, (door, http) => door.AddCardAsync(http));
        Command(HttpMethods.Post, "/cards/complete", CustomerTexts.CompleteCard, (door, http) => door.CompleteCardAsync(http));
        Command(HttpMethods.Post, "/cards/sessions", CustomerTexts.OpenSession, (door, http) => door.OpenSessionAsync(http));
        Card(HttpMethods.Post, "/activate", CustomerTexts.ActivateCard, (door, http) => door.ActivateCardAsync(http));
        Card(HttpMethods.Delete, "", CustomerTexts.RemoveCard, (door, http) => door.RemoveCardAsync(http));

        void Command(string method, string path, DoorText text, Func<CustomerDoors, HttpContext, Task<IResult>> run) => customer.MapMethods(
            path, [method], (string merchant, string login, HttpContext http, CustomerDoors door) => run(door, http)).Describe(text);

        void Card(string method, string path, DoorText text, Func<CustomerDoors, HttpContext, Task<IResult>> run) => customer.MapMethods(
            $"/cards/{{cardId}}{path}", [method], (string merchant, string login, string cardId, HttpContext http, CustomerDoors door) => run(door, http))
            .Describe(text);
    }

    private static void MapHints(RouteGroupBuilder doors)
    {
        var hints = doors.MapGroup("/payture/{merchant}").WithTags("Hints").WithMetadata(new OpenDoor());
        hints.MapPost("/notifications", (string merchant, HttpContext http, HintDoors door) => door.NotifyAsync(http)).Describe(HintTexts.Notification);
        hints.MapPost("/notifications/{secret}", (string merchant, string secret, HttpContext http, HintDoors door) => door.NotifyAsync(http))
            .Describe(HintTexts.SecretNotification);
        hints.MapGet("/return", (string merchant, HttpContext http, HintDoors door) => door.ReturnAsync(http)).Describe(HintTexts.Return);
        hints.MapPost("/return", (string merchant, HttpContext http, HintDoors door) => door.ReturnAsync(http)).Describe(HintTexts.PostedReturn);
        hints.MapPost("/3ds/{orderId}", (string merchant, string orderId, HttpContext http, HintDoors door) => door.ThreeDSecureAsync(http))
            .Describe(HintTexts.ThreeDSecure);
        hints.MapPost("/3ds/cards/{customer}", (string merchant, string customer, HttpContext http, CardReturnDoor door) => door.ThreeDSecureAsync(http))
            .Describe(HintTexts.CardThreeDSecure);
    }
}
