using Akka.Actor;
using Akka.Event;

namespace PaytureActors.OrderBook;

/// <summary>
/// Repairs the book after the start and every ten minutes, and helps a projection that is held up; tries again soon when the database
/// does not let it.
/// </summary>
internal sealed class RepairActor : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(1);

    private readonly OrderBookRepair _repair;
    private readonly Action _caughtUp;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly CancellationToken _stopping;
    private bool _isFirst = true;
    private long _offset = -1;

    /// <param name="repair">What a pass does.</param>
    /// <param name="caughtUp">Called once, when the book has all that the journal had at the start, unless that is more than a pass takes on.</param>
    /// <param name="lookEvery">How often to see whether the projection is held up.</param>
    /// <param name="every">The pause between two passes.</param>
    /// <param name="stopping">Ends a pass under way.</param>
    public RepairActor(OrderBookRepair repair, Action caughtUp, TimeSpan lookEvery, TimeSpan every, CancellationToken stopping)
    {
        _stopping = stopping;
        _repair = repair;
        _caughtUp = caughtUp;

        Receive<Pass>(_ => RunAsync().PipeTo(Self, success: () => Passed.Instance, failure: error => new PassFailed(error)));
        Receive<Passed>(_ => Timers.StartSingleTimer(Pass.Instance, Pass.Instance, every));
        Receive<Look>(_ => _repair.HelpAsync(_offset, _stopping).PipeTo(Self, success: offset => new Looked(offset), failure: _ => new Looked(-1)));
        Receive<Looked>(looked =>
        {
            _offset = looked.Offset;
            Timers.StartSingleTimer(Look.Instance, Look.Instance, lookEvery);
        });
        Receive<PassFailed>(failed =>
        {
            if (_stopping.IsCancellationRequested)
                return;
            _log.Warning("The order book could not be compared with the journal, and will be soon: {0}", failed.Cause.Message);
            Timers.StartSingleTimer(Pass.Instance, Pass.Instance, AfterFailure);
        });
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart()
    {
        Self.Tell(Pass.Instance);
        Self.Tell(Look.Instance);
    }

    private async Task RunAsync()
    {
        if (_isFirst && await _repair.CatchUpAsync(_stopping))
            _caughtUp();
        _isFirst = false;
        await _repair.RunAsync(_stopping);
    }

    private sealed record Pass : INoSerializationVerificationNeeded, INotInfluenceReceiveTimeout
    {
        public static Pass Instance { get; } = new();
    }

    private sealed record Look : INoSerializationVerificationNeeded, INotInfluenceReceiveTimeout
    {
        public static Look Instance { get; } = new();
    }

    private sealed record Looked(long Offset) : INoSerializationVerificationNeeded, IDeadLetterSuppression;

    private sealed record PassFailed(Exception Cause) : INoSerializationVerificationNeeded, IDeadLetterSuppression;

    private sealed record Passed : INoSerializationVerificationNeeded, IDeadLetterSuppression
    {
        public static Passed Instance { get; } = new();
    }
}
