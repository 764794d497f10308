using System.Diagnostics.CodeAnalysis;
using Akka.Actor;
using PaytureActors.Domain;
using PaytureActors.Orders;

namespace PaytureActors.Journal;

/// <summary>
/// All of one kind that the journal keeps, in this process: opens one when it is spoken to, lets it leave, and opens those that failed again after a
/// pause that grows. A copy hears a message only once it has recovered, so what one that cannot be opened was sent is known not to be taken.
/// </summary>
/// <typeparam name="TKey">What tells them apart.</typeparam>
internal abstract class CopiesActor<TKey> : ReceiveActor, IWithTimers
    where TKey : notnull
{
    private const double Jitter = 0.2;
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(0.2);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(3);

    private readonly Dictionary<TKey, CopySlot<TKey>> _slots = [];
    private readonly TimeProvider _time;
    private readonly int _most;
    private readonly Random _chance;
    private int _onlyWoken;

    /// <param name="time">The clock.</param>
    /// <param name="most">How many may be in memory at once.</param>
    /// <param name="jitterSeed">Spreads the pauses before failed ones are opened again.</param>
    protected CopiesActor(TimeProvider time, int most, int jitterSeed)
    {
        _time = time;
        _most = most;
        _chance = new Random(jitterSeed);

        Receive<CopyStopped>(Stopped);
        Receive<OpenAgain>(again => OpenFailed(again.Key));
    }

    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>What one of them is called, for those who hear that it could not take their message.</summary>
    protected abstract string Kind { get; }

    private string CannotBeOpened => $"The {Kind} cannot be read from its journal or written to it right now; the log has the reason.";

    /// <summary>One that throws has a bug; its next copy knows only what the journal knows.</summary>
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Stop);

    /// <summary>How a copy is made.</summary>
    protected abstract Props CopyOf(TKey key);

    /// <summary>Why a key cannot be opened at all; null when it can.</summary>
    protected virtual string? Objection(TKey key) => null;

    /// <summary>Hands a message on, opening its copy where there is none.</summary>
    /// <param name="key">Whose it is.</param>
    /// <param name="message">The message.</param>
    /// <param name="sender">Who hears that it was not taken.</param>
    /// <param name="isWake">Whether only we ourselves want it: such copies take half of the room at most, so that those who are asked for find some.</param>
    protected void Deliver(TKey key, object message, IActorRef sender, bool isWake = false)
    {
        if (_slots.TryGetValue(key, out var slot))
        {
            _onlyWoken -= slot.IsOnlyWoken && !isWake ? 1 : 0;
            slot.IsOnlyWoken &= isWake;
        }
        else
        {
            if ((_slots.Count >= _most || (isWake && _onlyWoken * 2 >= _most) ? $"{_most} {Kind}s are in memory (Payture:MaxOrdersInMemory): try again shortly." : Objection(key)) is { } why)
            {
                sender.Tell(new NotTaken(why));
                return;
            }

            slot = new CopySlot<TKey>(key) { IsOnlyWoken = isWake };
            _onlyWoken += isWake ? 1 : 0;
            _slots.Add(key, slot);
            OpenCopy(slot);
        }

        switch (slot.Phase)
        {
            case CopyPhase.Open:
                slot.Copy.Tell(message, sender);
                break;

            case CopyPhase.Failed:
                sender.Tell(new NotTaken(CannotBeOpened));
                break;

            default:
                if (!slot.TryHold(message, sender))
                    sender.Tell(new NotTaken($"{CopySlot<TKey>.MaxWaiting} messages wait for this {Kind}: try again shortly."));
                break;
        }
    }

    /// <summary>The sender has recovered, or stays after all: it takes messages.</summary>
    protected void Opened(TKey key) => WhenCurrent(key, slot =>
    {
        slot.Phase = CopyPhase.Open;
        foreach (var (message, sender) in slot.TakeWaiting())
            slot.Copy.Tell(message, sender);
    });

    /// <summary>The sender has nothing to do: it leaves after all that was sent to it.</summary>
    protected void Close(TKey key) => WhenCurrent(key, slot =>
    {
        slot.Phase = CopyPhase.Closing;
        slot.Copy.Tell(LeaveMemory.Instance);
    });

    /// <summary>The sender stops by itself: its next copy is to handle this message.</summary>
    protected void Reopen(TKey key, object message, IActorRef sender) => WhenCurrent(key, slot =>
    {
        slot.Phase = CopyPhase.Closing;
        slot.TryHold(message, sender);
    });

    private MonotonicTime Now => _time.GetMoment().Monotonic;

    private void OpenCopy(CopySlot<TKey> slot)
    {
        slot.Phase = CopyPhase.Opening;
        slot.Since = Now;
        slot.Copy = Context.ActorOf(CopyOf(slot.Key));
        Context.WatchWith(slot.Copy, new CopyStopped(slot.Key, slot.Copy));
    }

    private void Stopped(CopyStopped stopped)
    {
        if (!_slots.TryGetValue(stopped.Key, out var slot) || !slot.Copy.Equals(stopped.Copy))
            return;

        switch (slot.Phase)
        {
            case CopyPhase.Closing when slot.HasWaiting:
                OpenCopy(slot);
                break;

            case CopyPhase.Closing:
                _slots.Remove(slot.Key);
                _onlyWoken -= slot.IsOnlyWoken ? 1 : 0;
                break;

            default:
                Fail(slot);
                break;
        }
    }

    private void Fail(CopySlot<TKey> slot)
    {
        slot.Phase = CopyPhase.Failed;
        slot.Failures = Now - slot.Since > LongestPause ? 1 : slot.Failures + 1;
        foreach (var (_, sender) in slot.TakeWaiting())
            sender.Tell(new NotTaken(CannotBeOpened));
        Timers.StartSingleTimer(slot.Key, new OpenAgain(slot.Key), Pause(slot.Failures));
    }

    [SuppressMessage("Security", "CA5394:Do not use insecure randomness", Justification = "Spreads tries in time; protects nothing.")]
    private TimeSpan Pause(int failures)
    {
        var pause = ShortestPause * Math.Pow(2, Math.Min(failures - 1, 10));
        return (pause < LongestPause ? pause : LongestPause) * (1 + (Jitter * _chance.NextDouble()));
    }

    private void OpenFailed(TKey key)
    {
        if (_slots.TryGetValue(key, out var slot) && slot.Phase is CopyPhase.Failed)
            OpenCopy(slot);
    }

    private void WhenCurrent(TKey key, Action<CopySlot<TKey>> act)
    {
        if (_slots.TryGetValue(key, out var slot) && slot.Copy.Equals(Sender))
            act(slot);
    }

    private sealed record CopyStopped(TKey Key, IActorRef Copy) : INoSerializationVerificationNeeded;

    private sealed record OpenAgain(TKey Key) : INoSerializationVerificationNeeded;
}
