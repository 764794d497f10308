using System.Globalization;
using PaytureActors.Domain.Orders;
using PaytureActors.TestKit.Auditing;
using PaytureActors.TestKit.Simulation;
using Xunit.Abstractions;

namespace PaytureActors.TestKit.Tests.Simulation;

public sealed class ScheduleTests(ITestOutputHelper output)
{
    private const int First = 1;
    private static readonly int Count = int.Parse(Environment.GetEnvironmentVariable("PAYTURE_SCHEDULES") ?? "20000", CultureInfo.InvariantCulture);

    [Fact]
    public void No_schedule_breaks_a_promise()
    {
        var counted = new Tally();
        Parallel.For(First, First + Count, seed => counted.Add(Schedule.Run(seed)));

        output.WriteLine(counted.ToString());
        Assert.True(counted.Broken.Count == 0, counted.ToString());
    }

    [Fact]
    public void The_same_seed_gives_the_same_trace()
    {
        var different = Enumerable.Range(First, 1_000).AsParallel().Where(seed => Schedule.Run(seed).Hash != Schedule.Run(seed).Hash);

        Assert.Empty(different);
    }

    private sealed class Tally
    {
        private readonly Lock _gate = new();
        private int _schedules;
        private long _orders;
        private long _events;
        private long _effects;
        private long _crashes;
        private readonly SortedDictionary<string, int> _facts = new(StringComparer.Ordinal);

        public List<ScheduleResult> Broken { get; } = [];

        public void Add(ScheduleResult result)
        {
            lock (_gate)
            {
                _schedules++;
                _orders += result.Orders.Count;
                _crashes += result.Crashes;
                _effects += result.Orders.Sum(order => order.Effects.Count);
                foreach (var line in result.Orders.SelectMany(order => order.Journal))
                {
                    _events++;
                    var name = line.Event.GetType().Name;
                    _facts[name] = _facts.GetValueOrDefault(name) + 1;
                }

                if (result.Violations.Count > 0)
                    Broken.Add(result);
            }
        }

        public override string ToString()
        {
            var lines = new List<string>
            {
                string.Create(CultureInfo.InvariantCulture,
                    $"{_schedules} schedules, {_orders} orders, {_events} events, {_effects} effects, {_crashes} crashes, {Broken.Count} with a broken promise."),
                string.Join(", ", _facts.Select(fact => $"{fact.Key} {fact.Value}")),
            };
            foreach (var result in Broken.OrderBy(result => result.Seed).Take(5))
            {
                lines.Add($"Seed {result.Seed}: {result.Weather}");
                foreach (var violation in result.Violations)
                    lines.Add($"  {violation}");
                foreach (var order in result.Orders.Where(order => result.Violations.Any(violation => violation.Order == order.Key)).Take(1))
                    lines.AddRange(OrderStory.Of(order, []).Select(line => "    " + line));
            }

            lines.Add(string.Join(", ", Broken.SelectMany(result => result.Violations).GroupBy(violation => violation.Promise).Select(group => $"{group.Key} {group.Count()}")));
            return string.Join("\n", lines);
        }
    }
}
