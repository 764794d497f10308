using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using PaytureActors.AspNetCore.Answers;

namespace PaytureActors.AspNetCore.Description;

/// <summary>What the OpenAPI document says of a door beyond its path.</summary>
internal sealed record DoorText(string Id, string Summary, string Description)
{
    /// <summary>What the body is; null where the door takes none.</summary>
    public Type? Body { get; init; }

    /// <summary>A body to try, as JSON.</summary>
    public string? BodyExample { get; init; }

    /// <summary>Whether the body may be left out.</summary>
    public bool BodyIsOptional { get; init; }

    /// <summary>Whether the door looks at Idempotency-Key; null where it does not, else whether it insists.</summary>
    public bool? KeyIsRequired { get; init; }

    /// <summary>Whether the door looks at <c>Prefer: wait=N</c>.</summary>
    public bool MayWait { get; init; }

    /// <summary>The query's parameters: name, JSON type, meaning.</summary>
    public (string Name, string Type, string Meaning)[] Query { get; init; } = [];

    /// <summary>The statuses of success: status, type of the answer, meaning.</summary>
    public (int Status, Type Answer, string Meaning)[] Answers { get; init; } = [];

    /// <summary>The statuses that answer with problem details, and what they mean here.</summary>
    public (int Status, string Meaning)[] Refusals { get; init; } = [];
}

/// <summary>Attaches a text to a door.</summary>
internal static class DoorTextExtensions
{
    public static void Describe(this RouteHandlerBuilder door, DoorText text)
    {
        door.WithMetadata(text).WithSummary(text.Summary).WithDescription(text.Description);
        foreach (var (status, type, _) in text.Answers)
            door.WithMetadata(new ProducesResponseTypeMetadata(status, type, ["application/json"]));
        foreach (var (status, _) in text.Refusals)
            door.WithMetadata(new ProducesResponseTypeMetadata(status, typeof(ProblemJson), ["application/problem+json"]));
    }
}
