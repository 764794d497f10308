using System.Globalization;
using PaytureActors.Domain;
using PaytureActors.Domain.Orders;
using PaytureActors.Host.Simulation;
using PaytureActors.TestKit.Tests.Auditing;

namespace PaytureActors.Host.Tests.Simulation;

public sealed class ProgressLineTests : IDisposable
{
    private static readonly SimulationProgress Now = new()
    {
        Stage = "lives", Finished = 30, Orders = 100, Virtual = TimeSpan.FromHours(36), Commands = 120, OpenDoubts = 4, SettledDoubts = 9, Crashes = 1, Faults = 55,
    };

    private readonly StringWriter _writer = new(CultureInfo.InvariantCulture) { NewLine = "\n" };
    private readonly Clock _clock = new();

    public void Dispose() => _writer.Dispose();

    [Fact]
    public void In_a_file_there_is_a_line_every_five_seconds()
    {
        var line = new ProgressLine(_writer, isTerminal: false, width: 0, _clock);
        for (var second = 0; second < 12; second++)
        {
            line.Show(Now);
            _clock.Pass(TimeSpan.FromSeconds(1));
        }

        line.Clear();
        Assert.Equal(
            """
            lives: 30/100 orders, 6.0/s, 1.50 days, 120 commands, 24/s, 4 doubts open, 9 settled, 1 crashes, 55 faults
            lives: 30/100 orders, 3.0/s, 1.50 days, 120 commands, 12/s, 4 doubts open, 9 settled, 1 crashes, 55 faults

            """.ReplaceLineEndings("\n"), _writer.ToString());
    }

    [Fact]
    public void On_a_terminal_one_line_is_written_over_and_taken_off_in_the_end()
    {
        var line = new ProgressLine(_writer, isTerminal: true, width: 21, _clock);
        line.Show(Now);
        Assert.Equal("", _writer.ToString());
        foreach (var finished in new[] { 30, 31 })
        {
            _clock.Pass(TimeSpan.FromMilliseconds(200));
            line.Show(Now with { Finished = finished });
        }

        line.Clear();
        Assert.Equal($"\rlives: 30/100 orders\rlives: 31/100 orders\r{new string(' ', 20)}\r", _writer.ToString());
    }

    [Fact]
    public void Doubts_are_counted_while_they_last()
    {
        var (doubts, key, at, attempt) = (new DoubtCount(), new OrderKey("shop", "1"), DateTimeOffset.UnixEpoch, new AttemptId(1));
        Hear(new OrderEvent.OutcomeUnknown(attempt, UnknownReason.Timeout, null, null, at));
        Hear(new OrderEvent.PendingSeen(attempt, at));
        Hear(new OrderEvent.OutcomeUnknown(attempt, UnknownReason.Timeout, null, null, at));
        Assert.Equal((1, 0), (doubts.Open, doubts.Settled));

        Hear(new OrderEvent.NotSent(attempt, NotSentReason.Connect, null, at));
        Hear(new OrderEvent.NotSent(attempt, NotSentReason.Connect, null, at));
        Assert.Equal((0, 1), (doubts.Open, doubts.Settled));

        void Hear(OrderEvent @event) => doubts.Hear(new OrderEventRecorded(key, 1, @event));
    }

    [Fact]
    public void The_causes_of_doubts_are_those_of_calls_and_crashes()
    {
        var key = new IdempotencyKey("block");
        RecordedEvent[] journal =
        [
            new(1, Request(1, 0)),
            new(2, new OrderEvent.OutcomeUnknown(new AttemptId(1), UnknownReason.Code, new Refusal("PROCESSING_ERROR", ErrorClass.OutcomeUnknown, IsInferred: false), null, At(1))),
            new(3, new OrderEvent.NotSent(new AttemptId(1), NotSentReason.Connect, null, At(2))),
            new(4, Request(2, 10)),
            new(5, new OrderEvent.NotSent(new AttemptId(2), NotSentReason.Connect, null, At(30))),
            new(6, Request(3, 40)),
            new(7, new OrderEvent.NotSent(new AttemptId(3), NotSentReason.Connect, null, At(41))),
        ];

        Assert.Equal(["the code PROCESSING_ERROR", "the node crashed"], DoubtCause.Of(journal, [At(20), At(35)]));

        DateTimeOffset At(int seconds) => SettledOrder.At(seconds);
        OrderEvent Request(int attempt, int seconds) => SettledOrder.Request(attempt, key, Operation.Block, 300, seconds: seconds);
    }

    private sealed class Clock : TimeProvider
    {
        private TimeSpan _now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public void Pass(TimeSpan span) => _now += span;

        public override long GetTimestamp() => _now.Ticks;
    }
}
