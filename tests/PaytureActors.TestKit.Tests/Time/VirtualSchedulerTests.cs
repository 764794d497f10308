using Akka.Actor;
using Akka.Configuration;
using PaytureActors.TestKit.Time;
using Xunit.Abstractions;

namespace PaytureActors.TestKit.Tests.Time;

[Collection(OneAtATime.Name)]
public sealed class VirtualSchedulerTests : IAsyncLifetime
{
    private readonly VirtualTime _time = new();
    private readonly ActorSystem _system;
    private readonly ITestOutputHelper _output;

    public VirtualSchedulerTests(ITestOutputHelper output)
    {
        _output = output;
        _system = ActorSystem.Create("virtual", ConfigurationFactory.ParseString(_time.Configuration));
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _system.Terminate();

    [Fact]
    public void The_scheduler_shows_the_clocks_time()
    {
        _time.Advance(TimeSpan.FromDays(3));
        Assert.IsType<VirtualScheduler>(_system.Scheduler);
        Assert.Equal(_time.GetUtcNow(), _system.Scheduler.Now);
        Assert.Equal(TimeSpan.FromDays(3), _system.Scheduler.MonotonicClock);
    }

    [Fact]
    public void A_system_without_a_clock_is_told_what_to_do()
    {
        var error = Assert.ThrowsAny<Exception>(() => ActorSystem.Create("lost", ConfigurationFactory.ParseString(VirtualTime.Hocon)));
        Assert.Contains("start the actor system with the Configuration of a VirtualTime", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_clocks_move_their_own_systems_only()
    {
        var other = new VirtualTime();
        using var system = ActorSystem.Create("other", ConfigurationFactory.ParseString(other.Configuration));
        var (here, there) = (0, 0);
        _system.Scheduler.Advanced.ScheduleOnce(TimeSpan.FromSeconds(1), () => here++);
        system.Scheduler.Advanced.ScheduleOnce(TimeSpan.FromSeconds(1), () => there++);

        other.RunFor(TimeSpan.FromMinutes(1));

        Assert.Equal((0, 1), (here, there));
        await system.Terminate();
    }

    [Fact]
    public void A_receive_timeout_fires_after_the_last_message_and_not_before()
    {
        var sleeper = _system.ActorOf(Props.Create(() => new Sleeper(_time)));
        _time.RunFor(TimeSpan.FromMinutes(9));
        sleeper.Tell("stay awake");
        _time.RunFor(TimeSpan.FromMinutes(9));
        sleeper.Tell("stay awake");

        var slept = Ask<TimeSpan>(sleeper, "when?", TimeSpan.FromHours(1));

        Assert.Equal(TimeSpan.FromMinutes(28), slept);
    }

    [Fact]
    public void Days_of_an_actors_timers_pass_in_milliseconds()
    {
        var clockwork = _system.ActorOf(Props.Create(() => new Clockwork()));
        _time.RunFor(TimeSpan.Zero);
        var since = TimeProvider.System.GetTimestamp();

        _time.RunFor(TimeSpan.FromDays(7));

        var took = TimeProvider.System.GetElapsedTime(since);
        Assert.Equal(7 * 24 * 6, Ask<int>(clockwork, "count", TimeSpan.Zero));
        _output.WriteLine($"7 days, {7 * 24 * 6} jumps: {took.TotalMilliseconds:0} ms, {took.TotalMicroseconds / (7 * 24 * 6):0} us a jump");
        Assert.InRange(took, TimeSpan.Zero, TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void A_cancelled_repetition_stops()
    {
        var count = 0;
        using var stop = new Cancelable(_system.Scheduler);
        _system.Scheduler.Advanced.ScheduleRepeatedly(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1), () => count++, stop);
        _time.RunFor(TimeSpan.FromSeconds(10));
        _system.Scheduler.Advanced.ScheduleOnce(TimeSpan.FromSeconds(5.5), stop.Cancel);
        _time.RunFor(TimeSpan.FromMinutes(1));

        Assert.Equal(15, count);
    }

    [Fact]
    public void A_scheduled_action_that_fails_stops_neither_the_hand_nor_its_repetition()
    {
        var count = 0;
        _system.Scheduler.Advanced.ScheduleRepeatedly(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1), () =>
        {
            count++;
            throw new InvalidOperationException("as the test wants it");
        });
        _time.RunFor(TimeSpan.FromSeconds(3));

        Assert.Equal(3, count);
    }

    [Fact]
    public void An_actor_and_a_task_with_a_time_limit_share_the_hand()
    {
        var patient = _system.ActorOf(Props.Create(() => new Patient(_time)));

        Assert.Equal("gave up after 00:01:00", Ask<string>(patient, "wait", TimeSpan.FromHours(1)));
    }

    [Fact]
    public void The_time_limit_of_a_question_is_the_machines()
    {
        var silent = _system.ActorOf(Props.Create(() => new Clockwork()));
        var question = silent.Ask<int>(new object(), TimeSpan.FromHours(1));

        _time.RunFor(TimeSpan.FromHours(2));

        Assert.False(question.IsCompleted);
    }

    [Fact]
    public async Task What_waits_for_a_stopped_system_is_forgotten()
    {
        using var system = ActorSystem.Create("brief", ConfigurationFactory.ParseString(_time.Configuration));
        var fired = false;
        system.Scheduler.Advanced.ScheduleOnce(TimeSpan.FromHours(1), () => fired = true);
        await system.Terminate();

        _time.RunFor(TimeSpan.FromHours(2));

        Assert.False(fired);
    }

    private T Ask<T>(IActorRef actor, object question, TimeSpan limit) => _time.AdvanceUntil(actor.Ask<T>(question), limit);

    private sealed class Sleeper : ReceiveActor
    {
        private IActorRef? _asker;
        private TimeSpan? _slept;

        public Sleeper(VirtualTime time)
        {
            SetReceiveTimeout(TimeSpan.FromMinutes(10));
            Receive<ReceiveTimeout>(_ =>
            {
                _slept ??= time.Elapsed;
                _asker?.Tell(_slept);
            });
            Receive<string>(text => text == "when?", _ => _asker = Sender);
            Receive<string>(_ => { });
        }
    }

    private sealed class Clockwork : ReceiveActor, IWithTimers
    {
        private int _ticks;

        public Clockwork()
        {
            Receive<int>(_ =>
            {
                _ticks++;
                Next();
            });
            Receive<string>(_ => Sender.Tell(_ticks));
        }

        public ITimerScheduler Timers { get; set; } = null!;

        protected override void PreStart() => Next();

        private void Next() => Timers.StartSingleTimer("tick", 1, TimeSpan.FromMinutes(10));
    }

    private sealed class Patient : ReceiveActor
    {
        public Patient(VirtualTime time) => ReceiveAsync<string>(async _ =>
        {
            try
            {
                await Task.Delay(TimeSpan.FromDays(1), time).WaitAsync(TimeSpan.FromMinutes(1), time);
            }
            catch (TimeoutException)
            {
                Sender.Tell($"gave up after {time.Elapsed}");
            }
        });
    }
}
