using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;

namespace PaytureActors.Host.Tests.Campaigns;

/// <summary>A broken promise, and all that is known of the order.</summary>
internal sealed record Violation(string OrderId, string Promise, string Text);

/// <summary>
/// Compares, once nothing is in progress any more, what clients were told, what the service says now, and what the gateway's ledger has. Nobody
/// but the clients acted on the orders, and every delay of the sandbox is shorter than the service takes for granted: so drift and late
/// effects are violations, too.
/// </summary>
internal sealed class CampaignAudit(Installation installation, LoadGenerator load)
{
    private const int AtOnce = 8;
    private static readonly TimeSpan BookLagsAtMost = TimeSpan.FromSeconds(10);
    private static readonly string[] Money = ["phase", "held", "captured", "refunded"];

    private readonly ConcurrentBag<Violation> _found = [];

    public async Task<IReadOnlyList<Violation>> RunAsync()
    {
        // The facts first: to repeat a key must change nothing, and if it should all the same, the ledger that is read later has it.
        await Parallel.ForEachAsync(load.Orders, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (order, _) => await RepeatAsync(order));
        var ledger = await Ledger.ReadAsync(installation.Sandbox);
        await Parallel.ForEachAsync(
            load.Orders, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (order, _) => await InspectAsync(order, ledger));
        return [.. _found.OrderBy(violation => violation.OrderId, StringComparer.Ordinal)];
    }

    private async Task RepeatAsync(OrderRecord order)
    {
        foreach (var fact in order.Facts)
        {
            var (status, json) = await load.AskAsync(order.Plan, fact.Step, fact.Key);
            if (status != fact.Status || Lasting(json) != Lasting(JsonNode.Parse(fact.Json)!))
                Report(order, "I3", $"'{fact.Key}' was answered {fact.Status} {fact.Json}, and is answered {status} {json.ToJsonString()} now.");
        }

        if (order.Open is { } open)
        {
            var (status, json) = await load.AskAsync(order.Plan, open.Step, open.Key);
            if (status != 200 && !LoadGenerator.IsWithoutEffect(json))
                Report(order, "I4", $"'{open.Key}', which was open when the clients stopped, is answered {status} {json.ToJsonString()}.");
            order.Learn(open.Step, open.Key, status, json);
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

    private async Task InspectAsync(OrderRecord order, Ledger ledger)
    {
        var effects = ledger.EffectsOf(order.Plan.OrderId).ToArray();
        CheckEffects(order, effects);
        foreach (var complaint in order.Complaints)
            Report(order, "I4", complaint);

        if (await ShowAsync(order) is not { } json)
        {
            if (effects.Length > 0 || order.Facts.Count > 0)
                Report(order, "I7", "The service does not know an order that lives.");
            return;
        }

        if (json["attempt"] is not null)
            Report(order, "I4", $"{json["attempt"]!.ToJsonString()} is still in progress.");
        if (json["attention"] is not null)
            Report(order, "I4", $"A person is called: {json["attention"]}.");
        if (!ledger.Agrees(order.Plan.OrderId, json))
            Report(order, "I7", $"The gateway has {ledger.PaymentOf(order.Plan.OrderId)}, our books have {json.ToJsonString()}.");
        await CheckHistoryAsync(order);
    }

    // The order as it shows itself, once the book shows the same: a look may come in between, and the book follows a little later.
    private async Task<JsonNode?> ShowAsync(OrderRecord order)
    {
        var start = TimeProvider.System.GetTimestamp();
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (true)
        {
            using var answer = await installation.Service.GetAsync(new Uri(order.Plan.Route, UriKind.Relative));
            if (answer.StatusCode is HttpStatusCode.NotFound)
                return null;
            answer.EnsureSuccessStatusCode();
            var shown = await answer.Content.ReadAsStringAsync();
            var line = (await installation.Service.GetJsonAsync($"/orders?q={order.Plan.OrderId}"))["items"]!.AsArray().FirstOrDefault()?.ToJsonString();
            var json = JsonNode.Parse(shown)!;
            if (line == json.ToJsonString())
                return json;
            if (TimeProvider.System.GetElapsedTime(start) > BookLagsAtMost)
            {
                Report(order, "I5", $"The order book shows {line ?? "nothing"}, the order {json.ToJsonString()}.");
                return json;
            }

            await pause.WaitForNextTickAsync();
        }
    }

    private void CheckEffects(OrderRecord order, Effect[] effects)
    {
        foreach (var each in effects.GroupBy(effect => effect))
        {
            var step = order.Plan.Steps.FirstOrDefault(step => new Effect(step.Operation, step.Amount) == each.Key);
            if (each.Count() > 1)
                Report(order, "I1", $"{each.Key} happened {each.Count()} times at the gateway.");
            if (step is null || (order.Facts.All(fact => fact.Step != step) && order.Open?.Step != step))
                Report(order, "I1", $"{each.Key} happened at the gateway, and nobody asked for it.");
            else if (order.Facts.All(fact => fact.Step != step || !fact.IsDone))
                Report(order, "I3", $"{each.Key} happened at the gateway, and its client was never told so.");
        }

        foreach (var fact in order.Facts.Where(fact => fact.IsDone && !effects.Contains(new Effect(fact.Step.Operation, fact.Step.Amount))))
            Report(order, "I3", $"'{fact.Key}' was answered as done, and the gateway does not have it.");

        var (held, captured, refunded) = (Sum("Block") + Sum("Pay"), Sum("Charge") + Sum("Pay"), Sum("Refund"));
        if (captured > held || refunded > captured)
            Report(order, "I2", $"The gateway refunded {refunded} of {captured} captured of {held} held.");

        long Sum(string operation) => effects.Where(effect => effect.Operation == operation).Sum(effect => effect.Amount);
    }

    private async Task CheckHistoryAsync(OrderRecord order)
    {
        var before = await installation.Service.GetJsonAsync(order.Plan.Route);
        var items = (await installation.Service.GetJsonAsync(order.Plan.Route + "/history"))["items"]!.AsArray();
        var view = await installation.Service.GetJsonAsync(order.Plan.Route); // A look may come in between.
        if (items.Where((item, i) => (long)item!["sequence"]! != i + 1).Any()
            || items.Count < (long)before["sequence"]! || items.Count > (long)view["sequence"]!)
        {
            Report(order, "I5", $"The journal has {items.Count} events, with gaps or not as many as the order's {before["sequence"]} to {view["sequence"]}.");
        }

        if (items.LastOrDefault(item => item!["books"] is not null)?["books"] is { } books
            && Money.Any(name => books[name]!.ToJsonString() != view[name]!.ToJsonString()))
        {
            Report(order, "I5", $"The journal ends with {books.ToJsonString()}, the order shows {view.ToJsonString()}.");
        }

        foreach (var item in items.Where(item => (string)item!["type"]! is "lateEffectFound" or "driftFound" or "attentionRaised"))
            Report(order, "I3", $"Event {item!["sequence"]} says {item["type"]}, and nothing here can be the reason.");

        if (_found.Any(violation => violation.OrderId == order.Plan.OrderId))
        {
            Report(order, "story", string.Join(Environment.NewLine, items.Select(item => item!.ToJsonString())
                .Concat(order.Facts.Select(fact => string.Create(CultureInfo.InvariantCulture, $"told: {fact.Key} {fact.Status}")))));
        }
    }

    private void Report(OrderRecord order, string promise, string text) => _found.Add(new Violation(order.Plan.OrderId, promise, text));
}
