using Microsoft.Extensions.DependencyInjection;
using PaytureActors.Domain;
using PaytureActors.Hosting;
using PaytureActors.TestKit.Auditing;

namespace PaytureActors.TestKit.Lab;

/// <summary>What is known of orders, and whether it is as it must be.</summary>
public sealed partial class PaytureLab
{
    private static readonly TimeSpan LongestUnrest = TimeSpan.FromDays(10);
    private static readonly TimeSpan Slack = TimeSpan.FromMinutes(65); // The order book of a lab looks once an hour.
    private static readonly TimeSpan Afterwards = TimeSpan.FromHours(3);

    /// <summary>Every order that anybody knows of.</summary>
    public IReadOnlyList<OrderKey> KnownOrders() =>
    [
        .. _events.Orders.Concat(_callers.Orders)
            .Concat(Gateway.Payments.Select(payment => new OrderKey(Merchant, new OrderId(payment.OrderId))))
            .Distinct().OrderBy(static key => key.ToString(), StringComparer.Ordinal),
    ];

    /// <summary>Everything that is known of an order, from all who know something.</summary>
    /// <param name="key">Which order.</param>
    public async Task<OrderRecord> RecordAsync(OrderKey key)
    {
        var (view, journal) = await RunAsync(async lab => (await lab.Orders[key].GetAsync(), await lab.Orders[key].HistoryAsync()));
        var order = key.Order.ToString();
        return new OrderRecord
        {
            Key = key,
            View = view,
            SeenAt = Time.GetUtcNow(),
            Journal = journal,
            Published = _events.Of(key),
            Departures = _faults.Of(order),
            Effects = Gateway.Effects(order),
            Payment = Gateway.Payment(order),
            Answers = _callers.Answers(key),
            Sightings = _callers.Sightings(key),
        };
    }

    /// <summary>What happened to an order, line by line, in plain words.</summary>
    /// <param name="orderId">Which order.</param>
    public async Task<string> StoryAsync(string orderId)
    {
        var key = new OrderKey(Merchant, new OrderId(orderId));
        return string.Join('\n', OrderStory.Of(await RecordAsync(key), Crashes));
    }

    /// <summary>
    /// Lets time pass until every order is at rest: no command is in progress, and no look at the gateway is due any more. Where something was in doubt
    /// that is more than a day. Then three hours more, for whatever your own application does afterwards.
    /// </summary>
    /// <exception cref="TimeoutException">An order did not come to rest within ten days: does everything still misbehave? Say <see cref="Heal"/> before.</exception>
    public async Task ComeToRestAsync()
    {
        var end = Time.GetUtcNow() + LongestUnrest;
        while (await NextDueAsync() is { } due)
        {
            if (Time.GetUtcNow() > end)
                throw new TimeoutException($"An order did not come to rest within {LongestUnrest.TotalDays:0} days. If everything still misbehaves, say Heal() before.");
            var wait = due - Time.GetUtcNow();
            await PassAsync((wait > TimeSpan.Zero ? wait : TimeSpan.Zero) + Slack);
        }

        await PassAsync(Afterwards);
    }

    /// <summary>Compares journal, gateway and callers of every order; all must be at rest, see <see cref="ComeToRestAsync"/>.</summary>
    /// <returns>The broken promises; none if all is well.</returns>
    /// <param name="mayNeedPerson">Whether a person may have been called, because somebody acts at the gateway behind the engine's back.</param>
    public async Task<IReadOnlyList<Violation>> AuditAsync(bool mayNeedPerson = false)
    {
        var policy = Services.GetRequiredService<Engine>().Terms[Merchant].Policy;
        var violations = new List<Violation>();
        foreach (var key in KnownOrders())
            violations.AddRange(OrderAudit.Of(await RecordAsync(key) with { MayNeedPerson = mayNeedPerson }, policy));
        return violations;
    }

    /// <summary>When the next thing is due at some order; null if all are at rest.</summary>
    private async Task<DateTimeOffset?> NextDueAsync()
    {
        DateTimeOffset? next = null;
        foreach (var key in KnownOrders())
        {
            var state = Replay.Of((await RecordAsync(key)).Journal).End;
            DateTimeOffset? due = state switch
            {
                { WaitsForPerson: true } => null,
                { InProgress: not null } => Time.GetUtcNow(),
                { Looks: [var look, ..] } => look,
                { Challenge: { } challenge } => challenge.Deadline,
                _ => null,
            };
            if (due < (next ?? DateTimeOffset.MaxValue))
                next = due;
        }

        return next;
    }
}
