using System.Globalization;
using System.Runtime.InteropServices;
using PaytureActors.TestKit.Auditing;
using PaytureActors.TestKit.Simulation;
using Xunit.Abstractions;

namespace PaytureActors.TestKit.Tests.Simulation;

/// <summary>
/// The pure core under seeded schedules. A build runs 20 000 of them; the campaign as many as PAYTURE_SCHEDULES says, from the seed
/// PAYTURE_FIRST_SCHEDULE on, so that one campaign goes on where another ended. PAYTURE_SCHEDULE=seed tells what happens in one of them.
/// </summary>
public sealed class ScheduleTests(ITestOutputHelper output)
{
    private static readonly int Count = FromEnvironment("PAYTURE_SCHEDULES", 20_000);
    private static readonly ParallelOptions Cores = new() { MaxDegreeOfParallelism = Environment.ProcessorCount };
    private static readonly int First = FromEnvironment("PAYTURE_FIRST_SCHEDULE", 1);

    [Fact]
    public void No_schedule_breaks_a_promise()
    {
        var counted = new Tally();
        Parallel.For(First, First + Count, Cores, static () => new Tally(), static (seed, _, mine) => mine.Add(Schedule.Run(seed)), counted.Add);

        output.WriteLine(counted.ToString());
        Assert.True(counted.Broken.Count == 0, counted.ToString());
    }

    [Fact]
    public void The_same_seed_gives_the_same_trace()
    {
        var different = Enumerable.Range(First, 1_000).AsParallel().Where(seed => Schedule.Run(seed).Hash != Schedule.Run(seed).Hash);

        Assert.Empty(different);
    }

    [Fact]
    public void A_schedule_tells_its_story()
    {
        var result = Schedule.Run(FromEnvironment("PAYTURE_SCHEDULE", 1));

        output.WriteLine(Tally.Story(result));
        Assert.All(result.Orders, order => Assert.Equal(order.Journal.Count, OrderStory.Of(order, []).Count(line => !line.Contains("=>", StringComparison.Ordinal) && !line.Contains("->", StringComparison.Ordinal))));
    }

    private static int FromEnvironment(string name, int usual) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } given ? int.Parse(given, CultureInfo.InvariantCulture) : usual;

    private sealed class Tally
    {
        private readonly Lock _gate = new();
        private int _schedules;
        private long _orders;
        private long _events;
        private long _effects;
        private long _crashes;
        private readonly Dictionary<string, int> _facts = new(StringComparer.Ordinal);

        public List<ScheduleResult> Broken { get; } = [];

        public Tally Add(ScheduleResult result)
        {
            _schedules++;
            _orders += result.Orders.Count;
            _crashes += result.Crashes;
            foreach (var order in result.Orders)
            {
                _effects += order.Effects.Count;
                _events += order.Journal.Count;
                foreach (var line in order.Journal)
                    Count(line.Event.GetType().Name, 1);
            }

            if (result.Violations.Count > 0)
                Broken.Add(result);
            return this;
        }

        public void Add(Tally other)
        {
            lock (_gate)
            {
                _schedules += other._schedules;
                _orders += other._orders;
                _events += other._events;
                _effects += other._effects;
                _crashes += other._crashes;
                foreach (var (fact, count) in other._facts)
                    Count(fact, count);
                Broken.AddRange(other.Broken);
            }
        }

        private void Count(string fact, int times) => CollectionsMarshal.GetValueRefOrAddDefault(_facts, fact, out _) += times;

        public override string ToString()
        {
            var lines = new List<string>
            {
                string.Create(CultureInfo.InvariantCulture,
                    $"{_schedules} schedules, {_orders} orders, {_events} events, {_effects} effects, {_crashes} crashes, {Broken.Count} with a broken promise."),
                string.Join(", ", _facts.OrderBy(static fact => fact.Key, StringComparer.Ordinal).Select(fact => $"{fact.Key} {fact.Value}")),
            };
            lines.AddRange(Broken.OrderBy(result => result.Seed).Take(5).Select(Story));
            lines.Add(string.Join(", ", Broken.SelectMany(result => result.Violations).GroupBy(violation => violation.Promise).Select(group => $"{group.Key} {group.Count()}")));
            return string.Join("\n", lines);
        }

        public static string Story(ScheduleResult result) => string.Join("\n",
        [
            $"Seed {result.Seed}: {result.Weather}",
            .. result.Violations.Select(violation => $"  {violation}"),
            .. result.Orders.SelectMany(order => OrderStory.Of(order, []).Select(line => "    " + line).Prepend($"  {order.Key}")),
        ]);
    }
}
