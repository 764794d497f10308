using PaytureActors.Domain;
using PaytureActors.Domain.Orders;
using PaytureActors.TestKit.Auditing;
using PaytureActors.TestKit.Gateway;

namespace PaytureActors.TestKit.Simulation;

/// <summary>
/// Several orders, their callers, customers and operators, one process and one gateway, for days of virtual time, all of it decided by a seed:
/// the pure core under everything that a network, a gateway, a journal and people can do. At the end everything heals, and each order is audited.
/// </summary>
internal sealed class Schedule
{
    private static readonly TimeSpan BadDays = TimeSpan.FromDays(2);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(60);
    private const int MostSteps = 30_000; // Four orders need some thousands.

    private readonly Agenda _agenda = new();
    private readonly Weather _weather;
    private readonly CoreProcess _process;
    private readonly CoreWire _wire;
    private readonly List<(CoreOrder Order, Caller Caller)> _orders = [];
    private int _steps;

    private Schedule(int seed)
    {
        var dice = new Dice(seed);
        _weather = Weather.Of(dice, seed);
        var books = new GatewayBooks(new SimulatedGatewayOptions { Seed = seed });
        _process = new CoreProcess(_weather, _agenda, dice);
        _wire = new CoreWire(books, _process, _weather, _agenda, dice, seed);
        foreach (var number in Enumerable.Range(1, dice.Number(1, 4)))
        {
            var order = new CoreOrder(new OrderKey("shop", $"{number}"), _process, _wire, _weather, _agenda, dice);
            var there = books.Order(books.Merchant(null), $"{number}");
            _process.Add(order);
            _orders.Add((order, new Caller(order, _wire, there, books, _weather, _agenda, dice)));
        }
    }

    /// <summary>Runs the schedule of a seed.</summary>
    public static ScheduleResult Run(int seed) => new Schedule(seed).Run().Judge(seed);

    private Schedule Run()
    {
        foreach (var (_, caller) in _orders)
            caller.Live();
        _process.PlanCrash();
        RunUntil(BadDays);
        _process.IsHealed = true;
        _wire.Heal();
        RunUntil(Longest);
        return this;
    }

    private void RunUntil(TimeSpan end)
    {
        while (_steps < MostSteps && _agenda.Step(end))
            _steps++;
    }

    private ScheduleResult Judge(int seed)
    {
        var records = _orders.Select(each => each.Caller.Record).ToArray();
        var violations = records.SelectMany(record => OrderAudit.Of(record, _weather.Policy))
            .Concat(_orders.SelectMany(each => Movements(each.Order)))
            .Concat(records.Where(NamesAnotherAmount).Select(record =>
                new Violation(Promise.TrueAnswers, record.Key, "A command was answered with another amount than it had asked for, and this gateway never changes one.")))
            .Concat(_orders.Where(each => each.Caller.Open > 0).Select(each =>
                new Violation(Promise.Certainty, each.Order.Key, $"{each.Caller.Open} commands were never answered.")))
            .Concat(records.SelectMany(Holds))
            .Concat(_steps < MostSteps ? [] : [new Violation(Promise.Certainty, records[0].Key, $"It does not come to rest: {MostSteps} things have happened.")])
            .ToArray();
        return new ScheduleResult(seed, _weather, violations, records, _process.Crashes, _agenda.Elapsed);
    }

    /// <summary>The months after the bad days are longer than any hold: each has ended, or a person was called about it.</summary>
    private static IEnumerable<Violation> Holds(OrderRecord record)
    {
        var end = Replay.Of(record.Journal).End;
        if (end.HoldDue is { } due)
            yield return new Violation(Promise.Certainty, record.Key, $"Nobody looked after the hold at {due:O}.");
        else if (end.Books.Phase is OrderPhase.Blocked && !record.Journal.Any(line => line.Event is OrderEvent.AttentionRaised))
            yield return new Violation(Promise.Certainty, record.Key, "The money is held for ever, and nobody was called.");
    }

    private static bool NamesAnotherAmount(OrderRecord record) =>
        record.Journal.Any(line => line.Event is OrderEvent.AttentionRaised { Reason: AttentionReason.AmountDiffers });

    /// <summary>The road knows whose request moved money, which no ledger tells: so it counts effects for each command.</summary>
    private IEnumerable<Violation> Movements(CoreOrder order) =>
        from effects in _wire.Of(order.Key).Effects.GroupBy(effect => effect.Key)
        where effects.Count() > 1
        select new Violation(Promise.OneEffect, order.Key, $"The command '{effects.Key}' moved money {effects.Count()} times.");
}

/// <summary>What a schedule came to.</summary>
internal sealed record ScheduleResult(
    int Seed, Weather Weather, IReadOnlyList<Violation> Violations, IReadOnlyList<OrderRecord> Orders, int Crashes, TimeSpan Virtual)
{
    /// <summary>A number for everything that was written down, in its order.</summary>
    public string Hash => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(
        System.Text.Encoding.UTF8.GetBytes(string.Join('\n', Orders.SelectMany(order => order.Journal).Select(line => line.ToString())))));
}
