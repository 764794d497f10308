using PaytureActors.TestKit.Time;
using Polly;
using Polly.Timeout;

namespace PaytureActors.TestKit.Tests.Time;

[Collection(OneAtATime.Name)]
public sealed class VirtualTimeTests
{
    private readonly VirtualTime _time = new();
    private readonly List<string> _fired = [];

    [Fact]
    public void A_clock_stands_still_until_it_is_moved()
    {
        var (now, stamp) = (_time.GetUtcNow(), _time.GetTimestamp());

        _time.WaitUntilIdle();
        Assert.Equal(now, _time.GetUtcNow());

        _time.Advance(TimeSpan.FromHours(3));
        Assert.Equal(now.AddHours(3), _time.GetUtcNow());
        Assert.Equal(TimeSpan.FromHours(3), _time.GetElapsedTime(stamp));
        Assert.Equal(TimeSpan.FromHours(3), _time.Elapsed);
    }

    [Fact]
    public void Time_does_not_run_backwards() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => _time.Advance(TimeSpan.FromTicks(-1)));

    [Fact]
    public void Timers_fire_in_order_of_due_time_and_then_of_birth_and_see_their_own_time()
    {
        Timer("late", 30);
        Timer("early", 10);
        Timer("twin", 30);

        _time.Advance(TimeSpan.FromSeconds(60));

        Assert.Equal(["early at 10", "late at 30", "twin at 30"], _fired);
    }

    [Fact]
    public void A_timer_that_a_timer_starts_fires_in_the_same_move_when_it_is_due()
    {
        using var first = _time.CreateTimer(_ => Timer("child", 5), null, TimeSpan.FromSeconds(10), Timeout.InfiniteTimeSpan);
        Timer("other", 12);

        _time.Advance(TimeSpan.FromSeconds(15));

        Assert.Equal(["other at 12", "child at 15"], _fired);
    }

    [Fact]
    public void A_timer_repeats_with_its_period_until_it_is_disposed()
    {
        var timer = _time.CreateTimer(Note, "beat", TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2));
        _time.Advance(TimeSpan.FromSeconds(5));
        timer.Dispose();
        _time.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(["beat at 1", "beat at 3", "beat at 5"], _fired);
        Assert.False(timer.Change(TimeSpan.Zero, TimeSpan.Zero));
        Assert.Null(_time.NextDue);
    }

    [Fact]
    public void A_changed_timer_forgets_its_old_due_time()
    {
        using var timer = _time.CreateTimer(Note, "changed", TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
        Assert.True(timer.Change(TimeSpan.FromSeconds(4), Timeout.InfiniteTimeSpan));
        Assert.Equal(TimeSpan.FromSeconds(4), _time.NextDue);

        _time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(["changed at 4"], _fired);
    }

    [Fact]
    public void A_timer_without_a_due_time_waits_for_one_and_a_zero_period_fires_once()
    {
        using var timer = _time.CreateTimer(Note, "started", Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _time.Advance(TimeSpan.FromDays(1));
        Assert.Empty(_fired);

        timer.Change(TimeSpan.Zero, TimeSpan.Zero);
        _time.Advance(TimeSpan.Zero);
        _time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(["started at 86400"], _fired);
    }

    [Theory]
    [InlineData(-2)]
    [InlineData(4_294_967_295)]
    public void A_timer_takes_no_more_than_the_systems_own_do(double milliseconds) =>
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            _time.CreateTimer(Note, "never", TimeSpan.FromMilliseconds(milliseconds), Timeout.InfiniteTimeSpan));

    [Fact]
    public void A_timers_callback_runs_in_the_context_of_its_maker()
    {
        var local = new AsyncLocal<string> { Value = "maker" };
        string? seen = null;
        using var timer = _time.CreateTimer(_ => seen = local.Value, null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
        local.Value = "mover";

        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal("maker", seen);
        Assert.Equal("mover", local.Value);
    }

    [Fact]
    public void A_timers_callback_does_not_inherit_the_context_of_the_movers_runner()
    {
        var runners = new SynchronizationContext();
        var seen = runners;
        var before = SynchronizationContext.Current;
        using var timer = _time.CreateTimer(_ => seen = SynchronizationContext.Current, null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
        try
        {
            SynchronizationContext.SetSynchronizationContext(runners);
            _time.Advance(TimeSpan.FromSeconds(1));
            Assert.Same(runners, SynchronizationContext.Current);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }
        Assert.Null(seen);
    }

    [Fact]
    public void Cancelled_timers_do_not_fill_the_memory()
    {
        using var timer = _time.CreateTimer(Note, "once", TimeSpan.FromDays(1), Timeout.InfiniteTimeSpan);
        for (var i = 0; i < 100_000; i++)
            timer.Change(TimeSpan.FromDays(1), Timeout.InfiniteTimeSpan);

        Assert.InRange(_time.Waiting, 1, 2048);
        _time.Advance(TimeSpan.FromDays(2));
        Assert.Single(_fired);
    }

    [Fact]
    public async Task A_year_of_daily_work_passes_while_one_waits()
    {
        var days = 0;
        var work = Task.Run(async () =>
        {
            for (; days < 365; days++)
            {
                await Task.Delay(TimeSpan.FromDays(1), _time);
                await Task.Yield(); // Back to the pool: the hand must wait for it.
            }
        });

        Assert.True(await _time.AdvanceUntilAsync(() => work.IsCompleted, TimeSpan.FromDays(366)));

        Assert.Equal(365, days);
        Assert.Equal(TimeSpan.FromDays(365), _time.Elapsed);
    }

    [Fact]
    public void A_condition_that_never_holds_ends_at_the_limit()
    {
        Timer("tick", 10);
        Assert.False(_time.AdvanceUntil(() => false, TimeSpan.FromSeconds(25)));
        Assert.Equal(TimeSpan.FromSeconds(25), _time.Elapsed);
        Assert.Equal(["tick at 10"], _fired);
    }

    [Fact]
    public void A_task_that_needs_more_time_than_it_gets_is_named_with_the_next_timer()
    {
        var task = Task.Run(() => Answer(TimeSpan.FromHours(2))); // Away from the runner's own context.

        var error = Assert.Throws<TimeoutException>(() => _time.AdvanceUntil(task, TimeSpan.FromHours(1)));

        Assert.Contains("01:00:00", error.Message, StringComparison.Ordinal);
        Assert.Equal(42, _time.AdvanceUntil(task, TimeSpan.FromHours(1)));
    }

    [Fact]
    public void Nothing_jumps_while_a_thread_of_the_pool_works()
    {
        var gate = new ManualResetEventSlim();
        var seen = TimeSpan.MaxValue;
        ThreadPool.QueueUserWorkItem(_ =>
        {
            gate.Wait();
            seen = _time.Elapsed;
        });
        Timer("tick", 10);
        _time.IdleLimit = TimeSpan.FromMilliseconds(50);

        var error = Assert.Throws<TimeoutException>(() => _time.RunFor(TimeSpan.FromMinutes(1)));
        gate.Set();
        Assert.Contains("Look for a blocked thread", error.Message, StringComparison.Ordinal);
        Assert.Empty(_fired);

        _time.IdleLimit = TimeSpan.FromSeconds(30);
        _time.RunFor(TimeSpan.FromMinutes(1));
        Assert.Equal(TimeSpan.Zero, seen);
        Assert.Equal(["tick at 10"], _fired);
    }

    [Fact]
    public void Nothing_jumps_while_somebody_holds_the_hand()
    {
        _time.IdleLimit = TimeSpan.FromMilliseconds(20);
        var hold = _time.Hold();

        var error = Assert.Throws<TimeoutException>(_time.WaitUntilIdle);
        Assert.Contains("1 holds are open", error.Message, StringComparison.Ordinal);

        hold.Dispose();
        hold.Dispose(); // Twice is once.
        _time.IdleLimit = TimeSpan.FromSeconds(30);
        _time.WaitUntilIdle();
    }

    [Fact]
    public void Long_chains_of_work_on_the_pool_are_waited_for()
    {
        for (var round = 0; round < 200; round++)
        {
            var links = 0;
            void Link()
            {
                if (Interlocked.Increment(ref links) < 100)
                    ThreadPool.UnsafeQueueUserWorkItem(_ => Link(), null);
            }

            ThreadPool.UnsafeQueueUserWorkItem(_ => Link(), null);
            ThreadPool.UnsafeQueueUserWorkItem(_ => Link(), null);
            _time.WaitUntilIdle();

            Assert.InRange(links, 100, 101);
        }
    }

    [Fact]
    public void A_policys_time_limit_goes_by_this_clock()
    {
        var pipeline = new ResiliencePipelineBuilder { TimeProvider = _time }.AddTimeout(TimeSpan.FromSeconds(60)).Build();
        var call = Task.Run(async () =>
        {
            var outcome = await pipeline.ExecuteOutcomeAsync(
                async (context, _) =>
                {
                    await Task.Delay(TimeSpan.FromHours(1), _time, context.CancellationToken);
                    return Outcome.FromResult(true);
                },
                ResilienceContextPool.Shared.Get(), 0);
            return outcome.Exception;
        });

        Assert.IsType<TimeoutRejectedException>(_time.AdvanceUntil(call, TimeSpan.FromMinutes(2)));
        Assert.Equal(TimeSpan.FromSeconds(60), _time.Elapsed);
    }

    private async Task<int> Answer(TimeSpan after)
    {
        await Task.Delay(after, _time);
        return 42;
    }

    private void Timer(string name, int seconds) =>
        _time.CreateTimer(Note, name, TimeSpan.FromSeconds(seconds), Timeout.InfiniteTimeSpan);

    private void Note(object? name) => _fired.Add($"{name} at {_time.Elapsed.TotalSeconds:0}");
}
