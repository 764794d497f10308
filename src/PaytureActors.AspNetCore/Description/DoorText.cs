using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using PaytureActors.AspNetCore.Answers;

namespace PaytureActors.AspNetCore.Description;

/// <summary>What the OpenAPI document says of a door beyond its path.</summary>
internal sealed record DoorText(string Id, string Summary, string Description)
{
    /// <summary>What the body is; null where the door takes no JSON.</summary>
    public Type? Body { get; init; }

    /// <summary>Bodies to try: a name where there are several, and JSON.</summary>
    public (string Name, string Json)[] Examples { get; init; } = [];

    /// <summary>Whether the body may be left out.</summary>
    public bool BodyIsOptional { get; init; }

    /// <summary>The fields of a form, where the door takes one: name and meaning.</summary>
    public (string Name, string Meaning)[] Form { get; init; } = [];

    /// <summary>Whether the door looks at Idempotency-Key; null where it does not, else whether it insists.</summary>
    public bool? KeyIsRequired { get; init; }

    /// <summary>Whether the door looks at the customer's password header; null where it does not, else whether it insists.</summary>
    public bool? PasswordIsRequired { get; init; }

    /// <summary>Whether the door looks at <c>Prefer: wait=N</c>.</summary>
    public bool MayWait { get; init; }

    /// <summary>The query's parameters: name, JSON type, meaning.</summary>
    public (string Name, string Type, string Meaning)[] Query { get; init; } = [];

    /// <summary>The statuses of success: status, type of the answer, meaning.</summary>
    public (int Status, Type Answer, string Meaning)[] Answers { get; init; } = [];

    /// <summary>The statuses that answer with a page for people, and what they mean here.</summary>
    public (int Status, string Meaning)[] Pages { get; init; } = [];

    /// <summary>The statuses that answer without a body, and what they mean here.</summary>
    public (int Status, string Meaning)[] Bare { get; init; } = [];

    /// <summary>The statuses that answer with problem details, and what they mean here.</summary>
    public (int Status, string Meaning)[] Refusals { get; init; } = [];

    /// <summary>Every status and what it means here.</summary>
    public IEnumerable<(int Status, string Meaning)> Meanings =>
        [.. Answers.Select(answer => (answer.Status, answer.Meaning)), .. Pages, .. Bare, .. Refusals];
}

/// <summary>Attaches a text to a door.</summary>
internal static class DoorTextExtensions
{
    public static void Describe(this RouteHandlerBuilder door, DoorText text)
    {
        door.WithMetadata(text).WithSummary(text.Summary).WithDescription(text.Description);
        foreach (var (status, type, _) in text.Answers)
            door.WithMetadata(new ProducesResponseTypeMetadata(status, type, ["application/json"]));
        foreach (var (status, _) in text.Pages)
            door.WithMetadata(new ProducesResponseTypeMetadata(status, typeof(string), ["text/html"]));
        foreach (var (status, _) in text.Bare)
            door.WithMetadata(new ProducesResponseTypeMetadata(status, typeof(void)));
        foreach (var (status, _) in text.Refusals)
            door.WithMetadata(new ProducesResponseTypeMetadata(status, typeof(ProblemJson), ["application/problem+json"]));
    }
}
