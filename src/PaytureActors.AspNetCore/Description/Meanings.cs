using PaytureActors.AspNetCore.Answers;

namespace PaytureActors.AspNetCore.Description;

/// <summary>What the statuses mean that many doors share.</summary>
internal static class Meanings
{
    public const string Certainty =
        "The answer comes when the command has settled. If that takes longer than the limit, the answer is 202 with the order as it stands, and "
        + "the order goes on by itself: ask again under the same Idempotency-Key, or look at the order. A timeout is never a failure.";

    public static (int, Type, string)[] Settled { get; } =
    [
        (200, typeof(OrderJson), "The command had its effect; this is the order."),
        (202, typeof(OrderJson), "Not settled yet: see attempt. The header Location names the order, Retry-After says when to look again."),
    ];

    public static (int, Type, string)[] SettledOrChallenged { get; } =
    [
        (200, typeof(OrderJson), "The command had its effect; this is the order. When its phase is awaitingCustomer, nothing is paid yet: challenge says "
            + "what the customer must do."),
        Settled[1],
    ];

    public static (int, string)[] Request { get; } =
    [
        (400, "The body is not valid JSON; the detail names the position."),
        (401, "An API key is configured here, and none that fits was sent."),
        (404, "The merchant is not configured."),
        (413, "The body is too large."),
        (415, "The body is not declared as JSON."),
        (422, "Fields are missing or wrong; errors names each."),
    ];

    public static (int, string)[] Command { get; } =
    [
        .. Request,
        (402, "Declined: the command had no effect and will have none. Code and class are the gateway's; the detail says what to do."),
        (409, "Refused: type says why, the detail what to do next, and order is the order as it stands."),
        (503, "Nothing was accepted or nothing left for the gateway: ask again after Retry-After."),
    ];

    public static (int, string)[] Look { get; } =
    [
        (401, "An API key is configured here, and none that fits was sent."),
        (404, "The merchant is not configured, or nothing is known of the order."),
        (422, "The OrderId is not valid."),
    ];
}
