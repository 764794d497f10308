using System.Data.Common;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PaytureActors.AspNetCore.Answers;

namespace PaytureActors.AspNetCore.Doors;

/// <summary>What every door does before and after its own work: ask for a key, and turn what was thrown into a problem.</summary>
internal static partial class Door
{
    /// <summary>Puts the guard in front of every endpoint of a group, whatever mapped it.</summary>
    public static void Guard(IEndpointConventionBuilder endpoints) => endpoints.Finally(endpoint =>
    {
        var inner = endpoint.RequestDelegate!;
        var isOpen = endpoint.Metadata.OfType<OpenDoor>().Any();
        endpoint.RequestDelegate = http => PassAsync(http, inner, isOpen);
    });

    private static async Task PassAsync(HttpContext http, RequestDelegate inner, bool isOpen)
    {
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        if (!isOpen && !http.RequestServices.GetRequiredService<ApiKeyRing>().Admits(http.Request))
        {
            await Answer.Problem(http, Problems.Unauthorized()).ExecuteAsync(http);
            return;
        }

        try
        {
            await inner(http);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The caller has gone; what was accepted goes on without them.
        }
        catch (BadHttpRequestException bad) when (!http.Response.HasStarted)
        {
            var problem = bad.StatusCode == StatusCodes.Status413PayloadTooLarge ? Problems.BodyTooLarge() : Problems.BadRequest(bad.StatusCode);
            await Answer.Problem(http, problem).ExecuteAsync(http);
        }
        catch (Exception away) when (away is TimeoutException or DbException && !http.Response.HasStarted)
        {
            await Answer.Problem(http, Problems.DatabaseAway()).ExecuteAsync(http);
        }
        catch (Exception unexpected) when (!http.Response.HasStarted)
        {
            LogUnexpected(http.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger("PaytureActors.Rest"),
                http.Request.Method, PathOf(http), unexpected);
            await Answer.Problem(http, Problems.Unexpected()).ExecuteAsync(http);
        }
    }

    // The path of notifications may end with a secret, and that of a customer has a login: a mail address or a phone number.
    private static string PathOf(HttpContext http) =>
        http.GetRouteValue("secret") is null && http.GetRouteValue("login") is null ? http.Request.Path.ToString() : (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "";

    [LoggerMessage(Level = LogLevel.Error,
        Message = "{Method} {Path} failed unexpectedly; the caller was told to look at the order or to repeat the request.")]
    private static partial void LogUnexpected(ILogger logger, string method, string path, Exception unexpected);
}

/// <summary>Marks a door that asks for no key.</summary>
internal sealed class OpenDoor;
