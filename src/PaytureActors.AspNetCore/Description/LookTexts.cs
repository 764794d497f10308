using System.Text.Json;
using PaytureActors.AspNetCore.Answers;
using PaytureActors.Domain.Orders;

namespace PaytureActors.AspNetCore.Description;

/// <summary>The words of the OpenAPI document about doors that only show something.</summary>
internal static class LookTexts
{
    public static DoorText Get { get; } = new("getOrder", "Shows an order",
        "The order as it stands, from its own journal, never from a copy that lags.")
    {
        Answers = [(200, typeof(OrderJson), "The order.")], Refusals = Meanings.Look,
    };

    public static DoorText History { get; } = new("getHistory", "Shows what happened to an order",
        "Every fact of the order's journal, oldest first.")
    {
        Answers = [(200, typeof(HistoryJson), "The events.")], Refusals = Meanings.Look,
    };

    public static DoorText Book { get; } = new("findOrders", "Looks through the order book",
        "Newest orders first. The book follows the journal at a short distance; no decision about money is made from it. "
        + "For the next page give next as after, with the same other parameters.")
    {
        Query =
        [
            ("merchant", "string", "Only this merchant's orders."),
            ("phase", "string",
                $"Only orders in this phase: {string.Join(", ", Enum.GetNames<OrderPhase>().Select(JsonNamingPolicy.CamelCase.ConvertName))}."),
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
