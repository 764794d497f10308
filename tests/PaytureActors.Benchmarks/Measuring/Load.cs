using System.Collections.Concurrent;
using System.Globalization;
using PaytureActors.Benchmarks.Contenders;

namespace PaytureActors.Benchmarks.Measuring;

/// <summary>Leads orders through their lives, and watches.</summary>
internal sealed class Load(IContender contender, Flow flow, IEnumerable<Spender> others)
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(5);

    private readonly ConcurrentQueue<string> _failures = new();
    private readonly IReadOnlyList<Spender> _spenders = [.. contender.Spenders.Concat(others)];
    private static int _orders;

    /// <summary>The first words of what went wrong.</summary>
    public IEnumerable<string> Failures => _failures.Take(3);

    /// <summary>So many orders at once: where one has ended, the next begins. What happens before and after the measured time is not counted.</summary>
    public async Task<Measurement> ClosedAsync(int concurrency, TimeSpan warmUp, TimeSpan duration)
    {
        var watch = new Watch();
        using var stop = new CancellationTokenSource();
        var workers = Enumerable.Range(0, concurrency).Select(_ => Task.Run(() => LiveAsync(watch, stop.Token))).ToArray();
        await WaitAsync(warmUp);
        var measured = await MeasureAsync(watch, () => WaitAsync(duration));
        await stop.CancelAsync();
        await Task.WhenAll(workers);
        return measured;
    }

    /// <summary>So many new orders a second, however long each takes.</summary>
    public async Task<Measurement> OpenAsync(double perSecond, TimeSpan warmUp, TimeSpan duration)
    {
        var watch = new Watch();
        var running = new ConcurrentDictionary<Task, byte>();
        await LaunchAsync(warmUp);
        var measured = await MeasureAsync(watch, () => LaunchAsync(duration));
        await Task.WhenAll(running.Keys);
        return measured;

        async Task LaunchAsync(TimeSpan time)
        {
            var start = TimeProvider.System.GetTimestamp();
            using var beat = new PeriodicTimer(Beat);
            var launched = 0L;
            while (TimeProvider.System.GetElapsedTime(start) is var passed && passed < time)
            {
                for (var due = (long)(passed.TotalSeconds * perSecond); launched < due; launched++)
                {
                    var life = Task.Run(() => LiveOnceAsync(watch));
                    running[life] = 0;
                    _ = life.ContinueWith(ended => running.TryRemove(ended, out _), TaskScheduler.Default);
                }

                await beat.WaitForNextTickAsync();
            }
        }
    }

    private static string NextOrder() => string.Create(CultureInfo.InvariantCulture, $"b{Interlocked.Increment(ref _orders):x8}");

    private static async Task WaitAsync(TimeSpan time)
    {
        using var timer = new PeriodicTimer(time);
        await timer.WaitForNextTickAsync();
    }

    private async Task LiveAsync(Watch watch, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
            await LiveOnceAsync(watch);
    }

    private async Task LiveOnceAsync(Watch watch)
    {
        var orderId = NextOrder();
        var began = TimeProvider.System.GetTimestamp();
        try
        {
            var last = began;
            foreach (var step in flow.Steps)
            {
                await contender.StepAsync(orderId, step);
                var now = TimeProvider.System.GetTimestamp();
                watch.Command(TimeProvider.System.GetElapsedTime(last, now));
                last = now;
            }

            watch.Life(TimeProvider.System.GetElapsedTime(began, last));
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            _failures.Enqueue(error.Message);
            watch.Failure();
        }
    }

    private async Task<Measurement> MeasureAsync(Watch watch, Func<Task> meanwhile)
    {
        var before = _spenders.Select(spender => (spender.Kind, Spent: spender.Now())).ToArray();
        var (allocated, began) = (GC.GetTotalAllocatedBytes(), TimeProvider.System.GetTimestamp());
        watch.Switch(isOn: true);
        await meanwhile();
        watch.Switch(isOn: false);
        var seconds = TimeProvider.System.GetElapsedTime(began).TotalSeconds;
        allocated = GC.GetTotalAllocatedBytes() - allocated;
        var spent = _spenders.Zip(before, (spender, then) => (spender.Kind, Spent: spender.Now() - then.Spent))
            .GroupBy(each => each.Kind)
            .ToDictionary(kind => kind.Key, kind => kind.Aggregate(default(Spending), (sum, next) => sum + next.Spent));
        return watch.Sum(seconds, spent, allocated);
    }

    private sealed class Watch
    {
        private readonly Latencies _lives = new();
        private readonly Latencies _commands = new();
        private readonly Lock _gate = new();
        private long _failures;
        private bool _isOn;

        public void Switch(bool isOn)
        {
            lock (_gate)
                _isOn = isOn;
        }

        public void Command(TimeSpan took) => Take(_commands, took);

        public void Life(TimeSpan took) => Take(_lives, took);

        public void Failure() => Interlocked.Increment(ref _failures);

        public Measurement Sum(double seconds, IReadOnlyDictionary<SpenderKind, Spending> spent, long allocated)
        {
            lock (_gate)
                return new Measurement(seconds, _lives.Count, _failures, _lives, _commands, spent, allocated);
        }

        private void Take(Latencies where, TimeSpan took)
        {
            lock (_gate)
            {
                if (_isOn)
                    where.Add(took);
            }
        }
    }
}
