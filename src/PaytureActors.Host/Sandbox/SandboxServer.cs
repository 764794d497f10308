using System.Net.Http.Headers;
using System.Text.Json.Serialization;
using PaytureActors.Host.Logging;
using PaytureActors.Host.Serving;
using PaytureActors.TestKit.Gateway;

namespace PaytureActors.Host.Sandbox;

/// <summary>The simulated gateway over HTTP, with a view of its ledger.</summary>
internal static class SandboxServer
{
    /// <summary>The bank's page.</summary>
    public const string AcsPath = "/acs";

    /// <summary>Builds it, with a ledger that is kept if there is one; starting is the caller's.</summary>
    public static WebApplication Build(SimulatedGateway gateway, IEnumerable<string> urls, bool verbose, KeptLedger? ledger = null)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.AddMaskedConsole(verbose);
        builder.WebHost.UseUrls([.. urls]);
        builder.Services.AddRoutingCore();
        builder.Services.ConfigureHttpJsonOptions(options => options.SerializerOptions.TypeInfoResolverChain.Insert(0, SandboxJson.Default));

        var app = builder.Build();
        app.MapLedger(gateway, "/ledger");
        app.MapGet("/health/live", () => Results.Text("live"));
        app.MapGateway(gateway, afterwards: ledger is null ? null : ledger.Keep);
        app.Lifetime.ApplicationStarted.Register(() => gateway.AcsUrl =
            ServiceAddresses.OnThisComputer(app.Urls.First()) is { } here ? new Uri(here, AcsPath) : gateway.AcsUrl);
        return app;
    }

    /// <summary>Maps the gateway's commands and the pages that its customers see; all their links are relative.</summary>
    /// <param name="endpoints">Where.</param>
    /// <param name="gateway">Who answers.</param>
    /// <param name="prefix">What stands before the gateway's own paths, for example <c>/sandbox</c>.</param>
    /// <param name="afterwards">What is done with the request's fields before its answer leaves.</param>
    public static void MapGateway(
        this IEndpointRouteBuilder endpoints, SimulatedGateway gateway, string prefix = "", Action<IReadOnlyDictionary<string, string>>? afterwards = null)
    {
        foreach (var path in (string[])["/api/{command}", "/apim/{command}", "/vwapi/{command}", AcsPath])
            endpoints.Map(prefix + path, (HttpContext http) => AnswerAsync(http, gateway, prefix, afterwards));
    }

    /// <summary>Maps the ledger's views: everything, and one order's part.</summary>
    public static void MapLedger(this IEndpointRouteBuilder endpoints, SimulatedGateway gateway, string path)
    {
        endpoints.MapGet(path, () => TypedResults.Json(gateway.View(), SandboxJson.Default.SimulatedGatewayView));
        endpoints.MapGet(path + "/{orderId}", (string orderId) =>
        {
            var all = gateway.View();
            return TypedResults.Json(
                new SimulatedGatewayView(
                    [.. all.Payments.Where(payment => payment.OrderId == orderId)],
                    [.. all.Effects.Where(effect => effect.OrderId == orderId)])
                {
                    Sessions = [.. all.Sessions.Where(session => session.OrderId == orderId)],
                    Notifications = [.. all.Notifications.Where(notification => notification.Subject == orderId)],
                },
                SandboxJson.Default.SimulatedGatewayView);
        });
    }

    private static async Task AnswerAsync(HttpContext http, SimulatedGateway gateway, string prefix, Action<IReadOnlyDictionary<string, string>>? afterwards)
    {
        try
        {
            var fields = await ReadAsync(http);
            var answer = await gateway.AnswerAsync(http.Request.Path.Value![prefix.Length..], fields, http.RequestAborted);
            afterwards?.Invoke(fields);
            switch (answer)
            {
                case SimulatedAnswer.Respond respond:
                    http.Response.StatusCode = respond.Status;
                    http.Response.ContentType = respond.ContentType;
                    await http.Response.WriteAsync(respond.Body, http.RequestAborted);
                    break;

                case SimulatedAnswer.Hang:
                    await Task.Delay(Timeout.InfiniteTimeSpan, gateway.Time, http.RequestAborted);
                    break;

                default:
                    http.Abort();
                    break;
            }
        }
        catch (InvalidDataException)
        {
            http.Response.StatusCode = StatusCodes.Status400BadRequest; // No form has so many fields, or so long ones.
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The client has given up, as clients of a bad day do.
        }
    }

    private static async Task<Dictionary<string, string>> ReadAsync(HttpContext http)
    {
        if (HttpMethods.IsGet(http.Request.Method))
            return http.Request.Query.ToDictionary(field => field.Key, field => field.Value[^1] ?? "", StringComparer.Ordinal);
        if (!MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var type) || type.MediaType != "application/x-www-form-urlencoded")
            return []; // DR:working-with-api
        return (await http.Request.ReadFormAsync(http.RequestAborted))
            .ToDictionary(field => field.Key, field => field.Value[^1] ?? "", StringComparer.Ordinal);
    }
}

/// <summary>The JSON of the sandbox, generated.</summary>
[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(SimulatedGatewayView))]
[JsonSerializable(typeof(EffectView))]
internal sealed partial class SandboxJson : JsonSerializerContext;
