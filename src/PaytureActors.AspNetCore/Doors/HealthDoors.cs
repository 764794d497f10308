using Microsoft.AspNetCore.Http;
using PaytureActors.AspNetCore.Answers;

namespace PaytureActors.AspNetCore.Doors;

/// <summary>The doors for whoever watches the service.</summary>
internal sealed class HealthDoors(IPaytureOrders orders, TimeProvider time)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    /// <summary>The process answers; it asks nothing of anything.</summary>
    public static IResult Live() => Answer.Json(new HealthJson("live"), PaytureJson.Default.HealthJson);

    /// <summary>The order book answers, so that the engine runs and its database can be read.</summary>
    public async Task<IResult> ReadyAsync(HttpContext http)
    {
        using var limit = new CancellationTokenSource(Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, http.RequestAborted);
        try
        {
            await orders.FindAsync(new OrderQuery { Limit = 1 }, either.Token);
            return Answer.Json(new HealthJson("ready"), PaytureJson.Default.HealthJson);
        }
        catch (Exception) when (!http.RequestAborted.IsCancellationRequested)
        {
            return Answer.Json(
                new HealthJson("notReady", "The order book does not answer: the service is starting or stopping, or its database is not reachable. The log has the cause."),
                PaytureJson.Default.HealthJson,
                StatusCodes.Status503ServiceUnavailable);
        }
    }
}
