using System.Globalization;
using PaytureActors.Domain;
using PaytureActors.TestKit.Lab;

namespace PaytureActors.TestKit.Scenarios;

/// <summary>The words of scenarios: say <c>using static PaytureActors.TestKit.Scenarios.Words;</c>.</summary>
public static class Words
{
    /// <summary>One order of the lab's merchant.</summary>
    /// <param name="orderId">Its OrderId.</param>
    public static OrderWords Order(string orderId) => new(orderId);

    /// <summary>An amount in rubles.</summary>
    /// <param name="rubles">Rubles, with kopecks behind the point.</param>
    /// <exception cref="ArgumentException">It has parts of a kopeck, or is negative.</exception>
    public static Money Rub(decimal rubles) => rubles >= 0 && rubles * 100 is var kopecks && kopecks == decimal.Truncate(kopecks)
        ? Money.Kopecks((long)kopecks)
        : throw new ArgumentException("An amount is a whole number of kopecks, and not negative.", nameof(rubles));

    /// <summary>The process dies without a farewell, and the next one starts.</summary>
    public static Step TheProcessDies => new("the process dies", lab => lab.CrashAsync());

    /// <summary>The gateway, the network and the database are well again.</summary>
    public static Step EverythingHeals => new("everything heals", lab =>
    {
        lab.Heal();
        return Task.CompletedTask;
    });

    /// <summary>
    /// Everything heals, and every order comes to rest, which may take more than a day; then an audit of each order, of its journal against the gateway's ledger and against what callers were told,
    /// finds nothing.
    /// </summary>
    public static Check AnAuditFindsNothing => new("an audit at rest finds nothing", async lab =>
    {
        lab.Heal();
        await lab.ComeToRestAsync();
        var violations = await lab.AuditAsync();
        return violations.Count == 0 ? null : string.Join("; ", violations.Select(violation => $"{violation.Order}: {violation.What}"));
    });

    internal static string Times(int count) => count switch
    {
        0 => "never",
        1 => "once",
        2 => "twice",
        _ => string.Create(CultureInfo.InvariantCulture, $"{count} times"),
    };

    internal static string Of(OrderView view)
    {
        var books = $"it is {view.Books.Phase}, held {view.Books.Held}, captured {view.Books.Captured}, refunded {view.Books.Refunded}";
        var attempt = view.Attempt is { } a
            ? string.Create(CultureInfo.InvariantCulture, $"; {a.Operation} {a.Amount} is {a.Status}{(a.InDoubtUntil is { } until ? $" until {until:u}, accepted at {a.Since:u}" : "")}")
            : "";
        return $"{books}{attempt}{(view.Attention is { } reason ? $"; a person is called: {reason}" : "")}";
    }

    private static async Task<string> OpenedAsync(PaytureLab lab, OrderKey key) => await lab.RecordAsync(key) is { Journal: [var first, ..] }
        ? string.Create(CultureInfo.InvariantCulture, $", from {first.Event.At:u}")
        : "";

    internal static async Task<string> StoriesAsync(PaytureLab lab, int most = 5)
    {
        var orders = lab.KnownOrders();
        var stories = new List<string>();
        foreach (var key in orders.Take(most))
        {
            var story = await lab.StoryAsync(key.Order.ToString());
            stories.Add($"Order {key}{await OpenedAsync(lab, key)}:\n{(story.Length == 0 ? "    nothing is known of it" : story)}");
        }

        if (orders.Count > most)
            stories.Add(string.Create(CultureInfo.InvariantCulture, $"and {orders.Count - most} more orders."));
        return string.Join("\n\n", stories);
    }
}
