using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;
using PaytureActors.Domain;
using PaytureActors.Domain.Cheques;
using PaytureActors.Domain.Orders;

namespace PaytureActors.AspNetCore.Answers;

/// <summary>Everything that happened to an order, oldest first.</summary>
/// <param name="Items">The events.</param>
internal sealed record HistoryJson(IReadOnlyList<EventJson> Items);

/// <summary>One fact of an order's journal. What an event does not have is left out.</summary>
internal sealed record EventJson
{
    /// <summary>Its place in the order's journal, from 1.</summary>
    public long Sequence { get; init; }

    /// <summary>What happened, for example <c>attemptRequested</c> or <c>approved</c>.</summary>
    public required string Type { get; init; }

    /// <summary>When it was written down.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The attempt that it speaks of.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Attempt { get; init; }

    /// <summary>The idempotency key of its command.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Key { get; init; }

    /// <summary>What was asked.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [JsonConverter(typeof(CamelCase<Operation>))]
    public Operation? Operation { get; init; }

    /// <summary>The gateway's interface that the order uses.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [JsonConverter(typeof(CamelCase<ApiFamily>))]
    public ApiFamily? Family { get; init; }

    /// <summary>What a session or a 3-D Secure result leads to: pay or block.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [JsonConverter(typeof(CamelCase<Operation>))]
    public Operation? LeadsTo { get; init; }

    /// <summary>The receipt that goes with it; to whom it is sent is left out.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ReceiptJson? Cheque { get; init; }

    /// <summary>What the customer must do.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ChallengeJson? Challenge { get; init; }

    /// <summary>The amount that it speaks of, in kopecks.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Amount { get; init; }

    /// <summary>Until when an intent may leave for the gateway.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? SendBy { get; init; }

    /// <summary>What a refund must find before it is sent, and what it leaves, in kopecks.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public FenceJson? Fence { get; init; }

    /// <summary>When the command goes on; without it the command has ended.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? RetryAt { get; init; }

    /// <summary>Why: a machine's reason, or a person's words.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Reason { get; init; }

    /// <summary>The person who decided.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? By { get; init; }

    /// <summary>What the person decided.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [JsonConverter(typeof(CamelCase<ManualDecision>))]
    public ManualDecision? Decision { get; init; }

    /// <summary>The gateway's refusal.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ErrorJson? Error { get; init; }

    /// <summary>What the gateway showed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public GatewayJson? Gateway { get; init; }

    /// <summary>The books after it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public BooksJson? Books { get; init; }

    /// <summary>The attempts whose late effect it is, or may include.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int[]? Attempts { get; init; }

    /// <summary>Attempts of the same operation and amount: it may have been one of them instead.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int[]? Twins { get; init; }

    /// <summary>When the order will be looked at again.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset[]? Due { get; init; }

    public static EventJson From(RecordedEvent recorded)
    {
        var json = Describe(recorded.Event, new EventJson { Type = NameOf(recorded.Event), At = recorded.Event.At });
        return json with { Sequence = recorded.Sequence };
    }

    private static EventJson Describe(OrderEvent @event, EventJson json) => @event switch
    {
        OrderEvent.RefundAccepted e => json with { Key = e.Key.ToString(), Operation = Domain.Operation.Refund, Amount = e.Asked?.InKopecks },
        OrderEvent.AttemptRequested e => json with
        {
            Attempt = e.Attempt.Number, Key = e.Key.ToString(), Operation = e.Operation, Amount = e.Amount.InKopecks, SendBy = e.SendBy,
            Fence = e.Fence is { } fence ? new FenceJson(fence.Before.InKopecks, fence.Expected.InKopecks) : null,
            Family = e.Details?.Family, LeadsTo = e.LeadsTo, Cheque = ReceiptJson.From(e.Cheque),
        },
        OrderEvent.AdoptionAccepted e => json with { Key = e.Key.ToString(), Operation = Domain.Operation.Adopt, Family = e.Family },
        OrderEvent.Adopted e => json with { Books = BooksJson.From(e.Books), Gateway = GatewayJson.From(e.Evidence) },
        OrderEvent.ChallengeIssued e => json with { Attempt = e.Attempt.Number, Challenge = ChallengeJson.From(e.Challenge) },
        OrderEvent.ChallengeSeen e => json with { Gateway = GatewayJson.From(e.Evidence) },
        OrderEvent.ChallengePassed e => json with { Books = BooksJson.From(e.Books), Gateway = GatewayJson.From(e.Evidence) },
        OrderEvent.ChallengeFailed e => json with { Books = BooksJson.From(e.Books), Gateway = GatewayJson.From(e.Evidence) },
        OrderEvent.ChallengeExpired e => json with { Books = BooksJson.From(e.Books), Gateway = GatewayJson.From(e.Evidence) },
        OrderEvent.Approved e => json with { Attempt = e.Attempt.Number, Books = BooksJson.From(e.Books), Gateway = GatewayJson.From(e.Evidence) },
        OrderEvent.Declined e => json with
        {
            Attempt = e.Attempt?.Number, Error = ErrorJson.From(e.Refusal), Books = BooksJson.From(e.Books), Gateway = GatewayJson.From(e.Evidence),
        },
        OrderEvent.NotApplied e => json with { Attempt = e.Attempt.Number, Gateway = GatewayJson.From(e.Evidence), RetryAt = e.RetryAt },
        OrderEvent.NotSent e => json with { Attempt = e.Attempt.Number, Reason = Camel(e.Reason), RetryAt = e.RetryAt },
        OrderEvent.RefusedForNow e => json with { Attempt = e.Attempt.Number, Error = ErrorJson.From(e.Refusal), RetryAt = e.RetryAt },
        OrderEvent.Expired e => json with { Attempt = e.Attempt.Number, Books = BooksJson.From(e.Books), Gateway = GatewayJson.From(e.Evidence) },
        OrderEvent.Overtaken e => json with { Attempt = e.Attempt.Number, Books = BooksJson.From(e.Books), Gateway = GatewayJson.From(e.Evidence) },
        OrderEvent.Resolved e => json with { Decision = e.Decision, Reason = e.Reason, By = e.By, Books = BooksJson.From(e.Books) },
        OrderEvent.OutcomeUnknown e => json with
        {
            Attempt = e.Attempt.Number, Reason = Camel(e.Reason), Error = ErrorJson.From(e.Refusal), Amount = e.Claimed?.InKopecks,
        },
        OrderEvent.RefusedByState e => json with { Attempt = e.Attempt.Number, Error = ErrorJson.From(e.Refusal) },
        OrderEvent.PendingSeen e => json with { Attempt = e.Attempt.Number },
        OrderEvent.AttentionRaised e => json with { Reason = Camel(e.Reason), Key = e.Command?.ToString() },
        OrderEvent.LooksOrdered e => json with { Due = [.. e.Due] },
        OrderEvent.Looked e => json with { Gateway = GatewayJson.From(e.Evidence) },
        OrderEvent.LateEffectFound e => json with
        {
            Attempts = [.. e.Attempts.Select(attempt => attempt.Number)], Twins = [.. e.Twins.Select(attempt => attempt.Number)],
            Books = BooksJson.From(e.Books), Gateway = GatewayJson.From(e.Evidence), Family = e.Family,
        },
        OrderEvent.DriftFound e => json with
        {
            Attempts = [.. e.MayInclude.Select(attempt => attempt.Number)], Books = BooksJson.From(e.Books), Gateway = GatewayJson.From(e.Evidence),
        },
        _ => throw new UnreachableException($"No rule describes {@event.GetType().Name}."),
    };

    private static string NameOf(OrderEvent @event) => JsonNamingPolicy.CamelCase.ConvertName(@event.GetType().Name);

    private static string Camel<T>(T value) where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}

/// <summary>A receipt, without what tells who the customer is.</summary>
/// <param name="Positions">How many lines it has.</param>
/// <param name="Total">What they come to, in kopecks.</param>
internal sealed record ReceiptJson(int Positions, long Total)
{
    public static ReceiptJson? From(Cheque? cheque) => cheque is null ? null : new ReceiptJson(cheque.Positions.Count, cheque.Total.InKopecks);
}

/// <summary>A refund's fence, in kopecks.</summary>
/// <param name="Before">What was left of the captured money before the refund.</param>
/// <param name="Expected">What is left once it was applied.</param>
internal sealed record FenceJson(long Before, long Expected);

/// <summary>An order's phase and money, in kopecks.</summary>
/// <param name="Phase">Where the money stands.</param>
/// <param name="Held">What was held or taken at first.</param>
/// <param name="Captured">What was taken of it.</param>
/// <param name="Refunded">What was given back of that.</param>
internal sealed record BooksJson(
    [property: JsonConverter(typeof(CamelCase<OrderPhase>))] OrderPhase Phase, long Held, long Captured, long Refunded)
{
    public static BooksJson From(Books books) => new(books.Phase, books.Held.InKopecks, books.Captured.InKopecks, books.Refunded.InKopecks);
}
