using System.Text.Json.Serialization;
using PaytureActors.Domain;

namespace PaytureActors.AspNetCore.Answers;

/// <summary>Why a request did not end as wished, and what to do next (RFC 9457).</summary>
internal sealed record ProblemJson
{
    /// <summary>What kind of problem: a name that never changes, for programs.</summary>
    public required string Type { get; init; }

    /// <summary>The kind of problem in a few words.</summary>
    public required string Title { get; init; }

    /// <summary>The HTTP status.</summary>
    public required int Status { get; init; }

    /// <summary>What happened, and what to do next.</summary>
    public required string Detail { get; init; }

    /// <summary>The gateway's ErrCode, where it gave one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Code { get; init; }

    /// <summary>What the code means.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [JsonConverter(typeof(CamelCase<ErrorClass>))]
    public ErrorClass? Class { get; init; }

    /// <summary>What is wrong, by field or header.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, string[]>? Errors { get; init; }

    /// <summary>The order as it stands.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public OrderJson? Order { get; init; }

    /// <summary>The method that the path takes; it becomes the header Allow.</summary>
    [JsonIgnore]
    public string? Allow { get; init; }

    /// <summary>How long to wait before asking again, in seconds; it becomes the header Retry-After.</summary>
    [JsonIgnore]
    public int? RetryAfter { get; init; }
}
