using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using PaytureActors.Domain;
using PaytureActors.Domain.Orders;
using Auditing = PaytureActors.TestKit.Auditing;

namespace PaytureActors.Host.Tests.Campaigns;

/// <summary>A broken promise, and all that is known of the order.</summary>
internal sealed record Violation(string OrderId, string Promise, string Text);

/// <summary>
/// Compares, for all orders at rest, what the journal has, what the gateway's ledger has, what the order book shows and what clients were told, by the
/// rules of <see cref="Auditing.OrderAudit"/>; and repeats under their keys the commands that were not repeated yet: the answers must be the same.
/// Nobody but the clients acted on the orders, and every delay of the sandbox is shorter than the service takes for granted: so drift and a
/// call for a person are violations, too.
/// </summary>
internal sealed class CampaignAudit(Installation installation, LoadGenerator load, JournalReader journal)
{
    private const int AtOnce = 8;
    private static readonly TimeSpan BookLagsAtMost = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LooksLagAtMost = TimeSpan.FromSeconds(10);
    private static readonly MerchantPolicy Policy = new(); // Of what is audited it only matters to orders in doubt, which are not at rest.

    private readonly ConcurrentBag<Violation> _found = [];
    private readonly ConcurrentDictionary<string, Auditing.Sighting> _seen = [];
    private int _facts;

    /// <summary>How many orders the last audit looked at.</summary>
    public int Orders { get; private set; }

    /// <summary>How many movements of money the last audit saw in the gateway's ledger.</summary>
    public int Movements { get; private set; }

    /// <summary>How many answers were compared with what was said first, in all audits.</summary>
    public int Facts => _facts;

    /// <summary>Audits everything that rests.</summary>
    /// <param name="isLast">Whether the clients have ended: then everything must rest, and everything is repeated once more.</param>
    /// <returns>What was found.</returns>
    public async Task<IReadOnlyList<Violation>> RunAsync(bool isLast)
    {
        _found.Clear();
        // The facts first: to repeat a key must change nothing, and if it should all the same, the ledger that is read later has it.
        await Parallel.ForEachAsync(load.Orders, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (order, _) => await RepeatAsync(order, isLast));
        var ledger = await Ledger.ReadAsync(installation.Sandbox);
        var seenAt = TimeProvider.System.GetUtcNow();
        await journal.ReadAsync(everything: true);
        var book = await BookAsync();
        var clients = load.Orders.ToDictionary(order => order.Plan.OrderId);
        foreach (var orderId in journal.Orders.Union(ledger.Orders).Union(clients.Where(client => client.Value.Facts.Count > 0).Select(client => client.Key)))
            Inspect(orderId, clients.GetValueOrDefault(orderId), ledger, book.GetValueOrDefault(orderId), seenAt, isLast);
        (Orders, Movements) = (journal.Orders.Count, ledger.Count);
        return [.. _found.OrderBy(violation => violation.OrderId, StringComparer.Ordinal)];
    }

    private async Task RepeatAsync(OrderRecord order, bool isLast)
    {
        var facts = order.Facts;
        var fresh = isLast ? facts : facts.Skip(order.Repeated).ToArray();
        foreach (var fact in fresh)
        {
            var (status, json) = await load.AskAsync(order.Plan, fact.Step, fact.Key);
            if (status != fact.Status || Lasting(json) != Lasting(JsonNode.Parse(fact.Json)!))
                Report(order.Plan.OrderId, "I3", $"'{fact.Key}' was answered {fact.Status} {fact.Json}, and is answered {status} {json.ToJsonString()} now.");
        }

        Interlocked.Add(ref _facts, facts.Count - order.Repeated);
        order.Repeated = facts.Count;
        if (isLast && order.Open is { } open)
        {
            var (status, json) = await load.AskAsync(order.Plan, open.Step, open.Key);
            if (status != 200 && !LoadGenerator.IsWithoutEffect(json))
                Report(order.Plan.OrderId, "I4", $"'{open.Key}', which was open when the clients stopped, is answered {status} {json.ToJsonString()}.");
            order.Learn(open.Step, open.Key, status, json);
        }

        if (fresh.Count > 0)
        {
            var json = await installation.Service.GetJsonAsync(order.Plan.Route);
            _seen[order.Plan.OrderId] = new Auditing.Sighting((long)json["sequence"]!, BooksOf(json));
        }
    }

    // Whether another OrderId is safe depends on earlier tries, too: of a command that was not sent the advice may change, and nothing else.
    private static string Lasting(JsonNode json)
    {
        var lasting = json.DeepClone();
        if ((string?)lasting["type"] is "urn:payture-actors:not-sent")
            lasting.AsObject().Remove("detail");
        return lasting.ToJsonString();
    }

    /// <summary>The book, once it has all that the journal has: it follows a little later.</summary>
    private async Task<Dictionary<string, JsonNode>> BookAsync()
    {
        var start = TimeProvider.System.GetTimestamp();
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(500));
        while (true)
        {
            var book = (await installation.BookAsync()).GroupBy(line => (string)line["orderId"]!).ToDictionary(line => line.Key, line => line.First());
            if (journal.Orders.All(id => (long?)book.GetValueOrDefault(id)?["sequence"] >= journal.CountOf(id))
                || TimeProvider.System.GetElapsedTime(start) > BookLagsAtMost)
            {
                return book;
            }

            await pause.WaitForNextTickAsync();
        }
    }

    private void Inspect(string orderId, OrderRecord? client, Ledger ledger, JsonNode? line, DateTimeOffset seenAt, bool isLast)
    {
        var events = journal.EventsOf(orderId);
        var end = journal.StateOf(orderId);
        if (!isLast && end.InProgress is not null)
            return; // The next time.

        var key = new OrderKey(OrderPlan.Merchant, orderId);
        if ((long?)line?["sequence"] > events.Count)
            return; // A look came in between: what was seen at two moments cannot be compared.
        var shown = line is null
            ? null
            : OrderView.Of(key, end, Policy, isCalling: false, sandbox: true) with
            {
                Books = BooksOf(line),
                Sequence = (long)line["sequence"]!,
                Attention = Enum.TryParse<AttentionReason>((string?)line["attention"], ignoreCase: true, out var reason) ? reason : null,
            };
        if (line?["attempt"] is not null)
            Report(orderId, "I5", $"The order book shows {line["attempt"]!.ToJsonString()}, and nothing is in progress.");

        var order = new Auditing.OrderRecord
        {
            Key = key,
            Journal = events,
            Effects = ledger.LinesOf(orderId),
            Payment = ledger.LedgerPaymentOf(orderId),
            View = shown,
            Answers = client is null ? [] : [.. client.Facts.Select(fact => AnswerOf(fact, end)).OfType<Auditing.Answer>()],
            Sightings = _seen.TryGetValue(orderId, out var seen) ? [seen] : [],
            Complaints = client?.Complaints ?? [],
            SeenAt = seenAt - LooksLagAtMost,
        };
        var found = Auditing.OrderAudit.Of(order, Policy).ToArray();
        foreach (var violation in found)
            Report(orderId, violation.Promise.ToString(), violation.What);
        if (found.Length > 0)
        {
            Report(orderId, "story", string.Join(Environment.NewLine, Auditing.OrderStory.Of(order, [])
                .Concat(client?.Facts.Select(fact => string.Create(CultureInfo.InvariantCulture, $"told: {fact.Key} {fact.Status}")) ?? [])));
        }
    }

    private static Auditing.Answer? AnswerOf(Fact fact, OrderState end)
    {
        var json = JsonNode.Parse(fact.Json)!;
        var key = new IdempotencyKey(fact.Key);
        Ending? ending = (fact.Status, (string?)json["type"]) switch
        {
            (200, _) => Ending.Approved,
            (402, _) => Ending.Declined,
            (_, "urn:payture-actors:not-applied") => Ending.NotApplied,
            (_, "urn:payture-actors:not-sent") => Ending.NotSent,
            _ => null, // No final answer, which is a complaint already.
        };
        if (ending is not { } ended || (json["order"] ?? json) is not { } view || view["sequence"] is null)
            return null;
        return new Auditing.Answer(key, Enum.Parse<Operation>(fact.Step.Operation), Money.Kopecks(fact.Step.Amount), new Auditing.Told(
            ended, BooksOf(view), (long)view["sequence"]!,
            ended is Ending.Declined ? (string?)view["lastError"]?["code"] : null,
            ended is Ending.NotSent ? end.Recorded(key)?.Reason : null)); // Said in words only.
    }

    private static Books BooksOf(JsonNode view) => new(
        Enum.Parse<OrderPhase>((string)view["phase"]!, ignoreCase: true),
        Money.Kopecks((long)view["held"]!), Money.Kopecks((long)view["captured"]!), Money.Kopecks((long)view["refunded"]!));

    private void Report(string orderId, string promise, string text) => _found.Add(new Violation(orderId, promise, text));
}
