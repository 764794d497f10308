using System.Text.Json;
using System.Text.Json.Serialization;
using PaytureActors.Domain;
using PaytureActors.Domain.Orders;
using PaytureActors.Gateway;

namespace PaytureActors.AspNetCore.Answers;

/// <summary>An order as it stands; amounts are whole kopecks.</summary>
internal sealed record OrderJson
{
    /// <summary>The merchant's alias.</summary>
    public required string Merchant { get; init; }

    /// <summary>Payture's OrderId.</summary>
    public required string OrderId { get; init; }

    /// <summary>The interface of the gateway that the order uses.</summary>
    [JsonConverter(typeof(CamelCase<ApiFamily>))]
    public required ApiFamily Family { get; init; }

    /// <summary>Where the order's money stands.</summary>
    [JsonConverter(typeof(CamelCase<OrderPhase>))]
    public required OrderPhase Phase { get; init; }

    /// <summary>What was held, or taken in one step, at first; it stays when the hold has ended.</summary>
    public required long Held { get; init; }

    /// <summary>What was taken of it.</summary>
    public required long Captured { get; init; }

    /// <summary>What was given back of that.</summary>
    public required long Refunded { get; init; }

    /// <summary>The command in progress; null when there is none.</summary>
    public AttemptJson? Attempt { get; init; }

    /// <summary>What the customer must do; null when nothing.</summary>
    public ChallengeJson? Challenge { get; init; }

    /// <summary>What the gateway last said of the order; null where that was not worth keeping.</summary>
    public GatewayJson? Gateway { get; init; }

    /// <summary>Why the gateway refused the newest command; null when it did not.</summary>
    public ErrorJson? LastError { get; init; }

    /// <summary>Why a person must look; null when nobody must.</summary>
    [JsonConverter(typeof(CamelCase<AttentionReason>))]
    public AttentionReason? Attention { get; init; }

    /// <summary>
    /// When the service follows the merchant's hold policy, if the hold has not been charged or released by then: it calls a person, or charges or
    /// releases it. Null when nothing is held, or that was done.
    /// </summary>
    public DateTimeOffset? HoldDue { get; init; }

    /// <summary>Whether the order lives at a simulated gateway, where no money moves.</summary>
    public required bool Sandbox { get; init; }

    /// <summary>A later view of the same order has a higher number.</summary>
    public required long Sequence { get; init; }

    public static OrderJson From(OrderView view) => From(view, form: null);

    /// <summary>Shows an order, with the secret fields of its 3-D Secure form where this answer hands them out.</summary>
    public static OrderJson From(OrderView view, ChallengeForm? form) => new()
    {
        Merchant = view.Key.Merchant.ToString(),
        OrderId = view.Key.Order.ToString(),
        Family = view.Family,
        Phase = view.Books.Phase,
        Held = view.Books.Held.InKopecks,
        Captured = view.Books.Captured.InKopecks,
        Refunded = view.Books.Refunded.InKopecks,
        Attempt = view.Attempt is { } attempt
            ? new AttemptJson(attempt.Operation, attempt.Amount?.InKopecks, attempt.Status, attempt.Since, attempt.InDoubtUntil)
            : null,
        Challenge = ChallengeJson.From(view.Challenge, form),
        Gateway = GatewayJson.From(view.Gateway),
        LastError = ErrorJson.From(view.LastError),
        Attention = view.Attention,
        HoldDue = view.HoldDue,
        Sandbox = view.Sandbox,
        Sequence = view.Sequence,
    };
}

/// <summary>A command in progress.</summary>
/// <param name="Operation">What was asked.</param>
/// <param name="Amount">The amount; null while a refund of everything waits for what is left.</param>
/// <param name="Status">Where it is: sent, in doubt (the gateway is being asked), pending at the gateway, or waiting for its next attempt.</param>
/// <param name="Since">When the command was accepted.</param>
/// <param name="InDoubtUntil">When "not applied" can be proved at the earliest; null when nothing is in doubt.</param>
internal sealed record AttemptJson(
    [property: JsonConverter(typeof(CamelCase<Operation>))] Operation Operation,
    long? Amount,
    [property: JsonConverter(typeof(CamelCase<AttemptStatus>))] AttemptStatus Status,
    DateTimeOffset Since,
    DateTimeOffset? InDoubtUntil);

/// <summary>What the gateway said of an order.</summary>
/// <param name="State">Its state.</param>
/// <param name="Rrn">The bank's retrieval reference number, when the gateway gives one.</param>
/// <param name="MerchantContract">The terminal's name at the gateway, when it gives one.</param>
/// <param name="FinalTerminal">The terminal that the payment was sent on to, when the gateway names one.</param>
/// <param name="MaskedPan">The card: at most its first six and last four digits.</param>
/// <param name="AddInfo">What else the gateway tells, by its own names, for example the card's bank.</param>
/// <param name="Said">The gateway's own word for a state that is not known here.</param>
internal sealed record GatewayJson(
    [property: JsonConverter(typeof(CamelCase<GatewayState>))] GatewayState State,
    string? Rrn,
    string? MerchantContract,
    string? FinalTerminal,
    string? MaskedPan,
    IReadOnlyDictionary<string, string>? AddInfo,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Said)
{
    public static GatewayJson? From(Standing? standing) =>
        standing is null
            ? null
            : new GatewayJson(
                standing.State, standing.Rrn, standing.MerchantContract, standing.FinalTerminal, standing.MaskedPan, Named(standing.AddInfo),
                standing.Said);

    // The gateway's names need not be unique, JSON's are.
    private static Dictionary<string, string>? Named(ValueList<AddInfo> infos) =>
        infos.Count == 0 ? null : infos.DistinctBy(info => info.Key).ToDictionary(info => info.Key, info => info.Value);
}

/// <summary>A refusal of the gateway.</summary>
/// <param name="Code">The gateway's ErrCode, as sent.</param>
/// <param name="Class">What the code means.</param>
internal sealed record ErrorJson(string Code, [property: JsonConverter(typeof(CamelCase<ErrorClass>))] ErrorClass Class)
{
    public static ErrorJson? From(Refusal? refusal) => refusal is null ? null : new ErrorJson(refusal.Code, refusal.Class);
}

/// <summary>A page of the order book, newest orders first.</summary>
/// <param name="Items">The orders.</param>
/// <param name="Next">What to give as <c>after</c> for the next page; null when this is the last.</param>
internal sealed record OrderPageJson(IReadOnlyList<OrderJson> Items, string? Next);

/// <summary>Writes an enum as people read JSON: <c>holdClosed</c>.</summary>
internal sealed class CamelCase<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.CamelCase, allowIntegerValues: false) where T : struct, Enum;
