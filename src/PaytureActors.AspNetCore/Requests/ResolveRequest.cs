using PaytureActors.Domain.Orders;

namespace PaytureActors.AspNetCore.Requests;

/// <summary>A person's decision about an order or a customer that waits for one.</summary>
internal sealed class ResolveRequest
{
    private const int MaxReason = 500;
    private const int MaxName = 100;

    /// <summary>
    /// What the person found out at the gateway: <c>applied</c>, <c>notApplied</c>, or <c>acknowledged</c> where nothing is in doubt.
    /// </summary>
    public required ManualDecision Decision { get; init; }

    /// <summary>Why, in the person's words, up to 500 characters. It is kept.</summary>
    public required string Reason { get; init; }

    /// <summary>The person's name, up to 100 characters. It is kept.</summary>
    public required string By { get; init; }

    /// <summary>Reads the decision; what is wrong is noted, and then there is none.</summary>
    public static ResolveRequest? Read(JsonFields fields)
    {
        ManualDecision? decision = fields.Text("decision") switch
        {
            "applied" => ManualDecision.Applied,
            "notApplied" => ManualDecision.NotApplied,
            "acknowledged" => ManualDecision.Acknowledged,
            _ => null,
        };
        if (decision is null)
            fields.Wrong("decision", "Give applied, notApplied or acknowledged.");

        var reason = Words(fields, "reason", MaxReason, "Say why");
        var by = Words(fields, "by", MaxName, "Give the name of the person who decides");
        fields.RefuseOthers();
        return decision is { } known && reason is not null && by is not null
            ? new ResolveRequest { Decision = known, Reason = reason, By = by }
            : null;
    }

    private static string? Words(JsonFields fields, string name, int most, string wish)
    {
        var words = fields.Text(name)?.Trim();
        if (words is { Length: > 0 } && words.Length <= most && !words.Any(char.IsControl))
            return words;
        fields.Wrong(name, $"{wish}, in 1 to {most} characters without line breaks.");
        return null;
    }
}
