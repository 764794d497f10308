using Microsoft.AspNetCore.Http;
using PaytureActors.AspNetCore.Answers;
using PaytureActors.Hosting;

namespace PaytureActors.AspNetCore.Doors;

/// <summary>The doors for whoever watches the service.</summary>
internal sealed class HealthDoors(PaytureHealth health)
{
    /// <summary>The process answers; it asks nothing of anything.</summary>
    public static IResult Live() => Answer.Json(new HealthJson("live"), PaytureJson.Readable.HealthJson);

    /// <summary>Whether the engine can be given work now.</summary>
    public IResult Ready() => health.Problems is { Count: > 0 } problems
        ? Answer.Json(new HealthJson("notReady", string.Join(' ', problems)), PaytureJson.Readable.HealthJson, StatusCodes.Status503ServiceUnavailable)
        : Answer.Json(new HealthJson("ready"), PaytureJson.Readable.HealthJson);
}
