using System.Text.Json.Serialization;
using PaytureActors.Host.Logging;
using PaytureActors.TestKit.Gateway;

namespace PaytureActors.Host.Sandbox;

/// <summary>The simulated gateway over HTTP, with a view of its ledger.</summary>
internal static class SandboxServer
{
    /// <summary>Builds it; starting is the caller's.</summary>
    public static WebApplication Build(SimulatedGateway gateway, IEnumerable<string> urls, bool verbose)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.AddMaskedConsole(verbose);
        builder.WebHost.UseUrls([.. urls]);
        builder.Services.AddRoutingCore();
        builder.Services.ConfigureHttpJsonOptions(options => options.SerializerOptions.TypeInfoResolverChain.Insert(0, SandboxJson.Default));

        var app = builder.Build();
        app.MapLedger(gateway, "/ledger");
        app.MapGet("/health/live", () => Results.Text("live"));
        app.Map("/api/{command}", (HttpContext http) => AnswerAsync(http, gateway));
        return app;
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
                    [.. all.Effects.Where(effect => effect.OrderId == orderId)]),
                SandboxJson.Default.SimulatedGatewayView);
        });
    }

    private static async Task AnswerAsync(HttpContext http, SimulatedGateway gateway)
    {
        try
        {
            switch (await gateway.AnswerAsync(http.Request.Path, await ReadAsync(http), http.RequestAborted))
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
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The client has given up, as clients of a bad day do.
        }
    }

    private static async Task<Dictionary<string, string>> ReadAsync(HttpContext http)
    {
        if (HttpMethods.IsGet(http.Request.Method))
            return http.Request.Query.ToDictionary(field => field.Key, field => field.Value[^1] ?? "", StringComparer.Ordinal);
        if (!http.Request.HasFormContentType)
            return [];
        return (await http.Request.ReadFormAsync(http.RequestAborted))
            .ToDictionary(field => field.Key, field => field.Value[^1] ?? "", StringComparer.Ordinal);
    }
}

/// <summary>The JSON of the sandbox, generated.</summary>
[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(SimulatedGatewayView))]
[JsonSerializable(typeof(EffectView))]
internal sealed partial class SandboxJson : JsonSerializerContext;
