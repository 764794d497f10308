namespace PaytureActors.AspNetCore.Answers;

/// <summary>How the service feels.</summary>
/// <param name="Status"><c>live</c>, <c>ready</c> or <c>notReady</c>.</param>
/// <param name="Detail">Why it is not ready, and what to do; null when it is.</param>
internal sealed record HealthJson(string Status, string? Detail = null);
