using PaytureActors.AspNetCore.Answers;
using PaytureActors.AspNetCore.Requests;

namespace PaytureActors.AspNetCore.Description;

/// <summary>The words of the OpenAPI document.</summary>
internal static class OrderTexts
{
    private const string Certainty =
        "The answer comes when the command has settled. If that takes longer than the limit, the answer is 202 with the order as it stands, and "
        + "the order goes on by itself: ask again under the same Idempotency-Key, or look at the order. A timeout is never a failure.";

    private const string Card =
        """
        {"amount":258900,
         "card":{"number":"4111111111100031","expiryMonth":"12","expiryYear":"2039","holder":"ANNA KOVAL","securityCode":"123"}}
        """;

    private static readonly (int, Type, string)[] Settled =
    [
        (200, typeof(OrderJson), "The command had its effect; this is the order."),
        (202, typeof(OrderJson), "Not settled yet: see attempt. The header Location names the order, Retry-After says when to look again."),
    ];

    private static readonly (int, string)[] Request =
    [
        (400, "The body is not valid JSON; the detail names the position."),
        (401, "An API key is configured here, and none that fits was sent."),
        (404, "The merchant is not configured."),
        (413, "The body is too large."),
        (415, "The body is not declared as JSON."),
        (422, "Fields are missing or wrong; errors names each."),
    ];

    private static readonly (int, string)[] Command =
    [
        .. Request,
        (402, "Declined: the command had no effect and will have none. Code and class are the gateway's; the detail says what to do."),
        (409, "Refused: type says why, the detail what to do next, and order is the order as it stands."),
        (503, "Nothing was accepted or nothing left for the gateway: ask again after Retry-After."),
    ];

    private static readonly (int, string)[] Look =
    [
        (401, "An API key is configured here, and none that fits was sent."),
        (404, "The merchant is not configured, or nothing is known of the order."),
        (422, "The OrderId is not valid."),
    ];

    public static DoorText Pay { get; } = new("pay", "Takes money in one step", $"Charges a card at once. {Certainty}")
    {
        Body = typeof(PaymentRequest), BodyExample = Card, KeyIsRequired = false, MayWait = true, Answers = Settled, Refusals = Command,
    };

    public static DoorText Block { get; } = new("block", "Holds money", $"Holds money on a card until Charge or Unblock. {Certainty}")
    {
        Body = typeof(PaymentRequest), BodyExample = Card, KeyIsRequired = false, MayWait = true, Answers = Settled, Refusals = Command,
    };

    public static DoorText Charge { get; } = new("charge", "Captures a hold",
        $"Captures the hold, or a part of it; the rest is released. Without an amount all of it. {Certainty}")
    {
        Body = typeof(AmountRequest), BodyExample = "{\"amount\":150000}", BodyIsOptional = true, KeyIsRequired = false, MayWait = true,
        Answers = Settled, Refusals = Command,
    };

    public static DoorText Unblock { get; } = new("unblock", "Releases a hold", $"Releases the whole hold. It takes no body. {Certainty}")
    {
        KeyIsRequired = false, MayWait = true, Answers = Settled, Refusals = Command,
    };

    public static DoorText Refund { get; } = new("refund", "Gives captured money back",
        "Gives captured money back, or a part of it. Without an amount all that is left. The header Idempotency-Key is required: nothing else "
        + $"tells a repeated partial refund from a second one. {Certainty}")
    {
        Body = typeof(AmountRequest), BodyExample = "{\"amount\":50000}", BodyIsOptional = true, KeyIsRequired = true, MayWait = true,
        Answers = Settled, Refusals = Command,
    };

    public static DoorText Inquire { get; } = new("inquire", "Asks the gateway now",
        "Asks the gateway how the order stands, and answers with what is known afterwards. It takes no body and moves no money.")
    {
        MayWait = true,
        Answers = [(200, typeof(OrderJson), "The order after the gateway's answer.")],
        Refusals = [.. Request, (503, "The gateway did not answer; order is what is known here.")],
    };

    public static DoorText Resolve { get; } = new("resolve", "A person decides",
        "Ends a doubt that the service cannot end by itself, or takes an attention mark off. Look at the gateway's own screen first: what you say "
        + "here is written into the books, and the order is looked at again later.")
    {
        Body = typeof(ResolveRequest),
        BodyExample = "{\"decision\":\"applied\",\"reason\":\"The gateway's screen shows the charge.\",\"by\":\"Anna Koval\"}",
        Answers = [(200, typeof(OrderJson), "The decision is written down; this is the order.")],
        Refusals = [.. Request, (409, "Nothing waits for a decision."), (503, "The decision could not be kept: send it again.")],
    };

    public static DoorText Get { get; } = new("getOrder", "Shows an order",
        "The order as it stands, from its own journal, never from a copy that lags.")
    {
        Answers = [(200, typeof(OrderJson), "The order.")], Refusals = Look,
    };

    public static DoorText History { get; } = new("getHistory", "Shows what happened to an order",
        "Every fact of the order's journal, oldest first.")
    {
        Answers = [(200, typeof(HistoryJson), "The events.")], Refusals = Look,
    };

    public static DoorText Book { get; } = new("findOrders", "Looks through the order book",
        "Newest orders first. The book follows the journal at a short distance; no decision about money is made from it. "
        + "For the next page give next as after, with the same other parameters.")
    {
        Query =
        [
            ("merchant", "string", "Only this merchant's orders."),
            ("phase", "string", "Only orders in this phase: new, blocked, charged, unblocked, refunded, declined, expired, holdClosed, chargeback."),
            ("attention", "boolean", "Only orders that wait for a person, or only those that do not."),
            ("from", "string", "Only orders that were opened at this time or later, as in 2026-03-01T00:00:00Z."),
            ("to", "string", "Only orders that were opened before this time."),
            ("q", "string", "Only OrderIds that begin with this text."),
            ("after", "string", "The cursor from next of the page before."),
            ("limit", "integer", $"How many items a page has: 1 to {OrderQuery.MaxLimit}, by default 50."),
        ],
        Answers = [(200, typeof(OrderPageJson), "A page of orders.")],
        Refusals =
        [
            (401, "An API key is configured here, and none that fits was sent."),
            (404, "The merchant is not configured."),
            (422, "A parameter is not valid; errors names it."),
        ],
    };

    public static DoorText Live { get; } = new("live", "Is the process alive?", "Answers as long as the process does; it needs no API key.")
    {
        Answers = [(200, typeof(HealthJson), "It is.")],
    };

    public static DoorText Ready { get; } = new("ready", "Can it serve?",
        "Whether the engine can be given work: its database is its own, its orders take commands, its order book has caught up.")
    {
        Answers = [(200, typeof(HealthJson), "It can."), (503, typeof(HealthJson), "It cannot now; detail says why.")],
        Refusals = [(401, "An API key is configured here, and none that fits was sent.")],
    };
}
